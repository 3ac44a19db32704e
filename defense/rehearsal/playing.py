"""A rehearsal that is started in the browser: workers play the day step by step, through the services.

Not over HTTP as the command does. A worker does not know where the web process answers: behind a proxy, in
another container, or at an address whose certificate and cookies are for the site's name alone. And a task
that waited for diplomas would keep the very worker that has to make them. So a step calls what the pages
call, with the same locks and refusals, and the row of the rehearsal says what is next: a lost message, a
worker that dies or a server that is started anew delays it and repeats nothing, for each save has an id of
its own that is the same every time.

Whatever cannot be taken back by itself (the close, the diplomas, the hours) is done only while the row is
locked and still ours, under the lock of the event which taking back holds too.
"""

import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from defense.rehearsal.casting import DayHasBegun, begin_rehearsal, scales_of
from defense.rehearsal.deciding import are_papers_made, decided
from defense.rehearsal.points import Scale, imagined_points
from defense.rehearsal.words import ANSWER, QUESTION
from diplomas.progress import progress_of
from diplomas.services.issuing import issue_diplomas
from diplomas.tasks import ring
from events.errors import DomainError
from events.models import AuditEntry, Criterion, Event, Pass, Rehearsal, User
from events.services.passes import issue_pass
from events.services.stage import Cue, CueNotPossible, give_cue
from experts.models import ScoreSheet, Seat
from experts.questions import Said
from experts.services.closing import close_scoring, held_event
from experts.services.questions import ask_from_tablet
from experts.services.score_sheets import save_sheet
from experts.sheets import Assignment, SheetOperation
from projects.models import Defense

logger = logging.getLogger(__name__)

State = Rehearsal.State
PACE_SECONDS: Final = 1.5
"""Between two teams, so that whoever watches sees one after the other."""
PROGRAM_FAULT: Final = _("A fault of the program; it stands in the server's log.")
STOPS_WORKERS: Final = _("The same step has stopped several workers. Take the rehearsal back.")
STEPS_AFTER_THE_TEAMS: Final = 4  # the close, the protocol, the diplomas, and that all are made


class NothingToPlay(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "There is nothing to rehearse yet: the event needs criteria, an expert who scores, and a team in the run of show."
            )
        )


class NotPlaying(DomainError):
    def __init__(self) -> None:
        super().__init__(_("No rehearsal is being played now."))


class TakenAway(Exception):
    """The rehearsal was stopped or taken back, or another worker goes on with it."""


@dataclass(frozen=True)
class Claimed:
    """A rehearsal of ours while the token is, at its next step."""

    id: int
    event_id: int
    token: uuid.UUID
    step: int
    steps: int
    actor: User | str


@transaction.atomic
def start_rehearsal(event_id: int, *, actor: User) -> Rehearsal:
    """Mark the event, make the experts' cards, and leave the day to the workers.

    Raises EventHasRealMarks, RehearsalNotReset, DayHasBegun or NothingToPlay. Of two who start at once the
    second waits for the event and finds the rehearsal of the first.
    """
    event = begin_rehearsal(event_id, actor=actor)
    refuse_on_the_day(event)
    seats = Seat.objects.of_event(event).scoring().select_related("person__event")
    teams = Defense.objects.of_event(event).count()
    if not teams or not seats or not Criterion.objects.filter(rubric__event=event).exists():
        raise NothingToPlay
    for person in {seat.person_id: seat.person for seat in seats}.values():
        kind, at = Pass.Kind.EXPERT, timezone.now()
        issue_pass(person, kind=kind, actor=actor, at=at, is_rehearsal=True)
    return Rehearsal.objects.create(
        event=event, started_by=actor, steps_all=teams + STEPS_AFTER_THE_TEAMS
    )


def refuse_on_the_day(event: Event) -> None:
    """A press in the browser must not keep the hall from scoring; the command asks nobody."""
    if event.phase not in {Event.Phase.DRAFT, Event.Phase.OPEN}:
        raise DayHasBegun


