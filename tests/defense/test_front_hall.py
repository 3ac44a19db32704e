import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from defense.desk.cards import CARDS_A_PAGE
from diplomas.models import Diploma, RenderJob
from events.models import AuditEntry, Event, Pass
from experts.models import Interest
from experts.services.closing import close_scoring
from tests.cast import gather, stage
from tests.experts.sealed_events import sealed_with
from tests.factories import (
    DAY,
    DefenseFactory,
    DiplomaFactory,
    EventFactory,
    InterestFactory,
    MembershipFactory,
    PanelFactory,
    PassFactory,
    PersonFactory,
    ProjectFactory,
    RenderJobFactory,
    RunItemFactory,
    ScoreSheetFactory,
    SeatFactory,
    TeamMemberFactory,
    UserFactory,
)
from tests.reading import words

pytestmark = [
    pytest.mark.once("pages, whose models and services are tested where they stand"),
    pytest.mark.django_db,
]

CANARY = '<img src=x onerror="alert(1)">'


def address(name, event):
    return reverse(f"organizer:{name}", args=[event.slug])


@pytest.fixture
def event(client) -> Event:
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership.event


# The first page


def test_a_single_event_is_the_whole_site(client):
    event = EventFactory()
    EventFactory(phase=Event.Phase.DRAFT)

    response = client.get(reverse("public:home"))

    assert response.url == reverse("public:event", args=[event.slug])


def test_several_events_are_listed_and_drafts_are_not(client):
    EventFactory(title="First day")
    EventFactory(title="Second day")
    EventFactory(title="Secret day", phase=Event.Phase.DRAFT)

    page = words(client.get(reverse("public:home")))

    assert "First day" in page
    assert "Second day" in page
    assert "Secret day" not in page


def test_a_site_without_events_says_what_will_come(client):
    EventFactory(phase=Event.Phase.DRAFT)

    page = words(client.get(reverse("public:home")))

    assert "No event is open yet" in page


# The organizer's events


def test_an_organizer_sees_their_own_events_alone(client):
    cast = gather()
    client.force_login(cast.olga)

    html = client.get(reverse("organizer:home")).content.decode()

    assert address("overview", cast.event) in html
    assert address("overview", cast.other_event) not in html


def test_an_account_without_events_is_told_what_to_do(client):
    client.force_login(UserFactory())

    page = words(client.get(reverse("organizer:home")))

    assert "You organize no event yet" in page


# The control room


def furnish(event: Event, count: int) -> None:
    panel = PanelFactory(room__event=event)
    for number in range(1, count + 1):
        project = ProjectFactory(event=event, number=number)
        defense = DefenseFactory(
            project=project, run_item=RunItemFactory(room=panel.room, order=number)
        )
        member = TeamMemberFactory(project=project, order=1)
        seat = SeatFactory(panel=panel, order=number)
        ScoreSheetFactory(seat=seat, defense=defense)
        InterestFactory(seat=SeatFactory(panel=panel, order=number + 100), project=project)
        PassFactory(person=seat.person)
        PassFactory(person=member.person, kind=Pass.Kind.TRAINEE)
        RenderJobFactory(diploma=DiplomaFactory(person=member.person))


def test_the_overview_counts_what_needs_a_human(client):
    cast = gather()
    cast.event.trainees_stated = 4
    cast.event.save()
    other_member = TeamMemberFactory(project=cast.defense.project, order=2)
    InterestFactory(seat=cast.clara, project=cast.defense.project)
    InterestFactory(seat=cast.emil, project=cast.defense.project, kind=Interest.Kind.EMPLOYER)
    PassFactory(person=cast.emil.person)
    PassFactory(person=cast.rita.person, is_rehearsal=True)
    failed = DiplomaFactory(person=cast.tia.person)
    RenderJobFactory(diploma=failed, state=RenderJob.State.FAILED)
    client.force_login(cast.olga)

    page = words(client.get(address("overview", cast.event)))

    for sentence in (
        "2 of 4 people have no name yet.",
        "1 expert may be in a team or supervise it, and counts as recused until somebody decides.",
        "1 further interest of an expert in a team is undecided.",
        "2 experts have no access card.",
        "2 trainees have no access card.",
        "1 of 1 score sheets is not submitted.",
        "1 diploma could not be made.",
        "1 trainee has no diploma yet.",
    ):
        assert sentence in page
    assert "being made" not in page
    assert other_member.person.name not in page


