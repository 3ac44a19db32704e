"""What a sealed record tells in somebody's words is refused where the faces of the papers lack its letters."""

import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from django.test import Client
from django.urls import reverse

from events.account_forms import NewAccountForm
from events.models import Event, Person, RunItem
from events.prose import PrintedProse, TranslatedProse
from events.validators import event_title
from events.values import PersonName, PrintedText, PrintedWords
from experts.errors import WordsRefused
from experts.forms import PaperForm
from experts.models import Award, Dissent, Seat
from experts.protocol_pdf.minutes import Stamp
from experts.protocol_pdf.printing import protocol_pdf
from experts.reports.record import canonical
from experts.services.awards import give_award
from experts.services.dissents import write_dissent
from experts.services.reasons import checked_reason
from experts.validators import annex_text, query_text, question_answer, vote_question
from projects.models import Project, Supervisor, TeamMember
from projects.validators import draw_reason
from tests.cast import as_expert
from tests.events.pdf.reading import text_of
from tests.experts.decided_halls import record, tied_hall
from tests.experts.hall import fill
from tests.experts.voting import voting_hall
from tests.factories import DAY, SupervisorFactory, TeamMemberFactory

APPS = ("events", "projects", "experts")

PRINTED = (PersonName, PrintedProse, PrintedText, PrintedWords, TranslatedProse)
# What an expert's tablet brings is taken as it comes, and printed with code points (`with_codes`).
AS_IT_CAME = {"SheetRevision.comment", "PaperEntry.comment"}
# A form asks for it: the model is Django's.
ASKED_BY_A_FORM = {"User.first_name"}
# Free texts that no record tells.
ELSEWHERE = {
    *("Event.trainees_wording", "Fact.label", "Fact.text", "Delegation.city", "Delegation.contact"),
    *("Person.city", "Person.email", "Person.note", "Person.school_kind", "Person.source_text"),
    *("AskedName.why", "AskedName.answer", "User.last_name", "User.email", "Invitation.email"),
    *("Letter.address", "Letter.subject", "Letter.text", "RemovedEvent.title", "Upload.name"),
    *("RunItem.title", "RunItem.role_text", "RunItem.note", "SpeechFact.text", "Enrolment.agent"),
    *("Project.abstract", "Project.note", "Supervisor.wording", "TeamMember.role"),
    *("QuizQuestion.answer", "Survey.method", "Survey.base_text", "Survey.note"),
    *("RespondentGroup.label", "Finding.text", "Finding.check_text", "SwotEntry.text"),
    *("Recommendation.text", "Recommendation.addressee", "Seat.note", "Call.text"),
}
# Written by the program: keys, codes, hashes, states, its own sentences.
BY_THE_PROGRAM = {
    *(
        "User.password",
        "Event.slug",
        "Event.time_zone",
        "Person.key",
        "Project.key",
        "Criterion.key",
    ),
    *("Pass.token_hash", "Pass.device_hash", "Pass.pin_hash", "Invitation.token_hash"),
    *("AuditHead.link", "AuditHead.seal", "AuditEntry.actor", "AuditEntry.verb"),
    *("AuditEntry.subject", "AuditEntry.link", "RemovedEvent.slug", "RemovedEvent.actor"),
    *("RemovedEvent.last_link", "Enrolment.page_version", "Letter.device", "Letter.token_hash"),
    *("Letter.error", "Photograph.file_hash", "Rehearsal.error", "PanelVote.award_kind"),
    *("Declaration.text", "Declaration.language", "CastingVote.teams", "CastingVote.order"),
    *("SheetRevision.body_hash", "RepeatedOperation.body_hash", "TabletKey.public_key"),
    *("TabletKey.mark", "SheetSignature.signature", "Protocol.record", "Protocol.sha256"),
    *("Protocol.audit_link", "ProtocolSeal.device", "ProtocolFile.error", "ProtocolFile.kind"),
    *("ProtocolFile.language", "ProtocolFile.file_hash"),
}
STRANGE = ["so \u202eit", "漢字", "well done 😀"]


def texts_of_models() -> dict[str, list[object]]:
    models = [each for app in APPS for each in apps.get_app_config(app).get_models()]
    return {
        f"{model.__name__}.{field.name}": list(field.validators)
        for model in models
        for field in model._meta.fields
        if isinstance(field, CharField | TextField) and not field.choices
    }


