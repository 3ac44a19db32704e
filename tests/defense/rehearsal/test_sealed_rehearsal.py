"""What a rehearsal sealed goes with it, and the day begins with a first version of its own."""

import pytest

from defense.rehearsal.closing import reset_rehearsal
from events.models import Event
from experts.models import Annex, Protocol, ProtocolSeal, QueryWindow, ScoreSheet, Seat
from experts.services.closing import close_scoring
from experts.services.queries import open_window, waive_window
from experts.services.sealing import Signer, add_annex, prepare_protocol, seal_protocol
from tests.experts.hall import fill
from tests.factories import DAY, UserFactory

pytestmark = pytest.mark.django_db


def judged_and_sealed(event: Event, chair: Seat) -> Protocol:
    sara = UserFactory()
    close_scoring(event.pk, actor="test", at=DAY)
    open_window(event.pk, actor=sara, at=DAY)
    waive_window(event.pk, reason="So.", actor=sara, at=DAY)
    protocol = prepare_protocol(event.pk, actor=sara, at=DAY)
    for who, device in ((chair, "c" * 64), (sara, "d" * 64)):
        seal_protocol(event.pk, protocol.sha256, signer=Signer(who, device), at=DAY)
    add_annex(event.pk, reason="So.", text="So.", actor=sara, at=DAY)
    return protocol


def test_the_reset_takes_protocols_seals_and_queries_of_the_rehearsal_away():
    hall = fill(experts=2, projects=2)
    event, chair = hall.event, hall.seats[1]
    Seat.objects.filter(pk=chair.pk).update(role=Seat.Role.CHAIR)
    Event.objects.filter(pk=event.pk).update(query_hours=1, is_rehearsal=True)
    for expert, team, points in ((1, 1, 8), (2, 1, 7), (1, 2, 5), (2, 2, 4)):
        hall.give(expert, team, points)
    protocol = judged_and_sealed(event, Seat.objects.get(pk=chair.pk))
    assert (protocol.is_rehearsal, protocol.number) == (True, 1)

    reset_rehearsal(event.pk)

    left = [Protocol, ProtocolSeal, Annex, QueryWindow, ScoreSheet]
    assert [model for model in left if model.objects.exists()] == []
    assert Event.objects.get(pk=event.pk).is_scoring_open
    for expert, team, points in ((1, 1, 8), (2, 1, 7), (1, 2, 5), (2, 2, 4)):
        hall.give(expert, team, points)
    again = judged_and_sealed(event, Seat.objects.get(pk=chair.pk))
    assert (again.is_rehearsal, again.number) == (False, 1)
