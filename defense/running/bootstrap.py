"""Cuts Bootstrap's style sheet to the rules that our forms use, and puts them below our own.

Bootstrap comes whole from a package, 233 kB of it. Its part here is the skeleton of a form field as
crispy-forms writes it; what stays is in `@layer vendor`, so that no rule of it wins over ours.
"""

import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

from events.whole_files import write_whole

FILE: Final = "bootstrap-forms.css"
# What crispy-forms' templates write around a field. tests/house compares it with the pages.
CLASSES: Final = frozenset(
    {
        "form-check",
        "form-check-inline",
        "form-check-input",
        "form-check-label",
        "form-control",
        "form-label",
        "form-select",
        "form-text",
        "invalid-feedback",
        "is-invalid",
        "mb-3",
    }
)
CLASS: Final = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
VARIABLE: Final = re.compile(r"var\((--[\w-]+)")
LIGHT: Final = "[data-bs-theme=light]"


def build_bootstrap(target: Path) -> Path:
    """Write the cut sheet into `target`, if it is another one than there is, and return its file."""
    package = files("bootstrap") / "static" / "bootstrap" / "css" / "bootstrap.css"
    sheet = cut(package.read_text(encoding="utf-8"), CLASSES).encode()
    file = target / FILE
    if not file.is_file() or file.read_bytes() != sheet:
        target.mkdir(parents=True, exist_ok=True)
        write_whole(file, sheet)
    return file


def cut(sheet: str, classes: Iterable[str]) -> str:
    """The rules whose every class is among `classes`, the variables these use, and the licence."""
    nodes = tinycss2.parse_stylesheet(sheet, skip_whitespace=True)
    wanted = frozenset(classes)
    rules = "\n".join(_kept(nodes, wanted))
    variables = "\n".join(_variables(nodes, used=_used(rules, nodes)))
    licence = next((node.serialize() for node in nodes if node.type == "comment"), "")
    return f"{licence}\n@layer vendor {{\n:root {{\n{variables}\n}}\n{rules}\n}}\n"


def _kept(nodes: Iterable[Node], classes: frozenset[str]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, QualifiedRule):
            selectors = [each for each in _selectors(node) if _is_kept(each, classes)]
            if selectors:
                yield f"{', '.join(selectors)} {{{tinycss2.serialize(node.content)}}}"
        elif isinstance(node, AtRule) and node.lower_at_keyword == "media" and node.content:
            inner = "\n".join(_kept(tinycss2.parse_rule_list(node.content), classes))
            if inner:
                yield f"@media{tinycss2.serialize(node.prelude)}{{\n{inner}\n}}"


def _selectors(rule: QualifiedRule) -> list[str]:
    return [" ".join(part.split()) for part in tinycss2.serialize(rule.prelude).split(",")]


def _is_kept(selector: str, classes: frozenset[str]) -> bool:
    named = set(CLASS.findall(selector))
    return bool(named) and named <= classes and "data-bs-theme" not in selector


def _variables(nodes: Iterable[Node], *, used: frozenset[str]) -> Iterator[str]:
    for name, declaration in _light(nodes):
        if name in used:
            yield f"  {declaration}"


def _used(rules: str, nodes: Iterable[Node]) -> frozenset[str]:
    """The variables that the rules name, and those that the values of these name."""
    light = dict(_light(nodes))
    found: set[str] = set()
    waiting = set(VARIABLE.findall(rules))
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= set(VARIABLE.findall(light.get(name, ""))) - found
    return frozenset(found)


def _light(nodes: Iterable[Node]) -> Iterator[tuple[str, str]]:
    """The variables of the light theme, each with its declaration."""
    for node in nodes:
        if isinstance(node, QualifiedRule) and LIGHT in _selectors(node):
            for each in tinycss2.parse_blocks_contents(node.content):
                if each.type == "declaration":
                    yield each.name, f"{each.name}:{tinycss2.serialize(each.value)};"
