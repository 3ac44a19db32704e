from events.models.asked_names import AskedName, ConfirmedName
from events.models.audit import AuditEntry, AuditHead, RemovedEvent
from events.models.enrolments import Enrolment
from events.models.event import Event, Fact, Membership, User
from events.models.invitations import Invitation
from events.models.jobs import LeasedJob
from events.models.mail import Letter
from events.models.passes import Pass
from events.models.people import Delegation, Person
from events.models.photographs import Photograph
from events.models.rehearsals import Rehearsal
from events.models.rubric import Criterion, Rubric
from events.models.run_of_show import Room, RunItem, SpeechFact
from events.models.uploads import Upload

__all__ = [
    "AskedName",
    "AuditEntry",
    "AuditHead",
    "ConfirmedName",
    "Criterion",
    "Delegation",
    "Enrolment",
    "Event",
    "Fact",
    "Invitation",
    "LeasedJob",
    "Letter",
    "Membership",
    "Pass",
    "Person",
    "Photograph",
    "Rehearsal",
    "RemovedEvent",
    "Room",
    "Rubric",
    "RunItem",
    "SpeechFact",
    "Upload",
    "User",
]
