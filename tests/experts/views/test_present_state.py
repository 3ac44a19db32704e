"""The state of the sheets, printed at any minute: what a day that goes on with paper goes on from."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Enrolment, Event
from experts.models import PaperEntry, Presence, ScoreSheet
from experts.pages.own_sheets import own_sheets_page
from experts.pages.present_state import present_state
from experts.reports.cells import CellState
from tests.cast import as_organizer, gather
from tests.experts.hall import fill, give, pass_of, text_of, without_figures
from tests.factories import (
    DAY,
    DefenseFactory,
    MembershipFactory,
    PanelFactory,
    RoomFactory,
    RunItemFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db


def state(hall, *, may_see_points=False):
    event = Event.objects.get(pk=hall.event.pk)
    return present_state(event, at=DAY, may_see_points=may_see_points)


def entered_once(hall, expert: int, team: int) -> PaperEntry:
    return PaperEntry.objects.create(
        seat=hall.seats[expert],
        defense=hall.defenses[team],
        by=MembershipFactory(event=hall.event).user,
        rubric_version=1,
        points={"whole": "7"},
        at=DAY,
    )


def opened(hall, expert: int, **fields) -> Enrolment:
    card = pass_of(hall.seats[expert])
    return Enrolment.objects.create(card=card, opened_at=DAY, entered_at=DAY, **fields)


@pytest.fixture
def cast(db):
    return gather()


def printed(client, event) -> str:
    response = client.get(reverse("organizer:scoring_print", args=[event.slug]))
    return " ".join(response.content.decode().split())


def test_every_cell_says_how_far_it_is_and_who_still_has_to_give_what():
    hall = fill(2, 4)
    hall.give(1, 1, 8)
    hall.give(1, 2, 8, state=ScoreSheet.State.DRAFT)
    hall.recuse(1, 3)
    Presence.objects.create(seat=hall.seats[2], defense=hall.defenses[4], kind=Presence.Kind.ABSENT)
    entered_once(hall, 1, 4)

    page = state(hall)
    [table] = page.tables

    first, second = table.rows
    assert [cell.state for cell in first.cells] == [
        CellState.SUBMITTED,
        CellState.DRAFT,
        CellState.RECUSED,
        CellState.NOT_DUE,
    ]
    assert [cell.is_on_paper for cell in first.cells] == [False, False, False, True]
    assert second.cells[3].state == CellState.ABSENT
    assert (first.to_give, second.to_give) == ("2", "1, 2, 3")
    assert (page.paper_count, page.progress.submitted_count) == (1, 1)


def test_the_sheets_of_paper_that_are_still_to_be_given_print_alone(client):
    hall = fill(2, 3)
    hall.give(1, 1, 8)
    hall.give(1, 2, 8, state=ScoreSheet.State.DRAFT)
    hall.recuse(2, 1)
    entered_once(hall, 2, 2)
    owner = as_organizer(client, MembershipFactory(event=hall.event).user)
    address = reverse("organizer:paper_sheets", args=[hall.event.slug])

    due = owner.get(address, {"due": "on"}).context["page"].sheets

    told = [(each.seat.order, each.defense.project.number) for each in due]
    assert told == [(1, 2), (1, 3), (2, 3)]
    assert [row.to_give for row in state(hall).tables[0].rows] == ["2, 3", "3"]
    assert f'href="{address}?due=on"' in printed(owner, hall.event)


def test_the_mark_is_the_one_that_the_expert_reads_on_the_own_tablet():
    hall = fill(1, 2)
    for team in hall.defenses:
        hall.give(1, team, 8)
    seat = hall.seats[1]

    cells = state(hall).tables[0].rows[0].cells

    own = own_sheets_page(seat.person, [seat]).tables[0].columns
    assert [cell.mark for cell in cells] == ["".join(each.hash_halves) for each in own]
    assert cells[0].mark != cells[1].mark
    assert all(re.fullmatch("[0-9a-f]{8}", cell.mark) for cell in cells)


def test_no_points_stand_there_before_the_close(client):
    hall = fill(1, 1)
    without_figures(hall)
    hall.give(1, 1, 9)
    owner = as_organizer(client, MembershipFactory(event=hall.event).user)

    before = printed(owner, hall.event)
    Event.objects.update(scoring_closed_at=DAY)
    after = printed(owner, hall.event)

    assert re.findall(r"\b90\.0\b|\b9\b", text_of(before)) == []
    assert "No points are shown here." in before
    assert "<b>90.0</b>" in after  # the negative control
    assert "No points are shown here." not in after


def test_after_the_close_points_are_for_who_sees_results(cast):
    give(cast.emil, cast.defense, {"research": "8", "answers": "8"})
    Event.objects.update(scoring_closed_at=DAY)

    to_owner = printed(as_organizer(Client(), cast.olga), cast.event)
    to_host = printed(as_organizer(Client(), cast.hana), cast.event)

    assert "<b>80.0</b>" in to_owner
    assert "submitted" in to_host
    assert "80.0" not in to_host


def test_what_does_not_count_has_no_points_after_the_close():
    hall = fill(1, 1)
    hall.give(1, 1, 8)
    Presence.objects.create(seat=hall.seats[1], defense=hall.defenses[1], kind=Presence.Kind.ABSENT)
    Event.objects.update(scoring_closed_at=DAY)

    [cell] = state(hall, may_see_points=True).tables[0].rows[0].cells

    assert (cell.state, cell.total) == (CellState.NOT_COUNTED, "")


def test_a_sheet_says_when_it_was_saved_and_whether_from_paper():
    hall = fill(1, 2)
    revision = hall.give(1, 1, 8).sheetrevision_set.get()
    hall.give(1, 2, 8)
    for _ in range(2):
        entry = entered_once(hall, 1, 1)
        PaperEntry.objects.filter(pk=entry.pk).update(points=revision.points)
    PaperEntry.objects.update(revision=revision, outcome=PaperEntry.Outcome.STORED)

    first, second = state(hall).tables[0].rows[0].cells

    assert (first.is_from_paper, second.is_from_paper) == (True, False)
    assert first.saved.endswith(", revision 1")


def test_each_tablet_says_what_waits_on_it():
    hall = fill(4, 1)
    opened(hall, 1, last_seen_at=DAY, unsent_count=3)
    opened(hall, 2)
    opened(hall, 3, last_seen_at=DAY, unsent_count=5, ended_at=DAY, why="guessed")

    page = state(hall)

    told = [row.tablet for row in page.tables[0].rows]
    assert told[0].startswith("unsent: 3, at ")
    assert told[1:] == ["the tablet has said nothing yet", "no tablet", "no tablet"]
    assert page.unsent_count == 3
    cards = [row.card for row in page.tables[0].rows]
    assert cards == [*(pass_of(hall.seats[n]).mark for n in (1, 2, 3)), ""]


def test_rooms_and_many_teams_stand_in_tables_of_their_own():
    hall = fill(1, 12)
    room = RoomFactory(event=hall.event, name="Blue", is_default=False)
    SeatFactory(panel=PanelFactory(room=room), order=1)
    line = RunItemFactory(room=room, order=1)
    DefenseFactory(project__event=hall.event, project__number=13, run_item=line)

    tables = state(hall).tables

    assert [[each.number for each in table.columns] for table in tables] == [
        [*range(1, 11)],
        [11, 12],
        [13],
    ]
    assert [len(table.rows) for table in tables] == [1, 1, 1]
    assert tables[2].room == "Blue"


def test_the_printed_page_is_read_by_members_alone(cast):
    give(cast.emil, cast.defense, {"research": "8", "answers": "8"})

    page = printed(as_organizer(Client(), cast.olga), cast.event)

    assert "1. Clara" in page
    assert "state-cell--recused" in page
    assert "Submitted: <b>1</b> of 2" in page
    assert f'href="{reverse("organizer:scoring_print", args=[cast.event.slug])}"' in (
        as_organizer(Client(), cast.olga)
        .get(reverse("organizer:scoring", args=[cast.event.slug]))
        .content.decode()
    )
