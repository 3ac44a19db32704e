"""This app's section of the event file: the wording of the diploma, in and out."""

from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from diplomas import entries
from diplomas.models import Design, Diploma
from diplomas.services.outdated import outdated_diplomas
from diplomas.texts import default_design
from events.columns import entry_of, values_of
from events.entry_base import flaws_in, in_json
from events.journal import Journal
from events.matching import Table, Wanted, bring, title_of
from events.models import Event
from events.rules import Flaw
from events.texts import column, plain, told_always

MOST_NAMED = 5


def load_design(event: Event, texts: entries.DesignEntry | str, journal: Journal) -> None:
    table = Table(
        Design,
        keys_of=lambda design: (True,),
        place_of=lambda design: "diploma",
        title_of=lambda design: title_of(design.title),
    )
    if isinstance(texts, entries.DesignEntry):
        values, title = _design_values(texts), title_of(texts.title)
    else:
        values, title = _default_values(event), _("the program's own")
    wanted = Wanted("diploma", title, {"event": event, **values}, (True,))
    own = Design.objects.filter(event=event, kind=Diploma.Kind.DIPLOMA)
    bring(table, list(own), [wanted], journal)


def _design_values(texts: entries.DesignEntry) -> dict[str, Any]:
    signatories = [
        {"role": plain(each.role), "name": each.name or ""} for each in texts.signatories
    ]
    return {**values_of(texts, Design), "signatories": signatories, "is_default": False}


def _default_values(event: Event) -> dict[str, Any]:
    design = default_design(event)
    return {
        "language": design.language,
        "title": column(design.title),
        "lead": column(design.lead),
        "before_topic": column(design.before_topic),
        "after_topic": column(design.after_topic),
        "signatories": design.signatories,
        "is_default": True,
    }


def tell_outdated(event: Event, journal: Journal) -> None:
    """A diploma keeps the words it was issued with, whatever the file says since.

    What changes many of them, such as the city, is one line.
    """
    reason = _("says what was known when it was issued")
    outdated = [each.diploma for each in outdated_diplomas(event)]
    if len(outdated) > MOST_NAMED:
        first, last = outdated[0].number, outdated[-1].number
        journal.kept("diplomas", f"{len(outdated)} · {first} … {last}", reason)
        return
    for diploma in outdated:
        journal.kept(f"diplomas.{diploma.number}", diploma.snapshot["name"], reason)


def flaws_of_design(event: Event) -> list[str]:
    """What today's rules say of a design that was stored before them: of each text, and of all together."""
    texts = dump_design(event)
    if isinstance(texts, str):
        return []
    found = [*_flaws_of_each(texts), *texts.flaws()]
    return list(dict.fromkeys(f"{flaw.place}: {flaw.sentence}" for flaw in found))


def _flaws_of_each(texts: entries.DesignEntry) -> list[Flaw]:
    try:
        entries.DesignEntry.model_validate(in_json(texts))
    except ValidationError as error:
        return list(flaws_in(entries.DesignEntry, error))
    return []


def dump_design(event: Event) -> entries.DesignChoice:
    design = Design.objects.filter(event=event, kind=Diploma.Kind.DIPLOMA).first()
    if design is None or design.is_default:
        return "default"
    signatories = (
        entries.SignatoryEntry.model_construct(
            role=told_always(each["role"]), name=each["name"] or None
        )
        for each in design.signatories
    )
    return entry_of(entries.DesignEntry, design, signatories=tuple(signatories))
