"""Another rule after the first points: by owner and chair, on record, and by no other way."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection

from events.defaults import LEAST_SHEETS
from events.models import AuditEntry, Event, User
from experts.errors import (
    NobodyAnswersIt,
    NotReadyToSeal,
    NotYoursToAnswer,
    ProposalMovedOn,
    ProposalWaits,
    ProtocolIsSealed,
    ReasonMissing,
    RuleIsTheSame,
    RuleNotLocked,
    RuleNotPossible,
    RuleOfRehearsal,
    RuleStands,
)
from experts.models import Interest, Presence, RuleChange, ScoreSheet, Seat
from experts.pages.log import log_of
from experts.reports.after_close import changes_after_close
from experts.reports.decision import decided
from experts.reports.differences import verdict
from experts.reports.grid import Grid
from experts.reports.invariants import findings
from experts.services.casting import Vote, cast_vote, take_vote_back
from experts.services.closing import close_scoring, reopen_scoring
from experts.services.queries import open_window, waive_window
from experts.services.rule_changes import (
    Rule,
    agree_to_rule,
    propose_rule,
    refuse_rule,
    withdraw_rule,
)
from experts.services.sealing import (
    Signer,
    prepare_protocol,
    seal_protocol,
    withdraw_protocol,
)
from tests.experts.hall import Hall, fill
from tests.experts.test_guards import is_refused, take_guards_off
from tests.experts.voting import end, give, put, team
from tests.factories import DAY, EventFactory, InterestFactory, SheetRevisionFactory, UserFactory
from tests.kept_rows import made_once

pytestmark = pytest.mark.django_db
MEDIAN = Rule("median", 3)


@pytest.fixture
def hall() -> Hall:
    return scored()


@made_once
def scored() -> Hall:
    """Chair, deputy and a member, who gave two equal teams their points."""
    hall = fill(experts=3, projects=2)
    for number, role in ((1, Seat.Role.CHAIR), (2, Seat.Role.DEPUTY)):
        Seat.objects.filter(pk=hall.seats[number].pk).update(role=role)
        hall.seats[number].refresh_from_db()
    for expert in hall.seats:
        for number in hall.defenses:
            hall.give(expert, number, 8)
    hall.event.lock_rule(DAY)
    return hall


@pytest.fixture
def olga() -> User:
    return UserFactory(first_name="Olga", last_name="Omarova")


def propose(hall: Hall, by: User, rule: Rule = MEDIAN, reason: str = "One expert is partisan."):
    return propose_rule(hall.event.pk, rule, reason=reason, by=by, at=DAY)


def agree(hall: Hall, change: RuleChange, seat: int = 1) -> RuleChange:
    return agree_to_rule(hall.event.pk, change.pk, seat=hall.seats[seat], at=DAY)


def rule_of(hall: Hall) -> tuple[str, int]:
    event = Event.objects.get(pk=hall.event.pk)
    return event.scoring_rule, event.least_sheets


def verbs(hall: Hall) -> list[str]:
    lines = AuditEntry.objects.filter(event=hall.event, verb__startswith="rule.")
    return list(lines.order_by("number").values_list("verb", flat=True))


def named(hall: Hall) -> list[str]:
    """What the check of the log says of the rule; the sheets of this hall came without lines."""
    return [each for each in verdict(hall.event).differences if "rule" in each]


def test_the_owner_proposes_and_the_chair_agrees(hall, olga):
    before = rule_of(hall)

    change = propose(hall, olga)
    assert rule_of(hall) == before
    agree(hall, change)

    assert rule_of(hall) == ("median", 3)
    assert verbs(hall) == ["rule.proposed", "rule.changed"]
    line = AuditEntry.objects.get(verb="rule.changed")
    assert line.actor == f"person:{hall.seats[1].person_id}"
    assert line.details["reason"] == "One expert is partisan."
    assert (line.details["rule_before"], line.details["rule"]) == ("corrected_mean", "median")
    assert line.details["user"] == olga.pk
    assert named(hall) == []


def test_the_chair_refuses_with_a_reason_and_nothing_changes(hall, olga):
    before, change = rule_of(hall), propose(hall, olga)
    with pytest.raises(ReasonMissing):
        refuse_rule(hall.event.pk, change.pk, seat=hall.seats[1], reason=" ", at=DAY)

    for _click in range(2):
        refuse_rule(hall.event.pk, change.pk, seat=hall.seats[1], reason="Too late.", at=DAY)

    assert rule_of(hall) == before
    assert verbs(hall) == ["rule.proposed", "rule.refused"]
    with pytest.raises(ProposalMovedOn):
        agree(hall, change)
    with pytest.raises(ProposalMovedOn):
        refuse_rule(hall.event.pk, change.pk, seat=hall.seats[1], reason="Another.", at=DAY)


def test_log_and_late_changes_tell_all_that_changed(hall, olga):
    close_scoring(hall.event.pk, actor="test", at=DAY)
    now = Rule.of(hall.event)
    change = propose(hall, olga, replace(now, least_sheets=now.least_sheets + 1, ties_by="panel"))
    agree(hall, change)
    told = (
        "Corrected, version 1, at least 2 sheets for a result",
        "Corrected, version 1, at least 3 sheets for a result; equal teams by a vote of the panel",
    )

    changed, proposed = log_of(hall.event)[:2]
    assert f"points: {told[0]}, from now on {told[1]}; proposed by" in changed.said
    assert proposed.said.endswith(told[1])
    [late] = changes_after_close(hall.event)
    assert (late.verb, late.about) == ("rule.changed", " → ".join(told))


def test_the_same_click_twice_is_one_proposal_and_one_agreement(hall, olga):
    first = propose(hall, olga)
    assert propose(hall, olga) == first
    with pytest.raises(ProposalWaits):
        propose(hall, UserFactory())
    with pytest.raises(ProposalWaits):
        propose(hall, olga, Rule("borda", 2))

    agree(hall, first)
    assert agree(hall, first).state == "agreed"

    assert verbs(hall) == ["rule.proposed", "rule.changed"]


def test_a_chair_agrees_to_what_was_read_and_not_to_what_came_since(hall, olga):
    read = propose(hall, olga)
    withdraw_rule(hall.event.pk, read.pk, by=olga, at=DAY)
    other = propose(hall, olga, Rule("borda", 2))

    with pytest.raises(ProposalMovedOn):
        agree(hall, read)
    with pytest.raises(ProposalMovedOn):
        withdraw_rule(hall.event.pk, read.pk, by=olga, at=DAY)

    assert RuleChange.objects.get(pk=other.pk).is_waiting
    assert rule_of(hall)[0] == "corrected_mean"


def test_only_the_chair_answers_and_the_deputy_for_a_chair_with_a_tie(hall, olga):
    change = propose(hall, olga)
    for seat in (2, 3):
        with pytest.raises(NotYoursToAnswer):
            agree(hall, change, seat)
    tie = {"project": hall.defenses[1].project, "kind": "other", "outcome": ""}
    InterestFactory(seat=hall.seats[1], **tie)

    with pytest.raises(NotYoursToAnswer):
        agree(hall, change)
    assert agree(hall, change, 2).role == Seat.Role.DEPUTY


def test_the_deputy_answers_for_a_chair_who_was_at_no_defense(hall, olga):
    for defense in hall.defenses.values():
        noted = {"defense": defense, "kind": Presence.Kind.ABSENT}
        Presence.objects.create(seat=hall.seats[1], **noted)
    change = propose(hall, olga)
    as_chair = {"settled_from": hall.seats[1], "role": "chair"}
    agreed = {"state": "agreed", "settled_at": DAY, **as_chair}

    with pytest.raises(NotYoursToAnswer):
        agree(hall, change)
    assert is_refused(lambda: RuleChange.objects.filter(pk=change.pk).update(**agreed))
    assert agree(hall, change, 2).state == "agreed"


def test_a_deputy_does_not_answer_for_a_chair_who_was_at_a_defense(hall, olga):
    noted = {"defense": hall.defenses[1], "kind": Presence.Kind.ABSENT}
    Presence.objects.create(seat=hall.seats[1], **noted)
    change = propose(hall, olga)
    as_deputy = {"settled_from": hall.seats[2], "role": "deputy"}
    agreed = {"state": "agreed", "settled_at": DAY, **as_deputy}

    assert is_refused(lambda: RuleChange.objects.filter(pk=change.pk).update(**agreed))
    assert agree(hall, change).role == Seat.Role.CHAIR


def test_where_nobody_may_answer_nothing_is_proposed(hall, olga):
    for seat in (1, 2):
        tie = {"project": hall.defenses[1].project, "kind": "other"}
        InterestFactory(seat=hall.seats[seat], outcome=Interest.Outcome.UNDECIDED, **tie)

    with pytest.raises(NobodyAnswersIt):
        propose(hall, olga)


@pytest.mark.parametrize("rule", [Rule("guess", 2), Rule("median", 0), Rule("median", 101)])
def test_what_is_no_rule_is_not_proposed(hall, olga, rule):
    with pytest.raises(RuleNotPossible):
        propose(hall, olga, rule)


def test_the_rule_as_it_is_is_not_proposed(hall, olga):
    with pytest.raises(RuleIsTheSame):
        propose(hall, olga, Rule(*rule_of(hall)))


def test_before_the_first_points_the_owner_changes_the_rule_alone(olga):
    with pytest.raises(RuleNotLocked):
        propose(fill(experts=2, projects=1), olga)


def test_the_rule_of_a_rehearsal_is_unlocked_by_its_end_alone(olga):
    hall = fill(2, 1, EventFactory(is_rehearsal=True))
    hall.event.lock_rule(DAY)

    with pytest.raises(RuleOfRehearsal):
        propose(hall, olga)


def test_what_was_decided_by_the_rule_keeps_it_until_it_is_taken_back(hall, olga):
    change = propose(hall, olga)
    close_scoring(hall.event.pk, actor="test", at=DAY)
    both = tuple(each.project_id for each in hall.defenses.values())
    vote = cast_vote(hall.event, Vote(both, both, "So."), seat=hall.seats[1], at=DAY)

    with pytest.raises(RuleStands, match="teams 1, 2"):
        agree(hall, change)

    take_vote_back(hall.event, vote.pk, seats=[hall.seats[1]], at=DAY)
    assert agree(hall, change).state == "agreed"


def test_a_vote_of_the_panel_on_equal_teams_keeps_the_rule_until_the_scoring_is_reopened(
    hall, olga
):
    close_scoring(hall.event.pk, actor="test", at=DAY)
    vote = put(hall, "Which is first?", subject="tie", teams=(1, 2))
    with pytest.raises(RuleStands, match=r"finished or withdrawn first: Which is first\?"):
        propose(hall, olga)
    reopen_scoring(hall.event.pk, reason="So.", actor=olga, at=DAY)
    with pytest.raises(RuleStands, match="finished or withdrawn first"):
        propose(hall, olga)
    close_scoring(hall.event.pk, actor="test", at=DAY)
    give(hall, vote, {1: team(hall, 2), 2: team(hall, 2)})
    end(hall, vote)
    with pytest.raises(RuleStands, match=r"only while the scoring is reopened.*Which is first\?"):
        propose(hall, olga)

    reopen_scoring(hall.event.pk, reason="Another rule.", actor=olga, at=DAY)
    change = propose(hall, olga)
    close_scoring(hall.event.pk, actor="test", at=DAY)
    with pytest.raises(RuleStands):
        agree(hall, change)
    reopen_scoring(hall.event.pk, reason="Another rule.", actor=olga, at=DAY)

    assert agree(hall, change).state == "agreed"


@pytest.mark.parametrize("is_still_equal", [True, False])
def test_a_vote_from_before_another_rule_counts_where_exactly_its_teams_are_left_equal(
    hall, olga, is_still_equal
):
    close_scoring(hall.event.pk, actor="test", at=DAY)
    vote = put(hall, "Which is first?", subject="tie", teams=(1, 2))
    give(hall, vote, {1: team(hall, 2), 2: team(hall, 2)})
    end(hall, vote)
    reopen_scoring(hall.event.pk, reason="Another rule.", actor=olga, at=DAY)
    agree(hall, propose(hall, olga))
    if not is_still_equal:
        for seat in (2, 3):
            sheet = ScoreSheet.objects.get(seat=hall.seats[seat], defense=hall.defenses[2])
            SheetRevisionFactory(sheet=sheet, number=2, points={"whole": "1"})
            ScoreSheet.objects.filter(pk=sheet.pk).update(revision=2)
    close_scoring(hall.event.pk, actor="test", at=DAY)

    event = Event.objects.get(pk=hall.event.pk)

    places = [(each.number, each.place) for each in decided(Grid(event)).standings.teams]
    assert places == ([(2, 1), (1, 2)] if is_still_equal else [(1, 1), (2, 2)])
    assert findings(event) == []


def test_a_provisional_result_keeps_the_rule_and_its_waiver_does_not(hall, olga):
    Event.objects.filter(pk=hall.event.pk).update(query_hours=2)
    close_scoring(hall.event.pk, actor="test", at=DAY)
    open_window(hall.event.pk, actor=olga, at=DAY)
    with pytest.raises(RuleStands, match="provisional"):
        propose(hall, olga)
    reopen_scoring(hall.event.pk, reason="Another rule.", actor=olga, at=DAY)
    close_scoring(hall.event.pk, actor="test", at=DAY)

    waive_window(hall.event.pk, reason="No time.", actor=olga, at=DAY)

    assert propose(hall, olga).is_waiting


def sealed(hall: Hall, olga: User):
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=None)
    close_scoring(hall.event.pk, actor="test", at=DAY)
    both = tuple(each.project_id for each in hall.defenses.values())
    cast_vote(hall.event, Vote(both, both, "So."), seat=hall.seats[1], at=DAY)
    protocol = prepare_protocol(hall.event.pk, actor=olga, at=DAY)
    for who, device in ((hall.seats[1], "c" * 64), (olga, "d" * 64)):
        seal_protocol(hall.event.pk, protocol.sha256, signer=Signer(who, device), at=DAY)
    return protocol


def test_the_record_tells_both_versions_who_when_and_why(hall, olga):
    refused = propose(hall, olga, Rule("borda", 2))
    seat = hall.seats[1]
    refuse_rule(hall.event.pk, refused.pk, seat=seat, reason="Not this.", at=DAY)
    agree(hall, propose(hall, olga))
    protocol = sealed(hall, olga)

    told = json.loads(protocol.record)["rule"]

    assert (told["method"], told["least_sheets"]) == ("median", 3)
    no, yes = told["changes"]
    assert (no["is_agreed"], no["answer"], no["after"]["method"]) == (False, "Not this.", "borda")
    assert yes["is_agreed"]
    assert yes["before"] == {"method": "corrected_mean", "version": 1, "least_sheets": LEAST_SHEETS}
    assert yes["after"] == {"method": "median", "version": 1, "least_sheets": 3}
    assert (yes["reason"], yes["proposed_by"]) == ("One expert is partisan.", "Olga Omarova")
    assert (yes["expert"], yes["role"]) == (seat.person.key, "chair")
    assert findings(Event.objects.get(pk=hall.event.pk)) == []


def test_a_rule_that_nobody_wanted_to_change_is_told_as_it_always_was(hall, olga):
    assert "changes" not in json.loads(sealed(hall, olga).record)["rule"]


def test_no_protocol_is_prepared_over_a_proposal_and_none_is_answered_over_a_protocol(hall, olga):
    change = propose(hall, olga)
    with pytest.raises(NotReadyToSeal, match="Another rule is proposed"):
        sealed(hall, olga)
    withdraw_rule(hall.event.pk, change.pk, by=olga, at=DAY)
    protocol = prepare_protocol(hall.event.pk, actor=olga, at=DAY)
    with pytest.raises(RuleStands, match="Version 1"):
        propose(hall, olga)

    withdraw_protocol(hall.event.pk, protocol.sha256, reason="No.", actor=olga, at=DAY)


def test_after_the_seal_nobody_changes_the_rule(hall, olga):
    sealed(hall, olga)

    with pytest.raises(ProtocolIsSealed):
        propose(hall, olga)


def raw(hall: Hall, change: str) -> bool:
    """Whether the database refuses it."""

    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE events_event SET {change} WHERE id = %s", [hall.event.pk])

    return is_refused(act)


def test_the_database_lets_a_locked_rule_become_what_was_agreed_last_and_nothing_else(hall, olga):
    for change in ("scoring_rule = 'median'", "least_sheets = 3", "rule_version = 2"):
        assert raw(hall, change), change
    agree(hall, propose(hall, olga))
    assert raw(hall, "scoring_rule = 'corrected_mean'")

    agree(hall, propose(hall, olga, Rule("corrected_mean", LEAST_SHEETS)))

    assert raw(hall, "scoring_rule = 'median', least_sheets = 3")  # was agreed to, and is over
    assert named(hall) == []
    take_guards_off("events_event")
    assert not raw(hall, "scoring_rule = 'median'")
    assert any("The scoring rule is median; line" in each for each in named(hall))


def test_the_database_lets_no_proposal_be_rewritten_taken_away_or_answered_by_others(hall, olga):
    change = propose(hall, olga)
    of_it = RuleChange.objects.filter(pk=change.pk)
    answered = {"settled_at": DAY, "state": "agreed"}
    chair = {"settled_from": hall.seats[1], "role": "chair"}
    withdrawn = {"settled_at": DAY, "state": "withdrawn", "settled_by": olga}
    attacks = {
        "another method": lambda: of_it.update(scoring_rule="borda"),
        "another reason": lambda: of_it.update(reason="x"),
        "no proposal": of_it.delete,
        "agreed by a member": lambda: of_it.update(
            settled_from=hall.seats[3], role="member", **answered
        ),
        "agreed in no role": lambda: of_it.update(**{**chair, "role": ""}, **answered),
        "agreed in another role": lambda: of_it.update(**{**chair, "role": "deputy"}, **answered),
        "agreed by the deputy of a free chair": lambda: of_it.update(
            settled_from=hall.seats[2], role="deputy", **answered
        ),
        "agreed by an owner as well": lambda: of_it.update(settled_by=olga, **chair, **answered),
        "agreed with a refusal": lambda: of_it.update(answer="No.", **chair, **answered),
        "withdrawn by a chair": lambda: of_it.update(**chair, **withdrawn),
        "withdrawn in a role": lambda: of_it.update(role="chair", **withdrawn),
        "withdrawn with a refusal": lambda: of_it.update(answer="No.", **withdrawn),
        "agreed by nobody": lambda: of_it.update(**answered),
        "a second one": lambda: RuleChange.objects.create(
            event=hall.event,
            scoring_rule_before="corrected_mean",
            least_sheets_before=LEAST_SHEETS,
            version_before=1,
            scoring_rule="borda",
            least_sheets=3,
            version=1,
            reason="So.",
            proposed_at=DAY,
            proposed_by=olga,
        ),
    }

    assert [name for name, act in attacks.items() if not is_refused(act)] == []

    agree(hall, change)
    assert is_refused(lambda: of_it.update(state="refused", answer="No."))
    take_guards_off("experts_rulechange")
    assert not is_refused(lambda: of_it.update(reason="x"))
    assert any("Change of the rule" in each for each in verdict(hall.event).differences)


@pytest.mark.django_db(transaction=True)
def test_two_owners_at_once_make_one_proposal():
    hall, owners = scored(), [UserFactory(), UserFactory()]
    meet = Barrier(2)

    def click(owner: User) -> str:
        try:
            meet.wait()
            propose(hall, owner)
        except ProposalWaits:
            return "waits"
        finally:
            connection.close()
        return "proposed"

    with ThreadPoolExecutor(2) as pool:
        done = sorted(pool.map(click, owners))

    assert done == ["proposed", "waits"]
    assert RuleChange.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_agreement_and_a_withdrawal_at_once_leave_one_of_them():
    hall, owner = scored(), UserFactory()
    change, meet = propose(hall, owner), Barrier(2)
    acts = (
        lambda: agree(hall, change),
        lambda: withdraw_rule(hall.event.pk, change.pk, by=owner, at=DAY),
    )

    def click(act) -> str:
        try:
            meet.wait()
            return str(act().state)
        except ProposalMovedOn:
            return "moved on"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = set(pool.map(click, acts))

    assert "moved on" in done
    is_changed = rule_of(hall)[0] == "median"
    assert done == {"moved on", "agreed" if is_changed else "withdrawn"}
