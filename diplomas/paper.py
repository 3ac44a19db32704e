"""What a diploma says, line by line, for whoever holds the paper beside the page and compares."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diplomas.snapshots import AWARD, BESIDE, MARK, UNDATED, days_of
from diplomas.texts import in_language
from events.printing import why_unprintable
from events.quotes import nested

PERSON: Final = "person"
TEAM: Final = "team"
SETTINGS: Final = "settings"


@dataclass(frozen=True)
class Line:
    """One claim of the paper; `language` is that of its words, where they are the paper's own.

    `source` is whose words these are: of a person, of a team, or of the whole event.
    """

    label: str
    words: str
    language: str = ""
    is_name: bool = False
    source: str = SETTINGS


def lines_of_paper(number: str, snapshot: Mapping[str, Any], language: str | None) -> list[Line]:
    """Every claim that can be forged, as it was printed, each once; only the days speak the reader's language."""
    printed = snapshot.get("language", "")
    lines = [
        Line(_("Number"), f"№ {number}"),
        Line(_("Document"), kind_of(number, snapshot), printed),
        Line(_("Mark"), snapshot.get(MARK, ""), printed),
        Line(_("Name"), snapshot["name"], printed, is_name=True, source=PERSON),
        Line(_("Position"), snapshot.get("name_note", ""), printed, source=PERSON),
        Line(_("Topic"), snapshot.get("topic", ""), printed, source=TEAM),
        Line(_("Course"), course_of(snapshot), printed),
        Line(_("Issued by"), snapshot.get("issuer", ""), printed),
        Line(_("City"), place_of(snapshot), printed),
        Line(_("Date"), days_printed(snapshot, language)),
        Line(_("Text"), " ".join(wording_of_paper(snapshot)), printed),
        _supervision(snapshot.get("supervisors", ()), printed),
        *(Line(_("Signature"), words, printed) for words in _signatures(snapshot)),
    ]
    for each in snapshot.get(BESIDE, ()):
        lines += lines_beside(number, each)
    said: dict[tuple[str, str], Line] = {}
    for line in lines:
        said.setdefault((line.label, line.words), line)
    return [line for line in said.values() if line.words]


def lines_beside(number: str, snapshot: Mapping[str, Any]) -> list[Line]:
    """The same in another language of the page, but for what stands on it once."""
    known = lines_of_paper(number, snapshot, None)
    once = {_("Number"), _("Mark"), _("Date")}
    return [line for line in known if line.label not in once]


def course_of(snapshot: Mapping[str, Any]) -> str:
    """In the quotation marks of the paper, also of one that was issued when they were kept as entered."""
    return nested(snapshot["programme"], snapshot.get("language", ""))


def why_not_printed(number: str, snapshot: Mapping[str, Any]) -> str:
    """Which text has which letter that paper cannot show; nothing where each can be shown."""
    line = unprintable_line(number, snapshot)
    return f"{line.label}: {why_unprintable(line.words)}" if line else ""


def unprintable_line(number: str, snapshot: Mapping[str, Any]) -> Line | None:
    lines = lines_of_paper(number, snapshot, None)
    return next((line for line in lines if why_unprintable(line.words)), None)


def kind_of(number: str, snapshot: Mapping[str, Any]) -> str:
    """From the title of the file: on the page it stands in capitals."""
    title: str = snapshot.get("title", "")
    return title.removesuffix(f" № {number}")


def document_of(number: str, snapshot: Mapping[str, Any]) -> str:
    """What it calls itself; an award with what it is for, since somebody may have several."""
    kind, award = kind_of(number, snapshot), award_of(snapshot)
    return f"{kind}: {award}" if award else kind


def award_of(snapshot: Mapping[str, Any]) -> str:
    said = snapshot.get(AWARD)
    return in_language(said, snapshot.get("language", "")) if said else ""


def days_printed(snapshot: Mapping[str, Any], language: str | None) -> str:
    """Empty where the paper says no day."""
    return "" if snapshot.get(UNDATED) else days_of(snapshot, language)


def place_of(snapshot: Mapping[str, Any]) -> str:
    """What stands before the date, or alone where no day is printed."""
    whole: str = snapshot.get("place_and_date", "")
    return whole if snapshot.get(UNDATED) else whole.rpartition(" · ")[0]


def wording_of_paper(snapshot: Mapping[str, Any]) -> Iterator[str]:
    yield from snapshot.get("before_topic", ())
    if topic := snapshot.get("topic"):
        yield topic
    yield from snapshot.get("after_topic", ())


def _supervision(names: Sequence[str], language: str) -> Line:
    label = ngettext("Project supervisor", "Project supervisors", len(names))
    return Line(label, ", ".join(names), language, source=TEAM)


def _signatures(snapshot: Mapping[str, Any]) -> Iterator[str]:
    for office, name in snapshot.get("signatories", ()):
        yield f"{office}: {name}" if name else office
