"""What was found after the seal, as a numbered sheet beside the protocol, which stays as it was sealed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from experts.models import Seat
from experts.protocol_pdf.minutes import (
    Fact,
    Proof,
    Signer,
    Stamp,
    event_in_words,
    proof,
    signers_of,
    state_of,
)
from experts.protocol_pdf.wording import Record, day_of, language, when


@dataclass(frozen=True)
class Added:
    """An annex as its row holds it; `at` is an ISO moment."""

    number: int
    reason: str
    text: str
    by: str
    at: str


@dataclass(frozen=True)
class AnnexSheet:
    language: str
    title: str
    event: str
    running: str
    state: str
    proof: Proof
    sealed: str
    facts: Sequence[Fact]
    text: str
    signers: Sequence[Signer]


def annex_sheet(added: Added, record: Record, stamp: Stamp) -> AnnexSheet:
    """In the active language and time zone. The text stands as it was written."""
    told = {"annex": added.number, "number": stamp.number}
    title = _("Annex %(annex)s to protocol № %(number)s") % told
    return AnnexSheet(
        language=language(),
        title=title,
        event=event_in_words(record),
        running=title,
        state=state_of(record, stamp),
        proof=proof(record, stamp),
        sealed=_sealed(stamp),
        facts=[
            Fact(_("Reason"), added.reason),
            Fact(_("Added by"), added.by),
            Fact(_("Added"), when(added.at)),
        ],
        text=added.text,
        signers=_signers(record, stamp),
    )


def _sealed(stamp: Stamp) -> str:
    words = _("To the protocol of %(on)s, sealed with the fingerprint %(sha256)s.")
    last = max(seal.at for seal in stamp.seals)
    return words % {"on": day_of(last), "sha256": stamp.sha256}


def _signers(record: Record, stamp: Stamp) -> list[Signer]:
    """The chair, or the deputies of a chair who was away, and the secretary."""
    chairs = signers_of(record, stamp, Seat.Role.CHAIR) or signers_of(
        record, stamp, Seat.Role.DEPUTY
    )
    return [*chairs, *signers_of(record, stamp, Seat.Role.SECRETARY)]
