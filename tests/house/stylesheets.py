"""What the style sheets define and what the pages use, by class."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import tinycss2

ROOT = Path(__file__).resolve().parents[2]
SHEETS = ROOT / "static" / "css"
TEMPLATES = ROOT / "templates"
PAGES = sorted(
    [
        *ROOT.glob("*/pages/*.py"),
        *ROOT.glob("defense/workspace/*forms.py"),
        *ROOT.glob("events/[es]*_forms.py"),
    ]
)
SCRIPTS = ROOT / "static" / "js"
PAPER = "pdf"  # the folder of documents, whose style sheets no browser reads

CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
TAGS = re.compile(r"\{%.*?%\}")
ATTRIBUTE = re.compile(r'class="((?:[^"{]|\{%.*?%\}|\{\{.*?\}\})*)"', re.DOTALL)
# A class or several in the code of a page object: one of them, at least, of two words.
BROUGHT = re.compile(r'"((?:[a-z]+ )*[a-z]+-[a-z-]+)"')
TOGGLED = re.compile(r'classList\.\w+\(\s*"([\w-]+)"')


@dataclass(frozen=True)
class Rule:
    """One selector of a rule, with what it stands in (media queries) and its declarations."""

    place: tuple[str, ...]
    selector: str
    declarations: str

    @property
    def subject(self) -> str:
        """What the rule is about: the last compound of the selector, without what it has or is not."""
        bare = re.sub(r":(?:not|has)\((?:[^()]|\([^()]*\))*\)", "", self.selector)
        return re.split(r"[\s>+~]+(?![^(]*\))", bare.strip())[-1]

    @property
    def classes(self) -> set[str]:
        return set(CLASS.findall(self.selector))


def rules_of(sheet: str) -> list[Rule]:
    return list(_rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)))


def _rules(nodes: Iterable[object], place: tuple[str, ...] = ()) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            body = " ".join(tinycss2.serialize(node.content).split())
            for selector in _split(tinycss2.serialize(node.prelude)):
                yield Rule(place, selector, body)
        elif (
            node.type == "at-rule" and node.content and node.lower_at_keyword in {"media", "layer"}
        ):
            inside = tinycss2.parse_blocks_contents(
                node.content, skip_comments=True, skip_whitespace=True
            )
            prelude = " ".join(tinycss2.serialize(node.prelude).split())
            yield from _rules(inside, (*place, f"{node.lower_at_keyword} {prelude}"))


def _split(prelude: str) -> list[str]:
    """The selectors of a list; commas inside :is() and :not() part nothing."""
    return [" ".join(each.split()) for each in re.split(r",(?![^(]*\))", prelude)]


def sheets() -> dict[str, list[Rule]]:
    return {
        path.name: rules_of(path.read_text(encoding="utf-8"))
        for path in sorted(SHEETS.glob("*.css"))
    }


def owners(rules: dict[str, list[Rule]]) -> dict[str, set[str]]:
    """The sheets in which each class is what a rule is about."""
    found: dict[str, set[str]] = defaultdict(set)
    for sheet, those in rules.items():
        for rule in those:
            for name in CLASS.findall(rule.subject):
                found[name].add(sheet)
    return found


def in_two_sheets(rules: dict[str, list[Rule]]) -> dict[str, set[str]]:
    return {name: places for name, places in owners(rules).items() if len(places) > 1}


def templates() -> list[Path]:
    return [path for path in sorted(TEMPLATES.rglob("*.html")) if path.parent.name != PAPER]


def used_in(text: str) -> set[str]:
    """The classes that a template writes; one that ends in a variable is given up to it, as "pill-"."""
    names: set[str] = set()
    for attribute in ATTRIBUTE.findall(text):
        for name in TAGS.sub(" ", re.sub(r"\{\{.*?\}\}", "\0", attribute)).split():
            names.add(name.partition("\0")[0])
    return names - {""}


def used_by_pages() -> dict[str, set[str]]:
    """Every class that a template, a block of one, a page object or a script names, with the files."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in templates():
        text = path.read_text(encoding="utf-8")
        blocks = re.findall(r"\{% block (?:main|body)_class %\}(.*?)\{% endblock", text)
        for name in used_in(text) | {each for block in blocks for each in block.split()}:
            found[name].add(path.name)
    for path in PAGES:
        for names in BROUGHT.findall(path.read_text(encoding="utf-8")):
            for name in names.split():
                found[name].add(path.name)
    for path in sorted(SCRIPTS.rglob("*.js")):
        for name in TOGGLED.findall(path.read_text(encoding="utf-8")):
            found[name].add(path.name)
    return found
