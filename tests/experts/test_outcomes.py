"""Every outcome from end to end: what happened, the error's status and word, the API's answer, what the expert reads.

The last step, from the answer to the page, is the tablet's script: tests/browser/test_outcomes.py.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from events.errors import DomainError
from events.models import Criterion, Event, Pass, Rubric
from experts.errors import TooManyCalls, entrance, interests, questions, sheets
from experts.models import Interest, Seat, SheetRevision
from experts.pages.saving import sayings, told_on_a_form, words_for_the_script
from experts.services.interests import decide_interest
from experts.sheets import Assignment, Outcome
from tests.cast import Cast, as_expert, gather
from tests.experts.hall import give, text_of
from tests.experts.test_guards import take_guards_off
from tests.factories import DAY, InterestFactory, ScoreSheetFactory, SheetRevisionFactory

POINTS = {"research": "8", "answers": "9"}
USED = str(uuid4())


@pytest.fixture
def cast(db) -> Cast:
    return gather()


def nothing(cast: Cast) -> None:
    pass


def sign_out(cast: Cast) -> None:
    Pass.objects.update(revoked_at=DAY)


def start_a_rehearsal(cast: Cast) -> None:
    take_guards_off("events_event")  # a rehearsal begins on no event with sheets
    Event.objects.update(is_rehearsal=True)


def leave_a_card_of_a_rehearsal(cast: Cast) -> None:
    Pass.objects.update(is_rehearsal=True)


def recuse(cast: Cast) -> None:
    Interest.objects.create(
        seat=cast.emil, project=cast.defense.project, kind=Interest.Kind.SUPERVISOR
    )


def ask_for_a_declaration(cast: Cast) -> None:
    Event.objects.update(asks_declaration=True)


def take_the_seat(cast: Cast) -> None:
    Seat.objects.filter(pk=cast.emil.pk).update(role=Seat.Role.RESERVE)


def save_elsewhere(cast: Cast) -> None:
    give(cast.emil, cast.defense, {"research": "3", "answers": "3"})


def use_the_operation(cast: Cast) -> None:
    SheetRevisionFactory(sheet=ScoreSheetFactory(seat=cast.clara, defense=cast.defense), op_id=USED)


def change_the_rubric(cast: Cast) -> None:
    Rubric.objects.filter(event=cast.event).update(version=2)


def drop_the_criteria(cast: Cast) -> None:
    Criterion.objects.filter(rubric__event=cast.event).delete()


def close(cast: Cast) -> None:
    Event.objects.update(scoring_closed_at=DAY)


@dataclass(frozen=True)
class Case:
    """What happens between the page and its save, and how the save is answered."""

    happens: Callable[[Cast], None]
    status: int
    detail: str = ""
    sent: dict[str, object] = field(default_factory=dict)
    faults: str = ""  # as a form tells them, between the sentence and the next step
    asks_for_the_token: bool = False


CASES = {
    Outcome.APPLIED: Case(nothing, 200),
    Outcome.SIGNED_OUT: Case(sign_out, 401, "The server no longer knows this tablet."),
    Outcome.CSRF: Case(
        nothing,
        403,
        "The server did not accept this page any more.",
        asks_for_the_token=True,
    ),
    Outcome.REHEARSAL: Case(
        start_a_rehearsal,
        422,
        "A rehearsal is going on. Your card can score when the organizers have ended it.",
    ),
    Outcome.REHEARSAL_CARD: Case(
        leave_a_card_of_a_rehearsal,
        422,
        "This card was made for a rehearsal and cannot score on the day.",
    ),
    Outcome.REHEARSAL_OVER: Case(
        nothing,
        422,
        "These points were given in a rehearsal that has ended, and count nowhere.",
        sent={"rehearsal": 7},
    ),
    Outcome.RECUSED: Case(
        recuse,
        403,
        "You are recused from this project: it is scored without you.",
    ),
    Outcome.UNDECLARED: Case(
        ask_for_a_declaration,
        403,
        "Before your first points this event asks you for a declaration.",
    ),
    Outcome.UNKNOWN: Case(
        take_the_seat,
        404,
        "You have no seat on the panel that scores this team.",
    ),
    Outcome.CONFLICT: Case(
        save_elsewhere,
        409,
        "This sheet was changed on another device. Choose which values to keep.",
    ),
    Outcome.INVALID: Case(
        nothing,
        422,
        "These values are not possible.",
        sent={"comment": "x" * 2001},
        faults="Comment: The comment is too long. ",
    ),
    Outcome.REUSED: Case(
        use_the_operation,
        422,
        "This page was already used to save other values.",
        sent={"op_id": USED},
    ),
    Outcome.SIGNATURE_REFUSED: Case(
        nothing,
        422,
        "The signature of this tablet was not accepted.",
        sent={"key": "AAAA-BBBB-CCCC-DDDD", "signature": "A" * 86},
    ),
    Outcome.RUBRIC_CHANGED: Case(change_the_rubric, 422, "The criteria have changed."),
    Outcome.NO_CRITERIA: Case(drop_the_criteria, 422, "This event has no criteria yet."),
    Outcome.LOCKED: Case(
        close, 423, "Scoring is closed. To change this sheet, ask the secretary to reopen it."
    ),
}
ELSEWHERE = {
    Outcome.CURRENT: "an answer to GET",
    Outcome.DUPLICATE: "an answer to a retry",
    Outcome.BUSY: "an answer before Django: tests/defense/desk/test_admission.py",
}
REFUSED = [outcome for outcome in CASES if outcome != Outcome.APPLIED]
OF_A_FORM = [
    outcome for outcome in REFUSED if outcome != Outcome.SIGNATURE_REFUSED
]  # it signs nothing


def operation(case: Case) -> dict[str, object]:
    whole = {
        "op_id": str(uuid4()),
        "base_rev": 0,
        "rubric_version": 1,
        "final": True,
        "points": POINTS,
    }
    return whole | case.sent


def put(client: Client, cast: Cast, case: Case):
    address = reverse("api:sheet_save", args=[Assignment(cast.emil.pk, cast.defense.pk)])
    return client.put(address, json.dumps(operation(case)), content_type="application/json")


def post(client: Client, cast: Cast, case: Case):
    points = {f"points-{key}": value for key, value in POINTS.items()}
    data = {key: value for key, value in operation(case).items() if key not in ("final", "points")}
    return client.post(reverse("expert:score_sheet", args=[cast.defense.pk]), data | points)


def tablet(cast: Cast, case: Case) -> Client:
    return as_expert(Client(enforce_csrf_checks=case.asks_for_the_token), cast.emil)


# What can stand between a tablet and a saved sheet.
OF_A_SHEET = {**vars(sheets), **vars(entrance), **vars(interests), **vars(questions)}.values()


def error_of(outcome: Outcome) -> type[DomainError]:
    found = [each for each in OF_A_SHEET if getattr(each, "code", "") == outcome]
    return found[0]


def test_every_outcome_is_walked():
    assert set(CASES) | set(ELSEWHERE) == set(Outcome)


def test_every_refusal_of_a_sheet_has_a_word_of_the_vocabulary():
    declared = {each.code for each in OF_A_SHEET if hasattr(each, "code")}

    assert declared - {DomainError.code, TooManyCalls.code} == set(REFUSED)


@pytest.mark.sampled(4, "which refusal it is")
@pytest.mark.parametrize("outcome", CASES)
def test_the_api_answers_with_the_outcomes_status_and_word(cast, outcome):
    case = CASES[outcome]
    client = tablet(cast, case)
    case.happens(cast)

    answer = put(client, cast, case)

    said = answer.json()
    assert (answer.status_code, said["status"]) == (case.status, outcome)
    assert said.get("detail", "") == case.detail


@pytest.mark.parametrize("outcome", REFUSED)
def test_the_error_itself_knows_status_and_word(outcome):
    error = error_of(outcome)

    assert (error.status, error.code) == (CASES[outcome].status, outcome)


@pytest.mark.parametrize("outcome", REFUSED)
def test_every_refusal_has_its_own_line_and_a_next_step(outcome):
    all_sayings = sayings()
    saying = all_sayings.pop(outcome)

    assert saying.line not in {other.line for other in all_sayings.values()}
    assert saying.step or saying.form_step
    assert words_for_the_script("nobody")["sayings"][outcome]["line"] == saying.line


# Where a card may not see the sheet, the same is said on another page.
ON_THE_SHEET = [
    each
    for each in OF_A_FORM
    if each not in {Outcome.SIGNED_OUT, Outcome.UNKNOWN, Outcome.RECUSED, Outcome.NO_CRITERIA}
]


def test_a_form_without_script_that_is_saved_leads_back_to_the_sheet(client, cast):
    answer = post(as_expert(client, cast.emil), cast, CASES[Outcome.APPLIED])

    assert answer.url == reverse("expert:score_sheet", args=[cast.defense.pk])


@pytest.mark.sampled(4, "which refusal it is")
@pytest.mark.parametrize("outcome", OF_A_FORM)
def test_a_form_without_script_is_told_the_same(cast, outcome):
    case = CASES[outcome]
    client = tablet(cast, case)
    case.happens(cast)

    answer = post(client, cast, case)

    text = " ".join(text_of(answer.content.decode()).split())
    saying = sayings()[outcome]
    assert answer.status_code == case.status
    assert f"{case.detail} {case.faults}{saying.form_step or saying.step}" in text
    assert saying.line in text
    assert not SheetRevision.objects.filter(points=POINTS).exists()


@pytest.mark.sampled(4, "which refusal it is")
@pytest.mark.parametrize("outcome", OF_A_FORM)
def test_a_refused_form_keeps_its_values_where_the_sheet_may_be_shown(cast, outcome):
    case = CASES[outcome]
    client = tablet(cast, case)
    case.happens(cast)
    words = {"comment": "A word of mine. "} | case.sent

    html = post(client, cast, replace(case, sent=words)).content.decode()

    marked = re.findall(r'name="points-(\w+)" value="(\d+)"[^>]* checked', html)
    is_shown = outcome in ON_THE_SHEET
    assert dict(marked) == (POINTS if is_shown else {})
    assert (f">{words['comment']}</textarea>" in html) == is_shown


@pytest.mark.parametrize("happens", [start_a_rehearsal, leave_a_card_of_a_rehearsal])
def test_a_card_that_may_not_score_now_is_shown_its_form_and_nothing_of_the_server(
    client, cast, happens
):
    give(cast.emil, cast.defense, {"research": "3", "answers": "3"}, comment="A canary")
    as_expert(client, cast.emil)
    happens(cast)

    html = post(client, cast, Case(nothing, 422)).content.decode()

    assert "A canary" not in html
    assert "30.0" not in html
    assert html.partition('id="sheet"')[2].count(" checked") == 2


def test_another_sites_words_are_not_put_into_our_form(cast):
    client = tablet(cast, CASES[Outcome.CSRF])
    client.defaults["HTTP_ORIGIN"] = "https://elsewhere.example"

    answer = post(client, cast, Case(nothing, 403, sent={"comment": "Their words"}))

    assert answer.status_code == 403
    assert "Their words" not in answer.content.decode()


def test_a_form_that_was_sent_again_by_who_may_score_no_more_is_saved_once(client, cast):
    """As the API answers a retry: the first time it was stored."""
    as_expert(client, cast.emil)
    case = Case(nothing, 200, sent={"op_id": str(uuid4())})
    post(client, cast, case)
    start_a_rehearsal(cast)

    answer = post(client, cast, case)

    assert answer.status_code == 302


def test_an_error_outside_the_vocabulary_is_told_with_its_own_sentence():
    assert told_on_a_form(DomainError("Something else.")) == (
        "Something else. What you gave stays on this page."
    )


def test_a_refused_form_keeps_the_revision_it_was_built_on(client, cast):
    """Else its next save would write over what another device saved meanwhile, unseen."""
    save_elsewhere(cast)
    as_expert(client, cast.emil)

    answer = post(client, cast, Case(nothing, 422, sent={"comment": "x" * 2001}))

    assert 'name="base_rev" value="0"' in answer.content.decode()


def test_a_form_of_an_older_rubric_keeps_what_still_fits_and_is_saved_next(client, cast):
    as_expert(client, cast.emil)
    Criterion.objects.filter(key="answers", rubric__event=cast.event).update(key="clarity")
    change_the_rubric(cast)

    html = post(client, cast, Case(nothing, 422)).content.decode()

    assert "The criteria have changed." in html
    assert 'name="rubric_version" value="2"' in html
    assert html.partition('id="sheet"')[2].count(" checked") == 1
    assert 'data-criterion="clarity"' in html


def test_a_form_refused_after_closing_can_be_sent_again_once_it_is_open(client, cast):
    as_expert(client, cast.emil)
    close(cast)

    html = post(client, cast, Case(nothing, 423)).content.decode()

    assert "data-submit" in html
    assert " disabled" not in html


def test_a_retry_is_answered_as_it_was_also_to_who_may_score_no_more(client, cast):
    as_expert(client, cast.emil)
    case = Case(nothing, 200, sent={"op_id": str(uuid4())})
    tie = InterestFactory(seat=cast.emil, project=cast.defense.project, kind=Interest.Kind.OTHER)
    first = put(client, cast, case).json()
    decide_interest(tie.pk, outcome="recuse", reason="A relative.", actor=cast.olga, at=DAY)

    again = put(client, cast, case)

    assert (again.status_code, again.json()) == (200, first | {"status": "duplicate"})
