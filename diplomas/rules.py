"""What the wording of a diploma may be (see events/rules.py).

Flaw: a design that leaves the diploma no room for the longest name, topic, position, course and
organiser that may be entered. Measured as it is printed, at the smallest sizes.
Flaw: a placeholder that stands for nothing, and words that make the paper one of the state.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from diplomas.columns import Together
from diplomas.fitting import LEADING, LINE, PAGE_HEIGHT, SHARES, SMALLEST, Closer
from diplomas.record import LONGEST_AWARD, DiplomaRecord, filled_in, in_capitals
from events import validators as events
from events.rules import Flaw
from projects.validators import project_topic

# A wide letter of a name; and a sign that is wider than a text may hold of such, and that is borrowed.
WIDE, WIDEST = "Щ", "⚮"
WIDEST_EM: Final = 1.2
# A letter of common words.
ORDINARY, ORDINARY_EM = "о", 0.56
ORDINARY_NAME: Final = " ".join([ORDINARY * 9] * 4)
SHARE_OF_THREE: Final = 0.5
# A name in two lines at most, spelt otherwise in each language.
NAMES_IN_LANGUAGES: Final = tuple(f"{letter} {WIDE * 20} {WIDE * 18}" for letter in "АБВ")
TEXTS: Final = ("title", "lead", "before_topic", "after_topic")
LONGEST_DAYS: Final = "2019 жылғы 30 қыркүйек – 2020 жылғы 30 қыркүйек"
LONGEST_SUPERVISED_BY: Final = "Руководители проекта"
QUOTES_AND_COMMA: Final = 2
WIDEST_NAME: Final = " ".join([WIDEST * 6] * 14)
# More of them are printed too; only around the fullest design in letters below the smallest.
SUPERVISORS_WITH_ROOM: Final = 3
LONGEST_HOURS: Final = "Бағдарлама көлемі: 2000 академиялық сағат"
IN_BRACES: Final = re.compile(r"\{[^{}]*\}|[{}]")
OF_THE_STATE: Final = re.compile(
    r"государственн\w*\s+образ[ец]|гос\.?\s*образ[ец]|мемлекеттік\s+үлгі|state[\s-]+(sample|standard|recogni[sz]ed)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The texts of a design in its language, as they are entered, and its titles in the others; those that stand
    beside them on the same page."""

    language: str
    title: str
    other_titles: Sequence[str]
    lead: str
    before_topic: str
    after_topic: str
    signatories: Sequence[tuple[str, str]]
    hours: int = 0
    beside: "Sequence[Wording]" = ()


def text_flaws(place: str, text: str, placeholders: Sequence[str]) -> Iterator[Flaw]:
    """Of one text in one language."""
    unknown = [found for found in IN_BRACES.findall(text) if found not in placeholders]
    if unknown:
        reason = _("%(found)s stands for nothing. What is filled in: %(known)s.")
        yield Flaw(place, reason % {"found": unknown[0], "known": ", ".join(placeholders)})
    if OF_THE_STATE.search(text):
        yield Flaw(
            place,
            _("The document is the organizer's own: it must not say that it is of a state sample."),
        )


def wording_flaws(wording: Wording) -> Iterator[Flaw]:
    over = smallest_height(wording) - PAGE_HEIGHT
    if over > 0:
        reason = _(
            "Even in the smallest letters a diploma with these words has no room for the longest names"
            " and topics. Lines too many: %(lines)s."
        )
        lines = math.ceil(over / (SMALLEST * LEADING))
        yield Flaw(longest_place(wording), reason % {"lines": lines})


def longest_place(wording: Wording) -> str:
    """The longest of its texts, with its language: `lead.ru`."""
    every = (wording, *wording.beside)
    sizes = {f"{name}.{each.language}": len(text) for each in every for name, text in _texts(each)}
    return max(sizes, key=lambda place: sizes[place])


def _texts(wording: Wording) -> Iterator[tuple[str, str]]:
    yield from ((name, getattr(wording, name)) for name in TEXTS)
    yield "signatories", "".join(office + name for office, name in wording.signatories)


def smallest_height(wording: Wording) -> float:
    if wording.beside:
        return Together(fullest_record(wording), SHARES[-1]).height
    return Closer(widest_record(wording), SHARES[-1]).height


def widest_record(wording: Wording, around: "Around | None" = None) -> DiplomaRecord:
    """This design around the widest of everything else."""
    around = around or Around()
    given = {
        "programme": around.text(events.event_course.longest),
        "chair": WIDEST_NAME,
        "award": around.text(LONGEST_AWARD),
    }
    after = [filled_in(wording.after_topic, given), LONGEST_HOURS if wording.hours else ""]
    return replace(
        _widest_around(around),
        kind=in_capitals(wording.title),
        kinds=" · ".join(wording.other_titles),
        lead=wording.lead,
        before_topic=tuple(filter(None, [filled_in(wording.before_topic, given)])),
        after_topic=tuple(filter(None, after)),
        signatories=tuple((role, filled_in(name, given)) for role, name in wording.signatories),
    )


def fullest_record(wording: Wording) -> DiplomaRecord:
    """The same in several languages, around everything else in ordinary letters: at its full length in two of them, at half
    of it in three. What is longer or wider in every language is printed below the smallest sizes.
    """
    around = Around(ORDINARY, ORDINARY_EM, 1.0 if len(wording.beside) == 1 else SHARE_OF_THREE)
    main, *others = (
        replace(widest_record(each, around), name=name, supervisors=(ORDINARY_NAME,), kinds="")
        for each, name in zip((wording, *wording.beside), NAMES_IN_LANGUAGES, strict=False)
    )
    return replace(main, beside=tuple(others))


def _widest_around(around: "Around") -> DiplomaRecord:
    """What a person, a team and an event may bring, without the words of a design."""
    note = events.person_position.longest + events.person_organisation.longest + QUOTES_AND_COMMA
    return DiplomaRecord(
        issuer=around.text(events.event_organiser.longest),
        kind="",
        lead="",
        name=f"{WIDE * 20} {WIDE * 20}",
        name_note=around.text(note),
        topic=around.text(project_topic.longest + QUOTES_AND_COMMA),
        supervised_by=LONGEST_SUPERVISED_BY,
        supervisors=(WIDEST_NAME,) * SUPERVISORS_WITH_ROOM,
        number="2019/0000",
        place_and_date=f"{around.text(events.event_city.longest)} · {LONGEST_DAYS}",
        code="0" * 12,
        verify_url="",
        language="",
        title="",
    )


@dataclass(frozen=True)
class Around:
    """The letters of what stands around a design, how wide they are, and the share of its full length."""

    letter: str = WIDEST
    em: float = WIDEST_EM
    share: float = 1.0

    def text(self, longest: int) -> str:
        """As many letters in words of the length that leaves most of each line empty."""
        letters, word = math.floor(longest * self.share), math.ceil(LINE / SMALLEST / 6 / self.em)
        return (f"{self.letter * word} " * letters)[:letters].rstrip()
