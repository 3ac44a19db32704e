"""Halls whose decision is taken, and their records."""

from typing import Any

from events.models import Event
from experts.models import Presence, Protocol, ScoreSheet, Seat, SetAside
from experts.reports.record import canonical, hash_of_record, record_of
from experts.services.casting import Vote, cast_vote, take_vote_back
from tests.experts.hall import Hall, close, fill
from tests.factories import DAY, UserFactory
from tests.kept_rows import made_once

Record = dict[str, Any]
# What three experts give teams 1 to 3, each in another order: 80 in the mean.
ORDERS = {1: (7, 8, 9), 2: (8, 9, 7), 3: (9, 7, 8)}
REASON = "Ол шешімін іс жүзінде сынады."


def tied_hall() -> Hall:
    """Three teams at 80.00; of the fourth one sheet counts, one expert each is recused, absent, late and set aside."""
    hall = given_hall()
    sheet = ScoreSheet.objects.get(seat=hall.seats[2], defense=hall.defenses[4])
    SetAside.objects.create(sheet=sheet, reason="Meant for team 3.", at=DAY)
    ScoreSheet.objects.filter(pk=sheet.pk).update(state=ScoreSheet.State.SET_ASIDE)
    close(hall)
    return hall


@made_once
def given_hall() -> Hall:
    """While the scoring is open: what is closed or set aside takes no rows."""
    hall = fill(5, 4)
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    for team, given in ORDERS.items():
        for expert, points in enumerate((*given, 8, 8), start=1):
            hall.give(expert, team, points)
    hall.give(1, 4, 6)
    hall.give(2, 4, 7)
    hall.give(3, 4, 5, state=ScoreSheet.State.DRAFT)
    hall.recuse(4, 4, reason="A friend of the team.")
    absent = {"seat": hall.seats[5], "defense": hall.defenses[4]}
    Presence.objects.create(**absent, kind=Presence.Kind.ABSENT)
    return hall


def vote_on_the_tie(hall: Hall, *, order: tuple[int, ...] = (), taken_back: bool = False) -> None:
    """The chair orders teams 1 to 3, or leaves the place shared."""
    teams = [hall.defenses[number].project_id for number in (1, 2, 3)]
    ordered = tuple(hall.defenses[number].project_id for number in order)
    vote = cast_vote(hall.event, Vote(tuple(teams), ordered, REASON), seat=hall.seats[1], at=DAY)
    if taken_back:
        take_vote_back(hall.event, vote.pk, seats=[hall.seats[1]], at=DAY)


def record(hall: Hall) -> Record:
    return record_of(Event.objects.get(pk=hall.event.pk), DAY)


def prepared_with_record(hall: Hall) -> Protocol:
    text = canonical(record(hall))
    return Protocol.objects.create(
        event=hall.event,
        is_rehearsal=hall.event.is_rehearsal,
        number=1,
        record=text,
        sha256=hash_of_record(text),
        audit_number=1,
        audit_link="b" * 64,
        prepared_at=DAY,
        prepared_by=UserFactory(),
    )
