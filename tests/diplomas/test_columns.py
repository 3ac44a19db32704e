"""Documents in two and three languages on one page: whole, in order, one page, inside the frame."""

import itertools
from dataclasses import replace

import pypdfium2
import pytest

from diplomas import rules
from diplomas.columns import SHARES_OF_COLUMNS, Together, settings_together
from diplomas.entries import DesignEntry
from diplomas.exchange import entry_of_design
from diplomas.fitting import PAGE_HEIGHT
from diplomas.models import Design, Diploma
from diplomas.record import printed_together
from diplomas.rendering import Renderer, UnprintableText, _page
from diplomas.snapshots import Registration, Wording, as_duplicate, record_of, take_snapshot
from diplomas.texts import default_design, languages_of_design
from events.models import Event, Person
from events.texts import Translated
from tests.diplomas.hard_names import hard_names
from tests.diplomas.test_crowded_diplomas import (
    WORDS,
    full_record,
    is_inside_the_frame,
    squeezed,
)
from tests.diplomas.test_hard_names import AWARD, DAY, HARDEST, read

REGISTRATION = Registration(number="2019/001", code="0" * 12, verify_url="http://x.kz/d/1")
PAGES = [("kk", "ru"), ("ru", "kk"), ("en", "kk"), ("kk", "all"), ("en", "all")]
COMBINATIONS = list(itertools.product(Diploma.Kind, PAGES))
TOPIC = {"kk": "Дарындылықты басқару", "ru": "Управление одарённостью", "en": "Talent management"}
CHAIR = {"kk": "Төраға Клара", "ru": "Клара Председатель", "en": "Clara Chair"}


@pytest.fixture(scope="module")
def renderer():
    return Renderer()


def wording_of(kind, language, beside):
    event = Event(organiser="Almaty", course="Management", city="Almaty", languages=["kk", "ru"])
    event.starts_on = event.ends_on = DAY

    def worded(each):
        design = default_design(event, kind)
        design.language = each
        return Wording(event, design, CHAIR[each], AWARD if kind == "award" else {})

    main, *others = languages_of_design(Design(language=language, beside=beside))
    return replace(worded(main), beside=tuple(map(worded, others)))


def snapshot(name, kind="diploma", page=("kk", "ru"), printed_names=None):
    thanks = kind in ("supervisor", "expert")
    return take_snapshot(
        REGISTRATION,
        person=Person(name=name, printed_names=printed_names or {}),
        topics=[] if kind == "expert" else [TOPIC],
        supervisors=[] if thanks else {"kk": ["Сәуле"], "ru": ["Сауле"], "en": ["Saule"]},
        wording=wording_of(kind, *page),
    )


def record(*args, **kwargs):
    return record_of(snapshot(*args, **kwargs))


def is_whole(each, pdf):
    said, paragraphs = read(pdf), []
    for one in each.all_languages:
        paragraphs += [one.lead, one.name, one.topic, *one.before_topic, *one.after_topic]
    return len(pypdfium2.PdfDocument(pdf)) == 1 and all(
        squeezed(text) in said for text in paragraphs
    )


@pytest.mark.parametrize(
    ("language", "beside", "page"),
    [
        ("kk", "none", ["kk"]),
        ("kk", "chosen", ["kk"]),
        ("kk", "ru", ["kk", "ru"]),
        ("ru", "kk", ["ru", "kk"]),
        ("ru", "all", ["ru", "kk", "en"]),
    ],
)
def test_the_languages_of_a_page(language, beside, page):
    assert printed_together(language, beside) == page


def test_each_hard_name_is_measured_to_have_room():
    """A page that is measured to fit is one page: test_a_page_is_never_lower_than_it_is_measured."""
    for name, turn in zip(hard_names(), itertools.cycle(COMBINATIONS), strict=False):
        closer = next(settings_together(record(name, *turn)))

        assert closer.height <= PAGE_HEIGHT, (turn, name)
        assert squeezed("".join(*closer.names)) == squeezed(name), (turn, name)


def test_hard_names_are_printed_whole_on_one_page_inside_the_frame(renderer):
    """The longest and widest, and every eighth of all, each on another kind and page."""
    names = [*HARDEST, *hard_names()[::8]]
    records = [
        record(name, *turn)
        for name, turn in zip(names, itertools.cycle(COMBINATIONS), strict=False)
    ]

    for each, pdf in zip(records, renderer.render(records), strict=True):
        assert is_whole(each, pdf), (each.kind, each.name)
        assert is_inside_the_frame(pdf), (each.kind, each.name)


@pytest.mark.parametrize("page", PAGES)
def test_three_hard_names_one_in_each_language_are_printed_on_every_kind(renderer, page):
    names = dict(zip(("kk", "ru", "en"), HARDEST, strict=False))
    records = [record("Ы", kind, page, names) for kind in Diploma.Kind]

    for each, pdf in zip(records, renderer.render(records), strict=True):
        assert len(each.names) == len(each.all_languages)
        assert is_whole(each, pdf), each.kind
        assert is_inside_the_frame(pdf), each.kind


