"""The demo in three languages: no text is left out, and none says more or less than the English."""

import re

from defense.event_file import read_event_file
from events.texts import LANGUAGES, Translated, languages_of
from tests.defense.event_file.documents import DEMO_BYTES, changed, put
from tests.defense.event_file.languages import in_english, texts_of

DEMO = read_event_file(DEMO_BYTES)
TEXTS = dict(texts_of(DEMO))
TRANSLATED = {place: text for place, text in TEXTS.items() if isinstance(text, Translated)}
SPELLINGS = {
    note.text for note in in_english(DEMO).facts.notes if note.label == "Spelled in two ways"
}
# A name as the source spells it, a number, a name of the organiser's own: the same in every language.
EVERYWHERE = {
    "Irina Smirnova",
    "Kairat Nurtay",
    "Aigul Tekebaeva",
    "Almagul Kanagatova",
    "Erbol Ismailov",
    "AlmaU",
    "12",
    "80",
}
ALIKE_IN_KAZAKH_AND_RUSSIAN = {
    "Shymkent",
    "Time limits",
    "director",
    "Vice-Rector",
    "“Design Thinking Live”",
    "business trainer",
    "case",
}
ABBREVIATIONS = {"MBA", "STEAM", "SWOT", "IQ", "EQ", "BTS", "Z", "VI", "AlmaU"}
NAMES = {word for person in DEMO.people for word in person.name.split()} | {"Erbol", "Nurtai"}
NOTATIONS_OF_SCHOOLS = ["No", "school", "gymnasium"]
QUOTED = re.compile("«[^»]*»")
LATIN = re.compile("[A-Za-z]+")


def test_every_text_is_in_three_languages_or_a_name_or_a_number():
    one = {text for text in TEXTS.values() if isinstance(text, str)}
    some = {
        place for place, text in TRANSLATED.items() if set(languages_of(text)) != set(LANGUAGES)
    }

    assert len(TRANSLATED) > 300
    assert one == EVERYWHERE | SPELLINGS
    assert some == set()


def test_a_text_in_one_language_is_noticed():
    """The control: wherever a text may stand, one without its translation is found."""
    bare = changed(put("projects[0].topic", "Culture"), put("run[0].facts[1]", "Thanks"))

    found = dict(texts_of(read_event_file(bare)))

    assert (found["projects[0].topic"], found["run[0].facts[1]"]) == ("Culture", "Thanks")
    assert set(found) == set(TEXTS)


def test_no_english_word_is_left_in_a_translation():
    left = [
        word
        for text in TRANSLATED.values()
        for said in (text.kk, text.ru)
        for word in LATIN.findall(QUOTED.sub("", said))
        if word not in ABBREVIATIONS | NAMES
    ]

    assert left == 2 * NOTATIONS_OF_SCHOOLS


def test_the_numbers_of_a_text_are_those_of_the_source():
    told = {
        place: {language: re.findall(r"\d+", said) for language, said in languages_of(text).items()}
        for place, text in TRANSLATED.items()
    }

    assert {
        place: numbers
        for place, numbers in told.items()
        if len({tuple(sorted(each)) for each in numbers.values()}) > 1
    } == {}


def test_kazakh_is_not_russian():
    alike = {text.en for text in TRANSLATED.values() if text.kk == text.ru}

    assert alike == ALIKE_IN_KAZAKH_AND_RUSSIAN


def test_the_translation_is_told_for_ours():
    told = DEMO.facts.notes[-1].text

    assert "our own translation" in told.en
    assert "біздің аудармамыз" in told.kk
    assert "наш перевод" in told.ru
