"""Which words an event's documents have, and in which languages; and the few that no event changes."""

from typing import Final

from i18nfield.strings import LazyI18nString

from diplomas.models import Design, Diploma
from diplomas.record import LANGUAGES, printed_together
from diplomas.wordings import OWN_WORDINGS
from events.models import Event

SUPERVISED_BY: Final = {
    "kk": ("Жоба жетекшісі", "Жоба жетекшілері"),
    "ru": ("Руководитель проекта", "Руководители проекта"),
    "en": ("Project supervisor", "Project supervisors"),
}
DUPLICATE: Final = {
    "kk": "ТЕЛНҰСҚА, № {number} орнына",
    "ru": "ДУБЛИКАТ, вместо № {number}",
    "en": "DUPLICATE, in place of № {number}",
}
STAMP: Final = {"kk": "М.О.", "ru": "М.П.", "en": "Stamp"}
HOURS: Final = {
    "kk": "Бағдарлама көлемі: {hours} академиялық сағат",
    "ru": "Объём программы: {hours} академ. ч.",
    "en": "Extent of the programme: {hours} academic hours",
}
SAMPLE: Final = {"kk": "ҮЛГІ", "ru": "ОБРАЗЕЦ", "en": "SAMPLE"}
REHEARSAL: Final = {"kk": "РЕПЕТИЦИЯ", "ru": "РЕПЕТИЦИЯ", "en": "REHEARSAL"}


def default_design(event: Event, kind: str = Diploma.Kind.DIPLOMA) -> Design:
    """The product's design of a kind in the event's first language; not saved."""
    own = OWN_WORDINGS[kind]
    return Design(
        event=event,
        kind=kind,
        language=next(iter(_known(event)), "kk"),
        title=LazyI18nString(dict(own.title)),
        lead=LazyI18nString(dict(own.lead)),
        before_topic=LazyI18nString(dict(own.before_topic)),
        after_topic=LazyI18nString(dict(own.after_topic)),
        signatories=own.signatories,
        is_default=True,
    )


def design_of(event: Event, kind: str = Diploma.Kind.DIPLOMA) -> Design:
    """The event's design of a kind, or the default one; not saved then."""
    found = Design.objects.filter(event=event, kind=kind).first()
    return found or default_design(event, kind)


def languages_of_design(design: Design) -> list[str]:
    """Those that stand on a page, the main one first."""
    return printed_together(design.language, design.beside)


def languages_to_choose(design: Design) -> list[str]:
    """Among which its holder chooses one for a document: the main one first; none where nothing is to be chosen."""
    if design.beside != Design.Beside.CHOSEN:
        return []
    return list(dict.fromkeys([design.language, *_known(design.event)]))


def languages_offered(event: Event) -> list[str]:
    """Among which a trainee chooses one for whatever they get in a language of their choice."""
    kinds = Design.objects.filter(event=event, kind__in=Diploma.KINDS_OF_TEAMS)
    offered = (languages_to_choose(each) for each in kinds.select_related("event"))
    return list(dict.fromkeys(language for languages in offered for language in languages))


def languages_of_names(event: Event) -> list[str]:
    """In which languages the names of trainees are printed: those of the diploma, then of their other documents and the event."""
    own = {each.kind: each for each in Design.objects.filter(event=event)}
    designs = [own.get(kind) or default_design(event, kind) for kind in Diploma.KINDS_OF_TEAMS]
    printed = (language for each in designs for language in languages_of_design(each))
    return list(dict.fromkeys([*printed, *_known(event)]))


def _known(event: Event) -> list[str]:
    return [each for each in event.languages if each in LANGUAGES]


def supervised_by(count: int, language: str) -> str:
    """What a document calls so many who supervise a project."""
    one, several = SUPERVISED_BY[language]
    return one if count == 1 else several


def in_language(text: object, language: str) -> str:
    """One language of a text, or another one if it lacks that."""
    whole = text if isinstance(text, LazyI18nString) else LazyI18nString(text)
    # Localizing what is the same in every language would change the language for nothing, twice.
    return whole.data if isinstance(whole.data, str) else str(whole.localize(language))
