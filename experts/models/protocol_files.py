from __future__ import annotations

from django.db import models
from django.db.models import Q

from events.models import Event, LeasedJob
from experts.models.protocol import Protocol


class ProtocolFileQuerySet(models.QuerySet["ProtocolFile"]):
    def of_event(self, event: Event) -> ProtocolFileQuerySet:
        """Of the version that stands, of the day or of the rehearsal that goes on."""
        return self.filter(protocol__in=Protocol.objects.of_event(event).standing())


class ProtocolFile(LeasedJob):
    """The work of printing one paper of a version of the protocol, in one language.

    A version's record never changes, so its paper is made once as a draft, and once more when it is sealed:
    `is_of_sealed` says which of both the file is. The file of before is kept until the new one is there.
    """

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    is_of_sealed = models.BooleanField(default=False)
    file_hash = models.CharField(max_length=64, blank=True)

    objects = ProtocolFileQuerySet.as_manager()

    class Meta:
        ordering = ["protocol", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["protocol", "kind", "language"], name="protocol_file_once_a_language"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(file_hash=""), name="protocol_file_done_has_a_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.protocol} · {self.kind} · {self.language}"
