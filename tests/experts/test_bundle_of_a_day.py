"""The bundle of a day with sheets, recusals, a tie and a casting vote in the database comes out the same."""

import importlib.util

import pytest
from django.urls import reverse

from events.models import Event
from experts.bundle import bundle_of
from experts.methods import Method
from experts.models import CastingVote, Seat
from experts.reports.record import record_of
from tests.experts.hall import SEED_RECUSALS, Hall, score, seed_hall
from tests.experts.made_up_records import SHA256
from tests.experts.sealed_events import sealed_with, show
from tests.factories import DAY
from tests.processes import ROOT
from tests.reading import words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("what is worked out of a record is of no engine"),
]
SCRIPT = ROOT / "docs" / "recompute_result.py"


def checker():
    spec = importlib.util.spec_from_file_location("recompute_result", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def decided_day(rule: Method) -> Hall:
    """Teams 1 and 6 are given the same by everybody, and the chair puts team 6 first."""
    hall = seed_hall()
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    Event.objects.filter(pk=hall.event.pk).update(scoring_rule=rule)
    points = {1: 9, 6: 9}
    score(hall, lambda expert, team: points.get(team, 3 + (expert * team) % 6), SEED_RECUSALS)
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=DAY)
    hall.event.refresh_from_db()
    tied = sorted(hall.defenses[team].project_id for team in points)
    CastingVote.objects.create(
        event=hall.event,
        seat=hall.seats[1],
        teams=",".join(map(str, tied)),
        order=",".join(str(hall.defenses[team].project_id) for team in (6, 1)),
        reason="Because.",
        at=DAY,
    )
    return hall


@pytest.mark.parametrize("rule", [Method.CORRECTED_MEAN, Method.RAW_MEAN, Method.KEMENY])
def test_the_day_comes_out_the_same(rule):
    record = record_of(decided_day(rule).event, DAY)

    standing, differences = checker().check(bundle_of(record, sha256=SHA256, named=()))

    assert differences == []
    assert [standing[team]["decided_by"] for team in (1, 6)] == ["casting_vote"] * 2
    assert standing[6]["place"] < standing[1]["place"]
    assert len(standing) == 7
    assert len([each for each in record["sheets"] if each["state"] == "submitted"]) == 79


def test_guests_read_the_day_and_its_points_from_the_sealed_record(client):
    hall = decided_day(Method.CORRECTED_MEAN)
    sealed_with(hall.event, hall.seats[1], record_of(hall.event, DAY))
    show(hall.event, "results", "figures", "awards", "evidence", "experts")

    page = words(client.get(reverse("public:results", args=[hall.event.slug])))
    told = client.get(reverse("public:result_data", args=[hall.event.slug])).json()

    assert page.count("By the casting vote") == 2
    assert [len(told[name]) for name in ("teams", "experts", "sheets")] == [7, 12, 79]
    assert all(each["name"]["en"] for each in told["experts"])
    assert checker().check(told)[1] == []
