"""Who sees what of the deliberation, and acts on it; nobody sees anything while the scoring is open."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event, Membership
from experts.models import CastingVote, Seat, StepOut
from tests.cast import as_expert, as_organizer
from tests.experts.hall import Hall, close, fill, score, text_of
from tests.experts.protocols import prepared, sealed_by
from tests.experts.voting import put
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db

CHAIR, DEPUTY, MEMBER, RECUSED = 1, 2, 3, 4
PAGE = "expert:deliberation"


@pytest.fixture
def hall() -> Hall:
    """Teams 2 and 3 are equal; expert 4 is recused from team 3, and the chair from none."""
    return hall_of_ties()


def hall_of_ties(recused: tuple[tuple[int, int], ...] = ((RECUSED, 3),), equal=(2, 3)) -> Hall:
    hall = fill(4, 4)
    for expert, team in recused:
        hall.recuse(expert, team)
    for number, role in ((CHAIR, Seat.Role.CHAIR), (DEPUTY, Seat.Role.DEPUTY)):
        Seat.objects.filter(pk=hall.seats[number].pk).update(role=role)
    points = {1: 9, 2: 7, 3: 6, 4: 3} | dict.fromkeys(equal, 6)
    score(hall, lambda j, i: points[i], except_for=recused)
    close(hall)
    return hall


def tablet(hall: Hall, expert: int) -> Client:
    return as_expert(Client(), hall.seats[expert])


def read(client: Client, name: str = PAGE, *args: object) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def organizers(hall: Hall) -> Client:
    return as_organizer(Client(), MembershipFactory(event=hall.event).user)


def project(hall: Hall, number: int) -> int:
    return hall.defenses[number].project_id


def cast(client: Client, hall: Hall, **said: object):
    teams = ",".join(str(project(hall, number)) for number in (2, 3))
    told = {"teams": teams, "decision": str(project(hall, 3)), "reason": "Tried.", **said}
    return client.post(reverse("expert:cast_vote"), told)


def step(client: Client, hall: Hall, expert: int = RECUSED, team: int = 3, **said: object):
    told = {"seat": hall.seats[expert].pk, "project": project(hall, team), **said}
    return client.post(reverse("expert:step_out"), told)


def test_while_the_panel_votes_the_chair_reads_so_and_has_no_form(hall):
    hall.event.refresh_from_db()
    step(tablet(hall, CHAIR), hall)
    assert reverse("expert:cast_vote") in read(tablet(hall, CHAIR))
    put(hall, subject="tie", teams=(2, 3))

    html = read(tablet(hall, CHAIR))

    assert reverse("expert:cast_vote") not in html
    assert "The panel votes on these teams now" in html
    assert cast(tablet(hall, CHAIR), hall).status_code == 422
    assert reverse("organizer:shared_leave", args=[hall.event.slug]) not in read(
        organizers(hall), "organizer:deliberation", hall.event.slug
    )


def test_where_the_rule_asks_for_a_vote_the_page_offers_it_in_place_of_the_casting_vote(hall):
    Event.objects.filter(pk=hall.event.pk).update(ties_by=Event.TiesBy.PANEL)

    for html in (
        read(tablet(hall, CHAIR)),
        read(organizers(hall), "organizer:deliberation", hall.event.slug),
    ):
        assert "The rule leaves equal teams to a vote of the panel" in html
        assert f"Where the votes are equal, {hall.seats[CHAIR].person.name} decides." in html
        assert reverse("expert:cast_vote") not in html
        assert "/shared/" not in html
    assert (
        "leaves equal teams to a vote of the panel"
        in cast(tablet(hall, CHAIR), hall).content.decode()
    )


def test_the_secretary_goes_from_equal_teams_to_their_question(hall):
    Event.objects.filter(pk=hall.event.pk).update(ties_by=Event.TiesBy.PANEL)
    secretary, votes = organizers(hall), reverse("organizer:votes", args=[hall.event.slug])
    html = read(secretary, "organizer:deliberation", hall.event.slug)

    [query] = re.findall(rf'href="{votes}\?([^"]+)"', html)
    form = secretary.get(f"{votes}?{query.replace('&amp;', '&')}").context["page"].form

    assert form["subject"].value() == "tie"
    assert form["teams"].value() == [str(project(hall, number)) for number in (2, 3)]
    assert f"{votes}?" not in read(tablet(hall, CHAIR))


def test_a_tie_is_stepped_out_for_voted_on_and_taken_back(hall):
    chair = tablet(hall, CHAIR)
    html = read(chair)
    name = hall.seats[RECUSED].person.name
    assert "Teams 2 and 3 are equal by the rule, for place 2" in html
    assert f"Before the vote these step out: {name}." in html
    assert "must step out now" in html
    assert "3 of 4" not in html

    early = cast(chair, hall)
    assert early.status_code == 422
    assert f"recused from a tied team: {name}" in early.content.decode()
    assert ">Tried.<" in early.content.decode().replace("\n", "")

    assert step(chair, hall).status_code == 302
    assert "3 of 4 experts are in the room." in read(chair)
    assert cast(chair, hall).status_code == 302

    html = read(chair)
    chairs = hall.seats[CHAIR].person.name
    assert f"The casting vote of {chairs} orders the teams: 3, then 2. Tried." in html
    results = read(organizers(hall), "organizer:results", hall.event.slug)
    assert f"The casting vote of {chairs} orders the teams: 3, then 2. Tried." in results
    assert re.findall(r'data-place">(\d)<small>(.*?)<', results) == [
        ("2", "by the casting vote"),
        ("3", "by the casting vote"),
    ]

    vote = CastingVote.objects.get()
    assert "Take the casting vote back" not in read(tablet(hall, MEMBER))
    other = tablet(hall, DEPUTY).post(reverse("expert:vote_back", args=[vote.pk]))
    assert other.status_code == 404
    assert CastingVote.objects.standing().exists()
    chair.post(reverse("expert:vote_back", args=[vote.pk]))
    assert not CastingVote.objects.standing().exists()
    assert "The casting vote is that of" in read(chair)


def test_a_vote_is_told_what_is_missing_and_what_moved(hall):
    chair = tablet(hall, CHAIR)
    step(chair, hall)

    without = cast(chair, hall, reason="")
    assert without.status_code == 422
    assert "This field is required" in without.content.decode()
    moved = cast(chair, hall, teams=str(project(hall, 1)))
    assert moved.status_code == 409
    assert "not the ones that are tied now" in moved.content.decode()
    assert cast(chair, hall, teams="x" * 30).status_code == 403
    assert CastingVote.objects.count() == 0


@pytest.mark.parametrize("expert", [DEPUTY, MEMBER, RECUSED])
def test_whose_vote_it_is_not_is_refused(hall, expert):
    step(tablet(hall, CHAIR), hall)

    assert cast(tablet(hall, expert), hall).status_code == 403
    assert "<textarea" not in read(tablet(hall, expert))
    assert CastingVote.objects.count() == 0


def test_whose_vote_it_is_not_learns_of_no_teams_whether_they_are_tied(hall):
    """The control: the chair is told."""
    pairs = [(2, 3), (1, 2), (3, 4), (1, 4), (1,), (2, 3, 4), ()]

    def answers(who: int) -> set[tuple[int, str]]:
        client, found = tablet(hall, who), set()
        for pair in pairs:
            said = cast(client, hall, teams=",".join(str(project(hall, each)) for each in pair))
            found.add((said.status_code, text_of(said.content.decode())))
        return found

    for expert in (DEPUTY, MEMBER, RECUSED):
        assert [code for code, _page in answers(expert)] == [403]
    assert {code for code, _page in answers(CHAIR)} == {403, 409, 422}


def test_the_secretary_puts_on_record_that_a_place_stays_shared_where_nobody_decides(db):
    hall = hall_of_ties(recused=((CHAIR, 3), (DEPUTY, 3)))
    member = MembershipFactory(event=hall.event, role=Membership.Role.SECRETARY)
    client, slug = as_organizer(Client(), member.user), hall.event.slug
    said = {"teams": ",".join(str(project(hall, number)) for number in (2, 3))}
    act = reverse("organizer:shared_leave", args=[slug])
    assert act in read(client, "organizer:deliberation", slug)
    without = client.post(act, said)
    assert (without.status_code, "This field is required" in without.content.decode()) == (
        422,
        True,
    )

    client.post(act, {**said, "reason": "Both are tied."})

    html = read(client, "organizer:deliberation", slug)
    assert f"the place stays shared, as {member.user} put on record. Both are tied." in html
    back = reverse("organizer:shared_take_back", args=[slug, CastingVote.objects.get().pk])
    assert back in html
    client.post(back)
    assert not CastingVote.objects.standing().exists()


def test_where_the_chair_decides_no_place_is_left_shared_by_the_organizers(hall):
    assert "deliberation/shared" not in read(
        organizers(hall), "organizer:deliberation", hall.event.slug
    )


def test_of_more_teams_each_gets_a_place(db):
    hall = hall_of_ties(recused=(), equal=(1, 2, 3))
    chair, ids = tablet(hall, CHAIR), [project(hall, number) for number in (1, 2, 3)]
    told = {"teams": ",".join(map(str, ids)), "decision": "order"}
    ranks = {f"rank-{pk}": rank for pk, rank in zip(ids, (3, 1, 2), strict=True)}

    twice = cast(chair, hall, **told, **ranks | {f"rank-{ids[0]}": 1})
    assert twice.status_code == 422
    assert "a place of its own" in twice.content.decode()
    assert cast(chair, hall, **told, **ranks).status_code == 302
    assert CastingVote.objects.get().ordered == (ids[1], ids[2], ids[0])


def places_in(html: str) -> list[str]:
    """On a tablet, or in the organizers' table."""
    return re.findall(r'(?:Place </span>|"data-place">)(\d+)', html)


