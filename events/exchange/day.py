"""The event itself, what is known of it beside its tables, and its guests."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from events import entries
from events.columns import entry_of, values_of
from events.errors import AskedBeforeClose, RuleLocked
from events.journal import Journal
from events.matching import amended, in_order, replace, title_of
from events.models import Delegation, Event, Fact
from events.texts import Text, Translated, stored, told_always

# What the file calls a list of facts, and the topic of its rows.
TOPICS = {
    "event": Fact.Topic.EVENT,
    "course": Fact.Topic.COURSE,
    "guests": Fact.Topic.GUESTS,
    "thanks": Fact.Topic.THANKS,
    "panel": Fact.Topic.PANEL,
    "notes": Fact.Topic.NOTES,
}
# What experts rely on when they give points: a file that does not say it leaves it as it is.
RULE = ("scoring_rule", "least_sheets", "ties_by", "words_by")
HELD = (*RULE, "asks_declaration")
ASKED = ("asks_declaration", "query_hours")
# Names of earlier files, for what is read into the notes and never written.
FORMER_NOTES = ("spelling_variants", "inconsistencies")
LISTS = {topic: name for name, topic in TOPICS.items()}


def load_event_row(
    event: Event,
    entry: entries.EventEntry,
    source: entries.SourceEntry | None,
    published: Sequence[str],
    journal: Journal,
) -> None:
    """The event's own row; a new one is a draft."""
    held = {name for name in HELD if name not in entry.model_fields_set}
    values = {name: said for name, said in values_of(entry, Event).items() if name not in held} | {
        "languages": list(entry.languages),
        "trainees_stated": entry.trainees_stated or 0,
        "source": _source(source),
        "published": [*published, *event.published_of_the_decision],
    }
    _refuse_to_move_rule(event, values)
    if event.pk is None:
        amended(event, values, "event", Journal())
        event.save()
        journal.added("event", title_of(entry.title))
    elif changed := amended(event, values, "event", journal):
        event.save(update_fields=changed)


def _refuse_to_move_rule(event: Event, values: Mapping[str, Any]) -> None:
    """Raises RuleLocked for another rule than the one under which points were given, and AskedBeforeClose."""
    for name in RULE:
        if event.rule_locked_at and values.get(name, getattr(event, name)) != getattr(event, name):
            raise RuleLocked(name)
    for name in ASKED if event.scoring_closed_at else ():
        if values.get(name, getattr(event, name)) != getattr(event, name):
            raise AskedBeforeClose(name)


def _source(source: entries.SourceEntry | None) -> dict[str, str]:
    if source is None:
        return {}
    held = {"title": source.title, "address": source.address, "language": source.language}
    return {key: value for key, value in held.items() if value}


def dump_event_row(event: Event, *, named: int) -> entries.EventEntry:
    """`named` trainees are in teams; never fewer are stated, whoever stayed against the last file."""
    return entry_of(
        entries.EventEntry,
        event,
        languages=tuple(event.languages),
        trainees_stated=max(event.trainees_stated, named) if event.trainees_stated else None,
    )


def dump_source(event: Event) -> entries.SourceEntry | None:
    return entries.SourceEntry.model_construct(**event.source) if event.source else None


def load_facts(event: Event, facts: entries.FactsEntry, journal: Journal) -> None:
    held = Fact.objects.filter(event=event)
    wanted = {
        f"facts.{name}": in_order(_fact(event, topic, each) for each in _listed(facts, name))
        for name, topic in TOPICS.items()
    }
    replace(held, wanted, place_of=_list_of, journal=journal)


def _listed(facts: entries.FactsEntry, name: str) -> list[Any]:
    names = (name, *FORMER_NOTES) if name == "notes" else (name,)
    return [entry for each in names for entry in getattr(facts, each)]


def _list_of(fact: Fact) -> str:
    return f"facts.{LISTS[Fact.Topic(fact.topic)]}"


def _fact(event: Event, topic: str, entry: Any) -> Fact:
    if isinstance(entry, str | Translated):
        return Fact(event=event, topic=topic, text=stored(entry))
    return Fact(event=event, topic=topic, **values_of(entry, Fact))


def dump_facts(event: Event) -> entries.FactsEntry:
    by_topic: dict[str, list[Fact]] = defaultdict(list)
    for fact in Fact.objects.filter(event=event):
        by_topic[fact.topic].append(fact)
    lists: dict[str, Any] = {
        name: tuple(map(_FACTS[name], by_topic[topic])) for name, topic in TOPICS.items()
    }
    return entries.FactsEntry.model_construct(**lists)


def _fact_entry(fact: Fact) -> entries.FactEntry:
    return entry_of(entries.FactEntry, fact)


def _labelled_entry(fact: Fact) -> entries.LabelledFactEntry:
    return entry_of(entries.LabelledFactEntry, fact)


def _text_entry(fact: Fact) -> Text:
    return told_always(fact.text)


_FACTS: dict[str, Callable[[Fact], object]] = {
    "event": _fact_entry,
    "course": _labelled_entry,
    "guests": _fact_entry,
    "thanks": _text_entry,
    "panel": _fact_entry,
    "notes": _fact_entry,
}


def load_delegations(
    event: Event, delegations: Iterable[entries.DelegationEntry], journal: Journal
) -> None:
    rows = (Delegation(event=event, **values_of(each, Delegation)) for each in delegations)
    held = Delegation.objects.filter(event=event)
    replace(
        held, {"delegations": in_order(rows)}, place_of=lambda row: "delegations", journal=journal
    )


def dump_delegations(event: Event) -> tuple[entries.DelegationEntry, ...]:
    rows = Delegation.objects.filter(event=event)
    return tuple(entry_of(entries.DelegationEntry, row) for row in rows)
