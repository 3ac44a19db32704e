"""Proposals, awards and dissenting opinions: by whom, when, and what the log tells of them."""

import json

import pytest

from events.models import AuditEntry, Event
from experts.errors import (
    AwardedBefore,
    AwardUnnamed,
    AwardVotedOn,
    NotYoursToVote,
    ReasonMissing,
    ScoringIsOpen,
    WordsRefused,
)
from experts.models import Award, Dissent, Nomination
from experts.services.awards import (
    give_award,
    nominate,
    take_award_back,
    take_nomination_back,
)
from experts.services.dissents import write_dissent
from projects.models import Project
from tests.experts.voting import end, give, put, team, voting_hall
from tests.factories import DAY, ProjectFactory, UserFactory

pytestmark = pytest.mark.django_db
WORDS = {"kk": "Ең батыл", "ru": "Самая смелая", "en": "The boldest"}


@pytest.fixture
def hall():
    return voting_hall()


def propose(hall, expert, number, kind="research", reason="Well measured."):
    project = hall.defenses[number].project_id
    return nominate(hall.seats[expert], project, kind=kind, reason=reason, at=DAY)


def award(hall, number, kind="research", names=None, reason="The panel agreed."):
    return give_award(
        hall.event,
        hall.defenses[number].project_id,
        kind=kind,
        names=names or {},
        reason=reason,
        actor=UserFactory(),
        at=DAY,
    )


def test_an_expert_proposes_a_team_once_for_an_award_and_takes_it_back(hall):
    propose(hall, 2, 1)
    again = propose(hall, 2, 1, reason="Measured twice.")
    propose(hall, 2, 1, kind="answers")
    propose(hall, 3, 1)

    assert Nomination.objects.count() == 3
    assert Nomination.objects.get(seat=hall.seats[2], kind="research").reason == "Measured twice."
    take_nomination_back(hall.seats[2], again.pk)
    with pytest.raises(Nomination.DoesNotExist):
        take_nomination_back(hall.seats[2], Nomination.objects.get(seat=hall.seats[3]).pk)
    assert Nomination.objects.count() == 2


def test_nobody_proposes_a_team_of_a_tie_of_theirs_nor_for_the_audience(hall):
    other = ProjectFactory()

    with pytest.raises(NotYoursToVote):
        propose(hall, 6, 4)
    with pytest.raises(NotYoursToVote):
        propose(hall, 2, 4, kind="audience")
    with pytest.raises(NotYoursToVote):
        nominate(hall.seats[2], other.pk, kind="research", reason="So.", at=DAY)
    propose(hall, 6, 3)
    propose(hall, 2, 4)
    assert Nomination.objects.count() == 2


def test_an_award_is_given_once_a_kind_and_taken_back_with_a_reason(hall):
    given = award(hall, 1)
    award(hall, 2)
    award(hall, 1, "free", WORDS)
    award(hall, 1, "free", {**WORDS, "en": "The bravest"})

    for refused, call in (
        (AwardedBefore, lambda: award(hall, 1)),
        (AwardedBefore, lambda: award(hall, 1, "free", WORDS)),
        (AwardUnnamed, lambda: award(hall, 2, "free", {"en": "The boldest"})),
        (ReasonMissing, lambda: award(hall, 3, reason=" ")),
        (
            ReasonMissing,
            lambda: take_award_back(hall.event, given.pk, reason="", actor="system:test"),
        ),
    ):
        with pytest.raises(refused):
            call()
    take_award_back(hall.event, given.pk, reason="Misheard.", actor="system:test")

    assert Award.objects.count() == 3
    line = AuditEntry.objects.get(verb="award.taken_back")
    assert (line.details["project"], line.details["reason"]) == (given.project_id, "Misheard.")


def test_what_the_panel_votes_on_is_neither_given_nor_taken_back_by_hand(hall):
    vote = put(hall, "Who?", subject="award", award_kind="research", teams=(1, 2))
    with pytest.raises(AwardVotedOn):
        award(hall, 3)
    award(hall, 3, "answers")
    give(hall, vote, {2: team(hall, 1)})
    end(hall, vote)

    given = Award.objects.get(vote=vote)
    with pytest.raises(AwardVotedOn):
        take_award_back(hall.event, given.pk, reason="So.", actor="system:test")
    assert Award.objects.filter(pk=given.pk).exists()


def test_a_team_of_another_event_gets_nothing(hall):
    foreign = ProjectFactory()

    with pytest.raises(Project.DoesNotExist):
        give_award(
            hall.event,
            foreign.pk,
            kind="research",
            names={},
            reason="So.",
            actor="system:test",
            at=DAY,
        )


def test_a_dissenting_opinion_is_one_and_the_log_tells_nothing_of_it(hall):
    write_dissent(hall.seats[3], "I hold team one first.", at=DAY)
    write_dissent(hall.seats[3], "I hold  team two\nfirst.", at=DAY)
    with pytest.raises(WordsRefused):
        write_dissent(hall.seats[3], "x" * 2001, at=DAY)

    assert Dissent.objects.get().text == "I hold team two first."
    lines = json.dumps(list(AuditEntry.objects.values_list("details", flat=True)))
    assert "team" not in lines
    write_dissent(hall.seats[3], " ", at=DAY)
    write_dissent(hall.seats[3], "", at=DAY)
    assert not Dissent.objects.exists()
    verbs = list(AuditEntry.objects.order_by("number").values_list("verb", flat=True))
    assert verbs == ["dissent.written", "dissent.written", "dissent.taken_back"]


def test_nothing_of_it_is_open_while_points_may_change(hall):
    Event.objects.update(scoring_closed_at=None)

    for call in (
        lambda: propose(hall, 2, 1),
        lambda: award(hall, 1),
        lambda: write_dissent(hall.seats[3], "I hold team one first.", at=DAY),
    ):
        with pytest.raises(ScoringIsOpen):
            call()
