"""The protocol on two devices: prepared at the office, sealed on the chair's tablet and at the office."""

import hashlib
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from events.access import DEVICE_COOKIE
from events.models import Event, Membership
from experts.models import Interest, Protocol, Seat
from experts.services.closing import close_scoring, reopen_scoring
from experts.services.queries import answer_query, open_window, say_of_arithmetic
from projects.models import TeamMember
from tests.cast import as_expert, as_organizer, member
from tests.experts.hall import Hall, close, fill, score
from tests.factories import DAY, InterestFactory, TeamMemberFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    hall = fill(experts=3, projects=2)
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    hall.seats[1].refresh_from_db()
    for expert in hall.seats:
        for team, points in ((1, 8), (2, 6)):
            hall.give(expert, team, points)
    TeamMemberFactory(project=hall.defenses[2].project, order=1)
    close_scoring(hall.event.pk, actor="test", at=DAY)
    return hall


@pytest.fixture
def sara(hall) -> Client:
    return as_organizer(Client(), member(hall.event, "sara", Membership.Role.SECRETARY))


@pytest.fixture
def chair(hall) -> Client:
    return as_expert(Client(), hall.seats[1])


def address(hall: Hall, name: str = "", *more: object) -> str:
    page = f"organizer:protocol{'_' if name else ''}{name}"
    return reverse(page, args=[hall.event.slug, *more])


def prepare(hall: Hall, sara: Client) -> Protocol:
    assert sara.post(address(hall, "prepare")).status_code == 302
    return Protocol.objects.get(state="prepared")


def read(protocol: Protocol) -> dict[str, str]:
    return {"sha256": protocol.sha256, "is_read": "on"}


def test_the_two_seal_on_two_devices_and_each_page_says_who_is_missing(hall, sara, chair):
    assert "Prepare the protocol" in sara.get(address(hall)).text
    protocol = prepare(hall, sara)
    page = chair.get(reverse("expert:protocol")).text
    assert protocol.aloud in page
    assert (page.count("seal is missing"), "Topic" in page) == (2, True)

    assert chair.post(reverse("expert:protocol_seal"), read(protocol)).status_code == 302
    reloaded = as_expert(Client(), hall.seats[1]).get(reverse("expert:protocol")).text
    assert (reloaded.count("seal is missing"), "Seal version 1?" in reloaded) == (1, False)
    assert "Seal version 1?" in sara.get(address(hall)).text
    assert sara.post(address(hall, "seal"), read(protocol)).status_code == 302

    sealed = sara.get(address(hall)).text
    assert (sealed.count("seal is missing"), "Add an annex" in sealed) == (0, True)
    assert Protocol.objects.get().is_sealed
    file = sara.get(address(hall, "record", 1))
    assert hashlib.sha256(file.content).hexdigest() == protocol.sha256
    said = {"reason": "A name.", "text": "It is Aigul.", "op_id": str(uuid4())}
    unsaid = sara.post(address(hall, "annex"), {**said, "reason": ""})
    assert (unsaid.status_code, "It is Aigul." in unsaid.text) == (422, True)
    for _click in range(2):
        assert sara.post(address(hall, "annex"), said).status_code == 302
    assert Protocol.objects.get().annexes.count() == 1
    assert "It is Aigul." in sara.get(address(hall)).text


@pytest.mark.parametrize("size", [2, 4])
def test_both_pages_of_a_version_take_the_same_queries(size, django_assert_num_queries):
    hall = fill(size, size)
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    score(hall, lambda j, i: i)
    close(hall)
    InterestFactory(seat=hall.seats[2], project=hall.defenses[1].project, kind="employer")
    sara = as_organizer(Client(), member(hall.event, "sara", Membership.Role.SECRETARY))
    prepare(hall, sara)

    # Session and who looks; the versions with their seals; five of the standings and both kinds of votes; what may
    # hinder. Besides these the memberships and the badges of the menu at the office.
    for client, where, count in (
        (sara, address(hall), 13),
        (as_expert(Client(), hall.seats[1]), reverse("expert:protocol"), 11),
    ):
        client.get(where)
        with django_assert_num_queries(count):
            assert "seal is missing" in client.get(where).text


