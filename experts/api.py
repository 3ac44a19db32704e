"""The tablet's contract over HTTP: one operation in, one honest status out (docs/architecture.md, "A score").

    200 current, applied, duplicate    401 signed_out    403 csrf, recused    404 unknown    409 conflict
    413, 415 invalid    422 invalid, reused, rubric_changed, no_criteria, rehearsal, rehearsal_card
    423 locked

Every answer is JSON with a `status`, a word of `experts.sheets.Outcome`, and, when it refuses, a
`detail`: the sentence the expert reads. An error knows its own HTTP status and word.
"""

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
from events.errors import DomainError
from events.models import Pass, Rubric
from events.validators import criterion_key
from experts import access
from experts.errors import (
    Fault,
    NotASheet,
    RubricChanged,
    SheetConflict,
    SheetInvalid,
    SheetNotFound,
    SignedOut,
    TokenRefused,
)
from experts.services.score_sheets import current_sheet, save_sheet
from experts.sheets import Assignment, Outcome, SheetOperation

LARGEST_BODY_BYTES = 16_384
LARGEST_INTEGER = 2**31 - 1
LARGEST_BIG_INTEGER = 2**63 - 1


class SheetParser(Parser):
    """JSON only, and no larger than a sheet can be."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise NotASheet(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        if len(request.body) > LARGEST_BODY_BYTES:
            raise NotASheet(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
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
    points: Annotated[
        dict[Annotated[Text, Field(max_length=criterion_key.longest)], Points],
        Field(max_length=100),
    ]
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
        raise TokenRefused
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
    found = assigned(request, assignment)
    if found.refusal:
        raise found.refusal
    sheet = current_sheet(found.assignment)
    rubric = Rubric.objects.get(event__room__panel__seat=found.seat)
    return answer(request, Outcome.CURRENT, rubric_version=rubric.version, **sheet.as_json())


@api.put("/sheets/{assignment}", auth=expert_with_pass, url_name="sheet_save")
def sheet_save(request: HttpRequest, assignment: Path[str], body: OperationIn) -> HttpResponse:
    """Save one operation once; a retry gets the first answer again, also from who may score no more."""
    saved = save_sheet(
        assigned(request, assignment).assignment,
        operation=body.operation(),
        held=held_by(request),
        at=timezone.now(),
    )
    return answer(
        request,
        saved.status,
        rev=saved.rev,
        state=saved.state,
        total=saved.total,
        saved_at=saved.saved_at,
    )


def assigned(request: HttpRequest, key: str) -> access.Assigned:
    """The asking expert's own seat before this defense; raises SheetNotFound."""
    try:
        asked = Assignment.parse(key)
    except ValueError:
        raise SheetNotFound from None
    return access.assignment(held_by(request), asked.defense, seat_id=asked.seat)


def held_by(request: HttpRequest) -> Pass:
    held: Pass = request.auth  # type: ignore[attr-defined]  # set by ninja from expert_with_pass
    return held


def answer(
    request: HttpRequest, outcome: str, *, http_status: int = HTTPStatus.OK, **fields: Any
) -> HttpResponse:
    response = api.create_response(request, {"status": outcome, **fields}, status=http_status)
    response["Cache-Control"] = "no-store"
    return response


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    fields: dict[str, Any] = {"detail": str(error)}
    if isinstance(error, SheetConflict):
        fields["current"] = error.current.as_json()
    if isinstance(error, SheetInvalid):
        faults = [{"place": each.place, "detail": str(each.detail)} for each in error.faults]
        fields["faults"] = faults
    if isinstance(error, RubricChanged):
        fields["rubric_version"] = error.version
    return answer(request, error.code, http_status=error.status, **fields)


@api.exception_handler(AuthenticationError)
def signed_out(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return refused(request, SignedOut())


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Ninja reports in this way whatever the parser refused: no JSON, another kind, too large."""
    cause = error.__cause__
    return refused(request, cause if isinstance(cause, NotASheet) else NotASheet())


@api.exception_handler(ValidationError)
def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    places = [".".join(str(part) for part in fault["loc"][2:]) for fault in error.errors]
    faults = [Fault(place, _("This value is not possible here.")) for place in places]
    return refused(request, SheetInvalid(faults))