def test_a_recused_expert_sees_nothing_of_the_team_and_no_place(hall):
    """The control: a member who is recused from nothing sees all of it."""
    topic = hall.defenses[3].project.topic
    whole, kept = read(tablet(hall, MEMBER)), read(tablet(hall, RECUSED))

    assert places_in(whole) == ["1", "2", "2", "4"]
    assert str(topic) in whole
    assert places_in(kept) == []
    assert str(topic) not in kept
    said = text_of(kept)
    assert "You are recused from team 3 or have an open tie to it" in said
    for word in ("equal", "shared", "undecided", "casting vote", "place 2", "is left to decide"):
        assert word not in said
    assert re.findall(r"Team (\d)<", kept) == ["1", "2", "4"]


def test_the_quorum_is_told_without_the_teams_that_are_kept(db):
    hall = fill(4, 4)
    hall.recuse(RECUSED, 3)
    missing = [(RECUSED, 3), *((expert, team) for expert in (DEPUTY, MEMBER) for team in (2, 3))]
    score(hall, lambda j, i: 6, except_for=missing)
    close(hall)

    whole, kept = (text_of(read(tablet(hall, who))) for who in (MEMBER, RECUSED))

    quorum = "Quorum of the session: 4 of 4 experts were there, 3 are needed."
    assert quorum in whole
    assert "Team 2: 2 of 4 have scored it, 3 are needed." in whole
    assert "Team 3: 1 of 3 have scored it, 2 are needed." in whole
    assert quorum in kept
    assert "Team 2: 2 of 4 have scored it" in kept
    assert "Team 3" not in kept


