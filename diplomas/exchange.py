"""This app's section of the event file: the wording of the diploma, in and out."""

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import ValidationError

from diplomas import entries
from diplomas.models import Design, Diploma
from diplomas.services.issuing import wording_of
from diplomas.services.outdated import outdated_diplomas
from diplomas.snapshots import signatories
from diplomas.texts import default_design
from events.columns import entry_of, values_of
from events.entry_base import flaws_in, in_json
from events.journal import Journal
from events.matching import Table, Wanted, bring, title_of
from events.models import Event
from events.rules import Flaw
from events.texts import column, plain, told_always

MOST_NAMED = 5
OTHER_KINDS: Final = tuple(kind for kind in Diploma.Kind if kind != Diploma.Kind.DIPLOMA)


def load_designs(
    event: Event,
    texts: entries.DesignEntry | str,
    others: entries.DocumentsEntry,
    journal: Journal,
) -> None:
    """The wording of the diploma, and those of the other documents that have one of their own."""
    table = Table(
        Design,
        keys_of=lambda design: (design.kind,),
        place_of=lambda design: _place_of(design.kind),
        title_of=lambda design: title_of(design.title),
    )
    wanted = [_wanted_diploma(event, texts), *_wanted_others(event, others)]
    brought = bring(table, list(Design.objects.filter(event=event)), wanted, journal)
    Design.objects.filter(pk__in=[design.pk for design in brought.gone]).delete()


def _wanted_diploma(event: Event, texts: entries.DesignEntry | str) -> Wanted:
    if isinstance(texts, entries.DesignEntry):
        values, title = _design_values(texts), title_of(texts.title)
    else:
        values, title = _default_values(event), _("the program's own")
    kind = Diploma.Kind.DIPLOMA
    return Wanted(_place_of(kind), title, {"event": event, "kind": kind, **values}, (kind,))


def _wanted_others(event: Event, others: entries.DocumentsEntry) -> Iterator[Wanted]:
    for kind in OTHER_KINDS:
        if texts := getattr(others, kind):
            values = {"event": event, "kind": kind, **_design_values(texts)}
            yield Wanted(_place_of(kind), title_of(texts.title), values, (kind,))


def _place_of(kind: str) -> str:
    return "diploma" if kind == Diploma.Kind.DIPLOMA else f"documents.{kind}"


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


def flaws_of_design(event: Event, kind: str = Diploma.Kind.DIPLOMA) -> list[str]:
    """What today's rules say of a design that was stored before them: of each text, and of all together."""
    design = Design.objects.filter(event=event, kind=kind, is_default=False).first()
    if design is None:
        return []
    texts = entry_of_design(design)
    found = [*_flaws_of_each(texts), *texts.flaws()]
    return list(dict.fromkeys(f"{flaw.place}: {flaw.sentence}" for flaw in found))


def _flaws_of_each(texts: entries.DesignEntry) -> list[Flaw]:
    try:
        type(texts).model_validate(in_json(texts))
    except ValidationError as error:
        return list(flaws_in(type(texts), error))
    return []


def dump_designs(event: Event) -> tuple[entries.DesignChoice, entries.DocumentsEntry]:
    """The wording of the diploma, and those of the other documents."""
    designs = {design.kind: design for design in Design.objects.filter(event=event)}
    diploma = designs.pop(Diploma.Kind.DIPLOMA, None)
    worded: dict[str, Any] = {kind: entry_of_design(each) for kind, each in designs.items()}
    others = entries.DocumentsEntry.model_construct(**worded)
    if diploma is None or diploma.is_default:
        return "default", others
    return entry_of_design(diploma), others


def entry_of_design(design: Design) -> entries.DesignEntry:
    """Also of one that is not saved: the program's own words, to be edited."""
    is_award = design.kind == Diploma.Kind.AWARD
    kind = entries.AwardDesignEntry if is_award else entries.DesignEntry
    signatories = (
        entries.SignatoryEntry.model_construct(
            role=told_always(each["role"]), name=each["name"] or None
        )
        for each in design.signatories
    )
    return entry_of(kind, design, signatories=tuple(signatories))


def blank_lines_told(event: Event, kind: str = Diploma.Kind.DIPLOMA) -> list[str]:
    """The offices below which no name is printed, in the reader's language; of any wording."""
    said = _("No name is printed below “%(office)s”: the line stays blank, to be signed by hand.")
    wording = wording_of(event, kind=kind)
    given = {"programme": "", "chair": wording.chair}
    signed = signatories(wording.design, get_language() or wording.language, given)
    return [said % {"office": office} for office, name in signed if not name]
