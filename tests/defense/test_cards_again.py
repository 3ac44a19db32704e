"""A sheet of cards that was lost: all that nobody has opened are replaced at once, and no others."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from events.models import AuditEntry, Event, Pass
from tests.cast import gather
from tests.factories import DAY, PassFactory
from tests.reading import words

pytestmark = pytest.mark.django_db


def address(name, event):
    return reverse(f"organizer:{name}", args=[event.slug])


def codes(response) -> list[str]:
    return re.findall(r"<code>([^<]+)</code>", response.content.decode())


def newest() -> int:
    return Pass.objects.latest("pk").pk


@pytest.fixture
def cast(client):
    """Clara's card is made, Emil's opened, Rita's stopped; a trainee's and one of a rehearsal beside them."""
    cast = gather()
    PassFactory(person=cast.clara.person)
    PassFactory(person=cast.emil.person, redeemed_at=DAY)
    PassFactory(person=cast.rita.person, revoked_at=DAY)
    PassFactory(person=cast.tia.person, kind=Pass.Kind.TRAINEE)
    PassFactory(person=cast.clara.person, is_rehearsal=True)
    client.force_login(cast.olga)
    return cast


def replace(client, cast, **data):
    given = {"kind": "expert", "seen": newest(), "agreed": "999", **data}
    return client.post(address("cards_replace", cast.event), given)


def test_the_unopened_cards_are_replaced_and_no_others(client, cast):
    before = {found.pk: found.revoked_at for found in Pass.objects.all()}

    [code] = codes(replace(client, cast))

    stopped = [
        found
        for found in Pass.objects.filter(pk__in=before)
        if found.revoked_at != before[found.pk]
    ]
    assert [(found.person, found.is_rehearsal) for found in stopped] == [(cast.clara.person, False)]
    assert Pass.objects.count() == len(before) + 1
    assert AuditEntry.objects.filter(event=cast.event, verb="pass.issued").count() == 1
    assert Client().post(reverse("public:pass_open"), {"token": code}).url == reverse("expert:home")


def test_what_was_printed_before_opens_nothing_any_more(client, cast):
    [first] = codes(client.post(address("pass_issue", cast.event), {"kind": "expert"}))
    replace(client, cast)

    assert Client().post(reverse("public:pass_open"), {"token": first}).status_code == 410


def test_pressed_twice_it_stops_no_card_that_was_just_printed(client, cast):
    seen = newest()
    codes_shown = codes(replace(client, cast, seen=seen))

    again = replace(client, cast, seen=seen)

    assert len(codes_shown) == 1
    assert again.url == address("passes", cast.event)
    assert Client().post(reverse("public:pass_open"), {"token": codes_shown[0]}).status_code == 302


def test_it_asks_first_and_says_what_happens_to_the_printed_ones(client, cast):
    said = words(replace(client, cast, agreed=""))

    assert "Replace 1 unopened card?" in said
    assert "The printed card stops working at once" in said
    assert "Cards that were opened stay" in said
    assert not AuditEntry.objects.filter(verb="pass.issued").exists()


def test_the_page_offers_what_stood_there_and_nothing_newer(client, cast):
    html = client.get(address("passes", cast.event)).content.decode()

    [form] = re.findall(r'<form[^>]* id="again-expert">(.*?)</form>', html, re.DOTALL)
    unopened = Pass.objects.get(person=cast.clara.person, is_rehearsal=False)
    assert f'name="seen" value="{unopened.pk}"' in form


def test_with_every_card_opened_there_is_nothing_to_ask(client, cast):
    Pass.objects.filter(redeemed_at=None).update(redeemed_at=DAY)

    html = client.get(address("passes", cast.event)).content.decode()
    response = replace(client, cast)

    assert 'id="again-' not in html
    assert response.url == address("passes", cast.event)
    assert Pass.objects.count() == 5


@pytest.mark.parametrize("data", [{"kind": "organizer"}, {"seen": "x"}, {"seen": ""}])
def test_a_request_that_says_too_little_replaces_nothing(client, cast, data):
    assert replace(client, cast, **data).url == address("passes", cast.event)
    assert Pass.objects.count() == 5


@pytest.mark.parametrize("agreed", ["", "999"])
@pytest.mark.parametrize(
    ("name", "back"),
    [("pass_issue", "passes"), ("cards_replace", "passes"), ("tablets_renew", "tablets")],
)
def test_after_the_event_no_card_of_an_expert_is_made_or_asked_about(
    client, cast, name, back, agreed
):
    Event.objects.filter(pk=cast.event.pk).update(phase="closed", scoring_closed_at=DAY)
    before = set(Pass.objects.valid())
    chosen = [each.pk for each in before]
    person = cast.clara.person_id
    sent = {"kind": "expert", "person": person, "seen": newest(), "card": chosen, "agreed": agreed}

    answer = client.post(address(name, cast.event), sent, follow=True)

    assert answer.redirect_chain == [(address(back, cast.event), 302)]
    assert "The event is closed. Make it live again first, on its overview." in words(answer)
    assert set(Pass.objects.valid()) == before
    trainees = client.post(address("pass_issue", cast.event), {"kind": "trainee"})
    assert trainees.status_code in {200, 302}


def test_after_the_event_no_button_offers_a_card_of_an_expert(client, cast):
    def offered(page: str) -> tuple[int, int, int]:
        html = client.get(address(page, cast.event)).content.decode()
        return (
            html.count('form="issue-expert"'),
            html.count('id="again-expert"'),
            html.count(address("tablets_renew", cast.event)),
        )

    before = [offered("passes"), offered("tablets")]
    Event.objects.filter(pk=cast.event.pk).update(phase="closed", scoring_closed_at=DAY)

    assert before == [(3, 1, 0), (0, 0, 1)]
    assert [offered("passes"), offered("tablets")] == [(0, 0, 0), (0, 0, 0)]
    page = words(client.get(address("passes", cast.event)))
    assert "no cards of experts are made" in page
    assert client.get(address("passes", cast.event)).content.decode().count("issue-trainee") > 1


def test_a_card_its_pin_the_lists_and_the_sheets_of_paper_say_the_same_mark(client, cast):
    printed = words(replace(client, cast))
    mark = Pass.objects.latest("pk").mark

    told = [
        words(client.get(address(name, cast.event)))
        for name in ("passes", "tablets", "paper_sheets", "scoring_print")
    ]

    assert printed.count(f"Card {mark}") == 2  # the card, and the slip with the PIN
    assert [each.count(f"Card {mark}") for each in told] == [1, 1, 1, 1]
    assert f"Card {Pass.objects.get(person=cast.rita.person).mark}" not in told[2]
