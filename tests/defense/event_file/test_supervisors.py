"""A project of several supervisors: in and out of the file, and named in order wherever one is named."""

import html
import re

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from defense.event_file import read_event_file, write_event_file
from defense.event_file.writing import dump_event
from events.models import Event
from experts.models import Seat
from projects.models import Defense, Project, Supervisor
from tests.cast import as_expert, as_organizer
from tests.defense.event_file.database import lines_of, load, the_event
from tests.defense.event_file.documents import changed, put, supervised
from tests.factories import MembershipFactory, SupervisorFactory

pytestmark = pytest.mark.django_db

TWO = supervised(0, "saule-bayserkeeva", "yerbol-ismailov")
NAMES = "Saule Bayserkeeva, Yerbol Ismailov"


def test_several_supervisors_come_back_as_they_were():
    load(TWO)

    assert Project.objects.get(number=1).supervisor_names == tuple(NAMES.split(", "))
    assert write_event_file(dump_event(the_event())) == write_event_file(
        read_event_file(changed(TWO))
    )
    assert not load(TWO).has_changed


def test_their_order_is_said_when_it_changes():
    load(TWO)

    outcome = load(supervised(0, "yerbol-ismailov", "saule-bayserkeeva"))

    assert lines_of(outcome) == [
        "~ projects.1.supervisors.order: Saule Bayserkeeva; Yerbol Ismailov → "
        "Yerbol Ismailov; Saule Bayserkeeva"
    ]
    assert Project.objects.get(number=1).supervisor_names[0] == "Yerbol Ismailov"


def test_one_in_a_list_is_one_alone():
    load(supervised(0, "saule-bayserkeeva"))

    [entry] = [each for each in dump_event(the_event()).projects if each.number == 1]
    assert (entry.supervisor.person, entry.supervisors) == ("saule-bayserkeeva", ())


def test_the_database_takes_nobody_twice():
    first = SupervisorFactory(order=5)

    with pytest.raises(IntegrityError):
        Supervisor.objects.create(project=first.project, person=first.person, order=6)


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def addresses(event: Event) -> dict[str, tuple[str, str]]:
    """Every page that names a supervisor: who reads it and where, and how it says it."""
    defense = Defense.objects.get(project__number=1)
    slug = [event.slug]
    with_titles = "Supervisors Saule Bayserkeeva ; Yerbol Ismailov"
    return {
        reverse("public:event", args=slug): ("guest", f"Supervisors {NAMES}"),
        reverse("public:project", args=[*slug, 1]): ("guest", with_titles),
        reverse("organizer:run_of_show", args=slug): ("organizer", f"Supervisors {NAMES}"),
        reverse("organizer:teams", args=slug): ("organizer", with_titles),
        reverse("organizer:results_data", args=slug): ("organizer", f'"supervisor": "{NAMES}"'),
        reverse("expert:home"): ("expert", f"supervisors {NAMES}"),
        reverse("expert:score_sheet", args=[defense.pk]): ("expert", f"supervisors {NAMES}"),
    }


def test_every_page_names_them_all_in_order():
    event = load(TWO, put("published", ["programme", "teams", "panel"])).event
    readers = {
        "guest": Client(),
        "organizer": as_organizer(Client(), MembershipFactory(event=event).user),
        "expert": as_expert(Client(), Seat.objects.get(person__key="alina-hamadinova")),
    }

    silent = [
        address
        for address, (reader, words) in addresses(event).items()
        if words not in text_of(readers[reader], address)
    ]

    assert silent == []
