"""The suite's own rule: what asks for the database runs on both engines, everything else once."""

import subprocess
import sys

import pytest

from tests.lanes import BOTH, ONCE, lane_of, say_lanes
from tests.processes import ROOT
from tests.summary import cases, counts, slowest, slowest_files

FILES = {
    "tests/experts/test_dot_strip.py": ONCE,  # pure
    "tests/house/test_migrations.py": BOTH,  # asks for the database
    "tests/experts/views/test_scales.py": ONCE,  # of a page
    "tests/browser/test_saver.py": ONCE,  # asks for it too, behind a browser
}
REPORT = """<testsuites><testsuite>
<testcase classname="tests.events.test_a" name="test_x[1.2]" time="0.5"><properties>
<property name="lane" value="once"/></properties></testcase>
<testcase classname="tests.events.test_a" name="test_y" time="12.25"><properties>
<property name="lane" value="both"/></properties><failure/><error/></testcase>
<testcase classname="tests.events.test_a" name="test_z" time="0.0"><skipped/></testcase>
</testsuite></testsuites>"""


@pytest.mark.parametrize("lane", [BOTH, ONCE])
def test_a_lane_holds_its_own_tests_and_no_others(lane):
    command = ["-m", "pytest", "-q", "--collect-only", "-p", "no:cacheprovider", f"--lane={lane}"]

    listed = subprocess.run(
        [sys.executable, *command, *FILES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    ).stdout

    found = {line.partition("::")[0] for line in listed.splitlines() if "::" in line}
    assert found == {file for file, its in FILES.items() if its == lane}


def test_a_mark_without_its_reason_stops_the_run(request):
    request.node.add_marker(pytest.mark.once)

    with pytest.raises(pytest.UsageError, match="say why no engine is under test"):
        say_lanes([request.node])


@pytest.mark.once("the mark itself is under test")
def test_the_mark_overrules_the_database(db, request):
    assert lane_of(request.node) == ONCE


@pytest.mark.sampled(1, "the number of the case")
@pytest.mark.parametrize(("number", "lane"), [(1, BOTH), (2, ONCE), (3, ONCE)])
def test_a_sample_of_a_table_runs_on_both(db, request, number, lane):
    assert lane_of(request.node) == lane


def test_the_end_of_the_report_names_the_slowest_and_counts_each_test_once(tmp_path):
    (tmp_path / "SQLite.xml").write_text(REPORT, encoding="ascii")

    found = cases(tmp_path / "SQLite.xml")

    assert slowest(found)[:2] == [
        "  12.2 s  SQLite      both  tests/events/test_a.py::test_y",
        "   0.5 s  SQLite      once  tests/events/test_a.py::test_x[1.2]",
    ]
    assert slowest_files(found) == ["  12.8 s     3 tests  tests/events/test_a.py"]
    assert counts(found) == "1 passed, 1 failed, 1 skipped"
