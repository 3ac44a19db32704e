"""One row of this app as it comes from outside: the wording of the diploma."""

from typing import Annotated, Literal

from diplomas import validators
from events.entries import Language
from events.entry_base import Entry, Several, WordOr
from events.texts import Text


class SignatoryEntry(Entry):
    role: Annotated[Text, validators.signatory_role]
    name: Annotated[str, validators.signatory_name] | None = None


class DesignEntry(Entry):
    """The words of the document around the holder's name and the topic, and its main language."""

    language: Language
    title: Annotated[Text, validators.design_title]
    lead: Annotated[Text, validators.design_lead]
    before_topic: Annotated[Text, validators.design_before_topic] | None = None
    after_topic: Annotated[Text, validators.design_after_topic] | None = None
    signatories: Annotated[tuple[SignatoryEntry, ...], Several(most=4)] = ()


DesignChoice = Annotated[Literal["default"] | DesignEntry, WordOr()]
