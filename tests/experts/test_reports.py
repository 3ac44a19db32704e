from datetime import timedelta
from decimal import Decimal

import pytest

from events.models import Event
from events.models.event import RULE_VERSION
from experts.models import ScoreSheet, Seat
from experts.reports import (
    CellState,
    my_defenses,
    panel_board,
    scoring_progress,
    standings,
)
from experts.scoring import round_for_display
from tests.cast import gather
from tests.experts.hall import SEED_RECUSALS, fill, give, score, seed_hall, strict_twelfth
from tests.factories import DAY, InterestFactory, RoomFactory, RunItemFactory, SeatFactory

pytestmark = pytest.mark.django_db


def test_strictness_of_a_recused_expert_does_not_decide_the_order():
    hall = strict_twelfth()

    table = standings(hall.event)

    raw = {team.number: round_for_display(team.raw_mean, 3) for team in table.teams}
    assert raw == {1: Decimal("80.000"), **dict.fromkeys(range(2, 8), Decimal("78.333"))}
    assert len({team.corrected_mean for team in table.teams}) == 1
    assert [team.place for team in table.teams] == [1] * 7
    assert {team.number: team.raw_place for team in table.teams} == {
        1: 1,
        **dict.fromkeys(range(2, 8), 2),
    }
    assert {team.number for team in table.differing} == {2, 3, 4, 5, 6, 7}


def test_seed_expects_79_sheets():
    hall = seed_hall()

    table = standings(hall.event)

    assert (table.expected_count, table.received_count) == (79, 0)
    eligible = {team.number: team.eligible_count for team in table.teams}
    assert eligible == {1: 12, 2: 11, 3: 11, 4: 11, 5: 11, 6: 12, 7: 11}


def test_a_team_without_a_sheet_has_neither_mean_nor_place():
    hall = fill(2, 2)
    hall.give(1, 2, 8)

    table = standings(hall.event)

    assert [(team.number, team.place) for team in table.teams] == [(2, 1), (1, None)]
    assert table.teams[1].raw_mean is None


def test_drafts_and_sheets_set_aside_are_not_counted():
    hall = fill(3, 1)
    hall.give(1, 1, 8)
    hall.give(2, 1, 10, state=ScoreSheet.State.DRAFT)
    hall.give(3, 1, 10, state=ScoreSheet.State.SET_ASIDE)

    (team,) = standings(hall.event).teams

    assert team.totals == (Decimal(80),)


def test_a_seat_that_does_not_score_is_not_expected():
    hall = fill(3, 1)
    Seat.objects.filter(pk=hall.seats[2].pk).update(role=Seat.Role.SECRETARY)
    Seat.objects.filter(pk=hall.seats[3].pk).update(role=Seat.Role.RESERVE)

    table = standings(hall.event)

    assert table.expected_count == 1


def test_the_rule_of_the_event_decides_which_mean_leads():
    hall = strict_twelfth()
    hall.event.scoring_rule = Event.ScoringRule.RAW_MEAN

    table = standings(hall.event)

    assert [(team.number, team.place) for team in table.teams] == [
        (1, 1),
        *((number, 2) for number in range(2, 8)),
    ]


def test_teams_that_no_expert_links_are_not_compared():
    hall = fill(2, 2)
    hall.give(1, 1, 8)
    hall.give(2, 2, 7)

    table = standings(hall.event)

    assert not table.is_connected


def test_an_expert_of_one_team_only_is_named():
    hall = fill(2, 2)
    hall.give(1, 1, 8)
    hall.give(1, 2, 7)
    hall.give(2, 2, 6)

    table = standings(hall.event)

    assert table.uncompared == (hall.seats[2].person.name,)


@pytest.mark.parametrize("size", [1, 3])
def test_standings_ask_the_same_five_queries(size, django_assert_num_queries):
    hall = fill(size, size)
    score(hall, lambda j, i: 8)

    with django_assert_num_queries(5):
        standings(hall.event)


def test_progress_tells_every_state_apart():
    hall = fill(1, 4)
    hall.recuse(1, 1)
    hall.give(1, 2, 8)
    hall.give(1, 3, 8, state=ScoreSheet.State.DRAFT)

    progress = scoring_progress(hall.event)

    (row,) = progress.rows
    assert row.cells == (
        CellState.RECUSED,
        CellState.SUBMITTED,
        CellState.DRAFT,
        CellState.NOT_DUE,
    )
    assert row.missing == (3, 4)
    assert (progress.expected_count, progress.submitted_count, progress.draft_count) == (3, 1, 1)


def test_what_is_due_follows_the_defense():
    """Blank until it begins, owed while it goes on, late some minutes after it has ended."""
    hall = fill(1, 5)
    moment = DAY
    for number, minutes in ((2, 1), (3, 20), (4, 20), (5, 20)):
        item = hall.defenses[number].run_item
        item.started_at = moment - timedelta(minutes=minutes)
        item.ended_at = None if number == 2 else item.started_at + timedelta(minutes=14)
        item.save()
    hall.give(1, 4, 8, state=ScoreSheet.State.DRAFT)
    hall.give(1, 5, 8)

    before = scoring_progress(hall.event, at=moment - timedelta(minutes=2))
    progress = scoring_progress(hall.event, at=moment)

    assert [str(cell) for cell in before.rows[0].cells][2] == "not_started"
    assert [str(cell) for cell in progress.rows[0].cells] == [
        "not_due",
        "not_started",
        "late",
        "late_draft",
        "submitted",
    ]
    assert (progress.rows[0].overdue, progress.rows[0].missing) == ((3, 4), (1, 2, 3, 4))
    assert (progress.draft_count, progress.missing_count) == (1, 4)


