"""The page of the letters: counts, one's own sample, one failed alone, and what holds it up."""

import pytest
from django.core import mail
from django.urls import reverse

from diplomas.models import Diploma
from events.models import Event, Letter, Person
from events.services import mail as post
from tests.cast import as_organizer
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """Two of three have an address."""
    event = event_with_team(3)
    people = Person.objects.of_event(event).filter(teammember__order__lte=2)
    people.update(email="tia@example.org")
    return event


@pytest.fixture
def olga(event, client):
    return as_organizer(client, MembershipFactory(event=event).user)


def address(event, name="mailing", purpose="name"):
    return reverse(f"organizer:{name}", args=[event.slug, purpose])


def page_of(olga, event):
    return " ".join(olga.get(address(event)).content.decode().split())


def fail(event):
    """Both letters."""
    Letter.objects.of_event(event).update(error="refused", text="")


def test_it_asks_first_with_how_many_and_sends_once(event, olga):
    asked = olga.post(address(event, "mailing_send")).content.decode()
    for _each in range(2):
        olga.post(address(event, "mailing_send"), {"agreed": "2"})
    post.send_letters()

    assert "Write to 2 people?" in asked
    assert len(mail.outbox) == 2
    shown = page_of(olga, event)
    assert "<b>2</b> sent" in shown
    assert "<b>1</b> no address" in shown


def test_failed_ones_are_named_with_the_reason_and_tried_again_one_by_one(event, olga):
    olga.post(address(event, "mailing_send"), {"agreed": "2"})
    fail(event)
    shown = page_of(olga, event)
    one = Letter.objects.first().person

    for _each in range(2):
        olga.post(address(event, "mailing_again"), {"person": one.pk})
    olga.post(address(event, "mailing_again"), {"person": "x"})

    assert shown.count("The mail server refused the address.") == 2
    assert reverse("organizer:person", args=[event.slug, one.key]) in shown
    assert list(Letter.objects.waiting().values_list("person", flat=True)) == [one.pk]
    olga.post(address(event, "mailing_again"))
    assert Letter.objects.waiting().count() == 2


def test_one_reads_the_longest_letter_and_sends_it_to_oneself_without_a_link_that_lets_in(
    event, olga
):
    Person.objects.of_event(event).filter(teammember__order=2).update(
        name="Мұхамедрахымова-Нұрмағамбетова Өмірхан", printed_names={}
    )

    shown = page_of(olga, event)
    olga.post(address(event, "mailing_sample"))
    post.send_letters()

    assert "Мұхамедрахымова-Нұрмағамбетова Өмірхан." in shown
    [letter] = mail.outbox
    assert letter.to == [event.membership_set.get().user.email]
    assert "/pass/\n" in letter.body
    assert not Letter.objects.filter(person__isnull=False).exists()


def test_one_who_was_written_to_is_written_to_again_once_that_is_agreed_to(event, olga):
    olga.post(address(event, "mailing_send"), {"agreed": "2"})
    post.send_letters()
    person = {"person": Letter.objects.order_by("pk").first().person_id}

    Letter.objects.filter(**person).update(is_perhaps_double=True)

    page = olga.get(address(event, "mailing")).content.decode()
    asked = olga.post(address(event, "mailing_again"), person).content.decode()
    before = Letter.objects.filter(sent_at=None).count()
    olga.post(address(event, "mailing_again"), person | {"agreed": "1"})
    post.send_letters()

    assert page.count("Perhaps sent twice") == 1
    assert "The link of the former letter works no longer." in asked
    assert (before, len(mail.outbox)) == (0, 3)


def test_samples_keep_no_letter_about_a_password_back(event, olga):
    user = event.membership_set.get().user
    for _each in range(post.MOST_AN_HOUR + 1):
        olga.post(address(event, "mailing_sample"))

    assert Letter.objects.count() == post.MOST_AN_HOUR
    assert post.write_letter(user, subject="A link", text="in it", device="")


def test_without_a_mail_server_it_says_so_and_offers_the_links(event, olga, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    shown = page_of(olga, event)
    answer = olga.post(address(event, "mailing_send"), {"agreed": "2"}, follow=True)

    assert "No mail server is set up" in shown
    assert reverse("organizer:diploma_links", args=[event.slug]) in shown
    assert "Write to 2 people" not in shown
    assert "Nothing was sent: no mail server is set up." in answer.content.decode()
    assert not Letter.objects.exists()


def test_in_a_rehearsal_nothing_is_sent(event, olga):
    Event.objects.filter(pk=event.pk).update(is_rehearsal=True)

    shown = page_of(olga, event)
    olga.post(address(event, "mailing_send"), {"agreed": "2"})

    assert "This is a rehearsal: nothing is sent to anybody." in shown
    assert not Letter.objects.exists()


def test_a_purpose_that_there_is_not_is_not_found(event, olga):
    assert olga.get(address(event, purpose="praise")).status_code == 404
    assert olga.post(address(event, "mailing_send", "praise")).status_code == 404


def test_no_page_of_guests_holds_an_address(event, client):
    Event.objects.filter(pk=event.pk).update(phase="live")
    issue(event)
    make_ready(event)
    code = Diploma.objects.of_event(event).first().code
    addresses = [
        reverse("public:event", args=[event.slug]),
        reverse("public:project", args=[event.slug, 1]),
        reverse("public:diploma", args=[code]),
    ]

    answers = [client.get(each, headers={"Accept": "text/html"}) for each in addresses]
    answers.append(client.get(addresses[-1], headers={"Accept": "application/json"}))

    assert [each.status_code for each in answers] == [200] * 4
    assert "Әлия Үлгі 1" in answers[2].content.decode()
    assert not any("tia@example.org" in each.content.decode() for each in answers)
