"""After any loading the points are with the people who were scored, or the file was refused."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from defense.event_file import BadEventFile, loading
from events.rules import first_part
from experts.models import ScoreSheet, Seat
from projects.models import Defense, Project
from tests.defense.event_file.database import every_row, load_bytes
from tests.factories import ScoreSheetFactory

pytestmark = pytest.mark.django_db

FILES = 20
Document = dict[str, Any]
Teams = dict[int, dict[str, dict[str, str]]]
Memory = dict[int, dict[str, set[str]]]
# Unlike to the ear as well, since people are known by that.
NAMES = (
    "Aida Bekova",
    "Dana Zholdas",
    "Farid Galiev",
    "Saule Hamit",
    "Igor Kravets",
    "Laura Mukan",
    "Nurlan Ospan",
    "Roza Petrova",
    "Timur Ualiev",
)
LETTERS = "abdefgiklmnoprstuvz"


def a_day(*, keys: bool, teams: int = 3) -> Document:
    people, projects, run = [{"key": "expert", "name": "The Expert"}], [], []
    free = iter(NAMES)
    for number in range(1, teams + 1):
        names = {key: next(free) for key in (f"s{number}", f"m{number}a", f"m{number}b")}
        people += [{"key": key, "name": name} for key, name in names.items()]
        supervisor, *members = names
        project = {
            "number": number,
            "topic": f"Topic {number}",
            "supervisor": {"person": supervisor},
            "members_listed": True,
            "members": [{"person": member} for member in members],
        }
        projects.append({"key": f"project-{number}", **project} if keys else project)
        run.append({"kind": "defense", "project": number})
    return {
        "format": "qorgau-event",
        "version": 1,
        "event": {
            "slug": "points",
            "title": "Points",
            "course": "Course",
            "organiser": "Organiser",
            "place": "Hall",
            "city": "City",
            "starts_on": "2019-11-30",
            "ends_on": "2019-11-30",
            "time_zone": "Asia/Almaty",
            "languages": ["en"],
        },
        "rubric": "default",
        "diploma": "default",
        "people": people,
        "panel": [{"person": "expert", "role": "chair"}],
        "run": run,
        "projects": projects,
    }


def scored_day(*, keys: bool) -> Document:
    """Loaded, with a submitted sheet for every project but the last."""
    document = a_day(keys=keys)
    load_document(document)
    for defense in Defense.objects.order_by("project__number")[:2]:
        ScoreSheetFactory(seat=Seat.objects.get(), defense=defense)
    return document


def as_bytes(document: Document) -> bytes:
    return json.dumps(document).encode()


def load_document(document: Document) -> list[str]:
    outcome = load_bytes(as_bytes(document))
    return [str(change) for change in outcome.changes]


def teams() -> Teams:
    """Members and supervisors of each project, as keys with names."""
    found: Teams = {}
    for project in Project.objects.with_team():
        members = {each.person.key: each.person.name for each in project.teammember_set.all()}
        supervisors = {each.person.key: each.person.name for each in project.supervisors}
        found[project.pk] = {"members": members, "supervisors": supervisors}
    return found


def everybody(team: dict[str, dict[str, str]]) -> dict[str, str]:
    return {**team["supervisors"], **team["members"]}


def names_in(team: dict[str, dict[str, str]]) -> set[str]:
    return {*everybody(team).values()}


def stray_points(ever: Memory, before: Teams, after: Teams) -> list[str]:
    """What is wrong when the points of the projects that had sheets are other people's now.

    `ever` is who was in each of them when it was scored: by their keys all their names.
    """
    seated = list(Seat.objects.values_list("person__name", flat=True))
    wrong = [f"{name} sits twice" for name in {*seated} if seated.count(name) > 1]
    for pk in set(ScoreSheet.objects.values_list("defense__project", flat=True)):
        if not ever[pk].keys() & after[pk]["members"].keys():
            wrong.append(f"nobody of {pk} is left")
        gone = set().union(*ever[pk].values()) - names_in(after[pk])
        for key, name in everybody(after[pk]).items():
            ever[pk].get(key, set()).add(name)
        for other in after.keys() - {pk}:
            newcomers = names_in(after[other]) - names_in(before.get(other, {}))
            wrong += [f"{name} went from {pk} to {other}" for name in gone & newcomers]
    return wrong


def disturbed(document: Document, dice: random.Random) -> Document:
    document = copy.deepcopy(document)
    for _change in range(dice.randint(1, 3)):
        disturb(document, dice)
    return document


def disturb(document: Document, dice: random.Random) -> None:
    one, other = dice.sample(document["projects"], 2)
    kinds = "word", "word", "roles", "member", "name", "new", "order", "away", "key", "key", "back"
    match dice.choice(kinds):
        case "word":
            exchange(one, other, dice.choice(["topic", "number", "key"]))
        case "roles":
            exchange(one, other, dice.choice(["supervisor", "members"]))
        case "member":
            exchange(dice.choice(one["members"]), dice.choice(other["members"]), "person")
        case "name":
            exchange(*dice.sample(document["people"][1:], 2), "name")
        case "new":
            key = f"new-{dice.randrange(10_000)}"
            name = "".join(dice.choices(LETTERS, k=9)).title()
            document["people"].append({"key": key, "name": f"{name} {name[::-1].title()}"})
            dice.choice([one["supervisor"], *one["members"]])["person"] = key
        case "order":
            dice.shuffle(document["projects"])
        case "away":
            if len(one["members"]) > 1:
                leave(document, one["members"].pop()["person"])
        case "key":
            give_new_key(document, dice.choice(document["people"]), dice)
        case "back":
            come_back(document, other, dice)


def leave(document: Document, key: str) -> None:
    document["people"] = [each for each in document["people"] if each["key"] != key]


def give_new_key(document: Document, person: Document, dice: random.Random) -> None:
    """The same person under a key of their own choosing, wherever the file names them."""
    old, person["key"] = person["key"], f"key-{dice.randrange(10_000)}"
    for row in roles_of(document):
        if row["person"] == old:
            row["person"] = person["key"]


def roles_of(document: Document) -> Iterator[Document]:
    yield from document["panel"]
    for project in document["projects"]:
        yield from (project["supervisor"], *project["members"])


def come_back(document: Document, project: Document, dice: random.Random) -> None:
    """Somebody who has left comes to a team under a new key."""
    gone = sorted({*NAMES} - {each["name"] for each in document["people"]})
    if gone:
        person = {"key": f"back-{dice.randrange(10_000)}", "name": dice.choice(gone)}
        document["people"].append(person)
        project["members"].append({"person": person["key"]})


def exchange(one: Document, other: Document, key: str) -> None:
    if key in one and key in other:
        one[key], other[key] = other[key], one[key]


def random_loads(*, keys: bool) -> Iterator[tuple[list[str], BadEventFile | None]]:
    """What is wrong after each of many files, loaded one over the other, and the refusal if any."""
    dice = random.Random(keys)
    document = scored_day(keys=keys)
    ever = {
        pk: {key: {name} for key, name in everybody(team).items()} for pk, team in teams().items()
    }
    before, rows = teams(), every_row()
    for _file in range(FILES):
        wanted = disturbed(document, dice)
        try:
            load_document(wanted)
        except BadEventFile as refusal:
            assert every_row() == rows
            yield [], refusal
            continue
        document, after = wanted, teams()
        yield stray_points(ever, before, after), None
        before, rows = after, every_row()


@pytest.mark.once("what a file says is read before an engine is asked")
@pytest.mark.parametrize("keys", [True, False], ids=["with keys", "without keys"])
def test_points_stay_with_the_people_or_the_file_is_refused_by_place(keys):
    loads = list(random_loads(keys=keys))

    refused = [refusal for _wrong, refusal in loads if refusal]
    assert [wrong for wrong, _refusal in loads if wrong] == []
    assert min(len(refused), FILES - len(refused)) > FILES // 10
    assert {first_part(flaw.place) for each in refused for flaw in each.errors} <= {
        "panel",
        "people",
        "projects",
    }


@pytest.mark.once("what a file says is read before an engine is asked")
@pytest.mark.parametrize("keys", [True, False], ids=["with keys", "without keys"])
def test_without_the_question_points_would_go_astray(keys, monkeypatch):
    monkeypatch.setattr(loading, "points_flaws", lambda *given: ())
    monkeypatch.setattr(loading, "new_key_flaws", lambda *given: ())

    assert any(wrong for wrong, _refusal in random_loads(keys=keys))


def everywhere(one: int, other: int, *keys: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        for key in keys:
            exchange(document["projects"][one], document["projects"][other], key)

    return change


def rename(document: Document) -> None:
    exchange(document["people"][1], document["people"][4], "name")


def test_topics_put_right_follow_the_people():
    document = scored_day(keys=False)
    sheets = set(ScoreSheet.objects.values_list("pk", "defense__project__supervisor__person__key"))

    everywhere(0, 1, "topic")(document)

    assert load_document(document) == [
        "~ projects.1.topic: Topic 1 → Topic 2",
        "~ projects.2.topic: Topic 2 → Topic 1",
    ]
    assert (
        set(ScoreSheet.objects.values_list("pk", "defense__project__supervisor__person__key"))
        == sheets
    )


def new_key(person: int) -> Callable[[Document], None]:
    return lambda document: give_new_key(document, document["people"][person], random.Random(1))


def twice_on_the_panel(document: Document) -> None:
    """As two people, and so that the seat with sheets is none of the file's."""
    document["people"].append({"key": "again", "name": "Expert THE"})
    document["panel"][0]["person"] = "again"


