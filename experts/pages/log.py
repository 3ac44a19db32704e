"""The log of an event in words: who did what, and when. The lines hold ids; names are looked up when they are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from events.models import AuditEntry, Event, Membership, Pass, Person, User
from events.search import is_found
from experts.models import AwardKind, Call, Interest, Presence, Seat
from experts.reports.rules import rule_told
from experts.sheets import Outcome
from projects.models import Project

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# What is said of each act; the figures and names are those of `_said`.
WORDS: Final[Mapping[str, _StrPromise]] = {
    "account.let_in": gettext_lazy("Given a link to choose a new password: %(subject)s"),
    "award.given": gettext_lazy("Award given to project %(project)s: %(award)s"),
    "award.nominated": gettext_lazy(
        "Project %(project)s proposed for an award by %(seat)s: %(award)s"
    ),
    "award.nomination_taken_back": gettext_lazy(
        "Proposal for an award taken back by %(seat)s, project %(project)s: %(award)s"
    ),
    "award.taken_back": gettext_lazy("Award of project %(project)s taken back: %(award)s"),
    "call.done": gettext_lazy("Call to the secretary done: %(seat)s, %(about)s"),
    "call.made": gettext_lazy("Secretary called: %(seat)s, %(about)s"),
    "call.seen": gettext_lazy("Call to the secretary seen: %(seat)s, %(about)s"),
    "casting_vote.cast": gettext_lazy("Casting vote on teams %(teams)s: %(order)s"),
    "casting_vote.left_shared": gettext_lazy("Casting vote: teams %(teams)s share their place"),
    "casting_vote.stays_shared": gettext_lazy(
        "Teams %(teams)s share their place: nobody has a casting vote"
    ),
    "casting_vote.taken_back": gettext_lazy("Casting vote on teams %(teams)s taken back"),
    "call_order.chosen": gettext_lazy("Another call order chosen"),
    "call_order.forgotten": gettext_lazy("Arranged call order forgotten"),
    "call_order.moved": gettext_lazy("Somebody moved in the call order"),
    "course.completed": gettext_lazy("Noted as having completed the course: %(count)s"),
    "course.not_completed": gettext_lazy("Noted as not having completed the course: %(count)s"),
    "diploma.duplicated": gettext_lazy("Duplicate issued in place of № %(before)s: № %(after)s"),
    "diploma.handover_taken_back": gettext_lazy(
        "Note at the handing over taken back: diploma № %(number)s"
    ),
    "diploma.holder_absent": gettext_lazy("Absent at the handing over: diploma № %(number)s"),
    "diploma.issued_anew": gettext_lazy(
        "Diploma issued anew after № %(before)s was revoked: № %(after)s"
    ),
    "diploma.received": gettext_lazy("Diploma № %(number)s received in person"),
    "diploma.received_by_proxy": gettext_lazy("Diploma № %(number)s received by proxy"),
    "diploma.revoked": gettext_lazy("Diploma revoked: № %(number)s"),
    "diploma.shared": gettext_lazy("Diploma № %(number)s shared by its holder"),
    "diploma.sharing_ended": gettext_lazy(
        "Diploma № %(number)s not shared any more, by its holder"
    ),
    "awards.renamed": gettext_lazy("Awards that could not be made, in other words now: %(count)s"),
    "diplomas.corrected": gettext_lazy("Corrected diplomas issued: %(numbers)s"),
    "diplomas.issued": gettext_lazy("Diplomas issued: %(count)s, from %(first)s to %(last)s"),
    "diplomas.retried": gettext_lazy("Diplomas that failed, made once more: %(count)s"),
    "documents.issued": gettext_lazy(
        "Documents beside the diploma issued: %(count)s, from %(first)s to %(last)s"
    ),
    "draw.answered": gettext_lazy("Draw: project %(project)s answered, place %(place)s"),
    "draw.taken_back": gettext_lazy("Draw: step of project %(project)s taken back"),
    "declaration.asked": gettext_lazy("Declaration asked of the experts: %(demanded)s"),
    "declaration.made": gettext_lazy("Declaration made: %(seat)s"),
    "dissent.taken_back": gettext_lazy("Dissenting opinion taken back: %(seat)s"),
    "dissent.written": gettext_lazy("Dissenting opinion written: %(seat)s"),
    "event.loaded": gettext_lazy(
        "Event changed. Added: %(added)s, changed: %(changed)s, taken out: %(removed)s"
    ),
    "event.published": gettext_lazy("Public of the decision from now on: %(shown)s"),
    "event.moved": gettext_lazy("Phase: “%(from)s”, from now on “%(to)s”"),
    "event.second_factor": gettext_lazy(
        "Second factor demanded of owners and secretaries: %(demanded)s"
    ),
    "interest.decided": gettext_lazy(
        "Interest decided: %(seat)s, project %(project)s: %(outcome)s"
    ),
    "interest.dropped": gettext_lazy("Interest taken off: %(seat)s, project %(project)s"),
    "interest.recorded": gettext_lazy("Interest noted: %(seat)s, project %(project)s"),
    "interest.reworded": gettext_lazy("Interest worded anew: %(seat)s, project %(project)s"),
    "letters.written": gettext_lazy("Letters written to people: %(count)s"),
    "language.chosen": gettext_lazy("Language of documents chosen, %(subject)s: %(language)s"),
    "logo.saved": gettext_lazy("Logo on documents saved"),
    "logo.removed": gettext_lazy("Logo on documents taken away"),
    "member.added": gettext_lazy("Takes part: %(user)s, as %(role)s"),
    "member.invited": gettext_lazy("Somebody invited, as %(role)s"),
    "member.removed": gettext_lazy("Takes part no more: %(user)s"),
    "member.uninvited": gettext_lazy("Invitation taken back"),
    "name.asked": gettext_lazy("Another spelling of the name asked for: %(subject)s"),
    "name.confirmed": gettext_lazy("Names on the diploma confirmed: %(subject)s"),
    "name.declined": gettext_lazy("Asked spelling of the name declined: %(person)s"),
    "name.taken_over": gettext_lazy("Asked spelling of the name taken over: %(person)s"),
    "name.unconfirmed": gettext_lazy("Confirmed name changed, to be confirmed anew: %(subject)s"),
    "paper.confirmed": gettext_lazy(
        "Paper of %(seat)s, project %(project)s, says the same as the sheet; also entered by %(user)s"
    ),
    "paper.entered": gettext_lazy("Paper of %(seat)s entered, project %(project)s"),
    "paper.not_taken": gettext_lazy(
        "Unsigned sheet of %(seat)s brought where one stands, and nothing taken, project %(project)s"
    ),
    "paper.taken_back": gettext_lazy(
        "Entry of the paper of %(seat)s taken back, project %(project)s; it was made by %(user)s"
    ),
    "paper.taken_in": gettext_lazy(
        "Unsigned sheet of %(seat)s taken in from the tablet as a first entry of paper, project %(project)s"
    ),
    "pass.issued": gettext_lazy("Access card made: %(subject)s"),
    "pass.revoked": gettext_lazy("Access card stopped: %(subject)s"),
    "looks.asked": gettext_lazy("The experts asked to look again at what stands out"),
    "looks.kept": gettext_lazy("A sheet looked at again, and kept"),
    "question.asked": gettext_lazy("Question of %(seat)s noted, project %(project)s"),
    "question.changed": gettext_lazy("Question of %(seat)s changed, project %(project)s"),
    "question.taken_back": gettext_lazy("Question of %(seat)s taken back, project %(project)s"),
    "presence.admitted": gettext_lazy(
        "Sheet of %(seat)s, who was absent, counts: project %(project)s"
    ),
    "presence.noted": gettext_lazy("Presence noted: %(seat)s, project %(project)s: %(noted)s"),
    "photograph.saved": gettext_lazy("Photograph saved: %(person)s"),
    "photograph.removed": gettext_lazy("Photograph taken away: %(person)s"),
    "note.taken_back": gettext_lazy("Note of the deliberation taken back"),
    "words.added": gettext_lazy("Words of %(seat)s added after the close, project %(project)s"),
    "words.taken_back": gettext_lazy(
        "Words of %(seat)s added after the close taken back, project %(project)s"
    ),
    "note.written": gettext_lazy("Note of the deliberation written"),
    "person.naming": gettext_lazy("Named in public, %(subject)s: %(named)s"),
    "protocol.annexed": gettext_lazy("Annex %(number)s added to the protocol"),
    "protocol.half_sealed": gettext_lazy("Version %(number)s of the protocol sealed by one of two"),
    "protocol.prepared": gettext_lazy("Version %(number)s of the protocol prepared"),
    "protocol.sealed": gettext_lazy("Version %(number)s of the protocol sealed"),
    "protocol.withdrawn": gettext_lazy("Version %(number)s of the protocol withdrawn"),
    "queries.answered": gettext_lazy("Question of team %(project)s answered"),
    "queries.opened": gettext_lazy("Provisional result shown to the teams for %(hours)s hours"),
    "queries.said": gettext_lazy("Team %(project)s answered to its provisional result"),
    "queries.waived": gettext_lazy("Time for queries waived"),
    "queries.withdrawn": gettext_lazy("Provisional result taken back"),
    "rehearsal.began": gettext_lazy("Rehearsal begun"),
    "rehearsal.stopped": gettext_lazy("Rehearsal stopped"),
    "rehearsal.reset": gettext_lazy("Rehearsal taken back: %(sheets)s score sheets"),
    "rule.changed": gettext_lazy(
        "Rule changed after the first points: %(rule_before)s, from now on %(rule)s; proposed by %(user)s"
    ),
    "rule.proposed": gettext_lazy("Another rule proposed to the chair: %(rule)s"),
    "rule.refused": gettext_lazy("Another rule refused: %(rule)s; proposed by %(user)s"),
    "rule.withdrawn": gettext_lazy("Proposal of another rule withdrawn: %(rule)s"),
    "rows.listed": gettext_lazy("What was there before listed for the check of the log"),
    "run_item.ended": gettext_lazy("Line %(line)s of the run of show ended"),
    "run_item.skipped": gettext_lazy("Line %(line)s of the run of show skipped"),
    "run_item.started": gettext_lazy("Line %(line)s of the run of show started"),
    "run_item.taken_back": gettext_lazy("Line %(line)s of the run of show taken back"),
    "score_sheet.entered": gettext_lazy(
        "Score sheet of %(seat)s entered from paper, project %(project)s; also entered by %(user)s"
    ),
    "score_sheet.given_back": gettext_lazy(
        "Score sheet of project %(project)s given back: %(state)s"
    ),
    "score_sheet.refused": gettext_lazy("Save for project %(project)s refused: %(refused)s"),
    "score_sheet.saved": gettext_lazy("Score sheet of project %(project)s: %(state)s"),
    "score_sheet.set_aside": gettext_lazy("Score sheet of project %(project)s set aside"),
    "score_sheet.signed": gettext_lazy(
        "Score sheet of project %(project)s signed by the tablet afterwards: %(key)s"
    ),
    "score_sheet.taken_in": gettext_lazy(
        "Score sheet of %(seat)s taken in from the tablet, project %(project)s"
    ),
    "scoring.closed": gettext_lazy("Scoring closed with %(submitted)s submitted sheets"),
    "scoring.reopened": gettext_lazy("Scoring reopened"),
    "step_out.back": gettext_lazy("Back in the room: %(seat)s, project %(project)s"),
    "step_out.out": gettext_lazy("Out of the room: %(seat)s, project %(project)s"),
    "tablet_key.registered": gettext_lazy("Key of a tablet registered: %(person)s, %(key)s"),
    "tablet.closed": gettext_lazy("Tablet and card stopped after ten wrong PINs: %(person)s"),
    "tablet.enrolled": gettext_lazy("Card opened on a tablet: %(person)s"),
    "vote.cast": gettext_lazy("Voted: %(seat)s"),
    "vote.closed": gettext_lazy("Vote of the panel closed with %(cast)s ballots"),
    "vote.count_signed": gettext_lazy("Count of a secret vote signed: %(seat)s"),
    "vote.counted": gettext_lazy("The count of a vote of the panel stands"),
    "vote.decided": gettext_lazy("Equal votes decided: %(seat)s"),
    "vote.opened": gettext_lazy("Vote of the panel opened: %(question)s"),
    "vote.withdrawn": gettext_lazy("Vote of the panel withdrawn with %(cast)s ballots"),
}
STATES: Final = {
    "draft": pgettext_lazy("what became of a sheet", "saved"),
    "submitted": pgettext_lazy("what became of a sheet", "submitted"),
    "set_aside": pgettext_lazy("what became of a sheet", "set aside"),
}
CHOICES: Final[Mapping[str, Mapping[str, Any]]] = {
    "about": dict(Call.Reason.choices),
    "award": dict(AwardKind.choices),
    "from": dict(Event.Phase.choices),
    "to": dict(Event.Phase.choices),
    "demanded": {"yes": pgettext_lazy("demanded", "yes"), "no": pgettext_lazy("demanded", "no")},
    "named": {
        "yes": pgettext_lazy("named in public", "yes"),
        "no": pgettext_lazy("named in public", "no"),
        "": pgettext_lazy("named in public", "not asked"),
    },
    "noted": {
        "present": pgettext_lazy("how an expert is at a defense", "present"),
        **dict(Presence.Kind.choices),
    },
    "outcome": dict(Interest.Outcome.choices),
    "refused": {
        Outcome.SIGNED_OUT: pgettext_lazy("why a save was refused", "the card was stopped"),
        Outcome.RECUSED: pgettext_lazy("why a save was refused", "recused"),
        Outcome.LOCKED: pgettext_lazy("why a save was refused", "scoring is closed"),
        Outcome.REHEARSAL: pgettext_lazy("why a save was refused", "a rehearsal was going on"),
        Outcome.REHEARSAL_CARD: pgettext_lazy("why a save was refused", "a card of a rehearsal"),
        Outcome.REHEARSAL_OVER: pgettext_lazy(
            "why a save was refused", "from a rehearsal that had ended"
        ),
    },
    "rule": dict(Event.ScoringRule.choices),
    "rule_before": dict(Event.ScoringRule.choices),
    "role": dict(Membership.Role.choices),
    "state": STATES,
}
IDS: Final = ("seat", "project", "person", "user")
WHOLE_RULES: Final = {"old_rule": "rule_before", "new_rule": "rule"}  # what is said of which


@dataclass(frozen=True)
class LogLine:
    number: int
    at: datetime
    who: str
    said: str
    reason: str

    def is_sought(self, text: str) -> bool:
        return is_found(text, self.who, self.said, self.reason)


def log_of(event: Event, sought: str = "") -> list[LogLine]:
    """The newest line first. A constant number of queries, however long the log is."""
    entries = list(AuditEntry.objects.filter(event=event).order_by("-number"))
    names = names_in(event, entries)
    lines = [_line(entry, names) for entry in entries]
    return [line for line in lines if line.is_sought(sought)]


def _line(entry: AuditEntry, names: Names) -> LogLine:
    words = WORDS.get(entry.verb)
    said = str(words) % _said(entry, names) if words else f"{entry.verb} {entry.subject}"
    reason = str(entry.details.get("reason", ""))
    return LogLine(entry.number, entry.at, names.who(entry.actor), said, reason)


def _said(entry: AuditEntry, names: Names) -> defaultdict[str, str]:
    """The details in words; what an older line did not tell is a dash."""
    said: defaultdict[str, str] = defaultdict(lambda: "—")
    for name, value in entry.details.items():
        if name in IDS:
            said[name] = names.of(f"{name}:{value}")
        elif name in CHOICES:
            said[name] = str(CHOICES[name].get(value, value))
        else:
            said[name] = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    for whole, name in WHOLE_RULES.items():
        if rule := entry.details.get(whole):
            said[name] = rule_told(rule)
    said["subject"] = names.of(entry.subject)
    return said


@dataclass(frozen=True)
class Names:
    """What ids stand for, by `user:7`; who or what is gone has no name any more."""

    known: Mapping[str, str]

    def of(self, thing: str) -> str:
        return self.known.get(thing) or _("gone since (%(thing)s)") % {"thing": thing}

    def who(self, actor: str) -> str:
        kind, _colon, rest = actor.partition(":")
        if kind == "command":
            return _("Whoever runs the server (%(command)s)") % {"command": rest}
        if kind == "system":
            return _("The program itself")
        return self.of(actor) if rest else actor


def names_in(event: Event, entries: Iterable[AuditEntry]) -> Names:
    """One query a kind, for those who are named in these lines."""
    ids: defaultdict[str, set[int]] = defaultdict(set)
    for entry in entries:
        for thing in (entry.actor, entry.subject):
            _note(ids, *thing.partition(":")[::2])
        for name in IDS:
            _note(ids, name, str(entry.details.get(name, "")))
    found = {
        f"{kind}:{pk}": name
        for kind, look_up in LOOKING_UP.items()
        if ids[kind]
        for pk, name in look_up(ids[kind])
    }
    return Names({**found, f"event:{event.pk}": str(event.title)})


def _note(ids: defaultdict[str, set[int]], kind: str, number: str) -> None:
    if number.isdecimal():
        ids[kind].add(int(number))


Pairs = Iterable[tuple[int, str]]


def _users(ids: set[int]) -> Pairs:
    return [(user.pk, str(user)) for user in User.objects.filter(pk__in=ids)]


def _people(ids: set[int]) -> Pairs:
    return Person.objects.filter(pk__in=ids).values_list("pk", "name")


def _seats(ids: set[int]) -> Pairs:
    return Seat.objects.filter(pk__in=ids).values_list("pk", "person__name")


def _projects(ids: set[int]) -> Pairs:
    found = Project.objects.filter(pk__in=ids).values_list("pk", "number")
    return [(pk, str(number)) for pk, number in found]


def _passes(ids: set[int]) -> Pairs:
    return Pass.objects.filter(pk__in=ids).values_list("pk", "person__name")


LOOKING_UP: Final[Mapping[str, Callable[[set[int]], Pairs]]] = {
    "user": _users,
    "person": _people,
    "seat": _seats,
    "project": _projects,
    "pass": _passes,
}
