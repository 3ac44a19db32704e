"""The product's own wording of a diploma, used until an event brings its own.

`{programme}` and `{chair}` stand for the event's course and the chair of its panel. The Kazakh
texts are to be read by an editor (diplomas/README.md).
"""

from typing import Any, Final

from i18nfield.strings import LazyI18nString

from diplomas.models import Design
from events.models import Event

LANGUAGES: Final = ("kk", "ru", "en")

TITLE: Final = {"kk": "Диплом", "ru": "Диплом", "en": "Diploma"}
LEAD: Final = {
    "kk": "осы дипломмен",
    "ru": "настоящим дипломом награждается",
    "en": "this diploma is awarded to",
}
BEFORE_TOPIC: Final = {
    "kk": "«{programme}» бағдарламасы бойынша",
    "ru": "за публичную защиту проекта",
    "en": "for the public defense of the project",
}
AFTER_TOPIC: Final = {
    "kk": "жобасын көпшілік алдында қорғағаны үшін марапатталады",
    "ru": "в рамках программы «{programme}»",
    "en": "in the programme “{programme}”",
}
SIGNATORIES: Final[list[dict[str, Any]]] = [
    {
        "role": {
            "kk": "Сарапшылар тобының төрағасы",
            "ru": "Председатель экспертной группы",
            "en": "Chair of the expert group",
        },
        "name": "{chair}",
    },
    {
        "role": {
            "kk": "Ұйымдастырушы атынан",
            "ru": "От имени организатора",
            "en": "On behalf of the organiser",
        },
        "name": "",
    },
]
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
SAMPLE: Final = {"kk": "ҮЛГІ", "ru": "ОБРАЗЕЦ", "en": "SAMPLE"}
REHEARSAL: Final = {"kk": "РЕПЕТИЦИЯ", "ru": "РЕПЕТИЦИЯ", "en": "REHEARSAL"}


def default_design(event: Event) -> Design:
    """The product's design in the event's first language; not saved."""
    return Design(
        event=event,
        language=next((each for each in event.languages if each in LANGUAGES), "kk"),
        title=LazyI18nString(TITLE),
        lead=LazyI18nString(LEAD),
        before_topic=LazyI18nString(BEFORE_TOPIC),
        after_topic=LazyI18nString(AFTER_TOPIC),
        signatories=SIGNATORIES,
        is_default=True,
    )


def design_of(event: Event) -> Design:
    """The event's design, or the default one; not saved then."""
    return Design.objects.filter(event=event).first() or default_design(event)


def languages_of_document(event: Event) -> list[str]:
    """In which languages the document is printed."""
    return [design_of(event).language]


def languages_of_names(event: Event) -> list[str]:
    """In which languages names are printed: that of the design, then the others of the event."""
    others = (each for each in event.languages if each in LANGUAGES)
    return list(dict.fromkeys([design_of(event).language, *others]))


def supervised_by(count: int, language: str) -> str:
    """What a document calls so many who supervise a project."""
    one, several = SUPERVISED_BY[language]
    return one if count == 1 else several


def in_language(text: object, language: str) -> str:
    """One language of a text, or another one if it lacks that."""
    whole = text if isinstance(text, LazyI18nString) else LazyI18nString(text)
    # Localizing what is the same in every language would change the language for nothing, twice.
    return whole.data if isinstance(whole.data, str) else str(whole.localize(language))
