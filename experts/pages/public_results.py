"""The results as guests read them, of a sealed record alone: places, awards, and the points as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

from django.utils.formats import date_format, get_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events.days import days_in_words
from events.models import Event
from experts.methods import Method
from experts.pages.results import shown_mean
from experts.pages.rules import rule_in_words
from experts.pages.ties import DECIDED_BY
from experts.reports.published import Sealed
from experts.reports.rules import RULE_NAMES, rule_told
from experts.tie_breaks import DecidedBy

Thing = Event.Publishable
Line = Mapping[str, Any]

# What the page's script says of a figure that comes out otherwise.
DIFFERENCES: Final = {
    "rule": gettext_lazy("The rule in the data is not what it was changed to last."),
    "total": gettext_lazy(
        "Team {team}, expert {expert}: a total of {said} in the data, {found} here."
    ),
    "teams": gettext_lazy("The results in the data are not of the teams in the data."),
    "points": gettext_lazy(
        "Team {team}, expert {expert}, “{criterion}”: {said} points in the data, outside 0 to {found}."
    ),
    "expected": gettext_lazy(
        "Team {team}, expert {expert}: an expected total of {said} in the data, {found} here."
    ),
    "value": gettext_lazy("Team {team}: {said} by the rule in the data, {found} here."),
    "raw_mean": gettext_lazy("Team {team}: a plain mean of {said} in the data, {found} here."),
    "corrected_mean": gettext_lazy(
        "Team {team}: a corrected mean of {said} in the data, {found} here."
    ),
    "tie": gettext_lazy("Teams {team}: what parts them is not what the data say."),
    "place": gettext_lazy(
        "Team {team}: place {said} in the data, {found} here, or decided otherwise."
    ),
    "altered": gettext_lazy("The data are not those of their own fingerprint."),
    "nothing": gettext_lazy("nothing"),
}


@dataclass(frozen=True)
class PlaceLine:
    """A team with its final place; figures are empty where they are not public."""

    place: int | None
    number: int
    topic: str
    figure: str
    other: str
    decided: str


@dataclass(frozen=True)
class AwardLine:
    name: str
    number: int
    topic: str


@dataclass(frozen=True)
class PublicResults:
    """What of the decision is public; a part that is not is empty."""

    places: tuple[PlaceLine, ...]
    awards: tuple[AwardLine, ...]
    shows_awards: bool
    rule: str
    figure_name: str
    other_name: str
    has_figures: bool
    has_data: bool
    differences: Mapping[str, str]
    sha256: str
    sealed_on: str
    sealed_at: str
    annexes: tuple[tuple[int, str], ...]


def public_results(event: Event, sealed: Sealed) -> PublicResults:
    record = sealed.record
    rule = Method(record["rule"]["method"])
    has_figures, shows_places = event.shows(Thing.FIGURES), event.shows(Thing.RESULTS)
    return PublicResults(
        places=tuple(_places(record, rule, has_figures=has_figures)) if shows_places else (),
        awards=tuple(_awards(record)) if event.shows(Thing.AWARDS) else (),
        shows_awards=event.shows(Thing.AWARDS),
        rule=" ".join([rule_in_words(rule), *_changed(record["rule"])]) if shows_places else "",
        figure_name=str(RULE_NAMES[rule]),
        other_name=str(RULE_NAMES[_other(rule)]),
        has_figures=has_figures,
        has_data=event.shows(Thing.EVIDENCE),
        differences={what: str(words) for what, words in DIFFERENCES.items()}
        | {"sign": get_format("DECIMAL_SEPARATOR")},
        sha256=sealed.sha256,
        sealed_on=_day(sealed.sealed_at) if sealed.sealed_at else "",
        sealed_at=date_format(localtime(sealed.sealed_at), "H:i") if sealed.sealed_at else "",
        annexes=tuple((each.number, _day(each.at)) for each in sealed.annexes),
    )


def _changed(rule: Line) -> Iterator[str]:
    """After the first points, by owner and chair."""
    words = _(
        "After the first points owner and chair changed the rule; until %(on)s it was: %(rule)s."
    )
    for each in rule.get("changes", ()):
        if each["is_agreed"]:
            on = _day(datetime.fromisoformat(each["at"]))
            yield words % {"on": on, "rule": rule_told(each["before"])}


def said(words: Mapping[str, str]) -> str:
    """A text of the record in the language of the page."""
    return words[get_language() or "en"]


def _day(at: datetime) -> str:
    on = localtime(at).date()
    return days_in_words(on, on, get_language())


def _other(rule: Method) -> Method:
    return Method.CORRECTED_MEAN if rule == Method.RAW_MEAN else Method.RAW_MEAN


def _places(record: Line, rule: Method, *, has_figures: bool) -> Iterator[PlaceLine]:
    topics = _topics(record)
    results = record["results"]
    for each in sorted(results, key=lambda one: (one["place"] or len(results) + 1, one["team"])):
        figures = (each["value"], each[str(_other(rule))]) if has_figures else ()
        figure, other = (_figure(text) for text in figures) if figures else ("", "")
        yield PlaceLine(
            place=each["place"],
            number=each["team"],
            topic=topics[each["team"]],
            figure=figure,
            other=other,
            decided=_decided(each["decided_by"]),
        )


def _decided(by: str | None) -> str:
    """Nothing where the rule decided, which is said of all."""
    return "" if by in {None, DecidedBy.RULE} else str(DECIDED_BY[DecidedBy(by)])


def _figure(text: str | None) -> str:
    return shown_mean(None if text is None else Fraction(text))


def _awards(record: Line) -> Iterator[AwardLine]:
    topics = _topics(record)
    for each in record.get("awards", ()):
        yield AwardLine(said(each["name"]), each["team"], topics[each["team"]])


def _topics(record: Line) -> dict[int, str]:
    return {each["number"]: said(each["topic"]) for each in record["teams"]}
