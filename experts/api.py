"""The tablet's contract over HTTP: one operation in, one honest status out (docs/architecture.md, "A score").

    200 applied, duplicate    401 signed_out    403 csrf, recused    404 unknown    409 conflict
    413, 415 invalid    422 invalid, reused, rubric_changed, another_day            423 locked

Every answer is JSON with a `status` and, when it refuses, a `detail`: the sentence the expert reads.
"""

import re
from decimal import Decimal
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Path, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.utils import check_csrf
from pydantic import AfterValidator, ConfigDict, Field, StrictBool

from events.access import held_pass
from events.errors import DomainError, PassNotFound
from events.models import Pass, Rubric
from experts.access import is_of_another_day
from experts.errors import (
    CardOfAnotherDay,
    ExpertIsRecused,
    OperationReused,
    RubricChanged,
    RubricHasNoCriteria,
    ScoringIsClosed,
    SheetConflict,
    SheetInvalid,
    SheetNotFound,
)
from experts.models import Interest, Seat
from experts.services.score_sheets import SheetOperation, SheetValues, save_sheet, sheet_values
from projects.models import Defense

LARGEST_BODY_BYTES = 16_384
LARGEST_INTEGER = 2**31 - 1
LARGEST_BIG_INTEGER = 2**63 - 1
ASSIGNMENT = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")

STATUSES: dict[type[DomainError], tuple[int, str]] = {
    PassNotFound: (HTTPStatus.UNAUTHORIZED, "signed_out"),
    CardOfAnotherDay: (HTTPStatus.UNPROCESSABLE_ENTITY, "another_day"),
    ExpertIsRecused: (HTTPStatus.FORBIDDEN, "recused"),
    SheetNotFound: (HTTPStatus.NOT_FOUND, "unknown"),
    SheetConflict: (HTTPStatus.CONFLICT, "conflict"),
    SheetInvalid: (HTTPStatus.UNPROCESSABLE_ENTITY, "invalid"),
    OperationReused: (HTTPStatus.UNPROCESSABLE_ENTITY, "reused"),
    RubricChanged: (HTTPStatus.UNPROCESSABLE_ENTITY, "rubric_changed"),
    RubricHasNoCriteria: (HTTPStatus.UNPROCESSABLE_ENTITY, "invalid"),
    ScoringIsClosed: (HTTPStatus.LOCKED, "locked"),
}


class CsrfRefused(Exception):
    """The request does not prove that a page of ours sent it."""


class BodyRefused(Exception):
    """The body is of another kind or size than a score sheet."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class SheetParser(Parser):
    """JSON only, and no larger than a sheet can be."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise BodyRefused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        if len(request.body) > LARGEST_BODY_BYTES:
            raise BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return super().parse_body(request)


def storable(text: str) -> str:
    """Raises ValueError for what a database cannot keep: NUL and halves of a character."""
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("not storable")
    return text


Integer = Annotated[int, Field(ge=0, le=LARGEST_INTEGER, strict=True)]
BigInteger = Annotated[int, Field(ge=0, le=LARGEST_BIG_INTEGER, strict=True)]
Text = Annotated[str, AfterValidator(storable)]
Points = Annotated[Decimal, Field(ge=0, le=1000, max_digits=8, decimal_places=4)]


class OperationIn(Schema):
    model_config = ConfigDict(extra="forbid")

    op_id: UUID
    device_id: UUID | None = None
    seq: BigInteger = 0
    base_rev: Integer
    client_ts: BigInteger = 0
    rubric_version: Integer
    final: StrictBool = False
    points: Annotated[dict[Annotated[Text, Field(max_length=40)], Points], Field(max_length=100)]
    comment: Text = ""

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
        )


def expert_with_pass(request: HttpRequest) -> Pass | None:
    """Whoever holds an expert's pass; a write also proves that our own page sent it."""
    held = held_pass(request, Pass.Kind.EXPERT)
    if held is not None and check_csrf(request):
        raise CsrfRefused
    return held


api = NinjaAPI(
    title="Qorgau",
    version="1",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
    parser=SheetParser(),
)


@api.get("/sheets/{assignment}", auth=expert_with_pass, url_name="sheet_save")
def sheet_current(request: HttpRequest, assignment: Path[str]) -> HttpResponse:
    """The sheet as the server has it, with the version of the rubric and a fresh CSRF cookie."""
    get_token(request)
    seat, defense_id = assigned(request, assignment)
    values = shown(sheet_values(seat.pk, defense_id))
    rubric = Rubric.objects.get(event__room__panel__seat=seat)
    return answer(request, HTTPStatus.OK, "current", rubric_version=rubric.version, **values)


