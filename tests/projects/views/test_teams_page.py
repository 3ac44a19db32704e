import re

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from projects.models import Finding, Recommendation, RespondentGroup, Survey, SwotEntry
from tests.cast import gather
from tests.factories import (
    EventFactory,
    MembershipFactory,
    PersonFactory,
    ProjectFactory,
    TeamMemberFactory,
)
from tests.reading import words

pytestmark = pytest.mark.django_db

CANARY = '<img src=x onerror="alert(1)">'


def read(client, event):
    return client.get(reverse("organizer:teams", args=[event.slug]))


@pytest.fixture
def event(client):
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership.event


def furnish(event, number, *, each):
    project = ProjectFactory(event=event, number=number)
    survey = Survey.objects.create(project=project, base=91)
    for order in range(1, each + 1):
        TeamMemberFactory(project=project, order=order)
        RespondentGroup.objects.create(survey=survey, order=order, label="teachers", count=7)
        Finding.objects.create(project=project, order=order, text="finding")
        SwotEntry.objects.create(project=project, order=order, quadrant="threat", text="cost")
        Recommendation.objects.create(project=project, order=order, text="do")
    return project


def test_the_gap_is_counted_and_placed(client, event):
    event.trainees_stated = 5
    event.save()
    named = ProjectFactory(event=event, number=1)
    for order in (1, 2):
        TeamMemberFactory(project=named, order=order)
    ProjectFactory(event=event, number=2, members_listed=False)

    response = read(client, event)

    page = words(response)
    assert "3 of 5 people have no name yet." in page
    assert "The source lists no members of team 2." in page
    assert "No names yet. The source names no member of this team." in page
    assert "Teams 3 unnamed" in page


def test_no_gap_is_claimed_when_everybody_is_named(client, event):
    event.trainees_stated = 1
    event.save()
    TeamMemberFactory(project__event=event, project__number=1, order=1)

    response = read(client, event)

    assert "no name yet" not in words(response)
    assert "unnamed" not in words(response)


def test_members_stand_in_their_order_with_position_and_school(client, event):
    project = ProjectFactory(event=event, number=1)
    people = [("Balkan Kasimov", 2), ("Aizhan Abylova", 1)]
    for name, order in people:
        person = PersonFactory(
            event=event, name=name, position="director", organisation=f"school No. {order}"
        )
        TeamMemberFactory(project=project, order=order, person=person)

    page = words(read(client, event))

    assert re.search(
        r"1 Aizhan Abylova director school No\. 1 .*2 Balkan Kasimov director school No\. 2", page
    )


def test_what_the_source_adds_is_shown_to_organizers(client, event):
    project = ProjectFactory(
        event=event,
        number=1,
        supervisor__wording="supervisor Asel Aryn",
        note="a note of the project",
    )
    person = PersonFactory(event=event, note="a note of the person")
    TeamMemberFactory(project=project, person=person)
    Survey.objects.create(
        project=project, base_over=500, base_text="over five hundred", note="of the survey"
    )
    Finding.objects.create(
        project=project, order=1, text="f", percent=79, base=91, check_text="72/91"
    )

    page = words(read(client, event))

    for sentence in (
        "supervisor Asel Aryn",
        "a note of the project",
        "a note of the person",
        "over five hundred",
        "of the survey",
        "72/91",
    ):
        assert sentence in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_twelve_queries(
    client, event, django_assert_num_queries: DjangoAssertNumQueries, count
):
    for number in range(1, count + 1):
        furnish(event, number, each=count)

    with django_assert_num_queries(12):
        read(client, event)


def test_another_organizer_finds_nothing(client):
    cast = gather()
    client.force_login(cast.oleg)

    response = read(client, cast.event)

    assert response.status_code == 404
    assert "Tia" not in response.content.decode()


def test_an_event_without_projects_says_what_to_do(client, event):
    page = words(read(client, event))

    assert "No project yet" in page


def test_what_people_wrote_is_text_and_no_markup(client):
    membership = MembershipFactory(event=EventFactory(title=CANARY, city=CANARY))
    client.force_login(membership.user)
    supervisor = PersonFactory(event=membership.event, name=CANARY, note=CANARY)
    project = ProjectFactory(
        event=membership.event, number=1, topic=CANARY, supervisor=supervisor, note=CANARY
    )
    hostile = PersonFactory(event=membership.event, name=CANARY, position=CANARY, note=CANARY)
    TeamMemberFactory(project=project, person=hostile)

    page = read(client, membership.event).content.decode()

    assert page.count("&lt;img src=x") >= 8
    assert "<img src=x" not in page
