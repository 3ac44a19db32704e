"""What the public page of a code answers first. It is never taken back: a code that was given answers for ever.

Why a diploma was revoked, and by whom anything was done, stays with the organizers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diplomas.models import Diploma, RenderJob
from diplomas.snapshots import is_duplicate
from events.days import days_in_words


class Successor(StrEnum):
    """What the last diploma is that came in the place of another one."""

    CORRECTED = "corrected"
    DUPLICATE = "duplicate"
    WAITING = "waiting"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Verdict:
    """The answer, its colour and its mark, what explains it, and what stands in its place since which day.

    `successor` is the last one, also of a diploma that was replaced several times.
    """

    tone: str
    mark: str
    heading: str
    sentences: Sequence[str] = ()
    successor: Diploma | None = None
    succeeds_as: Successor | None = None
    since: str = ""


def verdict_of(found: Diploma) -> Verdict:
    """`found` with its event and its successor."""
    sentences = [_played(found)] if found.is_rehearsal else []
    match Diploma.State(found.state):
        case Diploma.State.REVOKED:
            return _revoked(found, sentences)
        case Diploma.State.SUPERSEDED:
            return _replaced(found, sentences)
        case Diploma.State.PENDING:
            return _waiting(found, sentences)
    if found.is_rehearsal:
        return Verdict(
            "pending",
            "exclamation",
            _heading(found, _("A diploma of a rehearsal"), _("A document of a rehearsal")),
            sentences,
        )
    said = _(
        "It is valid in these words alone. Compare them with the paper: if a line differs, it is forged."
    )
    heading = _heading(found, _("This diploma is valid"), _("This document is valid"))
    return Verdict("valid", "check", heading, [said])


def _played(found: Diploma) -> str:
    return _heading(
        found,
        _("It was made in a rehearsal. Its code is valid there; it is no real diploma."),
        _("It was made in a rehearsal. Its code is valid there; it is no real document."),
    )


def _heading(found: Diploma, of_diploma: str, of_document: str) -> str:
    """What the paper calls itself stands below; only the diploma is called so."""
    return of_diploma if found.kind == Diploma.Kind.DIPLOMA else of_document


def _waiting(found: Diploma, sentences: Sequence[str]) -> Verdict:
    if has_failed(found):
        said = _(
            "It is issued, and its file could not be made yet. The organizers see why and will mend it."
        )
        heading = _heading(
            found, _("This diploma is not made yet"), _("This document is not made yet")
        )
        return Verdict("pending", "exclamation", heading, [*sentences, said])
    said = _("It is issued, and its file is not ready yet. Open this page again in a minute.")
    heading = _heading(found, _("This diploma is being made"), _("This document is being made"))
    return Verdict("pending", "clock", heading, [*sentences, said])


def has_failed(found: Diploma) -> bool:
    job = getattr(found, "renderjob", None)
    return job is not None and job.state == RenderJob.State.FAILED


def _revoked(found: Diploma, sentences: Sequence[str]) -> Verdict:
    said = _("It is not valid any more, whatever the paper says.")
    since = _since(found)
    heading = _heading(found, _("This diploma was revoked"), _("This document was revoked"))
    return Verdict("revoked", "cross", heading, [*sentences, said], since=since)


def _replaced(found: Diploma, sentences: Sequence[str]) -> Verdict:
    successors = successors_of(found)
    heading = _heading(found, _("This diploma was replaced"), _("This document was replaced"))
    if not successors:
        said = _heading(
            found,
            _("A corrected diploma stands in its place."),
            _("A corrected document stands in its place."),
        )
        return Verdict("superseded", "arrow", heading, [*sentences, said])
    return Verdict(
        tone="superseded",
        mark="arrow",
        heading=heading,
        sentences=sentences,
        successor=successors[-1],
        succeeds_as=_succeeds_as(successors),
        since=_since(found),
    )


def successors_of(found: Diploma) -> list[Diploma]:
    """Those that came in its place one after the other."""
    own = {each.pk: each for each in Diploma.objects.filter(person=found.person_id)}
    successors: list[Diploma] = []
    following = found.superseded_by_id
    while following is not None:
        successors.append(own[following])
        following = own[following].superseded_by_id
    return successors


def _succeeds_as(successors: Sequence[Diploma]) -> Successor:
    """A duplicate says the same words only where every step was one."""
    match Diploma.State(successors[-1].state):
        case Diploma.State.REVOKED:
            return Successor.REVOKED
        case Diploma.State.PENDING:
            return Successor.WAITING
    is_same = all(is_duplicate(each.snapshot) for each in successors)
    return Successor.DUPLICATE if is_same else Successor.CORRECTED


def ended_on(found: Diploma) -> date | None:
    """Since which day of the event's zone it is not valid any more, if that is known."""
    ended_at = found.revoked_at
    if found.superseded_by is not None:
        ended_at = found.superseded_by.issued_at
    return ended_at.astimezone(ZoneInfo(found.event.time_zone)).date() if ended_at else None


def _since(found: Diploma) -> str:
    day = ended_on(found)
    return days_in_words(day, day, get_language(), on_paper=True) if day else ""
