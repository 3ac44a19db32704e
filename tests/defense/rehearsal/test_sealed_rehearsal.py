"""What a rehearsal sealed goes with it, and the day begins with a first version of its own."""

from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone

from defense.rehearsal.casting import card_for
from defense.rehearsal.closing import reset_rehearsal
from defense.rehearsal.day import seal
from defense.rehearsal.players import Browser, Expert
from defense.rehearsal.sealing import Leader, NotSealed, Secretary
from events.models import Event, Membership, Pass
from experts.models import (
    Annex,
    CastingVote,
    Protocol,
    ProtocolSeal,
    QueryWindow,
    ScoreSheet,
    Seat,
    StepOut,
)
from experts.services.closing import close_scoring
from experts.services.queries import open_window, waive_window
from experts.services.sealing import Signer, add_annex, prepare_protocol, seal_protocol
from tests.experts.hall import fill
from tests.factories import DAY, EventFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "a password of the rehearsal"


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


@pytest.fixture
def connection_stays() -> Iterator[None]:
    """A request that is answered here does not close the connection of the test."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def in_process(browser: Browser) -> Browser:
    """Without a server: its requests are answered here."""
    browser.client.close()
    browser.client = httpx.Client(
        transport=httpx.WSGITransport(app=WSGIHandler()),
        base_url="http://testserver",
        follow_redirects=True,
    )
    return browser


@pytest.mark.once("what is played, not how an engine holds it")
@pytest.mark.usefixtures("connection_stays")
def test_where_the_rule_asks_for_it_the_whole_panel_votes_over_http():
    hall = fill(3, 3, EventFactory(is_rehearsal=True, ties_by=Event.TiesBy.PANEL))
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    for expert in hall.seats:
        for team in hall.defenses:
            hall.give(expert, team, 8)
    close_scoring(hall.event.pk, actor="test", at=DAY)
    sara = UserFactory(password=PASSWORD)
    MembershipFactory(event=hall.event, user=sara, role=Membership.Role.SECRETARY)
    secretary = in_process(Secretary("", hall.event.slug))
    secretary.log_in(sara.email, PASSWORD)
    experts = [in_process((Leader if number == 1 else Expert)("", "", 0)) for number in hall.seats]
    for expert, seat in zip(experts, hall.seats.values(), strict=True):
        expert.enter(card_for(seat.person, Pass.Kind.EXPERT, timezone.now()))

    sealed = seal(secretary, experts)

    told = [
        (each["teams"], each["cast"], each["result"]["team"]) for each in sealed.record["votes"]
    ]
    assert told == [([1, 2, 3], 3, 1), ([2, 3], 3, 2)]
    assert [each["decided_by"] for each in sealed.record["results"]] == ["panel_vote"] * 3
    assert not CastingVote.objects.exists()
    for browser in (secretary, *experts):
        browser.close()


@pytest.mark.django_db(transaction=True)
def test_chair_and_secretary_decide_over_http_and_without_a_chair_it_is_said_why(running_server):
    hall = fill(3, 2, EventFactory(is_rehearsal=True))
    hall.recuse(3, 1)
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    for expert, team in ((1, 1), (2, 1), (1, 2), (2, 2)):
        hall.give(expert, team, 8)
    close_scoring(hall.event.pk, actor="test", at=DAY)
    sara = UserFactory(password=PASSWORD)
    MembershipFactory(event=hall.event, user=sara, role=Membership.Role.SECRETARY)
    card = card_for(hall.seats[1].person, Pass.Kind.EXPERT, timezone.now())

    url, slug = running_server.url, hall.event.slug
    with closing(Secretary(url, slug)) as secretary, closing(Leader(url, "", 0)) as chair:
        secretary.log_in(sara.email, PASSWORD)
        chair.enter(card)
        with pytest.raises(NotSealed, match="1, 2"):
            seal(secretary, [])
        sealed = seal(secretary, [chair])

    vote, protocol = CastingVote.objects.get(), Protocol.objects.get()
    assert vote.ordered == tuple(hall.defenses[team].project_id for team in (1, 2))
    assert (protocol.is_sealed, protocol.sha256) == (True, sealed.sha256)
    assert not StepOut.objects.filter(back_at=None).exists()
    assert StepOut.objects.exists()
