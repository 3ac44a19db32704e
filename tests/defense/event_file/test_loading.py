import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from defense.event_file import BadEventFile, EventFile, write_event_file
from defense.event_file.writing import dump_event
from defense.urls import urlpatterns
from diplomas.models import Design
from events.covered import lines_of_all
from events.models import (
    AuditEntry,
    Criterion,
    Event,
    Fact,
    Person,
    Rubric,
    RunItem,
)
from events.values import TAKEN_SLUGS
from experts.models import Seat
from projects.models import (
    Defense,
    Finding,
    Project,
    TeamMember,
)
from tests.defense.event_file.database import (
    every_row,
    lines_of,
    load,
    loaded,
    read,
    the_event,
    writes_in,
)
from tests.defense.event_file.differences import DIFFERENCES, renumber, swap
from tests.defense.event_file.documents import (
    RUBRIC,
    changed,
    drop,
    put,
)
from tests.factories import DAY

pytestmark = pytest.mark.django_db

# One or two of every section of the file: what is tried out is loaded, by the same lines, in a copy.
TRIED_OUT = (
    "project leaves",
    "expert leaves",
    "member joins",
    "draw leaves",
    "survey recounted",
    "own diploma",
    "tie withdrawn",
    "supervisor changes",
)


@pytest.mark.sampled(8, "what the file says")
@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_changed_file_shows_and_applies_its_difference(name):
    changes, lines = DIFFERENCES[name]
    loaded()

    done = load(*changes)

    assert lines_of(done) != []
    assert lines is None or sorted(lines_of(done)) == sorted(lines)
    assert dump_event(done.event) == read(changed(*changes))


@pytest.mark.sampled(2, "what the file says")
@pytest.mark.parametrize("name", TRIED_OUT)
def test_what_is_tried_out_is_what_is_done_and_goes_back(name):
    changes, _lines = DIFFERENCES[name]
    loaded()
    before = every_row()

    tried = load(*changes, dry_run=True)

    assert every_row() == before
    assert lines_of(tried) == lines_of(load(*changes))
    load()
    assert without_order(dump_event(the_event())) == without_order(read(changed()))


def without_order(file: EventFile) -> EventFile:
    """The file with its people and ties in one order: who was taken out came back at the end."""
    people = tuple(sorted(file.people, key=lambda person: person.key))
    ties = tuple(sorted(file.disclosures, key=lambda tie: tie.reason))
    return file.model_copy(update={"people": people, "disclosures": ties})


def test_loading_twice_changes_nothing():
    first = load()
    before = every_row()

    with CaptureQueriesContext(connection) as queries:
        second = load()

    assert (first.is_new, second.is_new) == (True, False)
    assert second.changes == ()
    assert writes_in(queries) == []
    assert every_row() == before


def test_a_dry_run_of_a_new_event_leaves_nothing_and_says_the_same():
    empty = every_row()

    tried = load(dry_run=True)

    assert every_row() == empty
    assert lines_of(tried) == lines_of(load())


def test_a_loading_is_one_line_of_the_audit_log_with_its_counts():
    outcome = load()

    [entry] = AuditEntry.objects.filter(verb="event.loaded")
    assert (entry.actor, entry.details) == (
        "test",
        outcome.counts | lines_of_all(outcome.event),
    )
    assert AuditEntry.first_broken(outcome.event) is None


def test_a_loading_that_opens_an_event_says_so_in_the_log():
    loaded()

    moves = AuditEntry.objects.filter(verb="event.moved").values_list("actor", "details")
    [(actor, details)] = moves
    assert (actor, details["from"], details["to"]) == ("test", "draft", "open")


def test_an_event_that_publishes_something_is_open_to_guests():
    assert loaded().phase == Event.Phase.OPEN


def test_an_event_that_publishes_nothing_is_a_draft():
    assert load(put("published", [])).event.phase == Event.Phase.DRAFT


def test_loading_again_keeps_the_phase():
    loaded()
    Event.objects.update(phase=Event.Phase.LIVE)

    assert load(put("event.city", "Шымкент")).event.phase == Event.Phase.LIVE


def test_another_event_is_not_touched():
    loaded()
    before = {person["id"]: person for person in Person.objects.values()}

    load(put("event.slug", "another"))

    after = {pk: row for pk, row in ((p["id"], p) for p in Person.objects.values()) if pk in before}
    assert after == before
    assert Person.objects.count() == 2 * len(before)


def test_rows_keep_their_ids_when_everything_changes_places():
    loaded()
    before = ids()

    load(
        lambda document: document["panel"].reverse(),
        swap("run", 4, 12),
        swap("run", 0, 11),
        renumber(1, 7),
        lambda document: document["projects"][3]["members"].reverse(),
    )

    assert ids() == before


def test_notes_load_under_their_older_names_too():
    older = {
        "spelling_variants": [{"label": "Nurtay", "text": "Nurtai"}],
        "inconsistencies": ["Nobody says who won.", {"ru": "Правило не названо."}],
    }

    load(put("facts", older))
    again = load(put("facts", older))

    held = Fact.objects.filter(event=the_event()).order_by("order")
    assert [(fact.topic, fact.order, str(fact.label)) for fact in held] == [
        ("notes", 1, "Nurtay"),
        ("notes", 2, ""),
        ("notes", 3, ""),
    ]
    assert lines_of(again) == []
    assert json.loads(write_event_file(dump_event(the_event())))["facts"] == {
        "notes": [
            {"label": "Nurtay", "text": "Nurtai"},
            {"text": "Nobody says who won."},
            {"text": {"ru": "Правило не названо."}},
        ]
    }


