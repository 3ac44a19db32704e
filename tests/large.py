"""Events of any size, made in a few statements: as many people, teams and experts as one likes."""

from dataclasses import dataclass

from django.urls import reverse

from diplomas.models import Diploma, RenderJob
from diplomas.services.issuing import new_diplomas
from events.models import AuditEntry, Event, Pass, Person, RunItem, Upload, User
from events.services.uploads import keep_upload
from experts.models import Interest, Presence, Seat
from projects.models import Defense, Project, Supervisor, TeamMember
from tests.experts.hall import Hall, score
from tests.factories import (
    DAY,
    CriterionFactory,
    EventFactory,
    MembershipFactory,
    PanelFactory,
    RoomFactory,
    RubricFactory,
)
from tests.spreadsheets import workbook

GIVEN = ("Әлия", "Бота", "Гүлнар", "Дана", "Ерлан", "Жанар", "Зере", "Ислам", "Камила", "Лаура")
FAMILY = ("Ахметова", "Бектұрова", "Ғабитова", "Досова", "Ережепова", "Жұмабаева", "Қасымова")
# The lists of the workspace; whatever an event holds, each is read in so many queries at most.
LISTS = (
    *("people", "teams", "panel", "presence", "run_of_show", "imports", "import", "lists", "log"),
    *("members", "settings", "sheets", "paper", "draw", "scoring", "results", "passes", "diplomas"),
    *("methods", "tablets", "diploma_register", "diploma_files", "diploma_links", "handing"),
    "call_order",
    *("overview", "home", "team_new", "line_new", "event_file"),
)


@dataclass(frozen=True)
class Large:
    """An event, its owner, and a list of all its people that was brought and not written."""

    event: Event
    owner: User
    upload: Upload

    def address(self, page: str) -> str:
        if page == "home":
            return reverse("organizer:home")
        also = [self.upload.pk] if page == "import" else []
        return reverse(f"organizer:{page}", args=[self.event.slug, *also])


def large_event(*, people: int, teams: int, experts: int = 12, listed: int = 0) -> Large:
    event = EventFactory(slug="large", trainees_stated=people, phase=Event.Phase.LIVE)
    named = Person.objects.bulk_create(
        Person(event=event, key=f"p{at}", name=_name(at), organisation=f"№ {at} мектеп")
        for at in range(people)
    )
    hall = _hall(event, named, teams, experts)
    projects = [each.project for each in hall.defenses.values()]
    members = named[experts + teams :]
    TeamMember.objects.bulk_create(
        TeamMember(project=projects[at % teams], person=person, order=at // teams + 1)
        for at, person in enumerate(members)
    )
    score(hall, lambda expert, team: (expert + team) % 10 + 1)
    _papers(event, members)
    _what_is_to_be_said(hall, projects)
    owner = MembershipFactory(event=event).user
    rows = ([_name(at), f"№ {at}"] for at in range(listed or people))
    content = workbook(["ФИО", "Школа"], *rows)
    upload = keep_upload(event, Upload.Kind.LIST, name="list.xlsx", content=content, by=owner)
    return Large(event, owner, upload)


def _name(at: int) -> str:
    return f"{FAMILY[at % 7]} {GIVEN[at // 7 % 10]} {'абвгдежзик'[at // 70 % 10].upper()}лан{at // 700 * 'а'}қызы"


def _hall(event: Event, named: list[Person], teams: int, experts: int) -> Hall:
    room = RoomFactory(event=event)
    CriterionFactory(
        rubric=RubricFactory(event=event), order=1, key="whole", name="Whole", weight=100
    )
    panel = PanelFactory(room=room)
    seats = Seat.objects.bulk_create(
        Seat(panel=panel, person=person, order=order)
        for order, person in enumerate(named[:experts], start=1)
    )
    numbers = range(1, teams + 1)
    projects = Project.objects.bulk_create(
        Project(event=event, number=number, topic=f"Тема {number}", key=f"t{number}")
        for number in numbers
    )
    Supervisor.objects.bulk_create(
        Supervisor(project=project, person=person, order=1)
        for project, person in zip(projects, named[experts:], strict=False)
    )
    run = RunItem.objects.bulk_create(
        RunItem(room=room, order=number, kind="defense") for number in numbers
    )
    defenses = Defense.objects.bulk_create(
        Defense(project=project, run_item=line) for project, line in zip(projects, run, strict=True)
    )
    return Hall(event, dict(enumerate(seats, 1)), dict(enumerate(defenses, 1)))


def _papers(event: Event, members: list[Person]) -> None:
    """Everybody in a team has a card that nobody opened and a diploma that is ready."""
    Pass.objects.bulk_create(
        Pass(
            person=each, kind=Pass.Kind.TRAINEE, token_hash=f"{event.pk} {each.key}", issued_at=DAY
        )
        for each in members
    )
    places = TeamMember.objects.of_event(event).in_order().with_projects()
    diplomas = new_diplomas(event, list(places), DAY)
    for diploma in diplomas:
        diploma.state, diploma.file_hash = Diploma.State.READY, diploma.code
    Diploma.objects.bulk_create(diplomas)
    RenderJob.objects.bulk_create(
        RenderJob(diploma=diploma, state=RenderJob.State.DONE) for diploma in diplomas
    )


def _what_is_to_be_said(hall: Hall, projects: list[Project]) -> None:
    """Ties, absences and acts, as many as there are teams."""
    seats = list(hall.seats.values())
    Interest.objects.bulk_create(
        Interest(seat=seats[at % len(seats)], project=project, kind="employer")
        for at, project in enumerate(projects)
    )
    Presence.objects.bulk_create(
        Presence(seat=seats[0], defense=defense, kind="late") for defense in hall.defenses.values()
    )
    for project in projects:
        AuditEntry.write(hall.event, "command:test", "event.loaded", project)
