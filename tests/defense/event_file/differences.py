"""Changes of the demo document, each with the lines that a load says of it."""

from typing import Any

from tests.defense.event_file.documents import (
    DIPLOMA,
    Change,
    add,
    drop,
    put,
    supervised,
)


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
