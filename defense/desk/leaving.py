"""Whether a person may be deleted, asked of all four apps."""

from collections.abc import Sequence

from diplomas.services import leaving as diplomas
from events.models import Person
from events.services import leaving as events
from experts.services import leaving as experts
from projects.services import leaving as projects


def why_people_stay(people: Sequence[Person]) -> dict[int, str]:
    """The weightiest reason of each who must stay, by the person's id."""
    return events.asked(
        people,
        *events.ABOUT_PEOPLE,
        *projects.ABOUT_PEOPLE,
        *experts.ABOUT_PEOPLE,
        *diplomas.ABOUT_PEOPLE,
    )
