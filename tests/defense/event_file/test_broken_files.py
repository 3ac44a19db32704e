"""Files broken in many ways: each is refused with the place and a reason a person understands."""

import json
from typing import Any

import pytest

from defense.event_file import LARGEST, BadEventFile, read_event_file
from events.rules import Flaw
from tests.defense.event_file.breakages import CHANGED
from tests.defense.event_file.documents import (
    DEMO_BYTES,
    DEMO_DOCUMENT,
    DIPLOMA,
    Change,
    changed,
    drop,
    put,
)

DEMO_TEXT = DEMO_BYTES.decode()


def flaws_of(data: bytes) -> list[Flaw]:
    with pytest.raises(BadEventFile) as refusal:
        read_event_file(data)
    return refusal.value.errors


def with_text(old: str, new: str) -> bytes:
    """The demo file with one piece of its text replaced."""
    assert old in DEMO_TEXT
    return DEMO_TEXT.replace(old, new, 1).encode()


UNREADABLE: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "the file", "empty"),
    "only spaces": (b" \n\t ", "the file", "empty"),
    "20 MB of nothing": (b" " * 20_000_000, "the file", "larger than 5 MB"),
    "one byte too many": (b" " * (LARGEST + 1), "the file", "larger than 5 MB"),
    "UTF-16": (DEMO_TEXT.encode("utf-16"), "the file", "UTF-16"),
    "UTF-16 without mark": (DEMO_TEXT.encode("utf-16-le"), "the file", "UTF-16"),
    "UTF-32": (DEMO_TEXT.encode("utf-32-be"), "the file", "UTF-16 or UTF-32"),
    "Windows-1251": ('{\n"a": "Шымкент"}'.encode("cp1251"), "the file", "line 2"),
    "half a letter": (b'{"a": "\xd0"}', "the file", "not UTF-8"),
    "not JSON": (b"event: Shymkent", "line 1, column 1", "not JSON"),
    "comma too many": (b'{\n  "format": "qorgau-event",\n}', "line 3, column 1", "comma"),
    "colon missing": (b'{"format" "qorgau-event"}', "line 1, column 11", "colon"),
    "cut off": (DEMO_BYTES[: DEMO_BYTES.index(b"Shymkent")], "line", "closing quotation mark"),
    "cut off after a comma": (b'{"version": 1,', "line 1, column", "ends here"),
    "two documents": (b"{} {}", "line 1, column 4", "nothing may follow"),
    "text over two lines": (b'{"format": "qorgau\nevent"}', "line 1, column 19", "end of a line"),
    "strange backslash": (b'{"format": "\\q"}', "line 1, column 13", "backslash"),
    "comment": (b"// event\n{}", "line 1, column 1", "not JSON"),
    "nested too deep": (b"[" * 100_000, "the file", "more than 20 levels"),
    "a text without an end": (b'{"a": "' + b'\\"' * 1_000_000, "line 1", "closing quotation mark"),
    "deep but closed": (b'{"a":' * 50 + b"1" + b"}" * 50, "the file", "more than 20 levels"),
    "a list": (b"[]", "the file", "not a list"),
    "a text": (b'"event"', "the file", "not a text"),
    "a number": (b"12", "the file", "not a number"),
    "null": (b"null", "the file", "not null"),
}


def test_a_byte_order_mark_at_the_start_is_taken():
    assert read_event_file(b"\xef\xbb\xbf" + DEMO_BYTES) == read_event_file(DEMO_BYTES)


RAW: dict[str, tuple[bytes, str, str]] = {
    "key twice": (with_text('"version": 1,', '"version": 1, "version": 1,'), "version", "twice"),
    "key twice inside": (
        with_text('"key": "irina-smirnova",', '"key": "x", "key": "irina-smirnova",'),
        "people[0].key",
        "twice",
    ),
    "NaN": (
        with_text('"percent": 79.1', '"percent": NaN'),
        "projects[3].findings[0].percent",
        "NaN",
    ),
    "infinity": (
        with_text('"trainees_stated": 80', '"trainees_stated": Infinity'),
        "event.trainees_stated",
        "Infinity",
    ),
    "5,000 digits": (
        with_text('"trainees_stated": 80', '"trainees_stated": ' + "9" * 5_000),
        "event.trainees_stated",
        "too long",
    ),
    "exponent": (
        with_text('"percent": 79.1', '"percent": 7.91e1'),
        "projects[3].findings[0].percent",
        "without an exponent",
    ),
    "half of a pair": (
        with_text('"name": "Irina Smirnova"', '"name": "Irina \\ud83d"'),
        "people[0].name",
        "U+D83D",
    ),
    "text twice in a language": (
        with_text('"en": "Shymkent",', '"en": "Shymkent", "en": "Aktobe",'),
        "event.city.en",
        "twice",
    ),
    "endless decimals": (
        with_text('"percent": 79.1', '"percent": 79.10000000000000000001'),
        "projects[3].findings[0].percent",
        "too long",
    ),
}


