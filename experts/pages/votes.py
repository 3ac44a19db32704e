"""Votes of the panel, as the organizers and as the panel on its tablets see them.

Nothing of what was given is told before its time (`experts/reports/votes.py`). Who is tied to a team that a vote
concerns is told that there is such a vote, and nothing of it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import Event, Person, User
from experts.ballots import ABSTAINED, AGAINST, FOR, TEAM, Count, Said
from experts.errors import ProtocolIsSealed, ScoringIsOpen
from experts.forms import BallotForm, DecideEqualForm, OpenVoteForm, ReasonForm
from experts.forms.votes import MOTION_ANSWERS
from experts.models import VOTED_ON, AwardKind, Panel, PanelVote, Protocol, Seat
from experts.pages.tablet import DECIDING, Holder
from experts.reports.decision import decided
from experts.reports.grid import Grid
from experts.reports.leading import tied_pairs
from experts.reports.votes import VoteTold, votes_of
from experts.services.voting import is_opened_by
from projects.models import Defense, Project

SUBJECTS: Final = {
    PanelVote.Subject.TIE: gettext_lazy("Which of the tied teams is before the others"),
    PanelVote.Subject.MOTION: gettext_lazy("For or against"),
}
WORDS: Final = {
    FOR: gettext_lazy("for"),
    AGAINST: gettext_lazy("against"),
    ABSTAINED: gettext_lazy("abstained"),
}
AWARDED_BY_VOTE: Final = [(each.value, each.label) for each in VOTED_ON]


@dataclass(frozen=True)
class Viewer:
    """Whose tablet it is, with all seats of that person; the organizers have none."""

    seats: Sequence[Seat] = ()
    hidden: Collection[int] = frozenset()  # projects

    user: User | None = None

    @property
    def keys(self) -> set[int]:
        return {each.pk for each in self.seats}

    def opened(self, vote: PanelVote) -> bool:
        who: Sequence[User | Seat] = self.seats or [each for each in (self.user,) if each]
        return any(is_opened_by(vote, each) for each in who)


@dataclass(frozen=True)
class ResultLine:
    words: str
    count: int
    names: str


@dataclass(frozen=True)
class Counting:
    name: str
    has_signed: bool


@dataclass(frozen=True)
class VoteCard:
    """`ballot`, `decide`, `may_close` and `may_sign` are what whoever looks may do now."""

    id: int
    question: str
    about: str
    teams: Sequence[str]
    is_secret: bool
    state: str
    tone: str
    turnout: str
    waiting: str
    results: Sequence[ResultLine]
    outcome: str
    commission: Sequence[Counting]
    ballot: BallotForm | None = None
    decide: DecideEqualForm | None = None
    has_voted: bool = False
    may_close: bool = False
    may_sign: bool = False
    withdraw: ReasonForm | None = None


Answered = Mapping[int, BallotForm | ReasonForm]
NOTHING: Final[Answered] = {}


@dataclass(frozen=True)
class VotesPage:
    """`closed` says why nothing is voted on now; `kept` what is kept from whoever looks."""

    closed: str
    kept: str
    cards: Sequence[VoteCard]
    tied: Sequence[str]
    form: OpenVoteForm | None
    holder: Holder | None = None


def why_closed(event: Event) -> str:
    if event.is_scoring_open:
        return str(ScoringIsOpen())
    return str(ProtocolIsSealed()) if Protocol.objects.is_sealed(event) else ""


def organizers_votes(
    event: Event, user: User, form: OpenVoteForm | None = None, *, answered: Answered = NOTHING
) -> VotesPage:
    """Forms that were refused stand in the places of empty ones."""
    closed = why_closed(event)
    if event.is_scoring_open:
        return VotesPage(closed, "", (), (), None)
    return VotesPage(
        closed=closed,
        kept="",
        cards=[
            _card(told, Viewer(user=user), answered, leads=not closed, is_over=bool(closed))
            for told in votes_of(event)
        ],
        tied=_tied_now(event, frozenset()),
        form=None if closed else form or open_form(event),
    )


def panels_votes(
    event: Event,
    person: Person,
    seats: Sequence[Seat],
    *,
    answered: Answered = NOTHING,
    form: OpenVoteForm | None = None,
) -> VotesPage:
    """Of the rooms where this person sits; `answered` are forms that were refused, by their votes."""
    holder = Holder.of(person, next(iter(seats), None))
    closed = why_closed(event)
    if event.is_scoring_open:
        return VotesPage(closed, "", (), (), None, holder)
    viewer = viewer_of(event, person, seats)
    of_rooms = [each for each in votes_of(event) if _is_part(each, viewer)]
    seen = [each for each in of_rooms if is_told_of(each, viewer)]
    leads = any(each.role in DECIDING for each in seats) and not closed
    return VotesPage(
        closed=closed,
        kept=_kept(len(of_rooms) - len(seen)),
        cards=[
            _card(each, viewer, answered, leads=_leads(each, viewer), is_over=bool(closed))
            for each in seen
        ],
        tied=_tied_now(event, viewer.hidden) if leads else (),
        form=form or open_form(event, seats, viewer.hidden) if leads else None,
        holder=holder,
    )


def is_told_of(told: VoteTold, viewer: Viewer) -> bool:
    return _is_part(told, viewer) and not told.concerns(viewer.hidden)


def _is_part(told: VoteTold, viewer: Viewer) -> bool:
    """Of the panel that votes; who sits there without a vote, as a secretary or a reserve, is told of what they count."""
    scores = any(each.panel_id == told.vote.panel_id and each.is_scoring for each in viewer.seats)
    return scores or any(each.seat_id in viewer.keys for each in told.commission)


def viewer_of(event: Event, person: Person, seats: Sequence[Seat]) -> Viewer:
    return Viewer(seats, {project for who, project in tied_pairs(event) if who == person.pk})


def _kept(count: int) -> str:
    if not count:
        return ""
    sentence = ngettext(
        "%(count)s vote is about a team that you are tied to: you step out, and it is not shown to you.",
        "%(count)s votes are about teams that you are tied to: you step out, and they are not shown to you.",
        count,
    )
    return sentence % {"count": count}


def _tied_now(event: Event, hidden: Collection[int]) -> list[str]:
    """Teams that rule and chain left equal, for who may open a vote on them; nothing for who may not see a place."""
    if hidden:
        return []
    return [
        _("Place %(place)s: teams %(teams)s")
        % {"place": rest.place, "teams": ", ".join(map(str, rest.teams))}
        for rest in decided(Grid(event)).rests
        if rest.is_open
    ]


def _leads(told: VoteTold, viewer: Viewer) -> bool:
    return told.leader is not None and told.leader.pk in viewer.keys


def _card(
    told: VoteTold, viewer: Viewer, answered: Answered, *, leads: bool, is_over: bool = False
) -> VoteCard:
    vote, words = told.vote, _Words.of(told.teams)
    state, tone = _state(told)
    count = told.count_for(viewer.keys)
    mine = next((each for each in told.voters if each.seat_id in viewer.keys), None)
    may_vote = mine is not None and not mine.has_voted and vote.is_open and not is_over
    is_listed = vote.asks_for_a_team and (may_vote or count is not None)  # as answers
    may_withdraw = vote.is_open and not is_over and viewer.opened(vote)
    may_decide = told.waits_for_chair and _leads(told, viewer) and not is_over
    return VoteCard(
        id=vote.pk,
        question=vote.question,
        about=_about(vote),
        teams=[] if is_listed else [words.of_team(each.pk) for each in told.teams],
        is_secret=vote.is_secret,
        state=state,
        tone=tone,
        turnout=_("%(cast)s of %(all)s have voted")
        % {"cast": told.cast_count, "all": len(told.voters)},
        waiting=", ".join(each.seat.person.name for each in told.waiting) if vote.is_open else "",
        results=_results(told, count, words),
        outcome=_outcome(told, words),
        commission=[
            Counting(each.seat.person.name, each.signed_at is not None) for each in told.commission
        ],
        ballot=_ballot(told, words, answered) if may_vote else None,
        decide=_decide(told, words, answered) if may_decide else None,
        has_voted=mine is not None and mine.has_voted and vote.is_open,
        may_close=leads and vote.is_open,
        may_sign=not (is_over or vote.is_open or vote.is_withdrawn) and _signs(told, viewer),
        withdraw=_withdraw(vote, answered) if may_withdraw else None,
    )


@dataclass(frozen=True)
class _Words:
    topics: Mapping[int, str]

    @classmethod
    def of(cls, teams: Sequence[Project]) -> "_Words":
        return cls({each.pk: f"{each.number}. {each.topic}" for each in teams})

    def of_team(self, project: int) -> str:
        return self.topics[project]

    def of_said(self, said: Said) -> str:
        return self.topics[said.team] if said.team else str(WORDS[said.choice])


def _about(vote: PanelVote) -> str:
    if vote.subject == PanelVote.Subject.AWARD:
        return _("Award: %(award)s") % {"award": AwardKind(vote.award_kind).label}
    return str(SUBJECTS[PanelVote.Subject(vote.subject)])


def _state(told: VoteTold) -> tuple[str, str]:
    if told.vote.is_open:
        return _("open"), "sky"
    if told.vote.is_withdrawn:
        return _("withdrawn"), ""
    if not told.is_signed:
        return _("being counted"), "warn"
    if told.waits_for_chair:
        return _("equal votes"), "warn"
    return _("closed"), "ok"


def _results(told: VoteTold, count: Count | None, words: _Words) -> list[ResultLine]:
    if count is None:
        return []
    names: dict[Said, list[str]] = {}
    for voter, said in told.named:
        names.setdefault(said, []).append(voter.seat.person.name)
    return [
        ResultLine(words.of_said(said), count.of(said), ", ".join(names.get(said, ())))
        for said in _answers(told)
    ]


def _answers(told: VoteTold) -> list[Said]:
    if not told.vote.asks_for_a_team:
        return list(MOTION_ANSWERS)
    return [*(Said(TEAM, each.pk) for each in told.teams), Said(ABSTAINED)]


def _outcome(told: VoteTold, words: _Words) -> str:
    if told.vote.is_withdrawn:
        sentence = _("Withdrawn while it was open: what was given counts nothing. %(reason)s")
        return sentence % {"reason": told.vote.withdrawn_reason}
    if told.is_told and told.has_too_few:
        return _(
            "Fewer than three voted: what they gave would be no secret, so nothing is decided."
        )
    if told.count is None:
        return ""
    if told.deciding and told.winner:
        sentence = _("The votes were equal, and %(name)s decided: %(answer)s. Reason: %(reason)s")
        return sentence % {
            "name": told.deciding.seat.person.name,
            "answer": words.of_said(told.winner),
            "reason": told.deciding.reason,
        }
    if told.winner:
        return _("Decided: %(answer)s") % {"answer": words.of_said(told.winner)}
    if told.waits_for_chair and told.leader:
        return _("The votes are equal: %(name)s decides.") % {"name": told.leader.person.name}
    if told.count.is_equal:
        return _(
            "The votes are equal, and chair and deputy are tied to a team or absent: it stays so."
        )
    return _("Nothing was decided.")


def _ballot(told: VoteTold, words: _Words, answered: Answered) -> BallotForm:
    found = answered.get(told.vote.pk)
    return found if isinstance(found, BallotForm) else ballot_form(told, words=words)


def ballot_form(told: VoteTold, data: Any = None, *, words: _Words | None = None) -> BallotForm:
    known = words or _Words.of(told.teams)
    answers = [(said, known.of_said(said)) for said in _answers(told)]
    return BallotForm(data, answers=answers, prefix=f"vote-{told.vote.pk}")


def _withdraw(vote: PanelVote, answered: Answered) -> ReasonForm:
    found = answered.get(vote.pk)
    return found if isinstance(found, ReasonForm) else withdraw_form(vote)


def withdraw_form(vote: PanelVote, data: Any = None) -> ReasonForm:
    return ReasonForm(data, prefix=f"withdraw-{vote.pk}")


def _decide(told: VoteTold, words: _Words, answered: Answered) -> DecideEqualForm:
    found = answered.get(told.vote.pk)
    return found if isinstance(found, DecideEqualForm) else decide_form(told, words=words)


def decide_form(
    told: VoteTold, data: Any = None, *, words: _Words | None = None
) -> DecideEqualForm:
    known = words or _Words.of(told.teams)
    leading = told.count.leading if told.count else ()
    answers = [(said, known.of_said(said)) for said in leading]
    return DecideEqualForm(data, answers=answers, prefix=f"vote-{told.vote.pk}")


def _signs(told: VoteTold, viewer: Viewer) -> bool:
    return any(each.seat_id in viewer.keys and each.signed_at is None for each in told.commission)


def open_form(
    event: Event,
    seats: Sequence[Seat] = (),
    hidden: Collection[int] = frozenset(),
    data: Any = None,
    *,
    tied: Sequence[str] = (),
) -> OpenVoteForm:
    """For all rooms, or for those where these seats lead; without teams that are hidden from who opens.

    Asks first of all which of the `tied` teams is before the others, where there are any.
    """
    panels = Panel.objects.filter(room__event=event).select_related("room").order_by("pk")
    own = {each.panel_id for each in seats if each.role in DECIDING}
    rooms = [each for each in panels if not seats or each.pk in own]
    defenses = Defense.objects.of_event(event).filter(
        run_item__room__in=[each.room_id for each in rooms]
    )
    teams = [each.project for each in defenses.select_related("project")]
    by_number = sorted(teams, key=lambda each: each.number)
    counting = Seat.objects.filter(panel__in=rooms).exclude(role=Seat.Role.CHAIR).in_order()
    return OpenVoteForm(
        data,
        panels=[(each.pk, str(each.room.name) or str(each.room)) for each in rooms],
        teams=[
            (each.pk, f"{each.number}. {each.topic}") for each in by_number if each.pk not in hidden
        ],
        seats=[(each.pk, f"{each.order}. {each.person.name}") for each in counting],
        kinds=AWARDED_BY_VOTE,
        initial={"subject": PanelVote.Subject.TIE, "teams": tied} if tied else {},
    )
