import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from defense.event_file import BadEventFile, read_event_file, write_event_file
from defense.event_file.loading import load_event
from defense.event_file.writing import dump_event
from diplomas.services.issuing import issue_diplomas
from experts.models import Interest, Seat
from experts.services.interests import declare_interest, detect_interests
from projects.models import Project, TeamMember
from tests.defense.event_file.database import load, load_bytes, loaded, the_event
from tests.defense.event_file.documents import (
    DEMO_BYTES,
    DIPLOMA,
    RUBRIC,
    add,
    changed,
    drop,
    put,
)
from tests.factories import DAY, EventFactory

pytestmark = pytest.mark.django_db

EVERYTHING = (
    put("rubric", RUBRIC),
    put("diploma", {**DIPLOMA, "before_topic": "for", "after_topic": {"ru": "в программе"}}),
    put("event.title", {"en": "Day", "kk": "Күн"}),
    put("people[0].family_name", "Smirnova"),
    put("people[0].given_name", "Irina"),
    put("people[0].patronymic", "I."),
    put("people[0].printed_names", {"kk": "Ирина Смирнова"}),
    put("people[0].city", {"kk": "Астана"}),
    put("delegations[0].size", 7),
    put("delegations[0].contact", "office"),
    put("facts.thanks[0]", {"kk": "әкімдік", "ru": "акимат"}),
    put("run[3].planned_minutes", 5),
    put("projects[0].abstract", {"en": "About culture"}),
    put("projects[0].note", "n"),
    put("projects[0].members[0].role", "captain"),
    put(
        "projects[0].swot",
        [
            {"quadrant": "threat", "text": "a"},
            {"quadrant": "strength", "text": "b"},
            {"quadrant": "threat", "text": "c"},
        ],
    ),
    put("projects[0].recommendations[0].addressee", {"ru": "школам"}),
)


def test_the_demo_comes_back_byte_for_byte():
    loaded()

    assert write_event_file(dump_event(the_event())) == DEMO_BYTES


def test_everything_a_file_can_hold_comes_back():
    data = changed(*EVERYTHING)
    load(*EVERYTHING)

    assert dump_event(the_event()) == read_event_file(data)


def test_a_dump_makes_the_same_event_beside_the_first():
    load(*EVERYTHING)
    dumped = write_event_file(dump_event(the_event()))
    renamed = dumped.replace(b'"shymkent-2019"', b'"shymkent-again"')

    again = load_event(read_event_file(renamed), actor="test", at=DAY)

    assert write_event_file(dump_event(again.event)) == renamed
    assert write_event_file(dump_event(the_event())) == dumped


@pytest.mark.sampled(3, "what the text looks like")
@pytest.mark.parametrize("text", ["80", "0.50", "true", "null", '"said"', '{"en": "x"}', "[" * 99])
def test_a_text_that_looks_like_json_comes_back_as_it_was(text):
    change = [put("event.title", text), put("draw.notes[0]", text), add("facts.thanks", text)]
    load(*change)

    assert dump_event(the_event()) == read_event_file(changed(*change))
    assert str(the_event().title) == text


def test_a_tie_declared_in_the_program_is_in_the_dump():
    loaded()
    seat = Seat.objects.get(person__key="alina-hamadinova")
    for number, reason in ((2, "Advised the team"), (3, "A relative"), (4, "Advised the team")):
        project = Project.objects.get(number=number)
        declare_interest(seat, project, kind=Interest.Kind.OTHER, reason=reason, at=DAY)

    ties = dump_event(the_event()).disclosures[-2:]

    assert [(tie.kind, tie.experts, tie.projects, tie.reason) for tie in ties] == [
        ("other", ("alina-hamadinova",), (2, 4), "Advised the team"),
        ("other", ("alina-hamadinova",), (3,), "A relative"),
    ]
    data = write_event_file(dump_event(the_event()))
    assert read_event_file(data) == dump_event(the_event())


def test_matches_the_program_found_are_not_in_the_dump():
    load(put("disclosures", []))

    assert detect_interests(the_event(), at=DAY) == []
    assert Interest.objects.count() == 7
    assert dump_event(the_event()).disclosures == ()


def test_an_event_without_rubric_and_design_has_the_defaults():
    dumped = dump_event(EventFactory())

    assert (dumped.rubric, dumped.diploma, dumped.people) == ("default", "default", ())


def test_the_number_of_queries_does_not_follow_the_number_of_rows():
    loaded()

    with CaptureQueriesContext(connection) as queries:
        dump_event(the_event())

    assert len(queries) <= 22


def test_the_dump_can_be_loaded_when_more_stayed_than_the_file_states():
    event = loaded()
    issue_diplomas(event.pk, actor="test", at=DAY)
    load(drop("projects[0].members[0]"), put("event.trainees_stated", 43))

    dumped = read_event_file(write_event_file(dump_event(the_event())))

    assert dumped.event.trainees_stated == TeamMember.objects.of_event(event).count() == 44


@pytest.mark.parametrize(("older", "is_taken"), [(250, True), (251, False)])
def test_notes_under_former_names_are_counted_with_the_others(older, is_taken):
    notes = [{"text": f"note {number}"} for number in range(250)]
    inconsistencies = [f"inconsistency {number}" for number in range(older)]
    change = put("facts", {"notes": notes, "inconsistencies": inconsistencies})

    if is_taken:
        load(change)
        assert load_bytes(write_event_file(dump_event(the_event()))).changes == ()
    else:
        with pytest.raises(BadEventFile) as refusal:
            load(change)
        [flaw] = refusal.value.errors
        assert flaw.place == "facts.notes"
        assert "501 notes; at most 500" in flaw.sentence
