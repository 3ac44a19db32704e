"""Questions to a team over HTTP: POST notes one version, once by its `op_id`; GET tells the expert's own.

200 current, applied, duplicate    401 signed_out    403 csrf, recused    404 unknown    409 conflict, refused
422 invalid, reused, rehearsal, rehearsal_card, rehearsal_over
"""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from experts.api_access import answered, held_by
from experts.operations import Integer, Text
from experts.questions import Said
from experts.reports.questions import own_questions
from experts.services.questions import ask_from_tablet
from experts.sheets import Outcome
from experts.validators import question_answer, question_text

router = Router()


class QuestionIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    op_id: UUID
    question: UUID
    defense: Integer
    seen: Integer = 0
    text: Annotated[Text, Field(max_length=question_text.longest)]
    answer: Annotated[Text, Field(max_length=question_answer.longest)] = ""
    taken_back: bool = False
    rehearsal: Integer | None = None

    def said(self) -> Said:
        return Said(
            op_id=self.op_id,
            question=self.question,
            text=self.text,
            answer=self.answer,
            seen=self.seen,
            is_taken_back=self.taken_back,
        )


@router.get("/questions", url_name="questions")
def questions(request: HttpRequest) -> HttpResponse:
    """The expert's own questions that stand, but those to teams they are recused from, and a fresh CSRF cookie."""
    get_token(request)
    own = [each.as_json() for each in own_questions(held_by(request))]
    return answered({"status": Outcome.CURRENT, "questions": own})


@router.post("/questions", url_name="questions")
def question(request: HttpRequest, body: QuestionIn) -> HttpResponse:
    noted, is_new = ask_from_tablet(
        body.said(),
        defense_id=body.defense,
        held=held_by(request),
        at=timezone.now(),
        rehearsal=body.rehearsal,
    )
    status = Outcome.APPLIED if is_new else Outcome.DUPLICATE
    return answered({"status": status, "version": noted.number})
