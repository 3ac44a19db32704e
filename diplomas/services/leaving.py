"""What diplomas keep from being deleted (see events/services/leaving.py)."""

from collections.abc import Collection, Iterable, Sequence

from django.utils.translation import gettext as _

from diplomas.models import ChosenLanguage, Diploma, Unfinished
from events.models import Person
from events.services.leaving import Question, found
from projects.models import Project, TeamMember


def has_diploma(people: Sequence[Person]) -> dict[int, str]:
    return found(Diploma.objects.filter(person__in=people), "person", _("has a diploma"))


def is_unfinished(people: Sequence[Person]) -> dict[int, str]:
    rows = Unfinished.objects.filter(person__in=people)
    return found(rows, "person", _("is noted as not having completed the course"))


def chose_language(people: Sequence[Person]) -> dict[int, str]:
    rows = ChosenLanguage.objects.filter(person__in=people)
    return found(rows, "person", _("has chosen the language of the diploma"))


def member_has_diploma(members: Sequence[TeamMember]) -> dict[int, str]:
    holders = has_diploma([member.person for member in members])
    return {each.pk: holders[each.person_id] for each in members if each.person_id in holders}


def team_has_diplomas(
    projects: Iterable[Project], *, besides: Collection[str] = ()
) -> dict[int, str]:
    """`besides` are keys of people who go to another team."""
    members = TeamMember.objects.filter(project__in=projects, person__diploma__isnull=False)
    members = members.exclude(person__key__in=besides)
    return found(members, "project", _("members of its team have diplomas"))


ABOUT_PEOPLE: tuple[Question[Person], ...] = (
    chose_language,
    has_diploma,
    is_unfinished,
)
