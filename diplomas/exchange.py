"""This app's section of the event file: the wording of the diploma, in and out."""

from typing import Any

from django.utils.translation import gettext as _

from diplomas import entries
from diplomas.models import Design
from diplomas.services.issuing import outdated_diplomas
from diplomas.texts import default_design
from events.matching import Journal, Table, Wanted, bring, title_of
from events.models import Event
from events.texts import column, plain, stored, told, told_always

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
    bring(table, list(Design.objects.filter(event=event)), [wanted], journal)


def _design_values(texts: entries.DesignEntry) -> dict[str, Any]:
    return {
        "language": texts.language,
        "title": stored(texts.title),
        "lead": stored(texts.lead),
        "before_topic": stored(texts.before_topic),
        "after_topic": stored(texts.after_topic),
        "signatories": [
            {"role": plain(entry.role), "name": entry.name or ""} for entry in texts.signatories
        ],
        "is_default": False,
    }


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
    outdated = outdated_diplomas(event)
    if len(outdated) > MOST_NAMED:
        first, last = outdated[0].number, outdated[-1].number
        journal.kept("diplomas", f"{len(outdated)} · {first} … {last}", reason)
        return
    for diploma in outdated:
        journal.kept(f"diplomas.{diploma.number}", diploma.snapshot["name"], reason)


def dump_design(event: Event) -> entries.DesignChoice:
    design = Design.objects.filter(event=event).first()
    if design is None or design.is_default:
        return "default"
    return entries.DesignEntry.model_construct(
        language=design.language,
        title=told_always(design.title),
        lead=told_always(design.lead),
        before_topic=told(design.before_topic),
        after_topic=told(design.after_topic),
        signatories=tuple(
            entries.SignatoryEntry.model_construct(
                role=told_always(entry["role"]), name=entry["name"] or None
            )
            for entry in design.signatories
        ),
    )
