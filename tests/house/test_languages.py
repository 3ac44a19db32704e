"""Pages in Kazakh and Russian show no English of ours: every page of the table of doors, to each of the cast."""

import json
import re
from datetime import UTC, date, datetime
from functools import cache
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from events.models import Event
from tests.house.catalogues import PLACEHOLDER, sources
from tests.house.doors import Door
from tests.house.doors_table import ACCOUNT_DOORS, DOORS
from tests.house.scene import Scene, set_scene
from tests.house.test_catalogues import THE_SAME_EVERYWHERE
from tests.house.test_doors import client_of

pytestmark = pytest.mark.once("what is read on a page is of no engine")

LATIN = re.compile("[A-Za-z]")
ITS_OWN_NAME = {"English"}  # the switch names each language in itself
IN_ENGLISH = {"p", "textarea"}
READERS = ("stranger", "tia", "emil", "rita", "clara", "olga", "hana")
# What no catalogue holds is English in both languages, and test_catalogues asks that it holds all else in each.
READERS_OF = {"kk": READERS, "ru": ("stranger", "tia", "clara", "olga")}
SEEN_ATTRIBUTES = {"alt", "aria-label", "content", "data-label", "placeholder", "title"}
CODES = {"readers"}  # the script shows the words that stand beside them
PAGES = {name: door for name, door in {**DOORS, **ACCOUNT_DOORS}.items() if "GET" in door.answers}
NO_PAGE = {"login", "card", "on", "401"}  # as test_doors has found


class Texts(HTMLParser):
    """What a reader sees or hears of a page, piece by piece, with the words handed to its script."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._is_data = False
        self._is_hidden = False
        self._is_english = False  # a letter or a field of organizers, in each language of the event

    def handle_starttag(self, tag, attrs):
        self._is_data = tag == "script" and ("type", "application/json") in attrs
        self._is_hidden = tag in {"script", "style"} and not self._is_data
        self._is_english |= tag in IN_ENGLISH and ("lang", "en") in attrs
        self.pieces += [value for name, value in attrs if name in SEEN_ATTRIBUTES and value]

    def handle_endtag(self, tag):
        self._is_data = self._is_hidden = False
        self._is_english &= tag not in IN_ENGLISH

    def handle_data(self, data):
        if self._is_data:
            self.pieces += strings_in(json.loads(data))
        elif not self._is_hidden and not self._is_english:
            self.pieces.append(data)


def strings_in(value) -> list[str]:
    if isinstance(value, dict):
        told = [each for key, each in value.items() if not (key in CODES and isinstance(each, str))]
        return strings_in(told)
    if isinstance(value, list):
        return [text for each in value for text in strings_in(each)]
    return [value] if isinstance(value, str) else []


def pieces_of(page: str) -> list[str]:
    texts = Texts()
    texts.feed(page)
    return [
        " ".join(part.split())
        for text in texts.pieces
        for part in text.split(" · ")
        if part.strip()
    ]


@cache
def english() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Short strings as a whole piece, long ones anywhere in it."""
    texts = (
        {text for entry in sources() for text in entry.english} - THE_SAME_EVERYWHERE - ITS_OWN_NAME
    )
    shapes = {
        text: shape_of(text) for text in texts if re.search("[a-z]", PLACEHOLDER.sub("", text))
    }
    long = [shape for text, shape in shapes.items() if len(PLACEHOLDER.sub("", text).split()) > 3]
    return re.compile("|".join(shapes.values()), re.IGNORECASE), re.compile("|".join(long))


def shape_of(text: str) -> str:
    words = PLACEHOLDER.split(" ".join(re.sub("<[^>]*>", "", text).split()))
    return r"[^<>]{1,80}?".join(re.escape(part) for part in words)


def english_in(page: str) -> list[str]:
    return [each for each in pieces_of(page) if LATIN.search(each) and is_english(each)]


@cache
def is_english(piece: str) -> bool:
    """Most pieces stand on many pages."""
    whole, anywhere = english()
    return bool(whole.fullmatch(piece) or anywhere.search(piece))


def pages_for(who: str) -> dict[str, Door]:
    """Those that answer this one with a page; a missing right has the same page everywhere, and is met once."""
    found, missing = {}, set()
    for name, door in PAGES.items():
        answer = door.answer(who, "GET")
        if answer not in NO_PAGE and (answer, door.right) not in missing:
            found[name] = door
        if answer == "403" and door.right:
            missing.add((answer, door.right))
    return found


def pages_seen_by(who: str, scene: Scene, language: str) -> dict[str, str]:
    """Every page that opens to this one of the cast, by its name."""
    seen = {}
    client = client_of(who, scene, Client(headers={"accept-language": language}))
    for name, door in pages_for(who).items():
        mark = transaction.savepoint()
        response = client.get(reverse(name, args=door.arguments(scene)))
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and response.status_code not in {301, 302}:
            seen[f"{name} {response.status_code}"] = response.content.decode()
        transaction.savepoint_rollback(mark)
    return seen


@pytest.fixture
def scene(db) -> Scene:
    """Whatever the data would say with one of our own words is said in Kazakh."""
    scene = set_scene(programme="Басқару")
    Event.objects.update(course="Басқару", organiser="Ұйым", city="Шымкент")
    scene.cast.event.refresh_from_db()  # a file that is made of it says the same
    return scene


@pytest.mark.parametrize("language", READERS_OF)
def test_no_page_shows_english_of_ours(language, scene):
    found = {
        f"{who} {name}": left
        for who in READERS_OF[language]
        for name, page in pages_seen_by(who, scene, language).items()
        if (left := english_in(page))
    }

    assert found == {}


def test_the_same_pages_in_english_are_found_out(scene):
    pages = pages_seen_by("hana", scene, "en")

    assert len(pages) > 20
    assert [name for name, page in pages.items() if not english_in(page)] == []


@pytest.mark.parametrize(
    ("language", "day", "short", "weekday", "moment", "number"),
    [
        ("kk", "2019\xa0ж. 30 қараша", "30.11.2019", "сенбі", "30 қараша, 09:05", "12\xa0345,5"),
        ("ru", "30 ноября 2019\xa0г.", "30.11.2019", "суббота", "30 ноября, 09:05", "12\xa0345,5"),
        ("en", "30 November 2019", "30.11.2019", "Saturday", "30 November, 09:05", "12,345.5"),
    ],
)
def test_dates_and_numbers_are_written_as_the_language_does(
    language, day, short, weekday, moment, number
):
    template = Template(
        '{{ day|date:"DATE_FORMAT" }}|{{ day|date:"SHORT_DATE_FORMAT" }}|{{ day|date:"l" }}'
        '|{{ at|date:"j E, H:i" }}|{{ number|floatformat:"1g" }}'
    )
    context = {
        "day": date(2019, 11, 30),
        "at": datetime(2019, 11, 30, 9, 5, tzinfo=UTC),
        "number": 12345.5,
    }

    with translation.override(language), timezone.override(UTC):
        shown = template.render(Context(context))

    assert shown.split("|") == [day, short, weekday, moment, number]
