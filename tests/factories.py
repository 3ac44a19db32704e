"""Boring rows for tests: each factory makes the least that the database accepts."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

import factory
from django.db.models import Max
from factory.django import DjangoModelFactory

from diplomas.models import Design, Diploma, RenderJob
from events.models import Criterion, Event, Membership, Pass, Person, Room, Rubric, RunItem, User
from experts.models import Interest, Panel, ScoreSheet, Seat, SheetRevision
from projects.models import Defense, Project, Supervisor, TeamMember

# Words are numbered in one width, or one would be found within another: 1 in 10, but not 00001 in 00010.
DAY = datetime(2019, 11, 30, 4, 0, tzinfo=UTC)
codes = count()


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence("organizer{:05d}@example.org".format)
    password = factory.django.Password("correct horse battery")


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    slug = factory.Sequence("event-{:05d}".format)
    title = "Defense day"
    course = "Course"
    organiser = "Organiser"
    place = "Hall"
    city = "City"
    starts_on = ends_on = date(2019, 11, 30)
    languages = ["en", "kk", "ru"]
    published = ["programme", "teams", "panel"]
    phase = Event.Phase.LIVE


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    event = factory.SubFactory(EventFactory)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    event = factory.SubFactory(EventFactory)
    key = factory.Sequence("person-{:05d}".format)
    name = factory.Sequence("Person {:05d}".format)


class RoomFactory(DjangoModelFactory):
    class Meta:
        model = Room
        django_get_or_create = ("event", "is_default")

    event = factory.SubFactory(EventFactory)
    is_default = True


class RubricFactory(DjangoModelFactory):
    class Meta:
        model = Rubric
        django_get_or_create = ("event",)

    event = factory.SubFactory(EventFactory)


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    rubric = factory.SubFactory(RubricFactory)
    order = factory.Sequence(lambda number: number + 1)
    key = factory.Sequence("criterion-{:05d}".format)
    name = "Criterion"
    weight = Decimal(100)


class RunItemFactory(DjangoModelFactory):
    class Meta:
        model = RunItem

    room = factory.SubFactory(RoomFactory)
    order = factory.Sequence(lambda number: number + 1)
    kind = RunItem.Kind.DEFENSE


def next_number(event: Event) -> int:
    highest = Project.objects.filter(event=event).aggregate(Max("number"))["number__max"]
    return (highest or 0) + 1


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = Project
        skip_postgeneration_save = True

    event = factory.SubFactory(EventFactory)
    # Within its event, as the rules demand: not how many other tests made before.
    number = factory.LazyAttribute(lambda made: next_number(made.event))
    topic = factory.Sequence("Topic {:05d}".format)

    @factory.post_generation
    def supervisor(self, create, person, **given):
        person = person or PersonFactory(event=self.event)
        SupervisorFactory(project=self, person=person, order=1, **given)


class SupervisorFactory(DjangoModelFactory):
    class Meta:
        model = Supervisor

    project = factory.SubFactory(ProjectFactory)
    person = factory.SubFactory(PersonFactory, event=factory.SelfAttribute("..project.event"))
    order = factory.Sequence(lambda number: number + 2)


class DefenseFactory(DjangoModelFactory):
    class Meta:
        model = Defense

    project = factory.SubFactory(ProjectFactory)
    run_item = factory.SubFactory(
        RunItemFactory, room__event=factory.SelfAttribute("...project.event")
    )


class TeamMemberFactory(DjangoModelFactory):
    class Meta:
        model = TeamMember

    project = factory.SubFactory(ProjectFactory)
    person = factory.SubFactory(PersonFactory, event=factory.SelfAttribute("..project.event"))
    order = factory.Sequence(lambda number: number + 1)


class PanelFactory(DjangoModelFactory):
    class Meta:
        model = Panel
        django_get_or_create = ("room",)

    room = factory.SubFactory(RoomFactory)


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    panel = factory.SubFactory(PanelFactory)
    person = factory.SubFactory(PersonFactory, event=factory.SelfAttribute("..panel.room.event"))
    order = factory.Sequence(lambda number: number + 1)


class InterestFactory(DjangoModelFactory):
    class Meta:
        model = Interest

    seat = factory.SubFactory(SeatFactory)
    project = factory.SubFactory(ProjectFactory)
    kind = Interest.Kind.SUPERVISOR


class RecusalFactory(InterestFactory):
    outcome = Interest.Outcome.RECUSE


class ScoreSheetFactory(DjangoModelFactory):
    class Meta:
        model = ScoreSheet

    seat = factory.SubFactory(SeatFactory)
    defense = factory.SubFactory(DefenseFactory)
    state = ScoreSheet.State.SUBMITTED
    revision = 1


class SheetRevisionFactory(DjangoModelFactory):
    class Meta:
        model = SheetRevision

    sheet = factory.SubFactory(ScoreSheetFactory)
    number = 1
    op_id = factory.Faker("uuid4")
    rubric_version = 1
    is_final = True
    saved_at = DAY


class PassFactory(DjangoModelFactory):
    class Meta:
        model = Pass

    person = factory.SubFactory(PersonFactory)
    kind = Pass.Kind.EXPERT
    token_hash = factory.Sequence("{:064d}".format)
    issued_at = DAY


class DesignFactory(DjangoModelFactory):
    class Meta:
        model = Design
        django_get_or_create = ("event",)

    event = factory.SubFactory(EventFactory)
    title = "Diploma"
    lead = "is given to"


class DiplomaFactory(DjangoModelFactory):
    class Meta:
        model = Diploma

    person = factory.SubFactory(PersonFactory)
    event = factory.SelfAttribute("person.event")
    sequence = factory.Sequence(lambda number: number + 1)
    # Of another year than the events: it is none that the register may give.
    number = factory.LazyAttribute(lambda diploma: f"2018/{diploma.sequence:03d}")
    code = factory.Sequence("{:012d}".format)
    award = factory.LazyAttribute(
        lambda diploma: "best research" if getattr(diploma, "kind", "") == "award" else ""
    )
    snapshot = factory.LazyAttribute(
        lambda diploma: {
            "name": diploma.person.name,
            "programme": "Programme",
            "issued_on": "2019-11-30",
        }
    )
    issued_at = DAY


class RenderJobFactory(DjangoModelFactory):
    class Meta:
        model = RenderJob

    diploma = factory.SubFactory(DiplomaFactory)
