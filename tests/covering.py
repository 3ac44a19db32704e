"""What a run covers of the program, lines and branches: `pytest -p tests.covering`.

Each worker writes a file into the folder COVERED. The probes stand in what is imported after this plugin, which
comes before Django is set up; slipcover's own plugin wraps a part of pytest that has changed since.
"""

import json
import os
import tomllib
from pathlib import Path

import pytest
from slipcover import FileMatcher, ImportManager, Slipcover

ROOT = Path(__file__).parent.parent
CHOSEN = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["slipcover"]
SOURCES, OMITTED = [str(ROOT / name) for name in CHOSEN["source"]], CHOSEN["omit"]

# To look for lines that were seen goes through every function of the program: it waits for more of them than usual.
SEEN_OFTEN = 1_000

probes = Slipcover(
    d_miss_threshold=SEEN_OFTEN, branch=CHOSEN["branch"], source=SOURCES, omit=OMITTED
)
ImportManager(probes, FileMatcher(sources=SOURCES, omit=OMITTED)).__enter__()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The controller of several workers imports the program and runs none of it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker or not session.config.getoption("numprocesses", None):
        file = Path(os.environ["COVERED"]) / f"{worker or 'main'}.json"
        file.write_text(json.dumps(probes.get_coverage()), encoding="utf-8")
