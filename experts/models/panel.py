from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Event, Person, Room, User
from events.text_fields import I18nCharField
from experts import validators
from projects.models import Project


class Panel(models.Model):
    """The experts of a room. Invariant: at most one chair."""

    room = models.OneToOneField(Room, on_delete=models.CASCADE)

    def __str__(self) -> str:
        return str(self.room)


class SeatQuerySet(models.QuerySet["Seat"]):
    def of_event(self, event: Event) -> SeatQuerySet:
        return self.filter(panel__room__event=event)

    def scoring(self) -> SeatQuerySet:
        """The seats whose points count: chair, deputy and members."""
        return self.filter(role__in=Seat.SCORING_ROLES)

    def in_order(self) -> SeatQuerySet:
        return self.select_related("person").order_by("order")


class Seat(models.Model):
    """A place of one person on a panel, in the panel's order.

    The row is also the lock of everything this expert writes: a save of a score sheet, a decision on
    an interest and the closing of the scoring all hold it, so none of them passes another unseen.
    """

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        DEPUTY = "deputy", _("deputy chair")
        MEMBER = "member", _("member")
        SECRETARY = "secretary", _("secretary")
        RESERVE = "reserve", _("reserve")

    SCORING_ROLES = (Role.CHAIR, Role.DEPUTY, Role.MEMBER)

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    order = models.PositiveIntegerField()
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    role_text = I18nCharField(**validators.seat_role_text.column(), blank=True)
    affiliation = I18nCharField(**validators.seat_affiliation.column(), blank=True)
    note = models.CharField(**validators.seat_note.column(), blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["panel", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel"], condition=Q(role="chair"), name="one_chair_per_panel"
            ),
            models.UniqueConstraint(fields=["panel", "person"], name="one_seat_per_person"),
            models.UniqueConstraint(
                fields=["panel", "order"],
                name="seat_order_is_dense",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.person}"

    @property
    def is_scoring(self) -> bool:
        return self.role in self.SCORING_ROLES


class InterestQuerySet(models.QuerySet["Interest"]):
    def of_event(self, event: Event) -> InterestQuerySet:
        return self.filter(project__event=event)

    def recusing(self) -> InterestQuerySet:
        """Those that keep the expert from scoring: decided so, or a match with a role not yet decided."""
        undecided = Q(kind__in=Interest.ROLES, outcome=Interest.Outcome.UNDECIDED)
        return self.filter(Q(outcome=Interest.Outcome.RECUSE) | undecided)

    def standing_between(self) -> InterestQuerySet:
        """Those that keep the expert from deciding on ties of others: what recuses, and what is open."""
        return self.filter(outcome__in=[Interest.Outcome.RECUSE, Interest.Outcome.UNDECIDED])

    def awaiting_confirmation(self) -> InterestQuerySet:
        return self.filter(kind__in=Interest.ROLES, outcome=Interest.Outcome.UNDECIDED)


class Interest(models.Model):
    """An interest of a seat in a project, and what was decided about it.

    Detected on loading or declared; undecided until a person recuses, discloses or dismisses with a
    reason. Who supervises the project or is in its team is recused at once, and stays so. Decided by an account of the organizers, or
    from a seat of the panel. Invariants, held by the database as well: while an interest recuses, no score
    sheet of that seat for that project counts; nobody decides on a tie of their own (`migrations/0021`), nor on
    ties to a project from which they are recused or to which they have an open tie (`migrations/0026`).
    """

    class Kind(models.TextChoices):
        SUPERVISOR = "supervisor", _("supervises the project")
        MEMBER = "member", _("is a member of the team")
        EMPLOYER = "employer", _("works where a member works")
        PARTNER = "partner", _("their institution is a partner of the project")
        SUPERIOR = "superior", _("stands above the members' schools")
        ORGANISER = "organiser", _("works for the organiser")
        OTHER = "other", _("another tie")

    ROLES = (Kind.SUPERVISOR, Kind.MEMBER)

    class Source(models.TextChoices):
        DETECTED = "detected", _("found by comparing names")
        DECLARED = "declared", _("declared")
        BY_EXPERT = "expert", _("declared by the expert")

    class Outcome(models.TextChoices):
        UNDECIDED = "", _("undecided")
        RECUSE = "recuse", _("recused")
        DISCLOSE = "disclose", _("disclosed")
        DISMISS = "dismiss", _("dismissed")

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE)
    project = models.ForeignKey(Project, on_delete=models.CASCADE)
    kind = models.CharField(max_length=12, choices=Kind)
    source = models.CharField(max_length=10, choices=Source, default=Source.DETECTED)
    is_certain = models.BooleanField(default=False)
    outcome = models.CharField(
        max_length=10, choices=Outcome, default=Outcome.UNDECIDED, blank=True
    )
    evidence = models.CharField(**validators.interest_evidence.column(), blank=True)
    reason = models.CharField(**validators.interest_reason.column(), blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL)
    decided_from = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["project", "seat"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "project", "kind"], name="interest_once_per_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat.person} · {self.project.number} · {self.get_kind_display()}"

    @property
    def decision(self) -> str:
        """What was decided and why, as a page shows it; empty while nothing was."""
        return f"{self.outcome} {self.reason}".strip()

    @property
    def decider(self) -> str:
        """Who decided, by name; empty if nobody did or the account is gone."""
        if self.decided_from is not None:
            return self.decided_from.person.name
        return str(self.decided_by or "")

    @property
    def is_of_role(self) -> bool:
        return self.kind in self.ROLES

    @property
    def is_of(self) -> str:
        """Whom the expert was taken for when names were compared."""
        is_found = self.source == self.Source.DETECTED
        return self.evidence.rpartition(" · ")[2] if is_found else ""

    @property
    def is_declared(self) -> bool:
        return self.source != self.Source.DETECTED

    @property
    def is_found_and_let_pass(self) -> bool:
        let_pass = (self.Outcome.DISCLOSE, self.Outcome.DISMISS)
        return not self.is_declared and self.outcome in let_pass

    def says_the_same_as(self, other: Interest) -> bool:
        return self.is_declared and other.is_declared and self.evidence == other.evidence

    @property
    def is_open_question(self) -> bool:
        """Whether the program asks whose name it is, and nobody has answered."""
        is_found = self.source == self.Source.DETECTED
        return is_found and self.outcome == self.Outcome.UNDECIDED

    @property
    def is_recusing(self) -> bool:
        is_open_match = self.is_of_role and self.outcome == self.Outcome.UNDECIDED
        return self.outcome == self.Outcome.RECUSE or is_open_match
