"""Changes of the demo document, each with the place and a part of the reason that it is refused with."""

from tests.defense.event_file.documents import (
    DEMO_DOCUMENT,
    DIPLOMA,
    RUBRIC,
    Change,
    add,
    drop,
    put,
    supervised,
)

BIDI, ZERO_WIDTH, BELL = chr(0x202E), chr(0x200B), chr(7)
FIRST = "projects[0].members[0].person"
GROUPS = "projects[1].survey.groups"
CRITERION = "rubric.criteria[0]"

CHANGED: dict[str, tuple[Change | list[Change], str, str]] = {
    # The envelope.
    "other format": (put("format", "csv"), "format", "qorgau-event"),
    "format missing": (drop("format"), "format", "missing"),
    "later version": (put("version", 2), "version", "one of: 1"),
    "version as text": (put("version", "1"), "version", "a number, not a text"),
    "true for version 1": (put("version", True), "version", "not true or false"),
    "unknown key": (put("winner", "P4"), "winner", "no such key"),
    "unknown key, near one": (
        put("projects[0].survey.metod", "case"),
        "projects[0].survey.metod",
        "Did you mean “method”",
    ),
    "unknown key with a bell": (put("a" + BELL, 1), r"'a\x07'", "no such key"),
    "event missing": (drop("event"), "event", "missing"),
    "event as a list": (put("event", []), "event", "an object, not a list"),
    # The event.
    "slug with capitals": (put("event.slug", "Shymkent"), "event.slug", "small Latin letters"),
    "slug of the program": (put("event.slug", "organize"), "event.slug", "Choose another"),
    "title missing": (drop("event.title"), "event.title", "missing"),
    "title empty": (put("event.title", "  "), "event.title", "empty"),
    "title null": (put("event.title", None), "event.title", "Leave the key out"),
    "title in German": (put("event.title", {"de": "Tag"}), "event.title.de", "en, kk and ru"),
    "title in no language": (put("event.title", {}), "event.title", "empty"),
    "title a number": (put("event.title", 7), "event.title", "not a number"),
    "Russian title of spaces": (put("event.title", {"ru": " "}), "event.title.ru", "empty"),
    "no such day": (put("event.starts_on", "2019-02-30"), "event.starts_on", "no such date"),
    "day written otherwise": (
        put("event.starts_on", "30.11.2019"),
        "event.starts_on",
        "2019-11-30",
    ),
    "ends before it starts": (put("event.ends_on", "2019-11-29"), "event.ends_on", "before"),
    "no such time zone": (
        put("event.time_zone", "Asia/Shymkent"),
        "event.time_zone",
        "Asia/Almaty",
    ),
    "time zone out of the folder": (put("event.time_zone", "../etc"), "event.time_zone", "zone"),
    "no such language": (put("event.languages[1]", "kz"), "event.languages[1]", "en, kk, ru"),
    "language twice": (put("event.languages[1]", "en"), "event.languages[1]", "already"),
    "no language": (put("event.languages", []), "event.languages", "empty"),
    "trainees below the named": (put("event.trainees_stated", 43), "event.trainees_stated", "44"),
    "trainees true": (put("event.trainees_stated", True), "event.trainees_stated", "whole number"),
    "half a trainee": (put("event.trainees_stated", 80.5), "event.trainees_stated", "whole number"),
    "publishing the scores": (put("published[0]", "scores"), "published[0]", "programme, teams"),
    "published twice": (put("published[0]", "teams"), "published[1]", "already"),
    "address that runs": (put("source.address", "javascript:alert(1)"), "source.address", "https"),
    "address of nowhere": (put("source.address", "http://[::1"), "source.address", "https"),
    "day as a number": (put("event.starts_on", 20191130), "event.starts_on", "not a number"),
    "time zone as a number": (put("event.time_zone", 6), "event.time_zone", "not a number"),
    "slug as a number": (put("event.slug", 2019), "event.slug", "not a number"),
    # People.
    "name of 300 letters": (put("people[0].name", "Жан " * 75), "people[0].name", "300 characters"),
    "name of one long word": (put("people[0].name", "ә" * 90), "people[0].name", "diploma"),
    "name without letters": (put("people[0].name", "—"), "people[0].name", "one letter"),
    "name with a space behind": (put("people[0].name", "Irina "), "people[0].name", "a space"),
    "name with a bell": (put("people[0].name", "Irina" + BELL), "people[0].name", "U+0007"),
    "name in Georgian letters": (
        put("people[0].name", "Irina ነ"),
        "people[0].name",
        "ነ (U+1290 ETHIOPIC SYLLABLE NA)",
    ),
    "name with a face": (put("people[0].name", "Irina 🎓"), "people[0].name", "🎓 (U+1F393"),
    "name in Arabic letters": (put("people[0].name", "علي"), "people[0].name", "(U+0639"),
    "name too wide for two lines": (
        put("people[0].name", "Ж" * 58),
        "people[0].name",
        "does not fit on a diploma, even small",
    ),
    "printed name in Georgian letters": (
        put("people[0].printed_names", {"ru": "Ирина ነ"}),
        "people[0].printed_names.ru",
        "cannot be printed on a document: ነ",
    ),
    "position with a letter no diploma has": (
        put("people[0].position", "директор ነ"),
        "people[0].position",
        "cannot be printed on a document: ነ",
    ),
    "name over two lines": (put("people[0].name", "Irina\nSmirnova"), "people[0].name", "U+000A"),
    "name that turns round": (put("people[0].name", BIDI + "anirI"), "people[0].name", "U+202E"),
    "name with zero width": (
        put("people[0].name", "Iri" + ZERO_WIDTH),
        "people[0].name",
        "ZERO WIDTH",
    ),
    "name under a tower": (put("people[0].name", "X" + "\u0301" * 9), "people[0].name", "marks"),
    "name in a ring": (put("people[0].name", "Я" + "\u0489" * 9), "people[0].name", "marks"),
    "name not composed": (put("people[0].name", "Сери\u0438\u0306к"), "people[0].name", "NFC"),
    "name an object": (put("people[0].name", {"en": "Irina"}), "people[0].name", "not an object"),
    "printed name as one text": (
        put("people[0].printed_names", "Irina"),
        "people[0].printed_names",
        "kk",
    ),
    "person without key": (drop("people[3].key"), "people[3].key", "missing"),
    "key with spaces": (put("people[58].key", "a b"), "people[58].key", "small Latin letters"),
    "key twice": (
        add("people", {"key": "irina-smirnova", "name": "Irina Smirnova"}),
        "people[59].key",
        "people[0]",
    ),
    "school number negative": (
        put("people[20].school_number", -93),
        "people[20].school_number",
        "between 1",
    ),
    "school number as text": (
        put("people[20].school_number", "93"),
        "people[20].school_number",
        "whole",
    ),
    "school number alone": (drop("people[20].school_kind"), "people[20].school_kind", "kind"),
    "3,000 people": (put("people", [{}] * 3_000), "people", "at most 2000"),
    # The panel.
    "two chairs": (put("panel[4].role", "chair"), "panel[4].role", "panel[0] is the chair"),
    "expert twice": (put("panel[7].person", "kairat-nurtay"), "panel[7].person", "panel[1]"),
    "expert unknown": (put("panel[8].person", "nobody"), "panel[8].person", "“nobody”"),
    "no such role": (put("panel[1].role", "judge"), "panel[1].role", "chair, deputy, member"),
    # The draw and the run of show.
    "quiz answer missing": (
        drop("draw.questions[2].answer"),
        "draw.questions[2].answer",
        "missing",
    ),
    "two draws": (put("run[3].kind", "draw"), "run[3].kind", "one draw"),
    "no such kind of line": (put("run[3].kind", "lunch"), "run[3].kind", "break"),
    "defense of project 8": (put("run[4].project", 8), "run[4].project", "no project number 8"),
    "defended twice": (
        add("run", {"kind": "defense", "project": 3}),
        "run[13].project",
        "run[7]",
    ),
    "break with a project": (
        add("run", {"kind": "break", "title": "Tea", "project": 1}),
        "run[13].project",
        "Only a defense",
    ),
    "speaker unknown": (put("run[0].person", "nobody"), "run[0].person", "“nobody”"),
    "minutes negative": (put("run[4].planned_minutes", -5), "run[4].planned_minutes", "between 1"),
    # Projects and teams.
    "number twice": (put("projects[1].number", 1), "projects[1].number", "projects[0]"),
    "number left out": (put("projects[6].number", 9), "projects[6].number", "without gaps"),
    "number zero": (put("projects[0].number", 0), "projects[0].number", "between 1"),
    "a supervisor and supervisors": (
        put("projects[5].supervisors", [{"person": "asel-aryn"}]),
        "projects[5].supervisors",
        "not both",
    ),
    "supervisor twice": (
        supervised(5, "asel-aryn", "asel-aryn"),
        "projects[5].supervisors[1].person",
        "supervises the project already",
    ),
    "supervisors unknown": (
        supervised(5, "asel-aryn", "nobody"),
        "projects[5].supervisors[1].person",
        "“nobody”",
    ),
    "project key twice": (
        put("projects[1].key", "corporate-culture"),
        "projects[1].key",
        "projects[0]",
    ),
    "supervisor as a name": (
        put("projects[5].supervisor", "Saule Bayserkeeva"),
        "projects[5].supervisor",
        "an object, not a text",
    ),
    "supervisor unknown": (
        put("projects[5].supervisor.person", "nobody"),
        "projects[5].supervisor.person",
        "“nobody”",
    ),
    "member in two teams": (
        put("projects[3].members[2].person", "balkan-kasimov"),
        "projects[3].members[2].person",
        "projects[0]",
    ),
    "member twice": (
        put("projects[0].members[1].person", "balkan-kasimov"),
        "projects[0].members[1].person",
        "in the team already",
    ),
    "member unknown": (put(FIRST, "nobody"), FIRST, "“nobody”"),
    "member with a null": (put(FIRST, None), FIRST, "null"),
    "member as a text": (put("projects[0].members[0]", "x"), "projects[0].members[0]", "an object"),
    "not listed but there": (
        put("projects[0].members_listed", False),
        "projects[0].members_listed",
        "has members",
    ),
    "listed not said": (
        drop("projects[0].members_listed"),
        "projects[0].members_listed",
        "missing",
    ),
    "listed as a word": (
        put("projects[0].members_listed", "yes"),
        "projects[0].members_listed",
        "true or false, not a text",
    ),
    # What was studied.
    "groups that do not sum": (put(GROUPS + "[1].count", 670), GROUPS, "1446"),
    "groups below the base": (
        put("projects[0].survey.groups", [{"label": "teachers", "count": 500}]),
        "projects[0].survey.groups",
        "not over 500",
    ),
    "base exact and over": (
        put("projects[0].survey.base", 600),
        "projects[0].survey.base_over",
        "not both",
    ),
    "base negative": (put("projects[3].survey.base", -91), "projects[3].survey.base", "between 1"),
    "base enormous": (
        put("projects[3].survey.base", 10**14),
        "projects[3].survey.base",
        "1000000",
    ),
    "percentage over 100": (
        put("projects[3].findings[0].percent", 179.1),
        "projects[3].findings[0].percent",
        "between 0 and 100",
    ),
    "percentage of nobody": (
        drop("projects[3].findings[0].base"),
        "projects[3].findings[0].base",
        "needs its base",
    ),
    "percentage of too many": (
        put("projects[3].findings[0].base", 92),
        "projects[3].findings[0].base",
        "only 91",
    ),
    "base of nothing": (
        put("projects[3].findings[1].base", 91),
        "projects[3].findings[1].percent",
        "says nothing",
    ),
    "no such finding": (
        put("projects[3].findings[0].kind", "fact"),
        "projects[3].findings[0].kind",
        "theme",
    ),
    # Interests.
    "discloser not seated": (
        put("disclosures[0].experts[0]", "balkan-kasimov"),
        "disclosures[0].experts[0]",
        "no seat",
    ),
    "discloser unknown": (
        put("disclosures[0].experts[0]", "nobody"),
        "disclosures[0].experts[0]",
        "“nobody”",
    ),
    "disclosed for project 8": (
        put("disclosures[0].projects[1]", 8),
        "disclosures[0].projects[1]",
        "no project number 8",
    ),
    "disclosed twice": (
        put("disclosures[2].experts[0]", "kanat-baybolov"),
        "disclosures[2].experts[0]",
        "project 5 is disclosed already",
    ),
    "reason twice": (
        put("disclosures[2].reason", DEMO_DOCUMENT["disclosures"][1]["reason"]),
        "disclosures[2].reason",
        "disclosures[1]",
    ),
    # Rubric and diploma.
    "weight of zero": (
        [
            put("rubric", RUBRIC),
            put(CRITERION + ".weight", 0),
            put("rubric.criteria[1].weight", 100),
        ],
        CRITERION + ".weight",
        "decides nothing",
    ),
    "level without points": (
        [put("rubric", RUBRIC), drop(CRITERION + ".levels[0].points")],
        CRITERION + ".levels[0].points",
        "missing",
    ),
    "no such rubric": (put("rubric", "ours"), "rubric", "default"),
    "rubric missing": (drop("rubric"), "rubric", "missing"),
    "weight of a thousandth": (
        [put("rubric", RUBRIC), put(CRITERION + ".weight", 62.5001)],
        CRITERION + ".weight",
        "decimal point",
    ),
    "weight as text": (
        [put("rubric", RUBRIC), put(CRITERION + ".weight", "62.5")],
        CRITERION + ".weight",
        "a number, not a text",
    ),
    "lowest above highest": (
        [put("rubric", RUBRIC), put(CRITERION + ".minimum", 11)],
        CRITERION + ".maximum",
        "more than the lowest",
    ),
    "step that does not divide": (
        [put("rubric", RUBRIC), put(CRITERION + ".step", 2)],
        CRITERION + ".step",
        "do not lead from 1 to 10",
    ),
    "more values than anybody finds": (
        [
            put("rubric", RUBRIC),
            put(CRITERION + ".maximum", 100),
            put(CRITERION + ".step", 0.05),
        ],
        CRITERION + ".step",
        "1981 values",
    ),
    "step of zero": (
        [put("rubric", RUBRIC), put(CRITERION + ".step", 0)],
        CRITERION + ".step",
        "more than 0",
    ),
    "level off the scale": (
        [put("rubric", RUBRIC), put(CRITERION + ".levels[0].points", 2.25)],
        CRITERION + ".levels[0].points",
        "2.25",
    ),
    "level twice": (
        [put("rubric", RUBRIC), put(CRITERION + ".levels[0].points", 9.5)],
        CRITERION + ".levels",
        "twice",
    ),
    "criterion key twice": (
        [put("rubric", RUBRIC), put(CRITERION + ".key", "answers")],
        "rubric.criteria[1].key",
        "criteria[0]",
    ),
    "diploma without title": (
        [put("diploma", DIPLOMA), drop("diploma.title")],
        "diploma.title",
        "missing",
    ),
    "diploma in German": (
        [put("diploma", DIPLOMA), put("diploma.language", "de")],
        "diploma.language",
        "en, kk, ru",
    ),
}