@transaction.atomic
def stop_rehearsal(event_id: int, *, actor: User) -> None:
    """No further step is taken; what was played stays until it is taken back. Raises NotPlaying."""
    event = held_event(event_id)
    going_on = Rehearsal.objects.filter(event=event, state__in=Rehearsal.GOES_ON)
    if not going_on.update(state=State.STOPPED, token=None, lease_until=None):
        raise NotPlaying
    AuditEntry.write(event, actor, "rehearsal.stopped", event)


def play(*, seconds: float, pace: float = PACE_SECONDS) -> None:
    """Take steps until none can be taken now, or until it is time to let another task go on."""
    leaves_at = time.monotonic() + seconds
    while claimed := claim():
        try:
            is_done = take_step(claimed)
        except TakenAway:
            continue
        except DomainError as error:
            fail(claimed, error)
            continue
        except Exception:
            # Whatever goes wrong in one event must not end the worker.
            logger.exception("A step of a rehearsal failed", extra={"rehearsal": claimed.id})
            fail(claimed, PROGRAM_FAULT)
            continue
        if not is_done or time.monotonic() > leaves_at:
            return
        time.sleep(pace)


def claim() -> Claimed | None:
    """The rehearsal that waits longest, under a lease: one conditional update says whose it is."""
    _end_what_stops_every_worker()
    waiting = _free().order_by("lease_until", "pk").values_list("pk", flat=True).first()
    if waiting is None:
        return None
    token = uuid.uuid4()
    lease = Now() + timedelta(seconds=settings.RENDER_LEASE_SECONDS)
    taken = _free().filter(pk=waiting)
    if not taken.update(
        state=State.RUNNING, token=token, lease_until=lease, attempts=F("attempts") + 1
    ):
        return None
    row = Rehearsal.objects.select_related("started_by").get(pk=waiting)
    actor = row.started_by or "system:rehearsal"
    return Claimed(row.pk, row.event_id, token, row.steps_done, row.steps_all, actor)


def has_steps_waiting() -> bool:
    """Whether a step could be taken at once: all but the last, which waits for diplomas."""
    return _free().filter(steps_done__lt=F("steps_all") - 1).exists()


def _free() -> QuerySet[Rehearsal]:
    """Those whose next step nobody takes: they wait, or their worker is gone."""
    is_left = Q(state=State.RUNNING, lease_until__lt=Now())
    return Rehearsal.objects.filter(
        Q(state=State.QUEUED) | is_left, attempts__lt=Rehearsal.MAX_ATTEMPTS
    )


def _end_what_stops_every_worker() -> None:
    left = Rehearsal.objects.filter(
        state=State.RUNNING, lease_until__lt=Now(), attempts__gte=Rehearsal.MAX_ATTEMPTS
    )
    said = _kept(STOPS_WORKERS)
    left.update(state=State.FAILED, token=None, lease_until=None, error=said)


def _kept(sentence: object) -> str:
    """In the language of the sources, so that the page can say it in the reader's."""
    with override("en"):
        return str(sentence)[:500]


def fail(claimed: Claimed, sentence: object) -> None:
    _held(claimed).update(state=State.FAILED, token=None, lease_until=None, error=_kept(sentence))


def take_step(claimed: Claimed) -> bool:
    """The next step, and whether it is done; a step that waits for others is looked at again later."""
    refused, is_done = 0, True
    teams = claimed.steps - STEPS_AFTER_THE_TEAMS
    if claimed.step < teams:
        refused = _hear_a_team(claimed)
    elif claimed.step == teams:
        with _still_ours(claimed) as event:
            close_scoring(event.pk, actor=claimed.actor, at=timezone.now())
    elif claimed.step == teams + 1:
        _decide(claimed)
    elif claimed.step == teams + 2:
        with _still_ours(claimed) as event:
            ring(len(issue_diplomas(event.pk, actor=claimed.actor, at=timezone.now())))
    else:
        is_done = _are_diplomas_made(claimed.event_id) and are_papers_made(claimed.event_id)
    _advance(claimed, refused=refused, is_done=is_done)
    return is_done


def _advance(claimed: Claimed, *, refused: int, is_done: bool) -> None:
    """Raises TakenAway."""
    steps = claimed.step + is_done
    moved = _held(claimed).update(
        state=State.DONE if steps >= claimed.steps else State.QUEUED,
        steps_done=steps,
        sheets_refused=F("sheets_refused") + refused,
        attempts=0,
        token=None,
        lease_until=Now(),
    )
    if not moved:
        raise TakenAway


