"""Small laws of the house that no linter knows."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.house.catalogues import entries

ROOT = Path(__file__).resolve().parents[2]
BANNED = {
    "juror": "expert",
    "jury": "panel",
    "ballot": "score_sheet",
    "participant": "trainee",
    "conference": "event",
    "presentation_slot": "run_item",
    "agenda": "run_of_show",
    "schedule": "run_of_show",
    "commission": "panel",
    "nomination": "project",
    "contestant": "trainee",
    "problem": "flaw",
    "anotherday": "rehearsal",
}
# In texts some of these are plain English, and some words are banned that code may use.
BANNED_IN_TEXT = {
    **{word: BANNED[word] for word in ("juror", "jury", "ballot", "contestant")},
    "marks": "points",
    "grade": "points",
    "grades": "points",
    "agenda": "run of show",
    "judge": "expert",
    "judges": "expert",
}
OTHERS_NAMES = {"CELERY_BEAT_SCHEDULE", "CELERY_BEAT_SCHEDULE_FILENAME"}
# A vote of the panel has ballots and three who count, as a commission; a team is nominated for an award.
OF_VOTES = {"ballot", "commission", "nomination"}
WITH_VOTES = re.compile(r"experts/.*(ballots|vote|voting|awards)")
ALLOWED = {
    "Give the ballot",
    "Nobody can tell later which ballot was yours. It is given once.",
    "You have voted. A ballot is given once and stays.",
    "Your ballot is in. It stays as you gave it.",
    "A letter here carries more marks than any language writes.",
    "Marks as a file",
    "These are the marks that my tablet shows. Date and signature:",
}


def tracked(*patterns: str) -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    return [ROOT / name for name in names if name and (ROOT / name).exists()]


def source_files() -> list[Path]:
    return [path for path in tracked("*.py") if "tests" not in path.relative_to(ROOT).parts]


def names_given(source: str) -> set[str]:
    """What classes, functions, arguments, variables and attributes are called where they are made."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.arg(arg=name):
                found.add(name)
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                found.add(name)
    return found


def banned_in(name: str) -> list[str]:
    plain = name.lower().replace("_", "")
    return [word for word in BANNED if name not in OTHERS_NAMES and word.replace("_", "") in plain]


def test_every_exception_to_a_rule_carries_its_reason():
    bare = re.compile(r"#\s*(noqa(: [A-Z0-9, ]+)?|type: ignore(\[[a-z-, ]+\])?)\s*$")

    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked("*.py")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if bare.search(line)
    ]

    assert found == []


def test_identifiers_use_the_words_of_the_glossary():
    found = [
        f"{path.relative_to(ROOT)}: {name} (say {BANNED[word]})"
        for path in source_files()
        for name in sorted(names_given(path.read_text()))
        for word in banned_in(name)
        if not (word in OF_VOTES and WITH_VOTES.search(str(path.relative_to(ROOT))))
    ]

    assert found == []


def test_what_people_read_uses_the_words_of_the_glossary():
    texts = [text for entry in entries("ru") for text in entry.english]

    found = [
        f"{text} (say {BANNED_IN_TEXT[word]})"
        for text in texts
        for word in re.findall(r"[a-z]+", text.lower())
        if word in BANNED_IN_TEXT and text not in ALLOWED
    ]

    assert len(texts) > 500
    assert found == []


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def sum_of_ballots(jury): pass", {"sum_of_ballots", "jury"}),
        ("class JuryMember:\n    commission: int = 1", {"JuryMember", "commission"}),
        ("self.jury = event.agenda", {"jury"}),
    ],
)
def test_names_are_found_where_they_are_given(source, names):
    assert names_given(source) == names
    assert all(banned_in(name) for name in names)


def test_module_imports_end_with_a_semicolon():
    """Django hashes an import path only when the statement ends with one."""
    unended = re.compile(r"^\s*(?:import|export)\b[^;]*from\s+['\"][^'\"]+['\"]\s*$", re.MULTILINE)

    found = [str(path) for path in tracked("static/**/*.js") if unended.search(path.read_text())]

    assert found == []


def test_templates_hold_no_inline_script_or_style():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|<style|\sstyle=|\son\w+=\""
    )

    found = [
        str(path.relative_to(ROOT))
        for path in tracked("templates/**/*.html")
        if inline.search(path.read_text()) and "/pdf/" not in str(path)
    ]

    assert found == []
