"""The pages of the panel's questions: the secretary's, by team, and the expert's own to one team."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _

from events.models import Event, Pass
from experts.access import Assigned
from experts.models import Seat
from experts.pages.tablet import Holder, TeamLine
from experts.reports import my_defenses
from experts.reports.questions import QuestionLine, own_questions, questions_of
from projects.models import Defense


@dataclass(frozen=True)
class TeamQuestions:
    number: int
    topic: str
    lines: Sequence[QuestionLine]


@dataclass(frozen=True)
class QuestionsPage:
    """`experts` are the numbers and names to choose from; a room's panel has numbers of its own."""

    teams: Sequence[TeamQuestions]
    choices: Sequence[tuple[int, str]]
    experts: Sequence[str]

    def line(self, question: UUID) -> QuestionLine | None:
        return next((each for each in self._lines() if each.question == question), None)

    def _lines(self) -> Iterator[QuestionLine]:
        return (line for team in self.teams for line in team.lines)


def questions_page(event: Event) -> QuestionsPage:
    """In three queries, however many there are."""
    projects = [each.project for each in Defense.objects.of_event(event).select_related("project")]
    by_number = sorted(projects, key=lambda each: each.number)
    topics = {each.number: str(each.topic) for each in projects}
    lines = questions_of(event)
    return QuestionsPage(
        teams=[
            TeamQuestions(number, topics.get(number, ""), list(group))
            for number, group in groupby(lines, key=lambda line: line.team)
        ],
        choices=[(each.number, str(each)) for each in by_number],
        experts=_experts(event),
    )


def _experts(event: Event) -> list[str]:
    seats = list(Seat.objects.of_event(event).in_order().select_related("panel__room__event"))
    has_rooms = len({seat.panel_id for seat in seats}) > 1
    named = [(f"{seat.order}. {seat.person.name}", str(seat.panel.room)) for seat in seats]
    return [f"{said} ({room})" if has_rooms else said for said, room in named]


@dataclass(frozen=True)
class OwnQuestionsPage:
    holder: Holder
    team: TeamLine
    lines: Sequence[QuestionLine]

    @property
    def heading(self) -> str:
        return _("Your questions to team %(number)s") % {"number": self.team.number}


def own_questions_page(found: Assigned, held: Pass) -> OwnQuestionsPage:
    defenses = my_defenses(found.seat)
    mine = next(each for each in defenses if each.id == found.assignment.defense)
    return OwnQuestionsPage(
        holder=Holder.of(found.seat.person, found.seat),
        team=TeamLine.of(mine),
        lines=own_questions(held, mine.id),
    )
