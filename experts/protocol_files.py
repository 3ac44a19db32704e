"""The papers of a protocol: what there is to make of a record, each in three languages, kept by their hash.

An annex has a paper of its own, named by its number; the record and what was printed of it stay.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.files import HashedFiles
from events.models import Event
from experts.models import Annex, Protocol, ProtocolFile
from experts.protocol_pdf.annex import Added
from experts.protocol_pdf.minutes import Stamp
from experts.protocol_pdf.printing import annex_pdf, protocol_pdf, speech_pdf, team_sheets_pdf
from experts.protocol_pdf.wording import Record

FILES: Final = HashedFiles("protocols")
LANGUAGES: Final = ("kk", "ru", "en")
OnPage = Callable[[], None]


@dataclass(frozen=True)
class PaperKind:
    key: str
    label: str | Promise
    about: str | Promise
    pdf: Callable[[Record, Stamp, str, OnPage], bytes]


PAPERS: Final[dict[str, PaperKind]] = {
    each.key: each
    for each in (
        PaperKind(
            "protocol",
            _("Protocol"),
            _("With the sheets of all experts as annexes, and room for the signatures."),
            protocol_pdf,
        ),
        PaperKind(
            "speech",
            _("Results, to be read aloud"),
            _("One page, the places from the last to the first."),
            speech_pdf,
        ),
        PaperKind(
            "teams",
            _("A sheet for each team"),
            _("Its points by criterion, the words meant for it, its questions."),
            team_sheets_pdf,
        ),
    )
}


def papers_of(protocol: Protocol) -> dict[str, PaperKind]:
    """Those of every protocol, and one for each annex to this one. One query."""
    annexes = [_of_annex(each) for each in protocol.annexes.select_related("by")]
    return {**PAPERS, **{each.key: each for each in annexes}}


def key_of_annex(annex: Annex) -> str:
    return f"annex-{annex.number}"


def _of_annex(annex: Annex) -> PaperKind:
    added = Added(annex.number, annex.reason, annex.text, str(annex.by), annex.at.isoformat())
    label = _("Annex %(number)s") % {"number": annex.number}
    return PaperKind(key_of_annex(annex), label, annex.reason, partial(annex_pdf, added))


def forget_papers(event: Event) -> None:
    """The files of a rehearsal go when the transaction is through that takes its protocols away."""
    rows = ProtocolFile.objects.filter(protocol__event=event, protocol__is_rehearsal=True)
    hashes = list(rows.values_list("file_hash", flat=True))
    transaction.on_commit(lambda: remove_unused(hashes))


def remove_unused(hashes: Iterable[str]) -> None:
    """Delete those of these files that no job names."""
    FILES.remove_unused(hashes, ProtocolFile.objects.all())
