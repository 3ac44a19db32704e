"""Paper in the browser of two organizers: printed, entered by one, entered by another, stored."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event, Membership
from experts.models import PaperEntry, ScoreSheet, Seat
from experts.pages.declaration import sentences
from tests.cast import as_expert, as_organizer, member
from tests.experts.hall import give
from tests.factories import InterestFactory

pytestmark = pytest.mark.django_db

RIGHT = {"points-research": "8", "points-answers": "9"}
WRONG = {"points-research": "3", "points-answers": "9"}


def page(cast, name, seat=None):
    seat = seat or cast.emil
    return reverse(f"organizer:{name}", args=[cast.event.slug, seat.pk, cast.defense.pk])


def listed(cast) -> str:
    return reverse("organizer:paper", args=[cast.event.slug])


def enter(client, cast, said, seat=None, **also):
    sent = {"rubric_version": "1", "corrects": "", "standing": "0", "comment": "", **said, **also}
    return client.post(page(cast, "paper_enter", seat), sent, follow=True)


def shown(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def olga(client, cast):
    return as_organizer(client, cast.olga)


@pytest.fixture
def sara(cast):
    return as_organizer(Client(), cast.sara)


def test_two_organizers_enter_a_paper_and_it_is_stored(olga, sara, cast):
    first = shown(enter(olga, cast, RIGHT))
    second = shown(enter(sara, cast, RIGHT))

    assert "Now somebody else enters the same paper" in first
    assert "entered once" in first
    assert "Both entries say the same: the sheet is stored." in second
    assert ScoreSheet.objects.get().state == ScoreSheet.State.SUBMITTED


def test_the_second_sees_nothing_of_what_the_first_read(olga, sara, cast):
    enter(olga, cast, {"points-research": "3", "points-answers": "4"}, comment="Zephyr")

    to_second = shown(sara.get(page(cast, "paper_entry")))
    to_first = shown(olga.get(page(cast, "paper_entry")))

    assert 'value="3"' in to_first  # the negative control
    assert "Zephyr" in to_first
    for secret in ('value="3"', 'value="4"', "Zephyr"):
        assert secret not in to_second


def test_two_that_differ_stand_side_by_side_for_the_two_alone(olga, sara, cast, client):
    enter(olga, cast, RIGHT)
    told = shown(enter(sara, cast, WRONG))
    third = as_organizer(client, member(cast.event, "third", Membership.Role.SECRETARY))
    to_third = shown(third.get(page(cast, "paper_entry")))

    assert "The two entries differ" in told
    assert (
        '<tr class="compare--differs"> <th scope="row">Research</th> <td>3</td> <td>8</td>' in told
    )
    assert '<tr> <th scope="row">Answers</th>' in told
    assert "Two people have entered this paper already." in to_third
    assert "The two entries differ" not in to_third
    corrects = PaperEntry.objects.get(by=cast.sara).pk
    assert "the sheet is stored" in shown(enter(sara, cast, RIGHT, corrects=corrects))


def test_the_same_account_is_told_that_somebody_else_has_to_enter_it(olga, cast):
    enter(olga, cast, RIGHT)

    again = enter(olga, cast, RIGHT)

    assert again.status_code == 409
    assert "Somebody else has to enter it a second time." in shown(again)
    assert not ScoreSheet.objects.exists()


def test_a_button_pressed_twice_enters_once(olga, sara, cast):
    give(cast.emil, cast.defense, {"research": "8", "answers": "9"})
    over = {"standing": "1", "over": "on"}
    enter(olga, cast, RIGHT, **over)
    form = re.search(r'name="op_id" value="([^"]+)"', shown(sara.get(page(cast, "paper_entry"))))

    told = [shown(enter(sara, cast, RIGHT, op_id=form[1], **over)) for _ in range(2)]

    assert all("it stays as it is" in each for each in told)
    assert not PaperEntry.objects.waiting().exists()


def test_a_form_that_came_before_with_other_values_comes_back_as_a_new_one(olga, cast):
    form = "5159771c-9e2a-4fb6-bd5e-013d35796160"
    enter(olga, cast, RIGHT, op_id=form)

    again = enter(olga, cast, WRONG, op_id=form)

    assert again.status_code == 422
    assert "This page was already used to save other values." in shown(again)
    assert 'name="op_id"' in shown(again)
    assert form not in shown(again)
    assert enter(olga, cast, RIGHT, op_id="x").status_code == 422


def test_a_sheet_of_the_tablet_is_shown_without_points_and_asks(olga, sara, cast):
    give(cast.emil, cast.defense, {"research": "7", "answers": "7"})
    seen = shown(olga.get(page(cast, "paper_entry")))
    asked = enter(olga, cast, RIGHT, standing="1")

    assert "There is a sheet from the tablet already" in seen
    assert 'value="7"' not in seen
    assert asked.status_code == 409
    assert "say below whether the paper takes its place" in shown(asked)
    assert 'name="over"' in shown(asked)
    enter(olga, cast, RIGHT, standing="1", over="on")
    enter(sara, cast, RIGHT, standing="1", over="on")
    assert ScoreSheet.objects.get().revision == 2


def test_what_was_ticked_for_one_sheet_is_not_for_the_next(olga, cast):
    give(cast.emil, cast.defense, {"research": "7", "answers": "7"})

    asked = shown(enter(olga, cast, RIGHT, standing="0", over="on"))

    assert 'name="standing" value="1"' in asked
    assert "checked" not in asked


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"points-research": "11", "points-answers": "9"}, "outside the range"),
        ({"points-research": "", "points-answers": "9"}, "Points are missing."),
        ({"points-research": "x", "points-answers": "9"}, "This value is not possible here."),
        ({**RIGHT, "rubric_version": "7"}, "The criteria have changed."),
    ],
)
def test_a_paper_that_cannot_be_is_shown_again_with_what_was_typed(olga, cast, said, sentence):
    response = enter(olga, cast, said)

    assert response.status_code == 422
    assert sentence in shown(response)
    assert 'value="9"' in shown(response)
    assert not PaperEntry.objects.exists()


def test_paper_of_a_recused_expert_is_refused_in_words(olga, cast):
    seen = shown(olga.get(page(cast, "paper_entry", cast.rita)))
    response = enter(olga, cast, RIGHT, seat=cast.rita)

    assert "is recused from this team, so the paper is not entered" in seen
    assert "points-research" not in seen
    assert response.status_code == 403
    assert not PaperEntry.objects.exists()


def test_an_entry_is_taken_back_after_a_question(olga, cast):
    enter(olga, cast, RIGHT)
    entry = PaperEntry.objects.get()
    address = reverse("organizer:paper_take_back", args=[cast.event.slug, entry.pk])

    asked = shown(olga.post(address))
    assert "Take back the entry of the paper: Emil, team 1?" in asked
    assert PaperEntry.objects.exists()
    told = shown(olga.post(address, {"agreed": "1"}, follow=True))

    assert "The entry is taken back." in told
    assert not PaperEntry.objects.exists()


def test_what_waits_is_listed_with_who_entered_it(olga, cast, client):
    enter(olga, cast, RIGHT)
    entry = PaperEntry.objects.get()

    seen = shown(olga.get(listed(cast)))
    to_host = shown(as_organizer(client, cast.hana).get(listed(cast)))

    assert (
        f'<a href="{page(cast, "paper_entry")}">Emil, team 1</a> <small>olga@example.org,' in seen
    )
    assert f"/paper/entries/{entry.pk}/take-back/" in seen
    assert "Emil, team 1 <small>olga@example.org," in to_host
    assert "take-back" not in to_host


@pytest.mark.parametrize(
    ("becomes", "why"),
    [
        (lambda cast: InterestFactory(seat=cast.emil, project=cast.defense.project), "recused"),
        (
            lambda cast: Seat.objects.filter(pk=cast.emil.pk).update(role=Seat.Role.RESERVE),
            "does not score any more",
        ),
    ],
)
def test_what_waits_and_cannot_be_stored_any_more_says_why_and_goes(olga, cast, becomes, why):
    enter(olga, cast, RIGHT)
    becomes(cast)

    seen = shown(olga.get(listed(cast)))
    address = reverse("organizer:paper_take_back", args=[cast.event.slug, entry_id()])
    told = shown(olga.post(address, {"agreed": "1"}, follow=True))

    assert f"Cannot be stored: {why}." in seen
    assert address in seen
    assert "The entry is taken back." in told


def entry_id() -> int:
    return PaperEntry.objects.get().pk


def test_the_scoring_names_what_waits_and_closing_asks_about_it(olga, cast):
    for seat in (cast.clara, cast.emil):
        give(seat, cast.defense, {"research": "8", "answers": "9"})
    enter(olga, cast, RIGHT, standing="1", over="on")
    scoring, close = (
        reverse(f"organizer:{name}", args=[cast.event.slug])
        for name in ("scoring", "scoring_close")
    )

    seen = shown(olga.get(scoring))
    asked = shown(olga.post(close))
    is_open = Event.objects.get(pk=cast.event.pk).is_scoring_open
    told = shown(olga.post(close, {"agreed": "1"}, follow=True))

    assert "Every expected sheet is in." in seen
    assert "Paper that was entered and is not stored yet:" in seen
    assert "<li>Emil, team 1</li>" in seen
    assert "Close the scoring while paper waits?" in asked
    assert "1 sheet of paper was entered and is not stored." in asked
    assert "<li>Emil, team 1</li>" in asked
    assert is_open
    assert "Scoring is closed." in told
    assert "/take-back/" not in shown(olga.get(listed(cast)))


def test_what_is_missing_and_what_waits_are_asked_about_together(olga, cast):
    enter(olga, cast, RIGHT)

    asked = shown(olga.post(reverse("organizer:scoring_close", args=[cast.event.slug])))

    assert "2 sheets are missing." in asked
    assert "1 sheet of paper was entered and is not stored." in asked
    assert 'name="agreed" value="3"' in asked


def test_the_expert_reads_who_entered_the_sheet(olga, sara, cast, client):
    enter(olga, cast, RIGHT)
    enter(sara, cast, RIGHT)

    sheet = reverse("expert:score_sheet", args=[cast.defense.pk])
    seen = shown(as_expert(client, cast.emil).get(sheet))

    assert "Entered from paper by olga@example.org and sara@example.org, unsigned." in seen


def test_a_sheet_of_a_tablet_says_nothing_of_paper(cast, client):
    """The negative control."""
    give(cast.emil, cast.defense, {"research": "7", "answers": "7"})

    sheet = reverse("expert:score_sheet", args=[cast.defense.pk])

    assert "from paper" not in shown(as_expert(client, cast.emil).get(sheet))


def test_the_log_says_it_in_words(olga, sara, cast):
    enter(olga, cast, RIGHT)
    enter(sara, cast, RIGHT)

    log = shown(olga.get(reverse("organizer:log", args=[cast.event.slug])))

    assert (
        "Score sheet of Emil entered from paper, project 1; also entered by olga@example.org" in log
    )
    assert "Paper of Emil entered, project 1" in log


def test_the_list_tells_states_and_a_host_reads_it_without_doors(olga, cast, client):
    enter(olga, cast, RIGHT)
    seen = shown(olga.get(listed(cast)))
    to_host = shown(as_organizer(client, cast.hana).get(listed(cast)))

    assert page(cast, "paper_entry") in seen
    assert "entered once: 1" in seen
    assert "entered once" in to_host
    assert "/paper/print/" not in to_host
    assert page(cast, "paper_entry") not in to_host


def printed(client, cast, **asked) -> str:
    address = reverse("organizer:paper_sheets", args=[cast.event.slug])
    return shown(client.get(address, asked))


def test_a_page_is_printed_for_each_expert_and_team(olga, cast):
    text = printed(olga, cast)

    assert text.count('<section class="paper-sheet') == 3
    assert text.count("<svg") == 2  # a recused expert's page has no code to enter it by
    assert "recused: not to be scored (supervises the project)" in text
    assert "Expert 1: <b>Clara</b>, chair" in text
    assert "<span>10</span>" in text


def test_who_signs_a_sheet_declares_what_the_tablet_asks_for(olga, cast):
    """Paper asks for no declaration before it: its signature is one."""
    before = printed(olga, cast)
    Event.objects.filter(pk=cast.event.pk).update(asks_declaration=True)

    text = printed(olga, cast)

    assert "By signing I declare:" not in before
    assert text.count("By signing I declare:") == 2  # nobody signs for a team they are recused from
    for sentence in sentences():
        assert text.count(sentence) == 2
    assert text.index(sentences()[-1]) < text.index('<p class="paper-sheet-signed">')


def test_the_sheets_of_one_expert_or_of_one_team_are_printed_alone(olga, cast):
    assert printed(olga, cast, seat=cast.emil.pk).count('<section class="paper-sheet') == 1
    assert printed(olga, cast, team=cast.defense.pk).count('<section class="paper-sheet') == 3
    assert printed(olga, cast, team=cast.other_defense.pk).count("<section") == 0
    assert printed(olga, cast, seat="x", team="").count('<section class="paper-sheet') == 3
