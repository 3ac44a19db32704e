import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from defense.running import health
from defense.running.bootstrap import build_bootstrap
from defense.running.catalogs import compile_catalogs
from defense.running.fonts import build_fonts
from defense.running.statics import collect_statics
from events.pdf.errors import RenderingUnavailable
from events.pdf.self_check import self_check
from events.services.listing import list_rows_of_before
from events.whole_files import write_whole


class Command(BaseCommand):
    help = (
        "Makes everything that serving needs: checks the machine's fonts and libraries, cuts the "
        "fonts, compiles the translations, collects the static files, brings the database up to "
        "date with its logs, and loads the demo event into an empty one. Does nothing twice."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--without-demo", action="store_true", help="leave an empty database empty"
        )
        parser.add_argument("--without-database", action="store_true", help="make the files only")

    def handle(self, *args: Any, **options: Any) -> None:
        check_libraries()
        with alone(settings.QORGAU_HOME / ".prepare.lock"):
            self.prepare(**options)

    def prepare(self, **options: Any) -> None:
        self.make_files()
        if options["without_database"]:
            return
        self.prepare_database()
        if health.queue_state() == "away":
            self.stderr.write(
                "REDIS_URL does not answer: pages are served, and diplomas wait until it does."
            )
        if health.files_state() == "away":
            self.stderr.write(
                "The bucket of QORGAU_FILES_S3 does not answer, or refuses: pages are served, and"
                " diplomas wait until it does."
            )
        if not options["without_demo"]:
            self.load_demo()

    def make_files(self) -> None:
        build = settings.QORGAU_HOME / "build"
        try:
            build_fonts(build / "fonts")
        except RenderingUnavailable as error:
            raise CommandError(str(error)) from error
        build_bootstrap(build / "vendor")
        if compile_catalogs(settings.BASE_DIR / "locale", build / "locale"):
            self.stdout.write("Translations are compiled.")
        if collect_statics(build / "static.stamp"):
            self.stdout.write("Static files are collected.")

    def prepare_database(self) -> None:
        connection.settings_dict["OPTIONS"].pop(
            "pool", None
        )  # it would hide the reason of a refusal
        try:
            connection.ensure_connection()
        except (DatabaseError, InterfaceError) as error:
            raise CommandError(
                f"The database does not answer ({first_line(error)})."
                " Start it, or correct DATABASE_URL."
            ) from error
        try:
            if migrate():
                self.stdout.write("The database is up to date.")
            list_rows_of_before(actor="command:prepare")
        except DatabaseError as error:
            raise CommandError(
                f"The database cannot be brought up to date ({first_line(error)})."
                " Nothing was changed by the step that failed."
            ) from error

    def load_demo(self) -> None:
        from defense import demo  # noqa: PLC0415 - only an empty database needs it

        with transaction.atomic():
            if logins := demo.load_demo():
                write_whole(settings.QORGAU_HOME / "demo-logins.txt", logins)
                self.stdout.write("The demo event is loaded.")


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Let one start after the other do this, whatever becomes of the first."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def check_libraries() -> None:
    """Refuse a machine whose libraries or fonts cannot set a diploma. Raises CommandError."""
    try:
        self_check()
    except RenderingUnavailable as error:
        raise CommandError(str(error)) from error


def migrate() -> bool:
    """Apply what is not applied yet; tell whether there was anything."""
    executor = MigrationExecutor(connection)
    is_behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if is_behind:
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return is_behind


def first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
