"""The tablet's contract over HTTP: one operation in, one honest status out (docs/architecture.md, "A score").

    200 current, applied, duplicate    401 signed_out    403 csrf, recused, undeclared    404 unknown    409 conflict
    405, 413, 415 invalid    422 invalid, reused, rubric_changed, no_criteria, rehearsal, rehearsal_card, rehearsal_over
    423 locked    503 busy, by the line before Django (defense/desk/admission.py)

Every answer about a sheet is JSON with a `status`, a word of `experts.sheets.Outcome`, and, when it
refuses, a `detail`: the sentence the expert reads; `faults` says where in the body each fault stands. An error knows its own HTTP status and word.
Times are of the event's zone, so that the tablet shows them as they are written.
"""

import json
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from ninja import NinjaAPI, Path
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

from events.access import DEVICE_COOKIE, standing_here
from events.errors import DomainError
from events.models import Pass, Rubric
from experts import access
from experts.api_access import as_answer, expert_with_pass, held_by
from experts.calls_api import router as calls
from experts.errors import (
    NotASheet,
    RubricChanged,
    SheetConflict,
    SheetInvalid,
    SheetNotFound,
    SignedOut,
    WordsMoved,
)
from experts.models import ScoreSheet
from experts.operations import OperationIn, faults_at
from experts.questions_api import router as questions
from experts.services.refused_saves import note_save_of_revoked_card
from experts.services.score_sheets import current_sheet, save_sheet
from experts.services.second_looks import ask_when_all_are_in
from experts.sheets import Assignment, Outcome
from experts.tablet_api import router as tablets
from experts.words_api import router as words

LARGEST_BODY_BYTES = 16_384
OTHER_METHODS = ["HEAD", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE"]


class SheetParser(Parser):
    """JSON only, and no larger than a sheet can be."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise NotASheet(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        if len(request.body) > LARGEST_BODY_BYTES:
            raise NotASheet(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return super().parse_body(request)


class LocalTimes(NinjaJSONEncoder):
    def default(self, o: Any) -> Any:
        return timezone.localtime(o).isoformat() if isinstance(o, datetime) else super().default(o)


class SheetRenderer(JSONRenderer):
    encoder_class = LocalTimes

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        held: Pass | None = getattr(request, "auth", None)
        with timezone.override(held.person.event.time_zone if held else None):
            return json.dumps(data, cls=self.encoder_class, **self.json_dumps_params)


api = NinjaAPI(
    title="Qorgau",
    version="1",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
    parser=SheetParser(),
    renderer=SheetRenderer(),
)
api.add_router("", tablets)
api.add_router("", calls, auth=expert_with_pass)
api.add_router("", questions, auth=expert_with_pass)
api.add_router("", words, auth=expert_with_pass)


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
        named(assignment),
        operation=body.operation(),
        held=held_by(request),
        at=timezone.now(),
    )
    if saved.state == ScoreSheet.State.SUBMITTED:
        ask_when_all_are_in(held_by(request).person.event_id, at=timezone.now())
    return answer(
        request,
        saved.status,
        rev=saved.rev,
        state=saved.state,
        total=saved.total,
        saved_at=saved.saved_at,
    )


@api.api_operation(
    OTHER_METHODS, "/sheets/{assignment}", url_name="sheet_save", include_in_schema=False
)
def sheet_otherwise(request: HttpRequest, assignment: Path[str]) -> HttpResponse:
    response = refused(request, NotASheet(HTTPStatus.METHOD_NOT_ALLOWED))
    response["Allow"] = "GET, PUT"
    return response


def assigned(request: HttpRequest, key: str) -> access.Assigned:
    """The asking expert's own seat before this defense; raises SheetNotFound."""
    asked = named(key)
    return access.assignment(held_by(request), asked.defense, seat_id=asked.seat)


def named(key: str) -> Assignment:
    """Raises SheetNotFound for what names none."""
    try:
        return Assignment.parse(key)
    except ValueError:
        raise SheetNotFound from None


def answer(
    request: HttpRequest, outcome: str, *, http_status: int = HTTPStatus.OK, **fields: Any
) -> HttpResponse:
    fields = {"status": outcome, **fields}
    return as_answer(api.create_response(request, fields, status=http_status))


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    fields: dict[str, Any] = {"detail": str(error)}
    if isinstance(error, SignedOut):
        fields["why"] = error.why
    if isinstance(error, SheetConflict):
        fields["current"] = error.current.as_json()
    if isinstance(error, SheetInvalid):
        faults = [{"place": each.place, "detail": str(each.detail)} for each in error.faults]
        fields["faults"] = faults
    if isinstance(error, WordsMoved):
        fields["number"] = error.number
    if isinstance(error, RubricChanged):
        fields["rubric_version"] = error.version
    return answer(request, error.code, http_status=error.status, **fields)


@api.exception_handler(AuthenticationError)
def signed_out(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    standing = standing_here(request)
    refusal = SignedOut(standing.sentence, standing.why)
    if request.method == "PUT":
        note_save_without_card(request, refusal)
    return refused(request, refusal)


def note_save_without_card(request: HttpRequest, refusal: SignedOut) -> None:
    """A tablet whose card was stopped brings what it still held: the log says whose it was."""
    device = request.COOKIES.get(DEVICE_COOKIE, "")
    if not device or len(request.body) > LARGEST_BODY_BYTES:
        return
    try:
        operation = OperationIn.model_validate_json(request.body)
        assignment = Assignment.parse(request.path.rpartition("/")[2])
    except ValueError:
        return
    note_save_of_revoked_card(device, assignment, op_id=operation.op_id, refusal=refusal)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Ninja reports in this way whatever the parser refused: no JSON, another kind, too large."""
    cause = error.__cause__
    return refused(request, cause if isinstance(cause, NotASheet) else NotASheet())


@api.exception_handler(ValidationError)
def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Ninja puts `body` and the name of the argument before each place."""
    return refused(request, SheetInvalid(faults_at([fault["loc"][2:] for fault in error.errors])))
