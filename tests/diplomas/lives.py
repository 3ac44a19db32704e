"""The lives of an event's diplomas as Hypothesis plays them: organizers, a worker that may die, and changed names.

Everything is real but the pages: a worker's job is finished by its service with a few bytes, or its lease
runs out. A life happens in a savepoint that is taken back.
"""

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from diplomas.errors import NotValidAnyMore
from diplomas.files import FILES
from diplomas.models import Diploma, Ending, Register, RenderJob
from diplomas.services import (
    correcting,
    duplicating,
    issuing,
    issuing_documents,
    jobs,
    revoking,
)
from diplomas.verdicts import verdict_of
from events.models import AuditEntry, Event, Person
from tests.diplomas.people import add_members
from tests.factories import DAY

ACT = {"actor": "test", "at": DAY}
PLACES = st.integers(0, 30)
MOST_PEOPLE = 5


class Lives(RuleBasedStateMachine):
    """`event` is put into a subclass: the day that every life begins in."""

    event: Event
    done: Counter[str]  # how often what happened in all lives together

    def __init__(self) -> None:
        super().__init__()
        self.before = transaction.savepoint()
        self.claimed: list[jobs.Claimed] = []
        self.given: dict[str, str] = {}  # every code that there ever was, with its number
        self.kept: dict[str, tuple[str, str]] = {}  # words and file of what was ready once
        self.ended: dict[str, str] = {}  # how each ended

    def teardown(self) -> None:
        broken = AuditEntry.first_broken(self.event)
        transaction.savepoint_rollback(self.before)
        assert broken is None

    def one(self, place: int) -> Diploma | None:
        every = list(Diploma.objects.of_event(self.event).order_by("sequence"))
        return every[place % len(every)] if every else None

    # What the organizers do.

    def issue(self) -> None:
        self.done["issued"] += len(issuing.issue_diplomas(self.event.pk, **ACT))

    @rule(place=PLACES, times=st.integers(1, 2))
    def certify(self, place: int, times: int) -> None:
        """Somebody beside the diploma."""
        people = list(Person.objects.filter(event=self.event).order_by("pk"))
        chosen = {people[place % len(people)].pk}
        for _ in range(times):
            made = issuing_documents.issue_documents(self.event.pk, "certificate", chosen, **ACT)
            self.done["certified"] += len(made)

    @rule(place=PLACES)
    def correct_one(self, place: int) -> None:
        if diploma := self.one(place):
            only = [diploma.code]
            made = correcting.correct_outdated(self.event.pk, only=only, **ACT)
            self.done["corrected"] += len(made)

    @rule()
    def correct_all(self) -> None:
        self.done["corrected"] += len(correcting.correct_outdated(self.event.pk, **ACT))

    @rule(place=PLACES, times=st.integers(1, 2))
    def revoke(self, place: int, times: int) -> None:
        self.end("revoked", revoking.revoke_diploma, place, times)

    @rule(place=PLACES, times=st.integers(1, 2))
    def duplicate(self, place: int, times: int) -> None:
        self.end("duplicated", duplicating.duplicate_diploma, place, times)

    def end(self, word: str, act: object, place: int, times: int) -> None:
        """A click, or a double one."""
        if (diploma := self.one(place)) is None:
            return
        for _ in range(times):
            try:
                act(self.event.pk, diploma.code, reason="A reason.", **ACT)  # type: ignore[operator]  # a service
            except NotValidAnyMore:
                self.done["refused"] += 1
            else:
                self.done[word] += 1

    @rule()
    def try_again(self) -> None:
        self.done["retried"] += issuing.retry_failed(self.event.pk, **ACT)

    @rule(place=PLACES, spelling=st.sampled_from(["Әлия", "Асқар", "Ә" * 90]))
    def rename(self, place: int, spelling: str) -> None:
        people = list(Person.objects.filter(event=self.event).order_by("pk"))
        person = people[place % len(people)]
        Person.objects.filter(pk=person.pk).update(name=spelling)

    @rule()
    def welcome(self) -> None:
        if Person.objects.filter(event=self.event, teammember__isnull=False).count() < MOST_PEOPLE:
            add_members(self.event, 1)
        self.issue()

    # What the workers do.

    @rule()
    def claim(self) -> None:
        self.claimed += jobs.claim()

    @rule()
    def finish(self) -> None:
        """All that anybody has claimed, also what was taken from them meanwhile."""
        for each in self.claimed:
            self.done["made"] += jobs.finish(each, each.snapshot["code"].encode())
        self.claimed.clear()

    @rule()
    def make_all(self) -> None:
        """What happens most."""
        self.claim()
        self.finish()

    @rule(is_final=st.booleans())
    def fail(self, is_final: bool) -> None:
        for each in self.claimed:
            self.done["failed"] += jobs.fail(each, "crashed", is_final=is_final)
        self.claimed.clear()

    @rule()
    def kill_the_worker(self) -> None:
        """Whatever it holds; it may come back later and finish it."""
        self.claim()
        RenderJob.objects.filter(state="running").update(lease_until="2019-11-30T00:00:00Z")
        self.done["swept"] += jobs.sweep().requeued

    # What is true at any moment.

    @invariant()
    def all_is_well(self) -> None:
        every = Diploma.objects.of_event(self.event).select_related("event", "superseded_by")
        now = list(every.order_by("sequence"))
        endings = dict(
            Ending.objects.of_event(self.event).values_list("diploma__code", "kind").order_by("pk")
        )
        self.numbers_and_codes_stay(now)
        self.one_is_current(now)
        self.words_and_files_stay(now)
        self.every_end_is_known(now, endings)
        self.every_code_answers(now)

    def numbers_and_codes_stay(self, every: Sequence[Diploma]) -> None:
        now = {each.code: each.number for each in every}
        assert self.given.items() <= now.items(), "a number or a code went"
        assert len(set(now.values())) == len(every), "a number was given twice"
        last = sum(Register.objects.values_list("last", flat=True))
        assert last == len(now), "the register left a number out"
        self.given = now

    def one_is_current(self, every: Sequence[Diploma]) -> None:
        current = [each for each in every if each.state in Diploma.CURRENT_STATES]
        holders = [(each.person_id, each.kind) for each in current]
        assert len(holders) == len(set(holders)), "somebody has two"

    def words_and_files_stay(self, every: Sequence[Diploma]) -> None:
        now = {each.code: (str(each.snapshot), each.file_hash) for each in every if each.file_hash}
        assert self.kept.items() <= now.items(), "words or a file changed"
        for code in now.keys() - self.kept.keys():
            assert FILES.read(now[code][1]).decode() == code, "a file is of another one"
        ready = {each.code for each in every if each.state == Diploma.State.READY}
        assert ready <= now.keys(), "a ready one has no file"
        self.kept = now

    def every_end_is_known(self, every: Sequence[Diploma], endings: dict[str, str]) -> None:
        over = {each.code for each in every if each.state not in Diploma.CURRENT_STATES}
        assert self.ended.items() <= endings.items(), "an ending went"
        assert over == endings.keys(), "one ended and nobody knows how"
        self.ended = endings

    def every_code_answers(self, every: Sequence[Diploma]) -> None:
        tones = {"ready": "valid"}
        for each in every:
            verdict = verdict_of(each)
            assert verdict.tone == tones.get(each.state, each.state), "a code says another state"
            last, ends = each, []
            while last.state == "superseded":
                ends.append(self.ended[last.code])
                last = next(other for other in every if other.pk == last.superseded_by_id)
            assert verdict.successor == (last if ends else None), "a code names another successor"
            assert verdict.succeeds_as == how(ends, last.state), "a code names another successor"


def how(ends: Sequence[str], state: str) -> str | None:
    """What the last of them is to the first, which ended so."""
    if not ends or state != "ready":
        return {"pending": "waiting", "revoked": "revoked"}[state] if ends else None
    return "duplicate" if set(ends) == {"duplicated"} else "corrected"


def lives_of(event: Event) -> type[Lives]:
    return type("LivesOfEvent", (Lives,), {"event": event, "done": Counter()})
