from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from events.models import Event, RunItem
from projects.models.project import Project, supervisors_of


class DefenseQuerySet(models.QuerySet["Defense"]):
    def of_event(self, event: Event) -> DefenseQuerySet:
        return self.filter(project__event=event)

    def in_running_order(self) -> DefenseQuerySet:
        return self.select_related("project", "run_item").order_by("run_item__order")

    def with_supervisors(self) -> DefenseQuerySet:
        return self.prefetch_related(supervisors_of("project__"))

    def with_supervisor_names(self) -> dict[Defense, tuple[str, ...]]:
        """Each defense, in order, and who supervises its project: one query for both."""
        name = F("project__supervisor__person__name")
        order = (*self.query.order_by, "project__supervisor__order")
        found: dict[Defense, list[str]] = {}
        for row in self.annotate(supervisor_name=name).order_by(*order):
            names = found.setdefault(row, [])
            names.extend(filter(None, [getattr(row, "supervisor_name", None)]))
        return {defense: tuple(names) for defense, names in found.items()}


class Defense(models.Model):
    """One project before one panel, once: where a project stands in the run of show.

    Planned, then heard. The room of its run item says which panel hears it.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        ON_STAGE = "on_stage", _("on stage")
        HEARD = "heard", _("heard")

    project = models.OneToOneField(Project, on_delete=models.CASCADE)
    run_item = models.OneToOneField(RunItem, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)

    objects = DefenseQuerySet.as_manager()

    class Meta:
        ordering = ["run_item"]

    def __str__(self) -> str:
        return str(self.project)
