import re

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from events.models import Event
from projects.models import (
    Finding,
    Project,
    Recommendation,
    RespondentGroup,
    Survey,
    SwotEntry,
)
from tests.factories import EventFactory, PersonFactory, ProjectFactory, TeamMemberFactory
from tests.reading import words

pytestmark = pytest.mark.django_db

CANARY = '<script>alert("Ә")</script>'


def read(client, project):
    return client.get(reverse("public:project", args=[project.event.slug, project.number]))


def with_evidence(project: Project, *, each: int = 1) -> Project:
    survey = Survey.objects.create(project=project, method="questionnaire", base=91, schools=18)
    for number in range(1, each + 1):
        RespondentGroup.objects.create(survey=survey, order=number, label="teachers", count=7)
        Finding.objects.create(project=project, order=number, kind="theme", text="values")
        SwotEntry.objects.create(project=project, order=number, quadrant="threat", text="cost")
        Recommendation.objects.create(project=project, order=number, text="a code of ethics")
        TeamMemberFactory(project=project, order=number)
    Finding.objects.create(
        project=project, order=each + 1, text="want STEAM", percent="79.10", base=91
    )
    return project


def test_guests_read_the_team_and_its_evidence(client):
    project = with_evidence(ProjectFactory(number=1, topic="Corporate culture"))

    page = words(read(client, project))

    for sentence in (
        "Corporate culture",
        f"Supervisor {project.supervisor_names[0]}",
        "91 respondents from 18 schools",
        "79.1 % want STEAM of 91 respondents",
        "teachers 7",
        "Threats cost",
        "a code of ethics",
        project.teammember_set.get().person.name,
    ):
        assert sentence in page


def test_a_lower_bound_is_not_made_exact(client):
    project = ProjectFactory(number=1)
    Survey.objects.create(project=project, base_over=500, base_text="over 500")

    page = words(read(client, project))

    assert "over 500 respondents" in page


def test_a_total_that_is_not_stated_is_called_a_sum(client):
    project = ProjectFactory(number=1)
    survey = Survey.objects.create(project=project)
    for order, count in enumerate((3200, 2130, 200), start=1):
        RespondentGroup.objects.create(survey=survey, order=order, label="group", count=count)

    page = words(read(client, project))

    assert "Number of respondents in all: not stated" in page
    assert "sum of the groups 5,530" in page


def test_a_team_without_a_list_says_so(client):
    project = ProjectFactory(number=1, members_listed=False)

    page = words(read(client, project))

    assert "The names of this team are not listed yet." in page


def test_the_neighbours_are_a_click_away(client):
    event = EventFactory()
    first, second, third = (ProjectFactory(event=event, number=number) for number in (1, 2, 3))

    links = [
        re.findall(r'rel="(prev|next)" href="([^"]+)"', read(client, project).content.decode())
        for project in (first, second, third)
    ]

    address = {
        project: reverse("public:project", args=[event.slug, project.number])
        for project in (first, second, third)
    }
    assert links == [
        [("next", address[second])],
        [("prev", address[first]), ("next", address[third])],
        [("prev", address[second])],
    ]


@pytest.mark.parametrize(
    "closed",
    [{"published": ["programme", "panel"]}, {"phase": Event.Phase.DRAFT}],
    ids=["teams are not published", "the event is a draft"],
)
def test_a_project_does_not_exist_for_guests_before_its_time(client, closed):
    project = with_evidence(ProjectFactory(number=1))
    assert read(client, project).status_code == 200
    Event.objects.filter(pk=project.event.pk).update(**closed)

    response = read(client, project)

    assert response.status_code == 404
    assert str(project.topic) not in response.content.decode()


@pytest.mark.parametrize("number", [0, 2, 10**30])
def test_a_number_that_no_project_has_is_not_found(client, number):
    project = ProjectFactory(number=1)
    ProjectFactory(number=2)

    response = client.get(f"/{project.event.slug}/projects/{number}/")

    assert response.status_code == 404


def test_notes_of_the_organizers_stay_with_them(client):
    project = ProjectFactory(number=1, note="SECRET note", supervisor__wording="SECRET wording")
    noted = PersonFactory(event=project.event, note="SECRET person", source_text="SECRET source")
    TeamMemberFactory(project=project, person=noted)
    Survey.objects.create(project=project, note="SECRET survey")

    page = read(client, project).content.decode()

    assert noted.name in page
    assert "SECRET" not in page


@pytest.mark.parametrize("each", [1, 3])
def test_the_page_takes_ten_queries(
    client, django_assert_num_queries: DjangoAssertNumQueries, each
):
    event = EventFactory()
    for number in range(1, each + 1):
        project = with_evidence(ProjectFactory(event=event, number=number), each=each)

    with django_assert_num_queries(10):
        read(client, project)


def test_what_people_wrote_is_text_and_no_markup(client):
    event = EventFactory(title=CANARY, course=CANARY)
    supervisor = PersonFactory(event=event, name=CANARY)
    project = ProjectFactory(event=event, number=1, topic=CANARY, supervisor=supervisor)
    ProjectFactory(event=event, number=2, topic=CANARY)
    hostile = PersonFactory(event=event, name=CANARY, position=CANARY, organisation=CANARY)
    TeamMemberFactory(project=project, person=hostile, role=CANARY)
    Finding.objects.create(project=project, order=1, text=CANARY)
    SwotEntry.objects.create(project=project, order=1, quadrant="threat", text=CANARY)
    Recommendation.objects.create(project=project, order=1, text=CANARY, addressee=CANARY)

    page = read(client, project).content.decode()

    assert page.count("&lt;script&gt;alert(&quot;Ә&quot;)") >= 9
    assert "<script>alert" not in page


def test_long_kazakh_names_are_shown_whole(client):
    name = "Әлімхан-Құндызай Нұрғиса-Өмірзаққызы Жүгінісова-Һәкімұғлы-Бейбітшілікова"
    member = TeamMemberFactory(project__number=1, person__name=name)

    page = read(client, member.project).content.decode()

    assert f"<b>{name}</b>" in page