@pytest.mark.parametrize("name", [*UNREADABLE, *RAW])
def test_a_file_that_cannot_be_read_is_refused_with_one_place(name):
    data, place, fragment = (UNREADABLE | RAW)[name]

    [flaw] = flaws_of(data)

    assert flaw.place.startswith(place)
    assert fragment in flaw.sentence


@pytest.mark.parametrize("name", CHANGED)
def test_a_broken_fact_is_named_by_its_place_and_nothing_else_is(name):
    changes, place, fragment = CHANGED[name]

    flaws = flaws_of(changed(*(changes if isinstance(changes, list) else [changes])))

    assert [flaw.place for flaw in flaws] == [place]
    assert fragment in flaws[0].sentence


def test_every_error_is_named_at_once():
    data = changed(
        put("event.slug", "Shymkent 2019"),
        put("panel[4].role", "chair"),
        put("projects[3].members[2].person", "balkan-kasimov"),
        put("projects[3].members[3].name", "Zhanna"),
        drop("draw.questions[2].answer"),
        put("winner", 4),
    )

    places = [flaw.place for flaw in flaws_of(data)]

    assert places == [
        "projects[3].members[3].name",
        "winner",
        "event.slug",
        "draw.questions[2].answer",
        "projects[3].members[2].person",
        "panel[4].role",
    ]


def test_a_person_that_cannot_be_read_does_not_make_every_reference_an_error():
    flaws = flaws_of(changed(put("people[0].key", 1)))

    assert [flaw.place for flaw in flaws] == ["people[0].key"]


def test_people_that_the_file_speaks_of_and_does_not_have_are_named_one_by_one():
    flaws = flaws_of(changed(put("people", [])))

    assert {flaw.place.split("[")[0] for flaw in flaws} == {
        "run",
        "projects",
        "panel",
        "disclosures",
    }
    assert all("Nobody in people" in flaw.sentence for flaw in flaws)


def test_a_misspelt_key_is_not_reported_as_a_missing_value_of_another_rule():
    data = changed(drop("run[4].project"), put("run[4].projekt", 1))

    assert [flaw.place for flaw in flaws_of(data)] == ["run[4].projekt"]


def test_a_misspelt_required_key_names_both_the_wrong_and_the_missing_one():
    data = changed(drop("event.title"), put("event.titel", "Day"))

    assert [flaw.place for flaw in flaws_of(data)] == ["event.titel", "event.title"]


def test_a_flood_of_errors_is_cut_short():
    flaws = flaws_of(changed(put("people", [{"name": 1} for _number in range(2_000)])))

    assert len(flaws) == 501
    assert flaws[-1].place == "the file"


def test_a_thousand_unknown_keys_are_counted():
    flaws = flaws_of(changed(put("event.source", {}), *_unknown_keys(1_000)))

    assert len(flaws) == 21
    assert "1001 keys" in flaws[-1].sentence


def _unknown_keys(count: int) -> list[Change]:
    return [put(f"event.zz{number}", number) for number in range(count)]


def test_the_refusal_reads_as_lines_of_place_and_reason():
    with pytest.raises(BadEventFile) as refusal:
        read_event_file(changed(drop("event.title"), drop("event.city")))

    assert str(refusal.value) == "event.title: This is missing.\nevent.city: This is missing."


def test_no_change_leaves_a_good_file():
    document: dict[str, Any] = json.loads(changed())

    assert document == DEMO_DOCUMENT
    assert read_event_file(changed()) == read_event_file(DEMO_BYTES)


@pytest.mark.parametrize(
    "place",
    [
        "event.title",
        "event.course",
        "event.organiser",
        "event.place",
        "event.city",
        "people[0].printed_names.kk",
        "people[0].position",
        "people[0].organisation",
        "projects[0].topic",
        "diploma.title",
        "diploma.lead",
        "diploma.before_topic",
        "diploma.after_topic",
        "diploma.signatories[0].role",
        "diploma.signatories[0].name",
    ],
)
def test_a_letter_that_no_document_can_show_is_refused_where_it_stands(place):
    whole = [put("diploma", DIPLOMA), put("people[0].printed_names", {"kk": "Ирина"})]

    assert flaws_of(changed(*whole, put(place, "Тақырып ነ"))) == [
        Flaw(
            place,
            "This cannot be printed on a document: ነ (U+1290 ETHIOPIC SYLLABLE NA). Write it otherwise.",
        )
    ]


@pytest.mark.parametrize("place", ["projects[0].abstract", "people[0].note"])
def test_texts_of_pages_alone_may_hold_any_letter(place):
    read_event_file(changed(put(place, "Тақырып ነ 🎓")))
