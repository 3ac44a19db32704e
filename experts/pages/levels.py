"""What points stand for: the levels that the rubric describes, and the nearest of them in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from events.models import Criterion
from experts.pages.tablet import shown


@dataclass(frozen=True)
class Level:
    at: Decimal
    points: str
    text: str


def levels_of(criterion: Criterion) -> tuple[Level, ...]:
    """From the lowest, in the reader's language."""
    described = sorted((Decimal(points), text) for points, text in criterion.levels.items())
    return tuple(Level(at, shown(at), str(LazyI18nString(text))) for at, text in described)


def level_words() -> dict[str, str]:
    """By where the points lie beside the nearest level; the tablet's script says the same."""
    return {
        "more": _("More than {points}: {level}"),
        "less": _("Not yet {points}: {level}"),
    }


def level_said(levels: Sequence[Level], points: Decimal | None) -> str:
    """The nearest level, the lower of two that are equally near; nothing where there is none."""
    if points is None or not levels:
        return ""
    nearest = min(levels, key=lambda level: (abs(level.at - points), level.at))
    if nearest.at == points:
        return nearest.text
    words = level_words()["more" if points > nearest.at else "less"]
    return words.format(points=nearest.points, level=nearest.text)
