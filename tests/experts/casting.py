"""A hall whose panel left two teams equal, and what chair, deputy and secretary do about them."""

from collections.abc import Iterable

from events.models import Event
from experts.models import Interest, ScoreSheet, Seat, StepOut
from experts.reports import Grid, decided
from experts.reports.deliberation import deliberation
from experts.reports.differences import verdict
from experts.services.casting import Vote, cast_vote, leave_shared, step_out
from tests.experts.hall import Hall, close, fill, score
from tests.factories import DAY, InterestFactory, UserFactory

CHAIR, DEPUTY, MEMBER = 1, 2, 3


def closed_hall() -> Hall:
    """Four experts and four teams: 2 and 3 are equal in every step, 1 is the first and 4 the last."""
    hall = hall_of_a_tie()
    close(hall)
    return hall


def hall_of_a_tie() -> Hall:
    hall = fill(4, 4)
    tied(hall)
    return hall


def tied(hall: Hall, except_for: Iterable[tuple[int, int]] = ()) -> None:
    for number, role in ((CHAIR, Seat.Role.CHAIR), (DEPUTY, Seat.Role.DEPUTY)):
        Seat.objects.filter(pk=hall.seats[number].pk).update(role=role)
    score(hall, lambda j, i: {1: 9, 2: 6, 3: 6, 4: 3}[i], except_for=except_for)


def ids(hall: Hall, *numbers: int) -> tuple[int, ...]:
    return tuple(hall.defenses[number].project_id for number in numbers)


def cast(hall: Hall, seat: int = CHAIR, teams=(2, 3), order=(3, 2), reason="Tried in a school."):
    vote = Vote(ids(hall, *teams), ids(hall, *order), reason)
    return cast_vote(hall.event, vote, seat=hall.seats[seat], at=DAY)


def out(hall: Hall, seat: int, team: int) -> StepOut:
    (project,) = ids(hall, team)
    actor = hall.seats[CHAIR].person
    return step_out(hall.event, seat=hall.seats[seat].pk, project=project, actor=actor, at=DAY)


def places(hall: Hall) -> dict[int, tuple[int, str]]:
    table = decided(Grid(Event.objects.get(pk=hall.event.pk))).standings
    return {team.number: (team.place, team.decided_by) for team in table.teams}


def named(hall: Hall) -> list[str]:
    """What the check of the log says of votes; the sheets of this hall came without lines."""
    return [each for each in verdict(hall.event).differences if "vote" in each]


def question(hall: Hall):
    (found,) = deliberation(Grid(Event.objects.get(pk=hall.event.pk))).questions
    return found


def become_recused(hall: Hall, expert: int, team: int) -> None:
    """As after a reopening: the row alone."""
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=None)
    ScoreSheet.objects.filter(seat=hall.seats[expert], defense=hall.defenses[team]).update(
        state=ScoreSheet.State.SET_ASIDE
    )
    tie = {"seat": hall.seats[expert], "project": hall.defenses[team].project, "kind": "other"}
    InterestFactory(**tie, outcome=Interest.Outcome.RECUSE)
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=DAY)


def leave(hall: Hall, teams=(2, 3), by=None):
    told = {"reason": "Both chairs are tied.", "by": by or UserFactory(), "at": DAY}
    return leave_shared(hall.event, ids(hall, *teams), **told)
