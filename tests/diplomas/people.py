"""An event whose teams have members, so that there is somebody to issue a diploma to."""

from django.db.models import F

from diplomas.models import Diploma, RenderJob
from diplomas.services.issuing import issue_diplomas
from events.models import Event
from projects.models import TeamMember
from tests.factories import DAY, EventFactory, PersonFactory, ProjectFactory, TeamMemberFactory

PAGE = b"%PDF-1.7 not a real page"


def event_with_team(size: int, **fields: object) -> Event:
    event = EventFactory(**fields)
    add_members(event, size)
    return event


def add_members(event: Event, count: int) -> list[TeamMember]:
    project = ProjectFactory(event=event, topic="Talent management in the school")
    return [
        TeamMemberFactory(
            project=project,
            order=order,
            person=PersonFactory(event=event, name=f"Әлия Үлгі {order}"),
        )
        for order in range(1, count + 1)
    ]


def issue(event: Event) -> list[Diploma]:
    return issue_diplomas(event.pk, actor="test", at=DAY)


def states(event: Event) -> list[str]:
    jobs = RenderJob.objects.of_event(event).order_by("diploma__sequence")
    return [job.state for job in jobs]


def make_ready(event: Event) -> None:
    """Every diploma that waits, without a worker and without a file."""
    waiting = Diploma.objects.of_event(event).filter(state=Diploma.State.PENDING)
    RenderJob.objects.filter(diploma__in=waiting).update(state=RenderJob.State.DONE)
    waiting.update(state=Diploma.State.READY, file_hash=F("code"), ready_at=DAY)


def move_to(state: str, event: Event) -> None:
    """All diplomas of the event, ready first unless they are to wait; as the database lets them."""
    if state == Diploma.State.PENDING:
        return
    make_ready(event)
    said = {"revoked_at": DAY, "revoke_reason": "So"} if state == Diploma.State.REVOKED else {}
    if state != Diploma.State.READY:
        Diploma.objects.of_event(event).update(state=state, **said)
