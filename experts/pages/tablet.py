"""What the expert's pages share: who holds the tablet, the teams with their states, and the pages of words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, Self

from django.conf import settings
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.build import build_version
from events.errors import DomainError
from events.models import Event, Person
from experts.access import Assigned, recusal_of, rehearsal_now
from experts.models import Call, Interest, RuleChange, Seat, SetAside
from experts.pages.saving import saying_of, told_on_a_form
from experts.reports import MyDefense, my_defenses
from experts.reports.cells import CellState
from experts.reports.paper import entered_by
from experts.reports.second_looks import OwnLook, own_looks
from experts.scoring import round_for_display
from experts.sheets import Assignment, Outcome, Sheet
from projects.models import Defense

MINUTE: Final = 60
DECIDING = (Seat.Role.CHAIR, Seat.Role.DEPUTY)  # who decides on ties of others


@dataclass(frozen=True)
class Holder:
    """Whose tablet it is, as its head says it; `key` is who signs, `rehearsal` the one that goes on."""

    key: str
    name: str
    initials: str
    role: str
    avatar: str
    rehearsal: int | None

    @property
    def build(self) -> str:
        """Of the program that made the page, which the tablet says of itself."""
        return build_version()

    @property
    def locks_after(self) -> int:
        """Seconds without a touch after which the tablet locks itself."""
        return settings.TABLET_LOCK_MINUTES * MINUTE

    @property
    def call_reasons(self) -> list[tuple[str, str]]:
        """Why an expert may call the secretary."""
        return [(reason.value, str(reason.label)) for reason in Call.Reason]

    @classmethod
    def of(cls, person: Person, seat: Seat | None) -> Self:
        is_chair = seat is not None and seat.role == Seat.Role.CHAIR
        avatar = "avatar avatar-chair" if is_chair else "avatar"
        event = seat.panel.room.event if seat else person.event
        return cls(
            key=person.key,
            name=person.name,
            initials=person.initials,
            role=_role(seat),
            avatar=avatar,
            rehearsal=rehearsal_now(event),
        )


def _role(seat: Seat | None) -> str:
    if seat is None:
        return _("Expert")
    if seat.role == Seat.Role.MEMBER:
        return _("Expert %(number)s") % {"number": seat.order}
    return capfirst(str(seat.get_role_display()))


@dataclass(frozen=True)
class TeamLine:
    """One team with the state of this expert's sheet, as the tabs and the list of teams show it."""

    id: int
    number: int
    topic: str
    supervisors: tuple[str, ...]
    tab: str
    tab_class: str
    pill: str
    pill_class: str
    is_recused: bool
    hours: str
    rev: int | None
    is_current: bool = False

    @classmethod
    def of(cls, mine: MyDefense, *, is_current: bool = False) -> Self:
        tab, tab_class, pill, pill_class = _state_of(mine)
        return cls(
            id=mine.id,
            number=mine.number,
            topic=mine.topic,
            supervisors=mine.supervisors,
            tab=tab,
            tab_class=tab_class,
            pill=pill,
            pill_class=pill_class,
            is_recused=mine.is_recused,
            hours=hours_of(mine),
            rev=_rev_of(mine),
            is_current=is_current,
        )


def _rev_of(mine: MyDefense) -> int | None:
    """The revision that the server has, for a tablet that knows of a later one; none of who may not see it."""
    if mine.sheet is not None:
        return mine.sheet.rev
    return 0 if mine.state == CellState.NOT_STARTED else None


def hours_of(mine: MyDefense) -> str:
    """When the team was on stage, in words; empty before."""
    if mine.started_at is None:
        return ""
    if mine.ended_at is None:
        return _("on stage since %(time)s") % {"time": _clock(mine.started_at)}
    return f"{_clock(mine.started_at)}–{_clock(mine.ended_at)}"


def _clock(at: datetime) -> str:
    return timezone.localtime(at).strftime("%H:%M")


def _state_of(mine: MyDefense) -> tuple[str, str, str, str]:
    """What the tab says and its class, what the pill says and its class."""
    if mine.is_recused:
        return _("recused"), "team-tab--recused", _("recused"), "pill pill-off"
    if mine.state == CellState.ABSENT:
        return _("absent"), "team-tab--recused", _("noted as absent"), "pill pill-off"
    if mine.sheet is None:
        word = _("to score") if mine.is_scoring_open else _("not submitted")
        return word, "", word, "pill"
    if mine.is_submitted:
        total = total_of(mine.sheet)
        return total, "team-tab--submitted", _("submitted") + f" {total}", "pill pill-ok"
    return _("draft"), "team-tab--draft", _("draft"), "pill pill-sky"


