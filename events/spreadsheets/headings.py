"""What the columns of a list of people mean, by their headings in Kazakh, Russian and English.

A heading is compared by its words: case, punctuation and what else it says ("полностью") do not
matter. A meaning that somebody gave a heading before wins over these.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.spreadsheets.table import Row, Table, letter_of

HEADINGS_WITHIN: Final = 30  # rows from the top
LONGEST_HEADING: Final = 120  # characters


class Meaning(TextChoices):
    """What a column says of a person; with a language at the end, in that language."""

    KEY = "key", _("Key, by which Qorgau knows the person")
    NAME = "name", _("Whole name")
    FAMILY = "family_name", _("Family name")
    GIVEN = "given_name", _("Given name")
    PATRONYMIC = "patronymic", _("Patronymic")
    PRINTED_KK = "printed_names_kk", _("Name on the diploma, in Kazakh")
    PRINTED_RU = "printed_names_ru", _("Name on the diploma, in Russian")
    PRINTED_EN = "printed_names_en", _("Name on the diploma, in English")
    ROLE = "role", pgettext_lazy("column of a spreadsheet", "Role")
    TEAM = "team", _("Number of the team")
    TOPIC = "topic", _("Topic of the project")
    TOPIC_KK = "topic_kk", _("Topic, in Kazakh")
    TOPIC_RU = "topic_ru", _("Topic, in Russian")
    TOPIC_EN = "topic_en", _("Topic, in English")
    POSITION = "position", _("Position")
    POSITION_KK = "position_kk", _("Position, in Kazakh")
    POSITION_RU = "position_ru", _("Position, in Russian")
    POSITION_EN = "position_en", _("Position, in English")
    WORK = "organisation", _("School or organisation")
    WORK_KK = "organisation_kk", _("School or organisation, in Kazakh")
    WORK_RU = "organisation_ru", _("School or organisation, in Russian")
    WORK_EN = "organisation_en", _("School or organisation, in English")
    CITY = "city", _("Town")
    EMAIL = "email", _("E-mail")
    NOTE = "note", _("Note for the organizers")


NAMES: Final = (Meaning.NAME, Meaning.FAMILY, Meaning.GIVEN)
_IN: Final = {
    "kk": re.compile(r"\b(kk|қаз\w*|каз|казах\w*|kaz|kazakh)\b"),
    "ru": re.compile(r"\b(ru|рус\w*|орыс\w*|rus|russian)\b"),
    "en": re.compile(r"\b(en|англ\w*|ағылшын\w*|eng|english)\b"),
}
_PRINTED: Final = re.compile(r"диплом|сертификат|diploma|certificate|грамот")
_PATRONYMIC: Final = re.compile(r"әкес\w* аты|отчеств|patronymic|middle name|father")
_FAMILY: Final = re.compile(r"\b(тег[іi]|фамил\w*|surname|family name|last name)\b")
_GIVEN: Final = re.compile(r"\b(аты|есімі|имя|given name|first name|forename)\b")
_FULL: Final = re.compile(r"\b(фио|ф и о|таж|аты жөн\w*|толық аты|full name)\b")
_SHORT: Final = re.compile(r"^(names?|есімдері)$")
# Columns of somebody else than whom the row is about, unless the list names nobody besides.
_OF_ANOTHER: Final = re.compile(
    r"руководител|жетекші|куратор|наставник|тәлімгер|директор|родител|ата ана|supervisor|mentor|principal|parent"
)
_WHOLE: Final = re.compile(
    r"\b(фио|ф и о|таж|аты жөн\w*|толық аты|full name|name|names|есімдері|участник\w*|қатысушы\w*|слушател\w*"
    r"|тыңдаушы\w*|эксперт\w*|сарапшы\w*|trainees?|participants?)\b"
)
# A team has a number and a topic; whatever else it is called stands for its topic.
_TITLE_OF_A_TEAM: Final = re.compile(
    r"\b(название|наименование|имя|атауы|аты|title|name)\b.*(команд|групп|\b(team|group)\b)"
    r"|(команд|групп|\b(топ\w*|тобы\w*|team|group)\b).*\b(название|наименование|имя|атауы|аты|title|name)\b"
)
_OF_A_PERSON: Final = re.compile(
    r"участник|член|слушател|капитан|лидер|қатысушы|мүше|тыңдаушы|\b(members?|participants?|trainees?|leader)\b"
)
# In this order: the first that is found in a heading is what it means.
_MEANINGS: Final = (
    (Meaning.KEY, re.compile(r"^(key|кілт|ключ)\b")),
    (
        Meaning.EMAIL,
        re.compile(r"\be ?mail|\bэл\w* (почт|пошт|адрес)|\b(почта|почты|пошта|пошталық|поштасы)\b"),
    ),
    (Meaning.POSITION, re.compile(r"лауазым|должност|қызметі|\b(position|job|post)\b")),
    (
        Meaning.TEAM,
        re.compile(
            r"команд|\bteam\b|\b(топ|тобы)\b|групп|\bgroup\b|номер проекта|жоба нөмірі|project (no|number)"
        ),
    ),
    (Meaning.TOPIC, re.compile(r"тақыры|\bтема|\btopic\b|проект|жоба|\bproject\b")),
    (
        Meaning.ROLE,
        re.compile(r"\bрөл|\bроль\b|\brole\b|статус|мәртебе|категори|\bstatus\b|кем является"),
    ),
    (
        Meaning.NOTE,
        re.compile(r"ескерт|заметк|примечан|\bnotes?\b|комментар|\bcomments?\b|түсініктеме"),
    ),
    (
        Meaning.WORK,
        re.compile(
            r"мекте[пб]|школ|\bschool\b|ұйым|организаци|мест\w* работ|жұмыс орны|organi[sz]ation|workplace|employer"
            r"|учрежден|мекеме"
        ),
    ),
    (
        Meaning.CITY,
        re.compile(r"\bқала|\bгород|\b(city|town)\b|елді мекен|насел[её]нн|аудан|район"),
    ),
)
_NUMBER: Final = re.compile(r"^(no|n|nr|#|(no )?(п п|р с|рс|пп)|номер|нөмірі|number)$")
_IN_LANGUAGES: Final = ("position", "organisation", "topic", "printed_names")


@dataclass(frozen=True)
class Reading:
    """Which row holds the headings, and what each column means; no meaning: it is left out."""

    heading: int
    meanings: Mapping[int, Meaning]

    @property
    def has_names(self) -> bool:
        return any(meaning in (*NAMES, Meaning.KEY) for meaning in self.meanings.values())


def plain_heading(text: object) -> str:
    """A heading by its words, as meanings are remembered by."""
    words = re.findall(r"[\w№#]+", unicodedata.normalize("NFKC", str(text)).casefold())
    return " ".join(words)[:LONGEST_HEADING]


def _words(text: str) -> str:
    return " ".join(re.findall(r"[\w№#]+", unicodedata.normalize("NFC", text).casefold()))


def meaning_of(text: str) -> Meaning | None:
    """What a heading says by itself."""
    said = _words(text)
    language = next((each for each, words in _IN.items() if words.search(said)), "")
    if _PRINTED.search(said):
        return Meaning(f"printed_names_{language}") if language else None
    if _TITLE_OF_A_TEAM.search(said) and not _OF_A_PERSON.search(said):
        return Meaning.TOPIC
    meaning = _name_of(said) or next(
        (each for each, words in _MEANINGS if words.search(said)), None
    )
    if meaning is None and _WHOLE.search(said):
        meaning = Meaning.NAME
    if meaning and language and meaning in _IN_LANGUAGES:
        return Meaning(f"{meaning}_{language}")
    return meaning


def _name_of(said: str) -> Meaning | None:
    rest = _PATRONYMIC.sub("", said)
    has_patronymic, has_family, has_given = rest != said, _FAMILY.search(rest), _GIVEN.search(rest)
    if _FULL.search(said) or (has_family and has_given):
        return Meaning.NAME
    if has_family:
        return Meaning.FAMILY
    if has_patronymic:
        return Meaning.NAME if has_given else Meaning.PATRONYMIC
    return Meaning.GIVEN if has_given else None


def says_no_family(text: str) -> bool:
    """Whether a heading of names speaks of the given name, and perhaps the patronymic, alone."""
    said = _words(text)
    is_of_parts = _PATRONYMIC.search(said) and _GIVEN.search(_PATRONYMIC.sub("", said))
    return bool(_SHORT.search(said) or (is_of_parts and not _FAMILY.search(said))) and not (
        _FULL.search(said)
    )


def is_numbering(text: str) -> bool:
    return bool(_NUMBER.match(plain_heading(text)))


def proposed(table: Table, remembered: Mapping[str, str], heading: int | None = None) -> Reading:
    """The row of the headings, or the one that was named, with what its columns mean."""
    if heading is not None and (row := table.row(heading)):
        return Reading(heading, _meanings(table, row, remembered))
    said = _said(table)
    readings = [
        (_weight(row, meanings, said), Reading(row.number, meanings))
        for row in table.rows[:HEADINGS_WITHIN]
        if not row.is_heading
        for meanings in [_meanings(table, row, remembered)]
    ]
    named = [each for each in readings if each[1].has_names] or readings
    first = table.rows[0].number if table.rows else 1
    return max(named, key=lambda each: each[0], default=((0, 0), Reading(first, {})))[1]


def _said(table: Table) -> Counter[tuple[int, str]]:
    """How often a column says a text, in rows that differ."""
    rows = {tuple((column, str(cell)) for column, cell in row.cells.items()) for row in table.rows}
    return Counter(cell for row in rows for cell in row)


def _weight(
    row: Row, meanings: Mapping[int, Meaning], said: Mapping[tuple[int, str], int]
) -> tuple[int, int]:
    """How many of the meanings stand in words alone that are said once; people are told with figures, and alike.

    Only of rows with none such the one of the most meanings.
    """
    texts = {column: _text_at(row, column) for column in meanings}.items()
    in_words = sum(said.get(cell, 0) == 1 and not re.search(r"\d", cell[1]) for cell in texts)
    return in_words, 0 if in_words else len(meanings)


def heading_keys(table: Table, row: Row) -> dict[int, str]:
    """What each column is remembered by: its heading, a second one of the same words, or its letter."""
    keys: dict[int, str] = {}
    for column in range(table.width):
        cell = row.at(column)
        key = (plain_heading(cell) if isinstance(cell, str) else "") or f"#{letter_of(column)}"
        keys[column] = f"{key} #{letter_of(column)}" if key in keys.values() else key
    return keys


def _meanings(table: Table, row: Row, remembered: Mapping[str, str]) -> dict[int, Meaning]:
    """Each meaning once, the first column that has it; what was remembered as left out is."""
    found: dict[int, Meaning] = {}
    numbering: list[int] = []
    short: list[int] = []
    for column, key in _own_columns_first(table, row):
        said, text = remembered.get(key), _text_at(row, column)
        meaning = meaning_of(text) if said is None else _chosen(said)
        if said is None and is_numbering(text):
            numbering.append(column)
        elif meaning and meaning not in found.values():
            found[column] = meaning
            short += [column] if said is None and says_no_family(text) else []
    found |= _given_names(found, short)
    return found | _number_of_team(table, row, found, numbering)


def _own_columns_first(table: Table, row: Row) -> list[tuple[int, str]]:
    """Columns with their keys; last those that speak of another than the row, such as its supervisor."""
    columns = heading_keys(table, row).items()
    return sorted(
        columns, key=lambda each: bool(_OF_ANOTHER.search(_words(_text_at(row, each[0]))))
    )


def _text_at(row: Row, column: int) -> str:
    cell = row.at(column)
    return cell if isinstance(cell, str) else ""


def _chosen(said: str) -> Meaning | None:
    return Meaning(said) if said in Meaning.values else None


def _given_names(found: Mapping[int, Meaning], short: Iterable[int]) -> dict[int, Meaning]:
    """A name that may be whole by its heading, and stands beside a column of family names."""
    if Meaning.FAMILY not in found.values() or Meaning.GIVEN in found.values():
        return {}
    return dict.fromkeys(short, Meaning.GIVEN)


def _number_of_team(
    table: Table, row: Row, found: Mapping[int, Meaning], numbering: Iterable[int]
) -> dict[int, Meaning]:
    """A column "№" numbers teams where it is merged as their topics are, and else the lines of the list."""
    has_topics = any(str(meaning).startswith("topic") for meaning in found.values())
    if not has_topics or Meaning.TEAM in found.values():
        return {}
    below = (column for column in numbering if table.merged_columns.get(column, 0) > row.number)
    return dict.fromkeys(islice(below, 1), Meaning.TEAM)
