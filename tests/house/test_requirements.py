"""What is installed is what was locked: every line has hashes, and everything is installed with them."""

import base64
import hashlib
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.processes import ROOT

LISTS = ("requirements.txt", "tests/requirements.txt")
HASH = r"--hash=sha256:[0-9a-f]{64}"
PINNED = re.compile(rf"[a-z0-9._-]+(?:\[[a-z0-9,-]+\])?==[0-9][0-9a-z.]*(?: {HASH})+")


def lines_of(text: str) -> list[str]:
    plain = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return [" ".join(line.split()) for line in plain.replace("\\\n", " ").splitlines() if line]


@pytest.mark.parametrize("name", LISTS)
def test_every_requirement_is_one_version_with_its_hashes(name):
    lines = lines_of((ROOT / name).read_text())

    assert len(lines) > 40
    assert [line for line in lines if not PINNED.fullmatch(line)] == []


def test_a_line_without_a_hash_would_be_seen():
    """The negative control."""
    assert not PINNED.fullmatch("django==5.2.19")
    assert not PINNED.fullmatch("django>=5.2 --hash=sha256:" + "0" * 64)


def test_what_both_lists_hold_is_the_same():
    served, tested = (
        {line.split("==")[0]: line for line in lines_of((ROOT / name).read_text())}
        for name in LISTS
    )

    assert {served[name] == tested[name] for name in served.keys() & tested.keys()} == {True}


@pytest.mark.parametrize("place", ["script/bootstrap", "Dockerfile"])
def test_everything_is_installed_with_hashes_and_runs_nothing_of_its_own(place):
    text = (ROOT / place).read_text().replace("\\\n", " ")
    [command] = [line for line in text.splitlines() if "requirement" in line and "pip" in line]

    assert "--require-hashes" in command
    assert "--only-binary :all:" in command


def wheel(folder: Path) -> Path:
    """The smallest package that pip installs."""
    file = folder / "small-1-py3-none-any.whl"
    told = {
        "small.py": "",
        "small-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: small\nVersion: 1\n",
        "small-1.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with ZipFile(file, "w") as archive:
        for name, text in told.items():
            archive.writestr(name, text)
        rows = [f"{name},sha256={digest(text)},{len(text)}" for name, text in told.items()]
        archive.writestr(
            "small-1.dist-info/RECORD", "\n".join([*rows, "small-1.dist-info/RECORD,,"])
        )
    return file


def digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def installed(tmp_path: Path, sha256: str) -> tuple[bool, str]:
    wanted = tmp_path / "wanted.txt"
    wanted.write_text(f"small==1 --hash=sha256:{sha256}\n")
    pip = [sys.executable, "-m", "pip", "install", "--no-index", "--find-links", str(tmp_path)]
    done = subprocess.run(
        [*pip, "--require-hashes", "--target", str(tmp_path / "to"), "--requirement", str(wanted)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return (tmp_path / "to" / "small.py").exists(), done.stderr


def test_a_file_in_the_place_of_another_is_refused(tmp_path):
    file = wheel(tmp_path)

    refused, said = installed(tmp_path, "0" * 64)
    taken, _ = installed(tmp_path, hashlib.sha256(file.read_bytes()).hexdigest())

    assert (refused, taken) == (False, True)
    assert "DO NOT MATCH THE HASHES" in said
