from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, Final

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events import rules, validators
from events.days import days_in_words
from events.defaults import LEAST_SHEETS
from events.models.rows import Known, RuledRow
from events.rules import Flaw
from events.text_fields import I18nCharField, I18nTextField

RULE_VERSION: Final = 1  # of the methods by which points become a result (experts/methods.py)
OF_NO_PERSON: Final = ("localhost", "localdomain")  # ends of addresses that no mail goes to


class UserManager(BaseUserManager["User"]):
    """Accounts are named by their e-mail address."""

    def of_people(self) -> models.QuerySet[User]:
        """Without those the program makes for its demo and its rehearsals."""
        found = self.all()
        for end in OF_NO_PERSON:
            found = found.exclude(email__endswith=f".{end}")
        return found

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """An organizer's account. Experts and trainees have no account: they hold a Pass.

    An account has one address, in small letters, which is verified when the account is made: whoever
    keeps the server made it. No two accounts have the same, and none has a second.
    Personal data: name and e-mail address, to sign in and to be written to; kept while a member of an event.
    """

    username = None  # type: ignore[assignment]  # the e-mail address is the name
    email = models.EmailField(_("e-mail address"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # no username

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_address"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def save(self, **options: Any) -> None:
        """Keep the address that django-allauth reads the same as ours, and the only one."""
        self.email = self.email.lower()
        with transaction.atomic():
            super().save(**options)
            if "email" in (options.get("update_fields") or ["email"]):
                self._keep_one_address()

    def _keep_one_address(self) -> None:
        addresses = self.emailaddress_set  # type: ignore[attr-defined]  # allauth is not annotated
        addresses.exclude(email=self.email).delete()
        verified = {"verified": True, "primary": True}
        addresses.update_or_create(email=self.email, defaults=verified)


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> EventQuerySet:
        """What a guest may know of: an event that has left its draft."""
        return self.exclude(phase=Event.Phase.DRAFT)

    def held(self, event_id: int) -> Event:
        """The event, locked until the transaction ends; rows that point at it can still be written."""
        return self.select_for_update(no_key=True).get(pk=event_id)


class Event(RuledRow):
    """A public defense day: its people, its rule of scoring and what of it is public.

    Moves draft, open, live, closed, archived and back, step by step (services/phases.py).
    The scoring rule is locked by the first points, with the version of the methods, the number of
    sheets a result needs and who decides on equal teams; these change by owner and chair alone (experts/services/rule_changes.py),
    and who stands beside words to a team never. While `scoring_closed_at`
    is set no revision of a score sheet is accepted, by the service and by the database; it is set
    whenever the event is closed or archived.
    A rehearsal is played only on an event without real points, so that all it made can be removed.
    """

    class Phase(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("phase of an event", "draft")
        OPEN = "open", _("open")
        LIVE = "live", _("live")
        CLOSED = "closed", _("closed")
        ARCHIVED = "archived", _("archived")

    class ScoringRule(models.TextChoices):
        CORRECTED_MEAN = "corrected_mean", _("mean with leniency correction")
        RAW_MEAN = "raw_mean", _("plain mean")
        TRIMMED_MEAN = "trimmed_mean", _("trimmed mean")
        MEDIAN = "median", _("median")
        STANDARDISED = "standardised", _("standardised totals")
        BORDA = "borda", _("Borda count")
        KEMENY = "kemeny", _("Kemeny order")

    class WordsBy(models.TextChoices):
        NAMES = "names", _("the expert's name")
        NUMBERS = "numbers", _("a number in place of the name")
        NOBODY = "nobody", _("neither name nor number")

    class TiesBy(models.TextChoices):
        CHAIR = "chair", _("the casting vote of the chair")
        PANEL = "panel", _("a vote of the panel, equal votes by the chair")

    class Publishable(models.TextChoices):
        PROGRAMME = "programme", _("programme")
        TEAMS = "teams", _("teams")
        PANEL = "panel", _("panel")
        RESULTS = "results", _("places")
        FIGURES = "figures", _("figures beside the places")
        AWARDS = "awards", _("awards")
        EVIDENCE = "evidence", _("points as data")
        EXPERTS = "experts", _("names of the experts in the data")
        FEEDBACK = "feedback", _("the sheets of the teams")

    # What the event file says; the rest is told of a sealed protocol alone (experts/services/publishing.py).
    OF_THE_DAY = (Publishable.PROGRAMME, Publishable.TEAMS, Publishable.PANEL)

    slug = models.SlugField(**validators.event_slug.column(), unique=True)
    title = I18nCharField(**validators.event_title.column())
    subtitle = I18nCharField(**validators.event_subtitle.column(), blank=True)
    kind = I18nCharField(**validators.event_kind.column(), blank=True)
    course = I18nCharField(**validators.event_course.column())
    organiser = I18nCharField(**validators.event_organiser.column())
    place = I18nCharField(**validators.event_place.column())
    city = I18nCharField(**validators.event_city.column())
    starts_on = models.DateField(validators=[validators.day])
    ends_on = models.DateField(validators=[validators.day])
    time_zone = models.CharField(**validators.event_time_zone.column(), default="Asia/Almaty")
    languages = models.JSONField(default=list)
    trainees_stated = models.PositiveIntegerField(default=0)
    trainees_wording = I18nTextField(blank=True, validators=[validators.event_trainees_wording])
    source = models.JSONField(default=dict, blank=True)
    published = models.JSONField(default=list, blank=True)
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.DRAFT)
    is_rehearsal = models.BooleanField(default=False)
    scoring_rule = models.CharField(
        max_length=20, choices=ScoringRule, default=ScoringRule.CORRECTED_MEAN
    )
    least_sheets = models.PositiveSmallIntegerField(
        default=LEAST_SHEETS, validators=[validators.event_least_sheets]
    )
    talk_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[validators.event_minutes]
    )
    question_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[validators.event_minutes]
    )
    ties_by = models.CharField(max_length=10, choices=TiesBy, default=TiesBy.CHAIR)
    words_by = models.CharField(max_length=10, choices=WordsBy, default=WordsBy.NOBODY)
    asks_declaration = models.BooleanField(default=False)
    query_hours = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[validators.event_query_hours]
    )
    words_days = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[validators.event_words_days]
    )
    second_factor_since = models.DateTimeField(null=True, blank=True)
    rule_locked_at = models.DateTimeField(null=True, blank=True)
    rule_version = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    scoring_closed_at = models.DateTimeField(null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="event_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(phase__in=["draft", "open", "live"]) | ~Q(scoring_closed_at=None),
                name="event_that_is_over_takes_no_marks",
            ),
            models.CheckConstraint(condition=Q(least_sheets__gte=1), name="a_result_needs_a_sheet"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def flaws(self, known: Known) -> Iterator[Flaw]:
        return rules.dates_flaws(known("starts_on"), known("ends_on"))

    @property
    def short_name(self) -> str:
        """What the event is called where there is little room: by its course, if that is shorter."""
        return min(str(self.title), str(self.course) or str(self.title), key=len)

    @property
    def days(self) -> str:
        """From its first day to its last, in the language of the page."""
        return days_in_words(self.starts_on, self.ends_on, get_language())

    @property
    def is_one_day(self) -> bool:
        return self.starts_on == self.ends_on

    @property
    def is_scoring_open(self) -> bool:
        return self.scoring_closed_at is None

    @property
    def is_over(self) -> bool:
        return self.phase in {self.Phase.CLOSED, self.Phase.ARCHIVED}

    def lock_rule(self, at: datetime) -> None:
        """Fix the scoring rule with its version; called with the first points, within its transaction."""
        unlocked = Event.objects.filter(pk=self.pk, rule_locked_at=None)
        unlocked.update(rule_locked_at=at, rule_version=RULE_VERSION)
        self.rule_locked_at, self.rule_version = at, RULE_VERSION

    @property
    def published_of_the_day(self) -> list[str]:
        return [thing for thing in self.published if thing in self.OF_THE_DAY]

    @property
    def published_of_the_decision(self) -> list[str]:
        return [thing for thing in self.published if thing not in self.OF_THE_DAY]

    def shows(self, thing: Event.Publishable) -> bool:
        return self.phase != self.Phase.DRAFT and thing in self.published


class Membership(models.Model):
    """The part of an account in one event; what its role may see and change stands in `access.POLICY`.

    An organizer of one event sees nothing of another.
    """

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        SECRETARY = "secretary", _("secretary")
        HOST = "host", _("host")
        MODERATOR = "moderator", _("moderator")
        OBSERVER = "observer", _("observer")

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    event = models.ForeignKey(Event, on_delete=models.CASCADE)
    role = models.CharField(max_length=10, choices=Role, default=Role.OWNER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "event"], name="one_membership_per_event"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.event}"


class Fact(models.Model):
    """One line of what is known of an event beside its tables: of the course or the guests, or
    a note that organizers leave each other. Read by organizers, never computed with."""

    class Topic(models.TextChoices):
        COURSE = "course", _("course")
        EVENT = "event", _("event")
        GUESTS = "guests", _("guests")
        THANKS = "thanks", _("thanks")
        PANEL = "panel", _("panel")
        NOTES = "notes", _("notes")

    event = models.ForeignKey(Event, on_delete=models.CASCADE)
    topic = models.CharField(max_length=20, choices=Topic)
    order = models.PositiveIntegerField()
    label = I18nCharField(**validators.fact_label.column(), blank=True)
    text = I18nTextField(validators=[validators.fact_text])

    class Meta:
        ordering = ["event", "topic", "order"]
        constraints = [
            models.UniqueConstraint(fields=["event", "topic", "order"], name="fact_order_is_dense"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.text}" if str(self.label) else str(self.text)