def ids() -> dict[str, set[tuple[str, int]]]:
    event = the_event()
    return {
        "seats": {(s.person.key, s.pk) for s in Seat.objects.of_event(event)},
        "projects": {(str(p.topic), p.pk) for p in Project.objects.of_event(event)},
        "defenses": {(str(d.project.topic), d.pk) for d in Defense.objects.of_event(event)},
        "run items": {
            (str(d.project.topic), d.run_item_id) for d in Defense.objects.of_event(event)
        },
        "speeches": {(i.person.key, i.pk) for i in RunItem.objects.exclude(person=None)},
        "members": {(m.person.key, m.pk) for m in TeamMember.objects.of_event(event)},
        "findings": {(str(f), f.pk) for f in Finding.objects.all()},
    }


def test_the_default_rubric_has_six_criteria_in_three_languages_with_four_anchors():
    loaded()

    rubric = Rubric.objects.get()
    criteria = list(Criterion.objects.filter(rubric=rubric))
    assert rubric.is_default
    assert [(str(c.name.localize("kk")), int(c.weight)) for c in criteria] == [
        ("Өзектілік", 15),
        ("Зерттеу сапасы", 25),
        ("Практикалық маңызы", 25),
        ("Таныстыру", 15),
        ("Сұрақтарға жауаптар", 10),
        ("Командалық жұмыс", 10),
    ]
    assert {(c.minimum, c.maximum, c.step) for c in criteria} == {(1, 10, 1)}
    assert all(list(c.levels) == ["2", "5", "8", "10"] for c in criteria)
    texts = [text for c in criteria for level in c.levels.values() for text in level.values()]
    assert len(set(texts)) == 6 * 4 * 3


def test_the_default_diploma_is_in_the_database_as_the_program_has_it():
    loaded()

    design = Design.objects.get()
    assert (design.is_default, design.language, str(design.title.localize("kk"))) == (
        True,
        "en",
        "Диплом",
    )


def test_a_rubric_changes_before_the_first_points():
    load(put("rubric", RUBRIC))
    outcome = load(
        put("rubric", RUBRIC),
        put("rubric.criteria[0].weight", 50),
        put("rubric.criteria[1].weight", 50),
    )

    assert lines_of(outcome) == ["~ rubric.criteria: 2 entries → 2 entries, changed"]
    weights = Criterion.objects.values_list("key", "weight")
    assert (dict(weights), Rubric.objects.get().version) == ({"research": 50, "answers": 50}, 2)


@pytest.mark.parametrize(
    "change",
    [
        [put("rubric", RUBRIC)],
        [put("rubric", "default"), put("event.city", "Шымкент")],
    ],
    ids=["other weights", "the default"],
)
def test_a_rubric_does_not_change_after_the_first_points(change):
    own = [put("rubric", {"criteria": [RUBRIC["criteria"][1] | {"weight": 100}]})]
    load(*own)
    Event.objects.update(rule_locked_at=DAY)
    before = every_row()

    with pytest.raises(BadEventFile) as refusal:
        load(*change)

    assert [problem.place for problem in refusal.value.errors] == ["rubric"]
    assert every_row() == before


def test_what_the_experts_were_asked_for_does_not_change_after_the_close():
    loaded()
    asks = not Event.objects.get().asks_declaration
    Event.objects.update(scoring_closed_at=DAY)
    before = every_row()

    with pytest.raises(BadEventFile) as refusal:
        load(put("event.asks_declaration", asks))

    assert [problem.place for problem in refusal.value.errors] == ["event.asks_declaration"]
    assert every_row() == before


def test_the_default_rubric_stays_as_it_was_when_the_rule_was_locked():
    loaded()
    Criterion.objects.filter(key="relevance").update(name="Wording of an earlier version")
    Event.objects.update(rule_locked_at=DAY)

    assert load().changes == ()


@pytest.mark.django_db(transaction=True)
def test_two_loadings_at_once_make_one_event():
    both = threading.Barrier(2)

    def load_beside_another(_number: int) -> str:
        try:
            both.wait()
            return "new" if load().is_new else "again"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(load_beside_another, range(2)))

    assert answers == ["again", "new"]
    assert (Event.objects.count(), Person.objects.count()) == (1, 59)
    assert AuditEntry.first_broken(the_event()) is None


def test_the_number_of_queries_does_not_follow_the_number_of_rows():
    with CaptureQueriesContext(connection) as first:
        load()
    with CaptureQueriesContext(connection) as second:
        load()

    assert len(first) < 180
    assert len(second) < 90


def test_a_file_of_a_thousand_members_loads_again():
    """SQLite takes no condition of a thousand alternatives."""
    people = [{"key": f"person-{number}", "name": "Some Body"} for number in range(1_002)]
    members = [{"person": person["key"]} for person in people[1:]]
    teams = [members[start : start + 200] for start in range(0, len(members), 200)]
    projects = [
        {
            "number": number,
            "topic": f"Topic {number}",
            "supervisor": {"person": "person-0"},
            "members_listed": True,
            "members": team,
        }
        for number, team in enumerate(teams, start=1)
    ]
    large = [put("people", people), put("projects", projects), drop("event.trainees_stated")]
    large += [put("run", []), put("panel", []), put("disclosures", [])]
    load(*large)

    assert TeamMember.objects.count() == 1_001
    assert load(*large).changes == ()


def test_every_first_part_of_the_programs_addresses_is_taken():
    public = next(each for each in urlpatterns if each.pattern._route == "")
    patterns = [*urlpatterns, *(p for part in public.url_patterns for p in part.url_patterns)]
    parts = {str(pattern.pattern).split("/")[0] for pattern in patterns}

    assert {part for part in parts if part and not part.startswith("<")} - TAKEN_SLUGS == set()
