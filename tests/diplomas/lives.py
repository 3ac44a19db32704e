"""The lives of an event's diplomas as Hypothesis plays them: organizers, a worker that may die, and changed names.

Everything is real but the pages: a worker's job is finished by its service with a few bytes, or its lease
runs out. A life happens in a savepoint that is taken back.
"""

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from defense.event_file.revising import SomethingStays
from defense.workspace import leaving
from diplomas import register
from diplomas.errors import (
    AwardsBeingMade,
    LanguageNotOffered,
    LanguageTooLate,
    NameRefused,
    NotedOtherwise,
    NotIssuedAnew,
    NotReworded,
    NotValidAnyMore,
)
from diplomas.files import FILES
from diplomas.models import Design, Diploma, Ending, Handover, Register, RenderJob
from diplomas.services import (
    choosing_language,
    correcting,
    duplicating,
    handing_over,
    issuing,
    issuing_anew,
    issuing_documents,
    jobs,
    revoking,
    rewording,
)
from diplomas.snapshots import languages_on
from diplomas.verdicts import verdict_of
from events.models import AuditEntry, Event, Pass, Person
from projects.models import TeamMember
from tests.diplomas.people import add_members
from tests.factories import DAY, PassFactory, PersonFactory, TeamMemberFactory

ACT = {"actor": "test", "at": DAY}
PLACES = st.integers(0, 30)
MOST_PEOPLE = 5
OPENINGS = [
    "corrected",
    "duplicated",
    "failed",
    "certified",
    "issued anew",
    "absent",
    "reworded",
    "in languages",
    "speaking otherwise",
    "merged",
    "kept apart",
]
AWARDS = [{"kk": "Ең үздік зерттеу"}, {"kk": "Үздік баяндама", "ru": "Лучший доклад"}]
WORDS = {
    "Courage": {"kk": "Батылдық", "ru": "Смелость", "en": "Courage"},
    "Research": {"kk": "Зерттеу", "ru": "Исследование", "en": "Research"},
}
PROXY = "Сенімді Адам"
RECEIVED = {"in_person": "in person", "proxy": f"{PROXY}, by proxy"}
# How the register begins to say of a diploma that it ended.
ENDS = {
    "corrected": "Superseded by № ",
    "duplicated": "Replaced by the duplicate № ",
    "revoked": "Revoked",
}


