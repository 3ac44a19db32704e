import time
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from diplomas.progress import Progress, progress_of
from diplomas.reports import diploma_board
from diplomas.services import jobs
from diplomas.services.issuing import issue_diplomas
from diplomas.tasks import ring, ring_for_the_queued
from events.answering import answering_database, event_named
from events.models import Event
from events.pdf.errors import RenderingUnavailable
from events.pdf.self_check import self_check

ACTOR: Final = "command:issue_diplomas"
LOOK_EVERY_SECONDS: Final = 0.5
SWEEP_EVERY_SECONDS: Final = 5.0
STUCK: Final = (
    "Nothing got ready within %(patience)d seconds. The diplomas are queued and wait for a worker: "
    "start one, or run: manage.py issue_diplomas %(slug)s --render-here"
)


class Command(BaseCommand):
    help = (
        "Issues a diploma to every member of a team who has none, as the organizer's page does, and "
        "waits until the workers have made them. Does nothing twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--no-wait", action="store_true", help="leave the work to the workers")
        how.add_argument(
            "--render-here", action="store_true", help="make them in this process, without a worker"
        )
        parser.add_argument(
            "--patience",
            type=int,
            default=60,
            metavar="SECONDS",
            help="how long to wait while nothing gets ready (%(default)s)",
        )

    @answering_database()
    def handle(self, *, slug: str, **options: Any) -> None:
        event = event_named(slug)
        if options["render_here"]:
            check_machine()
        issued = issue_diplomas(event.pk, actor=ACTOR, at=timezone.now())
        self.stdout.write(f"{len(issued)} diplomas issued.")
        if options["render_here"]:
            self.render_here(event)
        else:
            ring(max(1, len(issued)))
            if options["no_wait"]:
                return
            self.wait(event, patience=options["patience"])
        self.tell_failures(event)

    def render_here(self, event: Event) -> None:
        jobs.sweep()
        while claimed := jobs.claim(event_id=event.pk):
            jobs.render_claimed(claimed)
            self.tell(progress_of(event))

    def wait(self, event: Event, *, patience: int) -> None:
        """Look until nothing is left to make; raises CommandError when nothing moves for so long."""
        seen, moved_at, swept_at = None, time.monotonic(), time.monotonic()
        while (progress := progress_of(event)).is_working or seen is None:
            now = time.monotonic()
            if progress != seen:
                self.tell(progress)
                seen, moved_at = progress, now
            if now - moved_at > patience:
                raise CommandError(STUCK % {"patience": patience, "slug": event.slug})
            if now - swept_at > SWEEP_EVERY_SECONDS:
                jobs.sweep()
                ring_for_the_queued()
                swept_at = now
            time.sleep(LOOK_EVERY_SECONDS)
        if progress != seen:
            self.tell(progress)

    def tell(self, progress: Progress) -> None:
        self.stdout.write(f"{progress.ready} of {progress.total} diplomas are ready")

    def tell_failures(self, event: Event) -> None:
        failed = diploma_board(event).failed_rows
        for row in failed:
            self.stderr.write(f"№ {row.number} {row.name}: {row.failure}")
        if failed:
            raise CommandError(f"{len(failed)} of the diplomas could not be made.")


def check_machine() -> None:
    try:
        self_check()
    except RenderingUnavailable as error:
        raise CommandError(str(error)) from error
