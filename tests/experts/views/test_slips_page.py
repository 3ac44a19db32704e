"""The slips that experts sign, their marks as a file, and the evidence after the close."""

import csv
import io

import pytest
from django.urls import reverse

from events.models import Event, Person
from experts.reports.evidence import evidence
from experts.slips import slips_of
from tests.cast import as_organizer
from tests.experts.hall import text_of
from tests.experts.test_evidence import EXPERTS, TEAMS, play
from tests.factories import DAY, MembershipFactory, PanelFactory, RoomFactory, SeatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return play()


@pytest.fixture
def owner(client, hall):
    return as_organizer(client, MembershipFactory(event=hall.event, role="owner").user)


def page(client, hall, name: str):
    return client.get(reverse(f"organizer:{name}", args=[hall.event.slug]))


def test_a_slip_shows_marks_and_no_points(owner, hall):
    html = page(owner, hall, "slips").content.decode()

    first, *_others, unsigned = slips_of(evidence(hall.event))
    text = " ".join(text_of(html).split())
    for slip in (first, unsigned):
        assert f"{slip.name} {slip.person}" in text
        assert all(sheet.mark in text for sheet in slip.sheets)
        assert slip.history in text
    assert all(key in text for key in first.keys)
    assert text.count("not signed") == TEAMS
    assert text.count("Mark of the criteria") == EXPERTS
    assert "Жақсы" not in text


def test_two_experts_of_one_name_are_told_apart_by_their_seats(owner, hall):
    one, other = hall.seats[1], hall.seats[2]
    Person.objects.filter(pk__in=[one.person_id, other.person_id]).update(name="Aigerim")

    text = " ".join(text_of(page(owner, hall, "slips").content.decode()).split())

    for seat in (one, other):
        assert f"Expert {seat.order}: Aigerim {seat.person.key}" in text


def test_an_expert_of_two_rooms_is_named_in_both(owner, hall):
    seat = hall.seats[1]
    other = PanelFactory(room=RoomFactory(event=hall.event, is_default=False, name="Small hall"))
    SeatFactory(panel=other, person=seat.person, order=7)

    text = " ".join(text_of(page(owner, hall, "slips").content.decode()).split())

    main = seat.panel.room
    both = f"Expert {seat.order} ({main}), Expert 7 (Small hall)"
    assert f"{both}: {seat.person.name} {seat.person.key}" in text


def test_the_evidence_is_given_out_after_the_close_alone(owner, hall):
    before = page(owner, hall, "evidence")
    Event.objects.update(scoring_closed_at=DAY)
    after = page(owner, hall, "evidence")

    assert before.url == reverse("organizer:slips", args=[hall.event.slug])
    assert after.json() == evidence(Event.objects.get())
    assert after["Content-Disposition"] == f'attachment; filename="evidence-{hall.event.slug}.json"'


def test_the_marks_go_out_as_lines(owner, hall):
    lines = list(
        csv.DictReader(io.StringIO(page(owner, hall, "slips_list").content.decode()), delimiter=";")
    )

    kinds = [line["what"] for line in lines if line["expert"] == hall.seats[1].person.name]
    assert kinds == ["key", "key", "1", "2", "3", "history", "criteria"]
    assert len(lines) == EXPERTS * (TEAMS + 3)
