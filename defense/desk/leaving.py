"""Whether a person, a project or a seat may leave, asked of all four apps."""

from collections.abc import Collection, Iterator, Sequence
from functools import partial

from django.utils.translation import gettext as _

from diplomas.services import leaving as diplomas
from events.models import Person
from events.rules import Flaw
from events.services import leaving as events
from experts.models import Seat
from experts.services import leaving as experts
from projects.models import Project
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


def why_people_count(people: Sequence[Person]) -> dict[int, str]:
    """What part each has in a result: on the panel, in a team, or above one."""
    return events.asked(people, *projects.ABOUT_PEOPLE, experts.has_seat)


def why_projects_stay(found: Sequence[Project], *, besides: Collection[str] = ()) -> dict[int, str]:
    """`besides` are keys of people who go to another team."""
    return events.asked(
        found,
        partial(diplomas.team_has_diplomas, besides=besides),
        projects.project_was_drawn,
        projects.project_was_heard,
        experts.project_was_called_about,
        experts.project_was_asked,
        experts.project_was_attended,
        experts.project_was_deliberated,
        experts.project_has_paper,
        experts.project_has_sheets,
    )


def why_team_stays(project: Project) -> str:
    """The reason why this project may not be taken out; empty if it may."""
    ties = {project.pk: _("a tie to it was declared or decided")}
    tied = experts.project_has_ties([project])
    reasons = why_projects_stay([project]) | {pk: ties[pk] for pk in tied}
    return reasons.get(project.pk, "")


def why_seat_stays(seat: Seat) -> str:
    """The same of a seat."""
    if seat.pk in experts.seat_has_ties([seat]):
        return _("a tie of this expert was declared or decided")
    reasons = (
        experts.seat_has_spoken([seat])
        | experts.seat_has_deliberated([seat])
        | experts.seat_has_called([seat])
        | experts.seat_has_asked([seat])
        | experts.seat_was_noted([seat])
        | experts.seat_has_paper([seat])
        | experts.seat_has_sheets([seat])
    )
    return reasons.get(seat.pk, "")


def not_to_be_left_out(seats: Sequence[Seat], found: Sequence[Project]) -> Iterator[Flaw]:
    """Of what a file has no longer: what would take with it what people declared or decided."""
    of_seats, of_projects = experts.seat_has_ties(seats), experts.project_has_ties(found)
    for seat in seats:
        if seat.pk in of_seats:
            yield Flaw(f"panel.{seat.person.key}", of_seats[seat.pk])
    for project in found:
        if project.pk in of_projects:
            yield Flaw(f"projects.{project.number}", of_projects[project.pk])
