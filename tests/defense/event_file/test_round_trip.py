import json
from decimal import Decimal
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from defense.event_file import BadEventFile, read_event_file, write_event_file
from events.entries import RubricEntry
from events.rules import Flaw
from events.texts import Translated
from tests.defense.event_file.documents import (
    DEMO_BYTES,
    DEMO_DOCUMENT,
    DIPLOMA,
    RUBRIC,
    changed,
    put,
)

QUICK = settings(max_examples=120, deadline=None, derandomize=True, database=None)
WRITTEN_OUT = (put("rubric", RUBRIC), put("diploma", DIPLOMA))


def test_the_demo_file_is_canonical():
    assert write_event_file(read_event_file(DEMO_BYTES)) == DEMO_BYTES


def test_a_written_out_rubric_and_diploma_survive():
    event_file = read_event_file(changed(*WRITTEN_OUT))

    assert read_event_file(write_event_file(event_file)) == event_file
    assert isinstance(event_file.rubric, RubricEntry)
    assert [criterion.weight for criterion in event_file.rubric.criteria] == [
        Decimal("62.5"),
        Decimal("37.5"),
    ]
    assert event_file.rubric.criteria[0].name == Translated(
        en="Research quality", kk="Зерттеу сапасы"
    )


def test_numbers_are_written_as_a_person_writes_them():
    text = write_event_file(read_event_file(changed(*WRITTEN_OUT))).decode()

    assert '"weight": 62.5,' in text
    assert '"step": 1\n' in text
    assert '"points": 9.5,' in text


def test_what_equals_its_default_is_not_written():
    event_file = read_event_file(changed(put("panel[1].role", "member"), put("published", [])))

    document = json.loads(write_event_file(event_file))

    assert "role" not in document["panel"][1]
    assert "published" not in document
    assert document["format"] == "qorgau-event"


def test_what_is_mutated_is_a_good_file():
    assert read_event_file(BASE_BYTES).projects


def test_the_order_of_keys_in_the_file_does_not_matter():
    backwards = json.dumps(_backwards(DEMO_DOCUMENT)).encode()

    assert write_event_file(read_event_file(backwards)) == DEMO_BYTES


def test_a_change_in_the_tree_shows_in_the_file():
    event_file = read_event_file(DEMO_BYTES)
    city = Translated(en="Shymkent", kk="Шымкент", ru="Чимкент")
    moved = event_file.event.model_copy(update={"city": city})
    renamed = event_file.model_copy(update={"event": moved})

    assert write_event_file(renamed) == DEMO_BYTES.replace(
        '"ru": "Шымкент"'.encode(), '"ru": "Чимкент"'.encode()
    )


def _backwards(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _backwards(value[key]) for key in reversed(value)}
    return [_backwards(entry) for entry in value] if isinstance(value, list) else value


def _places(value: Any, steps: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document, as the steps that lead there."""
    entries: Any = ()
    if isinstance(value, dict):
        entries = value.items()
    elif isinstance(value, list):
        entries = enumerate(value)
    below = [place for key, entry in entries for place in _places(entry, (*steps, key))]
    return [steps, *below] if steps else below


def smaller(document: dict[str, Any]) -> dict[str, Any]:
    """Two teams with all that belongs to them: no rule needs more, and each of hundreds of files is read."""
    panel, projects = document["panel"][:4], document["projects"][:2]
    experts = {seat["person"] for seat in panel}
    run = [line for line in document["run"] if line.get("project", 0) < 3]
    ties = [
        {**tie, "experts": [each for each in tie["experts"] if each in experts], "projects": [1, 2]}
        for tie in document["disclosures"]
    ]
    roles = [*panel, *run, *(role for each in projects for role in _roles(each))]
    named = {role.get("person") for role in roles}
    return {
        **document,
        "event": {key: each for key, each in document["event"].items() if key != "trainees_stated"},
        "people": [person for person in document["people"] if person["key"] in named],
        "panel": panel,
        "run": run,
        "projects": projects,
        "disclosures": [tie for tie in ties if tie["experts"]],
    }


def _roles(project: dict[str, Any]) -> list[dict[str, Any]]:
    supervisors = project.get("supervisors") or [project["supervisor"]]
    return [*supervisors, *project.get("members", ())]


BASE = smaller(json.loads(changed(*WRITTEN_OUT)))
BASE_BYTES = json.dumps(BASE, ensure_ascii=False, indent=2).encode()
PLACES = _places(BASE)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["chair", "defense", "balkan-kasimov", "default", "en", -1, 0, 1, 3, 10**40])
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["person", "key", "en", "kk", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)
MUTATIONS = st.lists(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(["put", "drop", "copy"]), VALUES),
    min_size=1,
    max_size=4,
)


@QUICK
@given(mutations=MUTATIONS)
@example(mutations=[(("projects",), "put", [None])])
@example(mutations=[(("event",), "drop", None), (("people",), "put", {})])
def test_a_mutated_file_is_either_refused_or_survives_a_round_trip(mutations):
    document = json.loads(json.dumps(BASE))
    for steps, action, value in mutations:
        _mutate(document, steps, action, value)

    _refused_or_survives(json.dumps(document).encode())


@QUICK
@given(at=st.integers(0, len(BASE_BYTES)), length=st.integers(0, 40), junk=st.binary(max_size=12))
def test_a_damaged_file_is_either_refused_or_survives_a_round_trip(at, length, junk):
    _refused_or_survives(BASE_BYTES[:at] + junk + BASE_BYTES[at + length :])


def _refused_or_survives(data: bytes) -> None:
    flaws: list[Flaw] = []
    try:
        event_file = read_event_file(data)
    except BadEventFile as refusal:
        flaws = refusal.errors
    else:
        assert read_event_file(write_event_file(event_file)) == event_file
    assert all(flaw.sentence and flaw.place.isprintable() for flaw in flaws)


def _mutate(document: Any, steps: tuple[Any, ...], action: str, value: Any) -> None:
    holder = document
    try:
        for step in steps[:-1]:
            holder = holder[step]
        if action == "put":
            holder[steps[-1]] = value
        elif action == "drop":
            del holder[steps[-1]]
        elif isinstance(holder, list):
            holder.append(holder[steps[-1]])
    except (KeyError, IndexError, TypeError):
        # An earlier mutation took this place away.
        return
