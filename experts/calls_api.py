"""Calls to the secretary over HTTP: POST makes one, once by its `op_id`; GET says what became of the expert's own.

200 current, applied, duplicate    401 signed_out    403 csrf    404 unknown    409 calls_wait, invalid
422 invalid, reused
"""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from experts.api_access import answered, held_by
from experts.models import Call
from experts.operations import Integer, Text
from experts.services.calls import Asked, make_call
from experts.sheets import Outcome
from experts.validators import call_text

router = Router()


class CallIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    op_id: UUID
    reason: Call.Reason
    defense: Integer | None = None
    text: Annotated[Text, Field(max_length=call_text.longest)] = ""


@router.get("/calls", url_name="calls")
def calls(request: HttpRequest) -> HttpResponse:
    """The expert's own calls that are open, and a fresh CSRF cookie."""
    get_token(request)
    held = held_by(request)
    own = Call.objects.of_event(held.person.event).open().filter(seat__person=held.person_id)
    states = {str(call.op_id): call.state for call in own}
    return answered({"status": Outcome.CURRENT, "calls": states})


@router.post("/calls", url_name="calls")
def call(request: HttpRequest, body: CallIn) -> HttpResponse:
    asked = Asked(body.op_id, body.reason, body.defense, body.text)
    made, is_new = make_call(asked, held=held_by(request), at=timezone.now())
    status = Outcome.APPLIED if is_new else Outcome.DUPLICATE
    return answered({"status": status, "state": made.state})
