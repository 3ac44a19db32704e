"""From valid rows to paper: whatever the columns take, together and at their limits, is one page."""

import bisect
import functools
import itertools
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from i18nfield.strings import LazyI18nString
from pydantic import ValidationError

from diplomas import rendering
from diplomas.entries import DesignEntry
from diplomas.exchange import _design_values
from diplomas.fitting import BREAK, SHARES, Closer, breakable, closer_settings, kind_size, text_size
from diplomas.models import Design
from diplomas.record import filled_in, in_capitals
from diplomas.rendering import Renderer
from diplomas.snapshots import Registration, Wording, record_of, take_snapshot
from diplomas.texts import default_design
from events.entry_base import flaws_in
from events.models import Event, Person
from events.pdf.faces import FACES_OF_TEXT, installed_face
from events.printing import POINTS_PER_MM, fitted_name, unprintable_letters
from projects.models import Project
from tests.diplomas.records import BARE
from tests.events.pdf.reading import text_of

REGISTRATION = Registration(
    number="2019/1044", code="7K3MQ9XBT4WD", verify_url="https://example.org/d/7K3MQ9XBT4WD"
)
WIDEST_NAME = f"{'Щ' * 19} {'Щ' * 18}"
INNER_FRAME = (17, 17, 280, 193)
"""In millimetres from the upper left corner of the page: what the border leaves."""
WORDS = {
    "ordinary words": "Мектептегі дарындылықты басқару және қолдау жүйесі ",
    "one word": "Ш",
    "words of half a line": "Щ" * 53 + " ",
    "words of a sixth of a line": "Щ" * 16 + " ",
    "words of a third of a column": "Щ" * 15 + " ",
    "the widest that is taken": "‰" * 6 + "Щ" * 9 + " ",
    "no space that breaks": "слово\u00a0",
    "borrowed letters": "ƏҦ→ễ ",
    "borrowed from the last face": "ნინო ԱրամჰԱ ",
    "borrowed and wide": "⚮" * 5 + "ЩЩЩЩЩЩЩЩ ễ",
}
SENTENCE = ("за публичную защиту проекта " * 70).strip()
CROWDED = {
    "language": "ru",
    "title": {"ru": "Ш" * 40, "kk": "Щ" * 20, "en": "W" * 20},
    "lead": "Ш" * 120,
    "before_topic": "за публичную защиту проекта",
    "after_topic": "в рамках программы «{programme}»",
    "signatories": [
        {"role": "Председатель экспертной группы", "name": "{chair}"},
        {"role": "Организатор"},
    ]
    * 2,
}


@pytest.fixture(scope="module")
def renderer():
    return Renderer()


def default_of(event):
    return default_design(event)


def crowded_of(event):
    return Design(event=event, **_design_values(DesignEntry.model_validate(CROWDED)))


class NothingIsTaken(Exception):
    """Not even the first letter."""


def longest(row, column, pattern):
    """A row's column filled with as much of the pattern as it takes."""
    field = row._meta.get_field(column)
    [validator] = [each for each in field.validators if hasattr(each, "longest")]
    whole = pattern * validator.longest

    def beginning(length):
        return whole[:length].strip(" \u00a0")

    lengths = range(1, validator.longest + 1)
    flawed = bisect.bisect_left(
        lengths, True, key=lambda length: bool(validator.flaw(beginning(length)))
    )
    if validator.flaw(beginning(flawed)):
        raise NothingIsTaken
    setattr(row, column, LazyI18nString(beginning(flawed)))


def full_record(pattern, design_of=default_of, name=WIDEST_NAME, supervisors=3):
    """What is printed when every text is as long as its column takes it."""
    event = Event(
        starts_on=date(2019, 9, 30), ends_on=date(2020, 9, 30), languages=["ru", "kk", "en"]
    )
    person, project = Person(name=name), Project()
    for row, columns in (
        (event, ("course", "organiser", "city")),
        (person, ("position", "organisation")),
        (project, ("topic",)),
    ):
        for column in columns:
            longest(row, column, pattern)
    Person._meta.get_field("name").run_validators(name)
    return record_of(
        take_snapshot(
            REGISTRATION,
            person=person,
            topics=[project.topic],
            wording=Wording(event, design_of(event), WIDEST_NAME),
            supervisors=[WIDEST_NAME] * supervisors,
        )
    )


