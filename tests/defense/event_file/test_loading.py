import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from defense.event_file import BadEventFile, EventFile, read_event_file, write_event_file
from defense.event_file.writing import dump_event
from defense.urls import urlpatterns
from diplomas.models import Design, Diploma, RenderJob
from diplomas.services.issuing import issue_diplomas, retry_failed
from events.models import (
    AuditEntry,
    Criterion,
    Event,
    Fact,
    Pass,
    Person,
    Rubric,
    RunItem,
)
from events.values import TAKEN_SLUGS
from experts.models import ScoreSheet, Seat
from experts.reports.given import hash_of_hall
from projects.models import (
    Defense,
    Finding,
    Project,
    TeamMember,
)
from tests.defense.event_file.database import every_row, lines_of, load, the_event, writes_in
from tests.defense.event_file.documents import (
    DEMO_DOCUMENT,
    DIPLOMA,
    RUBRIC,
    Change,
    add,
    changed,
    drop,
    put,
    supervised,
)
from tests.factories import DAY, DiplomaFactory, PassFactory, ScoreSheetFactory

pytestmark = pytest.mark.django_db


def swap(place: str, one: int, other: int) -> Change:
    """Two entries of the list at a place change places."""

    def change(document: dict[str, Any]) -> None:
        entries = document[place]
        entries[one], entries[other] = entries[other], entries[one]

    return change


def move(project: int, member: int, to_project: int) -> Change:
    """A member leaves one team for the end of another."""

    def change(document: dict[str, Any]) -> None:
        teams = document["projects"]
        teams[to_project]["members"].append(teams[project]["members"].pop(member))

    return change


def exchange(one: tuple[int, int], other: tuple[int, int]) -> Change:
    """Two members, each a project and a place in it, take each other's places."""

    def change(document: dict[str, Any]) -> None:
        teams = [project.get("members", []) for project in document["projects"]]
        first, second = teams[one[0]][one[1]], teams[other[0]][other[1]]
        teams[one[0]][one[1]], teams[other[0]][other[1]] = second, first

    return change


