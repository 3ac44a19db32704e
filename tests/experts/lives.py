"""The whole life of a score sheet as Hypothesis plays it: two tablets of one expert, a bad network, and the day.

Everything but the network is real: the services, their locks, the guards of the database. The tablets
are models that keep the rules of the real ones: an operation stays until there is proof that it is stored. A life
happens in a savepoint that is taken back, so that the next one begins in the same hall.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from events import statements
from events.errors import DomainError
from events.models import AuditEntry, Pass
from events.services.passes import issue_pass, revoke_pass
from experts.errors import SheetConflict
from experts.models import Interest, RepeatedOperation, ScoreSheet, SheetRevision
from experts.services import save_statements, score_sheets
from experts.services.closing import close_scoring, reopen_scoring
from experts.services.interests import decide_interest, declare_interest
from experts.services.setting_aside import give_sheet_back, set_sheet_aside
from experts.sheets import Assignment, SheetOperation
from tests.cast import Cast
from tests.factories import DAY

REASON = "A reason."
TABLETS = st.integers(0, 1)
PLACES = st.integers(0, 30)
OPENINGS = ("nothing", "two tablets", "lost", "portal", "closed", "recused", "stopped", "set aside")
Stored = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Answer:
    """What came back; a portal of the Wi-Fi answers 200 with a page of its own."""

    status: int
    word: str = ""
    rev: int | None = None
    told: object = None  # all that it says, but for the word


PORTAL = Answer(200)


def is_proof(answer: Answer) -> bool:
    """Only our own word and revision prove that an operation is stored."""
    return (
        answer.status == 200 and answer.word in ("applied", "duplicate") and answer.rev is not None
    )


@dataclass
class Tablet:
    """Holds one operation until it is proven to be stored, also over a reload; then it goes on from its revision."""

    rev: int = 0
    held: SheetOperation | None = None
    proven: list[SheetOperation] = field(default_factory=list)

    def hear(self, sent: SheetOperation, answer: Answer, new_id: Callable[[], UUID]) -> None:
        if sent is not self.held:
            return  # late news of an operation that was settled before
        if lives_are.is_proof(answer):
            self.held, self.rev = None, answer.rev or 0
            self.proven.append(sent)
        elif answer.word == "conflict":  # the expert keeps these values
            self.rev = answer.rev or 0
            self.held = replace(sent, op_id=new_id(), base_rev=self.rev)


class Lives(RuleBasedStateMachine):
    """`cast` and `opening` are put into a subclass: how every life begins."""

    cast: Cast
    opening: str  # one of OPENINGS
    words: Counter[str]  # what was answered in all lives together

    def __init__(self) -> None:
        super().__init__()
        self.before = transaction.savepoint()
        self.seat, self.defense = self.cast.emil, self.cast.defense
        self.assignment = Assignment(self.seat.pk, self.defense.pk)
        self.tablets = [Tablet(), Tablet()]
        self.sent: list[tuple[int, SheetOperation]] = []
        self.answered: dict[UUID, Answer] = {}  # the first that told it was stored, heard or lost
        self.ids = 0
        self.is_closed = self.is_aside = False
        self.ties: dict[str, Interest] = {}
        self.recusing: set[str] = set()
        self.frozen: Stored = []
        self.card: Pass | None = None
        self.new_card()

    def teardown(self) -> None:
        broken = AuditEntry.first_broken(self.cast.event)
        transaction.savepoint_rollback(self.before)
        assert broken is None

    def new_id(self) -> UUID:
        self.ids += 1
        return UUID(int=self.ids)

    @initialize()
    def begin(self) -> None:
        """With what would seldom happen by itself: Hypothesis draws too unevenly."""
        if self.opening == "nothing":
            return
        self.edit(0, 1, is_final=True)
        match self.opening:
            case "two tablets":
                self.score(1, 2)
            case "lost":
                self.lose_the_reply(0)
            case "portal":
                self.meet_a_portal(0)
            case "closed":
                self.close()
            case "recused":
                self.declare(Interest.Kind.SUPERVISOR)
            case "stopped":
                self.stop_the_card()
            case "set aside":
                self.sync(0)
                self.set_aside_or_give_back()
                self.edit(0, 2, is_final=True)
        self.sync(0)

    # What the expert does.

    @rule(tablet=TABLETS, points=st.integers(1, 3), is_final=st.booleans())
    def edit(self, tablet: int, points: int, is_final: bool) -> None:
        mine = self.tablets[tablet]
        if mine.held is None:
            given = {"research": Decimal(points), "answers": Decimal(5)}
            mine.held = SheetOperation(
                self.new_id(), UUID(int=tablet), 1, mine.rev, 0, 1, is_final=is_final, points=given
            )

    @rule(tablet=TABLETS, points=st.integers(1, 3))
    def score(self, tablet: int, points: int) -> None:
        """What happens most."""
        self.edit(tablet, points, is_final=True)
        self.sync(tablet)

    # What the network does.

    @rule(tablet=TABLETS)
    def sync(self, tablet: int) -> None:
        mine = self.tablets[tablet]
        if mine.held is not None:
            mine.hear(mine.held, self.put(tablet, mine.held), self.new_id)

    @rule(tablet=TABLETS)
    def lose_the_reply(self, tablet: int) -> None:
        if (held := self.tablets[tablet].held) is not None:
            self.put(tablet, held)

    @rule(place=PLACES)
    def bring_an_old_one_again(self, place: int) -> None:
        if self.sent:
            tablet, operation = self.sent[place % len(self.sent)]
            self.tablets[tablet].hear(operation, self.put(tablet, operation), self.new_id)

    @rule(tablet=TABLETS)
    def meet_a_portal(self, tablet: int) -> None:
        mine = self.tablets[tablet]
        if mine.held is not None:
            mine.hear(mine.held, PORTAL, self.new_id)

    @rule()
    def restart_the_server(self) -> None:
        for each in vars(save_statements).values():
            if isinstance(each, statements.Selection | statements.Insertion | statements.Change):
                each._compiled.clear()

    # What the organizers do.

    @precondition(lambda self: not self.is_closed)
    @rule()
    def close(self) -> None:
        close_scoring(self.cast.event.pk, actor="test", at=DAY)
        self.is_closed, self.frozen = True, self.stored()

    @precondition(lambda self: self.is_closed)
    @rule()
    def reopen(self) -> None:
        reopen_scoring(self.cast.event.pk, reason=REASON, actor="test", at=DAY)
        self.is_closed = False

    @precondition(lambda self: not self.is_closed)
    @rule(kind=st.sampled_from([Interest.Kind.OTHER, Interest.Kind.SUPERVISOR]))
    def declare(self, kind: str) -> None:
        """A tie of a role recuses at once, another one when that is decided."""
        if kind not in self.ties:
            self.ties[kind] = declare_interest(
                self.seat, self.defense.project, kind=kind, reason=REASON, at=DAY
            )
            self.recusing |= {kind} & set(Interest.ROLES)

    @precondition(lambda self: self.ties and not self.is_closed)
    @rule(place=PLACES, is_recused=st.booleans())
    def decide(self, place: int, is_recused: bool) -> None:
        """Recuse, or withdraw the tie."""
        kind = sorted(self.ties)[place % len(self.ties)]
        outcome = "recuse" if is_recused else "dismiss"
        tie = self.ties[kind].pk
        decide_interest(tie, outcome=outcome, reason=REASON, actor=self.cast.olga, at=DAY)
        self.recusing = self.recusing - {kind} | ({kind} if is_recused else set())

    @precondition(lambda self: not self.is_closed)
    @rule()
    def set_aside_or_give_back(self) -> None:
        sheet = ScoreSheet.objects.first()
        if self.is_aside and sheet is not None:
            give_sheet_back(self.cast.event, sheet.pk, reason=REASON, actor="test")
            self.is_aside = False
        elif sheet is not None and not self.recusing:
            set_sheet_aside(self.cast.event, sheet.pk, reason=REASON, actor="test", at=DAY)
            self.is_aside = True

    @precondition(lambda self: self.card is not None)
    @rule()
    def stop_the_card(self) -> None:
        assert self.card is not None
        revoke_pass(self.card, actor="test", at=DAY)
        self.card.is_stopped = True  # type: ignore[attr-defined]  # noted for the model alone

    @rule()
    def new_card(self) -> None:
        self.card = issue_pass(self.seat.person, kind=Pass.Kind.EXPERT, actor="test", at=DAY).issued

    # What the server answers, and what must hold of every answer.

    def put(self, tablet: int, operation: SheetOperation) -> Answer:
        self.sent.append((tablet, operation))
        before = len(self.stored())
        answer = self.told(operation)
        self.words[answer.word] += 1
        if operation.op_id in self.answered:
            first = self.answered[operation.op_id]
            assert (answer.status, answer.told) == (200, first.told), "a retry is told the same"
            assert len(self.stored()) == before, "a retry stores nothing"
        elif answer.status == 200:
            self.answered[operation.op_id] = answer
            if answer.word == "applied":
                self.may_be_applied(operation, before)
        else:
            assert len(self.stored()) == before, "what is refused is not stored"
        return answer

    def told(self, operation: SheetOperation) -> Answer:
        try:
            saved = score_sheets.save_sheet(
                self.assignment, operation=operation, held=self.card, at=DAY
            )
        except SheetConflict as conflict:
            return Answer(409, "conflict", conflict.current.rev)
        except DomainError as refusal:
            return Answer(int(refusal.status), str(refusal.code))
        return Answer(200, str(saved.status), saved.rev, replace(saved, status="duplicate"))

    def may_be_applied(self, operation: SheetOperation, before: int) -> None:
        assert not self.is_closed, "nothing is applied after the close"
        assert not self.recusing, "nothing is applied while recused"
        assert not self.is_aside, "nothing is applied to a sheet that is set aside"
        assert not hasattr(self.card, "is_stopped"), (
            "nothing is applied with a card that was stopped"
        )
        assert operation.base_rev == before, "nothing is applied over what the tablet did not know"

    def stored(self) -> Stored:
        found = SheetRevision.objects.order_by("number")
        return list(found.values_list("number", "op_id", "points"))

    @invariant()
    def all_is_well(self) -> None:
        stored = self.stored()
        self.every_revision_is_a_line_of_the_log(stored)
        assert not self.is_closed or stored == self.frozen, "what is locked stays"
        self.nothing_counts_while_recused()
        self.what_was_acknowledged_is_there(stored)

    def every_revision_is_a_line_of_the_log(self, stored: Stored) -> None:
        assert [number for number, *_ in stored] == list(range(1, len(stored) + 1))
        assert AuditEntry.objects.filter(verb="score_sheet.saved").count() == len(stored)

    def nothing_counts_while_recused(self) -> None:
        counting = ScoreSheet.objects.exclude(state=ScoreSheet.State.SET_ASIDE)
        assert not (self.recusing or self.is_aside) or not counting.exists()

    def what_was_acknowledged_is_there(self, stored: Stored) -> None:
        known = {op_id for _, op_id, _ in stored} | set(
            RepeatedOperation.objects.values_list("op_id", flat=True)
        )
        assert set(self.answered) <= known, "what was acknowledged is lost"
        proven = {each.op_id for tablet in self.tablets for each in tablet.proven}
        assert proven <= known, "a tablet dropped what is not stored"


class lives_are:  # noqa: N801 - a place where a fault can be planted
    is_proof = staticmethod(is_proof)


def lives_of(cast: Cast, opening: str, words: Counter[str]) -> type[Lives]:
    return type("LivesOfOneHall", (Lives,), {"cast": cast, "opening": opening, "words": words})
