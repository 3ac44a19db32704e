"""An operation on a sheet as it comes from outside: the body of the API, and a form without a script."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    ValidationError,
)

from events.models import Criterion
from events.numerals import is_decimal, is_whole, with_point
from events.texts import posted
from events.validators import criterion_key
from experts.errors import Fault, SheetInvalid
from experts.sheets import Readers, SheetOperation, Signed

LARGEST_INTEGER = 2**31 - 1
LARGEST_BIG_INTEGER = 2**63 - 1
POINTS_PREFIX = "points-"
MARK = r"^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$"
BASE64URL = r"^[A-Za-z0-9_-]*$"
OF_A_KEY = "[key]"  # pydantic's last step to a key of an object that is not possible


def storable(text: str) -> str:
    """Raises ValueError for what a database cannot keep: NUL and halves of a character."""
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("not storable")
    return text


def written(raw: object) -> str:
    """A number or its text as plain digits with a point. Raises ValueError for anything else."""
    text = with_point(str(raw))
    if isinstance(raw, bool) or not isinstance(raw, str | int | float) or not is_decimal(text):
        raise ValueError("not a number")
    return text


Integer = Annotated[int, Field(ge=0, le=LARGEST_INTEGER, strict=True)]
BigInteger = Annotated[int, Field(ge=0, le=LARGEST_BIG_INTEGER, strict=True)]
Text = Annotated[str, AfterValidator(storable)]
Points = Annotated[
    Decimal,
    Field(ge=0, le=1000, max_digits=8, decimal_places=4),
    BeforeValidator(written, json_schema_input_type=str | float),
]


class OperationIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    op_id: UUID
    device_id: UUID | None = None
    seq: BigInteger = 0
    base_rev: Integer
    client_ts: BigInteger = 0
    rubric_version: Integer
    final: StrictBool = False
    points: Annotated[
        dict[Annotated[Text, Field(max_length=criterion_key.longest)], Points],
        Field(max_length=100),
    ]
    comment: Text = ""
    readers: Readers = Readers.PROTOCOL
    key: Annotated[str, Field(max_length=19, pattern=MARK)] | None = None
    signature: Annotated[str, Field(max_length=86, pattern=BASE64URL)] | None = None
    rehearsal: Integer | None = None

    @classmethod
    def posted(cls, data: Mapping[str, str]) -> Self:
        """What a form without a script posts. Raises SheetInvalid."""
        names = ("op_id", "base_rev", "rubric_version", "readers", "rehearsal")
        said = {name: data[name] for name in names if name in data}
        try:
            return cls.model_validate(
                {name: int(text) if is_whole(text) else text for name, text in said.items()}
                | {
                    "final": "draft" not in data,
                    "points": posted_points(data),
                    "comment": posted_comment(data),
                }
            )
        except ValidationError as error:
            raise SheetInvalid(faults_at([fault["loc"] for fault in error.errors()])) from None

    def operation(self) -> SheetOperation:
        return SheetOperation(
            op_id=self.op_id,
            device_id=self.device_id,
            sequence=self.seq,
            base_rev=self.base_rev,
            client_ts=self.client_ts,
            rubric_version=self.rubric_version,
            is_final=self.final,
            points=self.points,
            comment=self.comment,
            readers=self.readers,
            signed=self.signed(),
            rehearsal=self.rehearsal,
        )

    def signed(self) -> Signed | None:
        """A signature without its key is none that can be checked, and so is refused later."""
        if self.signature is None:
            return None
        return Signed(key=self.key or "", signature=self.signature)


def posted_points(data: Mapping[str, str]) -> dict[str, str]:
    """By criterion; a button that was not pressed says nothing."""
    fields = {name: data[name] for name in data if name.startswith(POINTS_PREFIX)}
    return {name.removeprefix(POINTS_PREFIX): text for name, text in fields.items() if text.strip()}


def points_given(texts: Mapping[str, str], criteria: Sequence[Criterion]) -> dict[str, Decimal]:
    """Of what was posted: the points that can be given."""
    written = {key: with_point(text) for key, text in texts.items()}
    read = {key: Decimal(text) for key, text in written.items() if is_decimal(text)}
    can_be = {each.key: each.allows for each in criteria}
    return {key: value for key, value in read.items() if key in can_be and can_be[key](value)}


def posted_comment(data: Mapping[str, str]) -> str:
    return posted(data.get("comment", "")).strip()


def faults_at(places: list[tuple[int | str, ...]]) -> list[Fault]:
    return [Fault(_place(each), _("This value is not possible here.")) for each in places]


def _place(steps: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in steps if step != OF_A_KEY)
