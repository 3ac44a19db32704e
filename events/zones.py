"""Time zones by their names in the IANA list: each zone has one, and every older name is a link to it.

A zone is that of a place. What stands for none, as `EST5EDT` or `Etc/GMT-6` (which is six hours *before*
Greenwich), is no time zone of an event; only `Etc/UTC` is taken, for one that is held nowhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import TZPATH, available_timezones

from babel.core import get_global

EXAMPLE: Final = "Asia/Almaty"
_OF_NO_PLACE: Final = "Etc/"
_UNIVERSAL: Final = "Etc/UTC"


@dataclass(frozen=True)
class ZoneNames:
    """The names of the zones, and by each other name the zone it stands for."""

    zones: frozenset[str]
    links: Mapping[str, str]

    def written(self, name: str) -> str:
        """How a name that was refused would be taken, else an example."""
        by_letters = {each.lower(): each for each in self.zones}
        meant = self.links.get(name) or by_letters.get(name.lower())
        return meant if meant in self.zones else EXAMPLE


@cache
def zone_names() -> ZoneNames:
    """Of the machine's list, as its zones are; of Babel's where it keeps none."""
    names = next(_lists(), None) or _babels()
    places = {each for each in names.zones if "/" in each and not each.startswith(_OF_NO_PLACE)}
    return ZoneNames(frozenset({_UNIVERSAL, *places} & available_timezones()), names.links)


def _lists() -> Iterator[ZoneNames]:
    """`Z name …` is a zone, `L zone name` a link to one; what a zone was before continues it."""
    for folder in TZPATH:
        path = Path(folder) / "tzdata.zi"
        if path.is_file():
            lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
            zones = frozenset(line[1] for line in lines if line and line[0] == "Z")
            yield ZoneNames(zones, {line[2]: line[1] for line in lines if line and line[0] == "L"})


def _babels() -> ZoneNames:
    links: Mapping[str, str] = get_global("zone_aliases")
    return ZoneNames(frozenset(available_timezones() - links.keys()), links)