def test_nothing_is_sealed_that_was_not_read_or_from_the_other_device(hall, sara, chair):
    protocol = prepare(hall, sara)
    for client, where in ((sara, address(hall, "seal")), (chair, reverse("expert:protocol_seal"))):
        assert client.post(where, {"sha256": protocol.sha256}).status_code == 422
    chair.post(reverse("expert:protocol_seal"), read(protocol))
    sara.cookies[DEVICE_COOKIE] = chair.cookies[DEVICE_COOKIE].value

    refused = sara.post(address(hall, "seal"), read(protocol), follow=True)

    assert "Two people seal" in refused.text
    assert Protocol.objects.get().state == "half_sealed"


def test_a_browser_that_sealed_for_the_secretary_is_known_when_it_opens_a_card(hall, sara):
    protocol = prepare(hall, sara)

    sara.post(address(hall, "seal"), read(protocol))

    assert sara.cookies[DEVICE_COOKIE].value


def test_the_chair_steps_back_and_the_page_names_what_was_replaced(hall, sara, chair):
    protocol = prepare(hall, sara)
    chair.post(reverse("expert:protocol_seal"), read(protocol))
    said = {"sha256": protocol.sha256, "reason": "A topic is wrong."}

    assert chair.post(reverse("expert:protocol_withdraw"), said).status_code == 302

    sara.post(address(hall, "prepare"))
    page = sara.get(address(hall)).text
    assert ("Version 2" in page, "It replaces version 1." in page) == (True, True)
    assert "A topic is wrong." in page


def test_a_chair_with_a_tie_reads_no_place_and_may_seal(hall, sara, chair):
    reopen_scoring(hall.event.pk, reason="So.", actor="test", at=DAY)
    hall.seats[1].scoresheet_set.filter(defense=hall.defenses[2]).update(state="set_aside")
    hall.recuse(1, 2)
    Event.objects.filter(pk=hall.event.pk).update(query_hours=1)
    close_scoring(hall.event.pk, actor="test", at=DAY)
    tia = TeamMember.objects.get(project=hall.defenses[2].project)
    open_window(hall.event.pk, actor=UserFactory(), at=DAY)
    query = say_of_arithmetic(tia, text="A canary?", at=DAY)
    early = chair.get(reverse("expert:protocol")).text
    assert ("canary" in early, "team 2 waits" in early) == (False, False)
    where = reverse("expert:query_answer", args=[query.pk])
    assert chair.post(where, {"text": "So."}).status_code == 404
    answer_query(hall.event, query.pk, text="So.", actor=UserFactory(), at=DAY)
    protocol = prepare(hall, sara)

    page = chair.get(reverse("expert:protocol")).text

    assert "Topic" not in page
    assert "no place is shown to you before the seal" in page
    assert chair.post(reverse("expert:protocol_seal"), read(protocol)).status_code == 302


def test_others_of_the_panel_and_other_roles_seal_nothing(hall, sara):
    protocol = prepare(hall, sara)
    emil = as_expert(Client(), hall.seats[2])
    olga = as_organizer(Client(), member(hall.event, "olga", Membership.Role.OWNER))

    assert emil.get(reverse("expert:protocol")).status_code == 403
    assert emil.post(reverse("expert:protocol_seal"), read(protocol)).status_code == 403
    refused = olga.post(address(hall, "seal"), read(protocol), follow=True)
    assert "The secretary of the event seals it" in refused.text
    assert Protocol.objects.get().state == "prepared"


def test_the_page_says_what_is_to_be_done_first(hall, sara):
    Event.objects.filter(pk=hall.event.pk).update(query_hours=2)
    Interest.objects.all().delete()

    page = sara.get(address(hall)).text

    assert "was not shown to the teams, nor waived" in page
    assert "Prepare the protocol" not in page
    opened = sara.post(reverse("organizer:queries_open", args=[hall.event.slug]))
    assert opened.status_code == 302
    assert "Teams may ask until" in sara.get(address(hall)).text
    waived = sara.post(
        reverse("organizer:queries_waive", args=[hall.event.slug]), {"reason": "All agree."}
    )
    assert waived.status_code == 302
    page = sara.get(address(hall)).text
    assert ("Waived: All agree." in page, "Prepare the protocol" in page) == (True, True)
