"""Letters to the people of an event: who gets one, once, what the link opens and how long."""

import re
import smtplib
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from diplomas.errors import NothingIsSent
from diplomas.mailing import State, mail_board
from diplomas.models import ChosenLanguage, Diploma
from diplomas.services import mailing
from diplomas.services.issuing_documents import issue_documents, note_completion
from diplomas.services.issuing_one import issue_one
from diplomas.services.mailing import Drafts, write_to_people
from events.errors import PassNotFound
from events.models import AuditEntry, ConfirmedName, Event, Letter, Pass, Person
from events.models.passes import hash_of
from events.services import mail as post
from events.services.asked_names import NamesOverdue
from events.services.passes import issue_pass, redeem_pass, revoke_pass
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.diplomas.races import race
from tests.experts.sealed_events import sealed_with, show
from tests.factories import DAY, SeatFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now
MIGRATION = import_module("diplomas.migrations.0024_what_letters_told_before")


def event_of(size=3, **fields):
    """Everybody has an address, but the last."""
    event = event_with_team(size, **fields)
    for at, person in enumerate(people_of(event)[:-1], start=1):
        Person.objects.filter(pk=person.pk).update(email=f"p{at}@example.org")
    return event


def people_of(event):
    members = Person.objects.of_event(event).filter(teammember__isnull=False)
    return list(members.order_by("teammember__order"))


def write(event, purpose="name", **given):
    return write_to_people(event.pk, purpose, actor="user:1", at=NOW(), **given)


def states(event, purpose="name"):
    board = mail_board(event, purpose)
    return {row.to.name[-1]: row.state for row in board.rows}


def link_to(address):
    [letter] = [each for each in mail.outbox if each.to == [address]]
    return re.search(r"/pass/#(\S+)", letter.body)[1]


def redeem(token, at=None):
    return redeem_pass(token, device="any", at=at or NOW())


def refuse(monkeypatch, address, code=550):
    """The server takes no letter to this address."""
    send = EmailBackend.send_messages

    def answer(backend, messages):
        if messages[0].to == [address]:
            raise smtplib.SMTPRecipientsRefused({address: (code, b"no such mailbox")})
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", answer)


def test_everybody_with_an_address_is_written_to_once_however_often_it_is_pressed():
    event = event_of()

    assert (write(event), write(event)) == (2, 0)
    post.send_letters()
    post.send_letters()

    assert sorted(each.to[0] for each in mail.outbox) == ["p1@example.org", "p2@example.org"]
    assert states(event) == {"1": State.SENT, "2": State.SENT, "3": State.NO_ADDRESS}
    [line] = AuditEntry.objects.filter(event=event, verb="letters.written")
    assert (line.details["purpose"], line.details["count"]) == ("name", 2)
    assert "example.org" not in str(line.details)


def test_the_database_keeps_one_letter_of_a_purpose_to_a_person():
    event = event_of()
    write(event)
    to = Letter.objects.first()

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(person=to.person, purpose="name", address=to.address)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(person=to.person, address=to.address)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(address=to.address, token_hash="x")


def test_a_letter_speaks_each_language_of_the_event_and_opens_the_own_page_alone(client):
    event = event_of(languages=["kk", "ru", "en"])
    write(event)
    post.send_letters()
    body = next(each.body for each in mail.outbox if each.to == ["p1@example.org"])

    client.post(reverse("public:pass_open"), {"token": link_to("p1@example.org")})
    home = client.get(reverse("trainee:home")).content.decode()

    assert body.count("/pass/#") == 3
    assert "Hello, Әлия Үлгі 1." in body
    assert "Әлия Үлгі 1" in home
    assert "Әлия Үлгі 2" not in home


def test_who_chose_a_language_for_their_documents_is_written_to_in_that_alone():
    event = event_of(languages=["kk", "ru", "en"])
    ChosenLanguage.objects.create(person=people_of(event)[0], language="en", at=DAY)
    write(event)
    post.send_letters()

    bodies = {each.to[0]: each.body for each in mail.outbox}
    assert [bodies[f"p{at}@example.org"].count("/pass/#") for at in (1, 2)] == [1, 3]
    assert bodies["p1@example.org"].startswith("Hello, ")


def test_what_is_sent_stands_nowhere_afterwards():
    event = event_of()
    write(event)
    post.send_letters()

    token = link_to("p1@example.org")
    letter = Letter.objects.get(address="p1@example.org")
    assert letter.text == ""
    assert letter.token_hash == hash_of(token)
    assert not Pass.objects.filter(token_hash=hash_of(token)).exists()


def test_a_card_that_is_held_already_stays_and_the_letter_opens_the_same():
    event = event_of()
    first = people_of(event)[0]
    card = issue_pass(first, kind="trainee", actor="user:1", at=DAY)
    write(event)
    post.send_letters()

    assert redeem(link_to("p1@example.org")).pk == card.issued.pk
    assert redeem(card.token).pk == card.issued.pk