def other_names(document: Document) -> None:
    for person, name in zip(document["people"][2:4], ("Omar Tulep", "Vera Lisina"), strict=True):
        person["name"] = name


REFUSED = {
    "a new key of an expert": (new_key(0), "people[0].key"),
    "an expert on the panel twice": (twice_on_the_panel, "panel[0].person"),
    "a new key of a member": (new_key(2), "people[2].key"),
    "a team under other names": (other_names, "projects[0]"),
    "keys": (everywhere(0, 1, "key"), "projects[0].supervisor.person"),
    "teams": (everywhere(0, 1, "members", "supervisor"), "projects[0].supervisor.person"),
    "a supervisor": (everywhere(0, 1, "supervisor"), "projects[0].supervisor.person"),
    "a team to one without points": (everywhere(1, 2, "members"), "projects[1]"),
    "names": (rename, "people[1].name"),
}


@pytest.mark.sampled(3, "whose points the file would move")
@pytest.mark.parametrize("name", REFUSED)
def test_what_would_give_points_to_others_is_refused_by_its_place(name):
    change, place = REFUSED[name]
    document = scored_day(keys=True)
    change(document)

    with pytest.raises(BadEventFile) as refusal:
        load_document(document)

    assert place in [flaw.place for flaw in refusal.value.errors]


