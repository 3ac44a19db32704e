"""The declaration stands before the first points: at the page, at the API and under the lock."""

import json
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from events.models import AuditEntry, Event
from events.services.declaring import ask_declaration
from experts.errors import DeclarationIncomplete, DeclarationInRehearsal, Undeclared
from experts.models import Declaration, ScoreSheet
from experts.pages.declaration import SENTENCES, agreed_in
from experts.reports.declarations import declarations_of
from experts.services.closing import close_scoring
from experts.services.declaring import declare
from experts.services.score_sheets import save_sheet
from experts.sheets import Assignment
from tests.cast import Cast, as_expert, as_organizer, gather
from tests.experts.hall import give, pass_of, text_of
from tests.experts.services.test_score_sheets import operation
from tests.factories import DAY

ADDRESS = reverse("expert:declaration")
ALL = dict.fromkeys(SENTENCES, "yes")


@pytest.fixture
def cast(db) -> Cast:
    found = gather()
    Event.objects.filter(pk=found.event.pk).update(asks_declaration=True)
    found.event.refresh_from_db()
    return found


def sheet_of(cast: Cast) -> str:
    return reverse("expert:score_sheet", args=[cast.defense.pk])


def api_of(cast: Cast) -> str:
    return reverse("api:sheet_save", args=[Assignment(cast.emil.pk, cast.defense.pk)])


def put(client: Client, cast: Cast):
    body = {"op_id": str(uuid4()), "base_rev": 0, "rubric_version": 1, "final": True}
    body["points"] = {"research": "8", "answers": "9"}
    return client.put(api_of(cast), json.dumps(body), content_type="application/json")


def is_refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def test_every_way_to_the_sheet_waits_for_the_declaration_and_opens_with_it(client, cast):
    tablet = as_expert(client, cast.emil)

    assert tablet.get(sheet_of(cast)).url == ADDRESS
    for answer in (tablet.get(api_of(cast)), put(tablet, cast)):
        assert (answer.status_code, answer.json()["status"]) == (403, "undeclared")
    with pytest.raises(Undeclared):
        save_sheet(
            Assignment(cast.emil.pk, cast.defense.pk),
            operation=operation(),
            held=pass_of(cast.emil),
            at=DAY,
        )
    assert not ScoreSheet.objects.exists()

    assert tablet.post(ADDRESS, ALL).url == reverse("expert:home")

    assert tablet.get(sheet_of(cast)).status_code == 200
    assert put(tablet, cast).json()["status"] == "applied"


def test_without_all_three_answers_nothing_is_on_record_and_what_was_given_stays(client, cast):
    tablet = as_expert(client, cast.emil)
    for name in SENTENCES:
        answer = tablet.post(ADDRESS, {**ALL, name: ""})
        page = answer.content.decode()

        assert answer.status_code == 422
        assert page.count(" checked") == 2
        assert "Agree to all three sentences, or ask the organizers." in text_of(page)
    assert not Declaration.objects.exists()
    with pytest.raises(DeclarationIncomplete):
        declare([cast.emil], agreed_in("en", ["rules_read"]), at=DAY)


def test_the_words_of_the_page_stay_with_their_language_and_are_declared_once(client, cast):
    tablet = as_expert(client, cast.emil)
    for _again in range(2):
        tablet.post(ADDRESS, {**ALL, "language": "en"})

    made = Declaration.objects.get()
    assert (made.seat, made.language) == (cast.emil, "en")
    assert made.text.splitlines() == list(SENTENCES.values())
    [line] = AuditEntry.objects.filter(verb="declaration.made")
    assert line.actor == f"person:{cast.emil.person_id}"
    assert "You made it on" in text_of(tablet.get(ADDRESS).content.decode())


def test_a_language_that_is_not_ours_is_not_stored(cast):
    assert agreed_in("xx", list(SENTENCES)).language in ("en", "kk", "ru")


def test_a_rehearsal_and_an_event_that_asks_for_none_score_without(client, cast):
    tablet = as_expert(client, cast.emil)
    Event.objects.filter(pk=cast.event.pk).update(asks_declaration=False)

    assert put(tablet, cast).json()["status"] == "applied"


@pytest.mark.django_db
def test_a_rehearsal_asks_for_none(client):
    cast = gather()
    Event.objects.filter(pk=cast.event.pk).update(asks_declaration=True, is_rehearsal=True)
    held = pass_of(cast.emil, is_rehearsal=True)
    assignment = Assignment(cast.emil.pk, cast.defense.pk)

    assert save_sheet(assignment, operation=operation(), held=held, at=DAY).rev == 1


@pytest.mark.django_db
def test_nothing_is_declared_in_a_rehearsal(client):
    """It would stay when the rehearsal is taken away."""
    cast = gather()
    Event.objects.filter(pk=cast.event.pk).update(asks_declaration=True, is_rehearsal=True)

    with pytest.raises(DeclarationInRehearsal):
        declare([cast.emil], agreed_in("en", list(SENTENCES)), at=DAY)

    assert not Declaration.objects.exists()


def test_who_is_recused_reads_that_and_declares_nothing_first(client, cast):
    answer = as_expert(client, cast.rita).get(sheet_of(cast))

    assert answer.status_code == 200
    assert "Recused" in answer.content.decode()