def test_a_card_made_after_the_letter_keeps_its_link_until_somebody_was_in():
    event = event_of()
    first = people_of(event)[0]
    write(event)
    post.send_letters()
    token = link_to("p1@example.org")

    card = issue_pass(first, kind="trainee", actor="user:1", at=DAY)
    assert redeem(token).pk == card.issued.pk
    issue_pass(first, kind="trainee", actor="user:1", at=DAY)
    with pytest.raises(PassNotFound):
        redeem(token)


def test_a_link_dies_with_its_card_with_the_address_and_after_a_month():
    event = event_of(4)
    write(event)
    post.send_letters()
    tokens = [link_to(f"p{at}@example.org") for at in (1, 2, 3)]
    first, second, *_others = people_of(event)

    revoke_pass(Pass.objects.get(person=first), actor="user:1", at=DAY)
    issue_pass(first, kind="trainee", actor="user:1", at=DAY)
    Person.objects.filter(pk=second.pk).update(email="other@example.org")

    for token, at in (
        (tokens[0], NOW()),
        (tokens[1], NOW()),
        (tokens[2], NOW() + timedelta(days=31)),
    ):
        with pytest.raises(PassNotFound):
            redeem(token, at)
    assert redeem(tokens[2], NOW() + timedelta(days=29)).person.email == "p3@example.org"


def test_an_address_that_changed_is_written_to_and_what_went_to_the_former_is_forgotten():
    event = event_of()
    write(event)
    post.send_letters()
    first = people_of(event)[0]
    Person.objects.filter(pk=first.pk).update(email="right@example.org")

    assert states(event)["1"] == State.UNWRITTEN
    assert write(event) == 1
    post.send_letters()
    post.clear_letters()

    assert mail.outbox[-1].to == ["right@example.org"]
    assert Letter.objects.filter(person=first).count() == 1
    Person.objects.filter(pk=first.pk).update(email="")
    post.clear_letters()
    assert not Letter.objects.filter(person=first).exists()


def test_who_gets_no_diploma_or_has_one_is_not_asked_about_the_name():
    event = event_of(4)
    first, other, *_others = people_of(event)
    note_completion(event.pk, [first.pk], is_completed=False, actor="test", at=DAY)
    issue_one(event.pk, other.pk, actor="test", at=DAY)

    assert set(states(event)) == {"3", "4"}


def test_who_was_written_to_is_written_to_again_if_asked_for_and_of_every_further_document():
    event = event_of(2)
    issue(event)
    make_ready(event)
    write(event, "document")
    post.send_letters()
    first = people_of(event)[0].pk

    assert (write(event, "document"), write(event, "document", again=[first])) == (0, 0)
    assert write(event, "document", again=[first], state=State.SENT) == 1
    assert write(event, "document", again=[first], state=State.SENT) == 0
    post.send_letters()
    issue_documents(event.pk, "certificate", [first], actor="test", at=DAY)
    make_ready(event)

    assert states(event, "document")["1"] == State.UNWRITTEN
    assert write(event, "document") == 1
    assert len(mail.outbox) == 2


def test_an_award_that_is_published_after_the_letter_is_written_of():
    event = event_of(2, languages=["en"])
    sealed_with(event, SeatFactory(panel__room__event=event))
    show(event, "results")
    first = people_of(event)[0].pk
    issue(event)
    issue_documents(event.pk, "award", [first], award={"en": "Best"}, actor="test", at=DAY)
    make_ready(event)
    write(event, "document")
    post.send_letters()
    before = states(event, "document")["1"]

    show(event, "awards")

    assert (before, states(event, "document")["1"]) == (State.SENT, State.UNWRITTEN)
    assert write(event, "document") == 1
    post.send_letters()
    assert mail.outbox[-1].body.count("/d/") == 2
    assert states(event, "document")["1"] == State.SENT


def test_letters_of_before_told_of_what_was_ready_but_of_no_award_that_is_not_known():
    event = event_of(2, languages=["en"])
    first = people_of(event)[0].pk
    [diploma, _other] = issue(event)
    issue_documents(event.pk, "award", [first], award={"en": "Best"}, actor="test", at=DAY)
    make_ready(event)
    write(event, "document")
    issue_documents(event.pk, "certificate", [first], actor="test", at=DAY)
    make_ready(event)
    Diploma.objects.filter(kind="certificate").update(ready_at=NOW() + timedelta(days=1))
    Letter.objects.update(told=[])

    MIGRATION.tell(apps, None)

    assert Letter.objects.get(person=first).told == [diploma.code]


def test_a_letter_that_waits_does_not_go_to_an_address_that_was_put_right_meanwhile():
    event = event_of()
    write(event)
    first = people_of(event)[0]
    Person.objects.filter(pk=first.pk).update(email="right@example.org")

    post.send_letters()
    assert [each.to for each in mail.outbox] == [["p2@example.org"]]
    write(event)
    post.send_letters()

    assert [each.to for each in mail.outbox] == [["p2@example.org"], ["right@example.org"]]


