"""To whom an award of the day may be given: where the sealed protocol gave any, to its teams."""

import re

import pytest
from django.urls import reverse

from diplomas.awards import sealed_awards
from diplomas.errors import NotReworded
from diplomas.members import members_of
from diplomas.models import Diploma
from diplomas.recipients import recipients_of
from diplomas.services.correcting import correct_outdated
from diplomas.services.issuing_documents import issue_documents
from diplomas.services.rewording import reword_awards
from events.models import Event, Person
from experts.models import Award
from tests.cast import as_organizer
from tests.diplomas.people import make_ready
from tests.experts.hall import close
from tests.experts.voting import seal, voting_hall_before_the_close
from tests.factories import DAY, MembershipFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db
Kind = Diploma.Kind
BEST = {"en": "Best research"}
ACT = {"actor": "test", "at": DAY}


@pytest.fixture
def hall():
    hall = voting_hall_before_the_close()
    for number in (1, 2):
        TeamMemberFactory(project=hall.defenses[number].project, order=1, person__event=hall.event)
    close(hall)
    hall.event.refresh_from_db()
    return hall


def give(hall, number, kind="research", **said):
    project = hall.defenses[number].project
    return Award.objects.create(project=project, kind=kind, reason="Well done.", at=DAY, **said)


def teams(hall, kind):
    """By both ways in which they are asked for, which say the same."""
    found = [each.projects[0].number for each in recipients_of(hall.event, kind)]
    assert len(members_of(hall.event, kind)) == len(found)
    return found


def told(page):
    """What the page of awards says in the middle, without what each answer draws anew."""
    [main] = re.findall(r"<main.*</main>", page.content.decode(), re.DOTALL)
    return re.sub(r'csrfmiddlewaretoken" value="\w+"|"e30:[\w:-]+"', "", main)


def test_an_award_goes_to_the_teams_of_the_panel_once_the_protocol_is_sealed(hall):
    assert teams(hall, Kind.AWARD) == [1, 2]
    give(hall, 2)
    assert teams(hall, Kind.AWARD) == [1, 2]
    assert teams(hall, Kind.CERTIFICATE) == [1, 2]

    seal(hall)

    assert teams(hall, Kind.AWARD) == [2]
    assert teams(hall, Kind.DIPLOMA) == [1, 2]


@pytest.mark.parametrize("is_given", [True, False])
def test_before_the_seal_an_award_goes_to_whom_organizers_choose_whatever_the_panel_gave(
    hall, is_given
):
    if is_given:
        give(hall, 2)
    people = [each.person_id for each in recipients_of(hall.event, Kind.AWARD)]
    friend = {"en": "The audience’s friend"}

    before = issue_documents(hall.event.pk, Kind.AWARD, people, award=friend, **ACT)
    seal(hall)
    after = issue_documents(hall.event.pk, Kind.AWARD, people, award=BEST, **ACT)

    assert len(people) == 2
    assert {each.person_id for each in before} == {*people}
    assert len(after) == (1 if is_given else 2)


def test_a_sealed_award_is_offered_with_its_words_and_goes_to_its_team_alone(hall):
    give(hall, 1, kind="answers")
    give(hall, 2)
    give(hall, 2, kind="free", names=dict.fromkeys(hall.event.languages, "Courage"))
    assert sealed_awards(hall.event) == []
    people = [each.person_id for each in recipients_of(hall.event, Kind.AWARD)]

    seal(hall)
    offered = {each.name: each for each in sealed_awards(hall.event)}
    issued = [
        issue_documents(hall.event.pk, Kind.AWARD, people, award=each.words, **ACT)
        for each in offered.values()
    ]

    assert {name: each.numbers for name, each in offered.items()} == {
        "Best research": "2",
        "Best answers": "1",
        "Courage": "2",
    }
    assert {*offered["Best research"].words} == {*hall.event.languages}
    [first], [second], [third] = issued
    assert first.person_id == third.person_id != second.person_id
    assert teams(hall, Kind.AWARD) == [1, 2]


def test_an_award_is_not_reworded_into_one_that_the_panel_gave_another_team(hall):
    first, second = recipients_of(hall.event, Kind.AWARD)
    courage = {"en": "Courage"}
    people = [first.person_id, second.person_id]
    issue_documents(hall.event.pk, Kind.AWARD, people, award=courage, **ACT)
    make_ready(hall.event)
    give(hall, 2)
    seal(hall)
    codes = dict(Diploma.objects.values_list("person", "code"))

    with pytest.raises(NotReworded, match="to other teams"):
        reword_awards(hall.event.pk, codes[first.person_id], award=BEST, **ACT)
    reword_awards(hall.event.pk, codes[second.person_id], award=BEST, **ACT)

    said = Diploma.objects.current().order_by("person").values_list("person", "award")
    assert dict(said) == {first.person_id: "courage", second.person_id: "best research"}


def test_one_award_of_several_teams_is_offered_once(hall):
    for number in (1, 2):
        give(hall, number)
    seal(hall)

    [award] = sealed_awards(hall.event)

    assert (award.numbers, len(recipients_of(hall.event, Kind.AWARD, award=award.told_apart))) == (
        "1, 2",
        2,
    )


