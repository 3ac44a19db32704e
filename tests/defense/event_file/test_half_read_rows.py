"""A value that cannot be read hides nothing of what the other values of its row contradict."""

from dataclasses import dataclass

import pytest

from defense.event_file import BadEventFile, read_event_file
from events import entries as events
from events.entry_base import Entry
from projects import entries as projects
from tests.defense.event_file.documents import RUBRIC, Change, changed, put


@dataclass(frozen=True)
class Case:
    """A row, what makes it contradict itself, where that is told, and the values it is about."""

    row: str
    kind: type[Entry]
    broken: tuple[Change, ...]
    place: str
    about: frozenset[str]
    sound: tuple[Change, ...] = ()


OWN_RUBRIC = (put("rubric", RUBRIC),)
CRITERION = "rubric.criteria[0]"
CASES = {
    "a school": Case(
        "people[0]",
        events.PersonEntry,
        (put("people[0].school_number", 5),),
        "people[0].school_kind",
        frozenset(["school_kind", "school_number"]),
    ),
    "the dates": Case(
        "event",
        events.EventEntry,
        (put("event.ends_on", "2001-01-01"),),
        "event.ends_on",
        frozenset(["starts_on", "ends_on"]),
    ),
    "the sum of groups": Case(
        "projects[1].survey",
        projects.SurveyEntry,
        (put("projects[1].survey.base", 1),),
        "projects[1].survey.groups",
        frozenset(["base", "groups"]),
    ),
    "two bases": Case(
        "projects[1].survey",
        projects.SurveyEntry,
        (put("projects[1].survey.base_over", 1),),
        "projects[1].survey.base_over",
        frozenset(["base", "base_over"]),
    ),
    "a base alone": Case(
        "projects[0].findings[0]",
        projects.FindingEntry,
        (put("projects[0].findings[0].base", 5),),
        "projects[0].findings[0].percent",
        frozenset(["base", "percent"]),
    ),
    "an unlisted team": Case(
        "projects[0]",
        projects.ProjectEntry,
        (put("projects[0].members_listed", False),),
        "projects[0].members_listed",
        frozenset(["members", "members_listed"]),
    ),
    "a speech with a project": Case(
        "run[1]",
        events.RunItemEntry,
        (put("run[1].project", 1),),
        "run[1].project",
        frozenset(["kind", "project"]),
    ),
    "no weight": Case(
        CRITERION,
        events.CriterionEntry,
        (put(f"{CRITERION}.weight", 0),),
        f"{CRITERION}.weight",
        frozenset(["weight"]),
        OWN_RUBRIC,
    ),
    "no step": Case(
        CRITERION,
        events.CriterionEntry,
        (put(f"{CRITERION}.step", 0),),
        f"{CRITERION}.step",
        frozenset(["step"]),
        OWN_RUBRIC,
    ),
    "a scale upside down": Case(
        CRITERION,
        events.CriterionEntry,
        (put(f"{CRITERION}.maximum", 0),),
        f"{CRITERION}.maximum",
        frozenset(["minimum", "maximum"]),
        OWN_RUBRIC,
    ),
    "a level beside the scale": Case(
        CRITERION,
        events.CriterionEntry,
        (put(f"{CRITERION}.levels[0].points", 11),),
        f"{CRITERION}.levels[0].points",
        frozenset(["minimum", "maximum", "step", "levels"]),
        OWN_RUBRIC,
    ),
}


def places_of(*changes: Change) -> list[str]:
    with pytest.raises(BadEventFile) as refusal:
        read_event_file(changed(*changes))
    return [flaw.place for flaw in refusal.value.errors]


ABOUT = [
    pytest.param(case, field, id=f"{name}, {field}")
    for name, case in CASES.items()
    for field in sorted(case.about)
]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_row_that_contradicts_itself_is_told_once(case):
    assert places_of(*case.sound, *case.broken) == [case.place]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_values_that_cannot_be_read_hide_no_contradiction_beside_them(case):
    """All of them at once: one that hid it would hide it here too."""
    unread = [f"{case.row}.{field}" for field in case.kind.model_fields if field not in case.about]

    assert sorted(
        places_of(*case.sound, *case.broken, *(put(place, None) for place in unread))
    ) == sorted([case.place, *unread])


@pytest.mark.parametrize(("case", "field"), ABOUT)
def test_nothing_is_said_of_a_value_that_cannot_be_read(case, field):
    unread = f"{case.row}.{field}"

    assert places_of(*case.sound, *case.broken, put(unread, None)) == [unread]


def test_a_group_that_cannot_be_read_leaves_the_sum_open():
    changes = [put("projects[1].survey.base", 1), put("projects[1].survey.groups[0].count", None)]

    assert places_of(*changes) == ["projects[1].survey.groups[0].count"]


def test_a_label_that_cannot_be_read_does_not():
    changes = [put("projects[1].survey.base", 1), put("projects[1].survey.groups[0].label", 5)]

    assert sorted(places_of(*changes)) == [
        "projects[1].survey.groups",
        "projects[1].survey.groups[0].label",
    ]
