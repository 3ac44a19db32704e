"""A diploma that is revoked, or given anew as a duplicate: once, for a reason, and never back."""

import pytest
from django.db import connection

from diplomas.errors import NotValidAnyMore
from diplomas.models import Diploma, Ending, RenderJob
from diplomas.services import duplicating, revoking
from diplomas.services.duplicating import duplicate_diploma
from diplomas.services.issuing import retry_failed
from diplomas.services.outdated import ready_and_outdated
from diplomas.services.revoking import revoke_diploma
from diplomas.snapshots import record_of
from events.models import AuditEntry, Person
from experts.pages.log import log_of
from tests.diplomas.people import event_with_team, issue, make_ready, states
from tests.diplomas.races import race
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """Two diplomas are ready."""
    event = event_with_team(2, languages=["kk", "ru", "en"])
    issue(event)
    make_ready(event)
    return event


@pytest.fixture
def olga(event):
    return MembershipFactory(event=event).user


def first(event):
    return Diploma.objects.of_event(event).get(sequence=1)


def revoke(event, actor="test"):
    reason = "Given by mistake"
    return revoke_diploma(event.pk, first(event).code, reason=reason, actor=actor, at=DAY)


def duplicate(event, actor="test"):
    return duplicate_diploma(
        event.pk, first(event).code, reason="Lost on the way", actor=actor, at=DAY
    )


def test_a_revoked_diploma_says_why_by_whom_and_since_when(event, olga):
    revoked = revoke(event, olga)

    assert (revoked.state, revoked.revoked_at, revoked.revoke_reason) == (
        "revoked",
        DAY,
        "Given by mistake",
    )
    assert (revoked.ending.kind, revoked.ending.by, revoked.ending.at) == ("revoked", olga, DAY)
    entry = AuditEntry.objects.get(verb="diploma.revoked")
    assert entry.details["rows"].keys() == {f"diploma:{revoked.pk}", f"ending:{revoked.ending.pk}"}
    [line] = log_of(event, "revoked")
    assert (line.said, line.reason) == ("Diploma revoked: № 2019/001", "Given by mistake")
    assert issue(event) == []


def test_a_duplicate_says_the_same_words_under_another_number_and_is_marked(event, olga):
    lost = first(event)

    new = duplicate(event, olga)

    lost.refresh_from_db()
    assert (new.number, new.revision, states(event)) == ("2019/003", 2, ["done", "done", "queued"])
    assert (lost.state, lost.superseded_by) == ("superseded", new)
    changed = {name for name in new.snapshot if new.snapshot[name] != lost.snapshot.get(name)}
    assert changed == {"number", "title", "code", "verify_url", "duplicate"}
    assert new.snapshot["title"] == "Диплом № 2019/003"
    record = record_of(new.snapshot)
    assert record.kinds == "Diploma · ТЕЛНҰСҚА, № 2019/001 орнына"
    assert record_of(lost.snapshot).kinds == "Diploma"
    ending = Ending.objects.get()
    assert (ending.kind, ending.successor, ending.by) == ("duplicated", new, olga)
    [line] = log_of(event, "duplicate")
    assert line.said == "Duplicate issued in place of № 2019/001: № 2019/003"
    assert line.reason == "Lost on the way"


def test_a_duplicate_keeps_its_words_when_it_is_tried_again_and_is_outdated_when_they_are_not_so(
    event,
):
    Person.objects.filter(pk=first(event).person_id).update(name="Әлия Түзетілген")
    new = duplicate(event)
    RenderJob.objects.filter(diploma=new).update(state="failed")

    retry_failed(event.pk, actor="test", at=DAY)

    again = Diploma.objects.get(pk=new.pk)
    assert again.snapshot == new.snapshot
    make_ready(event)
    assert [each.diploma.pk for each in ready_and_outdated(event)] == [new.pk]


@pytest.mark.parametrize("act", [revoke, duplicate])
@pytest.mark.parametrize("before", [revoke, duplicate])
def test_what_is_not_valid_is_neither_revoked_nor_given_anew(event, before, act):
    """A second click finds that; so does whoever has read the page before a colleague acted."""
    before(event)
    found = list(Diploma.objects.values()), list(Ending.objects.values())

    with pytest.raises(NotValidAnyMore):
        act(event)

    assert (list(Diploma.objects.values()), list(Ending.objects.values())) == found


@pytest.mark.parametrize("act", [revoke, duplicate])
def test_what_is_being_made_and_what_is_of_another_event_is_left(event, act):
    other = event_with_team(1)
    [waits] = issue(other)

    for its_event, code in ((other, waits.code), (other, first(event).code)):
        service = revoke_diploma if act is revoke else duplicate_diploma
        with pytest.raises(NotValidAnyMore):
            service(its_event.pk, code, reason="So", actor="test", at=DAY)

    assert not Ending.objects.exists()


def failed_duplicate(event):
    """One whose job failed, in the place of a lost one."""
    new = duplicate(event)
    RenderJob.objects.filter(diploma=new).update(state="failed", error="crashed")
    return new


def test_one_that_cannot_be_made_is_revoked_and_not_tried_again(event, olga):
    new = failed_duplicate(event)

    revoked = revoke_diploma(event.pk, new.code, reason="Cannot be made", actor=olga, at=DAY)

    assert (revoked.state, revoked.file_hash, revoked.ending.by) == ("revoked", "", olga)
    assert retry_failed(event.pk, actor="test", at=DAY) == 0
    assert states(event)[-1] == "failed"
    with pytest.raises(NotValidAnyMore):
        revoke_diploma(event.pk, new.code, reason="Again", actor=olga, at=DAY)


def test_one_that_cannot_be_made_is_given_no_duplicate(event):
    new = failed_duplicate(event)

    with pytest.raises(NotValidAnyMore):
        duplicate_diploma(event.pk, new.code, reason="So", actor="test", at=DAY)


RACES = [(revoking, revoke), (duplicating, duplicate)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("service", "act"), RACES)
def test_of_two_who_press_at_once_one_ends_it(event, monkeypatch, service, act):
    outcomes = race(monkeypatch, service, lambda: act(event))

    [refused] = [each for each in outcomes if not isinstance(each, Diploma)]
    assert (len(outcomes), refused) == (2, NotValidAnyMore)
    assert Ending.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("service", "act"), RACES)
def test_without_the_lock_both_have_read_and_the_conditional_update_lets_one_through(
    event, monkeypatch, service, act
):
    """The control: the race is real. SQLite refuses the second writer by itself."""
    outcomes = race(monkeypatch, service, lambda: act(event), is_locked=False)

    refused = [each for each in outcomes if not isinstance(each, Diploma)]
    assert len(refused) == 1
    assert connection.vendor == "sqlite" or refused == [NotValidAnyMore]
    assert Ending.objects.count() == 1