def squeezed(text):
    return "".join(text.split())


def texts_of(record):
    signed = [text for pair in record.signatories for text in pair]
    return [
        record.issuer,
        record.kind,
        record.kinds,
        record.lead,
        record.name,
        record.name_note,
        *record.before_topic,
        record.topic,
        *record.after_topic,
        record.supervision,
        *signed,
        record.register,
    ]


def is_inside_the_frame(pdf):
    left, top, right, bottom = (side * POINTS_PER_MM for side in INNER_FRAME)
    page = pypdfium2.PdfDocument(pdf)[0]
    text = page.get_textpage()
    boxes = [text.get_charbox(index) for index in range(text.count_chars())]
    height = page.get_height()
    return all(
        left <= x1 and x2 <= right and top <= height - y2 and height - y1 <= bottom
        for x1, y1, x2, y2 in boxes
    )


@pytest.mark.parametrize(
    ("words", "design_of"),
    [*((words, crowded_of) for words in WORDS), ("ordinary words", default_of)],
)
def test_every_column_at_its_limit_is_printed_whole_on_one_page(renderer, words, design_of):
    record = full_record(WORDS[words], design_of)

    [pdf] = renderer.render([record])

    printed = squeezed(text_of(pdf))
    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert [text for text in texts_of(record) if squeezed(text) not in printed] == []
    assert is_inside_the_frame(pdf)


@pytest.mark.parametrize("words", WORDS)
def test_what_is_measured_to_fit_fits_on_paper(renderer, words):
    """Whatever the size: the lines of paper are never more than those that were measured."""
    record = full_record(WORDS[words], crowded_of)

    for closer in (*itertools.islice(closer_settings(record), 2), Closer(record, SHARES[-1])):
        page = replace(rendering._page(record), record=closer.printed, closer=closer)
        assert len(renderer._lay_out([page]).pages) == 1


def test_the_fullest_design_that_is_taken_holds_the_widest_of_everything_else(renderer):
    [pdf] = renderer.render([full_record(WORDS["the widest that is taken"], fullest_of)])

    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert is_inside_the_frame(pdf)


def test_as_many_supervisors_as_a_project_may_have_are_named_on_one_page(renderer):
    record = full_record(WORDS["ordinary words"], fullest_of, supervisors=20)

    [pdf] = renderer.render([record])

    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert is_inside_the_frame(pdf)
    assert squeezed(record.supervision) in squeezed(text_of(pdf))


def fullest_of(event):
    return Design(event=event, **_design_values(fullest_design()))


@functools.cache
def fullest_design():
    """One line more is refused."""
    designs = ({**CROWDED, "after_topic": "Ш" * length} for length in range(2_000, 0, -50))
    return DesignEntry.model_validate(next(design for design in designs if taken(design)))


def taken(design):
    try:
        DesignEntry.model_validate(design)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("words", WORDS)
def test_the_fullest_design_leaves_room_for_every_text(words):
    assert Closer(full_record(WORDS[words], fullest_of), SHARES[-1]).fits


letters = st.sampled_from(
    sorted(set().union(*(installed_face(each).letters for each in FACES_OF_TEXT)))
)
wide = st.sampled_from("ШЩЖЮWҦ@№‰—")
words = st.lists(
    st.text(letters, min_size=1, max_size=40) | st.text(wide, min_size=1, max_size=70),
    min_size=1,
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(words.map(lambda several: " ".join(several) + " "))
def test_whatever_the_columns_take_fits_at_the_smallest_size(pattern):
    try:
        record = full_record(pattern, fullest_of)
    except NothingIsTaken:
        return

    assert Closer(record, SHARES[-1]).fits


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("абвгдежзик", ["абвг", "дежз", "ик"]),
        ("абвг\u0301д", ["абвг\u0301", "д"]),
        ("абвг", ["абвг"]),
    ],
)
def test_a_letter_and_its_marks_are_not_parted(word, pieces):
    assert breakable(word).split(BREAK) == pieces


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_the_products_own_design_leaves_room(language):
    design = default_design(Event(languages=[language]))
    texts = {
        name: getattr(design, name).data
        for name in ("title", "lead", "before_topic", "after_topic")
    }
    signatories = [
        {key: value for key, value in each.items() if value} for each in design.signatories
    ]

    assert taken({"language": language, **texts, "signatories": signatories})


