"""The result as it is read aloud: awards first, then the places from the last to the first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from experts.protocol_pdf.deciding import AwardLine, awards
from experts.protocol_pdf.minutes import (
    Proof,
    Stamp,
    TeamPart,
    event_in_words,
    proof,
    state_of,
    teams_of,
)
from experts.protocol_pdf.wording import Record, language


@dataclass(frozen=True)
class Speech:
    language: str
    title: str
    event: str
    state: str
    running: str
    proof: Proof
    awards: Sequence[AwardLine]
    teams: Sequence[TeamPart]


def speech_of(record: Record, stamp: Stamp) -> Speech:
    title = _("Results, to be read aloud")
    placed = [team for team in teams_of(record) if team.rank is not None]
    return Speech(
        language=language(),
        title=title,
        event=event_in_words(record),
        state=state_of(record, stamp),
        running=title,
        proof=proof(record, stamp),
        awards=awards(record),
        teams=sorted(placed, key=lambda team: (-(team.rank or 0), team.number)),
    )
