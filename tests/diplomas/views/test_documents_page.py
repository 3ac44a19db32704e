"""Organizers choose who gets which document."""

import re

import pytest
from django.urls import reverse

from diplomas import choosing
from diplomas.errors import TOO_LONG
from diplomas.members import members_of
from diplomas.models import ChosenLanguage, Diploma, RenderJob, Unfinished
from diplomas.services.issuing_documents import issue_documents
from diplomas.texts import default_design
from events.errors import CRASHED
from events.models import Event, Person
from projects.models import Supervisor, TeamMember
from tests.cast import as_organizer
from tests.diplomas.people import add_members, event_with_team, issue
from tests.diplomas.services.test_document_languages import worded
from tests.factories import DAY, MembershipFactory, PersonFactory, SeatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """A team of two with a supervisor, and an expert."""
    event = event_with_team(2, languages=["en", "kk"])
    project = TeamMember.objects.first().project
    supervisor = PersonFactory(event=event, name="Sara Supervisor")
    Supervisor.objects.create(project=project, person=supervisor, order=9)
    SeatFactory(panel__room__event=event, person__event=event, person__name="Emil Expert")
    return event


@pytest.fixture
def olga(event, client):
    return as_organizer(client, MembershipFactory(event=event).user)


def address(event, name, *args):
    return reverse(f"organizer:{name}", args=[event.slug, *args])


def member_of(event):
    return TeamMember.objects.of_event(event).first()


@pytest.mark.parametrize("kind", Diploma.Kind)
def test_each_kind_has_a_page_that_names_those_who_may_get_one(olga, event, kind):
    page = olga.get(address(event, "documents", kind))

    asked_for = {"supervisor": "Sara", "expert": "Emil"}.get(kind, "Әлия Үлгі 1")
    assert asked_for in page.content.decode()
    assert olga.get(address(event, "documents", "state")).status_code == 404


def test_a_team_is_chosen_whole_and_asked_about_first(olga, event):
    member = member_of(event)
    sent = {"team": str(member.project.number)}
    act = address(event, "documents_issue", "certificate")

    asked = olga.post(act, sent)
    olga.post(act, sent | {"agreed": "9"})

    assert "Certificates" in asked.content.decode()
    issued = Diploma.objects.filter(kind="certificate").first()
    assert issued.person == member.person
    assert Diploma.objects.count() == 2
    page = olga.get(address(event, "documents", "certificate")).content.decode()
    assert f"№ {issued.number}" in page


def test_nobody_chosen_issues_nothing(olga, event):
    page = olga.post(address(event, "documents_issue", "award"), {"name_en": "Best"}, follow=True)

    assert "Choose at least one person" in page.content.decode()
    assert not Diploma.objects.exists()


def test_an_award_says_what_it_is_for_or_is_refused_with_the_choice_kept(olga, event):
    person = str(member_of(event).person_id)
    act = address(event, "documents_issue", "award")
    languages = event.languages

    refused = olga.post(act, {"person": person})
    unprintable = olga.post(act, {"person": person, f"name_{languages[0]}": "漢"})
    said = {f"name_{each}": f"Best {each}" for each in languages}
    olga.post(act, {"person": person, "agreed": "1", **said})

    assert (refused.status_code, unprintable.status_code) == (422, 422)
    assert re.search(rf'value="{person}"[^>]*\bchecked', refused.content.decode())
    award = Diploma.objects.get(kind="award").snapshot
    assert f"Best {languages[0]}" in " ".join(award["before_topic"])


@pytest.mark.parametrize("kind", ["diploma", "certificate"])
def test_a_name_that_would_get_a_second_document_is_asked_about(olga, event, kind):
    first, second = TeamMember.objects.of_event(event)
    act = address(event, "documents_issue", kind)
    olga.post(act, {"person": first.person_id, "agreed": "1"})
    Person.objects.filter(pk=second.person_id).update(name="Үлгі 1 әлия")
    [other] = add_members(event, 1)
    Person.objects.filter(pk=other.person_id).update(name="Басқа")

    asked = [olga.post(act, {"person": each.person_id}) for each in (second, other)]

    number = Diploma.objects.get().number
    said = [
        f"has № {number}, and stands on the list once more" in each.content.decode()
        for each in asked
    ]
    assert said == [True, False]


def test_of_who_left_their_team_it_is_taken_back_on_the_page(olga, event):
    member = member_of(event)
    olga.post(address(event, "completion_note"), {"person": member.person_id, "completed": "no"})
    TeamMember.objects.filter(pk=member.pk).delete()

    page = olga.get(address(event, "documents", "diploma")).content.decode()
    issue = {"person": member.person_id, "agreed": "1"}
    olga.post(address(event, "documents_issue", "diploma"), issue)
    assert not Diploma.objects.filter(person=member.person_id).exists()
    olga.post(address(event, "completion_note"), {"person": member.person_id, "completed": "yes"})

    assert "In no team any more" in page
    assert not Unfinished.objects.exists()


def test_who_is_passed_over_is_said_before_and_after_issuing_to_all(olga, event):
    act, note = address(event, "diplomas_issue"), address(event, "completion_note")
    people = [each.person_id for each in TeamMember.objects.of_event(event)]
    olga.post(note, {"person": people[0], "completed": "no"})
    question = olga.post(act).content.decode()
    olga.post(note, {"person": people, "completed": "no"})
    said = olga.post(act, follow=True).content.decode()

    assert "1 person did not complete the course, and gets none." in question
    assert f"left to be issued one: {len(people)} p" in said
    assert "Everybody on a team has a diploma already." not in said


