"""What a tablet signs, to the letter: the same text in static/js/tablet/signing.js and docs/check_signatures.py.

JSON with its keys in order, without spaces, in UTF-8. A change of this is a new version `v`: what was
signed before must be read as it was.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from experts.sheets import Assignment, Readers, Sheet, SheetOperation, salt_of

VERSION: Final = 1
SHORT: Final = 8


@dataclass(frozen=True)
class Signer:
    """Whose tablet it is. `event` is a slug, `person` the person's key, `key` the mark of the tablet's."""

    event: str
    person: str
    key: str = ""


def text_of_sheet(signer: Signer, assignment: Assignment, operation: SheetOperation) -> str:
    """What is signed of a sheet: who gives what to whom, by which operation, on which revision."""
    return text_of(
        {
            "what": "sheet",
            "event": signer.event,
            "person": signer.person,
            "key": signer.key,
            "sheet": str(assignment),
            "op_id": str(operation.op_id),
            "base_rev": operation.base_rev,
            "rubric_version": operation.rubric_version,
            "final": operation.is_final,
            "points": operation.stored_points(),
            **words_of(operation),
        }
    )


def text_of_stored(signer: Signer, assignment: Assignment, sheet: Sheet) -> str:
    """What was signed of a sheet as the server has it, or would have been."""
    return text_of(
        {
            "what": "sheet",
            "event": signer.event,
            "person": signer.person,
            "key": sheet.signed_by,
            "sheet": str(assignment),
            "op_id": str(sheet.op_id),
            "base_rev": sheet.rev - 1,
            "rubric_version": sheet.rubric_version,
            "final": sheet.is_final,
            "points": sheet.plain_points,
            **words_of(sheet),
        }
    )


def words_of(said: SheetOperation | Sheet) -> dict[str, str]:
    """The comment, and for whom it is. Of one that only its writer reads the hash is signed, so that a signature
    is checked without the words; one for the protocol says nothing of readers, as before they could be chosen."""
    if said.readers == Readers.PROTOCOL:
        return {"comment": said.comment}
    salt = salt_of(said.device_id, said.op_id)
    return {"comment": comment_told(said.comment, said.readers, salt), "readers": str(said.readers)}


def comment_told(comment: str, readers: str, salt: str) -> str:
    """What others than its writer may see of a comment where it is signed; nothing of a private one without a salt."""
    if readers != Readers.ME:
        return comment
    return hashlib.sha256(f"{salt}:{comment}".encode()).hexdigest() if salt else ""


def text_of_handed(signer: Signer, given: str, *, is_rehearsal: bool = False) -> str:
    """What a tablet signs of sheets that go to the server by another road: all of them, as they are written.

    Those of a rehearsal say so; those of the day say nothing of it, as before there was the word.
    """
    rehearsal = {"rehearsal": True} if is_rehearsal else {}
    return text_of(
        {
            "what": "handed",
            "event": signer.event,
            "person": signer.person,
            "key": signer.key,
            "given": given,
            **rehearsal,
        }
    )


def text_of_key(signer: Signer, *, card: int, public_key: str) -> str:
    """What a tablet signs to prove that it has the key: worth nothing for another card."""
    return text_of(
        {
            "what": "key",
            "event": signer.event,
            "person": signer.person,
            "card": card,
            "public_key": public_key,
        }
    )


def text_of(values: Mapping[str, Any]) -> str:
    told = {"v": VERSION, **values}
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def short_hash(text: str) -> str:
    """By which an expert knows the sheet again: on the tablet, on the slip, in the protocol."""
    return hashlib.sha256(text.encode()).hexdigest()[:SHORT]
