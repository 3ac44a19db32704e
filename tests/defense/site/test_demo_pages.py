"""Guests of the demo read what happened; what is doubtful in its source is for organizers alone."""

import re

import pytest
from django.utils import timezone

from defense.demo import FILE
from defense.event_file import read_event_file
from defense.event_file.loading import load_event
from events.texts import Translated
from tests.defense.event_file.languages import in_english, texts_of
from tests.experts.hall import text_of

OF_THE_SOURCE = re.compile(
    r"\bthe (?:text|source|translation|expert list|guest list)\b|\b(?:not|only|is) (?:stated|mentioned|"
    r"given|reported|published|confirmed)\b|says so|\bText says\b|\bprobably\b|\bunclear\b|\bspelled\b"
    r"|\bspelling\b|\[sic\]|\(matches\)|\(computed\)|listed here|general knowledge|\bis broken\b",
    re.IGNORECASE,
)
# What the page itself says of a survey without its number.
OF_THE_PAGE = re.compile(r"Number of respondents(?: in all)?: not stated")
LANGUAGES = ("en", "kk", "ru")


@pytest.fixture
def demo(db):
    return load_event(read_event_file(FILE.read_bytes()), actor="test", at=timezone.now()).event


def translated():
    texts = dict(texts_of(read_event_file(FILE.read_bytes()))).values()
    return [text for text in texts if isinstance(text, Translated)]


def pages_in(client, event, language):
    for page in guests_pages(event):
        response = client.get(page, headers={"accept-language": language})
        yield text_of(response.content.decode())


def guests_pages(event):
    """The home page of the site leads to the first of these while there is one event."""
    yield f"/{event.slug}/"
    yield from (f"/{event.slug}/projects/{number}/" for number in range(1, 8))


@pytest.mark.once("what the demo's file says does not depend on the engine")
def test_guests_read_no_criticism_of_the_source(client, demo):
    found = []
    for page in guests_pages(demo):
        for language in LANGUAGES:
            response = client.get(page, headers={"accept-language": language})
            assert response.status_code == 200
            text = OF_THE_PAGE.sub("", text_of(response.content.decode()))
            said = OF_THE_SOURCE.findall(text)
            found += [(page, language, words) for words in said]

    assert found == []


@pytest.mark.once("what the demo's file says does not depend on the engine")
def test_guests_read_no_english_in_kazakh_and_russian(client, demo):
    of_the_demo = {text.en for text in translated() if text.en not in (text.kk, text.ru)}
    found = {
        language: {text for text in of_the_demo if text in page}
        for language in LANGUAGES
        for page in ["\n".join(pages_in(client, demo, language))]
    }

    assert (found["kk"], found["ru"]) == (set(), set())
    assert len(found["en"]) > 60


@pytest.mark.once("what the demo's file says does not depend on the engine")
def test_guests_read_that_the_first_team_was_asked(client, demo):
    html = client.get(f"/{demo.slug}/projects/1/").content.decode()

    assert "the team answered questions from experts" in text_of(html)


def test_what_organizers_read_of_the_source_is_known_for_it():
    """The control: the words that are looked for are those of the notes."""
    notes = [fact.text for fact in in_english(read_event_file(FILE.read_bytes())).facts.notes]

    known = [text for text in notes if OF_THE_SOURCE.search(text)]

    assert "Questions from experts are mentioned only for project 1." in notes
    assert len(known) >= 12
    assert OF_THE_SOURCE.search("(the only project for which the text says so)")
