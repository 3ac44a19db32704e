"""A chair with a tie to a team reads nothing of it on the way to the seal, neither on the page nor in a refusal."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event, User
from experts.errors import NotReadyToSeal, QueryRefused
from experts.models import Award, Protocol, Query, QueryWindow, Seat
from experts.services.queries import answer_query, say_of_arithmetic
from experts.services.sealing import Signer, prepare_protocol, seal_protocol
from tests.cast import as_expert
from tests.experts.hall import Hall, close
from tests.experts.views.test_deliberation_page import hall_of_ties
from tests.experts.voting import put
from tests.factories import DAY, TeamMemberFactory, UserFactory

pytestmark = pytest.mark.django_db


def chair_of(hall: Hall) -> Seat:
    return Seat.objects.select_related("person").get(pk=hall.seats[1].pk)


def page(hall: Hall, expert: int = 1) -> str:
    seat = Seat.objects.select_related("person").get(pk=hall.seats[expert].pk)
    return as_expert(Client(), seat).get(reverse("expert:protocol")).text


def prepared(hall: Hall, sara: User) -> Protocol:
    return prepare_protocol(hall.event.pk, actor=sara, at=DAY)


def test_what_is_left_names_no_team():
    """The control: a deputy with no tie reads which teams."""
    hall = hall_of_ties(((1, 4),))

    tied, free = page(hall), page(hall, 2)

    assert ("Teams 2, 3 share" in tied, "Teams 2, 3 share" in free) == (False, True)
    assert "The panel has something left to decide" in tied


def test_a_refused_seal_names_no_team():
    hall, sara = hall_of_ties(((1, 3),), equal=()), UserFactory()
    protocol = prepared(hall, sara)
    put(hall, "Is the canary plagiarism?", by=sara, teams=(3,))

    with pytest.raises(NotReadyToSeal) as of_chair:
        seal(protocol, chair_of(hall))
    with pytest.raises(NotReadyToSeal) as of_secretary:
        seal(protocol, sara)

    assert "canary" not in str(of_chair.value)
    assert [gap.place for gap in of_chair.value.gaps] == ["others"]
    assert "canary" in str(of_secretary.value)


def seal(protocol: Protocol, who: Seat | User) -> Protocol:
    device = ("c" if isinstance(who, Seat) else "d") * 64
    signer = Signer(who, device)
    return seal_protocol(protocol.event_id, protocol.sha256, signer=signer, at=DAY)


def test_no_count_tells_what_was_decided_before_the_seal():
    hall, sara = hall_of_ties(((1, 3),), equal=()), UserFactory()
    project = hall.defenses[3].project
    Award.objects.create(project=project, kind="research", at=DAY, reason="So.")
    prepared(hall, sara)

    assert ("Awards: 1" in page(hall), "Awards: 1" in page(hall, 2)) == (False, True)


def test_after_the_seal_the_tied_read_places_and_awards():
    hall, sara = hall_of_ties(((1, 3),), equal=()), UserFactory()
    protocol = prepared(hall, sara)
    waits = "once the protocol is prepared"
    assert waits in papers(hall)
    assert "no place is shown to you before the seal" in page(hall)
    assert "not shown to you before the seal" in votes(hall)

    seal(protocol, chair_of(hall))
    seal(protocol, sara)

    told = page(hall)
    assert "before the seal" not in told
    assert str(hall.defenses[3].project.topic) in told
    assert "not shown to you before the seal" not in votes(hall)
    assert waits not in papers(hall)


def papers(hall: Hall) -> str:
    return as_expert(Client(), chair_of(hall)).get(reverse("expert:papers")).text


def votes(hall: Hall) -> str:
    return as_expert(Client(), chair_of(hall)).get(reverse("expert:votes")).text


def test_the_tied_chair_answers_no_query_of_the_team():
    hall = hall_of_ties(((1, 3),), equal=())
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=None)
    member = TeamMemberFactory(project=hall.defenses[3].project, person__event=hall.event, order=1)
    Event.objects.filter(pk=hall.event.pk).update(query_hours=1)
    close(hall)
    QueryWindow.objects.create(
        event=hall.event, opened_at=DAY, closes_at=DAY + timedelta(hours=1), by=UserFactory()
    )
    query = say_of_arithmetic(member, text="Why 61?", at=DAY)

    with pytest.raises(QueryRefused):
        answer_query(hall.event, query.pk, text="So.", actor=chair_of(hall), at=DAY)
    assert not Query.objects.get().answer
    answer_query(hall.event, query.pk, text="So.", actor=UserFactory(), at=DAY)
