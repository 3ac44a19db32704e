"""What is asked about before documents are issued: others of the same name have one already."""

from collections.abc import Collection

from diplomas.reports import SameName, Served, same_names, words_of
from events.models import Event

NEW = 0  # the key of somebody who stands on no list yet


def twins_told(event: Event, kind: str, people: Collection[int], award: str = "") -> list[str]:
    """Of these people, by their keys."""
    meant = set(people)
    found = same_names(Served.of_event(event, kind, award))
    return [each.sentence for each in found if each.lacking & meant]


def twin_of_newcomer(event: Event, name: str) -> list[str]:
    """Of somebody who is to be put into a team, by their name."""
    served, words = Served.of_event(event), words_of(name)
    issued = [
        served.diplomas.get(each.person) for each in served.members if words_of(each.name) == words
    ]
    numbers = [each.number for each in issued if each and each.is_current]
    return [SameName(name, numbers, frozenset({NEW})).sentence] if numbers else []
