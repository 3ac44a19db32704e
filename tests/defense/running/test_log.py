"""A line of the log says which row or file it speaks of, and never who."""

import ast
import logging
from collections.abc import Iterator
from logging.config import DictConfigurator
from pathlib import Path

import pytest
from django.conf import settings

from diplomas.files import FILES
from events.errors import FileIsAway

ROOT = Path(__file__).parents[3]
APPS = ("defense", "events", "projects", "experts", "diplomas")
# What a line may tell beside its sentence: rows by number, files by place, counts, and reasons that a
# machine gives. No name, no address of a person, no code, no token, no points.
MAY_BE_TOLD = {
    "count",
    "event",
    "failed",
    "file",
    "interest",
    "job",
    "jobs",
    "letter",
    "outcome",
    "pass_id",
    "reason",
    "rehearsal",
    "requeued",
    "sharing",
    "step",
}
COUNTS = "outcome.counts"
"""How many rows a load added, changed and removed; unpacked, for it has a key a kind."""


def formatter():
    return DictConfigurator({}).configure_formatter({**settings.LOGGING["formatters"]["plain"]})


def line_of(record):
    return formatter().format(record).partition(" ")[2].partition(" ")[2]


def written(logger, message, **options):
    """The record that a call of a logger makes."""
    return logging.getLogger(logger).makeRecord(
        logger, options.pop("level", logging.WARNING), "", 0, message, (), None, **options
    )


@pytest.fixture
def file(tmp_path, settings):
    """A diploma that is kept: its hash and where it lies."""
    settings.FILES_ROOT = tmp_path
    file_hash = FILES.save(b"%PDF-1.7 a diploma")
    return file_hash, tmp_path / FILES.path_of(file_hash)


def test_a_damaged_file_is_named(file, caplog):
    file_hash, path = file
    path.write_bytes(b"something else")

    with pytest.raises(FileIsAway):
        FILES.read(file_hash)

    assert line_of(caplog.records[-1]) == (
        "ERROR events.files: A file is not what its name says"
        f" (file=diplomas/{file_hash[:2]}/{file_hash}.pdf)"
    )


def test_a_file_that_is_gone_is_named_with_the_reason(file, caplog):
    file_hash, path = file
    path.unlink()

    with pytest.raises(FileIsAway):
        FILES.read(file_hash)

    assert line_of(caplog.records[-1]) == (
        "ERROR events.files: A file cannot be read"
        f" (file=diplomas/{file_hash[:2]}/{file_hash}.pdf, reason=No such file or directory)"
    )


def test_details_stand_in_one_line_before_a_traceback():
    try:
        raise ValueError("worse")
    except ValueError as error:
        record = written("diplomas.tasks", "The queue", extra={"reason": "no\nanswer\r\n(5)"})
        record.exc_info = (ValueError, error, error.__traceback__)

    first, second, *_, last = line_of(record).splitlines()

    assert first == "WARNING diplomas.tasks: The queue (reason=no answer (5))"
    assert second.startswith("Traceback")
    assert last == "ValueError: worse"


def test_a_line_without_details_ends_with_its_sentence():
    assert line_of(written("events.files", "Done")) == "WARNING events.files: Done"


@pytest.mark.parametrize("logger", ["django.request", "celery.worker", "eventsource"])
def test_what_libraries_hang_on_their_lines_is_not_written(logger):
    record = written(logger, "Not Found: /pass", extra={"request": "token"})

    assert line_of(record) == f"WARNING {logger}: Not Found: /pass"


def test_nothing_is_told_but_rows_files_and_counts():
    told = [(place, key) for place, call in log_calls() for key in keys_told(call)]

    assert len(told) > 15
    assert [each for each in told if each[1] not in {*MAY_BE_TOLD, COUNTS}] == []
    assert {key for _, key in told} == {*MAY_BE_TOLD, COUNTS}


def test_what_is_told_is_found_in_a_variable_too():
    source = 'def f():\n    d = {"person": 1, **more}\n    logger.info("x", extra=d)\n'

    [call] = calls_in(ast.parse(source))

    assert keys_told(call) == ["person", "more"]


def log_calls() -> Iterator[tuple[str, ast.Dict | ast.expr]]:
    for path in (path for app in APPS for path in (ROOT / app).rglob("*.py")):
        for extra in calls_in(ast.parse(path.read_text(encoding="utf-8"))):
            yield str(path.relative_to(ROOT)), extra


def calls_in(tree: ast.Module) -> Iterator[ast.expr]:
    """The `extra` of each call of a logger; a variable stands for what its function puts into it."""
    for function in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)):
        held = {
            target.id: each.value
            for each in ast.walk(function)
            if isinstance(each, ast.Assign)
            for target in each.targets
            if isinstance(target, ast.Name)
        }
        for call in (each for each in ast.walk(function) if isinstance(each, ast.Call)):
            if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "logger":
                for keyword in (each for each in call.keywords if each.arg == "extra"):
                    yield held.get(ast.unparse(keyword.value), keyword.value)


def keys_told(extra: ast.expr) -> list[str]:
    if not isinstance(extra, ast.Dict):
        return [ast.unparse(extra)]
    return [
        ast.literal_eval(key) if key else ast.unparse(value)
        for key, value in zip(extra.keys, extra.values, strict=True)
    ]
