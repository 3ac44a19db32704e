"""The event itself, what is known of it, its people and its run of show."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from defense.event_file import schema
from defense.event_file.differences import Journal, shown
from defense.event_file.loading_context import Loading, column, title_of
from defense.event_file.rows import Table, Wanted, amended, bring
from defense.event_file.wording import languages_of, stored
from events.models import Delegation, Event, Fact, Person, Room, RunItem, SpeechFact
from projects.models import Defense

# What the file calls a list of facts, and the topic of its rows.
TOPICS = {
    "event": Fact.Topic.EVENT,
    "programme": Fact.Topic.PROGRAMME,
    "guests": Fact.Topic.GUESTS,
    "thanks": Fact.Topic.THANKS,
    "panel": Fact.Topic.PANEL,
    "notes": Fact.Topic.NOTES,
}
OLDER_NAMES = {"spelling_variants": Fact.Topic.NOTES, "inconsistencies": Fact.Topic.NOTES}
LISTS = {topic: name for name, topic in TOPICS.items()}


def load_event_row(loading: Loading) -> None:
    """The event's own row. A new event that publishes something is open to guests at once."""
    event, file = loading.event, loading.file
    if loading.is_new:
        event.phase = Event.Phase.OPEN if file.published else Event.Phase.DRAFT
        amended(event, event_values(file), "event", Journal())
        event.save()
        loading.journal.added("event", title_of(file.event.title))
    elif changed := amended(event, event_values(file), "event", loading.journal):
        event.save(update_fields=changed)


def event_values(file: schema.EventFile) -> dict[str, Any]:
    info = file.event
    return {
        "title": stored(info.title),
        "subtitle": stored(info.subtitle),
        "kind": stored(info.kind),
        "programme": stored(info.programme),
        "organiser": stored(info.organiser),
        "place": stored(info.place),
        "city": stored(info.city),
        "starts_on": info.starts_on,
        "ends_on": info.ends_on,
        "time_zone": info.time_zone,
        "languages": list(info.languages),
        "trainees_stated": info.trainees_stated or 0,
        "trainees_wording": stored(info.trainees_wording),
        "source": _source(file.source),
        "published": list(file.published),
    }


def _source(source: schema.Source | None) -> dict[str, str]:
    if source is None:
        return {}
    held = {"title": source.title, "address": source.address, "language": source.language}
    return {key: value for key, value in held.items() if value}


def load_facts(loading: Loading) -> None:
    table = Table(
        Fact,
        keys_of=lambda fact: _fact_keys(fact.topic, column(fact.label), column(fact.text)),
        place_of=lambda fact: f"facts.{LISTS[Fact.Topic(fact.topic)]}[{fact.order - 1}]",
        title_of=lambda fact: title_of(fact.text),
        order="order",
        within=("topic",),
    )
    held = list(Fact.objects.filter(event=loading.event))
    brought = bring(table, held, list(_wanted_facts(loading)), loading.journal)
    loading.delete_later(brought.gone)


def _wanted_facts(loading: Loading) -> Iterator[Wanted]:
    for name, topic in (TOPICS | OLDER_NAMES).items():
        for index, entry in enumerate(getattr(loading.file.facts, name)):
            is_labelled = isinstance(entry, schema.Fact | schema.LabelledFact)
            label = stored(entry.label) if is_labelled else ""
            text = entry.text if is_labelled else entry
            yield Wanted(
                place=f"facts.{name}[{index}]",
                title=title_of(text),
                values={
                    "event": loading.event,
                    "topic": topic,
                    "label": label,
                    "text": stored(text),
                },
                keys=_fact_keys(topic, label, stored(text)),
                list_place=f"facts.{name}",
            )


def _fact_keys(topic: str, label: str, text: str) -> tuple[tuple[str, ...], ...]:
    return (topic, label, text), (topic, text), (topic, label), (topic,)


def load_delegations(loading: Loading) -> None:
    table = Table(
        Delegation,
        keys_of=lambda delegation: (column(delegation.city), True),
        place_of=lambda delegation: f"delegations[{delegation.order - 1}]",
        title_of=lambda delegation: title_of(delegation.city),
        order="order",
    )
    wanted = [
        Wanted(
            place=f"delegations[{index}]",
            title=title_of(entry.city),
            values={
                "event": loading.event,
                "city": stored(entry.city),
                "size": entry.size,
                "contact": entry.contact or "",
            },
            keys=(stored(entry.city), True),
            list_place="delegations",
        )
        for index, entry in enumerate(loading.file.delegations)
    ]
    held = list(Delegation.objects.filter(event=loading.event))
    loading.delete_later(bring(table, held, wanted, loading.journal).gone)


def load_people(loading: Loading) -> None:
    """Add and change the people of the file. Who is in it no longer is looked at in the end."""
    table = Table(
        Person,
        keys_of=lambda person: (person.key,),
        place_of=lambda person: f"people.{person.key}",
        title_of=lambda person: person.name,
        fitted=lambda person, values: _without_confirmed_names(loading, person, values),
    )
    held = list(Person.objects.of_event(loading.event))
    named = {entry.key for entry in loading.file.people}
    wanted = [
        Wanted(
            place=f"people.{entry.key}",
            title=entry.name,
            values=_person_values(loading, entry),
            keys=(entry.key,),
        )
        for entry in loading.file.people
    ]
    stay = [person for person in held if person.key in named]
    brought = bring(table, stay, wanted, loading.journal)
    loading.people = {person.key: person for person in brought.rows}
    loading.left_people = [person for person in held if person.key not in named]


