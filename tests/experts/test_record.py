"""The record of a decision: what it tells, that the same rows make the same bytes, and which sections a change touches."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event
from experts.models import Interest, Presence
from experts.reports.record import canonical, changed_sections, hash_of_record, record_of
from tests.experts.hall import Hall, close, fill
from tests.factories import DAY, SupervisorFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(hours=1)


@pytest.fixture
def hall() -> Hall:
    hall = fill(experts=3, projects=2)
    for expert, team, points in ((1, 1, 8), (2, 1, 7), (1, 2, 6), (3, 2, 9)):
        hall.give(expert, team, points)
    hall.recuse(3, 1, reason="A friend.")
    Presence.objects.create(seat=hall.seats[2], defense=hall.defenses[2], kind=Presence.Kind.ABSENT)
    project = hall.defenses[1].project
    SupervisorFactory(project=project, order=2)
    TeamMemberFactory(project=project, order=1)
    close(hall)
    return hall


def made(hall: Hall, at=DAY):
    return record_of(Event.objects.get(pk=hall.event.pk), at)


def test_it_tells_who_gave_what_who_was_out_and_why(hall):
    record = made(hall)

    states = {(line["expert"], line["team"]): line["state"] for line in record["sheets"]}
    key = {n: seat.person.key for n, seat in hall.seats.items()}
    assert states == {
        (key[1], 1): "submitted",
        (key[2], 1): "submitted",
        (key[3], 1): "recused",
        (key[1], 2): "submitted",
        (key[2], 2): "absent",
        (key[3], 2): "submitted",
    }
    given = {(each["expert"], each["team"]): each.get("total") for each in record["sheets"]}
    assert given[key[1], 1] == "80"
    (recusal,) = record["recusals"]
    assert (recusal["expert"], recusal["team"], recusal["reason"]) == (key[3], 1, "A friend.")
    assert record["presence"][0]["kind"] == "absent"
    assert len(record["teams"][0]["supervisors"]) == 2
    assert set(record["event"]["title"]) == {"kk", "ru", "en"}


def test_the_same_rows_make_the_same_text_but_for_what_is_stamped(hall):
    text = canonical(made(hall))

    assert changed_sections(text, made(hall, LATER)) == []
    assert hash_of_record(text) != hash_of_record(canonical(made(hall, LATER)))
    assert canonical(json.loads(text)) == text


def test_a_change_is_named_by_its_section(hall):
    text = canonical(made(hall))
    Interest.objects.update(reason="No friend.")
    assert changed_sections(text, made(hall)) == ["recusals"]

    project = hall.defenses[2].project
    type(project).objects.filter(pk=project.pk).update(topic="Another")
    assert changed_sections(text, made(hall)) == ["recusals", "teams"]


def queries_of(experts: int, projects: int) -> int:
    hall = fill(experts, projects)
    for expert in hall.seats:
        hall.give(expert, 1, 7)
        hall.recuse(expert, 2)
    close(hall)
    event = Event.objects.get(pk=hall.event.pk)
    with CaptureQueriesContext(connection) as queries:
        record_of(event, DAY)
    return len(queries)


def test_it_is_read_in_the_same_queries_at_any_size():
    assert queries_of(6, 5) == queries_of(3, 2) < 40
