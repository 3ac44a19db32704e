from __future__ import annotations

from django.db import models
from django.db.models import Prefetch, Q

from events.models import Event, Person
from events.text_fields import I18nCharField, I18nTextField
from events.validators import small_number
from projects import validators


class ProjectQuerySet(models.QuerySet["Project"]):
    def of_event(self, event: Event) -> ProjectQuerySet:
        return self.filter(event=event)

    # Joined: a prefetch of the people themselves names each in a condition, too many for SQLite.

    def with_supervisors(self) -> ProjectQuerySet:
        return self.prefetch_related(supervisors_of(""))

    def with_team(self) -> ProjectQuerySet:
        members = TeamMember.objects.select_related("person")
        return self.with_supervisors().prefetch_related(Prefetch("teammember_set", members))


class Project(models.Model):
    """What one team defends: a topic, one or more supervisors in order, a team and its evidence.

    Known by its people, and by its key where the event file gives one: points are theirs, topic and
    number only words. Numbered from 1 within the event. `members_listed` is false when the source names no team, which
    is a gap to fill and not an empty team.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE)
    key = models.SlugField(**validators.project_key.column(), blank=True, default="")
    number = models.PositiveIntegerField(validators=[small_number])
    topic = I18nCharField(**validators.project_topic.column())
    abstract = I18nTextField(blank=True, validators=[validators.project_abstract])
    members_listed = models.BooleanField(default=True)
    note = models.CharField(**validators.project_note.column(), blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="project_number_once"),
            models.UniqueConstraint(
                fields=["event", "key"],
                condition=~Q(key=""),
                name="project_key_once_per_event",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="project_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.topic}"

    @property
    def supervisors(self) -> list[Supervisor]:
        return list(self.supervisor_set.all())

    @property
    def supervisor_names(self) -> tuple[str, ...]:
        return tuple(each.person.name for each in self.supervisors)

    @property
    def public_supervisors(self) -> tuple[str, ...]:
        """As guests read them."""
        return tuple(each.person.public_name for each in self.supervisors)

    def printed_supervisors(self, language: str) -> tuple[str, ...]:
        """Their names as a document in this language prints them."""
        return tuple(each.person.printed_name(language) for each in self.supervisors)


class Supervisor(models.Model):
    """Somebody's place among those who supervise a project. A person may supervise several projects."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    order = models.PositiveIntegerField()
    title = I18nCharField(**validators.supervisor_title.column(), blank=True)
    wording = models.CharField(**validators.supervisor_wording.column(), blank=True)

    class Meta:
        ordering = ["project", "order"]
        constraints = [
            models.UniqueConstraint(fields=["project", "person"], name="supervises_a_project_once"),
            models.UniqueConstraint(fields=["project", "order"], name="supervisor_order_is_dense"),
        ]

    def __str__(self) -> str:
        return str(self.person)


def supervisors_of(project: str) -> Prefetch[str]:
    """What `prefetch_related` takes for the supervisors of projects reached by this path."""
    people = Supervisor.objects.select_related("person")
    return Prefetch(f"{project}supervisor_set", people)


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    def of_event(self, event: Event) -> TeamMemberQuerySet:
        return self.filter(project__event=event)

    def in_order(self) -> TeamMemberQuerySet:
        return self.order_by("project__number", "order")

    def with_projects(self) -> TeamMemberQuerySet:
        """Each project is one object for all its members."""
        projects = Project.objects.with_supervisors()
        return self.select_related("person").prefetch_related(Prefetch("project", projects))


class TeamMember(models.Model):
    """A trainee's place in a team. A person is in one team only."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE)
    person = models.OneToOneField(Person, on_delete=models.PROTECT)
    order = models.PositiveIntegerField()
    role = I18nCharField(**validators.team_member_role.column(), blank=True)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        ordering = ["project", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "order"],
                name="team_order_is_dense",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def projects(self) -> tuple[Project, ...]:
        """The one of the team; a supervisor may have several."""
        return (self.project,)
