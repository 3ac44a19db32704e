"""This app's section of the event file: the panel and the ties it discloses, in and out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from events.columns import entry_of, values_of
from events.entries import PersonEntry
from events.journal import Journal, shortened
from events.matching import Brought, Table, Wanted, bring
from events.models import Event, Person, Room, User
from events.services.leaving import asked
from events.texts import Text, Translated, languages_of
from experts import comparing, entries
from experts.errors import ResultStands
from experts.models import Interest, Panel, ScoreSheet, Seat
from experts.rules import CHAIR
from experts.services.interests import (
    decide_interest,
    detect_interests,
    drop_interests,
    would_be_found,
)
from experts.services.leaving import (
    declared_here,
    is_decided,
    seat_has_asked,
    seat_has_called,
    seat_has_deliberated,
    seat_has_paper,
    seat_has_sheets,
    seat_has_spoken,
    seat_was_noted,
)
from projects.models import Project


def compare_ahead(people: Sequence[PersonEntry], seats: Sequence[entries.SeatEntry]) -> None:
    """Compare the panel of a file with its people before anything is locked; it is quick under the lock then."""
    works = {person.key: _as_kept_text(person.organisation) for person in people}
    names = {person.key: person.name for person in people}
    comparing.compare_ahead(
        [
            (names[seat.person], [works[seat.person], _as_kept_text(seat.affiliation)])
            for seat in seats
        ],
        [(person.name, [works[person.key]]) for person in people],
    )


def _as_kept_text(text: Text | None) -> object:
    return languages_of(text) if isinstance(text, Translated) else text


def load_panel(
    room: Room,
    seats: Sequence[entries.SeatEntry],
    people: Mapping[str, Person],
    journal: Journal,
) -> Brought[Seat]:
    """The seats in their order. Whoever has written a score sheet keeps a seat that scores."""
    panel, _is_new = Panel.objects.get_or_create(room=room)
    held = list(Seat.objects.filter(panel=panel).select_related("person"))
    scored = seat_has_sheets(held)
    table = Table(
        Seat,
        keys_of=lambda seat: (seat.person_id,),
        place_of=lambda seat: f"panel.{seat.person.key}",
        title_of=lambda seat: seat.person.name,
        order="order",
        reasons=lambda left: asked(
            left,
            seat_has_spoken,
            seat_has_deliberated,
            seat_has_called,
            seat_has_asked,
            seat_was_noted,
            seat_has_paper,
            seat_has_sheets,
        ),
        fitted=lambda seat, values: _with_scoring_role(seat, values, scored, journal),
        as_kept=_as_kept,
    )
    wanted = [_wanted_seat(panel, entry, people[entry.person]) for entry in seats]
    _vacate_chair(held, [entry.person for entry in seats if entry.role == CHAIR])
    return bring(table, held, wanted, journal)


def _wanted_seat(panel: Panel, entry: entries.SeatEntry, person: Person) -> Wanted:
    return Wanted(
        place=f"panel.{entry.person}",
        title=person.name,
        values={"panel": panel, "person": person, **values_of(entry, Seat)},
        keys=(person.pk,),
        list_place="panel",
    )


def _with_scoring_role(
    seat: Seat, values: dict[str, Any], scored: Mapping[int, str], journal: Journal
) -> dict[str, Any]:
    if seat.pk not in scored or values["role"] in Seat.SCORING_ROLES or not seat.is_scoring:
        return values
    place = f"panel.{seat.person.key}.role"
    journal.kept(place, str(seat.get_role_display()), scored[seat.pk])
    is_chair = seat.role == Seat.Role.CHAIR
    return {**values, "role": Seat.Role.MEMBER if is_chair else seat.role}


def _vacate_chair(held: Sequence[Seat], chairs: Sequence[str]) -> None:
    """Free the one chair for another person, in the database only: the row is written again."""
    for seat in held:
        if seat.role == Seat.Role.CHAIR and seat.person.key not in chairs:
            Seat.objects.filter(pk=seat.pk).update(role=Seat.Role.MEMBER)


def _as_kept(seat: Seat) -> dict[str, Any]:
    """A chair who stays against the file is a member: the file has another chair, or none."""
    return {"role": Seat.Role.MEMBER} if seat.role == Seat.Role.CHAIR else {}


def load_interests(
    event: Event,
    disclosures: Sequence[entries.DisclosureEntry],
    seats: Mapping[str, Seat],
    projects: Mapping[int, Project],
    *,
    actor: User | str,
    at: datetime,
    journal: Journal,
    recused: Sequence[Interest] = (),
) -> None:
    """Ties the file declares, then those the program finds by comparing names.

    What somebody decided stays, and so does what somebody declared in the program itself. `recused` are those on
    record already, because the same person came on the panel and into a project.
    """
    wanted = list(_wanted_ties(disclosures, seats, projects))
    _load_declared(event, wanted, seats, projects, actor=actor, journal=journal)
    teams = list(Project.objects.of_event(event).with_team().order_by("number"))
    _drop_outdated(event, teams, actor=actor, at=at, journal=journal)
    for interest in (*recused, *detect_interests(event, at=at, projects=teams)):
        journal.added(_place_of(interest), _title_of(interest))


def _load_declared(
    event: Event,
    wanted: Sequence[Wanted],
    seats: Mapping[str, Seat],
    projects: Mapping[int, Project],
    *,
    actor: User | str,
    journal: Journal,
) -> None:
    of_file = {seat.pk for seat in seats.values()}, {each.pk for each in projects.values()}

    def stays_with_its_own(left: Sequence[Interest]) -> dict[int, str]:
        reason = _("its seat or project stays")
        held = (
            each
            for each in left
            if not (each.seat_id in of_file[0] and each.project_id in of_file[1])
        )
        return {each.pk: reason for each in held}

    table = Table(
        Interest,
        keys_of=lambda interest: (_tie(interest.seat_id, interest.project_id, interest.kind),),
        place_of=_place_of,
        title_of=_title_of,
        reasons=lambda left: asked(left, declared_here, stays_with_its_own, is_decided),
        fitted=_as_the_expert_said,
    )
    in_file = {want.keys[0] for want in wanted}
    known = Interest.objects.of_event(event).exclude(kind__in=Interest.ROLES)
    held = [
        interest
        for interest in known.select_related("seat__person", "project").order_by("pk")
        if interest.is_declared or table.keys_of(interest)[0] in in_file
    ]
    drop_interests(bring(table, held, wanted, journal).gone, actor=actor)


def _as_the_expert_said(interest: Interest, values: dict[str, Any]) -> dict[str, Any]:
    """A file tells a tie and not who declared it first."""
    if interest.source == Interest.Source.BY_EXPERT:
        return {name: value for name, value in values.items() if name != "source"}
    return values


def _wanted_ties(
    disclosures: Sequence[entries.DisclosureEntry],
    seats: Mapping[str, Seat],
    projects: Mapping[int, Project],
) -> Iterator[Wanted]:
    for entry in disclosures:
        for expert in entry.experts:
            for number in entry.projects:
                seat, project = seats[expert], projects[number]
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


def _drop_outdated(
    event: Event, teams: Sequence[Project], *, actor: User | str, at: datetime, journal: Journal
) -> None:
    """Take back what the program found and would not find any more, unless somebody decided.

    `teams` are all projects of the event with their people. Where a sheet was set aside for it the
    interest is dismissed first, which gives the sheet back. It does not stay as a dismissal: nobody
    has decided, and the file may say so again.
    """
    detected = Interest.objects.of_event(event).filter(source=Interest.Source.DETECTED)
    found = list(detected.select_related("seat__person"))
    projects = {each.pk: each for each in teams}
    for each in found:
        each.project = projects[each.project_id]
    decided = is_decided(found)
    outdated = [each for each in found if each.pk not in decided and not would_be_found(each)]
    if outdated and not event.is_scoring_open:
        raise ResultStands
    for interest in outdated:
        journal.removed(_place_of(interest), _title_of(interest))
    if outdated:
        _give_back_sheets(event, outdated, actor=actor, at=at)
        drop_interests(outdated, actor=actor)


def _give_back_sheets(
    event: Event, outdated: Sequence[Interest], *, actor: User | str, at: datetime
) -> None:
    sheets = ScoreSheet.objects.of_event(event).set_aside()
    kept = set(sheets.values_list("seat", "defense__project"))
    for interest in outdated:
        pair = {"seat": interest.seat_id, "defense__project": interest.project_id}
        if tuple(pair.values()) in kept and sheets.filter(**pair).exists():
            reason = _("The event file does not say so any more.")
            dismiss = Interest.Outcome.DISMISS
            decide_interest(interest.pk, outcome=dismiss, reason=reason, actor=actor, at=at)


def _place_of(interest: Interest) -> str:
    place = f"{interest.seat.person.key}.{interest.project.number}.{interest.kind}"
    return f"interests.{place}"


def _title_of(interest: Interest) -> str:
    said = interest.get_outcome_display() if interest.outcome else _("to be decided")
    return f"{said}: {shortened(interest.evidence)}"


def dump_panel(event: Event) -> tuple[entries.SeatEntry, ...]:
    seats = Seat.objects.of_event(event).filter(panel__room__is_default=True)
    return tuple(map(dump_seat, seats.in_order()))


def dump_seat(seat: Seat) -> entries.SeatEntry:
    return entry_of(entries.SeatEntry, seat, person=seat.person.key)


def dump_disclosures(event: Event) -> tuple[entries.DisclosureEntry, ...]:
    """Declared ties, put together where kind, reason and projects are the same."""
    ties = Interest.objects.of_event(event).exclude(source=Interest.Source.DETECTED)
    ties = ties.exclude(kind__in=Interest.ROLES).order_by("pk")
    told = ties.values_list("kind", "evidence", "seat__person__key", "project__number")
    numbers: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for kind, reason, expert, number in told:
        numbers[kind, reason, expert].append(number)
    experts: dict[tuple[str, str, tuple[int, ...]], list[str]] = defaultdict(list)
    for (kind, reason, expert), projects in numbers.items():
        experts[kind, reason, tuple(sorted(projects))].append(expert)
    return tuple(
        entries.DisclosureEntry.model_construct(
            kind=kind, experts=tuple(keys), projects=projects, reason=reason
        )
        for (kind, reason, projects), keys in experts.items()
    )
