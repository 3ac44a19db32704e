"""The event itself, what is known of it beside its tables, and its guests."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from events import entries
from events.matching import Journal, amended, in_order, replace, title_of
from events.models import Delegation, Event, Fact
from events.texts import Text, Translated, stored, told, told_always

# What the file calls a list of facts, and the topic of its rows.
TOPICS = {
    "event": Fact.Topic.EVENT,
    "course": Fact.Topic.COURSE,
    "guests": Fact.Topic.GUESTS,
    "thanks": Fact.Topic.THANKS,
    "panel": Fact.Topic.PANEL,
    "spelling_variants": Fact.Topic.SPELLING,
    "inconsistencies": Fact.Topic.INCONSISTENCY,
}
LISTS = {topic: name for name, topic in TOPICS.items()}


def load_event_row(
    event: Event,
    entry: entries.EventEntry,
    source: entries.SourceEntry | None,
    published: Sequence[str],
    journal: Journal,
) -> None:
    """The event's own row; a new one is a draft."""
    values = _event_values(entry) | {"source": _source(source), "published": list(published)}
    if event.pk is None:
        amended(event, values, "event", Journal())
        event.save()
        journal.added("event", title_of(entry.title))
    elif changed := amended(event, values, "event", journal):
        event.save(update_fields=changed)


def _event_values(entry: entries.EventEntry) -> dict[str, Any]:
    return {
        "title": stored(entry.title),
        "subtitle": stored(entry.subtitle),
        "kind": stored(entry.kind),
        "course": stored(entry.course),
        "organiser": stored(entry.organiser),
        "place": stored(entry.place),
        "city": stored(entry.city),
        "starts_on": entry.starts_on,
        "ends_on": entry.ends_on,
        "time_zone": entry.time_zone,
        "languages": list(entry.languages),
        "trainees_stated": entry.trainees_stated or 0,
        "trainees_wording": stored(entry.trainees_wording),
    }


def _source(source: entries.SourceEntry | None) -> dict[str, str]:
    if source is None:
        return {}
    held = {"title": source.title, "address": source.address, "language": source.language}
    return {key: value for key, value in held.items() if value}


def dump_event_row(event: Event, *, named: int) -> entries.EventEntry:
    """`named` trainees are in teams; never fewer are stated, whoever stayed against the last file."""
    return entries.EventEntry.model_construct(
        slug=event.slug,
        title=told_always(event.title),
        subtitle=told(event.subtitle),
        kind=told(event.kind),
        course=told_always(event.course),
        organiser=told_always(event.organiser),
        place=told_always(event.place),
        city=told_always(event.city),
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        time_zone=event.time_zone,
        languages=tuple(event.languages),
        trainees_stated=max(event.trainees_stated, named) if event.trainees_stated else None,
        trainees_wording=told(event.trainees_wording),
    )


def dump_source(event: Event) -> entries.SourceEntry | None:
    return entries.SourceEntry.model_construct(**event.source) if event.source else None


def load_facts(event: Event, facts: entries.FactsEntry, journal: Journal) -> None:
    held = Fact.objects.filter(event=event)
    wanted = {
        f"facts.{name}": in_order(_fact(event, topic, each) for each in getattr(facts, name))
        for name, topic in TOPICS.items()
    }
    replace(held, wanted, place_of=_list_of, journal=journal)


def _list_of(fact: Fact) -> str:
    return f"facts.{LISTS[Fact.Topic(fact.topic)]}"


def _fact(event: Event, topic: str, entry: Any) -> Fact:
    if isinstance(entry, str | Translated):
        return Fact(event=event, topic=topic, text=stored(entry))
    return Fact(event=event, topic=topic, label=stored(entry.label), text=stored(entry.text))


def dump_facts(event: Event) -> entries.FactsEntry:
    by_topic: dict[str, list[Fact]] = defaultdict(list)
    for fact in Fact.objects.filter(event=event):
        by_topic[fact.topic].append(fact)
    lists: dict[str, Any] = {
        name: tuple(map(_FACTS[name], by_topic[topic])) for name, topic in TOPICS.items()
    }
    return entries.FactsEntry.model_construct(**lists)


def _fact_entry(fact: Fact) -> entries.FactEntry:
    return entries.FactEntry.model_construct(label=told(fact.label), text=told_always(fact.text))


def _labelled_entry(fact: Fact) -> entries.LabelledFactEntry:
    label, text = told_always(fact.label), told_always(fact.text)
    return entries.LabelledFactEntry.model_construct(label=label, text=text)


def _text_entry(fact: Fact) -> Text:
    return told_always(fact.text)


_FACTS: dict[str, Callable[[Fact], object]] = {
    "event": _fact_entry,
    "course": _labelled_entry,
    "guests": _fact_entry,
    "thanks": _text_entry,
    "panel": _fact_entry,
    "spelling_variants": _labelled_entry,
    "inconsistencies": _text_entry,
}


def load_delegations(
    event: Event, delegations: Iterable[entries.DelegationEntry], journal: Journal
) -> None:
    rows = (
        Delegation(event=event, city=stored(each.city), size=each.size, contact=each.contact or "")
        for each in delegations
    )
    held = Delegation.objects.filter(event=event)
    replace(
        held, {"delegations": in_order(rows)}, place_of=lambda row: "delegations", journal=journal
    )


def dump_delegations(event: Event) -> tuple[entries.DelegationEntry, ...]:
    return tuple(
        entries.DelegationEntry.model_construct(
            city=told_always(row.city), size=row.size, contact=row.contact or None
        )
        for row in Delegation.objects.filter(event=event)
    )
