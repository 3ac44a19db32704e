from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from events.models import Event, User
from experts import validators
from experts.ballots import ABSTAINED, AGAINST, FOR, TEAM
from experts.models.panel import Panel, Seat
from projects.models import Project


class Choice(models.TextChoices):
    """What a ballot says; blank while nobody has filled it."""

    FOR = FOR, _("for")
    AGAINST = AGAINST, _("against")
    ABSTAINED = ABSTAINED, _("abstained")
    TEAM = TEAM, _("for a team")


def names_a_team_or_none(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(choice=TEAM, team__isnull=False) | (~Q(choice=TEAM) & Q(team=None)), name=name
    )


class PanelVoteQuerySet(models.QuerySet["PanelVote"]):
    def of_event(self, event: Event) -> PanelVoteQuerySet:
        """A rehearsal has its own."""
        return self.filter(panel__room__event=event, is_rehearsal=event.is_rehearsal)

    def open(self) -> PanelVoteQuerySet:
        return self.filter(closed_at=None)

    def standing(self) -> PanelVoteQuerySet:
        """Without those that were withdrawn."""
        return self.filter(withdrawn_reason="")

    def told(self) -> PanelVoteQuerySet:
        """Closed, and signed by all who count where somebody does."""
        unsigned = CountingSeat.objects.filter(vote=OuterRef("pk"), signed_at=None)
        return self.standing().exclude(closed_at=None).exclude(Exists(unsigned))


class PanelVote(models.Model):
    """A question to the panel: for, against or abstained, or one of some teams; open or secret.

    Opened and closed by the chair or the secretary; what was given is read by nobody before it is closed, and of a
    secret one not before its commission has signed the count. Equal votes are decided by the chair, with a reason.
    While it is open whoever opened it may withdraw it, with a reason: its ballots stay, and count nothing.
    Invariants, held by the database as well (`migrations/0034`): one ballot for everybody who may vote, cast
    once; nobody votes who is recused from a team that it concerns; nothing changes when it is closed.
    """

    class Subject(models.TextChoices):
        TIE = "tie", _("which of the tied teams is before the others")
        AWARD = "award", _("which team gets an award")
        MOTION = "motion", _("a question of for or against")

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT)
    subject = models.CharField(max_length=10, choices=Subject)
    award_kind = models.CharField(max_length=10, blank=True)
    question = models.CharField(**validators.vote_question.column())
    is_secret = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="votes_opened"
    )
    opened_from = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="votes_opened"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(**validators.interest_reason.column(), blank=True)
    op_id = models.UUIDField(null=True, blank=True, unique=True)  # the form that it came by
    is_rehearsal = models.BooleanField(default=False)

    objects = PanelVoteQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(subject="award") & ~Q(award_kind=""))
                | (~Q(subject="award") & Q(award_kind="")),
                name="a_vote_on_an_award_names_it",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_reason="") | Q(closed_at__isnull=False),
                name="a_withdrawn_vote_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_withdrawn(self) -> bool:
        return bool(self.withdrawn_reason)

    @property
    def asks_for_a_team(self) -> bool:
        return self.subject != self.Subject.MOTION


class VotedTeam(models.Model):
    """A team that a vote concerns: one of those to choose among, or one that a question is about."""

    vote = models.ForeignKey(PanelVote, on_delete=models.PROTECT, related_name="teams")
    project = models.ForeignKey(Project, on_delete=models.PROTECT)

    class Meta:
        ordering = ["vote", "project__number"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "project"], name="a_vote_names_a_team_once"),
        ]

    def __str__(self) -> str:
        return f"{self.vote} · {self.project.number}"


class Voter(models.Model):
    """Who may vote, as it stood when the vote was opened, and whether they have; of an open vote also what they said.

    Of a secret vote nothing here says what was given: that stands in `SecretBallot`, which knows no seat.
    """

    vote = models.ForeignKey(PanelVote, on_delete=models.PROTECT, related_name="voters")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    has_voted = models.BooleanField(default=False)
    choice = models.CharField(max_length=10, choices=Choice, blank=True)
    team = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["vote", "seat__order"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "seat"], name="one_voter_a_seat"),
            names_a_team_or_none("a_voter_names_a_team_or_none"),
            models.CheckConstraint(
                condition=Q(choice="") | Q(has_voted=True), name="who_chose_has_voted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vote} · {self.seat.person}"


class SecretBallot(models.Model):
    """One of the ballots in the box of a secret vote; blank until somebody fills one.

    As many as may vote are there from the beginning. Each one that is cast writes all of them anew, shuffled
    (`experts/ballots.py`), so that no order, no key and no transaction leads from a ballot to who cast it. It has no
    seat, no time and no line of the log.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    vote = models.ForeignKey(PanelVote, on_delete=models.PROTECT, related_name="ballots")
    choice = models.CharField(max_length=10, choices=Choice, blank=True)
    team = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["id"]
        constraints = [names_a_team_or_none("a_ballot_names_a_team_or_none")]

    def __str__(self) -> str:
        return f"{self.vote} · {self.choice}"


class CountingSeat(models.Model):
    """One of the three who count a secret vote, named before it opens; signs what was counted when it is closed."""

    vote = models.ForeignKey(PanelVote, on_delete=models.PROTECT, related_name="commission")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["vote", "seat__order"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "seat"], name="one_counts_a_vote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.vote} · {self.seat.person}"


class DecidingVoice(models.Model):
    """Equal votes were decided by the chair, or by the deputy where the chair is recused; never changed."""

    vote = models.OneToOneField(PanelVote, on_delete=models.PROTECT, related_name="deciding")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    role = models.CharField(max_length=10, choices=Seat.Role, blank=True)  # when it was given
    choice = models.CharField(max_length=10, choices=Choice)
    team = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT)
    reason = models.CharField(**validators.interest_reason.column())
    at = models.DateTimeField()

    class Meta:
        constraints = [
            names_a_team_or_none("a_deciding_voice_names_a_team_or_none"),
            models.CheckConstraint(
                condition=Q(choice__in=["for", "against", "team"]), name="a_deciding_voice_decides"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vote} · {self.seat.person}"
