import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.answering import answering_database, event_named
from events.models import Event
from experts.reports.invariants import INVARIANTS, findings


class Command(BaseCommand):
    help = (
        "Looks in the rows, whoever wrote them, at what must always hold of the decision of one event or of all: that a "
        "sealed record is what its hash and the rows say. Names each invariant that is broken, and ends with an error then."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?")
        parser.add_argument("--json", action="store_true", help="what was found as one JSON object")

    @answering_database()
    def handle(self, *, slug: str | None, **options: Any) -> None:
        events = [event_named(slug)] if slug else list(Event.objects.order_by("slug"))
        found = {event.slug: findings(event) for event in events}
        lines = [
            f"{where}: {each.name}: {each.sentence}"
            for where, each_of in found.items()
            for each in each_of
        ]
        if options["json"]:
            told = {
                where: [{"invariant": each.name, "found": each.sentence} for each in each_of]
                for where, each_of in found.items()
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False, sort_keys=True))
        if lines:
            raise CommandError("\n".join(["These do not hold:", *lines]))
        if not options["json"]:
            self.stdout.write(f"{len(found)} events, {len(INVARIANTS)} invariants each: all hold.")
