import os
import subprocess
import sys

import pytest

from tests.processes import ROOT


def shell(command: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize(
    "script",
    [
        *("bench", "bootstrap", "check", "house", "lib.sh", "lock", "manage", "messages"),
        *("process", "server", "test", "with-services"),
    ],
)
def test_every_script_is_sound_bash(script):
    assert shell(f"bash -n script/{script}").stderr == ""


def test_the_benchmarks_start_from_a_bare_python():
    result = shell(
        f"env --unset=DJANGO_SETTINGS_MODULE {sys.executable} -m tests.bench scoring --help"
    )

    assert (result.returncode, result.stderr) == (0, "")
    assert "tablets" in result.stdout


def test_a_command_finds_files_where_its_caller_stands(tmp_path):
    (tmp_path / "venv").symlink_to(sys.prefix)
    (tmp_path / "event.json").write_text("{}")

    result = shell(f"cd {tmp_path}; {ROOT}/script/manage load_event event.json", QORGAU_HOME=".")

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("format: This is missing.\n")


def test_missing_packages_are_named_and_nothing_is_installed_without_the_right(tmp_path):
    result = shell(
        "source script/lib.sh; may_install() { false; }; install_packages bash no-such-package",
        QORGAU_HOME=str(tmp_path),
    )

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        "System packages are missing. Install them and start again:\n"
        "  sudo apt-get install --no-install-recommends no-such-package\n"
    )


def test_a_failing_step_shows_its_output_and_one_sentence(tmp_path):
    result = shell(
        "source script/lib.sh; quietly 'Mend it.' bash -c 'echo the reason; exit 3'",
        QORGAU_HOME=str(tmp_path),
    )

    assert (result.returncode, result.stdout, result.stderr) == (1, "", "the reason\nMend it.\n")


def test_a_process_that_the_procfile_does_not_have_is_named(tmp_path):
    result = shell("script/process webb", QORGAU_HOME=str(tmp_path))

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "usage: script/process NAME, where the Procfile has: web worker trust\n"


def test_the_containers_start_what_the_procfile_says():
    compose = (ROOT / "docker-compose.yml").read_text()
    image = (ROOT / "Dockerfile").read_text()

    assert 'CMD ["script/process", "web"]' in image
    assert "command: script/process worker" in compose
    assert not [word for word in ("uvicorn", "celery", "gunicorn") if word in compose + image]


def test_a_step_that_passes_is_silent(tmp_path):
    result = shell("source script/lib.sh; quietly 'Mend it.' echo done", QORGAU_HOME=str(tmp_path))

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
