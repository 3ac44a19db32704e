"""What an organizer sees of one diploma: what it says, what became of it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language

from diplomas.differences import Difference, differences
from diplomas.models import Diploma, Ending
from diplomas.paper import Line, kind_of, lines_of_paper
from diplomas.reports import OUTDATED, Issued, failure_of, state_of
from diplomas.services.outdated import ready_and_outdated
from events.models import Event


@dataclass(frozen=True)
class Step:
    """One of a person's diplomas: when it was issued, and how it ended."""

    diploma: Diploma
    label: str | Promise
    tone: str
    ending: Ending | None

    @property
    def differences(self) -> list[Difference]:
        """Between its words and those of the corrected one as it is printed, which may have been mended since."""
        if self.ending is None or self.ending.kind != Ending.Kind.CORRECTED:
            return []
        successor, number = self.ending.successor, self.diploma.number
        if successor is None:
            return []
        title = f"{kind_of(successor.number, successor.snapshot)} № {number}"
        return differences(self.diploma.snapshot, successor.snapshot | {"title": title})


@dataclass(frozen=True)
class DiplomaPage:
    """`steps` are all diplomas of its person and kind, of awards those for the same, the first one first; `failure` says
    why it could not be made.

    `differences` are what it says and would not say now, `refusal` why no corrected one can be made of that.
    """

    diploma: Diploma
    lines: Sequence[Line]
    steps: Sequence[Step]
    differences: Sequence[Difference]
    refusal: str
    failure: str

    @property
    def name(self) -> str:
        return str(self.diploma.snapshot["name"])

    @property
    def is_valid(self) -> bool:
        return self.diploma.state == Diploma.State.READY

    @property
    def is_revocable(self) -> bool:
        return self.is_valid or bool(self.failure)

    @property
    def may_be_issued_anew(self) -> bool:
        """Whether it was revoked and nothing came since."""
        return (
            self.diploma.state == Diploma.State.REVOKED and self.diploma == self.steps[-1].diploma
        )

    @property
    def shown(self) -> Step:
        return next(step for step in self.steps if step.diploma == self.diploma)


def diploma_page(event: Event, code: str) -> DiplomaPage | None:
    """None for a code that no diploma of this event has."""
    every = Diploma.objects.of_event(event)
    alike = list(
        every.filter(
            person__in=every.filter(code=code).values("person"),
            kind__in=every.filter(code=code).values("kind"),
        )
        .select_related("renderjob", "ending__by", "ending__successor")
        .order_by("sequence")
    )
    if not alike:
        return None
    found = next(each for each in alike if each.code == code)
    own = life_of(found, alike)
    outdated = {each.diploma.pk: each for each in ready_and_outdated(event)}
    its_own = outdated.get(found.pk)
    issued = issued_of(found)
    return DiplomaPage(
        diploma=found,
        lines=lines_of_paper(found.number, found.snapshot, get_language()),
        steps=[_step(each, is_outdated=each.pk in outdated) for each in own],
        differences=its_own.differences if its_own else (),
        refusal=its_own.refusal if its_own else "",
        failure=failure_of(issued) if issued.has_failed else "",
    )


def life_of(diploma: Diploma, alike: Sequence[Diploma]) -> list[Diploma]:
    """Of documents of its person and kind those in whose place it stands, or that stand in its place; of others than
    awards all.
    """
    if diploma.kind != Diploma.Kind.AWARD:
        return list(alike)
    following = {(each.pk, each.superseded_by_id) for each in alike if each.superseded_by_id}
    following |= {(each.pk, anew.pk) for each in alike for anew in alike if _is_anew(anew, each)}
    own, known = {diploma.pk}, set[int]()
    while own != known:
        known = own
        own = known.union(*(pair for pair in following if known.intersection(pair)))
    return [each for each in alike if each.pk in own]


def _is_anew(diploma: Diploma, before: Diploma) -> bool:
    """Whether it was issued to the person of a revoked one."""
    is_later = diploma.sequence > before.sequence and diploma.revision == 1
    was_revoked = before.state == Diploma.State.REVOKED
    return was_revoked and is_later and diploma.award == before.award


def _step(diploma: Diploma, *, is_outdated: bool) -> Step:
    label, tone = OUTDATED if is_outdated else state_of(issued_of(diploma))
    return Step(diploma, label, tone, getattr(diploma, "ending", None))


def issued_of(diploma: Diploma) -> Issued:
    """As a list tells it."""
    job = diploma.renderjob
    return Issued(
        diploma.pk,
        diploma.person_id,
        diploma.number,
        diploma.code,
        diploma.state,
        diploma.snapshot,
        job.state,
        job.error,
        diploma.kind,
        diploma.revision,
    )
