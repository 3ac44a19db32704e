"""What the panel asked, as the pages, the protocol and the team's own sheet tell it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef

from events.models import Event, Pass
from events.models.audit import stamp
from experts.models import Interest, PanelQuestion
from experts.models.questions import PanelQuestionQuerySet


@dataclass(frozen=True)
class QuestionLine:
    """A question that stands; `version` is what a change of it is made of."""

    question: UUID
    version: int
    team: int
    defense: int
    seat: int
    place: int
    name: str
    text: str
    answer: str
    at: datetime
    is_by_expert: bool

    @classmethod
    def of(cls, row: PanelQuestion) -> "QuestionLine":
        return cls(
            question=row.question,
            version=row.number,
            team=row.defense.project.number,
            defense=row.defense_id,
            seat=row.seat_id,
            place=row.seat.order,
            name=row.seat.person.name,
            text=row.text,
            answer=row.answer,
            at=row.at,
            is_by_expert=row.entered_by_id is None,
        )

    def as_json(self) -> dict[str, Any]:
        """For the tablet of whoever asked it."""
        said = {"question": str(self.question), "version": self.version, "defense": self.defense}
        return {**said, "text": self.text, "answer": self.answer}


def questions_of(event: Event) -> list[QuestionLine]:
    """By team, then in the order in which they were noted. One query."""
    rows = _told(PanelQuestion.objects.of_event(event))
    return [QuestionLine.of(row) for row in rows.order_by("defense__project__number", "pk")]


def own_questions(held: Pass, defense_id: int | None = None) -> list[QuestionLine]:
    """What this expert asked this team, or all teams that they are not recused from. One query."""
    recusing = Interest.objects.recusing().filter(
        seat=OuterRef("seat"), project=OuterRef("defense__project")
    )
    rows = PanelQuestion.objects.of_event(held.person.event).filter(
        ~Exists(recusing), seat__person=held.person_id
    )
    if defense_id is not None:
        rows = rows.filter(defense=defense_id)
    return [QuestionLine.of(row) for row in _told(rows).order_by("pk")]


def _told(rows: PanelQuestionQuerySet) -> PanelQuestionQuerySet:
    return rows.standing().select_related("seat__person", "defense__project")


def questions_section(event: Event) -> list[dict[str, Any]]:
    """For the record: every question that stands, with who asked it as documents print the name."""
    rows = _told(PanelQuestion.objects.of_event(event))
    return [_recorded(row) for row in rows.order_by("defense__project__number", "pk")]


def _recorded(row: PanelQuestion) -> dict[str, Any]:
    languages = [code for code, _name in settings.LANGUAGES]
    return {
        "team": row.defense.project.number,
        "seat": row.seat.person.key,
        "place": row.seat.order,
        "expert": {code: row.seat.person.printed_name(code) for code in languages},
        "text": row.text,
        "answer": row.answer,
        "at": stamp(row.at.astimezone(UTC)),
        "entered_by": "expert" if row.entered_by_id is None else "secretary",
    }
