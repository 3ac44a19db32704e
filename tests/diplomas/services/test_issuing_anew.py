"""Who was revoked by mistake is given another diploma: once, by name, and no one else is."""

import pytest

from diplomas.errors import NameRefused, NotIssuedAnew
from diplomas.models import Diploma, Register
from diplomas.services import issuing_anew
from diplomas.services.issuing_anew import issue_anew
from diplomas.services.revoking import revoke_diploma
from events.models import AuditEntry, Person
from experts.pages.log import log_of
from projects.models import TeamMember
from tests.diplomas.people import event_with_team, issue, make_ready, states
from tests.diplomas.races import race
from tests.factories import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """Two people; the diploma of the first is revoked."""
    event = event_with_team(2)
    first, _second = issue(event)
    make_ready(event)
    revoke_diploma(event.pk, first.code, reason="Mistaken", actor="test", at=DAY)
    return event


def numbered(number):
    return Diploma.objects.get(number=number)


def anew(event, number="2019/001"):
    return issue_anew(event.pk, numbered(number).code, actor="test", at=DAY)


def test_a_new_one_has_a_number_and_code_of_its_own_and_the_words_of_now(event):
    Person.objects.filter(name="Әлия Үлгі 1").update(name="Әлия Түзетілген")

    new = anew(event)

    old = numbered("2019/001")
    assert (new.number, new.snapshot["name"]) == ("2019/003", "Әлия Түзетілген")
    assert (old.state, old.superseded_by, new.person) == ("revoked", None, old.person)
    assert states(event) == ["done", "done", "queued"]
    assert AuditEntry.objects.get(verb="diploma.issued_anew").details["rows"].keys() == {
        f"diploma:{new.pk}"
    }
    [line] = log_of(event, "anew")
    assert line.said == "Diploma issued anew after № 2019/001 was revoked: № 2019/003"


def test_it_may_be_revoked_and_issued_anew_again(event):
    second = anew(event)
    make_ready(event)
    revoke_diploma(event.pk, second.code, reason="Again", actor="test", at=DAY)

    assert issue(event) == []
    assert anew(event, second.number).number == "2019/004"


def test_who_has_a_valid_one_was_issued_to_anew_or_left_the_team_is_given_none(event):
    with pytest.raises(NotIssuedAnew):
        anew(event, "2019/002")
    anew(event)
    with pytest.raises(NotIssuedAnew):
        anew(event)
    make_ready(event)
    revoke_diploma(event.pk, numbered("2019/003").code, reason="So", actor="test", at=DAY)
    TeamMember.objects.filter(person=numbered("2019/003").person).delete()
    with pytest.raises(NotIssuedAnew):
        anew(event)

    assert Diploma.objects.count() == 3


def test_one_of_another_event_is_left(event):
    other = event_with_team(1)

    with pytest.raises(NotIssuedAnew):
        issue_anew(other.pk, numbered("2019/001").code, actor="test", at=DAY)


def test_a_name_that_cannot_be_printed_uses_up_no_number(event):
    Person.objects.filter(name="Әлия Үлгі 1").update(name="Ә" * 90)

    with pytest.raises(NameRefused):
        anew(event)

    assert Register.objects.get().last == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_issue_one(event, monkeypatch):
    outcomes = race(monkeypatch, issuing_anew, lambda: anew(event))

    [refused] = [each for each in outcomes if not isinstance(each, Diploma)]
    assert (len(outcomes), refused) == (2, NotIssuedAnew)
    assert Diploma.objects.current().count() == 2


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_have_read_and_the_database_lets_one_through(event, monkeypatch):
    """The control: the race is real."""
    outcomes = race(monkeypatch, issuing_anew, lambda: anew(event), is_locked=False)

    assert len([each for each in outcomes if isinstance(each, Diploma)]) == 1
    assert Diploma.objects.current().count() == 2