def test_the_overview_tells_names_of_two_scripts(client):
    event = EventFactory()
    PersonFactory(event=event, name="Cауле Ахметова", printed_names={"en": "Sаule"})
    client.force_login(MembershipFactory(event=event).user)

    page = words(client.get(reverse("organizer:overview", args=[event.slug])))

    assert "The word “Cауле” mixes scripts; of another one are: C (U+0043)." in page
    assert "The word “Sаule” mixes scripts; of another one are: а (U+0430)." in page


def test_a_revoked_diploma_is_no_diploma_to_be_issued(client):
    cast = gather()
    DiplomaFactory(person=cast.tia.person, state=Diploma.State.REVOKED, revoked_at=DAY)
    client.force_login(cast.olga)

    page = words(client.get(address("overview", cast.event)))

    assert "no diploma yet" not in page


def test_a_day_that_is_done_asks_for_nothing(client):
    cast = gather()
    ScoreSheetFactory(seat=cast.clara, defense=cast.defense)
    ScoreSheetFactory(seat=cast.emil, defense=cast.defense)
    for seat in (cast.clara, cast.emil, cast.rita):
        PassFactory(person=seat.person)
    PassFactory(person=cast.tia.person, kind=Pass.Kind.TRAINEE)
    DiplomaFactory(person=cast.tia.person, state=Diploma.State.READY, file_hash="0" * 64)
    client.force_login(cast.olga)

    page = words(client.get(address("overview", cast.event)))

    assert "All 2 expected score sheets are in: close the scoring." in page

    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)
    page = words(client.get(address("overview", cast.event)))

    assert "the panel deliberates, and the protocol is sealed" in page

    sealed_with(cast.event, cast.clara)
    page = words(client.get(address("overview", cast.event)))

    assert "Nothing to do" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_takes_thirty_five_queries_at_most(
    client, event, django_assert_max_num_queries: DjangoAssertNumQueries, count
):
    furnish(event, count)

    with django_assert_max_num_queries(35):
        client.get(address("overview", event))


@pytest.mark.parametrize(
    "name", ["overview", "passes", "teams", "run_of_show", "panel", "scoring", "results"]
)
def test_a_rehearsal_says_so_on_every_organizer_page(client, event, name):
    stage(event)
    assert "rehearsal" not in words(client.get(address(name, event))).lower()
    Event.objects.filter(pk=event.pk).update(is_rehearsal=True)

    page = words(client.get(address(name, event)))

    assert "rehearsal" in page.lower()


@pytest.mark.parametrize("name", ["overview", "passes"])
def test_another_organizer_finds_nothing(client, name):
    cast = gather()
    client.force_login(cast.oleg)

    response = client.get(address(name, cast.event))

    assert response.status_code == 404
    assert "Clara" not in response.content.decode()


# Access cards


def issue(client, event, **data):
    return client.post(address("pass_issue", event), data)


def codes(response) -> list[str]:
    return re.findall(r"<code>([^<]+)</code>", response.content.decode())


def test_cards_are_made_for_everybody_who_has_none(client):
    cast = gather()
    had = PassFactory(person=cast.emil.person)
    client.force_login(cast.olga)

    response = issue(client, cast.event, kind="expert")

    page = words(response)
    had.refresh_from_db()
    assert "Clara" in page
    assert "Rita" in page
    assert "Emil" not in page
    assert had.revoked_at is None
    assert len(codes(response)) == 2
    assert AuditEntry.objects.filter(event=cast.event, verb="pass.issued").count() == 2


def test_a_printed_code_opens_the_door(client):
    cast = gather()
    client.force_login(cast.olga)

    [code] = codes(issue(client, cast.event, kind="trainee"))

    response = Client().post(reverse("public:pass_open"), {"token": code})
    assert response.url == reverse("trainee:home")


def test_the_sheet_is_kept_by_no_cache_and_shown_once(client):
    cast = gather()
    client.force_login(cast.olga)
    response = issue(client, cast.event, kind="expert")
    [first, *_] = codes(response)

    again = client.get(address("passes", cast.event)).content.decode()

    assert "no-store" in response["Cache-Control"]
    assert first not in again
    assert first not in str(list(Pass.objects.values()) + list(AuditEntry.objects.values()))


def test_making_cards_again_stops_none(client):
    cast = gather()
    client.force_login(cast.olga)
    issue(client, cast.event, kind="expert")

    response = issue(client, cast.event, kind="expert")

    assert response.url == address("passes", cast.event)
    assert Pass.objects.valid().count() == 3