def _held(claimed: Claimed) -> QuerySet[Rehearsal]:
    return Rehearsal.objects.filter(pk=claimed.id, token=claimed.token, state=State.RUNNING)


@contextmanager
def _still_ours(claimed: Claimed) -> Iterator[Event]:
    """A transaction in which nobody stops the rehearsal or takes it back. Raises TakenAway."""
    with transaction.atomic():
        event = held_event(claimed.event_id)
        if not event.is_rehearsal or not _held(claimed).exists():
            raise TakenAway
        yield event


def _hear_a_team(claimed: Claimed) -> int:
    """A team goes on stage, every expert of its room scores it, and it leaves; how many were refused."""
    defenses = list(Defense.objects.filter(project__event=claimed.event_id).in_running_order())
    if claimed.step >= len(defenses):
        return 0
    defense = defenses[claimed.step]
    _cue(claimed, defense, Cue.START)
    refused = _score(claimed, defense)
    _ask(claimed, defense)
    _cue(claimed, defense, Cue.END)
    return refused


def _cue(claimed: Claimed, defense: Defense, cue: Cue) -> None:
    """An organizer who practises may have been quicker."""
    with _still_ours(claimed) as event, suppress(CueNotPossible):
        give_cue(event, defense.run_item_id, cue, actor=claimed.actor, at=timezone.now())


def _score(claimed: Claimed, defense: Defense) -> int:
    event = defense.project.event
    rubric_version = event.rubric.version
    scales = scales_of(event)
    cards = Pass.objects.valid().filter(person__event=event, is_rehearsal=True)
    held = {card.person_id: card for card in cards.select_related("person__event")}
    seats = Seat.objects.of_event(event).scoring().filter(panel__room=defense.run_item.room_id)
    refused = 0
    for seat in seats.order_by("order"):
        operation = _operation(claimed, seat, defense, scales, rubric_version)
        try:
            save_sheet(
                Assignment(seat.pk, defense.pk),
                operation=operation,
                held=held[seat.person_id],
                at=timezone.now(),
            )
        except (DomainError, KeyError):
            refused += 1
    return refused


def _ask(claimed: Claimed, defense: Defense) -> None:
    """A question of one expert who gave points."""
    sheets = ScoreSheet.objects.filter(defense=defense).order_by("seat__order")
    if (sheet := sheets.select_related("seat__person").first()) is None:
        return
    with suppress(DomainError), _still_ours(claimed):
        card = Pass.objects.valid().get(person=sheet.seat.person, is_rehearsal=True)
        said = Said(
            op_id=uuid.uuid5(uuid.NAMESPACE_OID, f"{claimed.id}-{defense.pk}-asked"),
            question=uuid.uuid5(uuid.NAMESPACE_OID, f"{claimed.id}-{defense.pk}"),
            text=QUESTION,
            answer=ANSWER,
        )
        ask_from_tablet(said, defense_id=defense.pk, held=card, at=timezone.now())


def _operation(
    claimed: Claimed, seat: Seat, defense: Defense, scales: tuple[Scale, ...], version: int
) -> SheetOperation:
    """The same each time it is made, so that a step that is taken again saves nothing twice."""
    number = defense.project.number
    return SheetOperation(
        op_id=uuid.uuid5(uuid.NAMESPACE_OID, f"{claimed.id}-{seat.pk}-{defense.pk}"),
        device_id=None,
        sequence=1,
        base_rev=0,
        client_ts=0,
        rubric_version=version,
        is_final=True,
        points=imagined_points(scales, seed=claimed.id, expert=seat.order, project=number),
    )


def _decide(claimed: Claimed) -> None:
    """What keeps the protocol from its seals is said, and the day goes on."""
    with _still_ours(claimed) as event:
        if hindrance := decided(event, at=timezone.now()):
            _held(claimed).update(error=_kept(hindrance))


def _are_diplomas_made(event_id: int) -> bool:
    progress = progress_of(Event.objects.get(pk=event_id))
    return not progress.is_working
