"""Twelve experts at once, over real HTTP and on two connections: nothing lost, nothing doubled."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import product
from uuid import uuid4

import httpx
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from events.access import DEVICE_COOKIE
from events.models import AuditEntry, Pass
from events.services.passes import issue_pass
from experts.models import ScoreSheet, Seat, SheetRevision
from experts.services import score_sheets
from experts.services.closing import close_scoring
from experts.sheets import Assignment, SheetOperation
from tests.experts.hall import fill, pass_of
from tests.processes import Running

pytestmark = pytest.mark.django_db(transaction=True)

EXPERTS, PROJECTS, REVISIONS = 12, 7, 3


class Tablet:
    """One expert's session with the running server, used by two threads at once."""

    def __init__(self, url: str, seat: Seat) -> None:
        card = issue_pass(seat.person, kind=Pass.Kind.EXPERT, actor="test", at=timezone.now())
        self.seat = seat
        self.client = httpx.Client(base_url=url, follow_redirects=True, timeout=60)
        self.client.get("/pass/")
        self.client.post("/pass/", data={"token": card.token, **self.csrf_field()})
        assert DEVICE_COOKIE in self.client.cookies

    def csrf_field(self) -> dict[str, str]:
        return {"csrfmiddlewaretoken": self.client.cookies["csrftoken"]}

    def put(self, defense_id: int, body: dict[str, object]) -> httpx.Response:
        return self.client.put(
            f"/api/v1/sheets/{self.seat.pk}-{defense_id}",
            json=body,
            headers={"X-CSRFToken": self.client.cookies["csrftoken"]},
        )


def body_of(revision: int, value: int) -> dict[str, object]:
    return {
        "op_id": str(uuid4()),
        "device_id": str(uuid4()),
        "seq": revision,
        "base_rev": revision - 1,
        "rubric_version": 1,
        "final": True,
        "points": {"whole": str(value)},
    }


def score_all(tablet: Tablet, defenses: list[int], twice: ThreadPoolExecutor) -> list[str]:
    """Three revisions of every sheet, each request sent twice at once; what was not as it should be.

    The second revision comes the second time under another id, as from another device.
    """
    wrong = []
    for defense, revision in product(defenses, range(1, REVISIONS + 1)):
        body = body_of(revision, value=4 + revision)
        again = {**body, "op_id": str(uuid4())} if revision == 2 else body
        sent = [(defense, body), (defense, again)]
        answers = list(twice.map(lambda each: tablet.put(*each), sent))
        statuses = sorted(answer.json().get("status", "") for answer in answers)
        codes = [answer.status_code for answer in answers]
        values = [{**answer.json(), "status": ""} for answer in answers]
        if codes != [200, 200] or statuses != ["applied", "duplicate"] or values[0] != values[1]:
            wrong.append(f"{defense} {revision}: {codes} {[answer.text for answer in answers]}")
    return wrong


def test_every_request_sent_twice_at_once_is_applied_once(running_server: Running):
    hall = fill(EXPERTS, PROJECTS)
    defenses = [defense.pk for defense in hall.defenses.values()]
    tablets = [Tablet(running_server.url, seat) for seat in hall.seats.values()]

    def play(tablet: Tablet) -> list[str]:
        with closing(tablet.client), ThreadPoolExecutor(max_workers=2) as twice:
            return score_all(tablet, defenses, twice)

    with ThreadPoolExecutor(max_workers=EXPERTS) as panel:
        wrong = [line for lines in panel.map(play, tablets) for line in lines]

    current = SheetRevision.objects.current()
    assert wrong == []
    assert ScoreSheet.objects.filter(revision=REVISIONS).count() == EXPERTS * PROJECTS
    assert SheetRevision.objects.count() == EXPERTS * PROJECTS * REVISIONS
    assert {tuple(revision.points.items()) for revision in current} == {(("whole", "7"),)}
    assert AuditEntry.first_broken(hall.event) is None


def test_nothing_is_saved_after_the_scoring_closed(running_server: Running):
    hall = fill(experts=6, projects=7)
    defenses = [defense.pk for defense in hall.defenses.values()]
    tablets = [Tablet(running_server.url, seat) for seat in hall.seats.values()]
    half_way = threading.Barrier(len(tablets) + 1)

    def play(tablet: Tablet) -> list[int]:
        with closing(tablet.client):
            codes = []
            for number, defense in enumerate(defenses):
                if number == 2:
                    half_way.wait(timeout=60)
                codes.append(tablet.put(defense, body_of(1, value=5)).status_code)
            return codes

    with ThreadPoolExecutor(max_workers=len(tablets)) as panel:
        played = [panel.submit(play, tablet) for tablet in tablets]
        half_way.wait(timeout=60)
        close_scoring(hall.event.pk, actor="test", at=timezone.now())
        saved_by_then = SheetRevision.objects.count()
        codes = [code for each in played for code in each.result()]

    assert set(codes) <= {200, 423}
    assert codes.count(200) == SheetRevision.objects.count() == saved_by_then


def test_without_the_lock_of_the_seat_a_second_request_is_no_duplicate(monkeypatch, client: Client):
    """The negative control: two saves that both looked before either wrote."""
    hall = fill(experts=1, projects=1)
    seat = hall.seats[1]
    asked = Assignment(seat.pk, hall.defenses[1].pk)
    held = pass_of(seat)
    both_looked = threading.Barrier(2)
    look = score_sheets._stored_and_current
    looks = []

    def look_together(*args):
        found = look(*args)
        if len(looks) < 2:
            looks.append(found)
            both_looked.wait(timeout=10)
        return found

    def unlocked(assignment, person_id):
        return Seat.objects.get(pk=assignment.seat)

    monkeypatch.setattr(score_sheets, "_stored_and_current", look_together)
    monkeypatch.setattr(score_sheets, "_locked_seat", unlocked)
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time, lock or no lock")

    sent = SheetOperation(
        op_id=uuid4(),
        device_id=None,
        sequence=1,
        base_rev=0,
        client_ts=0,
        rubric_version=1,
        is_final=False,
        points={},
    )

    def save() -> str:
        try:
            return score_sheets._save(asked, sent, held, timezone.now(), is_built_on=False).status
        except Exception as error:  # noqa: BLE001 - whatever the race does is the finding
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as threads:
        outcomes = sorted(each.result() for each in [threads.submit(save) for _ in range(2)])

    assert outcomes == ["IntegrityError", "applied"]
