"""Many counts of an event in one query."""

from collections.abc import Mapping
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

from events.models import Event


class CountOf(Subquery):
    """How many rows a query has, as one value of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def counts_of(event: Event, rows: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each of these has, under its name. One query, or none for nothing."""
    if not rows:
        return {}
    counts = [CountOf(each.order_by().values("pk")) for each in rows.values()]
    found = Event.objects.filter(pk=event.pk).values_list(*counts).get()
    return dict(zip(rows, found, strict=True))
