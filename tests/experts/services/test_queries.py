"""Whatever chair, secretary and teams do, and in whatever order: nothing is sealed before the time for queries is over."""

from datetime import datetime, timedelta
from random import Random

import pytest

from events.errors import DomainError
from events.models import AuditEntry, Event, User
from experts.models import Protocol, Query, QueryWindow, Seat
from experts.reports import sealing
from experts.services.closing import close_scoring, reopen_scoring
from experts.services.publishing import publish
from experts.services.queries import answer_query, open_window, say_of_arithmetic, waive_window
from experts.services.sealing import Signer, prepare_protocol, seal_protocol, withdraw_protocol
from projects.models import TeamMember
from tests.experts.hall import Hall, fill
from tests.experts.test_attacks import take_all_guards_off
from tests.factories import DAY, TeamMemberFactory, UserFactory
from tests.kept_rows import made_once

pytestmark = pytest.mark.django_db
HOURS = 2


@made_once
def given() -> tuple[Hall, User, TeamMember]:
    """Two experts before two teams, one of the secretariat and one of a team; all is submitted."""
    hall = fill(experts=2, projects=2)
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    Event.objects.filter(pk=hall.event.pk).update(query_hours=HOURS)
    for expert in hall.seats:
        for team, points in ((1, 8), (2, 6)):
            hall.give(expert, team, points)
    return hall, UserFactory(), TeamMemberFactory(project=hall.defenses[1].project, order=1)


class Day:
    """One event with its acts; each is tried at the hour that it has become, and may be refused."""

    def __init__(self) -> None:
        self.hall, self.sara, self.tia = given()
        self.key = self.hall.event.pk
        self.now: datetime = DAY
        self.close()

    def close(self) -> None:
        close_scoring(self.key, actor="test", at=self.now)

    def reopen(self) -> None:
        reopen_scoring(self.key, reason="So.", actor="test", at=self.now)

    def open(self) -> None:
        open_window(self.key, actor=self.sara, at=self.now)

    def waive(self) -> None:
        waive_window(self.key, reason="So.", actor=self.sara, at=self.now)

    def wait(self) -> None:
        self.now += timedelta(hours=1)

    def ask(self) -> None:
        say_of_arithmetic(self.tia, text="Why?", at=self.now)

    def answer(self) -> None:
        for query in self._asked():
            answer_query(self.hall.event, query.pk, text="So.", actor=self.sara, at=self.now)

    def _asked(self) -> list[Query]:
        windows = QueryWindow.objects.standing().filter(event=self.key)
        return list(Query.objects.filter(window__in=windows, answer="", kind="asked"))

    def prepare(self) -> None:
        prepare_protocol(self.key, actor=self.sara, at=self.now)

    def seal_by_chair(self) -> None:
        self._seal(Signer(Seat.objects.get(pk=self.hall.seats[1].pk), "c" * 64))

    def seal_by_secretary(self) -> None:
        self._seal(Signer(self.sara, "d" * 64))

    def publish(self) -> None:
        publish(self.key, ["results"], seen=[], actor=self.sara)

    def withdraw(self) -> None:
        for each in Protocol.objects.unsealed().filter(event=self.key):
            withdraw_protocol(self.key, each.sha256, reason="No.", actor=self.sara, at=self.now)

    def _seal(self, signer: Signer) -> None:
        for each in Protocol.objects.standing().filter(event=self.key):
            seal_protocol(self.key, each.sha256, signer=signer, at=self.now)


ACTS = tuple(name for name in vars(Day) if not name.startswith("_"))
OFTEN = dict.fromkeys(("prepare", "seal_by_chair", "seal_by_secretary", "publish"), 15)
WEIGHTS = {"reopen": 1, "withdraw": 1, "waive": 1, "open": 9, "wait": 9, "answer": 9, **OFTEN}
SEEDS = range(4)
WAY = (
    *("open", "ask", "wait", "wait", "answer", "prepare"),
    *("seal_by_chair", "seal_by_secretary", "publish"),
)


