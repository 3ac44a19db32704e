"""Style sheets in layers: each class in one sheet, used where it is defined, with a name that says its component."""

import re

import pytest
from django.conf import settings

from defense.running.bootstrap import CLASSES as BOOTSTRAP
from tests.house.stylesheets import (
    SHEETS,
    in_two_sheets,
    owners,
    rules_of,
    sheets,
    used_by_pages,
    used_in,
)

LAYERS = "@layer vendor, base, components, pages;"
LAYER_OF = {
    "base.css": "layer base",
    "call.css": "layer pages",
    "words.css": "layer pages",
    "team_sheet.css": "layer pages",
    "components.css": "layer components",
    "conflict.css": "layer pages",
    "deliberation.css": "layer pages",
    "differences.css": "layer pages",
    "wording.css": "layer pages",
    "expert.css": "layer pages",
    "hand_over.css": "layer pages",
    "handing.css": "layer pages",
    "links_sheet.css": "layer pages",
    "import.css": "layer pages",
    "my_teams.css": "layer pages",
    "names_sheet.css": "layer pages",
    "organizer.css": "layer pages",
    "paper_sheets.css": "layer pages",
    "points.css": "layer pages",
    "placed.css": "layer pages",
    "print.css": "layer pages",
    "present_state.css": "layer pages",
    "public.css": "layer pages",
    "seal.css": "layer pages",
    "slips.css": "layer pages",
    "tables.css": "layer pages",
    "tablet_notes.css": "layer pages",
    "trust.css": "layer pages",
    "votes.css": "layer pages",
    "workspace.css": "layer pages",
}
LONGEST_LINE = 130
# Said alone these name a state or a place in a row, of whatever; a class says its component first.
BARE = {
    *(
        "active",
        "aside",
        "bad",
        "decided",
        "differs",
        "done",
        "draft",
        "first",
        "gap",
        "good",
    ),
    *("is", "last", "live", "long", "longest", "me", "mine", "next", "now", "number", "off", "ok"),
    *("on", "open", "pending", "place", "quiet", "recused", "revoked", "row", "selected", "small"),
    *("submitted", "sum", "superseded", "top", "total", "two", "valid", "wide", "wrong"),
}
# Written by crispy-forms' templates, by Django's date and by the views.
WRITTEN_ELSEWHERE = {*BOOTSTRAP, "asteriskField"}
TONES = {"note-ok", "note-warn", "note-stop"}  # settings.MESSAGE_TAGS, diplomas/views/trainee.py


def test_every_sheet_stands_in_its_layer():
    assert LAYERS in (SHEETS / "tokens.css").read_text(encoding="utf-8")
    found = {
        name: {rule.place[0] for rule in rules if rule.place} for name, rules in sheets().items()
    }

    assert {name: places for name, places in found.items() if places} == {
        name: {layer} for name, layer in LAYER_OF.items()
    }
    outside = [
        f"{name}: {rule.selector}"
        for name, rules in sheets().items()
        for rule in rules
        if not rule.place and rule.selector != ":root"
    ]
    assert outside == []


def test_a_class_that_is_defined_twice_would_be_seen():
    two = {
        "a.css": rules_of(".run b { color: red }\n.run .now { color: red }"),
        "b.css": rules_of("p.now { color: blue }"),
    }

    assert in_two_sheets(two) == {"now": {"a.css", "b.css"}}


def test_every_class_of_a_page_is_defined():
    defined = {name for rules in sheets().values() for rule in rules for name in rule.classes}

    unknown = {
        name: files
        for name, files in used_by_pages().items()
        if name not in defined | BOOTSTRAP
        and not any(each.startswith(name) for each in defined if name.endswith("-"))
    }

    assert unknown == {}


def test_every_class_that_is_defined_is_used():
    used = used_by_pages()
    begun = tuple(name for name in used if name.endswith("-"))

    unused = {
        name
        for name in owners(sheets())
        if name not in {*used, *WRITTEN_ELSEWHERE, *TONES} and not name.startswith(begun)
    }

    assert unused == set()


def test_every_custom_property_is_declared_and_read():
    text = "\n".join(path.read_text(encoding="utf-8") for path in SHEETS.glob("*.css"))
    declared = set(re.findall(r"(--(?!bs-)[a-z][\w-]*)\s*:", text))
    read = set(re.findall(r"var\((--(?!bs-)[a-z][\w-]*)", text))

    assert {"declared only": declared - read, "read only": read - declared} == {
        "declared only": set(),
        "read only": set(),
    }


def test_what_a_template_writes_is_read():
    text = '<i class="pill{% if a %} pill-ok{% endif %} tone-{{ tone }}">{% block x %}class="no{% endblock %}'

    assert used_in(text) == {"pill", "pill-ok", "tone-"}


def test_names_say_their_component():
    assert sorted(set(owners(sheets())) & BARE) == []


def test_a_name_of_one_word_is_a_component():
    """It is styled by itself somewhere, not only inside another."""
    whole = {rule.selector for rules in sheets().values() for rule in rules}
    single = {name for name in owners(sheets()) if "-" not in name}

    partial = {
        name for name in single if not any(re.match(rf"[a-z]*\.{name}\b", each) for each in whole)
    }

    assert partial == set()


@pytest.mark.parametrize("name", sorted(path.name for path in SHEETS.glob("*.css")))
def test_lines_can_be_read(name):
    lines = (SHEETS / name).read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if len(line) > LONGEST_LINE] == []
    assert [line for line in lines if line.count("{") > 1 and not line.startswith("@")] == []


def test_no_rule_takes_the_focus_away_from_a_control():
    taken = [
        f"{name}: {rule.selector}"
        for name, rules in sheets().items()
        for rule in rules
        if re.search(r"outline(?:-width|-style)?:\s*(?:0|none)", rule.declarations)
    ]

    assert taken == ["base.css: main:focus"]  # the target of the skip link


def test_no_text_is_set_in_capitals_but_a_code():
    """Kazakh and Russian dates hold a small «ж.» or «г.», and capitals would break it."""
    capitals = [
        rule.selector
        for rules in sheets().values()
        for rule in rules
        if "text-transform: uppercase" in rule.declarations
    ]

    assert capitals == [".code-field input"]


def test_the_tones_of_messages_are_notes():
    assert set(settings.MESSAGE_TAGS.values()) - {""} == TONES
