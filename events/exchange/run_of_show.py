"""The lines of the day, and what was said in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from events import entries
from events.columns import entry_of, values_of
from events.journal import Journal
from events.matching import Brought, Table, Wanted, bring, in_order, replace, title_of
from events.models import Event, Person, Room, RunItem, SpeechFact
from events.texts import column, stored, told_always

Reasons = Callable[[Sequence[RunItem]], Mapping[int, str]]


@dataclass(frozen=True)
class Defended:
    """What the run of show has to know of projects: ids by number, and by run item."""

    ids: Mapping[int, int]
    of_item: Mapping[int, int]


def default_room(event: Event) -> Room:
    """The default room. It has no place in the file, so its coming is no difference."""
    room, _is_new = Room.objects.get_or_create(event=event, is_default=True)
    return room


def load_run(
    room: Room,
    lines: Sequence[entries.RunItemEntry],
    people: Mapping[str, Person],
    *,
    defended: Defended,
    reasons: Reasons,
    journal: Journal,
) -> Brought[RunItem]:
    """The lines of the run of show, and what was said in them."""
    table = Table(
        RunItem,
        keys_of=lambda item: _run_keys(
            item.order - 1,
            defended.of_item.get(item.pk),
            item.kind,
            column(item.title),
            item.person_id,
        ),
        place_of=lambda item: f"run[{item.order - 1}]",
        title_of=lambda item: title_of(item.title) or item.get_kind_display(),
        order="order",
        reasons=reasons,
    )
    held = list(RunItem.objects.filter(room=room).select_related("person"))
    wanted = [_line(room, i, line, people, defended.ids) for i, line in enumerate(lines)]
    brought = bring(table, held, wanted, journal)
    _load_speech_facts(brought.rows, lines, journal)
    return brought


def _line(
    room: Room,
    index: int,
    line: entries.RunItemEntry,
    people: Mapping[str, Person],
    ids: Mapping[int, int],
) -> Wanted:
    person = people[line.person] if line.person else None
    title = title_of(line.title) or str(RunItem.Kind(line.kind).label)
    project_id = ids[line.project] if line.project else None
    return Wanted(
        place=f"run[{index}]",
        title=f"{title} {line.project}" if line.project else title,
        values={"room": room, "person": person, **values_of(line, RunItem)},
        keys=_run_keys(
            index, project_id, line.kind, stored(line.title), person.pk if person else None
        ),
        list_place="run",
    )


def _run_keys(
    index: int, project_id: int | None, kind: str, title: str, person_id: int | None
) -> tuple[tuple[object, ...] | None, ...]:
    """Of lines that say the same the one in its place; then by what is said, whoever speaks, or the kind alone.

    A line may become one of another kind: by its words and its speaker it is still the same.
    """
    if kind == RunItem.Kind.DEFENSE:
        return ((project_id,), None, None, None, None, None)
    said = (kind, title, person_id)
    speaker = (kind, person_id) if person_id else None
    of_any_kind = (title, person_id) if title or person_id else None
    return ((index, *said), said, speaker, (kind, title), (kind,), of_any_kind)


def _load_speech_facts(
    items: Sequence[RunItem], lines: Sequence[entries.RunItemEntry], journal: Journal
) -> None:
    wanted = {
        f"run[{index}].facts": in_order(
            SpeechFact(item=item, text=stored(text)) for text in line.facts
        )
        for index, (line, item) in enumerate(zip(lines, items, strict=True))
    }
    places = {item.pk: place for place, item in zip(wanted, items, strict=True)}
    held = SpeechFact.objects.filter(item__in=items)
    replace(held, wanted, place_of=lambda fact: places[fact.item_id], journal=journal)


def dump_run(event: Event, numbers: Mapping[int, int]) -> tuple[entries.RunItemEntry, ...]:
    """`numbers` are those of the projects, by the run item of their defense."""
    items = RunItem.objects.of_event(event).filter(room__is_default=True).order_by("order")
    items = items.select_related("person").prefetch_related("speechfact_set")
    return tuple(dump_line(item, numbers.get(item.pk)) for item in items)


def dump_line(item: RunItem, number: int | None) -> entries.RunItemEntry:
    return entry_of(
        entries.RunItemEntry,
        item,
        project=number,
        person=item.person.key if item.person else None,
        facts=tuple(told_always(fact.text) for fact in item.speechfact_set.all()),
    )
