"""What organizers set: texts, days, rule, what is public, and the criteria. Each a pure change of the event file."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from defense.event_file import EventFile
from defense.workspace.rows import edited, own_language
from events.criteria import Criteria, criteria_of
from events.editing import Edit, Refused
from events.entries import RubricEntry
from events.rules import Flaw
from events.settings_forms import LANGUAGES, SWITCHES, switched


def with_event(file: EventFile, edit: Edit, names: Sequence[str]) -> EventFile:
    event = edited(file.event, edit, names, own=own_language(file))
    return file.model_copy(update={"event": event})


def with_languages(file: EventFile, edit: Edit) -> EventFile:
    """The first language stays the first: it is that of the texts that stand in none. Raises Refused."""
    before = file.event.languages
    chosen = _chosen(edit, LANGUAGES, before)
    if not chosen:
        raise Refused([Flaw("en", _("An event has at least one language."))])
    languages = tuple(sorted(chosen, key=lambda each: (*before, *LANGUAGES).index(each)))
    return file.model_copy(update={"event": file.event.model_copy(update={"languages": languages})})


def with_published(file: EventFile, edit: Edit) -> EventFile:
    return file.model_copy(update={"published": _chosen(edit, SWITCHES, file.published)})


def _chosen(edit: Edit, names: Sequence[str], current: Sequence[str]) -> tuple[str, ...]:
    """The names that are on after the edit. Raises Overtaken."""
    lines = edit.of(names).onto(switched(names, current))
    return tuple(name for name in names if lines[name])


def with_criteria(file: EventFile, change: Callable[[Criteria], Criteria]) -> EventFile:
    criteria = tuple(change(criteria_of(file.rubric)))
    return file.model_copy(update={"rubric": RubricEntry.model_construct(criteria=criteria)})
