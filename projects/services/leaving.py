"""What projects and teams keep from being deleted (see events/services/leaving.py)."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from events.models import Person
from events.services.leaving import Question, found
from projects.models import Defense, DrawStep, Project, Supervisor, TeamMember


def supervises(people: Sequence[Person]) -> dict[int, str]:
    return found(Supervisor.objects.filter(person__in=people), "person", _("supervises"))


def is_in_a_team(people: Sequence[Person]) -> dict[int, str]:
    return found(TeamMember.objects.filter(person__in=people), "person", _("is in a team"))


def project_was_heard(projects: Sequence[Project]) -> dict[int, str]:
    begun = ~Q(state=Defense.State.PLANNED) | Q(run_item__started_at__isnull=False)
    defenses = Defense.objects.filter(begun, project__in=projects)
    return found(defenses, "project", _("its defense has begun"))


def project_was_drawn(projects: Sequence[Project]) -> dict[int, str]:
    steps = DrawStep.objects.filter(project__in=projects)
    return found(steps, "project", _("it is in the record of the draw"))


ABOUT_PEOPLE: tuple[Question[Person], ...] = (supervises, is_in_a_team)
