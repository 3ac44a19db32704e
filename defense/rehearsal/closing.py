"""Takes a rehearsal away: what it made, and nothing else."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from defense.rehearsal.casting import organizer_email, secretary_email
from diplomas.files import remove_unused, remove_unused_made
from diplomas.models import Diploma, FileJob, Unfinished
from diplomas.services.numbers import forget_rehearsals
from events.covered import all_rows, lines_since
from events.errors import DomainError
from events.models import AuditEntry, Event, Pass, Rehearsal, RunItem, User
from experts.models import (
    AddedWords,
    Call,
    CastingVote,
    LookRound,
    PanelQuestion,
    Presence,
    RepeatedOperation,
    ScoreSheet,
    SecondLook,
    SetAside,
    SheetRevision,
    SheetSignature,
    StepOut,
)
from experts.protocol_files import forget_papers
from experts.services.closing import held_event
from experts.services.rehearsed import forget_deliberation, take_protocols_away
from projects.models import Defense, DrawStep


class NotARehearsal(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This event is not a rehearsal: there is nothing to take away."))


@transaction.atomic
def reset_rehearsal(
    event_id: int, *, actor: User | str = "command:reset_rehearsal"
) -> dict[str, int]:
    """Remove the rehearsal's sheets, diplomas and cards, and what was on stage; returns how many of each.

    The audit log is append-only and keeps its lines, with one more that says the rehearsal was reset.
    Raises NotARehearsal for an event whose points are real.
    """
    event = held_event(event_id)
    if not event.is_rehearsal:
        raise NotARehearsal
    Rehearsal.objects.filter(event=event).delete()
    before = all_rows(event)
    forget_papers(event)
    AddedWords.objects.of_event(event).delete()
    take_protocols_away(event)  # first: what they tell stays as long as one is sealed
    RepeatedOperation.objects.filter(revision__in=SheetRevision.objects.of_event(event)).delete()
    SheetSignature.objects.filter(revision__in=SheetRevision.objects.of_event(event)).delete()
    SecondLook.objects.filter(round__event=event, round__is_rehearsal=True).delete()
    LookRound.objects.filter(event=event, is_rehearsal=True).delete()
    SetAside.objects.filter(sheet__defense__project__event=event).delete()
    revisions = SheetRevision.objects.of_event(event).delete()[0]
    sheets = ScoreSheet.objects.of_event(event).delete()[0]
    diplomas = remove_diplomas(event)
    Unfinished.objects.of_event(event).filter(is_rehearsal=True).delete()
    _rows, gone = Pass.objects.filter(person__event=event, is_rehearsal=True).delete()
    passes = gone.get(Pass._meta.label, 0)  # their tablets go with them
    RunItem.objects.of_event(event).update(started_at=None, ended_at=None, skipped_at=None)
    Defense.objects.of_event(event).update(state=Defense.State.PLANNED)
    DrawStep.objects.filter(room__event=event, is_rehearsal=True).exclude(takes_back=None).delete()
    DrawStep.objects.filter(room__event=event, is_rehearsal=True).delete()
    Call.objects.filter(seat__panel__room__event=event, is_rehearsal=True).delete()
    CastingVote.objects.filter(event=event, is_rehearsal=True).delete()
    PanelQuestion.objects.filter(defense__project__event=event, is_rehearsal=True).delete()
    User.objects.filter(email__in=(organizer_email(event), secretary_email(event))).delete()
    forget_deliberation(event)
    event.is_rehearsal = False
    event.rule_locked_at = event.scoring_closed_at = None
    event.save(update_fields=["is_rehearsal", "rule_locked_at", "scoring_closed_at"])
    event.rule_version = None
    event.save(update_fields=["rule_version"])  # by itself: it stays as long as the rule is locked
    Presence.objects.filter(defense__project__event=event, is_rehearsal=True).delete()
    StepOut.objects.filter(project__event=event, is_rehearsal=True).delete()
    removed = {"revisions": revisions, "sheets": sheets, "diplomas": diplomas, "passes": passes}
    details = {**removed, **lines_since(before, event)}
    AuditEntry.write(event, actor, "rehearsal.reset", event, details)
    return removed


def remove_diplomas(event: Event) -> int:
    """The rows now, the files when the transaction is through."""
    diplomas = Diploma.objects.of_event(event).filter(is_rehearsal=True)
    hashes = [found for found in diplomas.values_list("file_hash", flat=True) if found]
    count = diplomas.count()
    diplomas.update(superseded_by=None)
    diplomas.delete()
    forget_rehearsals()
    made = FileJob.objects.filter(event=event, is_rehearsal=True)
    files = [(job.file_kind, job.file_hash) for job in made if job.file_hash]
    made.delete()
    transaction.on_commit(lambda: remove_unused(hashes))
    transaction.on_commit(lambda: remove_unused_made(files))
    return count
