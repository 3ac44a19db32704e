"""The words of the declaration, and the page on which an expert makes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.translation import get_language, gettext_noop, override
from django.utils.translation import gettext as _

from events.models import Person
from experts.models import Declaration, Seat
from experts.pages.tablet import Holder
from experts.services.declaring import Agreed

SENTENCES: Final[Mapping[str, str]] = {
    "rules_read": gettext_noop("I have read the criteria and the rules of scoring."),
    "ties_declared": gettext_noop(
        "I have declared every tie between me and a team that I know of, and will declare one that I learn of later."
    ),
    "data_agreed": gettext_noop(
        "I agree that my name, my declaration and my points are kept with this event and seen by its organizers."
    ),
}


def sentences() -> list[str]:
    return [_(words) for words in SENTENCES.values()]


@dataclass(frozen=True)
class Sentence:
    name: str
    words: str
    is_given: bool


@dataclass(frozen=True)
class DeclarationPage:
    """`at` says when it was made; `refusal` what kept it from being made just now."""

    holder: Holder
    sentences: Sequence[Sentence]
    language: str
    at: datetime | None
    is_seated: bool
    is_closed: bool
    refusal: str


def declaration_page(
    person: Person, seats: Sequence[Seat], *, given: Sequence[str] = (), refusal: str = ""
) -> DeclarationPage:
    """Two queries: the seats, and what they declared. A seat that came later has still to declare."""
    made = list(Declaration.objects.filter(seat__in=seats).order_by("at"))
    is_made = bool(made) and len(made) == len(seats)
    return DeclarationPage(
        holder=Holder.of(person, seats[0] if seats else None),
        sentences=[Sentence(name, _(words), name in given) for name, words in SENTENCES.items()],
        language=get_language() or settings.LANGUAGE_CODE,
        at=made[-1].at if is_made else None,
        is_seated=bool(seats),
        is_closed=not person.event.is_scoring_open,
        refusal=refusal,
    )


def agreed_in(language: str, given: Sequence[str]) -> Agreed:
    """What was agreed to, in the words of the page: those of its language, if it is one of ours."""
    known = dict(settings.LANGUAGES)
    spoken = language if language in known else get_language() or settings.LANGUAGE_CODE
    with override(spoken):
        text = "\n".join(_(words) for words in SENTENCES.values())
    answers = {name: name in given for name in SENTENCES}
    return Agreed(**answers, text=text, language=spoken)
