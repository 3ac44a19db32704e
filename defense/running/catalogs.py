"""Compiles the translations with Babel, so that no machine needs gettext's tools to run."""

import os
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from events.whole_files import write_whole


def compile_catalogs(source: Path, target: Path) -> list[Path]:
    """Write source/<language>/LC_MESSAGES/*.po as .mo files below target; return the ones written.

    A compiled file carries the time of its source, and one that still matches is left alone.
    """
    written = []
    for po in sorted(source.glob("*/LC_MESSAGES/*.po")):
        mo = (target / po.relative_to(source)).with_suffix(".mo")
        seen_at = po.stat().st_mtime_ns
        if mo.is_file() and mo.stat().st_mtime_ns == seen_at:
            continue
        _compile(po, mo)
        os.utime(mo, ns=(seen_at, seen_at))
        written.append(mo)
    return written


def _compile(po: Path, mo: Path) -> None:
    compiled = BytesIO()
    with po.open("rb") as file:
        write_mo(compiled, read_po(file, locale=po.parent.parent.name))
    mo.parent.mkdir(parents=True, exist_ok=True)
    write_whole(mo, compiled.getvalue(), mode=0o666)
