"""Two, three and seven equal teams, each through every step: the chain's own, then a casting vote, a vote, and none."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from events.models import Event
from experts.errors import NotYoursToCast
from experts.methods import Method, outcome
from experts.models import Presence, Seat
from experts.reports import Grid, decided
from experts.scoring import CriterionWeight, ScoreTable, sheet_total
from experts.services.casting import Vote, cast_vote, leave_shared, step_out
from experts.tie_breaks import DecidedBy, Given, break_tie
from tests.experts.hall import Hall, close, fill, score
from tests.experts.voting import end, give, put, team
from tests.factories import DAY, UserFactory

SIZES = (2, 3, 7)
WEIGHTS = [
    CriterionWeight("research", Decimal(40), Decimal(10)),
    CriterionWeight("value", Decimal(35), Decimal(10)),
    CriterionWeight("answers", Decimal(25), Decimal(10)),
]
Points = tuple[Decimal, ...]  # for the three criteria


def like(*points: str | Decimal) -> Points:
    return tuple(map(Decimal, points))


def the_same(points: str | Decimal) -> Points:
    return like(*[points] * 3)


def by_mean(ahead: Decimal) -> list[Points]:
    """The median is 50 for every team; who is ahead by one has half a point more from one expert."""
    return [the_same("4"), the_same("5"), the_same(5 + ahead / 2)]


def by_research(ahead: Decimal) -> list[Points]:
    """Seven tenths more of 40 are eight tenths less of 35: every total is the same."""
    return [like(3 + ahead * 7 / 10, 9 - ahead * 8 / 10, "5")] * 3


def by_value(ahead: Decimal) -> list[Points]:
    return [like("5", 3 + ahead * 5 / 10, 8 - ahead * 7 / 10)] * 3


def by_duels(ahead: Decimal) -> list[Points]:
    """Two experts give more to who is ahead, and the third takes as much away."""
    return [the_same(3 + ahead / 2), the_same(3 + ahead / 2), the_same(9 - ahead)]


def by_nothing(ahead: Decimal) -> list[Points]:
    return [the_same("6")] * 3


Gives = Callable[[Decimal], list[Points]]
# What three experts give a team by how far it is ahead, the rule, the step that parts, and which criterion.
STEPS: dict[str, tuple[Gives, Method, DecidedBy | None, tuple[str, ...]]] = {
    "plain mean": (by_mean, Method.MEDIAN, DecidedBy.PLAIN_MEAN, ()),
    "heaviest": (by_research, Method.CORRECTED_MEAN, DecidedBy.CRITERIA, ("research",)),
    "next": (by_value, Method.CORRECTED_MEAN, DecidedBy.CRITERIA, ("value",)),
    "head to head": (by_duels, Method.CORRECTED_MEAN, DecidedBy.HEAD_TO_HEAD, ()),
    "none": (by_nothing, Method.CORRECTED_MEAN, None, ()),
}
IN_ORDER = [
    (DecidedBy.PLAIN_MEAN, ()),
    *((DecidedBy.CRITERIA, (each.key,)) for each in WEIGHTS),
    (DecidedBy.HEAD_TO_HEAD, ()),
]


def given_by(gives: Gives, teams: int) -> Given[int]:
    """The last team is ahead of all the others, the first of none."""
    keys = [each.key for each in WEIGHTS]
    points = {
        (number, expert): dict(zip(keys, row, strict=True))
        for number in range(1, teams + 1)
        for expert, row in enumerate(gives(Decimal(number - 1)))
    }
    totals = {cell: sheet_total(each, WEIGHTS) for cell, each in points.items()}
    return Given(ScoreTable(range(1, teams + 1), range(3), totals), points, WEIGHTS)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("teams", SIZES)
def test_each_step_parts_what_all_before_it_left_together(teams, step):
    gives, rule, parted_by, criteria = STEPS[step]
    given = given_by(gives, teams)
    assert set(outcome(given.table, rule).places.values()) == {1}

    chain = break_tie(given.table.teams, given, rule)

    tried = [(each.step, each.criteria) for each in chain.tried]
    numbers = tuple(range(1, teams + 1))
    if parted_by is None:
        assert (tried, chain.groups) == (IN_ORDER, (numbers,))
        return
    assert tried == IN_ORDER[: IN_ORDER.index((parted_by, criteria)) + 1]
    assert chain.groups == tuple((number,) for number in reversed(numbers))
    assert [each.separates for each in chain.tried] == [False] * (len(tried) - 1) + [True]
    assert {chain.separated_by(number) for number in numbers} == {parted_by}


CHAIR, DEPUTY = 1, 2
Places = list[tuple[int, int, DecidedBy]]  # number, place and what decided


def equal_hall(teams: int, *, recused: bool = False) -> Hall:
    """That many teams at 60, and one at 30."""
    hall = fill(3, teams + 1)
    for number, role in ((CHAIR, Seat.Role.CHAIR), (DEPUTY, Seat.Role.DEPUTY)):
        Seat.objects.filter(pk=hall.seats[number].pk).update(role=role)
        hall.seats[number].refresh_from_db()
    if recused:
        hall.recuse(CHAIR, 1)
    left_out = [(CHAIR, 1)] if recused else []
    score(hall, lambda j, i: 6 if i <= teams else 3, except_for=left_out)
    return hall


def projects(hall: Hall, numbers: list[int]) -> tuple[int, ...]:
    return tuple(hall.defenses[number].project_id for number in numbers)


def places(hall: Hall) -> Places:
    table = decided(Grid(Event.objects.get(pk=hall.event.pk))).standings
    return [(each.number, each.place, each.decided_by) for each in table.teams]


def cast(hall: Hall, teams: list[int], order: list[int], seat: int = CHAIR) -> None:
    vote = Vote(projects(hall, teams), projects(hall, order), "Tried in a school.")
    cast_vote(hall.event, vote, seat=hall.seats[seat], at=DAY)


def absent(hall: Hall, expert: int) -> None:
    noted = {"defense": hall.defenses[1], "kind": Presence.Kind.ABSENT, "counts_reason": "So."}
    Presence.objects.create(seat=hall.seats[expert], **noted)


def ranked(order: list[int], decided_by: DecidedBy, first: int = 1) -> Places:
    return [(number, place, decided_by) for place, number in enumerate(order, start=first)]


def shared(teams: list[int], place: int = 1) -> Places:
    return [(number, place, DecidedBy.SHARED) for number in teams]


def last(teams: int) -> Places:
    return [(teams + 1, teams + 1, DecidedBy.RULE)]


every_size = pytest.mark.parametrize("teams", SIZES)
sampled = pytest.mark.sampled(3, "how many are equal, and who casts")


@pytest.mark.django_db
@sampled
@every_size
def test_a_casting_vote_orders_them_or_leaves_the_place_shared(teams):
    hall = equal_hall(teams)
    close(hall)
    tied = list(range(1, teams + 1))
    assert places(hall) == shared(tied) + last(teams)

    backwards = tied[::-1]
    cast(hall, tied, backwards)
    assert places(hall) == ranked(backwards, DecidedBy.CASTING_VOTE) + last(teams)


@pytest.mark.django_db
@sampled
@every_size
def test_a_place_that_the_chair_leaves_shared_is_followed_by_the_right_rank(teams):
    hall = equal_hall(teams)
    close(hall)
    tied = list(range(1, teams + 1))

    cast(hall, tied, [])

    assert places(hall) == shared(tied) + last(teams)
    assert not decided(Grid(Event.objects.get(pk=hall.event.pk))).standings.undecided


@pytest.mark.django_db
@sampled
@every_size
def test_a_vote_of_the_panel_puts_one_first_and_the_chair_orders_the_others(teams):
    hall = equal_hall(teams)
    close(hall)
    hall.event.refresh_from_db()
    tied = list(range(1, teams + 1))

    vote = put(hall, subject="tie", teams=tied)
    give(hall, vote, {1: team(hall, 2), 2: team(hall, 2), 3: team(hall, 1)})
    end(hall, vote)

    rest = [number for number in tied if number != 2]
    first = ranked([2], DecidedBy.PANEL_VOTE)
    if teams == 2:
        assert places(hall) == ranked([2, 1], DecidedBy.PANEL_VOTE) + last(teams)
        return
    assert places(hall) == first + shared(rest, place=2) + last(teams)
    cast(hall, rest, rest[::-1])
    behind = ranked(rest[::-1], DecidedBy.CASTING_VOTE, first=2)
    assert places(hall) == first + behind + last(teams)


@pytest.mark.django_db
@sampled
@pytest.mark.parametrize("why", ["recused", "absent"])
@every_size
def test_the_deputy_casts_for_a_chair_who_is_recused_or_absent(teams, why):
    hall = equal_hall(teams, recused=why == "recused")
    if why == "absent":
        absent(hall, CHAIR)
    close(hall)
    tied = list(range(1, teams + 1))
    if why == "recused":
        (project,) = projects(hall, [1])
        at = {"actor": UserFactory(), "at": DAY}
        step_out(hall.event, seat=hall.seats[CHAIR].pk, project=project, **at)

    with pytest.raises(NotYoursToCast):
        cast(hall, tied, tied)
    assert places(hall) == shared(tied) + last(teams)
    cast(hall, tied, tied, seat=DEPUTY)
    assert places(hall) == ranked(tied, DecidedBy.CASTING_VOTE) + last(teams)


@pytest.mark.django_db
@sampled
@every_size
def test_where_chair_and_deputy_are_out_the_place_is_put_on_record_as_shared(teams):
    hall = equal_hall(teams, recused=True)
    absent(hall, DEPUTY)
    close(hall)
    tied = list(range(1, teams + 1))
    said = {"reason": "Both are out.", "by": UserFactory(), "at": DAY}

    for seat in (CHAIR, DEPUTY):
        with pytest.raises(NotYoursToCast):
            cast(hall, tied, tied, seat=seat)
    leave_shared(hall.event, projects(hall, tied), **said)

    assert places(hall) == shared(tied) + last(teams)
    assert not decided(Grid(Event.objects.get(pk=hall.event.pk))).standings.undecided
