"""A team's own sheet: of the sealed record, for its own people, and not a word of it before."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event, Pass, Person
from experts.models import ScoreSheet, SheetRevision
from experts.protocol_pdf.minutes import teams_of
from experts.protocol_pdf.team_sheets import sheet_of
from experts.questions import Said
from experts.reports.record import canonical, record_of
from experts.services.questions import note_question
from experts.team_page import team_page
from tests.cast import enter_with_pass
from tests.experts.hall import Hall, close, fill, pass_of
from tests.experts.sealed_events import sealed_with, show
from tests.factories import (
    DAY,
    MembershipFactory,
    PersonFactory,
    ScoreSheetFactory,
    SheetRevisionFactory,
    SupervisorFactory,
    TeamMemberFactory,
)
from tests.kept_rows import made_once

pytestmark = pytest.mark.django_db
TEAMS, MEMBERS, EXPERTS = 8, 10, 3
SUPERVISED = (2, 5)
ADDRESS = "trainee:team_sheet"
TOKEN = re.compile(r"(\w+)-of-team-(\d+)")
TOLD = {"words", "question", "answer"}
UNTOLD = {"private", "protocol"}


def give(hall: Hall, expert: int, team: int, readers: str, word: str) -> None:
    seat, defense = hall.seats[expert], hall.defenses[team]
    sheet = ScoreSheetFactory(seat=seat, defense=defense, state=ScoreSheet.State.DRAFT)
    points = {"whole": str(3 + (expert + team) % 7)}
    words = {"comment": f"{word}-of-team-{team}", "readers": readers}
    SheetRevisionFactory(sheet=sheet, points=points, is_final=True, **words)
    ScoreSheet.objects.filter(pk=sheet.pk).update(state=ScoreSheet.State.SUBMITTED)


def asked(hall: Hall, team: int) -> None:
    ids = {"op_id": f"00000000-0000-0000-0000-{team:012}", "question": f"{team:032}"}
    said = Said(**ids, text=f"question-of-team-{team}?", answer=f"answer-of-team-{team}.")
    seat, defense = hall.seats[1], hall.defenses[team]
    actor = MembershipFactory(event=hall.event).user
    note_question(hall.event, said, seat=seat, defense=defense, actor=actor, at=DAY)


@pytest.fixture
def hall() -> Hall:
    hall = scored()
    close(hall)
    return hall


@made_once
def scored() -> Hall:
    """Every team has words of each kind, a question and ten members."""
    hall = fill(EXPERTS, TEAMS)
    for team in hall.defenses:
        for expert, (readers, word) in enumerate(
            (("team", "words"), ("me", "private"), ("protocol", "protocol")), start=1
        ):
            give(hall, expert, team, readers, word)
        asked(hall, team)
        for order in range(1, MEMBERS + 1):
            TeamMemberFactory(project=hall.defenses[team].project, order=order)
    supervisor = PersonFactory(event=hall.event, key="supervisor")
    for team in SUPERVISED:
        SupervisorFactory(project=hall.defenses[team].project, person=supervisor)
    return hall


def members_of(hall: Hall, team: int):
    return [each.person for each in hall.defenses[team].project.teammember_set.all()]


def seal(hall: Hall) -> None:
    event = Event.objects.get(pk=hall.event.pk)
    sealed_with(hall.event, hall.seats[1], record_of(event, DAY))


def read(person) -> str:
    client = enter_with_pass(Client(), person, Pass.Kind.TRAINEE)
    answer = client.get(reverse(ADDRESS))
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


def tokens(html: str) -> set[tuple[str, str]]:
    return set(TOKEN.findall(html))


@pytest.mark.once("the page reads one sealed record; the record is made on both engines")
def test_eighty_trainees_read_their_own_sheet_and_no_word_of_another(hall):
    seal(hall)
    show(hall.event, Event.Publishable.FEEDBACK)

    for team in hall.defenses:
        for person in members_of(hall, team):
            assert tokens(read(person)) == {(word, str(team)) for word in TOLD}


@pytest.mark.once("the page reads one sealed record; the record is made on both engines")
def test_before_the_seal_and_without_the_switch_nobody_reads_a_word(hall):
    person = members_of(hall, 1)[0]
    unsealed = read(person)
    seal(hall)  # before it the database takes no switch
    assert read(person) == unsealed
    show(hall.event, Event.Publishable.FEEDBACK)
    Event.objects.filter(pk=hall.event.pk).update(phase=Event.Phase.DRAFT)
    assert read(person) == unsealed

    assert tokens(unsealed) == set()
    assert "This is not open yet." in unsealed
    assert "team-place" not in unsealed


@pytest.mark.once("the page reads one sealed record; the record is made on both engines")
def test_what_the_page_leaves_out_is_there_to_be_told(hall):
    """The negative control: the record has all teams, and whoever read it by another way would see them."""
    record = record_of(Event.objects.get(pk=hall.event.pk), DAY)

    told = tokens(canonical(record))
    assert {team for _word, team in told} == {str(team) for team in hall.defenses}
    assert {word for word, _team in told} == TOLD | {"protocol"}
    assert SheetRevision.objects.filter(comment__startswith="private").count() == TEAMS
    sheets = {team.number: sheet_of(record, team) for team in teams_of(record)}
    assert sheets[1].words != sheets[2].words


def test_a_supervisor_with_a_pass_reads_the_supervised_teams_and_a_stranger_none(hall):
    supervisor = Person.objects.get(event=hall.event, key="supervisor")
    stranger = PersonFactory(event=hall.event)
    seal(hall)
    show(hall.event, Event.Publishable.FEEDBACK)

    assert {team for _word, team in tokens(read(supervisor))} == {str(team) for team in SUPERVISED}
    assert tokens(read(stranger)) == set()
    assert "You stand in no team of the sealed protocol." in read(stranger)


def test_no_other_card_opens_the_page(hall):
    seal(hall)
    show(hall.event, Event.Publishable.FEEDBACK)

    expert = enter_with_pass(Client(), pass_of(hall.seats[1]).person, Pass.Kind.EXPERT)
    for client in (expert, Client()):
        answer = client.get(reverse(ADDRESS))
        assert answer.status_code == 302
        assert tokens(answer.content.decode()) == set()


@pytest.mark.parametrize(
    ("words_by", "said"), [("names", "{name}"), ("numbers", "Expert 1"), ("nobody", "")]
)
def test_what_stands_beside_the_words_is_what_the_event_said_while_they_were_written(
    hall, words_by, said
):
    Event.objects.filter(pk=hall.event.pk).update(words_by=words_by)
    seal(hall)
    show(hall.event, Event.Publishable.FEEDBACK)
    Event.objects.filter(pk=hall.event.pk).update(words_by="names")

    html = read(members_of(hall, 1)[0])

    found = re.search(r"words-of-team-1(?:<footer>(.*?)</footer>)?</blockquote>", html)
    assert (found[1] or "") == said.format(name=hall.seats[1].person.name)


@pytest.mark.parametrize("words_by", Event.WordsBy.values)
def test_whoever_asked_the_team_is_named_beside_no_question(hall, words_by):
    Event.objects.filter(pk=hall.event.pk).update(words_by=words_by)
    seal(hall)
    show(hall.event, Event.Publishable.FEEDBACK)

    html = read(members_of(hall, 1)[0])

    questions = html.partition("question-of-team-1")
    assert hall.seats[1].person.name not in questions[0].rpartition("<blockquote")[2] + questions[2]


def test_the_place_the_points_and_how_firm_they_are_come_from_the_record(hall):
    seal(hall)
    show(hall.event, Event.Publishable.FEEDBACK)
    person = members_of(hall, 1)[0]
    person.event.refresh_from_db()

    (own,) = team_page(person).sheets

    record = record_of(Event.objects.get(pk=hall.event.pk), DAY)
    result = next(each for each in record["results"] if each["team"] == 1)
    assert (own.sheet.team.rank, own.sheet.teams, own.sheet.received) == (
        result["place"],
        TEAMS,
        EXPERTS,
    )
    assert own.sheet.firm.endswith(".")
    (criterion,) = own.criteria
    assert criterion.low <= criterion.own <= criterion.high


def test_the_home_page_leads_there_once_it_is_shown(hall):
    person = members_of(hall, 1)[0]
    client = enter_with_pass(Client(), person, Pass.Kind.TRAINEE)
    link = f'href="{reverse(ADDRESS)}"'
    assert link not in client.get(reverse("trainee:home")).content.decode()
    seal(hall)
    show(hall.event, Event.Publishable.FEEDBACK)

    assert link in client.get(reverse("trainee:home")).content.decode()
