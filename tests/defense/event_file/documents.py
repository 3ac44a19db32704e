"""The demo event as a plain document, and small ways to break a copy of it."""

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import defense

DEMO = Path(defense.__file__).parent / "demo" / "shymkent-2019.json"
DEMO_BYTES = DEMO.read_bytes()
DEMO_DOCUMENT: dict[str, Any] = json.loads(DEMO_BYTES)

Change = Callable[[dict[str, Any]], None]

RUBRIC = {
    "criteria": [
        {
            "key": "research",
            "name": {"en": "Research quality", "kk": "Зерттеу сапасы"},
            "weight": 62.5,
            "minimum": 1,
            "maximum": 10,
            "step": 0.5,
            "levels": [{"points": 2, "text": "Weak"}, {"points": 9.5, "text": "Strong"}],
        },
        {
            "key": "answers",
            "name": "Answers to questions",
            "weight": 37.5,
            "minimum": 0,
            "maximum": 5,
            "step": 1,
        },
    ]
}
DIPLOMA = {
    "language": "kk",
    "title": {"kk": "Диплом", "en": "Diploma"},
    "lead": "This is to certify that",
    "signatories": [{"role": "Rector"}],
}


def changed(*changes: Change) -> bytes:
    """The demo file after the changes."""
    document = copy.deepcopy(DEMO_DOCUMENT)
    for change in changes:
        change(document)
    return json.dumps(document, ensure_ascii=False).encode()


def put(place: str, value: Any) -> Change:
    """Set the value at a place such as `projects[3].members[2].person`."""

    def change(document: dict[str, Any]) -> None:
        holder, last = _holder(document, place)
        holder[last] = copy.deepcopy(value)

    return change


def drop(place: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        holder, last = _holder(document, place)
        del holder[last]

    return change


def add(place: str, value: Any) -> Change:
    """Append to the list at a place."""

    def change(document: dict[str, Any]) -> None:
        holder, last = _holder(document, place)
        holder[last].append(copy.deepcopy(value))

    return change


def supervised(index: int, *people: str) -> Change:
    """Several supervisors in the place of the one."""

    def change(document: dict[str, Any]) -> None:
        project = document["projects"][index]
        project.pop("supervisor", None)
        project["supervisors"] = [{"person": person} for person in people]

    return change


def _holder(document: dict[str, Any], place: str) -> tuple[Any, Any]:
    steps = [int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", place)]
    holder: Any = document
    for step in steps[:-1]:
        holder = holder[step]
    return holder, steps[-1]
