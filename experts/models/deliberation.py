from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from events.models import Event, User
from experts import validators
from experts.models.panel import Seat
from projects.models import Project


class CastingVoteQuerySet(models.QuerySet["CastingVote"]):
    def of_event(self, event: Event) -> CastingVoteQuerySet:
        """A rehearsal has its own."""
        return self.filter(event=event, is_rehearsal=event.is_rehearsal)

    def standing(self) -> CastingVoteQuerySet:
        return self.filter(taken_back_at=None)


class CastingVote(models.Model):
    """How the chair, or the deputy for the chair, ordered teams that the rule and its chain left equal.

    Where nobody has a casting vote it has no seat: `by` put on record that the place stays shared. `role` is that of
    the seat when it was cast, blank for votes from before it was kept.

    `teams` are the projects as they stood, in the order of their ids; `order` the same, the best first, or
    nothing where their place stays shared: ids between commas, so that the database can look into them.
    Never changed but for its taking back (`migrations/0030`, `0045`). Counts while exactly these teams are left equal.
    Personal data: what somebody decided and why; kept as long as results may be argued about.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT)
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    role = models.CharField(max_length=10, choices=Seat.Role, blank=True)
    teams = models.TextField()
    order = models.TextField(blank=True)
    reason = models.CharField(**validators.interest_reason.column())
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    is_rehearsal = models.BooleanField(default=False)

    objects = CastingVoteQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "teams", "is_rehearsal"],
                condition=Q(taken_back_at=None),
                name="one_casting_vote_stands",
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=False, by=None) | Q(seat=None, by__isnull=False, order=""),
                name="who_has_no_seat_orders_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.teams}"

    @property
    def name(self) -> str:
        """Of who decided."""
        return self.seat.person.name if self.seat else str(self.by)

    @property
    def projects(self) -> tuple[int, ...]:
        return _ids(self.teams)

    @property
    def ordered(self) -> tuple[int, ...]:
        """Empty where the place stays shared."""
        return _ids(self.order)


def _ids(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in text.split(",") if each)


class StepOutQuerySet(models.QuerySet["StepOut"]):
    def of_event(self, event: Event) -> StepOutQuerySet:
        """A rehearsal has its own."""
        return self.filter(project__event=event, is_rehearsal=event.is_rehearsal)

    def out_now(self) -> StepOutQuerySet:
        return self.filter(back_at=None)


class StepOut(models.Model):
    """An expert who is recused from a project was out of the room while it was deliberated.

    Noted once, and changed by the return alone (`migrations/0030`).
    Personal data: whether somebody was in the room; kept as long as results may be argued about.
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    project = models.ForeignKey(Project, on_delete=models.PROTECT)
    out_at = models.DateTimeField()
    back_at = models.DateTimeField(null=True, blank=True)

    is_rehearsal = models.BooleanField(default=False)

    objects = StepOutQuerySet.as_manager()

    class Meta:
        ordering = ["out_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "project", "is_rehearsal"],
                condition=Q(back_at=None),
                name="out_of_the_room_once",
            ),
            models.CheckConstraint(
                condition=Q(back_at=None) | Q(back_at__gte=F("out_at")),
                name="back_after_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat.person} · {self.project.number}"
