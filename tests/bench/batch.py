"""A batch as an organizer waits for it: from the click to the print file and the archive; and the memory of the merge.

`script/bench diplomas` prints it below its table. The worker is a real one, of two processes, on SQLite.
"""

import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import django

PEOPLE: Final = 80
MERGED: Final = (80, 2_000)


def bench_batch() -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"TEST_RUN_FOLDER": home, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        django.setup()
        _click_and_wait(Path(home))
    print(f"{'merged':>8}{'seconds':>10}{'peak MB':>10}{'file MB':>10}")  # noqa: T201 - a bench prints
    for count in MERGED:
        subprocess.run([sys.executable, "-m", "tests.bench.batch", str(count)], check=True)


def _click_and_wait(home: Path) -> None:
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings first
    from django.db import connection  # noqa: PLC0415 - needs the settings first
    from django.test import Client  # noqa: PLC0415 - needs the settings first
    from django.urls import reverse  # noqa: PLC0415 - needs the settings first

    from diplomas.models import Diploma, FileJob  # noqa: PLC0415 - needs the settings first
    from tests.cast import as_organizer  # noqa: PLC0415 - needs the settings first
    from tests.conftest import start_worker  # noqa: PLC0415 - needs the settings first
    from tests.diplomas.people import event_with_team  # noqa: PLC0415 - needs the settings first
    from tests.factories import MembershipFactory  # noqa: PLC0415 - needs the settings first

    call_command("migrate", verbosity=0)
    event = event_with_team(PEOPLE, languages=["kk"])
    owner = MembershipFactory(event=event).user
    client = as_organizer(Client(SERVER_NAME="127.0.0.1"), owner)
    env = {"DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}"}
    worker = start_worker(home / "worker.log", {**os.environ, **env})

    def press(name: str, *also: str, **data: str) -> None:
        client.post(reverse(f"organizer:{name}", args=[event.slug, *also]), data)

    waited: dict[str, Any] = {
        f"{PEOPLE} diplomas": lambda: Diploma.objects.ready().count() == PEOPLE,
        "the print file": lambda: FileJob.objects.filter(kind="print", state="done").exists(),
        "the archive": lambda: FileJob.objects.filter(kind="teams", state="done").exists(),
    }
    try:
        began = time.perf_counter()
        press("diplomas_issue", agreed="999")
        press("diploma_files_make", "print")
        press("diploma_files_make", "teams")
        for what, is_there in waited.items():
            while not is_there():
                time.sleep(0.05)
            spent = time.perf_counter() - began
            print(f"From the click to {what}: {spent:.1f} s")  # noqa: T201 - a bench prints
    finally:
        worker.end()


def merge(count: int) -> None:
    """In a process of its own, so that its peak is the merge's; one page's file stands for all."""
    from diplomas.rendering import Renderer  # noqa: PLC0415 - needs the settings first
    from events.pdf.engine import Metadata  # noqa: PLC0415 - needs the settings first
    from events.pdf.merging import MergedFile  # noqa: PLC0415 - needs the settings first
    from tests.bench.diplomas import sample_record  # noqa: PLC0415 - needs the settings first

    pages = Renderer().render([sample_record(number) for number in range(1, 21)])
    forget_peak()
    before, began = resident("VmRSS"), time.perf_counter()
    with tempfile.TemporaryFile() as out:
        whole = MergedFile(out)
        for number in range(count):
            whole.add(pages[number % len(pages)])
        whole.finish(Metadata(title="Bench", language="kk"))
        size = out.seek(0, io.SEEK_END)
    spent, grown = time.perf_counter() - began, resident("VmHWM") - before
    print(f"{count:>8}{spent:>10.1f}{grown / 1024:>10.1f}{size / 2**20:>10.1f}")  # noqa: T201 - a bench prints


def forget_peak() -> None:
    """The peak that Linux keeps is from now on."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def resident(which: str) -> int:
    """In kB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith(which)).split()[1])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "defense.settings")
        django.setup()
        merge(int(sys.argv[1]))
    else:
        bench_batch()
