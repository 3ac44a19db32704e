"""Small laws of the house that no linter knows."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BANNED = {
    "juror": "expert",
    "jury": "panel",
    "ballot": "score_sheet",
    "participant": "trainee",
    "certificate": "diploma",
    "conference": "event",
    "presentation_slot": "run_item",
    "agenda": "run_of_show",
    "schedule": "run_of_show",
    "commission": "panel",
    "nomination": "project",
    "contestant": "trainee",
    "problem": "flaw",
    "another_day": "rehearsal",
    "anotherday": "rehearsal",
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


def sources() -> list[Path]:
    return [path for path in tracked("*.py") if "tests" not in path.relative_to(ROOT).parts]


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
    identifier = re.compile(rf"\b(?:class|def)\s+\w*({'|'.join(BANNED)})\w*", re.IGNORECASE)

    found = [
        f"{path.relative_to(ROOT)}: {match.group(0)} (say {BANNED[match.group(1).lower()]})"
        for path in sources()
        for match in identifier.finditer(path.read_text())
    ]

    assert found == []


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
        if inline.search(path.read_text()) and "diplomas/pdf" not in str(path)
    ]

    assert found == []
