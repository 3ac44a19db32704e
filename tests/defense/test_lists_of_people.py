"""Organizers' lists of people: each can be searched, and each row can stand on one line of a phone."""

import re

import pytest
from django.urls import reverse

from events.models import Person
from projects.models import TeamMember
from tests.cast import gather
from tests.factories import PersonFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db

LISTS = ("passes", "teams", "diplomas", "diplomas_progress")


@pytest.fixture
def cast(client):
    cast = gather()
    Person.objects.filter(pk=cast.tia.person_id).update(name="Сейітова Айгүл")
    person = PersonFactory(event=cast.event, name="Ахметов Болат")
    TeamMemberFactory(project=cast.defense.project, order=2, person=person)
    client.force_login(cast.olga)
    return cast


def page(client, cast, name, **query):
    return client.get(reverse(f"organizer:{name}", args=[cast.event.slug]), query).content.decode()


def people(html: str) -> set[str]:
    names = TeamMember.objects.values_list("person__name", flat=True)
    rows = re.findall(r"<tr>(?:(?!</tr>).)*</tr>", html, re.DOTALL)
    return {name for name in names if any(name in row for row in rows)}


@pytest.mark.sampled(1, "which list it is")
@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_everybody_and_whom_one_looks_for(client, cast, name):
    shown = {
        sought: people(page(client, cast, name, q=sought)) for sought in ("", "айгул", "nobody")
    }

    both = {"Сейітова Айгүл", "Ахметов Болат"}
    assert shown == {"": both, "айгул": {"Сейітова Айгүл"}, "nobody": set()}


@pytest.mark.sampled(1, "which list it is")
@pytest.mark.parametrize("name", LISTS[:3])
def test_the_search_says_how_many_it_found_and_leads_back(client, cast, name):
    html = page(client, cast, name, q="айгул")

    said = " ".join(re.sub("<[^>]+>", " ", html).split())
    assert re.search(r"Found: 1 of \d", said)
    assert 'value="айгул"' in html
    assert 'href="?"' in html
    assert "Found:" not in page(client, cast, name)


@pytest.mark.sampled(1, "which list it is")
@pytest.mark.parametrize("name", LISTS)
def test_each_row_has_its_name_and_the_way_to_the_rest(client, cast, name):
    rows = re.findall(r"<tr>(?:(?!</tr>).)*</tr>", page(client, cast, name), re.DOTALL)
    rows = [row for row in rows if "<td" in row]

    assert len(rows) >= 2
    for row in rows:
        assert (row.count("line-name"), row.count('class="line-open"')) == (1, 1)
        cells = re.findall(r'<t[dh](?: scope="row")? class="([^"]*)"', row)
        assert {each for cell in cells for each in cell.split() if each.startswith("line-")} <= {
            "line-name", "line-word", "line-more", "line-open",
        }  # fmt: skip


def test_the_list_that_changes_by_itself_keeps_what_is_sought(client, cast):
    client.post(reverse("organizer:diplomas_issue", args=[cast.event.slug]), {"agreed": "9"})

    html = page(client, cast, "diplomas", q="айгул & co")

    assert "?q=%D0%B0%D0%B9%D0%B3%D1%83%D0%BB%20%26%20co" in html
