"""The pages of another rule: an owner proposes, the chair answers on the tablet, and others do neither."""

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event, Membership
from experts.models import RuleChange, Seat
from experts.services.casting import Vote, cast_vote, step_out
from experts.services.closing import close_scoring
from tests.cast import as_expert, as_organizer
from tests.experts.hall import Hall, fill
from tests.experts.voting import put
from tests.factories import DAY, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
CHAIR, DEPUTY, MEMBER = 1, 2, 3


@pytest.fixture
def hall() -> Hall:
    hall = fill(experts=3, projects=2)
    for number, role in ((CHAIR, Seat.Role.CHAIR), (DEPUTY, Seat.Role.DEPUTY)):
        Seat.objects.filter(pk=hall.seats[number].pk).update(role=role)
    hall.event.lock_rule(DAY)
    return hall


def office(hall: Hall, role: str = Membership.Role.OWNER) -> Client:
    return as_organizer(Client(), MembershipFactory(event=hall.event, role=role).user)


def tablet(hall: Hall, expert: int = CHAIR) -> Client:
    return as_expert(Client(), hall.seats[expert])


def propose(hall: Hall, client: Client, **said: object):
    told = {"scoring_rule": "median", "least_sheets": 3, "ties_by": "panel"}
    told |= {"reason": "One is partisan.", **said}
    return client.post(reverse("organizer:rule_propose", args=[hall.event.slug]), told)


def answer(client: Client, decision: str = "agree", **said: object):
    pk = RuleChange.objects.latest("pk").pk
    told = {"decision": decision, "reason": "", **said}
    return client.post(reverse("expert:rule_answer", args=[pk]), told)


def read(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def rule_of(hall: Hall) -> str:
    return Event.objects.get(pk=hall.event.pk).scoring_rule


def test_an_owner_proposes_and_the_chair_agrees_on_the_tablet(hall):
    owner, chair = office(hall), tablet(hall)
    slug = hall.event.slug
    assert reverse("organizer:rule", args=[slug]) in read(owner, "organizer:settings", slug)
    assert reverse("expert:rule") not in read(chair, "expert:home")

    assert propose(hall, owner).status_code == 302
    assert reverse("expert:rule") in read(chair, "expert:home")
    assert "One is partisan." in read(chair, "expert:rule")
    assert answer(chair).status_code == 302

    assert rule_of(hall) == "median"
    page = read(owner, "organizer:rule", slug)
    assert (
        "Now: <b>Median, version 1, at least 3 sheets for a result; equal teams by a vote of the panel</b>"
        in page
    )
    said = f"Agreed to by {hall.seats[CHAIR].person.name}"
    assert said in page
    assert said in read(owner, "organizer:methods", slug)


def test_the_chair_refuses_with_a_reason_or_not_at_all(hall):
    propose(hall, office(hall))
    chair = tablet(hall)

    without = answer(chair, "refuse")
    assert without.status_code == 422
    assert RuleChange.objects.get().is_waiting

    assert answer(chair, "refuse", reason="Too late.").status_code == 302
    assert "Too late." in read(chair, "expert:rule")
    assert rule_of(hall) == "corrected_mean"


def test_what_is_withdrawn_is_answered_by_nobody_who_read_it_before(hall):
    owner, chair = office(hall), tablet(hall)
    propose(hall, owner)
    pk = RuleChange.objects.get().pk
    owner.post(reverse("organizer:rule_withdraw", args=[hall.event.slug, pk]))

    response = answer(chair, "refuse", reason="As I said.")

    assert response.status_code == 422
    assert response.content.decode().count("withdrawn or answered meanwhile") == 1
    assert "You wrote: “As I said.”" in response.text
    assert rule_of(hall) == "corrected_mean"


def test_an_answer_that_is_refused_says_why_once_and_keeps_what_was_typed():
    hall = _scored(DEPUTY)
    propose(hall, office(hall))
    close_scoring(hall.event.pk, actor="test", at=DAY)
    put(hall, "Which is first?", subject="tie", teams=(1, 2), by=UserFactory())

    page = answer(tablet(hall), "agree", reason="As I said.").content.decode()

    assert page.count("Which is first?") == 1
    assert "As I said." in page


@pytest.mark.parametrize("tied", [CHAIR, DEPUTY])
def test_what_was_decided_on_a_team_is_read_by_who_answers_and_not_by_who_is_tied_to_it(tied):
    hall, answering = _scored(tied), CHAIR + DEPUTY - tied
    propose(hall, office(hall))
    close_scoring(hall.event.pk, actor="test", at=DAY)
    before = read(tablet(hall, tied), "expert:rule")

    both = tuple(each.project_id for each in hall.defenses.values())
    if tied == CHAIR:
        out = {"seat": hall.seats[tied].pk, "project": both[0]}
        step_out(hall.event, **out, actor=UserFactory(), at=DAY)
        cast_vote(hall.event, Vote(both, both, "So."), seat=hall.seats[answering], at=DAY)
    else:
        put(hall, "decided on teams 1, 2?", subject="tie", teams=(1, 2), by=UserFactory())

    assert "decided on teams 1, 2" in read(tablet(hall, answering), "expert:rule")
    after = read(tablet(hall, tied), "expert:rule")
    assert "decided on teams" not in after
    assert _said(after) == _said(before)
    assert "told to who may answer alone" in after


def _scored(tied: int) -> Hall:
    """Two equal teams, of which chair or deputy is recused from the first."""
    hall = fill(experts=4, projects=2)
    for number, role in ((CHAIR, Seat.Role.CHAIR), (DEPUTY, Seat.Role.DEPUTY)):
        Seat.objects.filter(pk=hall.seats[number].pk).update(role=role)
        hall.seats[number].refresh_from_db()
    hall.recuse(tied, 1)
    for expert in hall.seats:
        for number in hall.defenses:
            if (expert, number) != (tied, 1):
                hall.give(expert, number, 8)
    hall.event.lock_rule(DAY)
    return hall


def _said(page: str) -> str:
    return page.partition("<main")[2].partition("</main")[0]


def test_a_secretary_proposes_nothing_and_a_member_reads_nothing(hall):
    secretary = office(hall, Membership.Role.SECRETARY)
    assert "<form" not in read(secretary, "organizer:rule", hall.event.slug).partition("<main")[2]
    assert propose(hall, secretary).status_code == 403
    propose(hall, office(hall))

    assert tablet(hall, MEMBER).get(reverse("expert:rule")).status_code == 403
    assert answer(tablet(hall, MEMBER)).status_code == 403
    deputy = tablet(hall, DEPUTY)
    assert f"Who may answer: {hall.seats[CHAIR].person.name}" in read(deputy, "expert:rule")
    assert answer(deputy).status_code == 403


def test_a_proposal_that_is_refused_stands_in_the_form(hall):
    response = propose(hall, office(hall), reason=" ")

    assert response.status_code == 422
    assert 'value="median" selected' in response.content.decode()


def test_before_the_first_points_the_page_sends_to_the_settings():
    hall = fill(experts=1, projects=1)

    page = read(office(hall), "organizer:rule", hall.event.slug)

    assert "the rule is changed in the settings" in page
    assert "Propose to the chair" not in page
