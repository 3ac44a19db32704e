"""One score sheet on its way between the tablet and the database: its name, its shape, its outcomes.

Points go by the key of their criterion. The words of `Outcome` are the codes of the errors, the
`status` of the API's answers and the states of the tablet's script (experts/README.md lists them).
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self
from uuid import UUID

from experts.scoring import CriterionWeight, round_for_display, sheet_total

NOT_STARTED = "not_started"
LONGEST_COMMENT = 2000
POINTS_PLACE = "points."  # before the key of a criterion: where its points stand in an operation


class Outcome(StrEnum):
    """What became of a sheet that was read or saved: one word from the service to the tablet."""

    CURRENT = "current"
    APPLIED = "applied"
    DUPLICATE = "duplicate"
    SIGNED_OUT = "signed_out"
    CSRF = "csrf"
    REHEARSAL = "rehearsal"
    REHEARSAL_CARD = "rehearsal_card"
    REHEARSAL_OVER = "rehearsal_over"
    RECUSED = "recused"
    UNDECLARED = "undeclared"
    UNKNOWN = "unknown"
    CONFLICT = "conflict"
    INVALID = "invalid"
    REUSED = "reused"
    SIGNATURE_REFUSED = "signature_refused"
    RUBRIC_CHANGED = "rubric_changed"
    NO_CRITERIA = "no_criteria"
    LOCKED = "locked"
    BUSY = "busy"


class Readers(StrEnum):
    """Who will read a comment: the protocol, the protocol and the team, or nobody but its writer."""

    PROTOCOL = "protocol"
    TEAM = "team"
    ME = "me"


@dataclass(frozen=True)
class Assignment:
    """One seat before one defense. Written `12-34` in the addresses of the API."""

    seat: int
    defense: int

    def __str__(self) -> str:
        return f"{self.seat}-{self.defense}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError for what is not written like an assignment."""
        found = re.fullmatch(r"([0-9]{1,18})-([0-9]{1,18})", text)
        if found is None:
            raise ValueError(text)
        return cls(int(found[1]), int(found[2]))


@dataclass(frozen=True)
class Sheet:
    """A sheet as the server has it; revision 0 is one that was never saved.

    `is_from_paper` is told where one expert's sheets are read, and nowhere else.
    """

    rev: int = 0
    state: str = NOT_STARTED
    is_final: bool = False
    points: Mapping[str, Decimal] = field(default_factory=dict)
    comment: str = ""
    readers: Readers = Readers.PROTOCOL
    saved_at: datetime | None = None
    weights: Sequence[CriterionWeight] = ()
    is_from_paper: bool = False
    op_id: UUID | None = None
    device_id: UUID | None = None
    rubric_version: int = 0
    signed_by: str = ""  # the mark of the key; none for a sheet that was not signed

    @property
    def given(self) -> list[CriterionWeight]:
        return [each for each in self.weights if each.key in self.points]

    @property
    def total(self) -> Fraction:
        """Of the criteria that have points, out of `out_of`; exact."""
        return sheet_total(self.points, self.given)

    @property
    def out_of(self) -> Decimal:
        return sum((each.weight for each in self.given), Decimal(0))

    @property
    def final_total(self) -> Decimal | None:
        """Rounded for display; None while a criterion has no points."""
        return whole_total(self.points, self.weights)

    @property
    def comment_in_protocol(self) -> str:
        """Nothing of one that only its writer reads."""
        return "" if self.readers == Readers.ME else self.comment

    @property
    def plain_points(self) -> dict[str, str]:
        return {key: plain(value) for key, value in self.points.items()}

    def as_json(self) -> dict[str, Any]:
        """The sheet as the API tells it to its expert; of a private comment with what its signed hash is salted with."""
        is_private = self.readers == Readers.ME
        salt = {"salt": salt_of(self.device_id, self.op_id)} if is_private else {}
        return {
            **salt,
            "rev": self.rev,
            "state": self.state,
            "final": self.is_final,
            "points": self.plain_points,
            "comment": self.comment,
            "readers": self.readers,
            "total": self.final_total,
            "saved_at": self.saved_at,
        }


@dataclass(frozen=True)
class Signed:
    """A tablet's signature of an operation, and the mark of the key that made it."""

    key: str
    signature: str


@dataclass(frozen=True)
class SheetOperation:
    """What a tablet asks to be saved, once. The names of the fields are part of stored hashes.

    `rehearsal` is the one that it was given in (experts/access.py), None for the day and for pages of before.
    """

    op_id: UUID
    device_id: UUID | None
    sequence: int
    base_rev: int
    client_ts: int
    rubric_version: int
    is_final: bool
    points: Mapping[str, Decimal]
    comment: str = ""
    readers: Readers = Readers.PROTOCOL
    signed: Signed | None = None
    rehearsal: int | None = None

    def stored_points(self) -> dict[str, str]:
        return {key: plain(value) for key, value in self.points.items()}

    def body_hash(self, assignment: Assignment) -> str:
        """The same for bodies that say the same of the same sheet, however they are written.

        A signature says nothing more, and a tablet may make another one for a retry.
        """
        sheet = [assignment.seat, assignment.defense]
        body = {**asdict(self), "points": self.stored_points(), "sheet": sheet}
        del body["signed"]
        if self.rehearsal is None:
            del body["rehearsal"]  # as it was hashed before there was one
        if self.readers == Readers.PROTOCOL:
            del body["readers"]  # and before they could be chosen
        text = json.dumps(body, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class SheetAnswer:
    """What the tablet is told: applied now, or a duplicate with the values of the first answer.

    The total is rounded for display, and None while a criterion has no points.
    """

    status: Outcome
    rev: int
    state: str
    total: Decimal | None
    saved_at: datetime

    def to_store(self) -> dict[str, Any]:
        return {
            "rev": self.rev,
            "state": str(self.state),
            "total": None if self.total is None else str(self.total),
            "saved_at": self.saved_at.isoformat(),
        }

    @classmethod
    def again(cls, stored: Mapping[str, Any]) -> Self:
        """The first answer to an operation, for its retry."""
        total = stored["total"]
        return cls(
            status=Outcome.DUPLICATE,
            rev=stored["rev"],
            state=stored["state"],
            total=None if total is None else Decimal(total),
            saved_at=datetime.fromisoformat(stored["saved_at"]),
        )


def salt_of(device_id: UUID | None, op_id: UUID | None) -> str:
    """What hides a short private comment from who tries words on its hash: the tablet's id, which stands in no
    evidence, and the operation's, so that no two hashes are alike. Empty where no tablet said who it is."""
    return f"{device_id}:{op_id}" if device_id else ""


def whole_total(
    points: Mapping[str, Decimal], weights: Sequence[CriterionWeight]
) -> Decimal | None:
    """The total of a whole sheet, rounded for display; None while points and criteria do not match."""
    if points.keys() != {each.key for each in weights}:
        return None
    return round_for_display(sheet_total(points, weights))


def plain(points: Decimal) -> str:
    """Points as forms, the API and the database carry them: 7 and 7.5, in every language."""
    return format((points + 0).normalize(), "f")  # adding zero makes a plain zero of a negative one