def _person_values(loading: Loading, entry: schema.Person) -> dict[str, Any]:
    return {
        "event": loading.event,
        "key": entry.key,
        "name": entry.name,
        "family_name": entry.family_name or "",
        "given_name": entry.given_name or "",
        "patronymic": entry.patronymic or "",
        "printed_names": languages_of(entry.printed_names) if entry.printed_names else {},
        "position": stored(entry.position),
        "organisation": stored(entry.organisation),
        "school_kind": entry.school_kind or "",
        "school_number": entry.school_number,
        "city": stored(entry.city),
        "source_text": entry.source_text or "",
        "note": entry.note or "",
    }


def _without_confirmed_names(
    loading: Loading, person: Person, values: dict[str, Any]
) -> dict[str, Any]:
    """The name a person has confirmed is theirs: what is printed, and what it falls back to."""
    if person.confirmed_at is None:
        return values
    for name in ("name", "printed_names"):
        before = getattr(person, name)
        if before != values.pop(name):
            reason = _("confirmed by the person")
            loading.journal.kept(f"people.{person.key}.{name}", shown(before), reason)
    return values


def load_room(loading: Loading) -> None:
    """The default room. It has no place in the file, so its coming is no difference."""
    loading.room, _is_new = Room.objects.get_or_create(event=loading.event, is_default=True)


def load_run(loading: Loading) -> None:
    """The lines of the run of show, what was said in them, and which project each defense is of."""
    defenses = list(Defense.objects.of_event(loading.event).select_related("project", "run_item"))
    defended = {defense.run_item_id: defense.project_id for defense in defenses}
    kept_projects = {project.pk for project in loading.kept_projects.values()}

    def reasons(items: Sequence[RunItem]) -> dict[int, str]:
        kept = {item.pk: _("it has begun") for item in items if item.started_at}
        stays = _("its project stays")
        return kept | {item.pk: stays for item in items if defended.get(item.pk) in kept_projects}

    table = Table(
        RunItem,
        keys_of=lambda item: _run_keys(
            defended.get(item.pk), item.kind, column(item.title), item.person_id
        ),
        place_of=lambda item: f"run[{item.order - 1}]",
        title_of=lambda item: title_of(item.title) or item.get_kind_display(),
        order="order",
        reasons=reasons,
    )
    held = list(RunItem.objects.filter(room=loading.room).select_related("person"))
    wanted = [_wanted_line(loading, index) for index in range(len(loading.file.run))]
    brought = bring(table, held, wanted, loading.journal)
    loading.run_items = brought.rows
    loading.delete_later(brought.gone)
    _load_defenses(loading, defenses)
    _load_speech_facts(loading)


def _wanted_line(loading: Loading, index: int) -> Wanted:
    line = loading.file.run[index]
    person = loading.people[line.person] if line.person else None
    project = loading.projects[line.project] if line.project else None
    title = title_of(line.title) or RunItem.Kind(line.kind).label
    return Wanted(
        place=f"run[{index}]",
        title=f"{title} {project.number}" if project else str(title),
        values={
            "room": loading.room,
            "kind": line.kind,
            "title": stored(line.title),
            "person": person,
            "role_text": stored(line.role_text),
            "note": stored(line.note),
            "planned_minutes": line.planned_minutes,
        },
        keys=_run_keys(
            project.pk if project else None,
            line.kind,
            stored(line.title),
            person.pk if person else None,
        ),
        list_place="run",
    )


def _run_keys(
    project_id: int | None, kind: str, title: str, person_id: int | None
) -> tuple[tuple[object, ...] | None, ...]:
    if kind == RunItem.Kind.DEFENSE:
        return ((project_id,), None, None, None)
    speaker = (kind, person_id) if person_id else None
    return ((kind, title, person_id), speaker, (kind, title), (kind,))


def _load_defenses(loading: Loading, held: Sequence[Defense]) -> None:
    table = Table(
        Defense,
        keys_of=lambda defense: (defense.project_id,),
        place_of=lambda defense: f"projects.{defense.project.number}.defense",
        title_of=str,
    )
    wanted = [
        Wanted(
            place=f"projects.{line.project}.defense",
            title="",
            values={"project": loading.projects[line.project], "run_item": item},
            keys=(loading.projects[line.project].pk,),
        )
        for line, item in zip(loading.file.run, loading.run_items, strict=True)
        if line.project
    ]
    of_file = {want.keys[0] for want in wanted}
    stay = [defense for defense in held if defense.project_id in of_file]
    bring(table, stay, wanted, loading.journal)


def _load_speech_facts(loading: Loading) -> None:
    table = Table(
        SpeechFact,
        keys_of=lambda fact: ((fact.item_id, column(fact.text)), (fact.item_id,)),
        place_of=lambda fact: f"run[{fact.item.order - 1}].facts[{fact.order - 1}]",
        title_of=lambda fact: title_of(fact.text),
        order="order",
        within=("item",),
    )
    wanted = [
        Wanted(
            place=f"run[{index}].facts[{position}]",
            title=title_of(text),
            values={"item": item, "text": stored(text)},
            keys=((item.pk, stored(text)), (item.pk,)),
            list_place=f"run[{index}].facts",
        )
        for index, (line, item) in enumerate(zip(loading.file.run, loading.run_items, strict=True))
        for position, text in enumerate(line.facts)
    ]
    held = list(SpeechFact.objects.filter(item__in=loading.run_items).select_related("item"))
    loading.delete_later(bring(table, held, wanted, loading.journal).gone)
