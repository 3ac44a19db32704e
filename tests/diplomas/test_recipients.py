"""To whom an award of the day may be given: where the panel gave any, to its teams, and to nobody before the seal."""

import re

import pytest
from django.urls import reverse

from diplomas.errors import AwardsAwaitTheSeal
from diplomas.models import Diploma
from diplomas.recipients import recipients_of
from diplomas.reports import members_of
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


@pytest.fixture
def hall():
    hall = voting_hall_before_the_close()
    for number in (1, 2):
        TeamMemberFactory(project=hall.defenses[number].project, order=1, person__event=hall.event)
    close(hall)
    hall.event.refresh_from_db()
    return hall


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
    Award.objects.create(
        project=hall.defenses[2].project, kind="research", reason="Well measured.", at=DAY
    )
    assert teams(hall, Kind.AWARD) == [1, 2]
    assert teams(hall, Kind.CERTIFICATE) == [1, 2]

    seal(hall)

    assert teams(hall, Kind.AWARD) == [2]
    assert teams(hall, Kind.DIPLOMA) == [1, 2]


@pytest.mark.parametrize("is_given", [True, False])
def test_before_the_seal_no_award_is_issued_whether_the_panel_gave_any_or_not(hall, is_given):
    if is_given:
        Award.objects.create(
            project=hall.defenses[2].project, kind="research", reason="Well measured.", at=DAY
        )
    people = [each.person_id for each in recipients_of(hall.event, Kind.AWARD)]

    with pytest.raises(AwardsAwaitTheSeal):
        issue_documents(hall.event.pk, Kind.AWARD, people, award=BEST, actor="test", at=DAY)
    issue_documents(hall.event.pk, Kind.CERTIFICATE, people, actor="test", at=DAY)
    seal(hall)
    issued = issue_documents(hall.event.pk, Kind.AWARD, people, award=BEST, actor="test", at=DAY)

    assert len(people) == 2
    assert len(issued) == (1 if is_given else 2)


def test_the_page_of_awards_says_the_same_before_the_seal_whatever_the_panel_gave(hall, client):
    olga = as_organizer(client, MembershipFactory(event=hall.event).user)
    page = reverse("organizer:documents", args=[hall.event.slug, Kind.AWARD])
    before = told(olga.get(page))
    Award.objects.create(
        project=hall.defenses[2].project, kind="research", reason="Well measured.", at=DAY
    )

    assert told(olga.get(page)) == before
    answer = olga.post(f"{page}issue/", {"everybody": "1"}, follow=True)
    assert "after the protocol is sealed" in answer.content.decode()


def test_an_award_that_was_issued_before_is_corrected_and_reworded_whatever_the_panel_gives(hall):
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=None)
    first = recipients_of(hall.event, Kind.AWARD)[0].person
    issue_documents(hall.event.pk, Kind.AWARD, [first.pk], award=BEST, actor="t", at=DAY)
    make_ready(hall.event)
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=DAY)
    Award.objects.create(
        project=hall.defenses[2].project, kind="research", reason="Well measured.", at=DAY
    )
    seal(hall)
    Person.objects.filter(pk=first.pk).update(name="Әлия Басқа")

    [corrected] = correct_outdated(hall.event.pk, actor="test", at=DAY)
    make_ready(hall.event)
    reworded = reword_awards(
        hall.event.pk, corrected.code, award={"en": "Top"}, actor="test", at=DAY
    )

    assert (corrected.snapshot["name"], reworded.revision) == ("Әлия Басқа", 3)


def test_an_award_of_a_rehearsal_is_none_of_the_day(hall):
    Award.objects.create(
        project=hall.defenses[2].project,
        kind="research",
        reason="Well measured.",
        at=DAY,
        is_rehearsal=True,
    )

    assert teams(hall, Kind.AWARD) == [1, 2]