def test_two_files_do_not_what_one_may_not():
    """Who left a scored team with one file does not come into another with the next, but may come back."""
    document = scored_day(keys=True)
    first, second = (each["members"] for each in document["projects"][:2])
    gone = first.pop()
    load_document(document)

    second.append(gone)
    with pytest.raises(BadEventFile) as refusal:
        load_document(document)
    first.append(second.pop())

    assert [flaw.place for flaw in refusal.value.errors] == ["projects[1].members[2].person"]
    assert load_document(document) == ["+ members.m1b: Farid Galiev · 1"]


def test_who_left_two_files_ago_does_not_come_back_under_a_new_key():
    document = scored_day(keys=True)
    gone = document["projects"][0]["members"].pop()
    leave(document, gone["person"])
    load_document(document)
    lines = load_document(document)

    document["people"].append({"key": "new", "name": "Galiev Farid"})
    refused = []
    for project in document["projects"]:
        project["members"].append({"person": "new"})
        with pytest.raises(BadEventFile) as refusal:
            load_document(document)
        refused.append([flaw.place for flaw in refusal.value.errors])
        project["members"].pop()

    assert refused == [
        ["people[9].key"],
        ["people[9].key", "projects[1].members[2].person"],
        ["people[9].key", "projects[2].members[2].person"],
    ]
    assert lines == ["= people.m1b: Farid Galiev (was in a project with score sheets)"]


def test_who_joined_a_scored_team_does_not_take_its_points_over_with_the_next_file():
    document = scored_day(keys=True)
    members = document["projects"][0]["members"]
    document["people"].append({"key": "new", "name": "Omar Tulep"})
    members.append({"person": "new"})
    load_document(document)

    del members[:2]
    with pytest.raises(BadEventFile) as refusal:
        load_document(document)

    assert [flaw.place for flaw in refusal.value.errors] == ["projects[0]"]


def test_who_came_into_a_scored_team_by_mistake_may_go_where_they_belong():
    """The points are none of theirs, and those who were scored stay."""
    document = scored_day(keys=True)
    scored, other = (document["projects"][i]["members"] for i in (0, 2))
    scored.append(other.pop())
    load_document(document)

    other.append(scored.pop())

    assert load_document(document) == ["~ members.m3b.project: 1. Topic 1 → 3. Topic 3"]


def test_one_of_two_with_the_same_name_gets_it_put_right():
    """Nobody takes a name who had it before."""
    document = a_day(keys=True)
    document["people"][2]["name"] = document["people"][0]["name"]
    load_document(document)
    for defense in Defense.objects.order_by("project__number")[1:]:
        ScoreSheetFactory(seat=Seat.objects.get(), defense=defense)

    document["people"][2]["name"] = "The Other Expert"

    assert "~ people.m1a.name: The Expert → The Other Expert" in load_document(document)


def test_who_left_keeps_the_name():
    """Or another could take it with a third file."""
    document = scored_day(keys=True)
    document["projects"][0]["members"].pop()
    load_document(document)
    document["people"][3]["name"] = "Somebody Else"

    with pytest.raises(BadEventFile) as refusal:
        load_document(document)

    assert [flaw.place for flaw in refusal.value.errors] == ["people[3].name"]
