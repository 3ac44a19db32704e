"""What a list calls the roles of people, in Kazakh, Russian and English."""

import re
from typing import Final

TRAINEE: Final = "trainee"
SUPERVISOR: Final = "supervisor"
EXPERT: Final = "expert"  # a seat of whichever role
SEATS: Final = ("chair", "deputy", "secretary", "reserve")
ROLES: Final = (TRAINEE, SUPERVISOR, EXPERT, *SEATS)
_PARTED: Final = re.compile(r"\s*(?:[,;/+&]|\bи\b|\bжәне\b|\band\b)\s*", re.IGNORECASE)
# In this order: a deputy chair is no chair.
_WORDS: Final = (
    ("deputy", re.compile(r"зам\w*|төраға\w* орынбасар\w*|орынбасар\w*|deputy|vice")),
    ("chair", re.compile(r"председател\w*|төраға\w*|төрайым\w*|chair\w*")),
    ("secretary", re.compile(r"секретар\w*|хатшы\w*|secretary")),
    ("reserve", re.compile(r"запасн\w*|резерв\w*|қосалқы|reserve|substitute")),
    (
        SUPERVISOR,
        re.compile(
            r"руководител\w*|жетекші\w*|куратор\w*|наставник\w*|тәлімгер\w*|supervisor|mentor|adviser|advisor"
        ),
    ),
    (
        TRAINEE,
        re.compile(
            r"слушател\w*|участни\w*|тыңдаушы\w*|қатысушы\w*|trainee|participant|member of (the )?team|член команды|команда мүшесі"
        ),
    ),
    (
        EXPERT,
        re.compile(
            r"эксперт\w*|сарапшы\w*|expert|жюри|jury|judge|член комисси\w*|комиссия мүшесі|қазылар\w*"
        ),
    ),
)


def roles_of(text: str) -> tuple[frozenset[str], str]:
    """The roles that a cell names, and the first word of it that names none."""
    found: set[str] = set()
    for part in filter(None, _PARTED.split(text.casefold())):
        role = next((role for role, words in _WORDS if words.search(part)), None)
        if role is None:
            return frozenset(found), part
        found.add(role)
    return frozenset(found), ""
