"""Votes, awards and dissents on the tablets and on the organizers' pages; who is told what, and when."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event, Membership
from experts.errors import NotYoursToWithdraw
from experts.models import Award, Dissent, Nomination, PanelVote, Seat, Voter
from experts.services.awards import give_award, nominate
from experts.services.concluding import sign_count
from experts.services.dissents import write_dissent
from experts.services.voting import close_vote
from tests.cast import as_expert, as_organizer
from tests.experts.hall import close, text_of
from tests.experts.voting import (
    NO,
    YES,
    end,
    give,
    put,
    put_secretly,
    seal,
    team,
    voting_hall,
    voting_hall_before_the_close,
)
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db
OWN = "I hold another team first."


@pytest.fixture
def hall():
    return voting_hall()


def tablet(hall, number):
    return as_expert(Client(), Seat.objects.select_related("person").get(pk=hall.seats[number].pk))


def desk(hall, role=Membership.Role.SECRETARY):
    return as_organizer(Client(), MembershipFactory(event=hall.event, role=role).user)


def seen(client, name="expert:votes", *arguments):
    return text_of(client.get(reverse(name, args=arguments)).content.decode())


def act(client, name, data=None, *arguments):
    return client.post(reverse(name, args=arguments), data or {}, follow=True)


def answer(vote, said):
    return {f"vote-{vote.pk}-answer": said}


def test_who_opened_a_vote_withdraws_it_on_the_own_page_and_others_have_no_form(hall):
    vote = put(hall)
    address = reverse("expert:vote_withdraw", args=[vote.pk])
    reason = {f"withdraw-{vote.pk}-reason": "The wrong team."}
    others = (tablet(hall, 2), desk(hall))
    for client, page in zip(others, ("expert:votes", "organizer:votes"), strict=True):
        arguments = [hall.event.slug] if page.startswith("organizer") else []
        html = client.get(reverse(page, args=arguments)).content.decode()
        assert "/withdraw/" not in html
    assert act(tablet(hall, 2), "expert:vote_withdraw", reason, vote.pk).status_code == 403
    chair = tablet(hall, 1)
    assert address in chair.get(reverse("expert:votes")).content.decode()

    act(chair, "expert:vote_withdraw", reason, vote.pk)

    assert PanelVote.objects.get().is_withdrawn
    for client in (chair, tablet(hall, 2)):
        said = seen(client)
        assert "what was given counts nothing. The wrong team." in said
        assert "Give the ballot" not in said


@pytest.mark.parametrize("page", ["expert", "organizer"])
@pytest.mark.parametrize(
    "typed", ["", "The wrong team. " * 40, "The \N{CJK UNIFIED IDEOGRAPH-6F22} team."]
)
def test_what_is_no_reason_to_withdraw_stands_in_the_form_with_what_it_lacks(hall, page, typed):
    client, opened_by = tablet(hall, 1), {}
    if page == "organizer":
        client = desk(hall)
        opened_by = {"by": Membership.objects.get(event=hall.event).user}
    vote = put(hall, **opened_by)
    arguments = [hall.event.slug, vote.pk][page == "expert" :]

    reason = {f"withdraw-{vote.pk}-reason": typed}
    response = act(client, f"{page}:vote_withdraw", reason, *arguments)

    html = response.content.decode()
    assert response.status_code == 422
    assert "Put a question to the panel" in html
    assert f'id="error_1_id_withdraw-{vote.pk}-reason"' in html
    assert typed.strip() in html
    assert '<details class="vote-more" open>' in html
    assert not PanelVote.objects.get().is_withdrawn


def test_who_did_not_open_a_vote_is_told_that_before_what_the_reason_lacks(hall):
    vote = put(hall)

    assert act(tablet(hall, 2), "expert:vote_withdraw", {}, vote.pk).status_code == 403
    said = text_of(
        act(desk(hall), "organizer:vote_withdraw", {}, hall.event.slug, vote.pk).content.decode()
    )
    assert "Put a question" in said
    assert str(NotYoursToWithdraw()) in said


def test_the_secretary_withdraws_what_the_secretary_opened(hall):
    client = desk(hall)
    sara = Membership.objects.get(event=hall.event).user
    vote = put(hall, by=sara)
    reason = {f"withdraw-{vote.pk}-reason": "The wrong team."}

    act(client, "organizer:vote_withdraw", reason, hall.event.slug, vote.pk)

    assert "withdrawn" in seen(client, "organizer:votes", hall.event.slug)


def test_a_ballot_is_given_on_the_tablet_once(hall):
    vote = put(hall)
    client = tablet(hall, 2)
    assert "Give the ballot" in seen(client)

    first = act(client, "expert:vote_cast", answer(vote, "for"), vote.pk)
    again = act(tablet(hall, 2), "expert:vote_cast", answer(vote, "against"), vote.pk)

    assert "Your ballot is in" in first.content.decode()
    assert "You have voted." in again.content.decode()
    assert Voter.objects.get(vote=vote, seat=hall.seats[2]).choice == "for"
    assert act(client, "expert:vote_cast", answer(vote, "for"), vote.pk + 1).status_code == 404


def test_an_answer_that_is_none_comes_back(hall):
    vote = put(hall)

    refused = act(tablet(hall, 2), "expert:vote_cast", answer(vote, "perhaps"), vote.pk)

    assert refused.status_code == 422
    assert not Voter.objects.filter(has_voted=True).exists()


def test_the_chair_leads_a_vote_from_the_tablet(hall):
    chair = tablet(hall, 1)
    asked = {
        "panel": hall.seats[1].panel_id,
        "question": "Who gets the research award?",
        "subject": "award",
        "award_kind": "research",
        "teams": [hall.defenses[1].project_id, hall.defenses[2].project_id],
    }
    assert "Put a question" not in seen(tablet(hall, 3))
    assert act(tablet(hall, 3), "expert:vote_open", asked).status_code == 422
    act(chair, "expert:vote_open", asked)
    vote = PanelVote.objects.get()
    give(hall, vote, {2: team(hall, 1), 3: team(hall, 2)})
    member = act(tablet(hall, 3), "expert:vote_close", None, vote.pk)
    assert (member.status_code, PanelVote.objects.get().closed_at) == (403, None)

    act(chair, "expert:vote_close", None, vote.pk)
    said = {f"vote-{vote.pk}-answer": f"team:{hall.defenses[2].project_id}"}
    assert act(chair, "expert:vote_decide", said, vote.pk).status_code == 422
    decided = {**said, f"vote-{vote.pk}-reason": "It was the nearest to practice."}
    act(chair, "expert:vote_decide", decided, vote.pk)

    assert Award.objects.get().project.number == 2
    assert "decided: 2." in seen(tablet(hall, 4))


def test_the_commission_signs_what_it_counted(hall):
    vote = put_secretly(hall)
    give(hall, vote, {1: YES, 2: NO, 3: NO})
    close_vote(hall.event, vote.pk, by=hall.seats[1], at=DAY)
    assert "The count is right" in seen(tablet(hall, 3))
    assert "The count is right" not in seen(tablet(hall, 2))

    for number in (3, 4, 5):
        act(tablet(hall, number), "expert:vote_sign", None, vote.pk)

    assert "Decided: against" in seen(tablet(hall, 2))
    assert act(tablet(hall, 2), "expert:vote_sign", None, vote.pk).status_code == 403


def test_an_expert_proposes_and_dissents_from_the_tablet(hall):
    client = tablet(hall, 2)
    proposal = {
        "propose-team": hall.defenses[1].project_id,
        "propose-kind": "answers",
        "propose-reason": "They knew every figure.",
    }

    act(client, "expert:award_nominate", proposal)
    act(client, "expert:dissent", {"text": OWN})
    page = seen(client)

    assert "They knew every figure." in page
    assert OWN in client.get(reverse("expert:votes")).content.decode()
    nomination = Nomination.objects.get()
    other = act(tablet(hall, 3), "expert:nomination_take_back", None, nomination.pk)
    assert other.status_code == 404
    act(client, "expert:nomination_take_back", None, nomination.pk)
    act(client, "expert:dissent", {"text": ""})
    assert not Nomination.objects.exists()
    assert not Dissent.objects.exists()
    assert act(client, "expert:award_nominate", {}).status_code == 422


def test_the_secretary_opens_and_closes_a_vote_and_is_asked_first(hall):
    client = desk(hall)
    slug = hall.event.slug
    refused = act(client, "organizer:vote_open", {"question": "So?", "subject": "tie"}, slug)
    asked = {"panel": hall.seats[1].panel_id, "question": "Shall it be so?", "subject": "motion"}
    unnamed = {
        **asked,
        "subject": "award",
        "teams": [each.project_id for each in hall.defenses.values()],
    }
    assert act(client, "organizer:vote_open", unnamed, slug).status_code == 422
    act(client, "organizer:vote_open", asked, slug)
    vote = PanelVote.objects.get()
    give(hall, vote, {2: YES})

    question = act(client, "organizer:vote_close", None, slug, vote.pk).content.decode()
    assert (refused.status_code, PanelVote.objects.get().closed_at) == (422, None)
    assert "1 of 6 have voted" in question
    act(client, "organizer:vote_close", {"agreed": "1"}, slug, vote.pk)

    assert "Decided: for" in seen(client, "organizer:votes", slug)
    assert act(client, "organizer:vote_close", None, slug, vote.pk + 1).status_code == 404


def test_the_secretary_gives_an_award_and_takes_it_back(hall):
    client = desk(hall)
    slug = hall.event.slug
    said = {"team": hall.defenses[1].project_id, "kind": "audience", "reason": "By the hall."}
    free = {**said, "kind": "free", "name_en": "The boldest"}

    act(client, "organizer:award_give", said, slug)
    assert act(client, "organizer:award_give", free, slug).status_code == 422
    assert "Audience’s choice" in seen(client, "organizer:awards", slug)
    award = Award.objects.get()
    act(client, "organizer:award_take_back", {"reason": ""}, slug, award.pk)
    assert Award.objects.exists()
    act(client, "organizer:award_take_back", {"reason": "Misheard."}, slug, award.pk)

    assert not Award.objects.exists()
    again = act(client, "organizer:award_take_back", {"reason": "No."}, slug, award.pk)
    assert again.status_code == 404


def test_nothing_is_open_while_the_scoring_is(hall):
    vote = put(hall)
    Event.objects.update(scoring_closed_at=None)
    slug = hall.event.slug

    assert "Scoring is still open" in seen(tablet(hall, 1))
    for name in ("organizer:votes", "organizer:awards"):
        page = seen(desk(hall), name, slug)
        assert "Scoring is still open" in page
        assert vote.question not in page


def test_after_the_seal_the_pages_are_read_and_nothing_is_changed(hall):
    vote = put(hall)
    give(hall, vote, {2: YES})
    end(hall, vote)
    seal(hall)
    slug = hall.event.slug

    for page in (seen(tablet(hall, 1)), seen(desk(hall), "organizer:votes", slug)):
        assert "is sealed" in page
        assert "Decided: for" in page
        assert "<form" not in page
    sealed = act(tablet(hall, 2), "expert:dissent", {"text": OWN})
    assert sealed.status_code == 422
    assert not Dissent.objects.exists()


# Who may be told of it before the seal, and nobody else.
WORDS = ("Shall it be so?", "By the hall.", "They knew every figure.")


def busy(hall) -> PanelVote:
    """An open question with ballots, an award, a proposal and a dissent: all that could leak."""
    vote = put(hall, teams=[4])
    give(hall, vote, {2: YES, 3: NO})
    give_award(
        hall.event,
        hall.defenses[1].project_id,
        kind="audience",
        names={},
        reason="By the hall.",
        actor="system:test",
        at=DAY,
    )
    act(
        tablet(hall, 2),
        "expert:award_nominate",
        {
            "propose-team": hall.defenses[4].project_id,
            "propose-kind": "answers",
            "propose-reason": "They knew every figure.",
        },
    )
    write_dissent(hall.seats[3], OWN, at=DAY)
    return vote


def test_who_is_recused_is_told_that_there_is_a_vote_and_nothing_of_it(hall):
    vote = busy(hall)
    client = tablet(hall, 6)

    page = seen(client)

    assert "1 vote is about a team that you are tied to" in page
    assert not [words for words in (*WORDS, OWN) if words in page]
    for name in ("vote_cast", "vote_close", "vote_sign", "vote_decide"):
        refused = act(client, f"expert:{name}", answer(vote, "for"), vote.pk)
        assert refused.status_code == 404
    end(hall, vote)
    assert "Shall it be so?" not in seen(client)
    control = seen(tablet(hall, 5))  # tied to nobody
    assert not [words for words in WORDS if words not in control]


def test_no_count_is_told_while_a_vote_is_open_nor_a_dissent_at_all(hall):
    vote = busy(hall)
    slug = hall.event.slug
    pages = [
        *(tablet(hall, number).get(reverse("expert:votes")) for number in (1, 2, 4, 5)),
        desk(hall).get(reverse("organizer:votes", args=[slug])),
        desk(hall, Membership.Role.OWNER).get(reverse("organizer:awards", args=[slug])),
        desk(hall, Membership.Role.OWNER).get(reverse("organizer:log", args=[slug])),
    ]
    for page in pages:
        text = page.content.decode()
        assert 'class="vote-counts"' not in text
        assert OWN not in text
    close_vote(hall.event, vote.pk, by=hall.seats[1], at=DAY)
    assert 'class="vote-counts"' in tablet(hall, 4).get(reverse("expert:votes")).content.decode()


def test_a_secret_count_is_told_to_who_counts_until_all_have_signed(hall):
    vote = put_secretly(hall)
    give(hall, vote, {1: YES, 2: NO, 4: YES})
    close_vote(hall.event, vote.pk, by=hall.seats[1], at=DAY)

    def is_told(client, name="expert:votes", *arguments):
        return b'class="vote-counts"' in client.get(reverse(name, args=arguments)).content

    assert is_told(tablet(hall, 3))
    assert not is_told(tablet(hall, 1))
    assert not is_told(desk(hall), "organizer:votes", hall.event.slug)
    for number in (3, 4, 5):
        sign_count(hall.event, vote.pk, hall.seats[number], at=DAY)
    assert is_told(tablet(hall, 1))
    assert is_told(desk(hall), "organizer:votes", hall.event.slug)


@pytest.mark.parametrize("role", ["host", "moderator", "observer"])
def test_who_only_helps_on_the_day_is_told_nothing(hall, role):
    vote = busy(hall)
    end(hall, vote)
    client = desk(hall, Membership.Role(role))

    for name in ("organizer:votes", "organizer:awards"):
        assert client.get(reverse(name, args=[hall.event.slug])).status_code == 403
    for name in ("organizer:overview", "organizer:results", "organizer:log", "organizer:presence"):
        page = client.get(reverse(name, args=[hall.event.slug])).content.decode()
        assert not [words for words in (*WORDS, OWN) if words in page]
    control = seen(desk(hall), "organizer:votes", hall.event.slug)
    assert "Shall it be so?" in control


def test_a_secretary_of_the_panel_is_told_of_what_they_count_alone():
    hall = voting_hall_before_the_close()
    Seat.objects.filter(pk=hall.seats[5].pk).update(role=Seat.Role.SECRETARY)
    close(hall)
    hall.event.refresh_from_db()
    hall.seats[5].refresh_from_db()
    put(hall, question="Shall it be done?")
    put_secretly(hall, question="In secret?")

    page = seen(tablet(hall, 5))

    assert "In secret?" in page
    assert "Shall it be done?" not in page
    assert "Propose" not in page


def test_the_pages_cost_the_same_however_much_was_voted_and_proposed(hall):
    def costs():
        found = []
        for client, name, arguments in (
            (tablet(hall, 1), "expert:votes", ()),
            (desk(hall), "organizer:votes", (hall.event.slug,)),
            (desk(hall), "organizer:awards", (hall.event.slug,)),
        ):
            client.get(reverse(name, args=arguments))
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(name, args=arguments))
            found.append(len(queries))
        return found

    before = busy(hall), costs()
    for number in (1, 2, 3):
        end(hall, put_secretly(hall, teams=[number]))
        nominate(
            hall.seats[5],
            hall.defenses[number].project_id,
            kind="research",
            reason="So.",
            at=DAY,
        )

    assert costs() == before[1]
