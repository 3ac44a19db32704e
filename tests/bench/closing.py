"""From the last sheet to the sealed protocol in three languages, and where the time of one core goes.

Places that the rule and its chain leave equal stay shared by a vote of the chair, which is not measured.
"""

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any, Final
from uuid import uuid4

GOALS: Final[Mapping[tuple[int, int], float]] = {(12, 7): 3, (40, 200): 10}  # seconds


@dataclass
class Watch:
    """Seconds of this process by stage."""

    stages: dict[str, float] = field(default_factory=dict)

    def __call__(self, stage: str, act: Callable[[], Any]) -> Any:
        began = time.process_time()
        done = act()
        self.stages[stage] = self.stages.get(stage, 0) + time.process_time() - began
        return done

    @property
    def total(self) -> float:
        return sum(self.stages.values())


def bench_closing(experts: int, teams: int) -> bool:
    """Print a line; whether the goal is missed."""
    watch = Watch()
    _close(_hall(experts, teams), watch)
    goal, total = GOALS[experts, teams], watch.total
    parts = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in watch.stages.items())
    sys.stdout.write(f"closing   {experts:>8}{teams:>7}{total:>9.1f} s of {goal:g}: {parts}\n")
    return total > goal


def _hall(experts: int, teams: int) -> Any:
    """Every sheet but the last."""
    from experts.models import Seat  # noqa: PLC0415 - needs the settings first
    from tests.experts.hall import fill, score  # noqa: PLC0415 - needs the settings first

    hall, random = fill(experts, teams), Random(2019)
    given = lambda j, i: 1 + (i * 7 + j * 3 + random.randrange(4)) % 10  # noqa: E731 - as its neighbours
    score(hall, given, except_for=[(experts, teams)])
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    return hall


def _close(hall: Any, watch: Watch) -> None:
    from django.utils import timezone  # noqa: PLC0415 - needs the settings first

    from experts import making  # noqa: PLC0415 - needs the settings first
    from experts.models import Seat  # noqa: PLC0415 - needs the settings first
    from experts.services.closing import close_scoring  # noqa: PLC0415 - needs the settings first
    from experts.services.sealing import (  # noqa: PLC0415 - needs the settings first
        Signer,
        prepare_protocol,
        seal_protocol,
    )
    from tests.factories import UserFactory  # noqa: PLC0415 - needs the settings first

    at, event, sara = timezone.now(), hall.event, UserFactory()
    chair = Seat.objects.get(pk=hall.seats[1].pk)
    watch("last sheet", lambda: _submit(hall, at))
    watch("close", lambda: close_scoring(event.pk, actor="bench", at=at))
    _leave_shared(event, chair, at)
    protocol = watch("record", lambda: prepare_protocol(event.pk, actor=sara, at=at))
    for who, device in ((chair, "c" * 64), (sara, "d" * 64)):
        signer = Signer(who, device)
        watch(
            "two seals",
            lambda: seal_protocol(event.pk, protocol.sha256, signer=signer, at=at),  # noqa: B023 - called at once
        )
    protocol.refresh_from_db()
    making.ask_for_papers(protocol, at=at)
    for language in ("kk", "ru", "en"):
        claimed = making.claim()
        assert (claimed.kind, claimed.language) == ("protocol", language)
        watch(f"PDF {language}", lambda: making.make(claimed))  # noqa: B023 - called at once


def _submit(hall: Any, at: Any) -> None:
    from experts.services.score_sheets import save_sheet  # noqa: PLC0415 - needs the settings first
    from experts.sheets import Assignment, SheetOperation  # noqa: PLC0415 - needs the settings first
    from tests.experts.hall import pass_of  # noqa: PLC0415 - needs the settings first

    seat, defense = hall.seats[len(hall.seats)], hall.defenses[len(hall.defenses)]
    sent = SheetOperation(
        op_id=uuid4(),
        device_id=None,
        sequence=1,
        base_rev=0,
        client_ts=0,
        rubric_version=1,
        is_final=True,
        points={"whole": Decimal(8)},
    )
    save_sheet(Assignment(seat.pk, defense.pk), operation=sent, held=pass_of(seat), at=at)


def _leave_shared(event: Any, chair: Any, at: Any) -> None:
    from events.models import Event  # noqa: PLC0415 - needs the settings first
    from experts.models import CastingVote  # noqa: PLC0415 - needs the settings first
    from experts.reports.decision import decided  # noqa: PLC0415 - needs the settings first
    from experts.reports.grid import Grid  # noqa: PLC0415 - needs the settings first

    found = decided(Grid(Event.objects.get(pk=event.pk)))
    for rest in found.rests:
        teams = ",".join(str(each) for each in sorted(found.projects[n] for n in rest.teams))
        CastingVote.objects.create(event=event, seat=chair, teams=teams, reason="Shared.", at=at)