def rename(key: str, name: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        [person] = [each for each in document["people"] if each["key"] == key]
        person["name"] = name

    return change


def forget(key: str) -> Change:
    """A person is in the file no longer: not in people, in no team and on no seat."""

    def change(document: dict[str, Any]) -> None:
        document["people"] = [each for each in document["people"] if each["key"] != key]
        document["panel"] = [each for each in document["panel"] if each["person"] != key]
        for project in document["projects"]:
            team = project.get("members", [])
            project["members"] = [each for each in team if each["person"] != key]
        for tie in document["disclosures"]:
            tie["experts"] = [each for each in tie["experts"] if each != key]
        document["disclosures"] = [tie for tie in document["disclosures"] if tie["experts"]]

    return change


def without_project(number: int) -> Change:
    """A project is in the file no longer, and those behind it are renumbered."""

    def change(document: dict[str, Any]) -> None:
        document["projects"] = [p for p in document["projects"] if p["number"] != number]
        document["run"] = [line for line in document["run"] if line.get("project") != number]
        for numbered in (*document["projects"], *document["run"]):
            key = "number" if "number" in numbered else "project"
            if numbered.get(key, 0) > number:
                numbered[key] -= 1
        for tie in document["disclosures"]:
            tie["projects"] = [n - (n > number) for n in tie["projects"] if n != number]
        document["disclosures"] = [tie for tie in document["disclosures"] if tie["projects"]]

    return change


def renumber(one: int, other: int) -> Change:
    """Two projects change numbers, and their places in the file, the run and the ties with them."""
    other_of = {one: other, other: one}

    def change(document: dict[str, Any]) -> None:
        for project in document["projects"]:
            project["number"] = other_of.get(project["number"], project["number"])
        document["projects"].sort(key=lambda project: project["number"])
        for line in document["run"]:
            if "project" in line:
                line["project"] = other_of.get(line["project"], line["project"])
        for tie in document["disclosures"]:
            tie["projects"] = sorted(other_of.get(n, n) for n in tie["projects"])

    return change


NEWCOMER = {"key": "aruzhan-new", "name": "Aruzhan New", "position": {"kk": "директор"}}

# What is changed in the file, and what is said of it.
DIFFERENCES: dict[str, tuple[list[Change], list[str]]] = {
    "event moved": (
        [put("event.city", {"en": "Almaty", "kk": "Алматы"}), put("event.ends_on", "2019-12-01")],
        [
            "~ event.city: en: Shymkent / kk: Шымкент / ru: Шымкент → en: Almaty / kk: Алматы",
            "~ event.ends_on: 2019-11-30 → 2019-12-01",
        ],
    ),
    "teams hidden": (
        [put("published", ["programme"])],
        ["~ event.published: programme, teams, panel → programme"],
    ),
    "person renamed": (
        [put("people[18].name", "Zhanna Kulbekova-Akhmet")],
        ["~ people.zhanna-kulbekova.name: Zhanna Kulbekova → Zhanna Kulbekova-Akhmet"],
    ),
    "person gains a position": (
        [put("people[8].position", "coach"), put("people[8].school_kind", "school")],
        [
            "~ people.alina-hamadinova.position: — → coach",
            "~ people.alina-hamadinova.school_kind: — → school",
        ],
    ),
    "member joins": (
        [add("people", NEWCOMER), add("projects[6].members", {"person": "aruzhan-new"})],
        ["+ people.aruzhan-new: Aruzhan New", "+ members.aruzhan-new: Aruzhan New · 7"],
    ),
    "member moves": (
        [move(0, 3, 6)],
        [
            "~ members.valida-musaeva.project: 1. Corporate Culture Management at secondary school → "
            "7. Transformation of the pedagogical design of schools"
        ],
    ),
    "members change teams": (
        [exchange((0, 2), (3, 2))],
        [
            "~ members.kuttykiz-akhmetova.project: 1. Corporate Culture Management at secondary school →"
            " 4. Implementation of STEAM technologies in the educational process of schools in Shymkent "
            "city",
            "~ members.esma-bekzatova.project: 4. Implementation of STEAM technologies in the educational"
            " process of schools in Shymkent city → 1. Corporate Culture Management at secondary school",
        ],
    ),
    "member leaves": (
        [forget("saule-isabekova")],
        ["- members.saule-isabekova: Saule Isabekova", "- people.saule-isabekova: Saule Isabekova"],
    ),
    "team reordered": (
        [lambda document: document["projects"][4]["members"].reverse()],
        [
            "~ projects.5.members.order: Zhanar Toylybaeva; Karlygash Kurmanbekova; Roza Zhanabaeva; "
            "Aueskhan Maulenov; Vasila Abylbaeva; Bakhytzhan Naurizbaev; Bayan Yesimova; Raushan "
            "Almakhankyzy → Raushan Almakhankyzy; Bayan Yesimova; Bakhytzhan Naurizbaev; Vasila "
            "Abylbaeva; Aueskhan Maulenov; Roza Zhanabaeva; Karlygash Kurmanbekova; Zhanar Toylybaeva"
        ],
    ),
    "team given and role": (
        [put("projects[4].members[0].role", "speaker")],
        ["~ members.zhanar-toylybaeva.role: — → speaker"],
    ),
    "panel reordered": (
        [swap("panel", 8, 9)],
        None,
    ),
    "new chair": (
        [drop("panel[0].role"), put("panel[8].role", "chair")],
        [
            "~ panel.irina-smirnova.role: chair → member",
            "~ panel.alina-hamadinova.role: member → chair",
        ],
    ),
    "expert leaves": (
        [forget("alina-hamadinova")],
        [
            "- panel.alina-hamadinova: Alina Hamadinova",
            "- people.alina-hamadinova: Alina Hamadinova",
        ],
    ),
    "topic reworded": (
        [put("projects[5].topic", "Budgeting of the school")],
        [
            "~ projects.6.topic: en: Budgeting, per capita financing of the school / kk: Бюджеттеу, мектепті "
            "жан басына шаққандағы қаржыландыру / ru: Бюджетирование, подушевое финансирование ш… → "
            "Budgeting of the school"
        ],
    ),
    "topic reworded in one language": (
        [put("projects[4].topic.ru", "Управление талантами")],
        [
            "~ projects.5.topic: ru: Управление талантами в школе: новый дизайн жизни учителей и директора "
            "школы → ru: Управление талантами"
        ],
    ),
    "a language leaves": ([drop("event.city.ru")], ["~ event.city: ru: Шымкент → —"]),
    "run reordered": ([swap("run", 7, 11)], None),
    "a break comes in": (
        [lambda document: document["run"].insert(8, {"kind": "break", "title": "Tea"})],
        ["+ run[8]: Tea"],
    ),
    "speech leaves": ([drop("run[1]")], ["- run[1]: Speech"]),
    "speaker changes": (
        [put("run[1].person", "aigul-tekebaeva")],
        ["~ run[1].person: Irina Smirnova → Aigul Tekebaeva"],
    ),
    "something else was said": (
        [put("run[1].facts[1]", "experience of Japan")],
        ["~ run[1].facts: 3 entries → 3 entries, changed"],
    ),
    "minutes planned": (
        [put("run[4].planned_minutes", 15)],
        ["~ run[4].planned_minutes: — → 15"],
    ),
    "draw questions switched": (
        [lambda document: document["draw"]["questions"].reverse()],
        None,
    ),
    "draw question leaves": (
        [drop("draw.questions[0]")],
        ["~ draw.questions: 5 entries → 4 entries"],
    ),
    "draw leaves": (
        [drop("draw"), drop("run[2]")],
        [
            "- run[2]: Determination of the order of speeches by the question-answer method",
            "- draw: using the question-answer method, the order of speeches was determined",
        ],
    ),
    "delegation leaves": ([drop("delegations[1]")], ["~ delegations: 4 entries → 3 entries"]),
    "delegation counted": (
        [put("delegations[1].size", 12)],
        ["~ delegations: 4 entries → 4 entries, changed"],
    ),
    "fact changed": (
        [put("facts.course[6].text", "6")],
        ["~ facts.course: 12 entries → 12 entries, changed"],
    ),
    "facts reordered and one gone": (
        [drop("facts.thanks[0]"), add("facts.thanks", "everybody")],
        ["~ facts.thanks: 2 entries → 2 entries, changed"],
    ),
    "finding corrected": (
        [put("projects[3].findings[0].percent", 79.12)],
        ["~ projects.4.findings: 3 entries → 3 entries, changed"],
    ),
    "survey recounted": (
        [
            put("projects[1].survey.base", 1446),
            put("projects[1].survey.groups[1].count", 670),
        ],
        [
            "~ projects.2.survey.base: 1445 → 1446",
            "~ projects.2.survey.groups: 4 entries → 4 entries, changed",
        ],
    ),
    "survey leaves": ([drop("projects[4].survey")], ["- projects.5.survey: case"]),
    "SWOT comes": (
        [
            put(
                "projects[3].swot",
                [
                    {"quadrant": "threat", "text": "cost"},
                    {"quadrant": "strength", "text": "people"},
                ],
            )
        ],
        ["+ projects.4.swot: 2 entries"],
    ),
    "recommendation reordered": (
        [lambda document: document["projects"][4]["recommendations"].reverse()],
        None,
    ),
    "numbers exchanged": (
        [renumber(3, 6)],
        ["~ projects.3.number: 6 → 3", "~ projects.6.number: 3 → 6"],
    ),
    "project leaves": (
        [without_project(6), forget("saule-bayserkeeva")],
        [
            "~ projects.6.number: 7 → 6",
            "- projects.6: Budgeting, per capita financing of the school",
            "- run[10]: defense",
            "- people.saule-bayserkeeva: Saule Bayserkeeva",
        ],
    ),
    "own diploma": (
        [put("diploma", DIPLOMA), put("diploma.before_topic", "for")],
        None,
    ),
    "tie put in other words": (
        [put("disclosures[1].reason", "the university is a partner")],
        [
            "~ interests.kanat-baybolov.5.partner.evidence: M. Auezov university is a partner in the "
            "case of project 5 → the university is a partner"
        ],
    ),
    "tie withdrawn": (
        [drop("disclosures[1]")],
        [
            "- interests.kanat-baybolov.5.partner: to be decided: M. Auezov university is a partner in "
            "the case of project 5"
        ],
    ),
    "supervisor changes": (
        [put("projects[1].supervisor.person", "saule-bayserkeeva")],
        [
            "+ projects.2.supervisors.saule-bayserkeeva: Saule Bayserkeeva",
            "- projects.2.supervisors.albina-salimbaeva: Albina Salimbaeva",
            "- interests.albina-salimbaeva.2.supervisor: recused: Albina Salimbaeva · Albina Salimbaeva",
        ],
    ),
    "supervisor added": (
        [supervised(0, "saule-bayserkeeva", "yerbol-ismailov")],
        [
            "~ projects.1.supervisors.yerbol-ismailov.title: en: strategic communications expert / kk: "
            "стратегиялық коммуникациялар жөніндегі сарапшы / ru: эксперт по стратегическим "
            "коммуникациям → —",
            "~ projects.1.supervisors.yerbol-ismailov.wording: the project’s supervisor, strategic "
            "communications expert Yerbol Ismailov → —",
            "+ projects.1.supervisors.saule-bayserkeeva: Saule Bayserkeeva",
        ],
    ),
    "texts that look like JSON": (
        [
            put("event.title", "2019"),
            put("event.subtitle", '"quoted"'),
            put("projects[0].topic", '{"en": "braces"}'),
            put("projects[1].topic", "[" * 300),
            put("facts.thanks[0]", "null"),
            put("draw.notes[0]", "1.50"),
            put("diploma", {**DIPLOMA, "signatories": [{"role": "007"}, {"role": "7"}]}),
        ],
        None,
    ),
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_changed_file_shows_and_applies_its_difference(name):
    changes, lines = DIFFERENCES[name]
    load()
    before = every_row()

    tried = load(*changes, dry_run=True)
    untouched = every_row()
    done = load(*changes)

    assert untouched == before
    assert lines_of(tried) == lines_of(done) != []
    assert lines is None or sorted(lines_of(done)) == sorted(lines)
    assert dump_event(done.event) == read_event_file(changed(*changes))
    assert load(*changes).changes == ()
    load()
    assert without_order(dump_event(the_event())) == without_order(read_event_file(changed()))


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
        outcome.counts | {"hall": hash_of_hall(outcome.event)},
    )
    assert AuditEntry.first_broken(outcome.event) is None


def test_a_loading_that_opens_an_event_says_so_in_the_log():
    load()

    moves = AuditEntry.objects.filter(verb="event.moved").values_list("actor", "details")
    assert list(moves) == [("test", {"from": "draft", "to": "open"})]


def test_an_event_that_publishes_something_is_open_to_guests():
    assert load().event.phase == Event.Phase.OPEN


def test_an_event_that_publishes_nothing_is_a_draft():
    assert load(put("published", [])).event.phase == Event.Phase.DRAFT


def test_loading_again_keeps_the_phase():
    load()
    Event.objects.update(phase=Event.Phase.LIVE)

    assert load(put("event.city", "Шымкент")).event.phase == Event.Phase.LIVE


def test_another_event_is_not_touched():
    load()
    before = {person["id"]: person for person in Person.objects.values()}

    load(put("event.slug", "another"))

    after = {pk: row for pk, row in ((p["id"], p) for p in Person.objects.values()) if pk in before}
    assert after == before
    assert Person.objects.count() == 2 * len(before)


def test_rows_keep_their_ids_when_everything_changes_places():
    load()
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


def test_a_member_with_a_diploma_stays_with_the_team():
    issue_diplomas(load().event.pk, actor="test", at=DAY)
    member = TeamMember.objects.get(person__key="saule-isabekova")

    outcome = load(forget("saule-isabekova"))

    assert lines_of(outcome) == [
        "= members.saule-isabekova: Saule Isabekova (has a diploma)",
        "= people.saule-isabekova: Saule Isabekova (has a diploma)",
    ]
    member.refresh_from_db()
    assert (member.order, Diploma.objects.count()) == (10, 44)
    assert AuditEntry.objects.filter(verb="event.loaded").count() == 1


@pytest.mark.parametrize("state", ["pending", "ready"])
def test_a_name_corrected_too_late_for_the_diploma_is_told(state):
    issue_diplomas(load().event.pk, actor="test", at=DAY)
    diploma = Diploma.objects.get(person__key="saule-isabekova")
    if state == "ready":
        Diploma.objects.filter(pk=diploma.pk).update(state=state, file_hash="0" * 64, ready_at=DAY)

    corrected = rename("saule-isabekova", "Sauley Isabekova")
    outcome = load(corrected)

    told = f"= diplomas.{diploma.number}: Saule Isabekova (says what was known when it was issued)"
    assert lines_of(outcome) == [
        "~ people.saule-isabekova.name: Saule Isabekova → Sauley Isabekova",
        told,
    ]
    assert lines_of(load(corrected)) == [told]
    diploma.refresh_from_db()
    assert diploma.snapshot["name"] == "Saule Isabekova"


@pytest.mark.parametrize("state", ["revoked", "superseded"])
def test_a_diploma_that_counts_no_more_is_not_told_of(state):
    issue_diplomas(load().event.pk, actor="test", at=DAY)
    Diploma.objects.update(state=state, revoked_at=DAY)

    outcome = load(rename("saule-isabekova", "Sauley Isabekova"))

    assert outcome.counts["kept"] == 0


def test_what_makes_many_diplomas_outdated_is_one_line():
    issue_diplomas(load().event.pk, actor="test", at=DAY)

    outcome = load(put("event.city", "Turkistan"))

    assert lines_of(outcome)[-1] == (
        "= diplomas: 44 · 2019/001 … 2019/044 (says what was known when it was issued)"
    )
    assert outcome.counts["kept"] == 1


def test_a_diploma_that_failed_takes_the_corrected_name():
    event = load().event
    issue_diplomas(event.pk, actor="test", at=DAY)
    RenderJob.objects.update(state="failed", error="too_long")

    outcome = load(rename("saule-isabekova", "Sauley Isabekova"))
    retry_failed(event.pk, actor="test", at=DAY)

    diploma = Diploma.objects.get(person__key="saule-isabekova")
    assert (outcome.counts["kept"], diploma.snapshot["name"]) == (0, "Sauley Isabekova")


def test_another_address_of_the_site_makes_no_diploma_outdated(settings):
    issue_diplomas(load().event.pk, actor="test", at=DAY)
    settings.SITE_URL = "https://defense.example.org"

    assert load().counts["kept"] == 0


def test_a_diploma_goes_with_its_holder_into_another_team():
    load()
    member = TeamMember.objects.get(person__key="valida-musaeva")
    DiplomaFactory(person=member.person)

    load(move(0, 3, 6))

    member.refresh_from_db()
    assert member.project.number == 7


def test_a_team_with_a_diploma_does_not_become_unlisted():
    load()
    holder = TeamMember.objects.get(person__key="roza-zhanabaeva")
    DiplomaFactory(person=holder.person)
    emptied = [put("projects[4].members", []), put("projects[4].members_listed", False)]

    outcome = load(*emptied)

    assert [member.person.key for member in outcome_team(5)] == ["roza-zhanabaeva"]
    assert Project.objects.get(number=5).members_listed is True
    assert outcome.counts["removed"] == 7
    assert load(*emptied).has_changed is False


def outcome_team(number: int) -> list[TeamMember]:
    return list(TeamMember.objects.filter(project__number=number).in_order())


def test_a_person_with_a_card_stays_without_a_team():
    load()
    person = Person.objects.get(key="saule-isabekova")
    PassFactory(person=person, kind=Pass.Kind.TRAINEE)

    outcome = load(forget("saule-isabekova"))

    assert lines_of(outcome) == [
        "- members.saule-isabekova: Saule Isabekova",
        "= people.saule-isabekova: Saule Isabekova (has a card)",
    ]
    assert Person.objects.filter(pk=person.pk).exists()


def test_a_person_in_the_audit_log_stays():
    outcome = load()
    person = Person.objects.get(key="saule-isabekova")
    AuditEntry.write(outcome.event, person, "name.confirmed", person)

    lines = lines_of(load(forget("saule-isabekova")))

    assert lines[-1] == "= people.saule-isabekova: Saule Isabekova (is named in the audit log)"


def give_sheet(expert: str, number: int) -> ScoreSheet:
    """The expert has a sheet for the project; the rule is locked, as the first points do it."""
    Event.objects.update(rule_locked_at=DAY)
    return ScoreSheetFactory(
        seat=Seat.objects.get(person__key=expert),
        defense=Defense.objects.get(project__number=number),
    )


def test_an_expert_with_a_score_sheet_keeps_the_seat():
    load()
    sheet = give_sheet("alina-hamadinova", 1)

    outcome = load(forget("alina-hamadinova"))

    assert lines_of(outcome) == [
        "= panel.alina-hamadinova: Alina Hamadinova (has score sheets)",
        "= people.alina-hamadinova: Alina Hamadinova (has a seat with score sheets)",
    ]
    assert ScoreSheet.objects.get().seat_id == sheet.seat_id
    assert list(Seat.objects.in_order().values_list("order", flat=True)) == list(range(1, 13))
    assert Seat.objects.get(pk=sheet.seat_id).order == 12


def test_a_chair_with_a_score_sheet_stays_as_a_member_beside_the_new_chair():
    load()
    give_sheet("irina-smirnova", 1)
    change = [forget("irina-smirnova"), drop("run[1]"), put("panel[7].role", "chair")]

    outcome = load(*change)

    assert "~ panel.irina-smirnova.role: chair → member" in lines_of(outcome)
    roles = dict(Seat.objects.values_list("person__key", "role"))
    assert (roles["irina-smirnova"], roles["alina-hamadinova"]) == ("member", "chair")
    assert load(*change).has_changed is False


def test_an_expert_with_a_score_sheet_does_not_lose_the_right_to_score():
    load()
    give_sheet("alina-hamadinova", 1)

    outcome = load(put("panel[8].role", "reserve"))

    assert lines_of(outcome) == ["= panel.alina-hamadinova.role: member (has score sheets)"]
    assert Seat.objects.get(person__key="alina-hamadinova").role == "member"


def test_a_project_with_score_sheets_stays_behind_the_others_with_its_team():
    load()
    sheet = give_sheet("alina-hamadinova", 5)

    outcome = load(without_project(5))

    assert outcome.counts["removed"] == 0
    sheet.refresh_from_db()
    project = sheet.defense.project
    assert (project.number, project.teammember_set.count()) == (7, 8)
    assert sheet.defense.run_item.order == 13
    assert project.finding_set.count() == 5
    assert load(without_project(5)).has_changed is False


def test_a_project_whose_member_has_a_diploma_stays():
    load()
    DiplomaFactory(person=Person.objects.get(key="roza-zhanabaeva"))

    lines = lines_of(load(without_project(5)))

    assert (
        "= projects.5: Talent management in the school: a new design for the life of teachers and "
        "the school principal (members of its team have diplomas)"
    ) in lines
    assert Project.objects.get(number=7).teammember_set.count() == 8


def test_score_sheets_follow_a_renumbered_project():
    load()
    sheet = give_sheet("alina-hamadinova", 3)

    load(renumber(3, 6))

    sheet.refresh_from_db()
    assert str(sheet.defense.project.topic) == "Strategic development of the school"
    assert sheet.defense.project.number == 6


def test_a_begun_line_of_the_run_stays():
    load()
    RunItem.objects.filter(order=2).update(started_at=DAY)

    outcome = load(drop("run[1]"))

    assert lines_of(outcome) == ["= run[1]: Speech (it has begun)"]
    assert RunItem.objects.get(started_at=DAY).order == 13


def test_a_confirmed_name_is_not_overwritten():
    load()
    Person.objects.filter(key="roza-zhanabaeva").update(
        confirmed_at=DAY, printed_names={"en": "Roza Zhanabayeva"}
    )
    index = [person["key"] for person in DEMO_DOCUMENT["people"]].index("roza-zhanabaeva")
    change = [
        put(f"people[{index}].name", "R. Zhanabaeva"),
        put(f"people[{index}].printed_names", {"en": "Roza Z."}),
        put(f"people[{index}].position", "headmistress"),
    ]

    outcome = load(*change)

    assert lines_of(outcome) == [
        "= people.roza-zhanabaeva.name: Roza Zhanabaeva (confirmed by the person)",
        "= people.roza-zhanabaeva.printed_names: en: Roza Zhanabayeva (confirmed by the person)",
        "~ people.roza-zhanabaeva.position: en: director / kk: директор / ru: директор → headmistress",
    ]
    assert Person.objects.get(key="roza-zhanabaeva").printed_name("en") == "Roza Zhanabayeva"


def test_the_default_rubric_has_six_criteria_in_three_languages_with_four_anchors():
    load()

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
    load()

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


def test_the_default_rubric_stays_as_it_was_when_the_rule_was_locked():
    load()
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

    assert len(first) < 150
    assert len(second) < 65


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
