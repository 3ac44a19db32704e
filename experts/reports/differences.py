"""Where the rows that decide who wins differ from what the log says of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from events.covered import differences, unlisted_count
from events.models import AuditEntry, Criterion, Event
from events.models.audit import stamp
from experts.models import ScoreSheet, SheetRevision
from experts.reports.given import hash_of_revision, hash_of_rubric, places_of
from experts.reports.recorded import Recorded, RecordedSheet, Save, recorded


@dataclass(frozen=True)
class Verdict:
    """One sentence for each difference; how many revisions nothing can be said of; and how
    many rows came without a line, as all did before lines named them."""

    differences: tuple[str, ...]
    unhashed_count: int
    unlisted_count: int


def verdict(event: Event) -> Verdict:
    """Compare the event's scoring with its log. Hold the head of the log while it is read."""
    log = recorded(AuditEntry.objects.filter(event=event).order_by("number").iterator())
    found = [
        *_of_event(event, log),
        *_of_sheets(event, log),
        *differences(event, log.covered),
    ]
    unhashed_count = sum(not save.is_hashed for save in log.saves)
    return Verdict(tuple(found), unhashed_count, unlisted_count(event, log.covered))


def _of_event(event: Event, log: Recorded) -> Iterator[str]:
    event = Event.objects.get(pk=event.pk)
    if event.is_rehearsal != log.is_rehearsal:
        yield "The event is marked as a rehearsal or as none, and no line of the log says so."
    if log.sheets and event.rule_locked_at is None:
        yield "The scoring rule was unlocked after points were given."
    yield from _of_closing(event, log)
    yield from _of_rule(event, log)


def _of_closing(event: Event, log: Recorded) -> Iterator[str]:
    closed_at = event.scoring_closed_at
    if (closed_at is not None) != log.is_closed:
        word = "closed" if closed_at else "open"
        yield f"The scoring is {word}, and the log says otherwise."
    elif closed_at and log.closed_at and stamp(closed_at) != log.closed_at:
        yield f"The scoring is closed since {stamp(closed_at)}, and the log says {log.closed_at}."


def _of_rule(event: Event, log: Recorded) -> Iterator[str]:
    """One sentence for the rule and one for the rubric, at the first line that was under others."""
    rubric = hash_of_rubric(Criterion.objects.filter(rubric__event=event))
    saves = [save for save in log.saves if save.is_hashed]
    now = (str(event.scoring_rule), event.rule_version)
    yield from _of_changes(now, log)
    told = [save for save in saves if "rule_version" in save.details]
    for save in [each for each in told if _version_differs(each, log, now)][:1]:
        was = f"{save.details['rule_version']} at line {save.line}"
        yield f"The version of the scoring rule is {event.rule_version}; it was {was}."
    for save in [each for each in saves if _rule_differs(each, log, now)][:1]:
        was = save.details["rule"]
        yield f"The scoring rule is {event.scoring_rule}; it was {was} at line {save.line}."
    for save in [each for each in saves if each.details["rubric"] != rubric][:1]:
        yield f"The criteria or their weights are not those of line {save.line}."


Ruled = tuple[str, int | None]


def _of_changes(now: Ruled, log: Recorded) -> Iterator[str]:
    """Of the rule, by chair and owner: each from what the one before it left."""
    for change, later in pairwise(log.rules):
        if change.after != later.before:
            yield f"Line {later.line} changes another rule than line {change.line} left."
    if log.rules and log.rules[-1].after != now:
        yield f"The scoring rule is {now[0]}; line {log.rules[-1].line} made it {log.rules[-1].after[0]}."


def _version_differs(save: Save, log: Recorded, now: Ruled) -> bool:
    return bool(save.details["rule_version"] != log.rule_at(save.line, now)[1])


def _rule_differs(save: Save, log: Recorded, now: Ruled) -> bool:
    return bool(save.details["rule"] != log.rule_at(save.line, now)[0])


def _of_sheets(event: Event, log: Recorded) -> Iterator[str]:
    of_event = ScoreSheet.objects.of_event(event).values_list("pk", flat=True)
    ids = {*of_event, *log.sheets}
    held = ScoreSheet.objects.filter(pk__in=ids).select_related(
        "defense__run_item", "defense__project", "seat__panel__room"
    )
    sheets = {sheet.pk: sheet for sheet in held}
    revisions: dict[int, dict[int, SheetRevision]] = {pk: {} for pk in ids}
    for revision in SheetRevision.objects.filter(sheet__in=ids).select_related("signature"):
        revisions[revision.sheet_id][revision.number] = revision
    for pk in sorted(ids):
        if pk not in log.sheets:
            yield f"Score sheet {pk} is in no line of the log."
        elif pk not in sheets:
            yield f"Score sheet {pk} is gone; line {log.sheets[pk].last.line} saved it."
        else:
            yield from _of_sheet(sheets[pk], log.sheets[pk], event.pk)
            yield from _of_revisions(pk, revisions[pk], log.sheets[pk])


def _of_sheet(sheet: ScoreSheet, log: RecordedSheet, event_id: int) -> Iterator[str]:
    line = f"the log says {log.revision} (line {log.last.line})"
    if sheet.revision != log.revision:
        yield f"Score sheet {sheet.pk} stands at revision {sheet.revision}; {line}."
    if sheet.state != log.state:
        yield f"Score sheet {sheet.pk} is “{sheet.state}”; the log says “{log.state}”."
    if log.last.is_hashed:
        yield from _of_places(sheet, log.last)
    if not sheet.seat.is_scoring:
        yield f"Score sheet {sheet.pk} is of a seat that scores no more."
    if sheet.seat.panel.room_id != sheet.defense.run_item.room_id:
        yield f"Score sheet {sheet.pk} is of a seat and a defense in two rooms."
    if {sheet.seat.panel.room.event_id, sheet.defense.project.event_id} != {event_id}:
        yield f"Score sheet {sheet.pk} is of another event."


def _of_places(sheet: ScoreSheet, save: Save) -> Iterator[str]:
    for word, now in places_of(sheet, project_id=sheet.defense.project_id).items():
        if now != save.details[word]:
            was = f"{save.details[word]} at line {save.line}"
            yield f"Score sheet {sheet.pk} is of {word} {now}; it was of {word} {was}."
    if save.expert != f"person:{sheet.seat.person_id}":
        yield f"Score sheet {sheet.pk} is now another person's than at line {save.line}."


def _of_revisions(
    pk: int, revisions: Mapping[int, SheetRevision], log: RecordedSheet
) -> Iterator[str]:
    for number in sorted({*revisions, *log.saves}):
        name = f"Revision {number} of score sheet {pk}"
        if number not in log.saves:
            yield f"{name} is in no line of the log."
        elif number not in revisions:
            yield f"{name} is gone; line {log.saves[number].line} saved it."
        elif _is_another(revisions[number], log.saves[number]):
            yield f"{name} is not what line {log.saves[number].line} saved."
        elif _is_signed_otherwise(revisions[number], log.saves[number]):
            said = f"revision {number} of score sheet {pk} is not that of line"
            yield f"The signature of {said} {log.saves[number].line}."


def _is_another(revision: SheetRevision, save: Save) -> bool:
    return save.is_hashed and hash_of_revision(revision) != save.details["given"]


def _is_signed_otherwise(revision: SheetRevision, save: Save) -> bool:
    signature = getattr(revision, "signature", None)
    return (signature.signature if signature else None) != save.details.get("signature")
