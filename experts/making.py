"""Papers of a protocol: asked for together, made one by one by a worker, kept by their hash.

What a protocol is may change while its paper is made: it is sealed. A paper that came too late for that is
made once more, so the last one always says what its protocol is.
"""

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Q

from events.services import leases
from events.services.leases import State, Swept
from experts.models import Protocol, ProtocolFile
from experts.models.protocol_files import ProtocolFileQuerySet as Jobs
from experts.protocol_files import FILES, LANGUAGES, papers_of, remove_unused
from experts.protocol_pdf.reading import record_in, stamp_of

logger = logging.getLogger(__name__)

MOST_SECONDS: Final = 600


class LeaseLost(Exception):
    """The job is somebody else's by now."""


@dataclass(frozen=True)
class ClaimedPaper:
    """A job of ours while the token is."""

    job_id: int
    token: uuid.UUID
    protocol: Protocol
    kind: str
    language: str


@transaction.atomic
def ask_for_papers(protocol: Protocol, *, at: datetime, kinds: Iterable[str] | None = None) -> None:
    """Queue these, or all; what waits or is being made goes on, and what is there and still so stays."""
    asked = papers_of(protocol) if kinds is None else kinds
    wanted = [(kind, language) for kind in asked for language in LANGUAGES]
    rows = [ProtocolFile(protocol=protocol, kind=kind, language=each) for kind, each in wanted]
    ProtocolFile.objects.bulk_create(rows, ignore_conflicts=True)
    of_before = Q(state=State.DONE) & ~Q(is_of_sealed=protocol.is_sealed)
    again = ProtocolFile.objects.filter(of_before | Q(state=State.FAILED), protocol=protocol)
    again.update(state=State.QUEUED, attempts=0, error="", queued_at=at, finished_at=None)


def claimable() -> Jobs:
    return leases.claimable(ProtocolFile.objects.all())


def claim() -> ClaimedPaper | None:
    """The paper that was asked for first."""
    token = uuid.uuid4()
    with transaction.atomic():
        first = claimable().order_by("attempts", "pk")
        free = first.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)
        leases.take(ProtocolFile.objects.all(), list(free[:1]), token)
    job = ProtocolFile.objects.filter(token=token).select_related("protocol__event").first()
    return ClaimedPaper(job.pk, token, job.protocol, job.kind, job.language) if job else None


def held(claimed: ClaimedPaper) -> Jobs:
    """The job, as long as it is ours."""
    return leases.held(ProtocolFile.objects.all(), claimed)


def make(claimed: ClaimedPaper) -> bool:
    """Print, store and finish; whatever goes wrong is said on the job and ends no worker."""
    try:
        return _make(claimed)
    except LeaseLost:
        logger.warning("A paper came too late", extra={"job": claimed.job_id})
    except Exception as error:  # noqa: BLE001 - said on the job, whatever it is
        leases.give_up(held(claimed), error)
    return False


def _make(claimed: ClaimedPaper) -> bool:
    stamp = stamp_of(claimed.protocol)
    print_pdf = papers_of(claimed.protocol)[claimed.kind].pdf
    pdf = print_pdf(record_in(claimed.protocol), stamp, claimed.language, lambda: hold_on(claimed))
    return finish(claimed, FILES.save(pdf), is_of_sealed=stamp.is_sealed)


def hold_on(claimed: ClaimedPaper) -> None:
    """A long one takes longer than a lease, which is renewed at each page. Raises LeaseLost."""
    if not held(claimed).update(lease_until=leases.lease_end()):
        raise LeaseLost


def finish(claimed: ClaimedPaper, file_hash: str, *, is_of_sealed: bool) -> bool:
    """Done, if the job is still ours; back into the queue if the protocol was sealed meanwhile.

    The file that is no longer what its paper says, of before or just made, goes.
    """
    with transaction.atomic():
        held_protocol = Protocol.objects.select_for_update(no_key=True).filter(
            pk=claimed.protocol.pk
        )
        if held_protocol.get().is_sealed != is_of_sealed:
            leases.wait(held(claimed))
            remove_once_through(file_hash)
            return False
        remove_once_through(*held(claimed).values_list("file_hash", flat=True))
        if not leases.done(held(claimed), file_hash=file_hash, is_of_sealed=is_of_sealed):
            raise LeaseLost
    return True


def remove_once_through(*hashes: str) -> None:
    """Files that no job names then; what the transaction did not do leaves them."""
    transaction.on_commit(partial(remove_unused, hashes))


def sweep() -> Swept:
    return leases.sweep(ProtocolFile.objects.all())