def test_every_text_prints_or_reaches_no_record():
    found = texts_of_models()

    others = {name for name, kinds in found.items() if not any(map(is_printed, kinds))}
    assert others == AS_IT_CAME | ASKED_BY_A_FORM | ELSEWHERE | BY_THE_PROGRAM
    assert {"Dissent.text", "Annex.text", "Query.answer", "PanelQuestion.text"} <= set(found)


def is_printed(kind: object) -> bool:
    return isinstance(kind, PRINTED)


@pytest.mark.django_db
@pytest.mark.once("what a record tells is no matter of the engine")
def test_no_record_tells_what_is_said_to_stand_elsewhere():
    hall = fill(experts=2, projects=1)
    SupervisorFactory(project=hall.defenses[1].project, order=2)
    TeamMemberFactory(project=hall.defenses[1].project, order=1)

    for model in (Event, Person, RunItem, Project, Supervisor, TeamMember, Seat):
        names = {
            name.partition(".")[2] for name in ELSEWHERE if name.startswith(f"{model.__name__}.")
        }
        rows = model.objects.update(**dict.fromkeys(names, "Zephyr"))
        assert (rows > 0, names) == (True, names), model
    told = canonical(record(hall))

    assert ("Zephyr" in told, hall.seats[1].person.name in told) == (False, True)


@pytest.mark.django_db
@pytest.mark.once("papers are made of a record, without a query")
def test_a_comment_is_printed_whatever_letters_it_has():
    hall = tied_hall()
    of = record(hall)
    sheet = next(each for each in of["sheets"] if each["state"] == "submitted")
    sheet["comment"] = "Well done 👏🏽!\n漢 is \u202e <b>kept</b>."

    text = text_of(protocol_pdf(of, Stamp(1, "7f" * 32, is_sealed=False), "en"))

    assert "Well done [U+1F44F U+1F3FD]!" in text
    assert "[U+6F22] is [U+202E] <b>kept</b>." in text
    assert text.count("[U+") == 3


@pytest.mark.django_db
@pytest.mark.once("what a form refuses is no matter of the engine")
def test_an_account_and_a_paper_that_is_entered_name_the_letter():
    account = NewAccountForm({"name": "Olga 😀", "email": "olga@example.org"})
    paper = PaperForm({"comment": "Good.\nVery 😀"}, scales=[], standing=0)

    for form, name in ((account, "name"), (paper, "comment")):
        assert "😀 (U+1F600 GRINNING FACE)" in form.errors[name][0]
    assert "comment" not in PaperForm({"comment": "Good.\nVery."}, scales=[], standing=0).errors


@pytest.mark.parametrize("text", STRANGE)
def test_each_kind_names_the_letter(text):
    kinds = (annex_text, query_text, question_answer, vote_question, draw_reason, event_title)

    assert [kind.flaw("As it was: 61,25.") for kind in kinds] == [None] * len(kinds)
    assert all(kind.flaw(text) for kind in kinds)


def test_a_long_text_is_not_measured_as_one_line():
    assert annex_text.flaw("Ш" * annex_text.longest) is None


@pytest.mark.django_db
@pytest.mark.parametrize("text", STRANGE)
def test_no_service_keeps_it(text):
    hall = voting_hall()
    seat, team = Seat.objects.get(pk=hall.seats[2].pk), hall.defenses[1].project_id
    names = dict.fromkeys(("kk", "ru", "en"), text)

    with pytest.raises(Exception, match=r"cannot be"):
        checked_reason(text)
    with pytest.raises(WordsRefused):
        write_dissent(seat, text, at=DAY)
    with pytest.raises(WordsRefused):
        give_award(hall.event, team, kind="free", names=names, reason="So.", actor="test", at=DAY)
    assert [Dissent.objects.count(), Award.objects.count()] == [0, 0]


@pytest.mark.django_db
def test_a_refused_dissent_stands_in_its_field():
    hall = voting_hall()
    tablet = as_expert(Client(), hall.seats[2])

    answer = tablet.post(reverse("expert:dissent"), {"text": "I disagree. 漢字"})

    assert (answer.status_code, "I disagree. 漢字" in answer.text) == (422, True)
    assert "cannot be printed" in answer.text