def test_nothing_is_still_to_come_once_the_scoring_is_closed():
    hall = fill(1, 1)
    hall.event.scoring_closed_at = DAY

    assert scoring_progress(hall.event).rows[0].cells == (CellState.NOT_STARTED,)


def test_an_undecided_supervisor_match_expects_no_sheet():
    hall = fill(1, 1)
    InterestFactory(seat=hall.seats[1], project=hall.defenses[1].project)

    progress = scoring_progress(hall.event)

    assert progress.expected_count == 0
    assert progress.rows[0].cells == (CellState.RECUSED,)


def test_a_defense_of_another_room_expects_nothing_from_this_panel():
    hall = fill(1, 1)
    other = RoomFactory(event=hall.event, is_default=False)
    item = RunItemFactory(room=other, order=1)
    hall.defenses[1].run_item = item
    hall.defenses[1].save()

    progress = scoring_progress(hall.event)

    assert progress.rows[0].cells == (CellState.ELSEWHERE,)
    assert progress.expected_count == 0


@pytest.mark.parametrize("size", [1, 3])
def test_progress_asks_the_same_four_queries(size, django_assert_num_queries):
    hall = fill(size, size)
    score(hall, lambda j, i: 8)

    with django_assert_num_queries(4):
        scoring_progress(hall.event)


def test_board_sets_apart_what_must_be_confirmed():
    hall = seed_hall()

    board = panel_board(hall.event)

    assert [line.expert for line in board.to_confirm] == [hall.seats[7].person.name]
    assert len(board.decided) == 4
    recused = {(seat.order, number) for seat in board.seats for number in seat.recused_numbers}
    assert recused == set(SEED_RECUSALS)


def test_board_puts_ties_that_are_alike_on_one_line():
    hall = fill(1, 3)
    for defense in hall.defenses.values():
        InterestFactory(
            seat=hall.seats[1], project=defense.project, kind="superior", evidence="above all"
        )

    (line,) = panel_board(hall.event).candidates

    assert line.numbers == (1, 2, 3)


@pytest.mark.parametrize("size", [1, 3])
def test_board_asks_the_same_three_queries(size, django_assert_num_queries):
    hall = fill(size, size)
    for number in hall.defenses:
        hall.recuse(number, number)

    with django_assert_num_queries(3):
        panel_board(hall.event)


def test_a_tablet_knows_only_its_own_sheets():
    hall = fill(2, 2)
    hall.give(1, 1, 8)
    hall.give(2, 1, 3)
    hall.recuse(1, 2)

    first, second = my_defenses(hall.seats[1])

    assert (first.state, first.sheet.total) == (CellState.SUBMITTED, Decimal(80))
    assert (second.state, second.sheet) == (CellState.RECUSED, None)


def test_a_draft_has_a_total_of_what_was_given():
    cast = gather()
    sheet = give(cast.emil, cast.defense, {"research": "8"}, state=ScoreSheet.State.DRAFT)

    (mine,) = my_defenses(cast.emil)

    assert (mine.sheet.total, mine.sheet.out_of) == (Decimal(48), Decimal(60))
    assert mine.sheet.rev == sheet.revision


@pytest.mark.parametrize("size", [1, 3])
def test_a_tablet_asks_the_same_five_queries(size, django_assert_num_queries):
    hall = fill(size, size)
    score(hall, lambda j, i: 8)
    seat = Seat.objects.select_related("panel", "person").get(pk=hall.seats[1].pk)

    with django_assert_num_queries(5):
        my_defenses(seat)


def test_seats_of_another_event_are_no_part_of_it():
    hall = fill(1, 1)
    SeatFactory(order=9)

    assert len(scoring_progress(hall.event).rows) == 1


@pytest.mark.parametrize("rule", Event.ScoringRule)
def test_every_rule_gives_places_and_stands_beside_the_plain_mean(rule):
    """Two agree on 1, 2, 3 and a third puts the last far ahead: what counts distance follows the third."""
    hall = fill(3, 3)
    score(hall, lambda j, i: 1 + 8 * (i == 3) if j == 3 else 5 - i)
    hall.event.scoring_rule = rule

    table = standings(hall.event)

    places = {team.number: team.place for team in table.teams}
    by_distance = {3: 1, 1: 2, 2: 3}
    counts_distance = rule in {"corrected_mean", "raw_mean", "trimmed_mean"}
    assert places == (by_distance if counts_distance else {1: 1, 2: 2, 3: 3})
    assert [team.differs for team in table.teams] == [not counts_distance] * 3


def test_the_first_points_fix_the_version_of_the_rule():
    event = fill(1, 1).event
    assert standings(event).version is None

    event.lock_rule(DAY)

    assert standings(Event.objects.get(pk=event.pk)).version == RULE_VERSION
