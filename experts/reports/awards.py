"""Awards of the day with their words in every language."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, override

from events.models import Event
from events.texts import LANGUAGES
from experts.models import Award, AwardKind, Interest, Nomination
from projects.models import Project


def words_of(kind: str, names: Mapping[str, str]) -> dict[str, str]:
    """What an award is called, by language; a free one by its own words, or by those of another language."""
    if kind == AwardKind.FREE:
        known = next(iter(names.values()), "")
        return {language: names.get(language) or known for language in LANGUAGES}
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(AwardKind(kind).label)
    return found


@dataclass(frozen=True)
class AwardTold:
    award: Award
    names: Mapping[str, str]

    @property
    def name(self) -> str:
        """In the language of the page."""
        return self.names.get(get_language() or "", next(iter(self.names.values())))

    @property
    def is_by_vote(self) -> bool:
        return self.award.vote_id is not None


def awards_of(event: Event) -> list[AwardTold]:
    """One query; the audience's choice stands last but for the free ones."""
    rows = Award.objects.of_event(event).in_order().select_related("project", "by")
    return [AwardTold(each, words_of(each.kind, each.names)) for each in rows]


@dataclass(frozen=True)
class Proposed:
    """Proposals of one team for one award, by whom and why."""

    kind: str
    project: Project
    proposals: tuple[Nomination, ...]

    @property
    def count(self) -> int:
        return len(self.proposals)

    @property
    def label(self) -> str:
        return str(AwardKind(self.kind).label)


def proposed_in(event: Event) -> list[Proposed]:
    """The most often proposed of each award first; of who is recused from the team since, nothing. Two queries."""
    recused = Interest.objects.of_event(event).recusing().order_by()
    out = set(recused.values_list("seat__person", "project"))
    rows = Nomination.objects.of_event(event).select_related("project", "seat__person")
    found: defaultdict[tuple[str, Project], list[Nomination]] = defaultdict(list)
    for each in rows.order_by("project__number", "seat__order"):
        if (each.seat.person_id, each.project_id) not in out:
            found[each.kind, each.project].append(each)
    told = [Proposed(kind, project, tuple(rows)) for (kind, project), rows in found.items()]
    return sorted(told, key=lambda each: (AwardKind.values.index(each.kind), -each.count))
