"""What organizers see of the names that people confirmed or want otherwise, and what they do about it."""

from threading import Barrier, Thread

import pytest
from django.db import connection as connection
from django.db import connections
from django.test import Client

from defense.event_file import BadEventFile
from defense.event_file.loading import load_event
from defense.event_file.revising import revise_event
from defense.event_file.writing import dump_event
from defense.workspace.names import with_printed_names
from defense.workspace.people_board import Lack, people_board
from diplomas.models import Diploma
from diplomas.services.outdated import outdated_diplomas
from events.covered import CoveredRows, differences
from events.errors import DomainError
from events.exchange import people as exchange
from events.models import AskedName, AuditEntry, Event, Person
from events.services import asked_names
from events.services.asked_names import ask_for_names, confirm_names
from tests.cast import Cast, as_organizer, gather
from tests.defense.workspace.pages import page, sent_from, told
from tests.factories import DAY, PassFactory
from tests.house.scene import set_scene

WANTED = {"kk": "Тия Асқарқызы"}


def card(cast: Cast):
    return PassFactory(person=cast.tia.person, kind="trainee", redeemed_at=DAY)


def asked(cast: Cast) -> AskedName:
    return ask_for_names(card(cast), WANTED, why="So in the card.", at=DAY)


def confirmed(cast: Cast) -> Person:
    return confirm_names(card(cast), seen={"kk": "Tia"}, at=DAY)


def press(cast, name, *arguments, **sent):
    organizer = as_organizer(Client(), cast.olga)
    return organizer.post(page(name, cast, *arguments), sent, follow=True)


def change(cast, **lines):
    organizer, key = as_organizer(Client(), cast.olga), cast.tia.person.key
    form = sent_from(organizer.get(page("person", cast, key)).context["form"], **lines)
    return form, lambda: organizer.post(page("person_save", cast, key), form, follow=True)


def tia() -> Person:
    return Person.objects.get(name__startswith="Tia")


def log_agrees(event: Event) -> bool:
    """Every row that a line names is as the last of them says."""
    log = CoveredRows()
    for entry in AuditEntry.objects.filter(event=event).order_by("number"):
        log.read(entry)
    return not list(differences(event, log))


@pytest.mark.django_db
def test_the_asked_spelling_is_taken_over_through_the_usual_change():
    cast = gather()
    waiting = asked(cast)
    shown = as_organizer(Client(), cast.olga).get(page("person", cast, cast.tia.person.key))
    assert all(each in shown.content.decode() for each in (WANTED["kk"], "So in the card."))

    done = press(cast, "name_take", waiting.pk)
    again = press(cast, "name_take", waiting.pk)

    assert told(done) == ["Taken over, as Tia wrote it."]
    assert "Nothing was changed: this was answered" in told(again)[0]
    assert (tia().printed_names, tia().confirmed_at) == (WANTED, DAY)
    acts = AuditEntry.objects.exclude(verb__startswith="interest").order_by("pk")
    assert list(acts.values_list("verb", flat=True)) == [
        "name.asked",
        "event.loaded",
        "name.taken_over",
    ]
    assert log_agrees(cast.event)


@pytest.mark.django_db
def test_it_is_declined_with_a_sentence_that_is_not_lost():
    cast = gather()
    waiting = asked(cast)

    empty = press(cast, "name_decline", waiting.pk, answer=" ")
    long = press(cast, "name_decline", waiting.pk, answer="ж" * 501)
    press(cast, "name_decline", waiting.pk, answer="Bring the card, please.")
    late = press(cast, "name_take", waiting.pk)

    assert [each.status_code for each in (empty, long)] == [422, 422]
    assert "ж" * 501 in long.content.decode()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.answer) == ("declined", "Bring the card, please.")
    assert "Nothing was changed" in told(late)[0]
    assert tia().printed_names == {}
    assert log_agrees(cast.event)


@pytest.mark.django_db
def test_an_organizer_who_knows_changes_a_confirmed_name_and_it_is_confirmed_anew():
    cast = gather()
    confirmed(cast)
    _form, note_alone = change(cast, note="Comes late")
    note_alone()
    assert tia().confirmed_at == DAY

    _form, send = change(cast, printed_names_kk="Тия")
    said = told(send())

    assert (tia().printed_names, tia().confirmed_at) == ({"kk": "Тия"}, None)
    assert said[-1] == "The name was confirmed, and is to be confirmed anew."
    assert AuditEntry.objects.filter(verb="name.unconfirmed").count() == 1
    assert log_agrees(cast.event)


