"""Interests of the panel in the projects: found, declared, decided.

The seat is locked before anything is read or written, so that no save of this expert slips past a
recusal. A sheet that counts is set aside before the recusal comes into force, and given back after
the last recusal has gone.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from events.covered import lines_of
from events.models import AuditEntry, Event, Person, User
from events.models.audit import name_of
from experts.comparing import RoleMatch, colleagues_between, employers_of, matched_roles, roles_in
from experts.errors import (
    DecidedMeanwhile,
    DeclaredInRehearsal,
    DeclaredTooLate,
    InterestAlreadyKnown,
    OutcomeNotPossible,
    SamePerson,
)
from experts.models import Interest, ScoreSheet, Seat, SetAside, SheetRevision
from experts.services.reasons import checked_reason
from experts.services.sealed import refuse_if_sealed, refuse_what_stands
from experts.validators import interest_evidence
from projects.models import Project, TeamMember

logger = logging.getLogger(__name__)

# What is on record, by the ids of its seat and project and by its kind.
Known = Mapping[tuple[int, int, str], Interest]

DECIDED_OUTCOMES = (
    Interest.Outcome.RECUSE,
    Interest.Outcome.DISCLOSE,
    Interest.Outcome.DISMISS,
)


@transaction.atomic
def detect_interests(
    event: Event, *, at: datetime, projects: Sequence[Project] | None = None
) -> list[Interest]:
    """Compare the panels with everybody who has a role in a project; the interests that are new.

    The same person and the same spelling are recused at once, a likely name waits for a decision and
    counts as recused until then, an employer in common waits without recusing. What is on record stays
    as it is, so that comparing again asks nothing twice; only a match that was let pass is asked anew
    when it speaks of somebody else since, or of the expert in person; an open question names whoever is
    alike now. Raises ResultStands if anything
    new is found while the scoring is closed. `projects` are all of the event with their teams, for whoever has
    them already and holds the event.
    """
    seats = _locked_seats(event)
    known = _on_record(event)
    if projects is None:
        projects = list(Project.objects.of_event(event).with_team().order_by("number"))
    matches = matched_roles(seats, projects)
    _reword_open_questions(event, matches, known)
    found = [_found_role(match, known, at) for match in matches]
    found += [
        _employer_interest(seat, project, members)
        for seat, project, members in colleagues_between(seats, projects)
        if (seat.pk, project.pk, Interest.Kind.EMPLOYER) not in known
    ]
    interests = sorted(filter(None, found), key=_order_of)
    _put_all_on_record(event, interests, "system:detection")
    return interests


@transaction.atomic
def recuse_in_person(
    event: Event, matches: Collection[RoleMatch], *, at: datetime
) -> list[Interest]:
    """Recuse experts who come into projects, in person or by their very name, before it.

    No sheet of theirs counts then, as the database demands. What is on record already is left out.
    Raises ResultStands while the scoring is closed.
    """
    _locked_seats(event)
    known = _on_record(event)
    found = [
        _found_role(match, known, at)
        for match in matches
        if match.is_same_person or match.key not in known
    ]
    interests = sorted(filter(None, found), key=_order_of)
    _put_all_on_record(event, interests, "system:detection")
    return interests


def would_be_found(interest: Interest) -> bool:
    """Whether comparing now would find this interest, of whatever kind it is."""
    if interest.is_of_role:
        return interest.kind in {
            match.kind for match in matched_roles([interest.seat], [interest.project])
        }
    return bool(colleagues_between([interest.seat], [interest.project]))


@transaction.atomic
def declare_interest(
    seat: Seat, project: Project, *, kind: str, reason: str, at: datetime
) -> Interest:
    """Put on record what the expert declares; undecided, which recuses at once for a role.

    Takes the place of what was found and let pass: the expert knows better. The very same once more is
    the one on record. Raises ReasonMissing, ReasonRefused, DeclaredTooLate, or InterestAlreadyKnown if
    this kind is on record; in a rehearsal DeclaredInRehearsal.
    """
    reason = checked_reason(reason)
    seat = _locked_seat(seat.pk)
    _refuse_to_declare(Event.objects.get(pk=project.event_id))
    interest = Interest(
        seat=seat, project=project, kind=kind, source=Interest.Source.BY_EXPERT, evidence=reason
    )
    if earlier := Interest.objects.filter(seat=seat, project=project, kind=kind).first():
        if earlier.says_the_same_as(interest):
            return earlier
        if not earlier.is_found_and_let_pass:
            raise InterestAlreadyKnown
        interest.pk, interest.is_certain = earlier.pk, earlier.is_certain
    _put_on_record(interest, seat.person)
    return interest


@transaction.atomic
def decide_interest(
    interest_id: int,
    *,
    outcome: str,
    reason: str,
    actor: User | Seat | str,
    at: datetime,
    seen: str | None = None,
) -> Interest:
    """Recuse, disclose or dismiss, with a reason; may be decided anew.

    Recusing sets aside the sheets that count; lifting the last recusal gives them back in the state
    of their last revision. A seat as the actor is that of who decides on the tablet. `seen` is the decision that the page showed. Raises Interest.DoesNotExist,
    OutcomeNotPossible, ReasonMissing, ReasonRefused, ResultStands, DecidedMeanwhile; and SamePerson when the expert is
    in the project in person.
    """
    if outcome not in DECIDED_OUTCOMES:
        raise OutcomeNotPossible
    reason = checked_reason(reason)
    _locked_seat(Interest.objects.values_list("seat", flat=True).get(pk=interest_id))
    interest = Interest.objects.select_related("project__event", "seat").get(pk=interest_id)
    _refuse_after_close(interest.project.event)
    if seen is not None and interest.decision not in (seen, f"{outcome} {reason}"):
        raise DecidedMeanwhile(interest.decider, interest.get_outcome_display())
    if outcome != Interest.Outcome.RECUSE and _is_in_person(interest):
        raise SamePerson
    interest.outcome = Interest.Outcome(outcome)
    interest.reason, interest.decided_at = reason, at
    interest.decided_by = actor if isinstance(actor, User) else None
    interest.decided_from = actor if isinstance(actor, Seat) else None
    moved = _bring_into_force(interest)
    details = {"outcome": outcome, "seat": interest.seat_id, "project": interest.project_id}
    details |= {"reason": reason, "sheets": moved, **lines_of(interest)}
    who = actor.person if isinstance(actor, Seat) else actor
    AuditEntry.write(interest.project.event, who, "interest.decided", interest, details)
    logger.info("Interest decided", extra={"interest": interest.pk, "outcome": outcome})
    return interest


def drop_interests(interests: Sequence[Interest], *, actor: User | str) -> None:
    """Take interests of an event off the record, each with a line that says so; nobody has decided on them.

    Those that recuse are lifted first: the database lets no recusal be deleted.
    """
    if not interests:
        return
    lines = [("interest.dropped", each, _details_of_dropping(each)) for each in interests]
    going = Interest.objects.filter(pk__in=[each.pk for each in interests])
    with transaction.atomic():
        AuditEntry.write_all(interests[0].project.event, actor, lines)
        going.update(outcome=Interest.Outcome.DISMISS)
        going.delete()


def _details_of_dropping(interest: Interest) -> dict[str, object]:
    gone = lines_of(gone=[name_of(interest)])
    return {"seat": interest.seat_id, "project": interest.project_id, **gone}


def drop_interests_of(
    seats: Collection[Seat], projects: Collection[Project], *, actor: User | str
) -> None:
    """What goes off the record with the seats and projects that are about to go."""
    going = Interest.objects.filter(Q(seat__in=seats) | Q(project__in=projects))
    drop_interests(list(going.select_related("project__event").order_by("pk")), actor=actor)


def _locked_seat(seat_id: int) -> Seat:
    seats = Seat.objects.select_for_update(of=("self",), no_key=True)
    return seats.select_related("person").get(pk=seat_id)


def _locked_seats(event: Event) -> list[Seat]:
    """Every seat of the event, in the order in which everybody locks them."""
    seats = Seat.objects.of_event(event).select_related("person").order_by("pk")
    return list(seats.select_for_update(of=("self",), no_key=True))


def _on_record(event: Event) -> Known:
    return {_key_of(each): each for each in Interest.objects.of_event(event)}


def _key_of(interest: Interest) -> tuple[int, int, str]:
    return interest.seat_id, interest.project_id, str(interest.kind)


def _order_of(interest: Interest) -> tuple[int, int]:
    return interest.project.number, interest.seat_id


def _reword_open_questions(event: Event, matches: Sequence[RoleMatch], known: Known) -> None:
    """So that nobody is let pass whom the question did not name."""
    reworded: list[Interest] = []
    for match in matches:
        earlier = known.get(match.key)
        if earlier is None or match.is_certain or not earlier.is_open_question:
            continue
        if earlier.evidence != _evidence_of(match):
            earlier.evidence = _evidence_of(match)
            earlier.save(update_fields=["evidence"])
            reworded.append(earlier)
    for each in reworded:
        line = lines_of(each)
        AuditEntry.write(event, "system:detection", "interest.reworded", each, line)


def _evidence_of(match: RoleMatch) -> str:
    return match.evidence[: interest_evidence.longest]


def _found_role(match: RoleMatch, known: Known, at: datetime) -> Interest | None:
    """The interest of a match, in the place of an earlier one that does not speak of it; or nothing."""
    earlier = known.get(match.key)
    interest = Interest(seat=match.seat, project=match.project, kind=match.kind)
    interest.evidence = _evidence_of(match)
    if match.is_certain:
        interest.is_certain = True
        interest.outcome, interest.decided_at = Interest.Outcome.RECUSE, at
    if earlier is None:
        return interest
    interest.pk = earlier.pk
    return interest if _is_to_be_asked_anew(earlier, match, interest) else None


def _is_to_be_asked_anew(earlier: Interest, match: RoleMatch, interest: Interest) -> bool:
    if earlier.outcome == Interest.Outcome.RECUSE:
        return False
    if match.is_same_person:
        return True
    is_let_pass = earlier.outcome != Interest.Outcome.UNDECIDED
    is_surer = match.is_certain and not earlier.is_certain
    if earlier.evidence == interest.evidence:
        return False
    # What the expert declared was decided whoever the names are.
    return is_surer or (is_let_pass and not earlier.is_declared)


def _is_in_person(interest: Interest) -> bool:
    """Whether the expert has the role of this interest, by the person and not by a name."""
    people = dict(roles_in(interest.project)).get(Interest.Kind(interest.kind), [])
    return interest.seat.person_id in {person.pk for person in people}


def _employer_interest(seat: Seat, project: Project, members: Sequence[TeamMember]) -> Interest:
    interest = Interest(seat=seat, project=project, kind=Interest.Kind.EMPLOYER)
    interest.evidence = _employer_evidence(employers_of(seat), members)
    return interest


def _employer_evidence(employers: set[str], members: Sequence[TeamMember]) -> str:
    people = "; ".join(f"{each.person.name} ({each.person.organisation})" for each in members)
    return f"{' / '.join(sorted(employers))} · {people}"[: interest_evidence.longest]


def _put_all_on_record(event: Event, interests: Sequence[Interest], actor: str) -> None:
    """In a few queries, however many; one by one only those whose sheets may have to move."""
    if not interests:
        return
    _refuse_after_close(event, interests)
    sheets = ScoreSheet.objects.of_event(event).values_list("seat", "defense__project")
    with_sheet = set(sheets)
    new: list[Interest] = []
    others: list[Interest] = []
    for each in interests:
        is_simple = each.pk is None and (each.seat_id, each.project_id) not in with_sheet
        (new if is_simple else others).append(each)
    Interest.objects.bulk_create(new)
    hashes = lines_of(*new)["rows"]
    lines = [
        (
            "interest.recorded",
            each,
            {**_details(each, []), "rows": {name_of(each): hashes[name_of(each)]}},
        )
        for each in new
    ]
    AuditEntry.write_all(event, actor, lines)
    for each in others:
        _put_on_record(each, actor)


def _put_on_record(interest: Interest, actor: Person | str) -> None:
    event = interest.project.event
    _refuse_after_close(event)
    moved = _bring_into_force(interest)
    details = {**_details(interest, moved), **lines_of(interest)}
    if interest.is_declared:
        details["reason"] = interest.evidence
    AuditEntry.write(event, actor, "interest.recorded", interest, details)


def _details(interest: Interest, moved: list[int]) -> dict[str, object]:
    return {
        "kind": str(interest.kind),
        "source": str(interest.source),
        "outcome": str(interest.outcome),
        "seat": interest.seat_id,
        "project": interest.project_id,
        "sheets": moved,
    }


def _refuse_after_close(event: Event, interests: Sequence[Interest] = ()) -> None:
    """Asked under the lock of the seat, which a closing holds too; so it is read anew."""
    held = Event.objects.get(pk=event.pk)
    if not held.is_scoring_open:
        refuse_what_stands(held, [_key_of(each) for each in interests])


def _refuse_to_declare(event: Event) -> None:
    if event.is_rehearsal:
        raise DeclaredInRehearsal
    if not event.is_scoring_open:
        refuse_if_sealed(event)
        raise DeclaredTooLate


def _bring_into_force(interest: Interest) -> list[int]:
    """Save the interest and move the sheets it concerns; the ids of those that moved."""
    if interest.is_recusing:
        moved = _set_aside(interest)
        interest.save()
        return moved
    interest.save()
    return _give_back(interest)


def _sheets(interest: Interest) -> list[ScoreSheet]:
    return list(
        ScoreSheet.objects.filter(
            seat=interest.seat_id, defense__project=interest.project_id
        ).order_by("pk")
    )


def _set_aside(interest: Interest) -> list[int]:
    counting = [s for s in _sheets(interest) if s.state != ScoreSheet.State.SET_ASIDE]
    ids = [sheet.pk for sheet in counting]
    ScoreSheet.objects.filter(pk__in=ids).update(state=ScoreSheet.State.SET_ASIDE)
    return ids


def _give_back(interest: Interest) -> list[int]:
    others = Interest.objects.recusing().filter(seat=interest.seat_id, project=interest.project_id)
    if others.exists():
        return []
    moved = []
    kept = set(
        SetAside.objects.filter(sheet__seat=interest.seat_id).values_list("sheet", flat=True)
    )
    for sheet in _sheets(interest):
        if sheet.state == ScoreSheet.State.SET_ASIDE and sheet.pk not in kept:
            sheet.state = state_of_last_revision(sheet)
            sheet.save(update_fields=["state"])
            moved.append(sheet.pk)
    return moved


def state_of_last_revision(sheet: ScoreSheet) -> ScoreSheet.State:
    was_final = SheetRevision.objects.filter(
        sheet=sheet, number=sheet.revision, is_final=True
    ).exists()
    return ScoreSheet.State.SUBMITTED if was_final else ScoreSheet.State.DRAFT
