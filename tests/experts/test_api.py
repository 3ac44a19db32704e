"""The tablet's contract over HTTP: each status of the table, and never a 500 for bad input."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse

from events.access import session_key
from events.build import build_version
from events.installation import installation_mark
from events.models import Criterion, Enrolment, Pass, Rubric
from events.models.passes import hash_of
from experts.models import ScoreSheet, SheetRevision
from experts.services.closing import close_scoring
from tests.cast import DEVICE, Cast, as_expert, gather
from tests.factories import DAY, PassFactory


@pytest.fixture
def cast(db) -> Cast:
    return gather()


def address(seat, defense) -> str:
    return reverse("api:sheet_save", args=[f"{seat.pk}-{defense.pk}"])


def body(**fields) -> dict[str, object]:
    whole = {
        "op_id": str(uuid4()),
        "device_id": str(uuid4()),
        "seq": 1,
        "base_rev": 0,
        "client_ts": 1_575_100_800_000,
        "rubric_version": 1,
        "final": True,
        "points": {"research": "8", "answers": "9"},
        "comment": "",
    }
    return {**whole, **fields}


def put(client: Client, where: str, sent: object, **headers):
    return client.put(
        where,
        data=sent if isinstance(sent, str | bytes) else json.dumps(sent),
        content_type="application/json",
        headers=headers,
    )


def test_an_operation_is_applied_and_its_retry_is_a_duplicate(client, cast):
    as_expert(client, cast.emil)
    sent = body()

    first = put(client, address(cast.emil, cast.defense), sent)
    again = put(client, address(cast.emil, cast.defense), sent)

    assert (first.status_code, first.json()["status"]) == (200, "applied")
    assert first.json()["total"] == "84.0"
    assert again.json() == {**first.json(), "status": "duplicate"}
    assert first["Cache-Control"] == "private, no-store"


def test_a_save_costs_ten_queries_and_its_transaction_and_one_more_when_submitted(
    client, cast, django_assert_num_queries
):
    as_expert(client, cast.emil)
    put(client, address(cast.emil, cast.defense), body())

    with django_assert_num_queries(13):
        answer = put(client, address(cast.emil, cast.defense), body(base_rev=1, comment="new"))

    assert answer.json()["status"] == "applied"


def test_the_current_values_can_be_read(client, cast):
    as_expert(client, cast.emil)
    put(client, address(cast.emil, cast.defense), body(comment="Жақсы"))

    answer = client.get(address(cast.emil, cast.defense)).json()

    assert (answer["rev"], answer["state"], answer["rubric_version"]) == (1, "submitted", 1)
    assert answer["points"] == {"research": "8", "answers": "9"}
    assert answer["comment"] == "Жақсы"


def test_whom_a_comment_is_for_is_kept_told_and_a_change_of_its_own(client, cast):
    as_expert(client, cast.emil)
    where = address(cast.emil, cast.defense)

    put(client, where, body(comment="So."))
    put(client, where, body(comment="So.", readers="team", base_rev=1))
    put(client, where, body(comment="So.", readers="team", base_rev=2))  # says it once more

    kept = SheetRevision.objects.order_by("number").values_list("readers", flat=True)
    assert list(kept) == ["protocol", "team"]
    assert client.get(where).json()["readers"] == "team"
    conflict = put(client, where, body(comment="So.", readers="me"))
    assert (conflict.status_code, conflict.json()["current"]["readers"]) == (409, "team")


def test_points_are_stored_as_the_page_writes_them(client, cast):
    Criterion.objects.filter(rubric__event=cast.event).update(minimum=0)
    as_expert(client, cast.emil)

    put(
        client,
        address(cast.emil, cast.defense),
        body(points={"research": "-0.0", "answers": "10.00"}),
    )

    assert SheetRevision.objects.get().points == {"research": "0", "answers": "10"}


def test_a_sheet_of_an_event_without_criteria_is_refused_with_a_sentence(client, cast):
    Rubric.objects.filter(event=cast.event).delete()

    answer = as_expert(client, cast.emil).get(address(cast.emil, cast.defense))

    assert (answer.status_code, answer.json()["status"]) == (422, "no_criteria")
    assert answer.json()["detail"] == "This event has no criteria yet."


def test_a_conflict_comes_with_the_servers_values(client, cast):
    as_expert(client, cast.emil)
    put(client, address(cast.emil, cast.defense), body())

    answer = put(client, address(cast.emil, cast.defense), body(comment="other"))

    assert (answer.status_code, answer.json()["status"]) == (409, "conflict")
    assert answer.json()["current"]["rev"] == 1


def test_without_a_card_the_tablet_is_signed_out(client, cast):
    answer = put(client, address(cast.emil, cast.defense), body())

    assert (answer.status_code, answer.json()["status"]) == (401, "signed_out")


def test_a_revoked_card_signs_the_tablet_out(client, cast):
    as_expert(client, cast.emil)
    Pass.objects.filter(person=cast.emil.person).update(revoked_at=DAY)

    answer = put(client, address(cast.emil, cast.defense), body())

    assert answer.status_code == 401
    assert ScoreSheet.objects.count() == 0


def test_a_page_of_another_expert_is_signed_out_and_its_points_are_nobodys(client, cast):
    as_expert(client, cast.emil)
    where = address(cast.emil, cast.defense)
    person, here = cast.emil.person_id, installation_mark()
    others = [
        f"{here}-{person + 1}",
        f"{here}-{person}-rehearsal",
        f"0123456789-{person}",
        str(person),
    ]

    refused = [put(client, where, body(), **{"X-Person": holder}) for holder in others]
    own = put(client, where, body(), **{"X-Person": f"{here}-{person}"})

    assert [(each.status_code, each.json()["status"]) for each in refused] == [
        (401, "signed_out")
    ] * len(others)
    assert (own.status_code, own["X-Qorgau"]) == (200, build_version())
    assert SheetRevision.objects.count() == 1


@pytest.mark.parametrize(("days", "status"), [(-1, 200), (1, 401)])
def test_a_page_of_the_former_version_saves_on_a_tablet_that_was_let_in_before_the_renewal(
    client, cast, days, status
):
    """It does not name the installation; of a fresh one no page was ever open."""
    as_expert(client, cast.emil)
    renewed = MigrationRecorder(connection).migration_qs.latest("applied").applied
    card, at = Pass.objects.get(person=cast.emil.person), renewed + timedelta(days=days)
    Enrolment.objects.update_or_create(card=card, defaults={"opened_at": at, "entered_at": at})
    former = {"X-Person": str(cast.emil.person_id)}

    answer = put(client, address(cast.emil, cast.defense), body(), **former)

    assert answer.status_code == status
    assert SheetRevision.objects.count() == (status == 200)


def test_a_trainees_card_opens_no_sheet(client, cast):
    as_expert(client, cast.emil)
    card = PassFactory(person=cast.emil.person, kind=Pass.Kind.TRAINEE, device_hash=hash_of(DEVICE))
    session = client.session
    session[session_key(Pass.Kind.EXPERT)] = card.pk
    session.save()

    assert put(client, address(cast.emil, cast.defense), body()).status_code == 401


def test_a_request_without_the_token_is_told_from_a_recusal(cast):
    client = as_expert(Client(enforce_csrf_checks=True), cast.emil)

    answer = put(client, address(cast.emil, cast.defense), body())

    assert (answer.status_code, answer.json()["status"]) == (403, "csrf")
    assert ScoreSheet.objects.count() == 0


def test_with_the_token_it_passes(cast):
    client = as_expert(Client(enforce_csrf_checks=True), cast.emil)
    client.get(reverse("expert:score_sheet", args=[cast.defense.pk]))
    token = client.cookies["csrftoken"].value

    answer = put(client, address(cast.emil, cast.defense), body(), **{"X-CSRFToken": token})

    assert answer.status_code == 200


def test_a_recused_expert_is_told_so_and_nothing_is_stored(client, cast):
    as_expert(client, cast.rita)

    answer = put(client, address(cast.rita, cast.defense), body())

    assert (answer.status_code, answer.json()["status"]) == (403, "recused")
    assert ScoreSheet.objects.count() == SheetRevision.objects.count() == 0


def test_a_closed_scoring_is_locked(client, cast):
    as_expert(client, cast.emil)
    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)

    answer = put(client, address(cast.emil, cast.defense), body())

    assert (answer.status_code, answer.json()["status"]) == (423, "locked")


@pytest.mark.parametrize("method", ["get", "put"])
def test_the_sheets_of_others_do_not_exist(client, cast, method):
    as_expert(client, cast.emil)
    places = [
        address(cast.clara, cast.defense),
        address(cast.ella, cast.other_defense),
        address(cast.emil, cast.other_defense),
        "/api/v1/sheets/0-0",
        "/api/v1/sheets/1",
        "/api/v1/sheets/a-b",
        f"/api/v1/sheets/{'9' * 40}-1",
    ]

    answers = [
        put(client, place, body()) if method == "put" else client.get(place) for place in places
    ]

    assert {(each.status_code, each.json()["status"]) for each in answers} == {(404, "unknown")}


BAD_BODIES = {
    "no JSON": "{",
    "nothing": "",
    "a list": "[]",
    "null": "null",
    "bytes": b"\xff\xfe",
    "unknown key": body(winner=True),
    "no op_id": {key: value for key, value in body().items() if key != "op_id"},
    "op_id is no id": body(op_id="me"),
    "points as a list": body(points=[8, 9]),
    "points as words": body(points={"research": "eight", "answers": "9"}),
    "points without end": body(points={"research": "NaN", "answers": "Infinity"}),
    "points of another script": body(points={"research": "８", "answers": "9"}),
    "points enormous": body(points={"research": "1e999999", "answers": "9"}),
    "points negative": body(points={"research": "-1", "answers": "9"}),
    "points between steps": body(points={"research": "7.5", "answers": "9"}),
    "points above the range": body(points={"research": "11", "answers": "9"}),
    "points missing": body(points={"research": "8"}),
    "unknown criterion": body(points={"research": "8", "answers": "9", "charm": "10"}),
    "final as a word": body(final="yes"),
    "revision as a flag": body(base_rev=True),
    "revision negative": body(base_rev=-1),
    "sequence enormous": body(seq=10**30),
    "comment too long": body(comment="я" * 2001),
    "comment with half a character": json.dumps(body(comment="half")).replace("half", "\\ud800"),
    "comment for whom nobody knows": body(readers="everybody"),
    "another rubric": body(rubric_version=7),
    "deep nesting": "[" * 5000 + "]" * 5000,
}


@pytest.mark.parametrize("name", BAD_BODIES)
def test_bad_input_is_refused_whole(client, cast, name):
    as_expert(client, cast.emil)

    answer = put(client, address(cast.emil, cast.defense), BAD_BODIES[name])

    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert ScoreSheet.objects.count() == 0


def test_a_body_of_another_kind_or_size_is_refused(client, cast):
    as_expert(client, cast.emil)
    where = address(cast.emil, cast.defense)

    form = client.put(where, data="points=8", content_type="application/x-www-form-urlencoded")
    huge = put(client, where, body(comment="x" * 20_000))

    assert (form.status_code, huge.status_code) == (415, 413)
    assert ScoreSheet.objects.count() == 0


def test_the_contract_is_published(client):
    schema = client.get(reverse("api:openapi-json")).json()

    assert sorted(schema["paths"]["/api/v1/sheets/{assignment}"]) == ["get", "put"]


@pytest.mark.parametrize("method", ["post", "patch", "delete", "options", "trace"])
def test_a_method_that_a_sheet_does_not_know_is_answered_in_json(client, cast, method):
    as_expert(client, cast.emil)

    answer = getattr(client, method)(address(cast.emil, cast.defense))

    assert (answer.status_code, answer["Allow"]) == (405, "GET, PUT")
    assert answer.json() == {
        "status": "invalid",
        "detail": "This is not a score sheet.",
        "faults": [],
    }


def test_a_body_of_megabytes_is_refused_like_one_of_kilobytes(client, cast, caplog):
    as_expert(client, cast.emil)

    answer = put(client, address(cast.emil, cast.defense), body(comment="x" * 3_000_000))

    assert (answer.status_code, answer.json()["status"]) == (413, "invalid")
    assert [each for each in caplog.records if each.levelname == "ERROR"] == []


# What Python takes for a number, and no page of ours sends.
NO_NUMBERS = ["1_0", "١", "８", "1e1", "1E1", "+8", "8.", ".5", "", "0x8", "8,5,0"]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_points_are_read_as_the_page_writes_them(client, cast, text):
    Criterion.objects.filter(rubric__event=cast.event).update(minimum=0, step="0.5")
    as_expert(client, cast.emil)

    answer = put(client, address(cast.emil, cast.defense), body(points={"research": text}))

    assert answer.status_code == 422
    assert {each["place"] for each in answer.json()["faults"]} == {"points.research"}
    assert ScoreSheet.objects.count() == 0


@pytest.mark.parametrize(("sent", "stored"), [("8", "8"), (8, "8"), ("7.50", "7.5"), (7.5, "7.5")])
def test_points_may_be_written_as_text_or_as_a_number(client, cast, sent, stored):
    Criterion.objects.filter(rubric__event=cast.event).update(step="0.5")
    as_expert(client, cast.emil)

    put(client, address(cast.emil, cast.defense), body(points={"research": sent, "answers": "9"}))

    assert SheetRevision.objects.get().points == {"research": stored, "answers": "9"}


PLACES = {
    "no number": ({"points": {"research": "eight", "answers": "9"}}, ["points.research"]),
    "out of range": ({"points": {"research": "11", "answers": "9"}}, ["points.research"]),
    "unknown": ({"points": {"charm": "9"}, "final": False}, ["points.charm"]),
    "missing": ({"points": {"research": "8"}}, ["points.answers"]),
    "long key": ({"points": {"x" * 41: "8"}, "final": False}, ["points." + "x" * 41]),
    "too long": ({"comment": "x" * 2001}, ["comment"]),
    "no text": ({"comment": "a\ud800b"}, ["comment"]),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_fault_is_placed_where_the_value_stands_in_the_body(client, cast, name):
    sent, places = PLACES[name]
    as_expert(client, cast.emil)

    answer = put(client, address(cast.emil, cast.defense), body(**sent))

    assert [each["place"] for each in answer.json()["faults"]] == places
