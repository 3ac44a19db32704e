"""Sections of the record that tell the day: who judged whom by which rule, and what was given."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final

from django.utils.translation import override
from i18nfield.strings import LazyI18nString

from events.models import AuditHead, Event, Person, Room
from events.models.audit import stamp
from experts.models import AddedWords, Interest, Presence, Query, QueryWindow, RuleChange, Seat
from experts.models.panel import InterestQuerySet
from experts.reports.added_words import words_for_the_record
from experts.reports.after_close import changes_after_close
from experts.reports.cells import CellState, current_sheets
from experts.reports.grid import Grid
from experts.reports.rule_changes import (
    after_of,
    before_of,
    rule_changes_of,
    rule_of,
)
from experts.sheets import Assignment, Sheet, plain
from experts.signatures import Signer, short_hash, text_of_stored
from projects.models import Defense, Draw, DrawStep, Project, TeamMember

LANGUAGES: Final = ("kk", "ru", "en")
Section = Any


def words(held: LazyI18nString | str) -> dict[str, str]:
    """A text in every language; where it has none in one, what stands for it there."""
    text = held if isinstance(held, LazyI18nString) else LazyI18nString(held)
    return {language: str(text.localize(language)) for language in LANGUAGES}


def name(person: Person) -> dict[str, str]:
    return {language: person.printed_name(language) for language in LANGUAGES}


def moment(at: datetime | None) -> str | None:
    return None if at is None else stamp(at.astimezone(UTC))


def day(on: date | time | None) -> str | None:
    return None if on is None else on.isoformat()


def audit_head_section(event: Event) -> Section:
    """The last line of the log before the version was prepared."""
    head = AuditHead.objects.filter(event=event).first()
    return {"number": head.number, "link": head.link} if head else {"number": 0, "link": ""}


def event_section(grid: Grid) -> Section:
    event = grid.event
    texts = ("title", "subtitle", "kind", "course", "organiser", "place", "city")
    return {
        "slug": event.slug,
        **{each: words(getattr(event, each)) for each in texts},
        "starts_on": day(event.starts_on),
        "ends_on": day(event.ends_on),
        "time_zone": event.time_zone,
        "languages": list(event.languages),
        "is_rehearsal": event.is_rehearsal,
        "rooms": [
            {"room": room.pk, "name": words(room.name)}
            for room in Room.objects.filter(event=event).order_by("pk")
        ],
        "scoring_closed_at": moment(event.scoring_closed_at),
    }


def rule_section(grid: Grid) -> Section:
    event = grid.event
    return {
        **rule_of(event),
        "locked_at": moment(event.rule_locked_at),
        "query_hours": event.query_hours,
        "words_by": str(event.words_by),
        **_changes_of_rule(event),
    }


def _changes_of_rule(event: Event) -> Section:
    """What the chair agreed to or refused since the first points; nothing where nobody proposed another rule."""
    answered = [each for each in rule_changes_of(event) if each.state in RuleChange.ANSWERED]
    return {"changes": [_change_of_rule(each) for each in answered]} if answered else {}


def _change_of_rule(change: RuleChange) -> Section:
    seat = change.settled_from
    return {
        "is_agreed": change.state == RuleChange.State.AGREED,
        "before": before_of(change),
        "after": after_of(change),
        "reason": change.reason,
        "proposed_by": str(change.proposed_by),
        "proposed_at": moment(change.proposed_at),
        "expert": seat.person.key if seat else None,
        "role": str(change.role),
        "answer": change.answer,
        "at": moment(change.settled_at),
    }


def rubric_section(grid: Grid) -> Section:
    numbers = ("weight", "minimum", "maximum", "step")
    return [
        {
            "key": each.key,
            "name": words(each.name),
            **{number: plain(getattr(each, number)) for number in numbers},
        }
        for each in grid.criteria
    ]


def panel_section(grid: Grid) -> Section:
    return [
        {
            "expert": seat.person.key,
            "room": seat.panel.room_id,
            "order": seat.order,
            "role": str(seat.role),
            "role_text": words(seat.role_text),
            "name": name(seat.person),
            "affiliation": words(seat.affiliation),
            "is_scoring": seat.is_scoring,
        }
        for seat in grid.seats
    ]


def presence_section(grid: Grid) -> Section:
    noted = Presence.objects.of_event(grid.event).select_related("seat__person", "defense__project")
    lines = [
        {
            **_cell(each.seat, each.defense.project),
            "kind": str(each.kind),
            "counts_reason": each.counts_reason,
        }
        for each in noted
    ]
    return sorted(lines, key=_place)


def recusals_section(grid: Grid) -> Section:
    return _interests(Interest.objects.of_event(grid.event).recusing())


def disclosures_section(grid: Grid) -> Section:
    disclosed = Interest.Outcome.DISCLOSE
    return _interests(Interest.objects.of_event(grid.event).filter(outcome=disclosed))


def _interests(found: InterestQuerySet) -> Section:
    rows = found.select_related("seat__person", "project", "decided_by", "decided_from__person")
    lines = [
        {
            **_cell(each.seat, each.project),
            "kind": str(each.kind),
            "source": str(each.source),
            "evidence": each.evidence,
            "reason": each.reason,
            "decided_by": each.decider,
            "decided_at": moment(each.decided_at),
        }
        for each in rows
    ]
    return sorted(lines, key=lambda line: (*_place(line), line["kind"]))


def draw_section(grid: Grid) -> Section:
    """How the order was decided in each room, and every step of a draw that was held aloud."""
    draws = Draw.objects.filter(room__event=grid.event).order_by("room")
    steps = DrawStep.objects.of_event(grid.event).select_related("project", "takes_back")
    return {
        "methods": [
            {
                "room": each.room_id,
                "method": words(each.method),
                "rule_stated": each.rule_stated,
                "notes": [words(note) for note in each.noted()],
            }
            for each in draws
        ],
        "steps": [
            {
                "room": each.room_id,
                "number": each.number,
                "question": words(each.question),
                "team": each.project.number,
                "place": each.place,
                "takes_back": each.takes_back.number if each.takes_back else None,
                "reason": each.reason,
                "noted_at": moment(each.noted_at),
            }
            for each in steps
        ],
    }


def teams_section(grid: Grid) -> Section:
    """In the order in which they were heard, with the hours planned and those that were."""
    heard = Defense.objects.of_event(grid.event).in_running_order().with_supervisors()
    members: dict[int, list[TeamMember]] = {}
    for each in TeamMember.objects.of_event(grid.event).in_order().select_related("person"):
        members.setdefault(each.project_id, []).append(each)
    return [_team(each, members.get(each.project_id, [])) for each in heard]


def _team(defense: Defense, members: Iterable[TeamMember]) -> Mapping[str, Any]:
    project, item = defense.project, defense.run_item
    return {
        "number": project.number,
        "room": item.room_id,
        "topic": words(project.topic),
        "supervisors": [
            {"person": each.person.key, "name": name(each.person), "title": words(each.title)}
            for each in project.supervisors
        ],
        "members": [{"person": each.person.key, "name": name(each.person)} for each in members],
        "planned_at": day(item.planned_at),
        "planned_minutes": item.planned_minutes,
        "started_at": moment(item.started_at),
        "ended_at": moment(item.ended_at),
    }


def sheets_section(grid: Grid) -> Section:
    """Of every scoring seat before every team of its room, also where there is no sheet."""
    sheets, added = current_sheets(grid.event), words_for_the_record(grid.event)
    cells = [
        (seat, defense)
        for defense in grid.defenses
        for seat in grid.scoring
        if seat.panel.room_id == defense.run_item.room_id
    ]
    return [
        {
            **_cell(seat, defense.project),
            **_sheet(grid, seat, defense, sheets.get(Assignment(seat.pk, defense.pk))),
            **_added(added.get(Assignment(seat.pk, defense.pk))),
        }
        for seat, defense in cells
    ]


def _sheet(grid: Grid, seat: Seat, defense: Defense, sheet: Sheet | None) -> Mapping[str, Any]:
    where = Assignment(seat.pk, defense.pk)
    out = grid.out.get((seat.pk, defense.project_id))
    if sheet is None:
        return {"state": str(out or CellState.NOT_STARTED)}
    signer = Signer(event=grid.event.slug, person=seat.person.key)
    return {
        "state": str(out or sheet.state),
        "revision": sheet.rev,
        "points": sheet.plain_points,
        "total": str(sheet.total),
        "comment": sheet.comment_in_protocol,
        "readers": str(sheet.readers),
        "saved_at": moment(sheet.saved_at),
        "mark": short_hash(text_of_stored(signer, where, sheet)),
        "key": sheet.signed_by,
    }


def _added(words: AddedWords | None) -> Mapping[str, Any]:
    """What the expert added to the comment after the close; nothing where there is none."""
    if words is None:
        return {}
    said = {"text": words.text, "readers": str(words.readers), "at": moment(words.at)}
    return {"added": said}


def late_changes_section(grid: Grid) -> Section:
    told = []
    for language in LANGUAGES:
        with override(language):
            told.append(changes_after_close(grid.event))
    return [
        {
            "verb": each[0].verb,
            "about": dict(zip(LANGUAGES, (line.about for line in each), strict=True)),
            "who": each[0].who,
            "at": moment(each[0].at),
            "reason": each[0].reason,
        }
        for each in zip(*told, strict=True)
    ]


def queries_section(grid: Grid) -> Section:
    """The windows in which teams could ask, with what they said; empty for an event without."""
    windows = QueryWindow.objects.of_event(grid.event).order_by("pk")
    said: dict[int, list[Mapping[str, Any]]] = {}
    asked = Query.objects.filter(window__in=windows).select_related(
        "project", "person", "answered_from__person", "answered_by"
    )
    for each in asked.order_by("project__number"):
        said.setdefault(each.window_id, []).append(_query(each))
    return [
        {
            "opened_at": moment(each.opened_at),
            "closes_at": moment(each.closes_at),
            "waived_at": moment(each.waived_at),
            "waived_reason": each.waived_reason,
            "withdrawn_at": moment(each.withdrawn_at),
            "teams": said.get(each.pk, []),
        }
        for each in windows
    ]


def _query(query: Query) -> Mapping[str, Any]:
    return {
        "team": query.project.number,
        "person": name(query.person),
        "kind": str(query.kind),
        "text": query.text,
        "at": moment(query.at),
        "answer": query.answer,
        "answered_by": query.answerer,
        "answered_at": moment(query.answered_at),
    }


def _cell(seat: Seat, project: Project) -> Mapping[str, Any]:
    return {"expert": seat.person.key, "team": project.number}


def _place(line: Mapping[str, Any]) -> tuple[int, str]:
    return (line["team"], line["expert"])