def test_a_new_card_for_one_person_stops_the_old_one(client):
    cast = gather()
    old = PassFactory(person=cast.emil.person)
    client.force_login(cast.olga)

    person = cast.emil.person.pk
    response = issue(client, cast.event, kind="expert", person=person, agreed=1)

    old.refresh_from_db()
    assert len(codes(response)) == 1
    assert old.revoked_at is not None


@pytest.mark.parametrize("who", ["ella", "tia"])
def test_no_expert_card_for_who_sits_on_no_panel_here(client, who):
    cast = gather()
    client.force_login(cast.olga)

    response = issue(client, cast.event, kind="expert", person=getattr(cast, who).person.pk)

    assert response.status_code == 404
    assert not Pass.objects.exists()


@pytest.mark.parametrize("data", [{}, {"kind": "organizer"}, {"kind": "expert", "person": "x"}])
def test_a_request_that_names_nobody_makes_no_card(client, data):
    cast = gather()
    client.force_login(cast.olga)

    response = issue(client, cast.event, **data)

    assert response.url == address("passes", cast.event)
    assert not Pass.objects.exists()


@pytest.mark.parametrize(
    ("members", "pages"),
    [(1, [1]), (CARDS_A_PAGE, [8]), (CARDS_A_PAGE + 1, [8, 1])],
)
def test_eight_cards_share_a_page(client, event, members, pages):
    project = ProjectFactory(event=event, number=1)
    for order in range(1, members + 1):
        TeamMemberFactory(project=project, order=order)

    html = issue(client, event, kind="trainee").content.decode()

    sheets = html.split('class="card-page"')[1:]
    assert [sheet.count('class="access-card"') for sheet in sheets] == pages


def test_the_links_on_cards_come_from_the_settings_and_not_from_the_request(client):
    cast = gather()
    client.force_login(cast.olga)

    response = client.post(
        address("pass_issue", cast.event),
        {"kind": "expert"},
        headers={"host": "localhost", "x-forwarded-host": "evil.example"},
    )

    html = response.content.decode()
    assert f"{settings.SITE_URL}/pass/" in html
    assert "evil.example" not in html
    assert f"//localhost{urlsplit(reverse('public:pass_open')).path}" not in html


def test_a_strange_host_is_refused(client):
    response = client.get(reverse("public:pass_open"), headers={"host": "evil.example"})

    assert response.status_code == 400


def test_the_page_tells_made_opened_and_stopped_apart(client):
    cast = gather()
    at = PassFactory(person=cast.clara.person).issued_at
    PassFactory(person=cast.emil.person, redeemed_at=at)
    PassFactory(person=cast.rita.person, revoked_at=at)
    client.force_login(cast.olga)

    page = words(client.get(address("passes", cast.event)))

    for row in (
        "Clara Chair made 30 November, ",
        "Emil Expert opened 30 November, ",
        "Rita Expert stopped 30 November, ",
        "Tia Team 1 none yet",
    ):
        assert row in page
    assert "1 of 3 has no card" in page


def test_times_are_those_of_the_event(client):
    cast = gather()
    Event.objects.filter(pk=cast.event.pk).update(time_zone="Asia/Tokyo")
    PassFactory(person=cast.clara.person)
    client.force_login(cast.olga)

    page = words(client.get(address("passes", cast.event)))

    assert "made 30 November, 13:00" in page


def test_a_rehearsals_passes_are_not_listed(client):
    cast = gather()
    PassFactory(person=cast.clara.person, is_rehearsal=True)
    client.force_login(cast.olga)

    page = words(client.get(address("passes", cast.event)))

    assert "Clara Chair none yet" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_cards_takes_twelve_queries(
    client, event, django_assert_num_queries: DjangoAssertNumQueries, count
):
    furnish(event, count)

    with django_assert_num_queries(12):
        client.get(address("passes", event))


def test_what_people_wrote_is_text_and_no_markup(client, event):
    panel = PanelFactory(room__event=event)
    SeatFactory(panel=panel, person=PersonFactory(event=event, name=CANARY), role_text=CANARY)
    Event.objects.filter(pk=event.pk).update(title=CANARY, place=CANARY)

    pages = [
        client.get(address("passes", event)),
        client.get(address("overview", event)),
        client.get(reverse("organizer:home")),
        issue(client, event, kind="expert"),
    ]

    for page in pages:
        assert "&lt;img src=x" in page.content.decode()
        assert "<img src=x" not in page.content.decode()
