"""A save that came too late, or from who may not score, is a line of the log: once, without points."""

import json
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.access import DEVICE_COOKIE
from events.errors import DomainError
from events.models import AuditEntry, Pass
from events.services.passes import revoke_pass
from experts.errors import ExpertIsRecused
from experts.models import Interest
from experts.pages.log import log_of
from experts.services import refused_saves
from experts.services.closing import close_scoring
from experts.services.refused_saves import VERB, note_refused_save
from experts.services.score_sheets import save_sheet
from experts.sheets import Assignment
from tests.cast import Cast, as_expert, gather
from tests.experts.hall import pass_of
from tests.experts.services.test_score_sheets import operation
from tests.factories import DAY, InterestFactory


@pytest.fixture
def cast(db) -> Cast:
    return gather()


def recuse(cast: Cast) -> None:
    InterestFactory(
        seat=cast.emil, project=cast.defense.project, kind=Interest.Kind.OTHER, outcome="recuse"
    )


def close(cast: Cast) -> None:
    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)


def stop_the_card(cast: Cast) -> None:
    revoke_pass(pass_of(cast.emil), actor="test", at=DAY)


REASONS = {recuse: "recused", close: "locked", stop_the_card: "signed_out"}


def put(client: Client, cast: Cast, sent: dict[str, object]):
    where = reverse("api:sheet_save", args=[f"{cast.emil.pk}-{cast.defense.pk}"])
    return client.put(where, json.dumps(sent), content_type="application/json")


def body() -> dict[str, object]:
    points = {"research": "8", "answers": "9"}
    return {
        "op_id": str(uuid4()),
        "base_rev": 0,
        "rubric_version": 1,
        "final": True,
        "points": points,
    }


def noted() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(verb=VERB))


@pytest.mark.parametrize("happens", REASONS)
def test_each_is_refused_with_its_reason_in_the_log_and_without_points(client, cast, happens):
    as_expert(client, cast.emil)
    happens(cast)
    sent = body()

    answers = [put(client, cast, sent).json()["status"] for _retry in range(3)]

    (line,) = noted()
    assert answers == [REASONS[happens]] * 3
    assert line.actor == f"person:{cast.emil.person_id}"
    assert line.subject == f"operation:{sent['op_id']}"
    assert line.details == {
        "refused": REASONS[happens],
        "seat": cast.emil.pk,
        "defense": cast.defense.pk,
        "project": cast.defense.project_id,
    }
    assert log_of(cast.event)[0].said.startswith("Save for project 1 refused: ")
    assert AuditEntry.first_broken(cast.event) is None


def test_a_retry_of_what_is_noted_does_not_wait_for_the_head_of_the_log(client, cast):
    as_expert(client, cast.emil)
    close(cast)
    sent = body()
    put(client, cast, sent)

    with CaptureQueriesContext(connection) as asked:
        put(client, cast, sent)

    tables = [each["sql"] for each in asked.captured_queries]
    assert [sql for sql in tables if "events_audithead" in sql] == []
    assert len(noted()) == 1


def test_what_is_saved_or_can_be_mended_is_no_refusal(client, cast):
    as_expert(client, cast.emil)
    put(client, cast, body())
    put(client, cast, body() | {"points": {"research": "99"}})
    put(client, cast, body() | {"comment": "From another device", "base_rev": 7})

    assert noted() == []


def test_another_reason_for_the_same_operation_is_another_line(client, cast):
    as_expert(client, cast.emil)
    sent = body()
    close(cast)
    put(client, cast, sent)
    stop_the_card(cast)
    put(client, cast, sent)

    assert [line.details["refused"] for line in noted()] == ["locked", "signed_out"]


def test_a_person_has_so_many_lines(cast, monkeypatch):
    monkeypatch.setattr(refused_saves, "MOST_OF_A_PERSON", 3)
    close(cast)
    for _ in range(5):
        with pytest.raises(DomainError):
            save_sheet(
                Assignment(cast.emil.pk, cast.defense.pk),
                operation=operation(),
                held=pass_of(cast.emil),
                at=DAY,
            )

    assert len(noted()) == 3


def test_a_stopped_card_whose_session_is_gone_is_known_by_its_device(client, cast):
    as_expert(client, cast.emil)
    stop_the_card(cast)
    sign_out(client)
    sent = body()

    answers = [put(client, cast, sent).status_code for _retry in range(3)]

    (line,) = noted()
    assert answers == [401] * 3
    assert line.actor == f"person:{cast.emil.person_id}"
    assert (line.subject, line.details["refused"]) == (f"operation:{sent['op_id']}", "signed_out")


def test_a_tablet_that_went_on_to_another_expert_brings_what_is_left_of_the_first(client, cast):
    as_expert(client, cast.emil)
    Pass.objects.filter(person=cast.clara.person).delete()
    stop_the_card(cast)
    as_expert(client, cast.clara)  # the same device
    sent = body()

    client.put(
        reverse("api:sheet_save", args=[f"{cast.emil.pk}-{cast.defense.pk}"]),
        json.dumps(sent),
        content_type="application/json",
        headers={"X-Person": str(cast.emil.person_id)},
    )

    assert [line.actor for line in noted()] == [f"person:{cast.emil.person_id}"]


def renewed(client: Client, cast: Cast) -> None:
    """The new card was opened on the same tablet, and waits for its PIN."""
    stop_the_card(cast)
    as_expert(client, cast.emil)
    sign_out(client)


def revoked_elsewhere(client: Client, cast: Cast) -> None:
    """The card was stopped; its session is used on another device."""
    stop_the_card(cast)
    client.cookies[DEVICE_COOKIE] = "another"


def sign_out(client: Client) -> None:
    """The session is over; the cookie of the device stays."""
    del client.cookies[settings.SESSION_COOKIE_NAME]


def no_card(client: Client, cast: Cast) -> None:
    sign_out(client)


def other_device(client: Client, cast: Cast) -> None:
    """A card that stands."""
    client.cookies[DEVICE_COOKIE] = "another"


@pytest.mark.parametrize("happens", [revoked_elsewhere, renewed, no_card, other_device])
def test_whose_card_it_was_is_known_of_its_device_alone(client, cast, happens):
    as_expert(client, cast.emil)
    happens(client, cast)

    assert put(client, cast, body()).status_code == 401
    assert noted() == []


@pytest.mark.parametrize("sent", [b"", b"{", b"[]", b'{"op_id": "\xff"}', b"x" * 20_000])
def test_what_cannot_be_read_is_noted_nowhere(client, cast, sent):
    as_expert(client, cast.emil)
    stop_the_card(cast)
    where = reverse("api:sheet_save", args=[f"{cast.emil.pk}-{cast.defense.pk}"])

    assert client.put(where, sent, content_type="application/json").status_code in {400, 401, 413}
    assert noted() == []


def test_nothing_is_noted_of_a_sheet_of_others(cast):
    for assignment in (
        Assignment(cast.clara.pk, cast.defense.pk),
        Assignment(cast.emil.pk, cast.other_defense.pk),
    ):
        note_refused_save(
            assignment, op_id=uuid4(), person=cast.emil.person, refusal=ExpertIsRecused()
        )

    assert noted() == []
