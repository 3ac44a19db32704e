from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from events.models.event import Event, User
from events.models.people import Person
from events.statements import Change, Given, Insertion, Selection

FIRST_LINK = "0" * 64

Actor = User | Person | str
# A verb, its subject, and details.
Line = tuple[str, models.Model | str, Mapping[str, Any]]


class AuditHead(models.Model):
    """The end of an event's chain: the row that writers of the log queue for, and the proof of its length.

    The seal tells a head that was set back from one that was written. One that was put back as it
    stood earlier, lines and all, is only told by a number and a link noted elsewhere.
    """

    event = models.OneToOneField(Event, on_delete=models.PROTECT)
    number = models.PositiveIntegerField(default=0)
    link = models.CharField(max_length=64, default=FIRST_LINK)
    seal = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.event}: {self.number}"

    @classmethod
    def locked(cls, event_id: int) -> AuditHead:
        head = _HEAD.first(event=event_id)
        if head is None:
            cls.objects.get_or_create(event_id=event_id)
            head = cls.objects.select_for_update().get(event=event_id)
        return head

    def move_to(self, entry: AuditEntry) -> None:
        self.number, self.link = entry.number, entry.link
        self.seal = self.right_seal()
        _HEAD_MOVES.of(self)

    def right_seal(self) -> str:
        return keyed_hash(["head", self.event_id, self.number, self.link])


class AuditEntry(models.Model):
    """One line of an event's append-only log: who decided what, and when.

    Each line carries an HMAC over itself and the line before it, so that a line changed, removed or
    put in between is found. Written in the transaction of the act it records; never edited, never
    deleted (the database refuses both), and kept when a rehearsal is reset.
    Personal data: the actor as an id, never a name; kept as long as results may be argued about.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    details = models.JSONField(default=dict)
    link = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "audit entries"
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="audit_number_is_dense"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.verb} {self.subject}"

    @classmethod
    def write(
        cls,
        event: Event,
        actor: Actor,
        verb: str,
        subject: models.Model | str,
        details: Mapping[str, Any] | None = None,
    ) -> AuditEntry:
        """Append a line. Locks the head of the event's chain until the transaction ends: call it last."""
        (entry,) = cls.write_all(event, actor, [(verb, subject, details or {})])
        return entry

    @classmethod
    def write_all(cls, event: Event, actor: Actor, lines: Iterable[Line]) -> list[AuditEntry]:
        """Append lines one after the other, in the same few queries for any number of them."""
        head = AuditHead.locked(event.pk)
        entries = list[AuditEntry]()
        for line in lines:
            entries.append(_next_entry(entries[-1] if entries else head, actor, line))
        if len(entries) > 1:
            AuditEntry.objects.bulk_create(entries)
        elif entries:
            _ENTRY_WRITTEN.of(entries[0])
        if entries:
            head.move_to(entries[-1])
        return entries

    @classmethod
    @transaction.atomic
    def first_broken(cls, event: Event) -> int | None:
        """The number of the first line that does not follow from the one before it, if any.

        An event comes with a line, so a log without any was emptied; one that is marked as removed is
        broken from its beginning. Holds the head, so that no line is written meanwhile.
        """
        if RemovedEvent.objects.filter(event_number=event.pk).exists():
            return 1
        head = AuditHead.locked(event.pk)
        previous, expected = FIRST_LINK, 1
        for entry in cls.objects.filter(event=event).order_by("number").iterator():
            if entry.number != expected or entry.link != entry.link_after(previous):
                return expected
            previous, expected = entry.link, expected + 1
        is_untouched = head.number > 0 and head.seal == head.right_seal()
        is_whole = is_untouched and (head.number, head.link) == (expected - 1, previous)
        return None if is_whole else expected

    def link_after(self, previous: str) -> str:
        what = [self.actor, self.verb, self.subject, self.details]
        return keyed_hash([previous, self.event_id, self.number, stamp(self.at), *what])


def _next_entry(last: AuditHead | AuditEntry, actor: Actor, line: Line) -> AuditEntry:
    verb, subject, details = line
    entry = AuditEntry(
        event_id=last.event_id,
        number=last.number + 1,
        at=timezone.now(),
        actor=name_of(actor),
        verb=verb,
        subject=name_of(subject),
        details=dict(details),
    )
    entry.link = entry.link_after(last.link)
    return entry


def _head_asked_for() -> models.QuerySet[AuditHead, Any]:
    of_event = AuditHead.objects.filter(event=Given("event", AuditHead.event.field))
    return of_event.select_for_update().values_list("pk", "event", "number", "link", "seal")


# Every act ends with these, and so do 250 saves a second.
_HEAD = Selection(AuditHead, _head_asked_for)
_HEAD_MOVES = Change(AuditHead, ("number", "link", "seal"))
_ENTRY_WRITTEN = Insertion(AuditEntry)


class RemovedEvent(models.Model):
    """What is left of an event that was deleted: what it was called, who deleted it, and the end of its log.

    Its log goes only once this row is written, and the database writes none for an event with sheets or
    diplomas, nor changes or deletes one.
    """

    event_number = models.BigIntegerField(unique=True)
    slug = models.CharField(max_length=60)
    title = models.CharField(max_length=400)
    actor = models.CharField(max_length=60)
    removed_at = models.DateTimeField()
    line_count = models.PositiveIntegerField()
    last_link = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.slug}, {self.line_count} lines"


def keyed_hash(values: list[Any]) -> str:
    text = json.dumps(values, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def name_of(thing: models.Model | str) -> str:
    if isinstance(thing, str):
        return thing
    return f"{thing._meta.model_name}:{thing.pk}"


def stamp(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
