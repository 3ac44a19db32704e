"""The whole event file: the rows of all four apps in one object."""

from typing import Annotated, Literal

from diplomas.entries import DesignChoice, DocumentsEntry
from events.entries import (
    DelegationEntry,
    EventEntry,
    FactsEntry,
    PersonEntry,
    RubricChoice,
    RunItemEntry,
    SourceEntry,
    Switch,
)
from events.entry_base import Choice, Entry, Many, Several
from experts.entries import DisclosureEntry, SeatEntry
from projects.entries import DrawEntry, ProjectEntry


class EventFile(Entry):
    """The fields are the keys of the file, in the order in which they are written."""

    format: Annotated[Literal["qorgau-event"], Choice()]
    version: Annotated[Literal[1], Choice()]
    source: SourceEntry | None = None
    event: EventEntry
    published: Annotated[tuple[Switch, ...], Several(distinct=True)] = ()
    rubric: RubricChoice
    diploma: DesignChoice
    documents: DocumentsEntry = DocumentsEntry()
    facts: FactsEntry = FactsEntry()
    delegations: Many[DelegationEntry] = ()
    people: Annotated[tuple[PersonEntry, ...], Several(most=2_000)] = ()
    panel: Annotated[tuple[SeatEntry, ...], Several(most=100)] = ()
    draw: DrawEntry | None = None
    run: Many[RunItemEntry] = ()
    projects: Annotated[tuple[ProjectEntry, ...], Several(most=300)] = ()
    disclosures: Many[DisclosureEntry] = ()
