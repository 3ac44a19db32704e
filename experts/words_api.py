"""Words after the close over HTTP: POST adds them to an own sheet, once by its `op_id`; GET renews the token.

200 current, applied, duplicate    401 signed_out    403 csrf, undeclared    404 no sheet that counts
409 conflict with the `number` that stands, or not now    422 invalid, reused, rehearsal, rehearsal_card, rehearsal_over
"""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from experts.api_access import answered, held_by
from experts.operations import Integer, Text
from experts.pages.added_words import told
from experts.services.added_words import Added, add_words
from experts.sheets import Outcome, Readers
from experts.validators import added_words_text

router = Router()


class WordsIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    op_id: UUID
    defense: Integer
    seen: Integer = 0
    text: Annotated[Text, Field(max_length=added_words_text.longest)]
    readers: Literal[Readers.PROTOCOL, Readers.TEAM] = Readers.TEAM
    rehearsal: Integer | None = None

    def added(self) -> Added:
        return Added(self.op_id, self.text, self.readers, self.seen, self.rehearsal)


@router.get("/words", url_name="words")
def words_token(request: HttpRequest) -> HttpResponse:
    get_token(request)
    return answered({"status": Outcome.CURRENT})


@router.post("/words", url_name="words")
def words(request: HttpRequest, body: WordsIn) -> HttpResponse:
    at = timezone.now()
    stands = add_words(body.added(), defense_id=body.defense, held=held_by(request), at=at)
    is_new = stands is not None and stands.at == at
    return answered(
        {
            "status": Outcome.APPLIED if is_new else Outcome.DUPLICATE,
            "number": stands.number if stands else body.seen,
            "detail": told(stands),
        }
    )
