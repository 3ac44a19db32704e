"""Who judges: the seats, and the ties of the experts to the projects."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from defense.event_file import schema
from defense.event_file.differences import shortened
from defense.event_file.loading_context import Loading
from defense.event_file.rows import Table, Wanted, bring, delete
from defense.event_file.wording import stored
from events.models import AuditEntry, User
from experts.models import Interest, Panel, ScoreSheet, Seat
from experts.services.interests import decide_interest, detect_interests, would_be_found

Actor = User | str


def load_panel(loading: Loading) -> None:
    """The seats in their order. Whoever has written a score sheet keeps a seat that scores."""
    panel, _is_new = Panel.objects.get_or_create(room=loading.room)
    held = list(Seat.objects.filter(panel=panel).select_related("person"))
    scored = set(ScoreSheet.objects.filter(seat__in=held).values_list("seat", flat=True))
    has_sheets = _("has score sheets")
    table = Table(
        Seat,
        keys_of=lambda seat: (seat.person_id,),
        place_of=lambda seat: f"panel.{seat.person.key}",
        title_of=lambda seat: seat.person.name,
        order="order",
        reasons=lambda left: {seat.pk: has_sheets for seat in left if seat.pk in scored},
        fitted=lambda seat, values: _with_scoring_role(loading, seat, values, scored),
        as_kept=_as_kept,
    )
    wanted = [_wanted_seat(loading, panel, entry) for entry in loading.file.panel]
    _vacate_chair(loading, held)
    brought = bring(table, held, wanted, loading.journal)
    loading.seats = {seat.person.key: seat for seat in brought.rows}
    loading.delete_later(brought.gone)


def _wanted_seat(loading: Loading, panel: Panel, entry: schema.Seat) -> Wanted:
    person = loading.people[entry.person]
    return Wanted(
        place=f"panel.{entry.person}",
        title=person.name,
        values={
            "panel": panel,
            "person": person,
            "role": entry.role,
            "role_text": stored(entry.role_text),
            "affiliation": stored(entry.affiliation),
            "note": entry.note or "",
        },
        keys=(person.pk,),
        list_place="panel",
    )


def _with_scoring_role(
    loading: Loading, seat: Seat, values: dict[str, Any], scored: set[int]
) -> dict[str, Any]:
    if seat.pk not in scored or values["role"] in Seat.SCORING_ROLES or not seat.is_scoring:
        return values
    place, reason = f"panel.{seat.person.key}.role", _("has score sheets")
    loading.journal.kept(place, str(seat.get_role_display()), reason)
    is_chair = seat.role == Seat.Role.CHAIR
    return {**values, "role": Seat.Role.MEMBER if is_chair else seat.role}


def _vacate_chair(loading: Loading, held: Sequence[Seat]) -> None:
    """Free the one chair for another person, in the database only: the row is written again."""
    [chair] = [entry.person for entry in loading.file.panel if entry.role == "chair"]
    for seat in held:
        if seat.role == Seat.Role.CHAIR and seat.person.key != chair:
            Seat.objects.filter(pk=seat.pk).update(role=Seat.Role.MEMBER)


def _as_kept(seat: Seat) -> dict[str, Any]:
    """A chair who stays against the file is a member: the file has another chair."""
    return {"role": Seat.Role.MEMBER} if seat.role == Seat.Role.CHAIR else {}


def load_interests(loading: Loading, *, actor: Actor, at: datetime) -> None:
    """Ties the file declares, then those the program finds by comparing names.

    What somebody decided stays, and so does what somebody declared in the program itself.
    """
    _load_declared(loading)
    _drop_outdated(loading, actor=actor, at=at)
    for interest in detect_interests(loading.event, at=at):
        loading.journal.added(_place_of(interest), _title_of(interest))


def _load_declared(loading: Loading) -> None:
    table = Table(
        Interest,
        keys_of=lambda interest: (_tie(interest.seat_id, interest.project_id, interest.kind),),
        place_of=_place_of,
        title_of=_title_of,
        reasons=lambda left: _why_ties_stay(loading, left),
    )
    wanted = list(_wanted_ties(loading))
    in_file = {want.keys[0] for want in wanted}
    known = Interest.objects.of_event(loading.event).exclude(kind=Interest.Kind.SUPERVISOR)
    held = [
        interest
        for interest in known.select_related("seat__person", "project").order_by("pk")
        if interest.source == Interest.Source.DECLARED or table.keys_of(interest)[0] in in_file
    ]
    delete(bring(table, held, wanted, loading.journal).gone)


def _wanted_ties(loading: Loading) -> Iterator[Wanted]:
    for entry in loading.file.disclosures:
        for expert in entry.experts:
            for number in entry.projects:
                seat, project = loading.seats[expert], loading.projects[number]
                yield Wanted(
                    place=f"interests.{expert}.{number}.{entry.kind}",
                    title=entry.reason,
                    values={
                        "seat": seat,
                        "project": project,
                        "kind": entry.kind,
                        "source": Interest.Source.DECLARED,
                        "evidence": entry.reason,
                    },
                    keys=(_tie(seat.pk, project.pk, entry.kind),),
                )


def _tie(seat_id: int, project_id: int, kind: str) -> tuple[int, int, str]:
    return seat_id, project_id, str(kind)


def _why_ties_stay(loading: Loading, left: Sequence[Interest]) -> dict[int, str]:
    subjects = {f"interest:{interest.pk}": interest.pk for interest in left}
    recorded = AuditEntry.objects.filter(
        event=loading.event, verb="interest.recorded", subject__in=subjects
    ).exclude(actor__startswith="system:")
    reasons = {
        subjects[subject]: _("declared in the program")
        for subject in recorded.values_list("subject", flat=True)
    }
    decided, stays = _("somebody has decided on it"), _("its seat or project stays")
    of_file = {seat.pk for seat in loading.seats.values()}
    for interest in left:
        if _is_decided(interest):
            reasons[interest.pk] = decided
        elif interest.seat_id not in of_file or interest.project_id in loading.kept_projects:
            reasons[interest.pk] = stays
    return reasons


def _is_decided(interest: Interest) -> bool:
    """Whether a person decided; the program itself recuses without a reason."""
    return bool(interest.reason or interest.decided_by_id)


def _drop_outdated(loading: Loading, *, actor: Actor, at: datetime) -> None:
    """Take back what the program found and would not find any more, unless somebody decided.

    Where a sheet was set aside for it the interest is dismissed first, which gives the sheet back. It
    does not stay as a dismissal: nobody has decided, and the file may say so again.
    """
    found = Interest.objects.of_event(loading.event).filter(source=Interest.Source.DETECTED)
    found = found.select_related("seat__person", "project__supervisor")
    found = found.prefetch_related("project__teammember_set__person")
    outdated = [each for each in found if not _is_decided(each) and not would_be_found(each)]
    for interest in outdated:
        loading.journal.removed(_place_of(interest), _title_of(interest))
        sheets = ScoreSheet.objects.filter(
            seat=interest.seat_id, defense__project=interest.project_id
        )
        if sheets.filter(state=ScoreSheet.State.SET_ASIDE).exists():
            reason = _("The event file does not say so any more.")
            dismiss = Interest.Outcome.DISMISS
            decide_interest(interest.pk, outcome=dismiss, reason=reason, actor=actor, at=at)
        interest.delete()


def _place_of(interest: Interest) -> str:
    place = f"{interest.seat.person.key}.{interest.project.number}.{interest.kind}"
    return f"interests.{place}"


def _title_of(interest: Interest) -> str:
    said = interest.get_outcome_display() if interest.outcome else _("to be decided")
    return f"{said}: {shortened(interest.evidence)}"
