"""Unsent sheets as a tablet hands them over: a file that it saved, or a code that it showed (static/js/tablet/handed.js).

Both are one JSON object. `given` is the list of operations as a text, and the tablet signs that text to the letter,
with the event, the expert and its key. A code carries the same, compressed, after "1.3.z": which of how many.
Nothing here says whose the sheets are: that is asked of the signature (services/taking_in.py).
"""

import base64
import binascii
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from experts.errors import CodeCutOff, HandedLeftOver, HandedTooLarge, HandedUnreadable
from experts.operations import BASE64URL, MARK, OperationIn, Text
from experts.sheets import Assignment, SheetOperation
from experts.signatures import Signer, text_of_handed

LONGEST: Final = 300_000
LARGEST_BYTES: Final = 1_000_000  # of what a code holds once it is unfolded
MOST_OPERATIONS: Final = 200
LONGEST_NAME: Final = 100
LEFT_OVER: Final = re.compile(r'\{\s*"databases"\s*:')
CODE: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.([zp])(.*)", re.DOTALL)


class HandedIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    qorgau: Literal["unsent sheets"]
    version: Literal[1]
    event: Annotated[Text, Field(max_length=LONGEST_NAME)]
    person: Annotated[Text, Field(max_length=LONGEST_NAME)]
    given: str
    rehearsal: bool = False
    key: Annotated[str, Field(max_length=19, pattern=MARK)] | None = None
    signature: Annotated[str, Field(max_length=86, pattern=BASE64URL)] | None = None


class GivenIn(OperationIn):
    sheet: str


_LIST: Final = TypeAdapter(list[dict[str, Any]])


@dataclass(frozen=True)
class Given:
    """One operation on a sheet; None for one that says what no sheet can hold."""

    assignment: Assignment
    operation: SheetOperation | None


@dataclass(frozen=True)
class Handed:
    """`signature` is empty for a tablet that cannot sign; `given` in the order in which it would be sent."""

    event: str
    person: str
    written: str
    given: Sequence[Given]
    key: str = ""
    signature: str = ""
    is_rehearsal: bool = False
    part: int = 1
    parts: int = 1

    @property
    def signed_text(self) -> str:
        signer = Signer(self.event, self.person, self.key)
        return text_of_handed(signer, self.written, is_rehearsal=self.is_rehearsal)

    def by_sheet(self) -> Mapping[Assignment, Sequence[Given]]:
        found: dict[Assignment, list[Given]] = {}
        for each in self.given:
            found.setdefault(each.assignment, []).append(each)
        return found


def read_handed(text: str) -> Handed:
    """Of a file or a code. Raises HandedUnreadable, CodeCutOff, HandedTooLarge."""
    text = text.strip().removeprefix("\ufeff").removeprefix("#")
    if len(text) > LONGEST:
        raise HandedTooLarge
    code = CODE.fullmatch(text)
    if code is None:
        return _read(text)
    part, parts, form, letters = code.groups()
    try:
        found = _read(_unfolded(letters) if form == "z" else _bytes_of(letters).decode())
    except ValueError:
        raise CodeCutOff from None
    except HandedUnreadable as refusal:
        if type(refusal) is HandedUnreadable:
            raise CodeCutOff from None
        raise
    return replace(found, part=int(part), parts=int(parts))


def _read(text: str) -> Handed:
    if LEFT_OVER.match(text):
        raise HandedLeftOver
    try:
        said = HandedIn.model_validate_json(text)
        rows = _LIST.validate_json(said.given)
        given = [Given(Assignment.parse(str(row.get("sheet"))), _operation(row)) for row in rows]
    except ValueError:  # pydantic's as well
        raise HandedUnreadable from None
    if len(given) > MOST_OPERATIONS:
        raise HandedTooLarge
    return Handed(
        event=said.event,
        person=said.person,
        written=said.given,
        given=given,
        key=said.key or "",
        signature=said.signature or "",
        is_rehearsal=said.rehearsal,
    )


def _operation(row: Mapping[str, Any]) -> SheetOperation | None:
    try:
        return GivenIn.model_validate(row).operation()
    except ValidationError:
        return None


def _unfolded(letters: str) -> str:
    """Raises ValueError for what is cut off, HandedTooLarge for what unfolds without an end."""
    unfolding = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    try:
        found = unfolding.decompress(_bytes_of(letters), LARGEST_BYTES)
    except zlib.error:
        raise ValueError("not deflate") from None
    if unfolding.unconsumed_tail:
        raise HandedTooLarge
    if not unfolding.eof:
        raise ValueError("cut off")
    return found.decode()


def _bytes_of(letters: str) -> bytes:
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("not base64url") from None
