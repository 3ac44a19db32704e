"""What keeps a result from being believed is reached by an event, and said in one sentence in every language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils.translation import gettext, ngettext, override

from events.models import Event
from experts.methods import Method
from experts.models import Presence, ScoreSheet, SetAside
from experts.pages.methods import methods_page
from experts.pages.results import results_page
from experts.reports import Grid
from experts.reports.decision import decided
from experts.reports.methods import comparison
from tests.experts.hall import Hall, close, fill, score
from tests.factories import DAY

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("the reports are tried on both engines; a sentence is of none"),
]
LANGUAGES = ("kk", "ru", "en")


def disconnected() -> Hall:
    hall = fill(2, 2)
    hall.give(1, 1, 8)
    hall.give(2, 2, 7)
    return hall


def one_team_only() -> Hall:
    hall = fill(3, 3)
    score(hall, lambda j, i: 9 - i, except_for=[(3, 1), (3, 2)])
    return hall


def no_spread() -> Hall:
    hall = fill(3, 3)
    Event.objects.filter(pk=hall.event.pk).update(scoring_rule=Method.STANDARDISED)
    hall.event.refresh_from_db()
    score(hall, lambda j, i: 5 if j == 3 else 9 - i)
    return hall


def too_few() -> Hall:
    hall = fill(3, 2)
    score(hall, lambda j, i: 7 + (i == 1), except_for=[(2, 1), (3, 1)])
    return hall


def held_on_the_scale() -> Hall:
    hall = fill(2, 3)
    given = {(1, 1): 10, (1, 2): 5, (1, 3): 5, (2, 2): 9, (2, 3): 9}
    score(hall, lambda j, i: given[j, i], except_for=[(2, 1)])
    return hall


@dataclass(frozen=True)
class Rail:
    made: Callable[[], Hall]
    sentence: str
    told: Callable[[Hall], Mapping[str, Any]] = lambda _hall: {}
    plural: str = ""

    def said(self, hall: Hall) -> str:
        words = ngettext(self.sentence, self.plural, 1) if self.plural else gettext(self.sentence)
        return words % self.told(hall)


def name_of(hall: Hall, seat: int) -> str:
    return hall.seats[seat].person.name


RAILS = (
    Rail(disconnected, "No correction is possible."),
    Rail(
        one_team_only,
        "Scored one team only, and so say nothing about the order: %(names)s.",
        lambda hall: {"names": name_of(hall, 3)},
    ),
    Rail(no_spread, "gave every team the same total, which tells nothing of the order"),
    Rail(
        too_few,
        "Team %(number)s has %(count)s sheet only; a result needs %(needed)s.",
        lambda _hall: {"number": 1, "count": 1, "needed": 2},
        "Team %(number)s has %(count)s sheets only; a result needs %(needed)s.",
    ),
    Rail(
        held_on_the_scale,
        "The total expected from %(expert)s for team %(number)s lies outside the scale and counts as "
        "its end, 0 or 100.",
        lambda hall: {"expert": name_of(hall, 2), "number": 1},
    ),
)


def sentences(hall: Hall) -> str:
    """What stands in words on the page of the results and the one behind it."""
    grid = Grid(hall.event)
    page, behind = results_page(hall.event, decided(grid)), methods_page(comparison(grid))
    notes = [f"{note.verdict} {note.text}" for note in page.notes]
    return "\n".join([*notes, *page.explained, *(row.note for row in behind.experts)])


def closed(hall: Hall) -> Hall:
    close(hall)
    hall.event.refresh_from_db()
    return hall


@pytest.mark.parametrize("rail", RAILS, ids=lambda rail: rail.made.__name__)
def test_a_guard_rail_says_its_sentence_in_every_language(rail):
    hall, said = closed(rail.made()), set()

    for language in LANGUAGES:
        with override(language):
            said.add(rail.said(hall))
            assert rail.said(hall) in sentences(hall)

    assert len(said) == len(LANGUAGES)


def test_a_whole_table_says_none_of_them():
    hall = fill(3, 3)
    score(hall, lambda j, i: 9 - i - (j == 3))
    closed(hall)

    with override("en"):
        told = sentences(hall)

    assert [rail.sentence for rail in RAILS if rail.said(hall) in told] == []
    assert "a result needs" not in told
    assert "lies outside the scale" not in told


def test_no_two_kinds_of_emptiness_look_alike():
    """Recused, absent, set aside, not in yet, and a sheet of zero; each before a team of its own."""
    hall = fill(5, 6)
    recused, absent, aside, pending, zero = range(1, 6)
    score(
        hall,
        lambda j, i: 0 if (j, i) == (1, zero) else 6,
        except_for=[(1, recused), (1, absent), (1, pending)],
    )
    hall.recuse(1, recused)
    seat = hall.seats[1]
    Presence.objects.create(seat=seat, defense=hall.defenses[absent], kind=Presence.Kind.ABSENT)
    sheet = ScoreSheet.objects.get(seat=seat, defense=hall.defenses[aside])
    ScoreSheet.objects.filter(pk=sheet.pk).update(state=ScoreSheet.State.SET_ASIDE)
    SetAside.objects.create(sheet=sheet, reason="Meant for another team.", at=DAY)
    name = seat.person.name

    with override("en"):
        rows = {row.number: row for row in results_page(hall.event, decided(Grid(hall.event))).rows}

    looks = {n: (rows[n].without, rows[n].sheets, ": 0.0;" in rows[n].dots.label) for n in rows}
    assert looks == {
        recused: (f"without {name} (recused)", "4 of 4", False),
        absent: (f"without {name} (absent)", "4 of 4", False),
        aside: (f"without {name} (set aside)", "4 of 4", False),
        pending: ("", "4 of 5", False),
        zero: ("", "5 of 5", True),
        6: ("", "5 of 5", False),
    }
