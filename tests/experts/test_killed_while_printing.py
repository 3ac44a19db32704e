"""A worker is killed while it prints the papers of a protocol."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from experts.models import ProtocolFile
from experts.protocol_files import FILES, LANGUAGES, PAPERS
from tests.conftest import start_worker
from tests.events.pdf.reading import text_of
from tests.experts.decided_halls import prepared_with_record, tied_hall, vote_on_the_tie
from tests.factories import MembershipFactory
from tests.processes import wait_until

# Its time limit follows from it, and a short one would end the worker by itself on a busy machine.
LEASE_SECONDS = 60
State = ProtocolFile.State


def is_in_the_middle() -> bool:
    states = set(ProtocolFile.objects.values_list("state", flat=True))
    return {State.DONE, State.RUNNING} <= states


def leases_run_out() -> None:
    """At once, by the clock of the database."""
    running = ProtocolFile.objects.filter(state=State.RUNNING)
    running.update(lease_until=Now() - timedelta(seconds=1))


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_no_paper_is_lost_or_doubled_by_a_killed_worker(client, process_env, tmp_path):
    hall = tied_hall()
    vote_on_the_tie(hall)
    protocol = prepared_with_record(hall)
    client.force_login(MembershipFactory(event=hall.event).user)
    env = {**process_env, "QORGAU_RENDER_LEASE_SECONDS": str(LEASE_SECONDS)}
    first = start_worker(tmp_path / "first.log", env)
    client.post(reverse("organizer:papers_make", args=[hall.event.slug]))
    wait_until(is_in_the_middle, "some papers are made and one is being made", every=0.002)
    first.kill()
    left = list(ProtocolFile.objects.values_list("state", flat=True))
    leases_run_out()
    second = start_worker(tmp_path / "second.log", env)
    try:
        wait_until(
            lambda: not ProtocolFile.objects.exclude(state=State.DONE).exists(),
            "all are made",
            every=0.2,
        )
    finally:
        second.end()

    made = {(each.kind, each.language): each.file_hash for each in ProtocolFile.objects.all()}
    assert State.RUNNING in left
    assert set(made) == {(kind, language) for kind in PAPERS for language in LANGUAGES}
    assert len(made) == len(set(made.values())) == ProtocolFile.objects.count()
    for language in LANGUAGES:
        assert protocol.sha256 in text_of(FILES.read(made["protocol", language]))
