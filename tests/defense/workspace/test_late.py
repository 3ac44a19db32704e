"""Somebody comes to the table without a diploma, and goes with one."""

import pytest
from django.urls import reverse

from defense.workspace import acting
from defense.workspace.views import late
from diplomas.handing import handing_board
from diplomas.models import Diploma, RenderJob
from diplomas.register import register_of
from diplomas.services.revoking import revoke_diploma
from events.models import AuditEntry, Person
from projects.models import Project, TeamMember
from tests.cast import as_organizer
from tests.defense.workspace.pages import sent_from
from tests.diplomas.people import add_members, event_with_team, issue, make_ready
from tests.factories import DAY, MembershipFactory, PersonFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db

AGREED = {"agreed": "1"}


@pytest.fixture
def event():
    """Two have their diplomas; a third came into the team afterwards."""
    event = event_with_team(2, languages=["en"])
    issue(event)
    make_ready(event)
    return event


@pytest.fixture
def olga(event, client):
    return as_organizer(client, MembershipFactory(event=event).user)


def page(event):
    return reverse("organizer:late", args=[event.slug])


def send(olga, event, **given):
    form = sent_from(olga.get(page(event)).context["form"], **given)
    return olga.post(reverse("organizer:late_add", args=[event.slug]), form)


def numbers(event):
    return list(Diploma.objects.of_event(event).order_by("sequence").values_list("number", "state"))


def test_a_new_name_is_put_into_its_team_and_gets_the_next_number_alone(event, olga):
    passed_over = add_members(event, 1)
    team = Project.objects.of_event(event).order_by("number").first()
    given = {"name": "Қосымша Адам", "team": str(team.pk)}

    asked = send(olga, event, **given)
    before = numbers(event)
    done = send(olga, event, **given, **AGREED)

    assert "Issue a diploma to Қосымша Адам?" in asked.content.decode()
    assert before == [("2019/001", "ready"), ("2019/002", "ready")]
    assert done.url == reverse("organizer:handing", args=[event.slug])
    assert numbers(event) == [*before, ("2019/003", "pending")]
    made = Diploma.objects.get(number="2019/003")
    assert (made.snapshot["name"], made.person.name) == ("Қосымша Адам", "Қосымша Адам")
    assert TeamMember.objects.get(person=made.person).project == team
    assert not Diploma.objects.filter(person=passed_over[0].person).exists()
    assert RenderJob.objects.get(diploma=made).state == "queued"
    assert AuditEntry.first_broken(event) is None


def test_it_stands_at_the_table_as_being_made_then_in_its_team_to_be_printed(event, olga):
    add_members(event, 1)  # a second team, whose diplomas are called after those of the first
    issue(event)
    make_ready(event)
    team = Project.objects.of_event(event).order_by("number").first()
    send(olga, event, name="Қосымша Адам", team=str(team.pk), **AGREED)
    table = reverse("organizer:handing", args=[event.slug])

    making = olga.get(table).content.decode()
    make_ready(event)
    made = olga.get(table).content.decode()

    assert "1 diploma is being made" in making
    assert "№ 2019/004, Қосымша Адам" in making
    assert "being made" not in made
    assert [row.number for row in handing_board(event).rows] == [
        "2019/001",
        "2019/002",
        "2019/004",
        "2019/003",
    ]
    code = Diploma.objects.get(number="2019/004").code
    assert reverse("organizer:diploma_file", args=[event.slug, code]) in made
    assert [line.number for line in register_of(event)][-1] == "2019/004"


def test_a_member_without_a_diploma_is_chosen_from_the_list(event, olga):
    [member] = add_members(event, 1)
    offered = olga.get(page(event)).context["form"].fields["person"].widget.choices

    send(olga, event, person=member.person.key, **AGREED)
    again = send(olga, event, person=member.person.key, **AGREED)

    assert [key for key, _ in offered] == ["", member.person.key]
    assert Diploma.objects.get(number="2019/003").person == member.person
    assert again.status_code == 422
    assert "No new diploma is issued" in again.content.decode()
    assert len(numbers(event)) == 3


def test_who_is_on_the_list_and_in_no_team_is_chosen_with_a_team(event, olga):
    person, team = PersonFactory(event=event, name="Walter Free"), Project.objects.get()
    given = {"person": person.key, "team": str(team.pk)}

    teamless = send(olga, event, person=person.key, **AGREED)
    asked = send(olga, event, **given)
    done = send(olga, event, **given, **AGREED)

    assert teamless.status_code == 422
    assert "Say in which team this person is." in teamless.content.decode()
    assert "This person is put last into the team." in asked.content.decode()
    assert done.url == reverse("organizer:handing", args=[event.slug])
    assert Diploma.objects.get(number="2019/003").person == person
    assert TeamMember.objects.get(person=person).project == team


def test_a_member_is_not_put_into_another_team(event, olga):
    [member] = add_members(event, 1)
    other = Project.objects.of_event(event).order_by("number").first()

    answer = send(olga, event, person=member.person.key, team=str(other.pk), **AGREED)

    assert answer.status_code == 422
    assert "This person is in a team already: choose none here." in answer.content.decode()


def test_the_diploma_is_of_whoever_was_added_also_when_another_is_added_meanwhile(
    event, olga, monkeypatch
):
    team = Project.objects.get()

    def saved(*given):
        outcome = acting.saved(*given)
        TeamMemberFactory(project=team, order=9, person=PersonFactory(event=event))
        return outcome

    monkeypatch.setattr(late, "saved", saved)
    send(olga, event, name="Қосымша Адам", team=str(team.pk), **AGREED)

    assert Diploma.objects.get(number="2019/003").person.name == "Қосымша Адам"


def test_a_name_that_would_get_a_second_diploma_is_asked_about(event, olga):
    [member] = add_members(event, 1)
    Person.objects.filter(pk=member.person_id).update(name="Үлгі 1 әлия")
    team = str(Project.objects.of_event(event).order_by("number").first().pk)

    listed = send(olga, event, person=member.person.key)
    new = send(olga, event, name="Үлгі 2 Әлия", team=team)
    other = send(olga, event, name="Қосымша Адам", team=team)

    assert "has № 2019/001, and stands on the list once more" in listed.content.decode()
    assert "has № 2019/002, and stands on the list once more" in new.content.decode()
    assert "once more" not in other.content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Say who came."),
        ({"name": "  "}, "Say who came."),
        ({"name": "Қосымша Адам"}, "Say in which team this person is."),
        ({"name": "Әлия Үлгі 1", "team": "own"}, "Somebody of this name is on the list"),
        ({"name": "Қосымша \u202eАдам", "team": "own"}, "cannot"),
        ({"name": "Қосымша Адам", "team": "99999"}, "meanwhile"),
        ({"name": "Қосымша Адам", "person": "x"}, "not both"),
    ],
)
def test_what_says_nobody_or_cannot_be_printed_is_refused_at_the_form(event, olga, given, said):
    team = str(Project.objects.of_event(event).get().pk)
    given = {name: team if value == "own" else value for name, value in given.items()}

    answer = send(olga, event, **given, **AGREED)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert len(numbers(event)) == 2
    assert Person.objects.of_event(event).filter(name__startswith="Қосымша").count() == 0


def test_who_was_revoked_gets_none_here(event, olga):
    first = Diploma.objects.of_event(event).get(sequence=1)
    revoke_diploma(event.pk, first.code, reason="So", actor="test", at=DAY)

    answer = send(olga, event, person=first.person.key, **AGREED)

    assert answer.status_code == 422
    assert len(numbers(event)) == 2
