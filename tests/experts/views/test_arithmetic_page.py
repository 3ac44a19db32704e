"""A team's first member sees its own figures while the window stands, answers once, and never reads a place."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event, Membership
from experts.models import Query, Seat
from experts.services.closing import close_scoring
from experts.services.queries import answer_query, open_window
from projects.models import TeamMember
from tests.cast import as_expert, as_organizer, as_trainee
from tests.experts.hall import Hall, fill
from tests.factories import DAY, MembershipFactory, TeamMemberFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE, SAY = "trainee:arithmetic", "trainee:arithmetic_say"


@pytest.fixture
def hall(time_machine) -> Hall:
    time_machine.move_to(DAY)
    hall = fill(experts=2, projects=2)
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    Event.objects.filter(pk=hall.event.pk).update(query_hours=2)
    for expert, team, points in ((1, 1, 8), (2, 1, 7), (1, 2, 3), (2, 2, 4)):
        hall.give(expert, team, points)
    for team, order in ((1, 1), (1, 2), (2, 1)):
        TeamMemberFactory(project=hall.defenses[team].project, order=order)
    close_scoring(hall.event.pk, actor="test", at=DAY)
    return hall


def trainee(hall: Hall, team: int, order: int = 1) -> Client:
    member = TeamMember.objects.get(project=hall.defenses[team].project, order=order)
    return as_trainee(Client(), member)


def test_the_first_of_a_team_reads_its_own_figures_and_asks_once(hall):
    tia, second, others = trainee(hall, 1), trainee(hall, 1, order=2), trainee(hall, 2)
    assert tia.get(reverse(PAGE)).status_code == 404
    assert "arithmetic" not in tia.get(reverse("trainee:home")).text
    open_window(hall.event.pk, actor=UserFactory(), at=DAY)

    page = tia.get(reverse(PAGE)).text
    assert ("75.00" in page, "35.00" in page, "place" in page) == (True, False, False)
    assert second.get(reverse(PAGE)).status_code == 404
    assert "arithmetic" in tia.get(reverse("trainee:home")).text
    assert tia.post(reverse(SAY), {"text": "Is the second sheet in?"}).status_code == 302
    tia.post(reverse(SAY), {"confirm": "yes"})
    others.post(reverse(SAY), {"confirm": "yes"})

    said = Query.objects.order_by("project__number").values_list("kind", "text")
    assert list(said) == [("asked", "Is the second sheet in?"), ("confirmed", "")]
    chair = as_expert(Client(), hall.seats[1])
    waiting = Query.objects.get(kind="asked")
    where = reverse("expert:query_answer", args=[waiting.pk])
    assert chair.post(where, {"text": "It is, with 70."}).status_code == 302
    assert "It is, with 70." in tia.get(reverse(PAGE)).text


def test_after_its_hours_nothing_is_said_any_more(hall, time_machine):
    tia = trainee(hall, 1)
    open_window(hall.event.pk, actor=UserFactory(), at=DAY)
    time_machine.move_to(DAY + timedelta(hours=2))

    page = tia.post(reverse(SAY), {"confirm": "yes"}, follow=True).text
    asked = tia.post(reverse(SAY), {"text": "Why 70 & not 75?"})

    assert "The time for queries is over." in page
    assert asked.status_code == 422
    assert "Not saved. You wrote: “Why 70 &amp; not 75?”" in asked.text
    assert not Query.objects.exists()


@pytest.mark.parametrize("said", ["So it is." * 60, "It is \N{CJK UNIFIED IDEOGRAPH-6F22}."])
@pytest.mark.parametrize("place", ["expert", "organizer"])
def test_an_answer_that_is_refused_stands_by_its_question(hall, said, place):
    open_window(hall.event.pk, actor=UserFactory(), at=DAY)
    trainee(hall, 1).post(reverse(SAY), {"text": "Why?"})
    query = Query.objects.get()
    client, arguments = as_expert(Client(), hall.seats[1]), [query.pk]
    if place == "organizer":
        secretary = MembershipFactory(event=hall.event, role=Membership.Role.SECRETARY).user
        client, arguments = as_organizer(Client(), secretary), [hall.event.slug, query.pk]

    response = client.post(reverse(f"{place}:query_answer", args=arguments), {"text": said})

    assert response.status_code in (409, 422)
    assert f'value="{said}"' in response.text
    query.refresh_from_db()
    assert query.is_waiting


def test_an_answer_is_given_once(hall):
    tia, user = trainee(hall, 1), UserFactory()
    open_window(hall.event.pk, actor=user, at=DAY)
    tia.post(reverse(SAY), {"text": "Why?"})
    query = Query.objects.get()
    answer_query(hall.event, query.pk, text="So.", actor=user, at=DAY)

    chair = as_expert(Client(), hall.seats[1])
    refused = chair.post(reverse("expert:query_answer", args=[query.pk]), {"text": "No."})

    assert refused.status_code == 409
    assert "Not saved. You wrote: “No.”" in refused.text
    query.refresh_from_db()
    assert query.answer == "So."
