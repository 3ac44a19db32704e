"""A diploma whose words are no longer so: marked, and replaced by one with a new number."""

import pytest

from diplomas.models import Diploma, Ending
from diplomas.services import correcting
from diplomas.services.correcting import correct_outdated
from diplomas.services.outdated import ready_and_outdated
from diplomas.services.revoking import revoke_diploma
from events.models import AuditEntry, Person
from tests.diplomas.people import add_members, event_with_team, issue, make_ready, states
from tests.diplomas.races import race
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """Three diplomas are ready, and the second person's name was corrected since."""
    event = event_with_team(3)
    issue(event)
    make_ready(event)
    Person.objects.filter(name="Әлия Үлгі 2").update(name="Әлия Түзетілген")
    return event


def correct(event):
    return correct_outdated(event.pk, actor="test", at=DAY)


def test_a_corrected_diploma_has_a_new_number_and_the_old_one_says_which(event):
    [corrected] = correct(event)

    old = Diploma.objects.get(number="2019/002")
    assert (corrected.number, corrected.revision) == ("2019/004", 2)
    assert corrected.snapshot["name"] == "Әлия Түзетілген"
    assert (old.state, old.superseded_by, old.snapshot["name"]) == (
        "superseded",
        corrected,
        "Әлия Үлгі 2",
    )
    assert states(event) == ["done", "done", "done", "queued"]
    details = AuditEntry.objects.get(verb="diplomas.corrected").details
    assert details["numbers"] == {"2019/002": "2019/004"}
    ended = f"ending:{Ending.objects.get().pk}"
    assert details["rows"].keys() == {f"diploma:{old.pk}", f"diploma:{corrected.pk}", ended}


def test_nothing_is_corrected_twice_and_nobody_else_is_touched(event):
    correct(event)

    assert correct(event) == []
    assert Diploma.objects.filter(state="ready").count() == 2
    assert issue(event) == []


def test_one_that_is_being_made_or_was_revoked_is_left(event):
    code = Diploma.objects.get(number="2019/002").code
    revoke_diploma(event.pk, code, reason="Given by mistake", actor="test", at=DAY)
    add_members(event, 1)
    [being_made] = issue(event)
    Person.objects.filter(pk=being_made.person_id).update(name="Басқа")

    assert correct(event) == []


def test_whose_new_name_cannot_be_printed_keeps_the_valid_diploma_and_uses_up_no_number(event):
    Person.objects.filter(name="Әлия Түзетілген").update(name="Ә" * 90)
    Person.objects.filter(name="Әлия Үлгі 3").update(name="Әлия Басқа")

    [corrected] = correct(event)

    assert (corrected.number, corrected.snapshot["name"]) == ("2019/004", "Әлия Басқа")
    assert Diploma.objects.get(number="2019/002").state == "ready"
    [left] = ready_and_outdated(event)
    assert (left.diploma.number, left.is_correctable) == ("2019/002", False)
    assert left.refusal.startswith("ӘӘ")
    assert "does not fit" in left.refusal


def test_only_those_that_are_meant_are_corrected_and_what_differs_is_kept(event):
    olga = MembershipFactory(event=event).user
    Person.objects.filter(name="Әлия Үлгі 3").update(name="Әлия Басқа")
    chosen = Diploma.objects.get(number="2019/003")

    [corrected] = correct_outdated(event.pk, only=[chosen.code], actor=olga, at=DAY)

    assert (corrected.number, corrected.person_id) == ("2019/004", chosen.person_id)
    ending = Ending.objects.get()
    assert (ending.diploma, ending.kind, ending.successor) == (chosen, "corrected", corrected)
    assert (ending.by, ending.at, ending.reason) == (olga, DAY, "")
    assert ending.differences == [{"of": "name", "before": "Әлия Үлгі 3", "now": "Әлия Басқа"}]
    assert [each.diploma.number for each in ready_and_outdated(event)] == ["2019/002"]


@pytest.mark.django_db(transaction=True)
def test_two_organizers_who_correct_the_same_make_one_successor(event, monkeypatch):
    outcomes = race(monkeypatch, correcting, lambda: len(correct(event)))

    assert sorted(outcomes) == [0, 1]
    assert Ending.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_corrections_collide(event, monkeypatch):
    """The control: both have read, and only the conditional update or the database stands it."""
    outcomes = race(monkeypatch, correcting, lambda: len(correct(event)), is_locked=False)

    [refused] = [each for each in outcomes if each != 1]
    assert isinstance(refused, type)
    assert Ending.objects.count() == 1


def test_the_organizers_page_marks_it_and_issues_the_corrected_one(event, client):
    client.force_login(MembershipFactory(event=event).user)
    address = f"/organize/{event.slug}/diplomas/"

    before = client.get(address).content.decode()
    client.post(f"{address}correct/", {"agreed": "1"})
    after = client.get(address).content.decode()

    assert before.count('class="pill pill-warn"') == 1
    assert "Issue 1 corrected diploma" in before
    assert 'id="outdated"' not in after
    assert "№ 2019/004" in after
    old, new = (Diploma.objects.get(number=number) for number in ("2019/002", "2019/004"))
    page = client.get(f"/d/{old.code}").content.decode()
    assert f'<a href="/d/{new.code}">№ 2019/004</a>' in page
    assert "This diploma is valid" not in page
