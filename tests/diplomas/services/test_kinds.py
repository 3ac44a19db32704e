"""Documents of every kind: who may get one, one of a kind a person, and their lives beside the diploma's."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from diplomas.awards import told_apart
from diplomas.errors import AwardsBeingMade, NotReworded, NotValidAnyMore
from diplomas.models import Design, Diploma, Ending, RenderJob, Unfinished
from diplomas.pages import diploma_page
from diplomas.services.correcting import correct_outdated
from diplomas.services.duplicating import duplicate_diploma
from diplomas.services.issuing import retry_failed
from diplomas.services.issuing_anew import issue_anew
from diplomas.services.issuing_documents import issue_documents, note_completion
from diplomas.services.outdated import ready_and_outdated
from diplomas.services.revoking import revoke_diploma
from diplomas.services.rewording import reword_awards, rewording
from events.models import AuditEntry, Person
from projects.models import Project, Supervisor, TeamMember
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.experts.test_guards import is_refused, take_guards_off
from tests.factories import DAY, DiplomaFactory, ProjectFactory, SeatFactory

pytestmark = pytest.mark.django_db

Kind = Diploma.Kind
ACT = {"actor": "test", "at": DAY}
BEST = {"kk": "Ең үздік зерттеу", "en": "Best research"}


@pytest.fixture
def event():
    """A team of three, one supervisor of two projects, and an expert."""
    event = event_with_team(3, languages=["en", "kk", "ru"], course="Management")
    other = ProjectFactory(event=event, topic="Budgeting")
    supervisor = Person.objects.create(event=event, key="super", name="Sara Supervisor")
    for project in (TeamMember.objects.first().project, other):
        Supervisor.objects.create(project=project, person=supervisor, order=9)
    SeatFactory(panel__room__event=event, person__event=event, person__name="Emil Expert")
    return event


def people_of(event, kind):
    match kind:
        case Kind.SUPERVISOR:
            return {Person.objects.get(event=event, key="super").pk}
        case Kind.EXPERT:
            return {Person.objects.get(event=event, name="Emil Expert").pk}
    return set(TeamMember.objects.of_event(event).values_list("person", flat=True))


def issue_kind(event, kind, people=None):
    award = BEST if kind == Kind.AWARD else None
    people = people_of(event, kind) if people is None else people
    return issue_documents(event.pk, kind, people, award=award, **ACT)


def make_all_ready(event):
    make_ready(event)
    return {each.kind: each for each in Diploma.objects.of_event(event).ready()}


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_goes_to_those_who_were_chosen_and_once(event, kind):
    some = set(list(people_of(event, kind))[:2])
    stranger = Person.objects.create(event=event, key="guest", name="Gulnar Guest")

    first = issue_kind(event, kind, {*some, stranger.pk})
    again = issue_kind(event, kind, some)

    assert {each.person_id for each in first} == some
    assert {each.kind for each in first} == {kind}
    assert again == []
    assert RenderJob.objects.of_event(event).count() == len(some)


def test_what_each_kind_says(event):
    for kind in Kind:
        issue_kind(event, kind)

    said = {each.kind: each.snapshot for each in Diploma.objects.of_event(event)}

    assert [said[kind]["title"].partition(" №")[0] for kind in Kind] == [
        "Diploma",
        "Certificate",
        "Letter of thanks",
        "Letter of thanks",
        "Award",
    ]
    assert said[Kind.SUPERVISOR]["topic"] == "“Talent management in the school”, “Budgeting”"
    assert said[Kind.EXPERT]["topic"] == ""
    assert said[Kind.AWARD]["before_topic"] == ["in the category “Best research” for the project"]
    assert [bool(said[kind]["supervisors"]) for kind in Kind] == [True, True, False, False, True]


def test_who_did_not_complete_the_course_gets_no_diploma_but_may_get_a_certificate(event):
    late = TeamMember.objects.of_event(event).first().person_id

    assert note_completion(event.pk, [late], is_completed=False, **ACT) == 1
    assert note_completion(event.pk, [late], is_completed=False, **ACT) == 0
    issued = issue(event)
    assert issue_kind(event, Kind.DIPLOMA, {late}) == []
    certificates = issue_kind(event, Kind.CERTIFICATE, {late})

    assert (len(issued), len(certificates)) == (2, 1)
    assert note_completion(event.pk, [late], is_completed=True, **ACT) == 1
    assert not Unfinished.objects.exists()
    assert [each.person_id for each in issue(event)] == [late]


def test_the_kinds_of_one_person_live_by_themselves(event):
    person = TeamMember.objects.of_event(event).first().person_id
    for kind in (Kind.DIPLOMA, Kind.CERTIFICATE, Kind.AWARD):
        issue_kind(event, kind, {person})
    of = make_all_ready(event)

    revoke_diploma(event.pk, of[Kind.CERTIFICATE].code, reason="So", **ACT)
    again = duplicate_diploma(event.pk, of[Kind.AWARD].code, reason="Lost", **ACT)
    anew = issue_anew(event.pk, of[Kind.CERTIFICATE].code, **ACT)
    states = dict(Diploma.objects.of_event(event).values_list("code", "state"))

    assert (again.kind, anew.kind) == (Kind.AWARD, Kind.CERTIFICATE)
    assert again.snapshot["award"] == BEST
    assert states == {
        of[Kind.DIPLOMA].code: "ready",
        of[Kind.CERTIFICATE].code: "revoked",
        of[Kind.AWARD].code: "superseded",
        again.code: "pending",
        anew.code: "pending",
    }


def test_a_changed_name_makes_every_kind_outdated_and_corrects_each(event):
    person = TeamMember.objects.of_event(event).first().person_id
    for kind in (Kind.DIPLOMA, Kind.CERTIFICATE, Kind.AWARD):
        issue_kind(event, kind, {person})
    issue_kind(event, Kind.SUPERVISOR)
    make_all_ready(event)
    Person.objects.filter(pk=person).update(name="Another Spelling")

    outdated = ready_and_outdated(event)
    corrected = correct_outdated(event.pk, **ACT)

    assert [each.diploma.kind for each in outdated] == [
        Kind.DIPLOMA,
        Kind.CERTIFICATE,
        Kind.AWARD,
    ]
    assert [each.kind for each in corrected] == [each.diploma.kind for each in outdated]
    assert {each.snapshot["name"] for each in corrected} == {"Another Spelling"}
    assert corrected[-1].snapshot["award"] == BEST
    assert [each.revision for each in corrected] == [2, 2, 2]
    assert AuditEntry.first_broken(event) is None


def test_a_topic_that_is_corrected_makes_the_letter_of_its_supervisor_outdated(event):
    issue_kind(event, Kind.SUPERVISOR)
    make_all_ready(event)
    Project.objects.filter(event=event, topic="Budgeting").update(topic="Budgets")

    [outdated] = ready_and_outdated(event)

    assert [each.of for each in outdated.differences] == ["topic"]
    [letter] = correct_outdated(event.pk, **ACT)
    assert letter.snapshot["topic"] == "“Talent management in the school”, “Budgets”"


def test_a_failed_document_is_tried_again_in_its_own_words(event):
    [award, *_rest] = issue_kind(event, Kind.AWARD)
    [letter] = issue_kind(event, Kind.EXPERT)
    RenderJob.objects.of_event(event).update(state=RenderJob.State.FAILED)
    Person.objects.filter(pk=award.person_id).update(name="Another Spelling")

    retry_failed(event.pk, **ACT)

    for each in (award, letter):
        each.refresh_from_db()
    assert award.snapshot["name"] == "Another Spelling"
    assert award.snapshot["before_topic"] == ["in the category “Best research” for the project"]
    assert letter.snapshot["title"].startswith("Letter of thanks №")


def test_the_database_keeps_one_valid_document_of_a_kind_a_person():
    first = DiplomaFactory()
    other = DiplomaFactory(person=first.person, kind=Kind.CERTIFICATE)

    assert is_refused(lambda: DiplomaFactory(person=first.person))
    row = Diploma.objects.filter(pk=other.pk)
    assert is_refused(lambda: row.update(kind=Kind.AWARD))
    assert is_refused(lambda: DiplomaFactory(kind="state"))
    assert Diploma.objects.count() == 2

    take_guards_off("diplomas_diploma")
    assert not is_refused(lambda: row.update(kind=Kind.AWARD))
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(kind=Kind.DIPLOMA)


def test_the_database_keeps_one_valid_award_for_the_same_a_person():
    first = DiplomaFactory(kind=Kind.AWARD, award="best research")
    other = DiplomaFactory(person=first.person, kind=Kind.AWARD, award="courage")
    row = Diploma.objects.filter(pk=other.pk)

    assert is_refused(lambda: DiplomaFactory(person=first.person, kind=Kind.AWARD, award="courage"))
    assert is_refused(lambda: row.update(award="best research"))
    assert is_refused(lambda: DiplomaFactory(kind=Kind.CERTIFICATE, award="courage"))
    assert is_refused(lambda: DiplomaFactory(kind=Kind.AWARD, award=""))
    assert not is_refused(lambda: row.update(award="boldness"))
    row.update(state="ready", file_hash="f" * 64)
    assert is_refused(lambda: row.update(award="courage"))

    take_guards_off("diplomas_diploma")
    assert not is_refused(lambda: DiplomaFactory(kind=Kind.AWARD, award=""))
    assert not is_refused(lambda: row.update(award="courage"))
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(award="best research")


def test_a_document_is_replaced_by_none_of_another_kind(event):
    person = TeamMember.objects.of_event(event).first().person_id
    issue_kind(event, Kind.DIPLOMA, {person})
    of = make_all_ready(event)
    Diploma.objects.filter(pk=of[Kind.DIPLOMA].pk).update(state="superseded")
    other = DiplomaFactory(person_id=person, kind=Kind.CERTIFICATE, event=event, revision=2)
    Diploma.objects.filter(pk=of[Kind.DIPLOMA].pk).update(superseded_by=other)

    def end():
        return Ending.objects.create(
            diploma=of[Kind.DIPLOMA], kind="corrected", successor=other, at=DAY
        )

    assert is_refused(end)

    take_guards_off("diplomas_ending")
    assert not is_refused(end)


def test_the_wordings_of_kinds_are_not_thrown_away_by_going_back():
    wordings = import_module("diplomas.migrations.0015_wordings_of_kinds")
    event = event_with_team(0)
    words = {"event": event, "language": "en", "title": "T", "lead": "L"}
    Design.objects.create(kind="diploma", **words)
    wordings.keep_all_wordings(apps, None)
    Design.objects.create(kind="award", **words)

    with pytest.raises(RuntimeError, match="1 wordings are of documents that are no diplomas"):
        wordings.keep_all_wordings(apps, None)


def said_by_number(event):
    made = Diploma.objects.of_event(event).current().order_by("sequence")
    return [each.snapshot["award"]["en"] for each in made]


def test_what_cannot_take_the_new_words_stays_valid_and_is_told(event):
    """A name that cannot be printed, and who left the team."""
    first, other, last = sorted(people_of(event, Kind.AWARD))
    issue_kind(event, Kind.AWARD, {first, other, last})
    make_ready(event)
    codes = dict(Diploma.objects.values_list("person", "code"))
    Person.objects.filter(pk=other).update(name="李 明", printed_names={})
    TeamMember.objects.filter(person=last).delete()

    planned = rewording(event, codes[first], {"en": "Top"})
    for code in (codes[other], codes[last]):
        with pytest.raises(NotReworded):
            reword_awards(event.pk, code, award={"en": "Top"}, **ACT)
    reword_awards(event.pk, codes[first], award={"en": "Top"}, **ACT)

    assert (len(planned.ready), len(planned.left_out)) == (1, 2)
    states = dict(Diploma.objects.values_list("code", "state"))
    assert [states[codes[each]] for each in (first, other, last)] == [
        "superseded",
        "ready",
        "ready",
    ]


def test_nothing_is_reworded_while_one_for_the_same_is_being_made(event):
    first, other, _last = sorted(people_of(event, Kind.AWARD))
    issue_kind(event, Kind.AWARD, {first})
    make_ready(event)
    issue_kind(event, Kind.AWARD, {other})
    code = Diploma.objects.get(person=first).code

    with pytest.raises(AwardsBeingMade):
        reword_awards(event.pk, code, award={"en": "Top"}, **ACT)

    assert said_by_number(event) == ["Best research"] * 2


def test_one_that_failed_takes_the_new_words_along(event):
    first, other, _last = sorted(people_of(event, Kind.AWARD))
    issue_kind(event, Kind.AWARD, {first})
    make_ready(event)
    Person.objects.filter(pk=other).update(name="李 明", printed_names={})
    issue_kind(event, Kind.AWARD, {other})
    Person.objects.filter(pk=other).update(name="Ли Мин")

    own = Diploma.objects.get(person=first)
    reword_awards(event.pk, own.code, award={"en": "Top"}, **ACT)

    assert said_by_number(event) == ["Top"] * 2
    assert retry_failed(event.pk, **ACT) == 1
    assert said_by_number(event) == ["Top"] * 2


def test_an_award_that_was_named_wrongly_is_corrected_on_all_that_say_so(event):
    first, other, last = sorted(people_of(event, Kind.AWARD))
    issue_kind(event, Kind.AWARD, {first, other})
    issue_documents(event.pk, Kind.AWARD, {last}, award={"en": "Best method"}, **ACT)
    make_ready(event)
    code = Diploma.objects.get(person=first).code
    better = {"kk": "Ең үздік зерттеу", "en": "Best research of the day"}

    own = reword_awards(event.pk, code, award=better, **ACT)
    make_ready(event)

    assert (own.person_id, own.snapshot["award"], own.revision) == (first, better, 2)
    assert own.snapshot["before_topic"] == [
        "in the category “Best research of the day” for the project"
    ]
    ready = Diploma.objects.ready().of_kind(Kind.AWARD).order_by("person")
    assert [each.snapshot["award"] for each in ready] == [better, better, {"en": "Best method"}]
    assert [each["of"] for each in Ending.objects.first().differences] == ["before_topic"]
    assert reword_awards(event.pk, own.code, award=better, **ACT).pk == own.pk
    assert ready_and_outdated(event) == []
    with pytest.raises(NotValidAnyMore):
        reword_awards(event.pk, code, award={"en": "Else"}, **ACT)
    assert AuditEntry.objects.filter(verb="diplomas.corrected").count() == 1


def test_somebody_has_an_award_for_each_thing_and_one_for_the_same(event):
    people = people_of(event, Kind.AWARD)
    same = {**BEST, "en": "  best   RESEARCH "}

    first = issue_kind(event, Kind.AWARD)
    again = issue_documents(event.pk, Kind.AWARD, people, award=same, **ACT)
    other = issue_documents(event.pk, Kind.AWARD, people, award={"en": "Courage"}, **ACT)
    make_ready(event)
    Person.objects.filter(pk=first[0].person_id).update(name="Another Spelling")
    corrected = correct_outdated(event.pk, **ACT)
    make_ready(event)

    assert (len(first), again, len(other)) == (3, [], 3)
    assert sorted(each.snapshot["award"]["en"] for each in corrected) == [
        "Best research",
        "Courage",
    ]
    assert {each.snapshot["name"] for each in corrected} == {"Another Spelling"}
    assert [each.award for each in corrected] == [told_apart(BEST), "courage"]
    assert issue_kind(event, Kind.AWARD) == []
    assert Diploma.objects.ready().of_kind(Kind.AWARD).count() == 6
    assert AuditEntry.first_broken(event) is None


def test_an_award_lives_by_itself_beside_the_other_of_its_holder(event):
    person = min(people_of(event, Kind.AWARD))
    [best] = issue_kind(event, Kind.AWARD, {person})
    [other] = issue_documents(event.pk, Kind.AWARD, {person}, award={"en": "Courage"}, **ACT)
    make_ready(event)

    again = duplicate_diploma(event.pk, best.code, reason="Lost", **ACT)
    revoke_diploma(event.pk, other.code, reason="So", **ACT)
    passed_over = issue_documents(event.pk, Kind.AWARD, {person}, award={"en": "Courage"}, **ACT)
    anew = issue_anew(event.pk, other.code, **ACT)

    assert passed_over == []
    assert (
        (again.award, anew.award)
        == (best.award, other.award)
        == (
            told_apart(BEST),
            "courage",
        )
    )
    steps = [diploma_page(event, code).steps for code in (again.code, other.code)]
    lives = [[step.diploma.code for step in each] for each in steps]
    assert lives == [[best.code, again.code], [other.code, anew.code]]


def test_an_award_is_not_reworded_into_another_of_its_holder(event):
    first, second, _third = sorted(people_of(event, Kind.AWARD))
    issue_kind(event, Kind.AWARD, {first, second})
    issue_documents(event.pk, Kind.AWARD, {first}, award={"en": "Courage"}, **ACT)
    make_ready(event)
    codes = dict(Diploma.objects.filter(award=told_apart(BEST)).values_list("person", "code"))

    with pytest.raises(NotReworded, match="for the same"):
        reword_awards(event.pk, codes[first], award={"en": "COURAGE"}, **ACT)
    reworded = reword_awards(event.pk, codes[second], award={"en": "Courage"}, **ACT)
    make_ready(event)

    assert (reworded.person_id, reworded.award) == (second, "courage")
    current = Diploma.objects.current().order_by("person", "award").values_list("person", "award")
    assert list(current) == [
        (first, told_apart(BEST)),
        (first, "courage"),
        (second, "courage"),
    ]
    life = [step.diploma.code for step in diploma_page(event, reworded.code).steps]
    assert life == [codes[second], reworded.code]


def test_awards_of_before_are_told_apart_by_their_words(event):
    several = import_module("diplomas.migrations.0022_several_awards")
    issue_kind(event, Kind.AWARD)
    Diploma.objects.update(award="")

    several.tell_apart(apps, None)
    several.refuse_several(apps, None)

    assert {*Diploma.objects.values_list("award", flat=True)} == {told_apart(BEST)}
    issue_documents(
        event.pk, Kind.AWARD, people_of(event, Kind.AWARD), award={"en": "Courage"}, **ACT
    )
    with pytest.raises(RuntimeError, match="3 people have several awards"):
        several.refuse_several(apps, None)
