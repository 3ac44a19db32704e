"""What the public page of a code answers first. It is never taken back: a code that was given answers for ever.

Why a diploma was revoked, and by whom anything was done, stays with the organizers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diplomas.models import Diploma
from diplomas.snapshots import is_duplicate
from events.days import days_in_words


@dataclass(frozen=True)
class Verdict:
    """The answer, its colour and its mark, what explains it, and what stands in its place since which day."""

    tone: str
    mark: str
    heading: str
    sentences: Sequence[str] = ()
    successor: Diploma | None = None
    by_duplicate: bool = False
    since: str = ""


def verdict_of(found: Diploma) -> Verdict:
    """`found` with its event and its successor."""
    played = [_("It was made in a rehearsal. Its code is valid there; it is no real diploma.")]
    sentences = played if found.is_rehearsal else []
    match Diploma.State(found.state):
        case Diploma.State.REVOKED:
            return _revoked(found, sentences)
        case Diploma.State.SUPERSEDED:
            return _replaced(found, sentences)
        case Diploma.State.PENDING:
            said = _(
                "It is issued, and its file is not ready yet. Open this page again in a minute."
            )
            heading = _("This diploma is being made")
            return Verdict("pending", "clock", heading, [*sentences, said])
    if found.is_rehearsal:
        return Verdict("pending", "exclamation", _("A diploma of a rehearsal"), sentences)
    said = _(
        "It is valid in these words alone. Compare them with the paper: if a line differs, it is forged."
    )
    return Verdict("valid", "check", _("This diploma is valid"), [said])


def _revoked(found: Diploma, sentences: Sequence[str]) -> Verdict:
    said = _("It is not valid any more, whatever the paper says.")
    since = _day(found, found.revoked_at) if found.revoked_at else ""
    heading = _("This diploma was revoked")
    return Verdict("revoked", "cross", heading, [*sentences, said], since=since)


def _replaced(found: Diploma, sentences: Sequence[str]) -> Verdict:
    successor, heading = found.superseded_by, _("This diploma was replaced")
    if successor is None:
        said = _("A corrected diploma stands in its place.")
        return Verdict("superseded", "arrow", heading, [*sentences, said])
    return Verdict(
        tone="superseded",
        mark="arrow",
        heading=heading,
        sentences=sentences,
        successor=successor,
        by_duplicate=is_duplicate(successor.snapshot),
        since=_day(found, successor.issued_at),
    )


def _day(found: Diploma, at: datetime) -> str:
    day = at.astimezone(ZoneInfo(found.event.time_zone)).date()
    return days_in_words(day, day, get_language(), on_paper=True)