def test_two_awards_alike_in_one_language_are_two(hall):
    for number, russian in ((1, "Лучший проект"), (2, "Лучший доклад"), (2, "Лучший вопрос")):
        names = dict.fromkeys(hall.event.languages, "Top") | {"ru": russian}
        give(hall, number, kind="free", names=names)
    Event.objects.filter(pk=hall.event.pk).update(languages=["en", "ru"])
    hall.event.refresh_from_db()
    people = [each.person_id for each in recipients_of(hall.event, Kind.AWARD)]
    seal(hall)

    offered = sealed_awards(hall.event)
    for each in [*offered, *offered]:
        issue_documents(hall.event.pk, Kind.AWARD, people, award=each.words, **ACT)

    assert [each.numbers for each in offered] == ["1", "2", "2"]
    said = Diploma.objects.order_by("sequence").values_list("person", "snapshot__award__ru")
    first, second = people
    assert list(said) == [
        (first, "Лучший проект"),
        (second, "Лучший доклад"),
        (second, "Лучший вопрос"),
    ]


def test_the_page_of_awards_says_the_same_before_the_seal_whatever_the_panel_gave(hall, client):
    olga = as_organizer(client, MembershipFactory(event=hall.event).user)
    page = reverse("organizer:documents", args=[hall.event.slug, Kind.AWARD])
    before = told(olga.get(page))
    given = give(hall, 2)

    assert "The protocol is not sealed yet" in before
    assert told(olga.get(page)) == before
    assert olga.get(page, {"award": given.pk}).status_code == 404
    asked = olga.post(f"{page}issue/", {"everybody": "1", "name_en": "Best research"})
    assert "none that the panel gives" in asked.content.decode()


def test_the_page_of_a_sealed_award_has_its_words_and_its_team_alone(hall, client):
    olga = as_organizer(client, MembershipFactory(event=hall.event).user)
    page = reverse("organizer:documents", args=[hall.event.slug, Kind.AWARD])
    given = give(hall, 2)
    first, second = (each.person for each in recipients_of(hall.event, Kind.AWARD))
    seal(hall)

    shown = told(olga.get(page, {"award": given.pk}))
    sent = {"award": given.pk, "everybody": "1", "agreed": "1"}
    issued = olga.post(f"{page}issue/", sent)
    again = olga.post(f"{page}issue/", {**sent, "name_en": "Courage", "award": ""})
    listed = told(olga.get(page))

    assert "not sealed" not in shown
    assert "name_en" not in shown
    assert f'name="award" value="{given.pk}"' in shown
    assert [first.name in shown, second.name in shown] == [False, True]
    assert issued["Location"] == f"{page}?award={given.pk}"
    assert again["Location"] == page
    said = Diploma.objects.filter(person=second).order_by("pk")
    assert [each.snapshot["award"]["en"] for each in said] == ["Best research", "Courage"]
    assert [word in listed for word in ("Best research</span>", "Courage</span>")] == [True, True]


def test_own_words_that_the_panel_gave_others_are_refused_with_their_teams(hall, client):
    olga = as_organizer(client, MembershipFactory(event=hall.event).user)
    page = reverse("organizer:documents", args=[hall.event.slug, Kind.AWARD])
    given = [give(hall, 1, kind="answers"), give(hall, 2)]
    seal(hall)
    own = {"name_en": "best  RESEARCH", "agreed": "9"}

    refused = [olga.post(f"{page}issue/", own | each) for each in ({"team": "1"}, {"everybody": 1})]
    nothing = Diploma.objects.count()
    issued = olga.post(f"{page}issue/", own | {"team": "2"})
    asked = olga.post(f"{page}issue/", {"award": given[0].pk, "everybody": "1"})

    assert [each.status_code for each in refused] == [422, 422]
    assert all("to these teams alone: 2." in each.content.decode() for each in refused)
    assert (nothing, issued.status_code, Diploma.objects.count()) == (0, 302, 1)
    assert f'href="{page}?award={given[0].pk}"' in asked.content.decode()


def test_an_award_that_was_issued_before_is_corrected_and_reworded_whatever_the_panel_gives(hall):
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=None)
    first = recipients_of(hall.event, Kind.AWARD)[0].person
    issue_documents(hall.event.pk, Kind.AWARD, [first.pk], award=BEST, actor="t", at=DAY)
    make_ready(hall.event)
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=DAY)
    give(hall, 2)
    seal(hall)
    Person.objects.filter(pk=first.pk).update(name="Әлия Басқа")

    [corrected] = correct_outdated(hall.event.pk, actor="test", at=DAY)
    make_ready(hall.event)
    reworded = reword_awards(
        hall.event.pk, corrected.code, award={"en": "Top"}, actor="test", at=DAY
    )

    assert (corrected.snapshot["name"], reworded.revision) == ("Әлия Басқа", 3)


def test_an_award_of_a_rehearsal_is_none_of_the_day(hall):
    give(hall, 2, is_rehearsal=True)

    assert teams(hall, Kind.AWARD) == [1, 2]
