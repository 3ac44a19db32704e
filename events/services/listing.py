from django.db import transaction

from events.covered import lines_of_unlisted
from events.models import AuditEntry, Event


def list_rows_of_before(*, actor: str) -> int:
    """Let the log of each event name the rows that came before lines named them; returns of how many events."""
    return sum(_list_rows_of(event, actor) for event in Event.objects.order_by("pk"))


@transaction.atomic
def _list_rows_of(event: Event, actor: str) -> bool:
    details = lines_of_unlisted(event)
    if details:
        AuditEntry.write(event, actor, "rows.listed", event, details)
    return bool(details)
