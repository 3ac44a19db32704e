"""What a diploma says and would not say now: each text by its name, before and now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.quotes import without_marks

QUOTING: Final = (
    *("issuer", "kind", "lead", "name_note", "before_topic", "topic", "after_topic", "signatories"),
    *("place_and_date", "title", "programme"),
)
LABELS: Final[Mapping[str, str | Promise]] = {
    "name": _("Name"),
    "name_note": _("Position"),
    "topic": _("Topic"),
    "supervisors": _("Project supervisors"),
    "programme": _("Course"),
    "issuer": _("Issued by"),
    "place_and_date": _("City and date"),
    "kind": _("Document"),
    "kinds": _("Document, in other languages"),
    "lead": _("Line before the name"),
    "before_topic": _("Text before the topic"),
    "after_topic": _("Text after the topic"),
    "signatories": _("Signatures"),
    "hours": _("Hours"),
    "stamp": _("Place for a stamp"),
    "watermark": _("Watermark"),
    "language": _("Language"),
    "title": _("Title of the file"),
    "supervised_by": _("Line before the project supervisors"),
    "issued_on": _("Date"),
    "starts_on": _("First day"),
}
OTHERS: Final = "beside"
"""The words in the other languages of a page."""
# How a page looks is none of its words.
LOOKS: Final = frozenset({"accent", "logo"})
# What follows from another text is not told beside it.
FOLLOWS: Final[Mapping[str, str]] = {
    "title": "kind",
    "supervised_by": "supervisors",
    "issued_on": "place_and_date",
    "starts_on": "place_and_date",
}


@dataclass(frozen=True)
class Difference:
    of: str
    before: str
    now: str

    @property
    def values(self) -> dict[str, str]:
        return {"of": self.of, "before": self.before, "now": self.now}

    @property
    def label(self) -> str:
        return str(LABELS.get(self.of, self.of))


def differences(printed: Mapping[str, Any], words: Mapping[str, Any]) -> list[Difference]:
    """In the order of LABELS, language by language. What was not printed at all when it was issued differs in nothing."""
    changed = set(changed_texts(printed, words))
    changed -= {name for name, other in FOLLOWS.items() if other in changed}
    found = [
        Difference(name, as_told(printed[name]), as_told(words[name]))
        for name in LABELS
        if name in changed
    ]
    for before, now in in_same_language(printed, words):
        found += (each for each in differences(before, now) if each not in found)
    return found


def changed_texts(printed: Mapping[str, Any], words: Mapping[str, Any]) -> Iterator[str]:
    """The names of the texts that both know and say otherwise; how they are set is not said."""
    for name in words:
        if name == OTHERS:
            pairs = in_same_language(printed, words)
            if any(True for before, now in pairs for _each in changed_texts(before, now)):
                yield name
            continue
        is_known = name in printed and words[name] != printed[name]
        if is_known and name not in LOOKS and compared(words, name) != compared(printed, name):
            yield name


def in_same_language(
    printed: Mapping[str, Any], words: Mapping[str, Any]
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The words beside the main ones, where both have them in a language."""
    before = {each["language"]: each for each in printed.get(OTHERS, ())}
    for now in words.get(OTHERS, ()):
        if now["language"] in before:
            yield before[now["language"]], now


def compared(words: Mapping[str, Any], name: str) -> object:
    """Words without what the program alone decides: the quotation marks, and how often a title stands.

    On the page the title stands in capitals, which tells no letter from its small one.
    """
    if name == "kinds":
        kinds = {*without_marks(words[name]).casefold().split(" · ")}
        return kinds - {without_marks(words["kind"]).casefold(), ""}
    said = without_marks(words[name]) if name in QUOTING else words[name]
    return said.casefold() if name == "title" else said


def as_told(value: Any) -> str:
    """Texts of several lines or names as one."""
    if isinstance(value, str):
        return value
    return ", ".join(each if isinstance(each, str) else pair(each) for each in value)


def pair(office_and_name: Iterable[str]) -> str:
    return ": ".join(filter(None, office_and_name))
