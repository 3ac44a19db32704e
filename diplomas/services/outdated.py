"""Diplomas whose words are no longer so, beside the words that they would have if issued now."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from diplomas.differences import Difference, changed_texts, differences
from diplomas.members import Member
from diplomas.models import Diploma
from diplomas.reports import Issued, Served
from diplomas.services.issuing import Wordings
from diplomas.snapshots import (
    Snapshot,
    Wording,
    in_other_languages,
    names_on,
    refusal_of,
    words_of_member,
    words_of_work,
)
from events.models import Event


@dataclass(frozen=True)
class Outdated:
    diploma: Issued
    words: Mapping[str, Any]

    @cached_property
    def differences(self) -> list[Difference]:
        return differences(self.diploma.snapshot, self.words)

    @cached_property
    def refusal(self) -> str:
        """Why no diploma can be made of the new words; the old one stands as long as it is so."""
        return str(refusal_of(names_on(self.words)) or "")

    @property
    def is_correctable(self) -> bool:
        return not self.refusal


def outdated_diplomas(event: Event) -> list[Outdated]:
    """Diplomas that are made or being made and would say something else if issued now.

    One that failed is none of them: it takes the words anew when it is tried again.
    """
    is_any = Diploma.objects.of_event(event).exists()
    return outdated_of(event, Served.of_event(event)) if is_any else []


def ready_and_outdated(
    event: Event, served: Served | None = None, *, only: Collection[str] | None = None
) -> list[Outdated]:
    """`only` are codes of those that are meant."""
    outdated = outdated_of(event, served or Served.of_event(event))
    ready = [each for each in outdated if each.diploma.is_ready]
    return [each for each in ready if only is None or each.diploma.code in only]


def correctable_count(outdated: Collection[Outdated]) -> int:
    return sum(each.is_correctable for each in outdated)


def outdated_of(event: Event, served: Served) -> list[Outdated]:
    """Of every kind that there is, in the order of the kinds."""
    made = {kind: [each for each in served.latest(kind) if is_made(each)] for kind in Diploma.Kind}
    wordings = Wordings(event) if any(made.values()) else None
    found: list[Outdated] = []
    for kind, theirs in made.items():
        if wordings and theirs:
            found += _outdated(theirs, served.of_holders(event, kind), wordings)
    return found


def _outdated(made: list[Issued], served: Served, wordings: Wordings) -> Iterator[Outdated]:
    """The same work is worded once."""
    members = {each.person: each for each in served.members}
    work: dict[tuple[int, tuple[int, ...]], Snapshot] = {}

    def work_of(member: Member, wording: Wording) -> Snapshot:
        named = id(wording), member.projects
        if named not in work:
            work[named] = words_of_work([served.teams[pk] for pk in named[1]], wording)
        return work[named]

    for diploma in made:
        if member := members.get(diploma.person):
            words = _words(diploma, member, wordings, work_of)
            if any(says_else(diploma, each) for each in words):
                yield Outdated(diploma, words[0] | words[1] | words[2])


def _words(
    diploma: Issued,
    member: Member,
    wordings: Wordings,
    work_of: Callable[[Member, Wording], Snapshot],
) -> tuple[Snapshot, Snapshot, Snapshot]:
    """What it would say now: of the work, of its holder, and both in the other languages of the page."""
    wording = wordings.following(diploma.kind, diploma.snapshot)

    def own(each: Wording) -> Snapshot:
        return words_of_member(member, diploma.number, each)

    others = in_other_languages(wording, lambda each: work_of(member, each) | own(each))
    return work_of(member, wording), own(wording), others


def is_made(diploma: Issued) -> bool:
    """Whether it is made or being made."""
    return diploma.is_ready or (diploma.is_pending and not diploma.has_failed)


def says_else(diploma: Issued, words: Mapping[str, Any]) -> bool:
    return any(changed_texts(diploma.snapshot, words))