def test_a_letter_that_makes_no_mail_is_told_and_holds_nobody_up():
    event = event_of()
    write(event)
    Letter.objects.filter(address="p1@example.org").update(subject="Two\nlines")

    post.send_letters()

    assert states(event) == {"1": State.FAILED, "2": State.SENT, "3": State.NO_ADDRESS}


def test_a_refused_address_is_told_tried_again_alone_and_holds_nobody_up(monkeypatch):
    event = event_of(4)
    with monkeypatch.context() as refusing:
        refuse(refusing, "p1@example.org")
        write(event)
        assert post.send_letters() == 2

    board = mail_board(event, "name")
    assert (board.rows[0].state, str(board.rows[0].reason)) == (
        State.FAILED,
        "The mail server refused the address. Look at it once more.",
    )
    assert Letter.objects.get(address="p1@example.org").text == ""
    assert write(event) == 0
    sent = people_of(event)[1]
    assert write(event, again=[board.rows[0].to.person, sent.pk]) == 1
    post.send_letters()
    assert [each.to[0] for each in mail.outbox].count("p2@example.org") == 1
    assert states(event) == {**dict.fromkeys("123", State.SENT), "4": State.NO_ADDRESS}


def test_a_server_that_wants_to_be_asked_later_is_asked_later(monkeypatch):
    event = event_of()
    with monkeypatch.context() as refusing:
        refuse(refusing, "p1@example.org", code=451)
        write(event)
        assert post.send_letters() == 1
    assert states(event)["1"] == State.WAITING

    Letter.objects.update(lease_until=NOW() - timedelta(seconds=1))
    assert post.send_letters() == 1


def test_a_server_that_is_away_is_asked_once_a_round_and_given_up_after_a_day(monkeypatch):
    event = event_of()
    asked = []

    def away(_backend, messages):
        asked.append(messages)
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", away)
    write(event)

    assert post.send_letters() == 0
    assert len(asked) == 1
    Letter.objects.update(written_at=NOW() - timedelta(hours=25))
    post.clear_letters()
    assert set(states(event).values()) == {State.FAILED, State.NO_ADDRESS}
    assert set(Letter.objects.values_list("text", flat=True)) == {""}


def test_who_answered_is_not_reminded():
    event = event_of()
    first = people_of(event)[0]
    Person.objects.filter(pk=first.pk).update(confirmed_at=DAY)
    ConfirmedName.objects.create(
        person=first, at=DAY, names=dict.fromkeys(("kk", "ru", "en"), first.name)
    )

    write(event)

    assert list(Letter.objects.values_list("address", flat=True)) == ["p2@example.org"]


def test_documents_are_told_with_their_public_addresses_to_whoever_has_a_valid_one():
    event = event_of()
    issue(event)
    make_ready(event)
    write(event, "document")
    post.send_letters()

    code = Diploma.objects.get(person=people_of(event)[0]).code
    body = next(each.body for each in mail.outbox if each.to == ["p1@example.org"])
    assert reverse("public:diploma", args=[code]) in body
    assert redeem(link_to("p1@example.org")).person == people_of(event)[0]
    assert states(event, "document") == {"1": State.SENT, "2": State.SENT, "3": State.NO_ADDRESS}


def test_a_rehearsal_writes_to_nobody_and_names_of_an_archived_event_stay():
    event = event_of()
    Event.objects.filter(pk=event.pk).update(is_rehearsal=True)
    with pytest.raises(NothingIsSent):
        write(event)
    Event.objects.filter(pk=event.pk).update(
        is_rehearsal=False, phase="archived", scoring_closed_at=DAY
    )
    with pytest.raises(NamesOverdue):
        write(event)

    assert not Letter.objects.exists()
    assert not Pass.objects.exists()


def test_an_account_is_written_to_before_a_whole_event():
    event = event_of()
    write(event)
    Letter.objects.create(address="olga@example.org", subject="A link", text="in it")

    assert post.claim().address == "olga@example.org"


def test_a_letter_to_a_person_takes_nothing_of_an_accounts_share():
    event = event_of()
    write(event)

    assert not Letter.objects.of_last_hour("p1@example.org", "").exists()


def test_a_letter_as_it_is_looked_at_lets_nobody_in():
    event = event_of()
    drafts = Drafts.of_event(event, "name", at=NOW())

    text = drafts.text_to(mail_board(event, "name").longest()).text

    assert "/pass/\n" in text
    assert "#" not in text


@pytest.mark.parametrize("size", [3, 9])
def test_writing_takes_as_many_queries_for_any_number(size):
    event = event_of(size)
    issue(event)
    make_ready(event)

    with CaptureQueriesContext(connection) as queries:
        write(event, "document")

    assert len(queries) == 18


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_write_once(monkeypatch):
    event = event_of()

    outcomes = race(monkeypatch, mailing, lambda: write(event))

    assert sorted(outcomes) == [0, 2]
    assert Letter.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_clicks_collide(monkeypatch):
    """The control: both have read that nobody was written to."""
    event = event_of()

    outcomes = race(monkeypatch, mailing, lambda: write(event), is_locked=False)

    assert len(outcomes) == 2
    assert 0 not in outcomes
