"""The product's own wording of each kind of document in three languages, used until an event brings its own.

`{programme}`, `{chair}` and, on an award, `{award}` stand for the event's course, the chair of its panel and what
the award is for. A name is never declined: each sentence is made so that it stands as it is written. The
Kazakh texts are to be read by an editor (diplomas/README.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from diplomas.models import Diploma

Texts = Mapping[str, str]
Kind = Diploma.Kind

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


@dataclass(frozen=True)
class OwnWording:
    """The words of the product for one kind. Who is thanked for the panel's work is thanked by the organizer alone."""

    title: Texts
    lead: Texts
    before_topic: Texts = field(default_factory=dict)
    after_topic: Texts = field(default_factory=dict)
    signatories: list[dict[str, Any]] = field(default_factory=lambda: SIGNATORIES)


THANKS: Final = {"kk": "Алғыс хат", "ru": "Благодарственное письмо", "en": "Letter of thanks"}
THANKS_LEAD: Final = {
    "kk": "осы алғыс хатпен",
    "ru": "настоящим благодарственным письмом награждается",
    "en": "this letter of thanks is presented to",
}

OWN_WORDINGS: Final[Mapping[str, OwnWording]] = {
    Kind.DIPLOMA: OwnWording(
        title={"kk": "Диплом", "ru": "Диплом", "en": "Diploma"},
        lead={
            "kk": "осы дипломмен",
            "ru": "настоящим дипломом награждается",
            "en": "this diploma is awarded to",
        },
        before_topic={
            "kk": "«{programme}» бағдарламасы бойынша",
            "ru": "за публичную защиту проекта",
            "en": "for the public defense of the project",
        },
        after_topic={
            "kk": "жобасын көпшілік алдында қорғағаны үшін марапатталады",
            "ru": "в рамках программы «{programme}»",
            "en": "in the programme “{programme}”",
        },
    ),
    Kind.CERTIFICATE: OwnWording(
        title={"kk": "Сертификат", "ru": "Сертификат", "en": "Certificate"},
        lead={
            "kk": "осы сертификаттың иегері",
            "ru": "настоящий сертификат подтверждает, что",
            "en": "this certifies that",
        },
        before_topic={
            "kk": "«{programme}» бағдарламасы бойынша",
            "ru": "входит в состав команды проекта",
            "en": "took part in the project",
        },
        after_topic={
            "kk": "жобасын әзірлеуге қатысты",
            "ru": "и является участником программы «{programme}»",
            "en": "in the programme “{programme}”",
        },
    ),
    Kind.SUPERVISOR: OwnWording(
        title=THANKS,
        lead=THANKS_LEAD,
        before_topic={
            "kk": "«{programme}» бағдарламасы бойынша",
            "ru": "за руководство проектной работой",
            "en": "for supervising the project work",
        },
        after_topic={
            "kk": "атты жобалық жұмысқа жетекшілік еткені үшін марапатталады",
            "ru": "в рамках программы «{programme}»",
            "en": "in the programme “{programme}”",
        },
    ),
    Kind.EXPERT: OwnWording(
        title=THANKS,
        lead=THANKS_LEAD,
        before_topic={
            "kk": "«{programme}» бағдарламасы бойынша",
            "ru": "за работу в экспертной группе на публичной защите проектов",
            "en": "for serving in the expert group at the public defense of projects",
        },
        after_topic={
            "kk": "жобалар көпшілік алдында қорғалғанда сарапшылар тобында атқарған еңбегі үшін марапатталады",
            "ru": "в рамках программы «{programme}»",
            "en": "in the programme “{programme}”",
        },
        signatories=SIGNATORIES[1:],
    ),
    Kind.AWARD: OwnWording(
        title={"kk": "Мадақтама", "ru": "Грамота", "en": "Award"},
        lead={
            "kk": "осы мадақтамамен",
            "ru": "настоящей грамотой награждается",
            "en": "this award is presented to",
        },
        before_topic={
            "kk": "«{award}» аталымы бойынша",
            "ru": "в номинации «{award}» за проект",
            "en": "in the category “{award}” for the project",
        },
        after_topic={
            "kk": "жобасы үшін марапатталады",
            "ru": "в рамках программы «{programme}»",
            "en": "in the programme “{programme}”",
        },
    ),
}