def team_lines(defenses: Sequence[MyDefense], *, current: int) -> tuple[TeamLine, ...]:
    return tuple(TeamLine.of(each, is_current=each.id == current) for each in defenses)


def total_of(sheet: Sheet) -> str:
    """With one decimal, and the separator of the page's language."""
    return str(number_format(round_for_display(sheet.total), 1))


def shown(points: Decimal) -> str:
    """Points as a button shows them: 7, or 7.5 with the separator of the page's language."""
    is_whole = points == points.to_integral_value()
    return str(number_format(int(points) if is_whole else points.normalize()))


def next_to_score(defenses: Sequence[MyDefense], *, after: int) -> MyDefense | None:
    """The first defense after this one whose sheet is still owed; from the start when none is left."""
    at = next(i for i, each in enumerate(defenses) if each.id == after)
    later_first = [*defenses[at + 1 :], *defenses[:at]]
    return next((each for each in later_first if each.is_owed), None)


@dataclass(frozen=True)
class Empty:
    heading: str
    text: str


@dataclass(frozen=True)
class HomePage:
    """The teams of this expert's room; `empty` says in their place why there are none."""

    holder: Holder
    teams: tuple[TeamLine, ...]
    lead: str
    next: TeamLine | None
    empty: Empty | None
    on_stage: TeamLine | None
    decides: bool
    deliberates: bool
    rule_waits: bool  # for chair and deputy
    looks: Sequence[OwnLook]
    has_begun: bool  # nothing to warm up for any more


def home_page(event: Event, person: Person, seats: Sequence[Seat]) -> HomePage:
    defenses = [each for seat in seats for each in my_defenses(seat)]
    owed = [TeamLine.of(each) for each in defenses if each.is_owed]
    decides = any(seat.role in DECIDING for seat in seats)
    return HomePage(
        holder=Holder.of(person, seats[0] if seats else None),
        teams=tuple(TeamLine.of(each) for each in defenses),
        lead=_lead(event, defenses) if defenses else "",
        next=owed[0] if owed else None,
        empty=_why_empty(seats, defenses),
        on_stage=next((TeamLine.of(each) for each in defenses if each.is_on_stage), None),
        decides=decides,
        deliberates=not event.is_scoring_open and any(seat.is_scoring for seat in seats),
        rule_waits=decides and RuleChange.objects.of_event(event).waiting().exists(),
        looks=own_looks(event, seats),
        has_begun=event.is_rehearsal or any(each.started_at or each.sheet for each in defenses),
    )


def _lead(event: Event, defenses: Sequence[MyDefense]) -> str:
    absent = CellState.ABSENT
    scored = [each for each in defenses if not each.is_recused and each.state != absent]
    if not scored:
        return _("You score none of these teams.")
    submitted = sum(each.is_submitted for each in scored)
    count = ngettext(
        "%(submitted)s of %(total)s sheets submitted.",
        "%(submitted)s of %(total)s sheets submitted.",
        submitted,
    ) % {"submitted": submitted, "total": len(scored)}
    return f"{count} {_what_is_left(event, scored)}"


def _what_is_left(event: Event, scored: Sequence[MyDefense]) -> str:
    if not event.is_scoring_open:
        return _("Scoring is closed: you can read your sheets and no longer change them.")
    if any(each.is_owed for each in scored):
        return _("Sheets may be changed until scoring is closed after the last team.")
    return _("Nothing is left to do. Sheets may still be changed until scoring is closed.")


def _why_empty(seats: Sequence[Seat], defenses: Sequence[MyDefense]) -> Empty | None:
    if not seats:
        return Empty(
            _("You have no seat on a panel yet"),
            _("Ask the organizers to seat you, then open this page again."),
        )
    if not defenses:
        return Empty(
            _("No team is in the run of show yet"),
            _(
                "The teams appear here as soon as the organizers have put them into the run of show."
            ),
        )
    return None


@dataclass(frozen=True)
class RefusedPage:
    """In place of a sheet that this card may not see: what is the matter, and what to do.

    Without a holder the card is not known, and has to be opened again. A page that was posted to stays
    where it is: loading it again sends what was given once more.
    """

    holder: Holder | None
    title: str
    text: str
    is_posted: bool = False


def refused_page(person: Person, error: DomainError) -> RefusedPage:
    titles: dict[str, str] = {
        Outcome.REHEARSAL: _("This card cannot score now"),
        Outcome.REHEARSAL_CARD: _("This card cannot score now"),
    }
    steps: dict[str, str] = {
        Outcome.REHEARSAL: _("Ask the organizers when the rehearsal ends, then look again."),
        Outcome.REHEARSAL_CARD: _("Ask the organizers for your card of the day, and open it."),
        Outcome.UNKNOWN: _("Ask the organizers to seat you, then look again."),
    }
    return RefusedPage(
        holder=Holder.of(person, None),
        title=titles.get(error.code, _("You cannot score this team")),
        text=f"{error} {steps.get(error.code, '')}",
    )


