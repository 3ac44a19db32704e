import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import weasyprint

from events.pdf.errors import RenderingUnavailable
from events.pdf.faces import TEXT, TEXT_BOLD, find_face
from events.pdf.self_check import self_check

ROOT = Path(__file__).parents[3]


def test_self_check_passes_here():
    self_check()


def test_self_check_names_the_package_of_harfbuzz_subset(monkeypatch):
    monkeypatch.setattr(weasyprint.text.ffi, "harfbuzz_subset", None)

    with pytest.raises(RenderingUnavailable) as missing:
        self_check()

    assert str(missing.value) == (
        "The library harfbuzz-subset is missing: install the Debian package libharfbuzz-subset0."
    )


def check_elsewhere(**environment):
    """What self_check says in a process with another environment."""
    program = (
        "from events.pdf.errors import RenderingUnavailable\n"
        "from events.pdf.self_check import self_check\n"
        "try:\n    self_check()\nexcept RenderingUnavailable as error:\n    print(error)\n"
    )
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libpango-1.0-0", "libpango-1.0-0"),
        ("libpangoft2-1.0-0", "libpangoft2-1.0-0"),
        ("libgobject-2.0-0", "libglib2.0-0"),
        ("libsomething", "libpangoft2-1.0-0"),
    ],
)
def test_self_check_names_the_package_of_a_missing_library(tmp_path, library, package):
    (tmp_path / "weasyprint.py").write_text(
        f"print('advice')\nraise OSError(\"cannot load library '{library}'\")\n"
    )

    said = check_elsewhere(PYTHONPATH=str(tmp_path))

    assert said == (f"A library of WeasyPrint is missing: install the Debian package {package}.\n")


def test_self_check_sees_that_fontconfig_offers_other_fonts(tmp_path):
    folder = tmp_path / "fonts"
    folder.mkdir()
    for source in (TEXT, TEXT_BOLD):
        shutil.copy(find_face(source), folder)
    config = tmp_path / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>{folder}</dir><cachedir>{tmp_path}</cachedir></fontconfig>"
    )

    said = check_elsewhere(FONTCONFIG_FILE=str(config))

    assert said == (
        "fontconfig does not offer the font Vollkorn SemiBold of the Debian package "
        "fonts-vollkorn: run fc-cache, or remove other copies of it.\n"
    )
