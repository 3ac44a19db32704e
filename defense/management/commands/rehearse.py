from argparse import ArgumentParser
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from defense.rehearsal.casting import cast_rehearsal
from defense.rehearsal.closing import NotARehearsal, reset_rehearsal
from defense.rehearsal.day import play_day
from defense.rehearsal.players import CardUnknown, RehearsalFailed
from defense.rehearsal.servers import ServerDidNotStart, own_server
from events.answering import answering_database, event_named
from events.errors import DomainError
from events.models import Event
from experts.models import SheetRevision

PATIENCE_SECONDS = 10


class Command(BaseCommand):
    help = "Plays an event's day through a running server: scores, results, the sealed protocol and diplomas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument(
            "--seed", type=int, default=1, help="the same seed gives the same points"
        )
        parser.add_argument("--report", type=Path, required=True, help="folder for what comes out")
        parser.add_argument("--url", help="a running server; without it one is started")

    @answering_database()
    def handle(
        self, *, slug: str, seed: int, report: Path, url: str | None, **options: Any
    ) -> None:
        event = event_named(slug)
        if url is not None and urlsplit(url).scheme not in {"http", "https"}:
            raise CommandError("--url must be an address such as http://127.0.0.1:8000.")
        writable(report)
        try:
            with server_at(url, log=report / "server.log") as address:
                httpx.get(f"{address}/health/", timeout=PATIENCE_SECONDS)
                cast = cast_rehearsal(event.pk, at=timezone.now())
                figures = play_day(
                    cast, url=address, seed=seed, report=report, tell=self.stdout.write
                )
        except (DomainError, ServerDidNotStart) as error:
            raise CommandError(str(error)) from error
        except RehearsalFailed as error:
            raise CommandError(f"{error} {self.clear_up(event, error)}") from error
        except httpx.TransportError as error:
            raise CommandError(f"The server at {url} does not answer: {error}.") from error
        self.stdout.write(
            f"{figures.sheets_submitted} score sheets submitted, {figures.sheets_refused} refused, "
            f"{figures.results} results, {figures.diplomas} diplomas, {figures.verified} verified"
        )
        if figures.protocol:
            self.stdout.write(str(figures.protocol))
        self.stdout.write(f"Report: {report / 'results.json'}")

    def clear_up(self, event: Event, error: RehearsalFailed) -> str:
        """Take back what nobody played on; else say how to."""
        has_marks = SheetRevision.objects.of_event(event).exists()
        if isinstance(error, CardUnknown) and not has_marks:
            with suppress(NotARehearsal):
                reset_rehearsal(event.pk)
            return "It works on another database than this command. The rehearsal was taken back."
        return f"What was played stays until you run: manage.py reset_rehearsal {event.slug}"


def server_at(url: str | None, *, log: Path) -> AbstractContextManager[str]:
    """The address of the server that runs there, or of one started for this rehearsal."""
    return nullcontext(url.rstrip("/")) if url else own_server(log)


def writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CommandError(
            f"The folder {folder} cannot be written to: {error.strerror}."
        ) from error