class Lives(RuleBasedStateMachine):
    """`event` is put into a subclass: the day that every life begins in."""

    event: Event
    opening: str  # one of OPENINGS
    done: Counter[str]  # how often what happened in all lives together

    def __init__(self) -> None:
        super().__init__()
        self.before = transaction.savepoint()
        self.claimed: list[jobs.Claimed] = []
        self.given: dict[str, tuple[str, int]] = {}  # every code, with its number and holder
        self.kept: dict[str, tuple[str, str]] = {}  # words and file of what was ready once
        self.ended: dict[str, str] = {}  # how each ended
        self.received: dict[str, str] = {}  # who has the paper of each
        self.is_well, self.has_merged = True, False

    def teardown(self) -> None:
        try:
            assert AuditEntry.first_broken(self.event) is None
            if self.is_well:
                self.register_agrees()
        finally:
            transaction.savepoint_rollback(self.before)

    def one(self, place: int, **fields: str) -> Diploma | None:
        every = list(Diploma.objects.of_event(self.event).filter(**fields).order_by("sequence"))
        return every[place % len(every)] if every else None

    @initialize(place=PLACES)
    def begin(self, place: int) -> None:
        """With what would seldom happen by itself: Hypothesis draws too unevenly."""
        self.all_is_well()
        match self.opening:
            case "corrected":
                self.rename(place, "Асқар")
                self.correct_all()
            case "duplicated":
                self.duplicate(place, 1)
                self.make_all()
            case "failed":
                self.welcome()
                self.kill_the_worker()
                self.claim()
                self.fail(is_final=False)
            case "certified":
                self.certify(place, 1)
                self.award(place, 2, "Courage")
            case "issued anew":
                self.issue_anew(place, 2)
            case "absent":
                self.hand_over(place, ["absent", "in_person", "taken_back", "proxy"])
            case "reworded":
                self.award(place, 1, "Courage")
                self.make_all()
                for award in AWARDS:
                    self.reword(place, award)
            case "speaking otherwise":
                self.be_awarded_in_other_languages(place)
            case "in languages":
                self.be_corrected_in_a_chosen_language(place)
            case _:
                self.merge(place, "nothing", self.opening == "merged")

    def be_corrected_in_a_chosen_language(self, place: int) -> None:
        """The wording is in other languages meanwhile."""
        self.word("chosen")
        [member] = add_members(self.event, 1)
        self.choose(member.person, "ru")
        self.issue()
        self.make_all()
        self.word("ru")
        Person.objects.filter(pk=member.person_id).update(name="Асқар")
        self.correct_all()
        self.all_is_well()

    def be_awarded_in_other_languages(self, place: int) -> None:
        """The same, before and after the languages of the event change; then somebody is called otherwise."""
        self.award(place, 1, "Courage")
        self.speak(["ru", "en"])
        self.award(place, 1, "Courage")
        self.make_all()
        self.all_is_well()
        self.rename(place, "Асқар")
        self.correct_all()

    # What the organizers do.

    def issue(self) -> None:
        self.done["issued"] += len(issuing.issue_diplomas(self.event.pk, **ACT))

    @rule(place=PLACES, times=st.integers(1, 2))
    def certify(self, place: int, times: int) -> None:
        """Somebody beside the diploma."""
        members = TeamMember.objects.of_event(self.event).order_by("pk")
        people = list(members.values_list("person", flat=True))
        chosen = {people[place % len(people)]}
        for _ in range(times):
            made = issuing_documents.issue_documents(self.event.pk, "certificate", chosen, **ACT)
            self.done["certified"] += len(made)

    @rule(place=PLACES, award=st.sampled_from(AWARDS))
    def reword(self, place: int, award: dict[str, str]) -> None:
        if (diploma := self.one(place, kind="award")) is None:
            return
        try:
            made = rewording.reword_awards(self.event.pk, diploma.code, award=award, **ACT)
        except (NotValidAnyMore, AwardsBeingMade, NotReworded):
            self.done["refused"] += 1
        else:
            assert made.snapshot["award"] == award, "an award is for something else"
            self.done["reworded"] += 1
            self.make_all()

    @rule(beside=st.sampled_from(Design.Beside.values))
    def word(self, beside: str) -> None:
        """Diplomas and awards from now on; a document in its place keeps the languages of the one before."""
        Design.objects.filter(event=self.event).exclude(language=beside).update(beside=beside)

    @rule(languages=st.sampled_from([["ru", "en"], ["en", "kk", "ru"], ["kk", "ru", "en"]]))
    def speak(self, languages: list[str]) -> None:
        """In which languages the event is held from now on."""
        Event.objects.filter(pk=self.event.pk).update(languages=languages)

    @rule(place=PLACES, times=st.integers(1, 2), words=st.sampled_from(sorted(WORDS)))
    def award(self, place: int, times: int, words: str) -> None:
        """Somebody, perhaps beside another award of theirs."""
        members = TeamMember.objects.of_event(self.event).order_by("pk")
        people = list(members.values_list("person", flat=True))
        chosen, languages = (
            {people[place % len(people)]},
            Event.objects.get(pk=self.event.pk).languages,
        )
        said = {each: WORDS[words][each] for each in languages}
        for _ in range(times):
            made = issuing_documents.issue_documents(
                self.event.pk, "award", chosen, award=said, **ACT
            )
            self.done["awarded"] += len(made)

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
                self.all_is_well()

    @rule(place=PLACES, times=st.integers(1, 2))
    def issue_anew(self, place: int, times: int) -> None:
        """To somebody whose own was revoked, if need be just now."""
        if self.one(place, state="revoked") is None:
            self.revoke(place, 1)
        if (revoked := self.one(place, state="revoked")) is None:
            return
        for _ in range(times):
            try:
                issuing_anew.issue_anew(self.event.pk, revoked.code, **ACT)
            except (NotIssuedAnew, NameRefused):
                self.done["refused"] += 1
            else:
                self.done["issued_anew"] += 1
                self.all_is_well()

    @rule(
        place=PLACES, kinds=st.lists(st.sampled_from(Handover.Kind.values), min_size=1, max_size=3)
    )
    def hand_over(self, place: int, kinds: Sequence[str]) -> None:
        if (diploma := self.one(place)) is None:
            return
        for kind in kinds:
            try:
                self.note(diploma, kind)
            except (NotValidAnyMore, NotedOtherwise):
                self.done["refused"] += 1

    def note(self, diploma: Diploma, kind: str) -> None:
        """What the table has noted last, of whom."""
        if kind == "taken_back":
            last = diploma.handovers.last()
            seen = last.number if last else 0
            handing_over.take_handover_back(self.event.pk, diploma.code, seen, **ACT)
        else:
            proxy = PROXY if kind == "proxy" else ""
            handing_over.note_handover(self.event.pk, diploma.code, kind, proxy=proxy, **ACT)
        self.received[diploma.code] = RECEIVED.get(kind, "")
        self.done[kind] += 1

    @rule(place=PLACES, has=st.sampled_from(["nothing", "a place", "a paper"]), goes=st.booleans())
    def merge(self, place: int, has: str, goes: bool) -> None:
        """Two records of one person. The one that goes has no paper, or both stay. It is dear: once a life."""
        members = list(TeamMember.objects.of_event(self.event).order_by("pk"))
        if not self.has_merged:
            self.has_merged = True
            member = members[place % len(members)]
            kept, gone = member.person, self.listed_once_more(member, has)
            self.make_one(*((kept, gone) if goes else (gone, kept)))

    def listed_once_more(self, member: TeamMember, has: str) -> Person:
        twin = PersonFactory(event=self.event, name="Әлия Егіз")
        if has == "a place":
            TeamMemberFactory(project=member.project, person=twin, order=50 + twin.pk)
        if has == "a paper":
            issuing_documents.issue_documents(self.event.pk, "certificate", {twin.pk}, **ACT)
        return twin

    def make_one(self, kept: Person, gone: Person) -> None:
        event = Event.objects.get(pk=self.event.pk)
        try:
            leaving.make_one(event, kept, gone, **ACT)
        except SomethingStays:
            self.done["kept_apart"] += 1
        else:
            self.done["merged"] += 1

    @rule(place=st.none() | PLACES)
    def try_again(self, place: int | None) -> None:
        """All, or one by its code."""
        one = self.one(place) if place is not None else None
        code = one.code if one else ""
        self.done["retried"] += issuing.retry_failed(self.event.pk, code=code, **ACT)

    @rule(place=PLACES, language=st.sampled_from(["kk", "ru", "en"]))
    def choose_language(self, place: int, language: str) -> None:
        members = list(TeamMember.objects.of_event(self.event).order_by("pk"))
        self.choose(members[place % len(members)].person, language)

    def choose(self, person: Person, language: str) -> None:
        held = Pass.objects.filter(person=person).first() or PassFactory(person=person)
        try:
            choosing_language.choose_language(held, language, at=DAY)
        except (LanguageNotOffered, LanguageTooLate):
            self.done["refused"] += 1
        else:
            self.done["chosen"] += 1

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
        self.is_well = False
        every = Diploma.objects.of_event(self.event).select_related("event", "superseded_by")
        now = list(every.order_by("sequence"))
        endings = self.endings()
        self.numbers_and_codes_stay(now)
        self.one_is_current(now)
        self.words_and_files_stay(now)
        self.languages_stay(now)
        self.every_end_is_known(now, endings)
        self.every_code_answers(now)
        self.is_well = True

    def endings(self) -> dict[str, str]:
        every = Ending.objects.of_event(self.event).order_by("pk")
        return dict(every.values_list("diploma__code", "kind"))

    def numbers_and_codes_stay(self, every: Sequence[Diploma]) -> None:
        now = {each.code: (each.number, each.person_id) for each in every}
        assert self.given.keys() <= now.keys(), "a code went"
        assert self.given.items() <= now.items(), "a number or a holder changed"
        assert len({number for number, _ in now.values()}) == len(every), "a number was given twice"
        last = sum(Register.objects.values_list("last", flat=True))
        assert last == len(now), "the register left a number out"
        self.given = now

    def one_is_current(self, every: Sequence[Diploma]) -> None:
        current = [each for each in every if each.state in Diploma.CURRENT_STATES]
        holders = [
            (each.person_id, each.kind, words)
            for each in current
            for words in {*each.snapshot.get("award", {"": ""}).values()}
        ]
        assert len(holders) == len(set(holders)), "somebody has two"

    def words_and_files_stay(self, every: Sequence[Diploma]) -> None:
        now = {each.code: (str(each.snapshot), each.file_hash) for each in every if each.file_hash}
        assert self.kept.items() <= now.items(), "words or a file changed"
        stored = FILES.storage.exists
        assert all(stored(FILES.path_of(name)) for _, name in now.values()), "a file is not there"
        for code in now.keys() - self.kept.keys():
            assert FILES.read(now[code][1]).decode() == code, "a file is of another one"
        ready = {each.code for each in every if each.state == Diploma.State.READY}
        assert ready <= now.keys(), "a ready one has no file"
        self.kept = now

    def languages_stay(self, every: Sequence[Diploma]) -> None:
        for each in every:
            after = each.superseded_by.snapshot if each.superseded_by else each.snapshot
            assert languages_on(after) == languages_on(each.snapshot), "languages changed"

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

    def register_agrees(self) -> None:
        """At the end of a life."""
        every = Diploma.objects.of_event(self.event).select_related("superseded_by")
        rows = list(every.order_by("sequence"))
        lines = register.register_of(self.event)
        self.ended = self.endings()
        written = [(line.number, line.code, line.name) for line in lines]
        given = [(row.number, row.code, row.snapshot["name"]) for row in rows]
        assert written == given, "the register has other lines"
        for row, line in zip(rows, lines, strict=True):
            ends = [note for note in line.notes if note.startswith(tuple(ENDS.values()))]
            assert len(ends) == (row.code in self.ended), "the register says another end"
            assert all(end.startswith(self.written_end(row)) for end in ends), (
                "the register says another end"
            )
            assert line.received_by == self.received.get(row.code, ""), (
                "the register says another receiver"
            )

    def written_end(self, row: Diploma) -> str:
        successor = f"{row.superseded_by.number}," if row.superseded_by else ""
        return ENDS[self.ended[row.code]] + successor


def how(ends: Sequence[str], state: str) -> str | None:
    """What the last of them is to the first, which ended so."""
    if not ends or state != "ready":
        return {"pending": "waiting", "revoked": "revoked"}[state] if ends else None
    return "duplicate" if set(ends) == {"duplicated"} else "corrected"


def lives_of(event: Event, opening: str, done: Counter[str]) -> type[Lives]:
    fields = {"event": event, "opening": opening, "done": done}
    return type("LivesOfEvent", (Lives,), fields)