@api.put("/sheets/{assignment}", auth=expert_with_pass, url_name="sheet_save")
def sheet_save(request: HttpRequest, assignment: Path[str], body: OperationIn) -> HttpResponse:
    """Save one operation once; a retry gets the first answer again."""
    seat_id, defense_id = numbers_of(assignment)
    saved = save_sheet(
        seat_id,
        defense_id,
        operation=body.operation(),
        held=held_by(request),
        at=timezone.now(),
    )
    return answer(
        request,
        HTTPStatus.OK,
        saved.status,
        rev=saved.rev,
        state=saved.state,
        total=saved.total,
        saved_at=saved.saved_at,
    )


def numbers_of(assignment: str) -> tuple[int, int]:
    """The seat and the defense of an assignment's id; raises SheetNotFound."""
    found = ASSIGNMENT.fullmatch(assignment)
    if found is None:
        raise SheetNotFound
    return int(found[1]), int(found[2])


def assigned(request: HttpRequest, assignment: str) -> tuple[Seat, int]:
    """The asking expert's own seat and the defense.

    Raises CardOfAnotherDay, SheetNotFound or ExpertIsRecused.
    """
    held = held_by(request)
    if is_of_another_day(held):
        raise CardOfAnotherDay(is_rehearsal=held.person.event.is_rehearsal)
    seat_id, defense_id = numbers_of(assignment)
    own = Seat.objects.scoring().filter(pk=seat_id, person=held.person)
    seat = own.filter(panel__room__runitem__defense=defense_id).first()
    if seat is None:
        raise SheetNotFound
    project = Defense.objects.filter(pk=defense_id).values("project")
    if Interest.objects.recusing().filter(seat=seat, project__in=project).exists():
        raise ExpertIsRecused
    return seat, defense_id


def held_by(request: HttpRequest) -> Pass:
    held: Pass = request.auth  # type: ignore[attr-defined]  # set by ninja from expert_with_pass
    return held


def shown(values: SheetValues) -> dict[str, Any]:
    return {
        "rev": values.rev,
        "state": values.state,
        "final": values.is_final,
        "points": values.points,
        "comment": values.comment,
        "total": values.total,
        "saved_at": values.saved_at,
    }


def answer(request: HttpRequest, http_status: int, status: str, **fields: Any) -> HttpResponse:
    response = api.create_response(request, {"status": status, **fields}, status=http_status)
    response["Cache-Control"] = "no-store"
    return response


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    http_status, status = STATUSES[type(error)]
    fields: dict[str, Any] = {"detail": str(error)}
    if isinstance(error, SheetConflict):
        fields["current"] = shown(error.current)
    if isinstance(error, SheetInvalid):
        faults = [{"place": each.place, "detail": str(each.detail)} for each in error.faults]
        fields["faults"] = faults
    if isinstance(error, RubricChanged):
        fields["rubric_version"] = error.version
    return answer(request, http_status, status, **fields)


@api.exception_handler(AuthenticationError)
def signed_out(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    detail = _("You are signed out. Open your card again; what you entered is kept.")
    return answer(request, HTTPStatus.UNAUTHORIZED, "signed_out", detail=detail)


@api.exception_handler(CsrfRefused)
def csrf_refused(request: HttpRequest, error: CsrfRefused) -> HttpResponse:
    detail = _("This page is out of date. It is tried again with a new key.")
    return answer(request, HTTPStatus.FORBIDDEN, "csrf", code="csrf", detail=detail)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Ninja reports in this way whatever the parser refused: no JSON, another kind, too large."""
    cause = error.__cause__
    http_status = (
        cause.status if isinstance(cause, BodyRefused) else HTTPStatus.UNPROCESSABLE_ENTITY
    )
    detail = _("This is not a score sheet.")
    return answer(request, http_status, "invalid", detail=detail, faults=[])


@api.exception_handler(ValidationError)
def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [
        {
            "place": ".".join(str(part) for part in fault["loc"][2:]),
            "detail": _("This value is not possible here."),
        }
        for fault in error.errors
    ]
    detail = _("These values are not possible.")
    return answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", detail=detail, faults=faults)