def test_it_is_read_from_the_title_over_the_names_to_the_columns_one_by_one(renderer):
    each = record("Әлия", "supervisor", ("kk", "ru"), {"ru": "Алия"})

    [pdf] = renderer.render([each])

    other = each.beside[0]
    words = [each.titles[0], each.titles[1], each.lead, other.lead, "Әлия", "Алия"]
    words += [each.topic, each.after_topic[0], other.topic, other.after_topic[0]]
    places = [read(pdf).find(squeezed(text)) for text in words]
    assert -1 not in places
    assert places == sorted(places)


def test_what_is_the_same_in_all_languages_stands_once(renderer):
    each = record("Әлия", "diploma", ("kk", "ru"))

    [pdf] = renderer.render([each])

    said = read(pdf)
    assert (said.count("ДИПЛОМ"), said.count("Әлия"), said.count("Almaty")) == (1, 1, 3)
    assert each.signed[0] == (
        ("Сарапшылар тобының төрағасы", "Председатель экспертной группы"),
        ("Төраға Клара", "Клара Председатель"),
    )


@pytest.mark.parametrize("pattern", ["ordinary words", "one word", "borrowed and wide"])
@pytest.mark.parametrize("count", [1, 2])
def test_the_longest_of_everything_in_every_language_is_one_page(renderer, pattern, count):
    whole = full_record(WORDS[pattern])
    names = [f"{letter * 19} {'Щ' * 18}" for letter in "ЖШ"]
    beside = tuple(replace(whole, name=name, language="kk") for name in names[:count])

    [pdf] = renderer.render([replace(whole, beside=beside)])

    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert is_inside_the_frame(pdf)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_never_lower_than_it_is_measured(renderer, page):
    """Negative control: a line more than is measured breaks it."""
    closers = [next(settings_together(record(HARDEST[0], kind, page))) for kind in Diploma.Kind]

    assert all(closer.height <= PAGE_HEIGHT for closer in closers)
    assert len(renderer._lay_out(list(map(_page_of, closers))).pages) == len(closers)


def _page_of(closer):
    return replace(_page(closer.record), record=closer.printed, closer=closer)


def test_a_short_page_is_set_at_full_size_with_more_air():
    closer = next(settings_together(record("Ли О")))

    assert (closer.share, closer.size("text")) == (SHARES_OF_COLUMNS[0], 13.5)
    assert closer.air > 0


def test_the_program_s_own_words_leave_room_in_every_setting():
    for kind, (language, beside) in COMBINATIONS:
        design = default_design(Event(languages=["kk"]), kind)
        design.language, design.beside, design.hours = language, beside, 72

        assert list(entry_of_design(design).flaws()) == []


def test_a_wording_without_room_for_its_languages_is_refused():
    said = {"kk": "с" * 120, "ru": ("о " * 60).strip()}
    long = ("а " * 500).strip()
    texts = {"language": "kk", "title": {"kk": "Ш" * 40}, "lead": said, "before_topic": long}
    alone = DesignEntry.model_validate(texts)

    flaws = list(alone.model_copy(update={"beside": "all"}).flaws())

    assert [flaw.place for flaw in flaws] == ["before_topic"]
    assert "no room for the longest names" in flaws[0].sentence


def test_the_main_language_does_not_stand_beside_itself():
    entry = entry_of_design(default_design(Event(languages=["kk"])))

    [flaw] = entry.model_copy(update={"beside": "kk"}).flaws()

    assert flaw.place == "beside"


def test_a_letter_that_no_face_has_is_refused_in_any_language(renderer):
    whole = record("Әлия")
    beside = (replace(whole.beside[0], topic="漢字"),)

    with pytest.raises(UnprintableText):
        renderer.render([replace(whole, beside=beside)])


def test_a_duplicate_is_marked_in_every_language():
    lost = snapshot("Әлия")

    again = record_of(as_duplicate(lost, "2019/001", replace(REGISTRATION, number="2019/002")))

    assert again.kinds == "ТЕЛНҰСҚА, № 2019/001 орнына · ДУБЛИКАТ, вместо № 2019/001"
    assert {each.number for each in again.all_languages} >= {"2019/002"}


def test_the_rule_measures_a_name_in_each_language():
    entry = entry_of_design(default_design(Event(languages=["kk"])))
    alone = entry._wording("kk")

    fullest = rules.fullest_record(replace(alone, beside=[alone, alone]))

    assert len(fullest.names) == 3
    assert Together(fullest, 0.35).height < PAGE_HEIGHT


LONG = ("а " * 900).strip()


def flaws_of(text, beside):
    entry = entry_of_design(default_design(Event(languages=["ru"])))
    changed = {"language": "ru", "before_topic": text, "beside": beside}
    return [flaw.place for flaw in entry.model_copy(update=changed).flaws()]


@pytest.mark.parametrize("long", ["kk", "ru", "en"])
def test_a_wording_is_measured_in_every_language_that_may_be_chosen(long):
    text = Translated(**({"kk": "с", "ru": "с", "en": "с"} | {long: LONG}))

    assert flaws_of(text, "chosen") == [f"before_topic.{long}"]
    assert flaws_of(text, "none") == ([f"before_topic.{long}"] if long == "ru" else [])


def test_a_text_that_is_the_same_in_every_language_is_told_once():
    assert flaws_of(LONG, "chosen") == ["before_topic"]