def test_nothing_that_is_kept_from_them_moves_their_page(db):
    """Votes on the tie and who stepped out for it change nothing on the tablet of who is recused."""
    hall = hall_of_ties(recused=((RECUSED, 3), (MEMBER, 3)))
    before = {who: text_of(read(tablet(hall, who))) for who in (RECUSED, DEPUTY)}
    room = [{"seat": hall.seats[each], "out_at": DAY} for each in (RECUSED, MEMBER)]
    for each in room:
        StepOut.objects.create(project=hall.defenses[3].project, **each)
    chair = tablet(hall, CHAIR)
    assert cast(chair, hall).status_code == 302

    after = {who: text_of(read(tablet(hall, who))) for who in (RECUSED, DEPUTY)}

    assert after[RECUSED] == before[RECUSED]
    assert after[DEPUTY] != before[DEPUTY]


def test_a_chair_who_is_recused_leaves_the_form_to_the_deputy_and_steps_out(db):
    hall = hall_of_ties(recused=((CHAIR, 3),))
    chair, deputy = tablet(hall, CHAIR), tablet(hall, DEPUTY)

    assert "<textarea" not in read(chair)
    html = read(deputy)
    name = hall.seats[CHAIR].person.name
    assert f"{name} is recused from one of these teams or has an open tie to it." in html
    assert step(chair, hall, CHAIR).status_code == 403
    step(deputy, hall, CHAIR)
    assert cast(deputy, hall).status_code == 302