def test_who_did_not_complete_the_course_is_noted_and_taken_back(olga, event):
    person = member_of(event).person_id
    act = address(event, "completion_note")

    olga.post(act, {"person": person, "completed": "no"})
    noted = Unfinished.objects.filter(person=person).exists()
    page = olga.get(address(event, "documents", "diploma")).content.decode()
    olga.post(act, {"person": person, "completed": "yes"})

    assert noted
    assert "did not complete the course" in page
    assert not Unfinished.objects.exists()


def test_a_document_of_any_kind_that_failed_is_named_and_can_be_tried_again(olga, event):
    people = {"certificate": [member_of(event).person_id], "expert": None, "supervisor": None}
    for kind in people:
        served = people[kind] or [each.person for each in members_of(event, kind)]
        issue_documents(event.pk, kind, served, actor="test", at=DAY)
    RenderJob.objects.update(state=RenderJob.State.FAILED, error=CRASHED, attempts=3)
    certificate = Diploma.objects.get(kind="certificate")

    board = olga.get(address(event, "diplomas"))
    pages = [
        olga.get(address(event, "documents", "certificate")),
        olga.get(address(event, "diploma", certificate.code)),
    ]

    named = [(row.name, str(row.document)) for row in board.context["failed_rows"]]
    assert named[0] == (certificate.snapshot["name"], "certificate")
    assert ("Sara Supervisor", "letter of thanks to a supervisor") in named
    assert named[-1] == ("Emil Expert", "letter of thanks to an expert")
    for page in (board, *pages):
        assert f'action="{address(event, "diplomas_retry")}"' in page.content.decode()
    olga.post(address(event, "diplomas_retry"))
    assert {job.state for job in RenderJob.objects.all()} == {RenderJob.State.QUEUED}


def test_a_document_that_failed_is_named_after_its_holder_left_the_team(olga, event):
    member = member_of(event)
    issue_documents(event.pk, "certificate", [member.person_id], actor="test", at=DAY)
    RenderJob.objects.update(state=RenderJob.State.FAILED, error=TOO_LONG, attempts=3)
    member.delete()

    board = olga.get(address(event, "diplomas"))

    assert [row.name for row in board.context["failed_rows"]] == [member.person.name]
    assert "To the person" not in board.content.decode()


def test_many_people_stand_on_pages_of_whole_teams_and_all_can_be_chosen(olga, event, monkeypatch):
    monkeypatch.setattr(choosing, "A_PAGE", 3)
    add_members(event, 2)
    act = address(event, "documents", "certificate")

    first, second = olga.get(act).context["page"], olga.get(f"{act}?page=2").context["page"]
    asked = olga.post(address(event, "documents_issue", "certificate"), {"everybody": "1"})

    shown = [[len(group.lines) for group in page.groups] for page in (first, second)]
    assert shown == [[2], [2]]
    assert "Everybody, on all pages: 4" in str(first.everybody)
    assert "Issue these documents? Certificates: 4" in asked.content.decode()
    assert '?page=2"' in olga.get(f"{act}?page=2").content.decode()


def test_where_everybody_stands_on_one_page_there_is_no_box_for_all_pages(olga, event):
    page = olga.get(address(event, "documents", "certificate"))

    assert page.context["page"].everybody is None
    assert "everybody" not in {*re.findall(r'name="(\w+)"', page.content.decode())}


def test_what_was_ticked_on_a_later_page_is_kept_where_an_award_is_refused(
    olga, event, monkeypatch
):
    monkeypatch.setattr(choosing, "A_PAGE", 2)
    [late] = add_members(event, 1)

    refused = olga.post(
        f"{address(event, 'documents_issue', 'award')}?page=2", {"person": str(late.person_id)}
    )

    assert refused.status_code == 422
    assert re.search(rf'value="{late.person_id}"[^>]*\bchecked', refused.content.decode())


def test_the_chosen_language_stands_beside_the_name_where_one_chooses(olga, event):
    member, page = member_of(event), address(event, "documents", "diploma")
    ChosenLanguage.objects.create(person=member.person, language="kk", at=DAY)
    before = olga.get(page).content.decode()
    design = default_design(event)
    design.is_default, design.beside = False, "chosen"
    design.save()

    after = olga.get(page).content.decode()

    assert "in Kazakh" not in before
    assert (after.count("in Kazakh"), after.count("in English")) == (1, 1)


def languages_listed(event):
    lines = [line for group in choosing.choosing(event, "diploma").groups for line in group.lines]
    return [line.languages for line in lines]


@pytest.mark.parametrize(
    ("beside", "languages", "printed"),
    [
        ("chosen", ["en", "kk", "ru"], ["in Russian", "in English"]),
        ("chosen", ["en", "kk"], ["in English", "in English"]),
        ("none", ["en", "kk", "ru"], ["in English", "in English"]),
        ("kk", ["en", "kk", "ru"], ["in English, in Kazakh"] * 2),
    ],
)
def test_the_list_names_the_languages_that_will_be_printed(event, beside, languages, printed):
    """Also of whoever chose nothing, or a language that is not offered any more."""
    Event.objects.update(languages=languages)
    event = Event.objects.get(pk=event.pk)
    design = worded(event, beside, language="en")
    ChosenLanguage.objects.create(person=member_of(event).person, language="ru", at=DAY)
    before = languages_listed(event)

    issue(event)

    assert before == languages_listed(event) == printed
    design.language, design.beside = "kk", "none"
    design.save()
    assert languages_listed(event) == printed, "what is issued stays"
    RenderJob.objects.update(state=RenderJob.State.FAILED)
    assert languages_listed(event) == ["in Kazakh"] * 2, "tried again, it is worded anew"
