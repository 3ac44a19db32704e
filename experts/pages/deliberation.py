"""The deliberation, as the organizers see it and as the panel sees it on its tablets.

Who is recused from a team, or has an open tie to it, sees nothing of it, and no place of any other: the
places of the others would tell. Until then the teams stand in the order of their numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Person
from experts.errors import ProtocolIsSealed, ScoringIsOpen
from experts.forms import CastingVoteForm, LeaveSharedForm
from experts.models import Seat
from experts.pages.notes import NoteLine, NoteReader, Noting, note_lines
from experts.pages.results import (
    NO_MEAN,
    ResultsPage,
    results_page,
    shared_in_words,
    shown_mean,
)
from experts.pages.tablet import DECIDING, Holder
from experts.pages.ties import Trial, rest_in_words, teams_listed, trials
from experts.reports import Grid, TeamStanding
from experts.reports.decision import Tie
from experts.reports.deliberation import Deliberation, Question, Recused, deliberation
from experts.reports.leading import PassedOver
from experts.reports.quorum import Quorum, quorum_of
from experts.reports.results import firmness_of
from experts.reports.rules import RULE_NAMES


@dataclass(frozen=True)
class Viewer:
    """Whose tablet it is, with the scoring seats of that person; `hidden` are the teams that are kept from them."""

    person: Person
    seats: Sequence[Seat]
    hidden: frozenset[int]

    @property
    def leads(self) -> bool:
        return any(seat.role in DECIDING for seat in self.seats)


@dataclass(frozen=True)
class RecusedLine:
    """An expert who is recused from a team: in the room, out of it, or not there."""

    seat: int
    project: int
    name: str
    number: int
    said: str
    css_class: str
    is_out: bool
    is_absent: bool

    @classmethod
    def of(cls, each: Recused, *, is_tied: bool) -> "RecusedLine":
        said, css_class = _("in the room"), "pill"
        if each.is_absent:
            said, css_class = _("was absent"), "pill pill-off"
        elif each.out_since:
            at = timezone.localtime(each.out_since).strftime("%H:%M")
            said, css_class = _("out since %(time)s") % {"time": at}, "pill pill-ok"
        elif is_tied:
            said, css_class = _("must step out now"), "pill pill-warn"
        return cls(
            seat=each.seat.pk,
            project=each.project,
            name=each.seat.person.name,
            number=each.number,
            said=said,
            css_class=css_class,
            is_out=each.out_since is not None,
            is_absent=each.is_absent,
        )


@dataclass(frozen=True)
class RestCard:
    """Teams that the chain left equal: who decides, what was decided, and the form of who does."""

    teams: str
    is_open: bool
    who: str
    waits: str
    vote: str
    back: int | None  # the vote that whoever looks may take back
    form: CastingVoteForm | None
    shared: LeaveSharedForm | None = None
    shared_back: int | None = None
    put: str = ""  # the query of the page where the panel is asked


@dataclass(frozen=True)
class TieCard:
    heading: str
    is_open: bool
    trials: tuple[Trial, ...]
    rests: tuple[RestCard, ...]


@dataclass(frozen=True)
class PlaceRow:
    place: str
    how: str
    number: int
    topic: str
    figure: str
    other: str
    is_first: bool
    is_undecided: bool


@dataclass(frozen=True)
class DeliberationPage:
    """`closed` says why there is nothing to see yet; `kept` what is kept from whoever looks; `sealed` why nothing changes.

    Organizers see the table of the results, the panel the places alone.
    """

    holder: Holder | None
    closed: str
    kept: str
    sealed: str
    lead: str
    quorum: Quorum | None
    ties: tuple[TieCard, ...]
    recused: tuple[RecusedLine, ...]
    may_note: bool
    has_places: bool
    figure_name: str
    rows: tuple[PlaceRow, ...]
    notes: tuple[NoteLine, ...] = ()
    table: ResultsPage | None = None


Answered = Mapping[tuple[int, ...], CastingVoteForm | LeaveSharedForm]
NOTHING: Final[Answered] = {}
NOT_NOTING: Final = Noting()


def organizers_page(
    grid: Grid, noting: Noting | None, answered: Answered = NOTHING
) -> DeliberationPage:
    """With the notes for who keeps the protocol; `noting` is None for others."""
    if grid.event.is_scoring_open:
        return _nothing(str(ScoringIsOpen()), None)
    found = deliberation(grid)
    notes = note_lines(grid, NoteReader(), noting, is_sealed=found.is_sealed) if noting else ()
    page = _page(grid, found, None, answered, notes=notes)
    firm = firmness_of(grid, found.decided.standings)
    return replace(page, table=results_page(grid.event, found.decided, firm=firm))


def panels_page(
    grid: Grid,
    person: Person,
    seats: Sequence[Seat],
    answered: Answered = NOTHING,
    noting: Noting = NOT_NOTING,
) -> DeliberationPage:
    """`answered` are forms that were refused, by the projects that they are on."""
    holder = Holder.of(person, next(iter(seats), None))
    scoring = [seat for seat in seats if seat.is_scoring]
    if not scoring:
        return _nothing(_("The chair, the deputy and the members of the panel deliberate."), holder)
    if grid.event.is_scoring_open:
        return _nothing(str(ScoringIsOpen()), holder)
    found = deliberation(grid)
    viewer = Viewer(person, scoring, found.hidden_from(person.pk))
    reader = NoteReader(
        viewer.hidden, {seat.panel.room_id for seat in scoring if seat.role in DECIDING}
    )
    notes = note_lines(grid, reader, noting, is_sealed=found.is_sealed)
    return _page(grid, found, viewer, answered, holder, notes)


def _nothing(closed: str, holder: Holder | None) -> DeliberationPage:
    return DeliberationPage(holder, closed, "", "", "", None, (), (), False, False, "", ())


def _page(
    grid: Grid,
    found: Deliberation,
    viewer: Viewer | None,
    answered: Answered,
    holder: Holder | None = None,
    notes: Iterable[NoteLine] = (),
) -> DeliberationPage:
    hidden = viewer.hidden if viewer else frozenset[int]()
    seen = [tie for tie in found.decided.ties if hidden.isdisjoint(tie.chain.teams)]
    tied = {team for tie in seen for rest in tie.rests if rest.is_open for team in rest.teams}
    criteria = {each.key: str(each.name) for each in grid.criteria}
    table = found.decided.standings
    return DeliberationPage(
        holder=holder,
        closed="",
        kept=_kept(hidden),
        sealed=str(ProtocolIsSealed()) if found.is_sealed else "",
        lead=_lead(grid, found, tied, hidden),
        quorum=quorum_of(grid).without(hidden),
        ties=tuple(_tie(tie, found, viewer, criteria, answered) for tie in seen),
        recused=tuple(
            RecusedLine.of(each, is_tied=each.number in tied)
            for each in sorted(found.recused, key=lambda each: each.number not in tied)
            if each.number not in hidden and (each.out_since or not found.is_sealed)
        ),
        may_note=not found.is_sealed and (viewer is None or viewer.leads),
        has_places=not hidden,
        figure_name=str(RULE_NAMES[table.rule]),
        rows=tuple(_rows(table.teams, hidden)),
        notes=tuple(notes),
    )


def _kept(hidden: frozenset[int]) -> str:
    if not hidden:
        return ""
    sentence = ngettext(
        "You are recused from team %(teams)s or have an open tie to it: nothing of it is shown to you, and no place.",
        "You are recused from teams %(teams)s or have open ties to them: nothing of them is shown to you, and no place.",
        len(hidden),
    )
    return sentence % {"teams": teams_listed(sorted(hidden))}


def _lead(grid: Grid, found: Deliberation, tied: Iterable[int], hidden: frozenset[int]) -> str:
    """Who goes out and in would tell somebody that their team is tied."""
    if hidden:
        return ""
    out = {each.seat.pk for each in found.recused if each.out_since}
    here = [seat for seat in grid.scoring if seat.pk not in out | found.absent]
    room = _("%(here)s of %(all)s experts are in the room.")
    left = _("Equal teams are left to decide on.") if tied else _("No tie is left to decide on.")
    return f"{room % {'here': len(here), 'all': len(grid.scoring)}} {left}"


def _tie(
    tie: Tie,
    found: Deliberation,
    viewer: Viewer | None,
    criteria: Mapping[str, str],
    answered: Answered,
) -> TieCard:
    heading = _("Teams %(teams)s are equal by the rule")
    if not (viewer and viewer.hidden):
        heading = _("Teams %(teams)s are equal by the rule, for place %(place)s")
    questions = [each for each in found.questions if each.rest in tie.rests]
    return TieCard(
        heading=heading % {"teams": teams_listed(tie.chain.teams), "place": tie.place},
        is_open=any(rest.is_open for rest in tie.rests),
        trials=tuple(trials(tie, found.decided, criteria)),
        rests=tuple(_rest(each, found, viewer, answered) for each in questions),
    )


def _rest(
    question: Question, found: Deliberation, viewer: Viewer | None, answered: Answered
) -> RestCard:
    vote, is_mine = question.rest.vote, False
    if viewer and question.caster:
        is_mine = question.caster.person_id == viewer.person.pk
    names = ", ".join(each.seat.person.name for each in question.in_the_room)
    seat = vote.seat if vote else None
    may_take_back = seat and viewer and seat.person_id == viewer.person.pk
    is_open = question.rest.is_open and not found.is_sealed and not question.is_voted_on
    may_leave = viewer is None and question.caster is None and is_open and not question.must_vote
    return RestCard(
        teams=teams_listed(question.rest.teams),
        is_open=question.rest.is_open,
        who=_who(question),
        waits=_("Before the vote these step out: %(names)s.") % {"names": names}
        if names and is_open
        else "",
        vote=rest_in_words(question.rest, found.decided),
        back=vote.pk if vote and may_take_back and not found.is_sealed else None,
        form=_form(question, found, answered) if is_mine and is_open else None,
        shared=_leave(question, found, answered) if may_leave else None,
        shared_back=vote.pk if vote and not (viewer or seat or found.is_sealed) else None,
        put=_put(question, found) if viewer is None and question.must_vote else "",
    )


def _put(question: Question, found: Deliberation) -> str:
    return urlencode(
        {"teams": [pk for pk, _number, _topic in teams_of(question, found)]}, doseq=True
    )


def _form(question: Question, found: Deliberation, answered: Answered) -> CastingVoteForm:
    teams = teams_of(question, found)
    kept = answered.get(tuple(pk for pk, _number, _topic in teams))
    return kept if isinstance(kept, CastingVoteForm) else CastingVoteForm(teams=teams)


def _leave(question: Question, found: Deliberation, answered: Answered) -> LeaveSharedForm:
    ids = tuple(pk for pk, _number, _topic in teams_of(question, found))
    kept = answered.get(ids)
    empty = LeaveSharedForm(initial={"teams": ",".join(map(str, ids))})
    return kept if isinstance(kept, LeaveSharedForm) else empty


def teams_of(question: Question, found: Deliberation) -> list[tuple[int, int, str]]:
    """The id, the number and the topic of each, in the order of their ids."""
    topics = {team.number: team.topic for team in found.decided.standings.teams}
    ids = found.decided.projects
    return sorted((ids[number], number, topics[number]) for number in question.rest.teams)


def _who(question: Question) -> str:
    """Who has the casting vote, after those who had it but for a reason."""
    if question.is_across_rooms:
        return _(
            "These teams defended in several rooms, so nobody has a casting vote: the place stays shared, which the secretary puts on record."
        )
    if question.is_voted_on:
        return _("The panel votes on these teams now: until that vote is finished nobody decides.")
    words = {
        PassedOver.TIED: _("%(name)s is recused from one of these teams or has an open tie to it."),
        PassedOver.ABSENT: _("%(name)s was absent from one of these defenses."),
    }
    said = [words[why] % {"name": seat.person.name} for seat, why in question.passed_over]
    decides = question.decides_equal
    if decides and not question.is_by_panel:
        about = {"name": decides.person.name, "role": decides.get_role_display()}
        said.append(_("The casting vote is that of %(name)s, %(role)s.") % about)
    elif question.must_vote:
        return " ".join([*said, _must_vote(decides)])
    else:
        said.append(
            _(
                "Nobody has a casting vote: the panel votes, or the place stays shared, which the secretary puts on record."
            )
        )
    return " ".join(said)


def _must_vote(decides: Seat | None) -> str:
    words = _(
        "The rule leaves equal teams to a vote of the panel, which is put on the page of votes."
    )
    if decides is None:
        return words
    equal = _("Where the votes are equal, %(name)s decides.") % {"name": decides.person.name}
    return f"{words} {equal}"


def _rows(teams: Iterable[TeamStanding], hidden: frozenset[int]) -> Iterable[PlaceRow]:
    if hidden:
        teams = sorted(
            (team for team in teams if team.number not in hidden), key=lambda team: team.number
        )
    for team in teams:
        yield PlaceRow(
            place="" if hidden else str(team.place or NO_MEAN),
            how="" if hidden else shared_in_words(team),
            number=team.number,
            topic=team.topic,
            figure=shown_mean(team.value),
            other=_other(team),
            is_undecided=not hidden and team.is_undecided,
            is_first=not hidden and team.place == 1 and not team.is_shared,
        )


def _other(team: TeamStanding) -> str:
    """The plain mean where it differs from what gives the place."""
    if team.raw_mean is None or shown_mean(team.raw_mean) == shown_mean(team.value):
        return ""
    return _("plain mean %(mean)s") % {"mean": shown_mean(team.raw_mean)}