@pytest.mark.django_db
def test_an_organizer_who_saw_it_unconfirmed_changes_no_confirmed_name():
    """The trainee confirms while the page is open: the words stay, and this is told."""
    cast = gather()
    _form, send = change(cast, printed_names_kk="Тия", note="Comes late")
    confirmed(cast)

    said = told(send())

    assert (tia().printed_names, tia().confirmed_at, tia().note) == ({}, DAY, "Comes late")
    assert "confirmed by the person" in said[0]


@pytest.mark.django_db
def test_a_file_changes_no_confirmed_name_and_says_so():
    cast = gather()
    confirmed(cast)
    file = with_printed_names(dump_event(cast.event), cast.tia.person.key, WANTED)

    outcome = load_event(file, actor="command:test", at=DAY)

    assert (tia().printed_names, tia().confirmed_at) == ({}, DAY)
    reasons = [change.reason for change in outcome.changes if change.reason]
    assert reasons == ["confirmed by the person"]


@pytest.mark.django_db
def test_after_the_close_no_other_name_is_taken_over():
    cast = gather()
    waiting = asked(cast)
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=DAY)

    said = told(press(cast, "name_take", waiting.pk))

    assert "Scoring is closed" in said[0]
    waiting.refresh_from_db()
    assert waiting.state == "waiting"
    file = with_printed_names(dump_event(cast.event), cast.tia.person.key, WANTED)
    with pytest.raises(BadEventFile):
        load_event(file, actor="command:test", at=DAY, renaming=[cast.tia.person.key])


@pytest.mark.django_db
def test_an_issued_diploma_keeps_its_name_and_is_told_to_be_outdated():
    scene = set_scene()
    waiting = asked(scene.cast)

    press(scene.cast, "name_take", waiting.pk)

    assert Diploma.objects.get(pk=scene.diploma.pk).snapshot == scene.diploma.snapshot
    [outdated] = outdated_diplomas(scene.cast.event)
    assert outdated.diploma.pk == scene.diploma.pk


@pytest.mark.django_db
def test_the_list_tells_who_confirmed_who_asks_and_who_did_not_look():
    cast = gather()
    cast.event.languages = ["kk"]
    cast.event.save()

    def of_tia() -> set[str]:
        [line] = [each for each in people_board(cast.event).lines if each.person.name == "Tia"]
        return {*line.lacks} - {Lack.WORK}

    def filtered(lack) -> bool:
        listed = as_organizer(Client(), cast.olga).get(page("people", cast), {"lacks": lack})
        return "Tia" in listed.content.decode()

    assert of_tia() == {Lack.CONFIRMATION, Lack.LOOK}
    assert (filtered("look"), filtered("asks")) == (True, False)
    held = card(cast)
    assert of_tia() == {Lack.CONFIRMATION}
    waiting = ask_for_names(held, WANTED, why="So.", at=DAY)
    assert of_tia() == {Lack.ASKS, Lack.CONFIRMATION}
    assert (filtered("look"), filtered("asks")) == (False, True)
    press(cast, "name_take", waiting.pk)
    assert of_tia() == set()


def at_once(*acts) -> None:
    """Each in a thread and with a connection of its own."""

    def alone(act):
        try:
            act()
        except DomainError:
            pass
        finally:
            connections.close_all()

    threads = [Thread(target=alone, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)


def renamed_while_confirmed(cast: Cast) -> Person:
    held, key = card(cast), cast.tia.person.key
    at_once(
        lambda: confirm_names(held, seen={"kk": "Tia"}, at=DAY),
        lambda: revise_event(
            cast.event,
            lambda file: with_printed_names(file, key, WANTED),
            actor="test",
            at=DAY,
        ),
    )
    return tia()


@pytest.mark.django_db(transaction=True)
def test_a_name_that_is_confirmed_is_the_name_that_was_seen():
    now = renamed_while_confirmed(gather())

    assert (now.confirmed_at, now.printed_names) in [(DAY, {}), (None, WANTED)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets one write at a time")
def test_without_the_lock_another_name_would_stand_as_confirmed(monkeypatch):
    """The negative control: both have read before either writes."""
    cast, read = gather(), Barrier(2, timeout=30)
    names, fitted = asked_names.names_in, exchange._without_confirmed_names

    def both_read(of, *arguments):
        found = (names if len(arguments) == 1 else fitted)(of, *arguments)
        if of.name == "Tia":
            read.wait()
        return found

    monkeypatch.setattr(asked_names, "hold", lambda pk: Event.objects.get(pk=pk))
    monkeypatch.setattr(asked_names, "names_in", both_read)
    monkeypatch.setattr(exchange, "_without_confirmed_names", both_read)

    now = renamed_while_confirmed(cast)

    assert (now.confirmed_at, now.printed_names) == (DAY, WANTED)