@pytest.mark.parametrize(
    ("texts", "place", "lines"),
    [
        ({"before_topic": SENTENCE, "after_topic": SENTENCE + " бы"}, "after_topic", 18),
        ({"title": "Диплом", "after_topic": "Ш" * 2_000}, "after_topic", 17),
        ({"signatories": [{"role": "Ш" * 200, "name": "{chair}"}] * 4}, "signatories", 12),
        ({"before_topic": "{programme} " * 19 + "{programme}"}, "before_topic", 55),
    ],
)
def test_a_design_that_leaves_no_room_is_refused_by_its_place_and_how_much(texts, place, lines):
    with pytest.raises(ValidationError) as refused:
        DesignEntry.model_validate({**CROWDED, **texts})

    [flaw] = flaws_in(DesignEntry, refused.value)
    assert flaw.place == place
    assert flaw.sentence == (
        "Even in the smallest letters a diploma with these words has no room for the longest names"
        f" and topics. Lines too many: {lines}."
    )


def test_the_largest_size_that_holds_the_text_comes_first():
    some, more = (next(closer_settings(full_record(text))) for text in ("ab ", "Щ" * 16 + " "))

    assert some.fits
    assert more.fits
    assert some.share > more.share
    assert not Closer(some.record, some.share + 0.05).fits


@pytest.mark.parametrize(
    ("title", "size"), [("ДИПЛОМ", 40), ("БЛАГОДАРСТВЕННОЕ ПИСЬМО", 40), ("Ш" * 60, 18)]
)
def test_a_title_is_set_smaller_before_a_word_of_it_breaks(title, size):
    assert kind_size(title, largest=40) == size


def test_a_long_word_of_a_title_stands_in_one_line():
    assert 18 < kind_size("ВЫСОКОКВАЛИФИЦИРОВАННЫЙ", largest=40) < 40


@pytest.mark.parametrize(
    ("title", "capitals"), [("Диплом", "ДИПЛОМ"), ("Groß", "GROSS"), ("ƒ ნ", "Ƒ ნ")]
)
def test_a_title_is_printed_in_the_capitals_that_the_faces_have(renderer, title, capitals):
    record = replace(BARE, kind=in_capitals(title))

    [pdf] = renderer.render([record])

    assert record.kind == capitals
    assert capitals in text_of(pdf)


def test_a_capital_of_every_letter_that_is_taken_can_be_printed():
    letters = "".join(sorted(installed_face(FACES_OF_TEXT[0]).letters))
    printable = "".join(each for each in letters if not unprintable_letters(each))

    assert unprintable_letters(in_capitals(printable)) == ""


def test_what_is_filled_in_is_not_filled_in_again():
    given = {"programme": "{chair} {chair}", "chair": "Clara"}

    assert filled_in("“{programme}”, {chair}, {else}", given) == "“{chair} {chair}”, Clara, {else}"


@pytest.mark.parametrize("name", [WIDEST_NAME, "Щ" * 35 + " Щ", "Әлия Үлгі", "Ж"])
def test_a_name_is_set_larger_than_the_topic_in_every_setting(name):
    record = replace(BARE, name=name, topic="«Тақырып»")

    alone = fitted_name(name).size_pt
    sizes = [(closer.name_size, closer.size("text")) for closer in settings_of(record)]

    for size, text in [(alone, text_size(alone)), *sizes]:
        assert text <= 0.8 * size


def settings_of(record):
    return [Closer(record, share) for share in SHARES]


@pytest.mark.parametrize("pattern", ["за публичную защиту проекта ", "Ш"])
def test_a_design_that_was_stored_before_its_rule_is_printed_all_the_same(renderer, pattern):
    """As the columns took it: two long texts and four signatories, each at the limit."""

    def stored(event):
        design = crowded_of(event)
        text = (pattern * 2_000)[:2_000].strip()
        design.before_topic = design.after_topic = LazyI18nString(text)
        design.signatories = [{"role": (pattern * 200)[:200].strip(), "name": "{chair}"}] * 4
        return design

    record = full_record(WORDS["ordinary words"], stored)

    [pdf] = renderer.render([record])

    assert not Closer(record, SHARES[-1]).fits
    assert is_inside_the_frame(pdf)
    assert record.before_topic[0].replace(" ", "") in squeezed(text_of(pdf))