def test_a_retry_of_a_save_from_before_the_question_gets_its_answer(cast):
    Event.objects.filter(pk=cast.event.pk).update(asks_declaration=False)
    sent, assignment = operation(), Assignment(cast.emil.pk, cast.defense.pk)
    save_sheet(assignment, operation=sent, held=pass_of(cast.emil), at=DAY)
    ask_declaration(cast.event.pk, is_asked=True, actor=cast.olga)

    again = save_sheet(assignment, operation=sent, held=pass_of(cast.emil), at=DAY)

    assert again.status == "duplicate"


def test_the_database_keeps_a_declaration_whole_and_as_it_was_made(cast):
    [made] = declare([cast.emil], agreed_in("en", list(SENTENCES)), at=DAY)
    rows = Declaration.objects.filter(pk=made.pk)
    whole = {"rules_read": True, "ties_declared": True, "data_agreed": True}
    common = {"seat": cast.clara, "text": "x", "language": "en", "at": DAY}

    for name in whole:
        partly = whole | {name: False}
        assert is_refused(lambda partly=partly: Declaration.objects.create(**common, **partly))
    assert is_refused(lambda: rows.update(text="other"))
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=DAY)
    assert is_refused(rows.delete)
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=None)
    assert not is_refused(rows.delete)


def test_organizers_read_who_has_declared(client, cast):
    declare([cast.emil], agreed_in("en", list(SENTENCES)), at=DAY)

    found = declarations_of(cast.event)
    page = as_organizer(client, cast.olga).get(
        reverse("organizer:presence", args=[cast.event.slug])
    )

    assert (found.made, found.missing) == (1, ["Clara", "Rita"])
    assert "Declaration made by 1 of 3 experts. Not yet: Clara, Rita." in " ".join(
        text_of(page.content.decode()).split()
    )


def test_the_owner_asks_for_it_and_no_longer(client, cast):
    owner = as_organizer(client, cast.olga)
    address = reverse("organizer:declaration", args=[cast.event.slug])
    said = []
    for ask in ("no", "no", "yes"):
        owner.post(address, {"ask": ask})
        said.append(Event.objects.get(pk=cast.event.pk).asks_declaration)

    assert said == [False, False, True]
    lines = AuditEntry.objects.filter(verb="declaration.asked").order_by("number")
    assert [line.details["demanded"] for line in lines] == ["no", "yes"]


def test_after_the_close_it_stays_as_it_was_asked(client, cast):
    declare([cast.emil], agreed_in("en", list(SENTENCES)), at=DAY)
    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)
    owner = as_organizer(client, cast.olga)
    address = reverse("organizer:declaration", args=[cast.event.slug])

    answer = owner.post(address, {"ask": "no"}, follow=True)

    assert "Scoring is closed, and the result stands." in text_of(answer.content.decode())
    assert Event.objects.get(pk=cast.event.pk).asks_declaration
    assert declarations_of(cast.event).made == 1
    assert not AuditEntry.objects.filter(verb="declaration.asked").exists()
    event = Event.objects.filter(pk=cast.event.pk)
    assert is_refused(lambda: event.update(asks_declaration=False))
    assert not is_refused(lambda: event.update(scoring_closed_at=None, asks_declaration=False))


def test_nobody_declares_while_the_scoring_is_closed(client, cast):
    """Nor does the database take one; reopened, it does again."""
    tablet = as_expert(client, cast.emil)
    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)
    common = dict.fromkeys(["rules_read", "ties_declared", "data_agreed"], True)
    row = {**common, "seat": cast.clara, "text": "x", "language": "en", "at": DAY}

    answer = tablet.post(ADDRESS, ALL)

    assert answer.status_code == 422
    assert "Scoring is closed, so there are no first points" in text_of(answer.content.decode())
    page = text_of(tablet.get(ADDRESS).content.decode())
    assert "no declaration is made any more" in page
    assert "Declare and go to the teams" not in page
    assert is_refused(lambda: Declaration.objects.create(**row))
    assert not Declaration.objects.exists()
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=None)
    assert tablet.post(ADDRESS, ALL).url == reverse("expert:home")
    assert not is_refused(lambda: Declaration.objects.create(**row))


def test_a_seat_that_declared_stays(client, cast):
    give(cast.clara, cast.defense, {"research": "8", "answers": "7"})
    declare([cast.emil], agreed_in("en", list(SENTENCES)), at=DAY)
    address = reverse("organizer:seat_remove", args=[cast.event.slug, cast.emil.person.key])

    as_organizer(client, cast.olga).post(address, {"agreed": "yes"})

    assert Declaration.objects.filter(seat=cast.emil).exists()


def test_who_declared_nothing_before_the_close_reads_the_own_sheet_and_is_told_it_is_locked(
    client, cast
):
    """Nobody declares any more: the sheet that waited for it would wait for ever."""
    Event.objects.filter(pk=cast.event.pk).update(asks_declaration=False)
    give(cast.emil, cast.defense, {"research": "8", "answers": "7"})
    Event.objects.filter(pk=cast.event.pk).update(asks_declaration=True)
    tablet = as_expert(client, cast.emil)
    assert put(tablet, cast).json()["status"] == "undeclared"
    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)

    late = put(tablet, cast)
    page = tablet.get(sheet_of(cast))

    assert (late.status_code, late.json()["status"]) == (423, "locked")
    assert tablet.get(api_of(cast)).json()["points"] == {"research": "8", "answers": "7"}
    assert page.status_code == 200
    assert "Scoring is closed" in text_of(page.content.decode())
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=None)
    assert put(tablet, cast).json()["status"] == "undeclared"
