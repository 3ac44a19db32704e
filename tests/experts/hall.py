"""A whole panel before all its projects, as on the model event or smaller."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from events.models import Event, Pass, Person
from experts.models import Interest, ScoreSheet, Seat, SheetRevision
from projects.models import Defense, Project
from tests.factories import (
    DAY,
    CriterionFactory,
    DefenseFactory,
    EventFactory,
    InterestFactory,
    PanelFactory,
    PassFactory,
    RecusalFactory,
    RoomFactory,
    RubricFactory,
    RunItemFactory,
    ScoreSheetFactory,
    SeatFactory,
    SheetRevisionFactory,
)
from tests.kept_rows import made_once

# Expert and project of the model event's five recusals; the third is a match still to be confirmed.
SEED_RECUSALS = ((8, 2), (4, 3), (7, 4), (6, 5), (12, 7))
TO_CONFIRM = (7, 4)


@dataclass(frozen=True)
class Hall:
    event: Event
    seats: dict[int, Seat]
    defenses: dict[int, Defense]

    def recuse(self, expert: int, project: int, **fields: object) -> Interest:
        seat, subject = self.seats[expert], self.defenses[project].project
        return RecusalFactory(seat=seat, project=subject, **fields)

    def give(
        self, expert: int, project: int, points: int, state: str = ScoreSheet.State.SUBMITTED
    ) -> ScoreSheet:
        """The only criterion counts up to ten, so that eight points are a total of 80."""
        return give(self.seats[expert], self.defenses[project], {"whole": str(points)}, state)


def give(
    seat: Seat,
    defense: Defense,
    points: dict[str, str],
    state: str = ScoreSheet.State.SUBMITTED,
    comment: str = "",
) -> ScoreSheet:
    sheet = ScoreSheetFactory(seat=seat, defense=defense, state=ScoreSheet.State.DRAFT)
    SheetRevisionFactory(sheet=sheet, points=points, comment=comment)
    sheet.state = state  # last: the database takes no revision of a sheet that is set aside
    sheet.save()
    return sheet


@made_once
def fill(experts: int, projects: int, event: Event | None = None) -> Hall:
    event = event or EventFactory()
    room = RoomFactory(event=event)
    CriterionFactory(
        rubric=RubricFactory(event=event), order=1, key="whole", name="The whole", weight=100
    )
    panel = PanelFactory(room=room)
    return Hall(
        event=event,
        seats={n: SeatFactory(panel=panel, order=n) for n in range(1, experts + 1)},
        defenses={
            n: DefenseFactory(
                project__event=event,
                project__number=n,
                run_item=RunItemFactory(room=room, order=n),
            )
            for n in range(1, projects + 1)
        },
    )


def pass_of(seat: Seat, *, is_rehearsal: bool = False) -> Pass:
    """The valid pass of whoever sits there, made if it is not there yet."""
    cards = Pass.objects.valid().filter(kind=Pass.Kind.EXPERT, is_rehearsal=is_rehearsal)
    found = cards.filter(person=seat.person).select_related("person").first()
    return found or PassFactory(person=seat.person, is_rehearsal=is_rehearsal)


@made_once
def seed_hall() -> Hall:
    """Twelve experts, seven projects, five recusals."""
    hall = fill(12, 7)
    for expert, project in SEED_RECUSALS:
        if (expert, project) == TO_CONFIRM:
            seat, subject = hall.seats[expert], hall.defenses[project].project
            InterestFactory(seat=seat, project=subject)
        else:
            hall.recuse(expert, project)
    return hall


def score(
    hall: Hall, points: Callable[[int, int], int], except_for: Iterable[tuple[int, int]] = ()
):
    """Everybody scores everything but those pairs, in bulk."""
    left_out = set(except_for)
    pairs = [(j, i) for j in hall.seats for i in hall.defenses if (j, i) not in left_out]
    sheets = ScoreSheet.objects.bulk_create(
        ScoreSheet(
            seat=hall.seats[j],
            defense=hall.defenses[i],
            state=ScoreSheet.State.SUBMITTED,
            revision=1,
        )
        for j, i in pairs
    )
    SheetRevision.objects.bulk_create(
        SheetRevision(
            sheet=sheet,
            number=1,
            op_id=f"{number:032x}",
            rubric_version=1,
            is_final=True,
            points={"whole": str(points(j, i))},
            saved_at=DAY,
        )
        for number, (sheet, (j, i)) in enumerate(zip(sheets, pairs, strict=True))
    )


@made_once
def strict_twelfth() -> Hall:
    """SCORING 3.7: eleven experts give 80 to all, a strict one 60 to all but team 1, where recused."""
    hall = fill(12, 7)
    hall.recuse(12, 1)
    score(hall, lambda j, i: 6 if j == 12 else 8, except_for=[(12, 1)])
    return hall


def without_figures(hall: Hall) -> None:
    """Names and topics in words alone, so that a figure on a page can only be a mark or a count."""
    Person.objects.filter(event=hall.event).update(name="Somebody")
    Person.objects.filter(seat__panel__room__event=hall.event).update(name="An Expert")
    Project.objects.filter(event=hall.event).update(topic="A topic")


def text_of(html: str) -> str:
    """What a page says, without its head, its tags and its hidden fields."""
    return re.sub(r"<head>.*?</head>|<[^>]+>", " ", html, flags=re.DOTALL)


def close(hall: Hall) -> None:
    """As it stands after the close, without the sheets being asked for."""
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=DAY)
