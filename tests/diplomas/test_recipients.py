"""To whom an award of the day may be given: where the panel gave any, to its teams and after the seal."""

import pytest

from diplomas.models import Diploma
from diplomas.recipients import recipients_of
from diplomas.reports import members_of
from experts.models import Award
from tests.experts.hall import close
from tests.experts.voting import seal, voting_hall_before_the_close
from tests.factories import DAY, TeamMemberFactory

pytestmark = pytest.mark.django_db
Kind = Diploma.Kind


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


def test_an_award_goes_to_the_teams_of_the_panel_once_the_protocol_is_sealed(hall):
    assert teams(hall, Kind.AWARD) == [1, 2]
    Award.objects.create(
        project=hall.defenses[2].project, kind="research", reason="Well measured.", at=DAY
    )
    assert teams(hall, Kind.AWARD) == []
    assert teams(hall, Kind.CERTIFICATE) == [1, 2]

    seal(hall)

    assert teams(hall, Kind.AWARD) == [2]
    assert teams(hall, Kind.DIPLOMA) == [1, 2]


def test_an_award_of_a_rehearsal_is_none_of_the_day(hall):
    Award.objects.create(
        project=hall.defenses[2].project,
        kind="research",
        reason="Well measured.",
        at=DAY,
        is_rehearsal=True,
    )

    assert teams(hall, Kind.AWARD) == [1, 2]
