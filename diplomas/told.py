"""The public page of a code as data, for a program that checks a diploma (`docs/checking.md`).

Words that other programs rely on: fields are added, and none is renamed or taken away.
"""

from collections.abc import Mapping
from typing import Any, Final

from diplomas.models import Diploma
from diplomas.paper import course_of, kind_of, place_of, wording_of_paper
from diplomas.services.issuing import verify_url
from diplomas.snapshots import BESIDE, MARK, UNDATED
from diplomas.verdicts import ended_on, successors_of

UNKNOWN: Final = {"state": "unknown"}
TOO_OFTEN: Final = {"state": "too_often"}
VALID: Final = "valid"


def told_of(found: Diploma) -> dict[str, object]:
    """`found` with its event. Why and by whom it ended stays with the organizers, as on the page."""
    ended = ended_on(found)
    return {
        "state": state_of(found),
        "is_rehearsal": found.is_rehearsal,
        "number": found.number,
        "code": found.code,
        "address": verify_url(found.code),
        "not_valid_since": ended.isoformat() if ended else None,
        "superseded_by": _successor(found),
        "sha256": found.file_hash or None,
        "paper": _paper(found.number, found.snapshot),
    }


def state_of(found: Diploma) -> str:
    """What the row calls ready is valid to whoever asks; one of a rehearsal never is."""
    if found.state != Diploma.State.READY:
        return found.state
    return "rehearsal" if found.is_rehearsal else VALID


def _successor(found: Diploma) -> dict[str, str] | None:
    """The last one that came in its place."""
    successors = successors_of(found)
    if not successors:
        return None
    last = successors[-1]
    address = verify_url(last.code)
    return {"number": last.number, "code": last.code, "address": address, "state": state_of(last)}


def _paper(number: str, snapshot: Mapping[str, Any]) -> dict[str, object]:
    """Every claim of the paper, in its own language; no days where none is printed."""
    last = None if snapshot.get(UNDATED) else snapshot["issued_on"]
    return {
        "language": snapshot.get("language", ""),
        "document": kind_of(number, snapshot),
        "mark": snapshot.get(MARK, ""),
        "name": snapshot["name"],
        "position": snapshot.get("name_note", ""),
        "topic": snapshot.get("topic", ""),
        "course": course_of(snapshot),
        "issued_by": snapshot.get("issuer", ""),
        "city": place_of(snapshot),
        "first_day": snapshot.get("starts_on", last) if last else None,
        "last_day": last,
        "text": " ".join(wording_of_paper(snapshot)),
        "supervisors": list(snapshot.get("supervisors", ())),
        "signatures": [
            {"office": office, "name": name} for office, name in snapshot.get("signatories", ())
        ],
        "beside": [_paper(number, each) for each in snapshot.get(BESIDE, ())],
    }
