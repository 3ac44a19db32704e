"""A ZIP archive of diplomas in folders by team, whose names sort and open on any computer.

Windows takes no longer path than 260 letters, and none of these signs; names beyond ASCII are marked as UTF-8.
"""

import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final

FORBIDDEN: Final = '/\\:*?"<>|'
LONGEST_FOLDER: Final = 50
LONGEST_NAME: Final = 80
LONGEST_DOCUMENT: Final = 30
EARLIEST: Final = date(1980, 1, 1)  # of a ZIP archive


@dataclass(frozen=True)
class Filed:
    """A diploma as it is filed; `team` is None for whoever is on none, `document` what it is, unless it is a diploma."""

    number: str
    name: str
    team: int | None
    topic: str = ""
    document: str = ""


def paths_of(filed: Sequence[Filed], *, beside: str) -> list[str]:
    """One path each. `beside` is the folder of those who are on no team."""
    width = len(str(max((each.team or 0 for each in filed), default=0)))
    return list(_apart(_path(each, max(2, width), beside) for each in filed))


def _path(filed: Filed, width: int, beside: str) -> str:
    folder = beside if filed.team is None else f"{filed.team:0{width}d} {filed.topic}"
    ending = f", {safe_name(filed.document, LONGEST_DOCUMENT)}" if filed.document else ""
    name = safe_name(f"{filed.number} {filed.name}", LONGEST_NAME - len(ending))
    return f"{safe_name(folder, LONGEST_FOLDER)}/{name}{ending}.pdf"


def _apart(paths: Iterator[str]) -> Iterator[str]:
    """Two that differ in the case alone are one file on Windows."""
    seen: dict[str, int] = {}
    for path in paths:
        key = path.casefold()
        seen[key] = seen.get(key, 0) + 1
        yield path if seen[key] == 1 else f"{path.removesuffix('.pdf')} ({seen[key]}).pdf"


def safe_name(text: str, longest: int) -> str:
    """In one line, without what a file system refuses, and without a space or a full stop at its end."""
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    safe = "".join("-" if letter in FORBIDDEN else letter for letter in plain if _is_seen(letter))
    return _cut(safe, longest).rstrip(" .") or "-"


def _cut(text: str, longest: int) -> str:
    """Between two words, if there are several."""
    if len(text) <= longest:
        return text
    words = text[: longest + 1].rpartition(" ")[0]
    return words if len(words) > longest // 2 else text[:longest]


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")


class Archive:
    """Files one after another, as they are: a PDF is compressed already. The bytes depend on these alone."""

    def __init__(self, out: BinaryIO, *, day: date) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_STORED)
        self._day = max(day, EARLIEST)

    def add(self, path: str, content: bytes) -> None:
        about = zipfile.ZipInfo(path, (self._day.year, self._day.month, self._day.day, 0, 0, 0))
        about.create_system = 0
        self._zip.writestr(about, content)

    def finish(self) -> None:
        self._zip.close()