def tried(day: Day, act: str) -> bool:
    try:
        getattr(day, act)()
    except DomainError:
        return False
    return True


def history(day: Day, seed: int) -> None:
    """Acts by chance, those of the way towards the seal the more often; until its result is public."""
    chance = Random(seed)
    weights = [WEIGHTS.get(name, 3) for name in ACTS]
    for act in chance.choices(ACTS, weights, k=80):
        tried(day, act)
        if Event.objects.get(pk=day.key).published_of_the_decision:
            return


def sealed_early(day: Day) -> bool | None:
    """Whether it was sealed while teams might ask, or waited for an answer, or is public without a seal; None where nothing is sealed."""
    protocol = Protocol.objects.sealed().filter(event=day.key).first()
    if protocol is None:
        return bool(Event.objects.get(pk=day.key).published_of_the_decision) or None
    window = QueryWindow.objects.standing().filter(event=day.key).first()
    if window is None or not window.is_through(protocol.sealed_at):
        return True
    return Query.objects.filter(window=window, kind="asked", answer="").exists()


def test_no_history_seals_or_publishes_before_the_window_is_closed_or_waived():
    """Most of these histories do seal: one that never does would say nothing."""
    ends = []
    for seed in SEEDS:
        day = Day()
        history(day, seed)
        ends.append(sealed_early(day))

    assert ends.count(True) == 0
    assert ends.count(False) >= len(SEEDS) // 2


def test_the_control_a_program_that_never_asks_for_the_hours_is_found_out():
    """With the question of the hours left out, and its guard off, some history of the same acts seals early."""
    left_out = tuple(
        each for each in sealing.HINDERING if each not in (sealing._window, sealing._answers)
    )
    take_all_guards_off()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "HINDERING", left_out)
        for seed in SEEDS:
            day = Day()
            history(day, seed)
            if sealed_early(day):
                return
    pytest.fail("no history sealed early")


def test_the_way_there_is_refused_where_one_step_is_left_out():
    for left_out in ("open", "answer", "prepare", "seal_by_chair"):
        day = Day()
        taken = [act for act in WAY if act != left_out]
        for act in taken:
            tried(day, act)
        assert not Protocol.objects.of_event(day.hall.event).sealed().exists(), left_out
        assert not Event.objects.get(pk=day.key).published_of_the_decision, left_out
    day = Day()
    assert all(tried(day, act) for act in WAY)
    assert Protocol.objects.of_event(day.hall.event).get().is_sealed
    assert not tried(day, "reopen")


def test_the_database_refuses_a_seal_within_the_hours():
    day = Day()
    for act in ("open", "wait", "wait", "prepare", "seal_by_chair"):
        assert tried(day, act)
    day.now = DAY + timedelta(minutes=1)

    assert not tried(day, "seal_by_secretary")
    protocol = Protocol.objects.get()
    protocol.seals.create(part="secretary", user=day.sara, device="e" * 64, at=day.now)
    with pytest.raises(Exception, match="window of queries"):
        Protocol.objects.filter(pk=protocol.pk).update(state="sealed", sealed_at=day.now)


def test_a_second_click_is_the_first():
    day = Day()
    for act in ("open", "open", "ask"):
        assert tried(day, act)
    query = Query.objects.get()
    for text in ("So.", "So."):
        answer_query(day.hall.event, query.pk, text=text, actor=day.sara, at=day.now)
    with pytest.raises(DomainError, match="answered already"):
        answer_query(day.hall.event, query.pk, text="Otherwise.", actor=day.sara, at=day.now)
    for act in ("waive", "waive"):
        assert tried(day, act)

    written = AuditEntry.objects.filter(verb__startswith="queries.").values_list("verb", flat=True)
    assert sorted(written) == [
        f"queries.{each}" for each in ("answered", "opened", "said", "waived")
    ]
