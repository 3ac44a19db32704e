"""Whose sheet counts nothing adds no words to it: one table for the result, the tablet, the service and the database."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.utils import translation

from events.models import Event
from experts.errors import NoSheetOfYours
from experts.models import AddedWords, Presence, ScoreSheet, Seat, SetAside
from experts.pages.added_words import words_page
from experts.reports.grid import Grid
from experts.services.added_words import Added, add_words
from experts.team_page import team_page
from tests.experts.hall import Hall, close, fill, give, pass_of
from tests.experts.sealed_events import sealed_with, show
from tests.experts.services.test_added_words import inserted, record
from tests.experts.test_attacks import is_refused, take_all_guards_off
from tests.factories import (
    DAY,
    InterestFactory,
    PanelFactory,
    RoomFactory,
    SeatFactory,
    TeamMemberFactory,
)

pytestmark = pytest.mark.django_db
POINTS = {"whole": "8"}


def given(hall: Hall, state: str = ScoreSheet.State.SUBMITTED) -> ScoreSheet:
    return give(hall.seats[2], hall.defenses[1], POINTS, state)


def noted(hall: Hall, kind: str, **how: object) -> None:
    given(hall)
    Presence.objects.create(seat=hall.seats[2], defense=hall.defenses[1], kind=kind, **how)


def set_aside(hall: Hall) -> None:
    sheet = given(hall, ScoreSheet.State.SET_ASIDE)
    SetAside.objects.create(sheet=sheet, reason="the wrong team", at=DAY)


def recused(hall: Hall) -> None:
    given(hall, ScoreSheet.State.SET_ASIDE)
    hall.recuse(2, 1)


def tied(hall: Hall) -> None:
    given(hall, ScoreSheet.State.SET_ASIDE)
    InterestFactory(seat=hall.seats[2], project=hall.defenses[1].project)


def namesake(hall: Hall) -> None:
    given(hall, ScoreSheet.State.SET_ASIDE)
    project, name = hall.defenses[1].project, hall.seats[2].person.name
    TeamMemberFactory(project=project, order=1, person__name=name)


def of_another_room(hall: Hall) -> None:
    panel = PanelFactory(room=RoomFactory(event=hall.event, is_default=False))
    hall.seats[2] = SeatFactory(panel=panel, order=1)
    given(hall)


def of_a_secretary(hall: Hall) -> None:
    Seat.objects.filter(pk=hall.seats[2].pk).update(role=Seat.Role.SECRETARY)
    given(hall)


ABSENT = Presence.Kind.ABSENT
CASES: dict[str, tuple[Callable[[Hall], object], bool]] = {
    "given": (given, True),
    "late": (lambda hall: noted(hall, Presence.Kind.LATE), True),
    "left": (lambda hall: noted(hall, Presence.Kind.LEFT), True),
    "absent, let count": (lambda hall: noted(hall, ABSENT, counts_reason="heard it all"), True),
    "absent in a rehearsal": (lambda hall: noted(hall, ABSENT, is_rehearsal=True), True),
    "absent": (lambda hall: noted(hall, ABSENT), False),
    "no sheet": (lambda hall: None, False),
    "a draft": (lambda hall: given(hall, ScoreSheet.State.DRAFT), False),
    "set aside": (set_aside, False),
    "recused": (recused, False),
    "a tie that waits": (tied, False),
    "a namesake": (namesake, False),
    "another room": (of_another_room, False),
    "a secretary": (of_a_secretary, False),
}


@pytest.mark.sampled(14, "the guards of a sheet are each engine's own")
@pytest.mark.parametrize(("made", "counts"), CASES.values(), ids=CASES)
def test_words_are_added_to_a_sheet_that_counts_and_to_no_other(made, counts):
    hall = fill(experts=2, projects=1)
    made(hall)
    close(hall)
    seat, defense = hall.seats[2], hall.defenses[1]
    card = pass_of(seat)
    sheet = ScoreSheet.objects.filter(seat=seat, defense=defense).first()

    in_result = (defense.pk, seat.pk) in Grid(Event.objects.get(pk=hall.event.pk)).totals.totals
    seats = Seat.objects.filter(pk=seat.pk).select_related("person", "panel__room__event")
    on_page = bool(words_page(card.person, list(seats), DAY).cards)
    by_hand = sheet is not None and not is_refused(inserted(sheet.pk))
    try:
        added = Added(uuid4(), "So it was.", seen=int(by_hand))
        add_words(added, defense_id=defense.pk, held=card, at=DAY)
        is_taken = True
    except NoSheetOfYours:
        is_taken = False

    assert (in_result, on_page, by_hand, is_taken) == (counts,) * 4


def test_what_was_added_by_who_does_not_count_is_on_no_page_and_no_paper():
    """Rows of before the guard, put in past it: the page of the team asks the record."""
    hall = fill(experts=2, projects=1)
    Event.objects.filter(pk=hall.event.pk).update(words_days=3)
    member = TeamMemberFactory(project=hall.defenses[1].project, order=1).person
    give(hall.seats[1], hall.defenses[1], POINTS)
    noted(hall, ABSENT)
    close(hall)
    protocol = sealed_with(hall.event, hall.seats[1], record(hall))
    take_all_guards_off()
    for expert in (1, 2):
        AddedWords.objects.create(
            sheet=ScoreSheet.objects.get(seat=hall.seats[expert]),
            number=1,
            op_id=uuid4(),
            text=f"words of {expert}",
            readers="team",
            protocol=protocol,
            at=DAY,
        )
    show(hall.event, Event.Publishable.FEEDBACK)
    member.event.refresh_from_db()

    with translation.override("en"):
        [sheet] = team_page(member).sheets

    assert [each.text for each in sheet.after] == ["words of 1"]