def test_only_who_leads_the_panel_notes_who_is_out(hall):
    for expert in (MEMBER, RECUSED):
        assert step(tablet(hall, expert), hall).status_code == 403
    assert step(tablet(hall, CHAIR), hall, expert=MEMBER).status_code == 302
    assert StepOut.objects.count() == 0

    client = organizers(hall)
    told = {"seat": hall.seats[RECUSED].pk, "project": project(hall, 3)}
    url = reverse("organizer:step_out", args=[hall.event.slug])
    client.post(url, told)
    assert StepOut.objects.out_now().count() == 1
    client.post(url, {**told, "back": ""})
    assert StepOut.objects.out_now().count() == 0


def test_nobody_sees_anything_while_the_scoring_is_open(hall):
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=None)
    words = "Scoring is still open. The panel deliberates when it is closed."

    for html in (
        read(tablet(hall, CHAIR)),
        read(organizers(hall), "organizer:deliberation", hall.event.slug),
    ):
        assert words in html
        assert "equal by the rule" not in html
        assert places_in(html) == []
    assert cast(tablet(hall, CHAIR), hall).status_code == 409
    assert reverse(PAGE) not in read(tablet(hall, CHAIR), "expert:home")


def test_after_the_seal_it_is_read_and_nothing_changes(hall):
    sealed_by(prepared(hall.event), hall.seats[CHAIR])
    words = "The protocol is sealed, and nothing it tells is changed."

    chair = tablet(hall, CHAIR)
    for html in (read(chair), read(organizers(hall), "organizer:deliberation", hall.event.slug)):
        assert words in html
        assert places_in(html) == ["1", "2", "2", "4"]
        assert "Is out now" not in html
        assert "<textarea" not in html
    assert cast(chair, hall).status_code == 422
    assert (CastingVote.objects.count(), StepOut.objects.count()) == (0, 0)


def test_a_seat_that_does_not_score_sees_why_it_sees_nothing():
    hall = fill(1, 1)
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.RESERVE)
    close(hall)

    html = read(tablet(hall, 1))

    assert "The chair, the deputy and the members of the panel deliberate." in html
    assert "Places as they stand" not in html


@pytest.mark.parametrize("role", ["host", "moderator", "observer"])
def test_who_may_not_see_results_sees_no_deliberation(hall, role):
    user = MembershipFactory(event=hall.event, role=Membership.Role(role)).user
    address = reverse("organizer:deliberation", args=[hall.event.slug])
    acts = reverse("organizer:step_out", args=[hall.event.slug])
    client = as_organizer(Client(), user)

    for answer in (client.get(address), client.post(acts, {"seat": 1, "project": 1})):
        assert answer.status_code == 403
        assert "equal by the rule" not in answer.content.decode()
    assert "equal by the rule" in read(organizers(hall), "organizer:deliberation", hall.event.slug)


@pytest.mark.parametrize("size", [2, 4])
def test_the_page_of_the_panel_takes_the_same_queries(size, django_assert_num_queries):
    hall = fill(size, size)
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    score(hall, lambda j, i: 8)
    close(hall)
    client = tablet(hall, 1)
    client.get(reverse(PAGE))

    # Session, card; five of the standings; both kinds of votes, the seal; the notes.
    with django_assert_num_queries(11):
        assert client.get(reverse(PAGE)).status_code == 200
