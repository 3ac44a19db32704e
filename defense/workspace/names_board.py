"""Who confirmed the names that are printed, who asks for others, who did not look; and the words to remind them by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from defense.workspace.people_board import PersonLine, people_board
from diplomas.own_names import PrintedName, printed_and_asked
from diplomas.texts import languages_of_names
from events.entry_forms import LANGUAGE_NAMES
from events.models import AskedName, Event
from events.services.asked_names import names_in


class Answer(TextChoices):
    """What a trainee said of the printed names, in the order in which it needs somebody."""

    ASKS = "asks", gettext_lazy("Asks for another spelling")
    UNSEEN = "unseen", pgettext_lazy("answer about a name", "Did not look yet")
    SEEN = "seen", pgettext_lazy("answer about a name", "Looked, not confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("answer about a name", "Confirmed")


TONES: Final = {Answer.ASKS: "warn", Answer.CONFIRMED: "ok"}


@dataclass(frozen=True)
class NameLine:
    """One trainee; `asked` is a request that waits, with what it asks for in `names`."""

    line: PersonLine
    names: Sequence[PrintedName]
    asked: AskedName | None

    @property
    def answer(self) -> Answer:
        if self.asked:
            return Answer.ASKS
        if self.line.is_confirmed:
            return Answer.CONFIRMED
        return Answer.SEEN if self.line.has_looked else Answer.UNSEEN

    @property
    def asked_id(self) -> int | None:
        return self.asked.pk if self.asked else None

    @property
    def tone(self) -> str:
        return TONES.get(self.answer, "")

    @property
    def is_awaited(self) -> bool:
        return self.answer in (Answer.UNSEEN, Answer.SEEN)


@dataclass(frozen=True)
class NamesTeam:
    number: int
    topic: str
    lines: Sequence[NameLine]

    @property
    def confirmed_count(self) -> int:
        return sum(each.answer == Answer.CONFIRMED for each in self.lines)

    @property
    def awaited(self) -> list[str]:
        return [each.line.person.name for each in self.lines if each.is_awaited]


@dataclass(frozen=True)
class Reminder:
    """A text to send to the group of the course; it holds no code of any card."""

    language: str
    in_language: str | Promise
    subject: str
    text: str

    @property
    def as_letter(self) -> str:
        return "mailto:?" + urlencode({"subject": self.subject, "body": self.text}).replace(
            "+", "%20"
        )


@dataclass(frozen=True)
class NamesBoard:
    event: Event
    languages: Sequence[str]
    teams: Sequence[NamesTeam]

    @property
    def lines(self) -> list[NameLine]:
        return [each for team in self.teams for each in team.lines]

    @property
    def asking(self) -> list[NameLine]:
        return [each for each in self.lines if each.asked]

    @property
    def counts(self) -> list[tuple[Answer, int]]:
        counted = Counter(each.answer for each in self.lines)
        return [(answer, counted[answer]) for answer in Answer]

    @property
    def headings(self) -> list[tuple[str, str | Promise]]:
        return [(each, LANGUAGE_NAMES[each]) for each in self.languages]

    @property
    def reminders(self) -> list[Reminder]:
        """One in each language of the event, while anybody is awaited."""
        if not any(team.awaited for team in self.teams):
            return []
        return [self._reminder(each) for each in self.languages]

    def _reminder(self, language: str) -> Reminder:
        with override(language):
            address = f"{settings.SITE_URL}{reverse('public:pass_open')}"
            asks = _(
                "Please look at the page of your diploma and confirm your name, or ask for another spelling."
                " Open %(address)s and enter the code of your card."
            )
            rows = [
                _("Team %(number)s: %(names)s")
                % {"number": team.number, "names": ", ".join(team.awaited)}
                for team in self.teams
                if team.awaited
            ]
            parts = [asks % {"address": address}, _("Not answered yet:"), *rows]
            return Reminder(
                language, LANGUAGE_NAMES[language], _("Your name on the diploma"), "\n".join(parts)
            )


def names_board(event: Event) -> NamesBoard:
    """The members of teams, in the order of the Kazakh alphabet; ten queries for any number of them."""
    languages = languages_of_names(event)
    waiting = {each.person_id: each for each in AskedName.objects.of_event(event).waiting()}

    def named(line: PersonLine) -> NameLine:
        asked = waiting.get(line.person.pk)
        return NameLine(line, printed_and_asked(names_in(line.person, languages), asked), asked)

    board = people_board(event)
    groups = board.groups(line for line in board.lines if line.is_trainee)
    return NamesBoard(
        event,
        languages,
        [
            NamesTeam(group.number, group.heading, [named(line) for line in group.lines])
            for group in groups
            if group.number is not None
        ],
    )