def not_saved_page(person: Person | None, error: DomainError) -> RefusedPage:
    """The answer to a form of whoever may not be shown the sheet."""
    return RefusedPage(
        holder=Holder.of(person, None) if person else None,
        title=saying_of(error).line,
        text=told_on_a_form(error),
        is_posted=True,
    )


@dataclass(frozen=True)
class RecusedPage:
    """In place of the sheet of a team that this expert does not score: why, and who does.

    `not_saved` says what became of a form that was posted.
    """

    holder: Holder
    teams: tuple[TeamLine, ...]
    team: TeamLine
    why: str
    others: str
    was_given: bool
    next: TeamLine | None
    not_saved: str


def recused_page(found: Assigned, error: DomainError | None = None) -> RecusedPage:
    defenses = my_defenses(found.seat)
    mine = next(each for each in defenses if each.id == found.assignment.defense)
    owed = next_to_score(defenses, after=mine.id)
    defense = Defense.objects.get(pk=mine.id)
    return RecusedPage(
        holder=Holder.of(found.seat.person, found.seat),
        teams=team_lines(defenses, current=mine.id),
        team=TeamLine.of(mine),
        why=_why_recused(recusal_of(found.seat, defense)) or _why_set_aside(found),
        others=_others(_scoring_count(found.seat, defense)),
        was_given=mine.sheet is not None,
        next=TeamLine.of(owed) if owed else None,
        not_saved=f"{saying_of(error).line}. {told_on_a_form(error)}" if error else "",
    )


def _scoring_count(seat: Seat, defense: Defense) -> int:
    recused = Interest.objects.recusing().filter(project=defense.project_id).values("seat")
    return Seat.objects.filter(panel=seat.panel).scoring().exclude(pk__in=recused).count()


def _others(count: int) -> str:
    if not count:
        return _(
            "Nobody else of the panel may score it. The organizers see this on their overview."
        )
    return ngettext(
        "The %(others)s other expert of the panel scores it, and the result allows for your absence.",
        "The %(others)s other experts of the panel score it, and the result allows for your absence.",
        count,
    ) % {"others": count}


def _why_set_aside(found: Assigned) -> str:
    cell = found.assignment
    rows = SetAside.objects.filter(sheet__seat=cell.seat, sheet__defense=cell.defense)
    row = rows.first()
    if row is None:
        return ""
    said = _("The organizers set your sheet aside, and it does not count: %(reason)s")
    return said % {"reason": row.reason}


def _why_recused(interest: Interest | None) -> str:
    """In the second person, for the expert's own screen."""
    if interest is None:
        return ""
    if interest.outcome == Interest.Outcome.UNDECIDED and interest.is_declared:
        return _(
            "You declared a tie to this team. Until the organizers decide, you do not score it"
        )
    if interest.outcome == Interest.Outcome.UNDECIDED:
        if interest.kind == Interest.Kind.MEMBER:
            return _(
                "You may be a member of this team. Until the organizers decide, you do not score it"
            )
        return _(
            "You may be a supervisor of this team. Until the organizers decide, you do not score it"
        )
    reasons = {
        Interest.Kind.SUPERVISOR: _("You supervise this team, so you do not score it"),
        Interest.Kind.MEMBER: _("You are a member of this team, so you do not score it"),
        Interest.Kind.EMPLOYER: _(
            "You work where a member of this team works, so you do not score it"
        ),
        Interest.Kind.PARTNER: _(
            "Your institution is a partner of this project, so you do not score it"
        ),
        Interest.Kind.SUPERIOR: _(
            "You stand above the schools of this team, so you do not score it"
        ),
        Interest.Kind.ORGANISER: _("You work for the organiser, so you do not score this team"),
    }
    other = _("You have a tie to this team, so you do not score it")
    return reasons.get(Interest.Kind(interest.kind), other)


def unsigned_note(assignment: Assignment, sheet: Sheet | None) -> str:
    """That the sheet came from paper, and who entered it; empty for one that a tablet saved."""
    if sheet is None or not sheet.is_from_paper:
        return ""
    names = entered_by(assignment)
    if not names:
        return ""  # a tablet saved it since
    said = _("Entered from paper by %(first)s and %(second)s, unsigned.")
    return said % {"first": names[0], "second": names[1]}
