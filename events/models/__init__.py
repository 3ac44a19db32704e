from events.models.audit import AuditEntry, AuditHead
from events.models.event import Event, Fact, Membership, User
from events.models.mail import Letter
from events.models.passes import Pass
from events.models.people import Delegation, Person
from events.models.rubric import Criterion, Rubric
from events.models.run_of_show import Room, RunItem, SpeechFact
from events.models.uploads import Upload

__all__ = [
    "AuditEntry",
    "AuditHead",
    "Criterion",
    "Delegation",
    "Event",
    "Fact",
    "Letter",
    "Membership",
    "Pass",
    "Person",
    "Room",
    "Rubric",
    "RunItem",
    "SpeechFact",
    "Upload",
    "User",
]
