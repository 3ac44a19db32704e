"""A published result is worked out anew from its points by a script that needs nothing but Python."""

import copy
import importlib.util
import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from experts.bundle import bundle_of, canonical, told_apart
from experts.methods import Method
from tests.experts.made_up_records import (
    SHA256,
    made_up_record,
    points_by_chance,
    same_for_all,
    strict_twelfth,
    with_changed_rules,
)
from tests.processes import ROOT

SCRIPT = ROOT / "docs" / "recompute_result.py"
A_METHOD = 30  # tables by chance


def load_script():
    spec = importlib.util.spec_from_file_location("recompute_result", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CHECKER = load_script()


def made_up(seed: int, rule: Method, *, teams: int = 5, experts: int = 6, gaps: float = 0.2):
    chance = random.Random(seed)
    points = points_by_chance(chance, teams=teams, experts=experts, gaps=gaps)
    return made_up_record(points, rule, teams=teams, experts=experts, chance=chance)


def bundle(record: dict[str, Any], *, is_named: bool = False) -> dict[str, Any]:
    named = {each["expert"] for each in record["panel"]} if is_named else set()
    return bundle_of(record, sha256=SHA256, named=named)


def run(*files: Path) -> subprocess.CompletedProcess[str]:
    """In a Python without anything but its own library."""
    command = [sys.executable, "-I", "-S", SCRIPT, *files]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


def written(folder: Path, name: str, told: dict[str, Any]) -> Path:
    (folder / name).write_bytes(canonical(told))
    return folder / name


def test_a_rule_that_was_changed_after_the_first_points_is_told_and_held_against_the_rule(tmp_path):
    record = made_up(1, Method.MEDIAN)
    rule = record["rule"]
    now = {name: rule[name] for name in ("method", "version", "least_sheets")}
    before = {**now, "method": "raw_mean"}
    settled = {"at": "2026-05-02T10:00:00Z", "reason": "So.", "proposed_by": "Olga"}
    changes = [
        {"is_agreed": False, "before": before, "after": {**now, "method": "borda"}, **settled},
        {"is_agreed": True, "before": before, "after": now, **settled},
    ]

    told = bundle({**record, "rule": {**rule, "changes": changes}})

    assert told["rule"]["changed"] == [{"at": settled["at"], "before": before, "after": now}]
    assert b"Olga" not in canonical(told)
    said = run(written(tmp_path, "told.json", told))
    assert said.returncode == 0
    assert "changed after the first points: raw_mean, version 1" in said.stdout
    for other, is_right in with_changed_rules(bundle(record)):
        named = [each for each in CHECKER.check(other)[1] if "it was changed to" in each]
        assert (named == []) is is_right


@pytest.mark.parametrize("rule", Method)
def test_tables_by_chance_come_out_the_same(rule: Method):
    for seed in range(A_METHOD):
        record = made_up(seed, rule, teams=2 + seed % 6, gaps=seed % 4 / 10)

        _standing, differences = CHECKER.check(bundle(record, is_named=seed % 2 == 0))

        assert differences == []


def test_a_bare_python_says_the_same_of_every_method_and_of_a_tie_of_seven(tmp_path):
    seven = made_up_record(
        same_for_all(7, 12), Method.CORRECTED_MEAN, teams=7, experts=12, chance=random.Random(1)
    )
    files = [written(tmp_path, "seven.json", bundle(seven))]
    files += [written(tmp_path, f"{rule}.json", bundle(made_up(7, rule))) for rule in Method]

    said = run(*files)

    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.count("\nThe same.\n") == len(files)
    assert "     1=" in said.stdout or " 1     " in said.stdout


def test_a_recused_strict_expert_lifts_no_team_in_the_data():
    record = made_up_record(
        strict_twelfth(), Method.CORRECTED_MEAN, teams=7, experts=12, chance=random.Random(1)
    )
    told = bundle({**record, "casting_votes": [], "votes": []})

    (chain,) = CHECKER.standings(told, CHECKER.rows_of(told))[1]

    assert chain["groups"] == [([1, 2, 3, 4, 5, 6, 7], "shared")]
    assert [len(each["groups"]) for each in told["tie_breaks"][0]["steps"]] == [1, 1, 1, 1]
    assert CHECKER.check(bundle(record))[1] == []


def test_figures_of_a_step_that_can_compare_nothing_are_a_difference():
    same = {"research": "8", "value": "4", "answers": "7"}
    points = {(team, f"expert-{team}"): same for team in (1, 2)}
    record = made_up_record(points, Method.MEDIAN, teams=2, experts=2, chance=random.Random(1))
    told = bundle(record)
    assert CHECKER.check(told)[1] == []
    told["tie_breaks"][0]["steps"][0]["figures"] = {"1": "80", "2": "79"}
    told["sha256"] = CHECKER.fingerprint(told)

    assert CHECKER.check(told)[1] == [
        "Teams 1, 2, plain mean, team 1: the bundle says 80.00, worked out nothing.",
        "Teams 1, 2, plain mean, team 2: the bundle says 79.00, worked out nothing.",
    ]


def small(rule: Method = Method.CORRECTED_MEAN, *, is_tied: bool) -> dict[str, Any]:
    if not is_tied:
        return bundle(made_up(3, rule, teams=3, experts=3))
    points = same_for_all(3, 2)
    return bundle(made_up_record(points, rule, teams=3, experts=2, chance=random.Random(2)))


@pytest.mark.parametrize("is_tied", [False, True])
def test_every_changed_digit_is_named(is_tied: bool):
    """Of the figures by the working out, whatever the fingerprint says; of all else by the fingerprint."""
    whole = small(is_tied=is_tied)
    text = canonical(whole).decode()
    unnoticed = []

    for found in re.finditer(r"\d", text):
        digit = str((int(found[0]) + 1) % 10)
        altered = json.loads(text[: found.start()] + digit + text[found.end() :])
        if not is_noticed(altered):
            unnoticed.append(text[found.start() - 30 : found.end() + 5])

    assert unnoticed == []
    assert is_noticed(whole) is False


def test_a_sheet_of_a_team_that_the_data_do_not_have_is_named():
    told = small(is_tied=False)
    told["sheets"][0]["team"] = 9

    with pytest.raises(
        CHECKER.NoBundle, match="a sheet is of team 9, which is not among its teams"
    ):
        CHECKER.check(told)


def is_noticed(told: dict[str, Any]) -> bool:
    try:
        return CHECKER.check(told)[1] != []
    except (CHECKER.NoBundle, LookupError, ValueError, ZeroDivisionError, TypeError):
        return True


FIGURES = ("sheets", "expected", "results", "tie_breaks")


@pytest.mark.parametrize("is_tied", [False, True])
def test_a_digit_changed_with_its_fingerprint_is_named_by_the_points(is_tied: bool):
    """Whoever alters a figure can make the fingerprint anew; then the points themselves speak."""
    whole = small(is_tied=is_tied)
    unnoticed = []
    for section in FIGURES:
        text = json.dumps(whole[section])
        for found in re.finditer(r"\d", text):
            digit = str((int(found[0]) + 1) % 10)
            part = json.loads(text[: found.start()] + digit + text[found.end() :])
            altered = {**whole, section: part}
            altered["sha256"] = CHECKER.fingerprint(altered)
            if part != whole[section] and not is_noticed(altered):
                unnoticed.append(text[found.start() - 40 : found.end() + 5])

    assert unnoticed == []


def test_the_difference_names_team_expert_and_both_figures(tmp_path):
    whole = bundle(made_up(3, Method.RAW_MEAN, teams=3, experts=3, gaps=0))
    altered = copy.deepcopy(whole)
    altered["sheets"][0]["total"] = "1"
    altered["sha256"] = CHECKER.fingerprint(altered)

    said = run(written(tmp_path, "altered.json", altered), written(tmp_path, "whole.json", whole))

    printed = CHECKER.printed(CHECKER.exact(whole["sheets"][0]["total"]))
    assert said.returncode == 1
    assert f"Team 1, expert 1, total: the bundle says 1.00, worked out {printed}." in said.stdout
    assert said.stdout.count("The same.") == 1


def test_what_is_no_bundle_is_said_in_a_sentence(tmp_path):
    (tmp_path / "none.json").write_text("[]")
    whole = bundle(made_up(3, Method.RAW_MEAN))
    newer = written(tmp_path, "newer.json", {**whole, "version": 2})
    broken = written(tmp_path, "broken.json", {**whole, "criteria": []})

    said = run(tmp_path / "none.json", newer, broken)

    assert (said.returncode, said.stderr) == (2, "")
    assert said.stdout.count("no result as data") + said.stdout.count("no whole result") == 3


@pytest.mark.parametrize("rule", [Method.CORRECTED_MEAN, Method.BORDA])
def test_numbered_experts_are_in_an_order_that_says_nothing(rule: Method):
    """Other keys for the same columns, and any order of the panel, make the same bundle to the byte."""
    record = made_up(11, rule)
    renamed = json.loads(
        re.sub(r"expert-(\d)", lambda key: f"expert-{7 - int(key[1])}", json.dumps(record))
    )
    renamed["panel"].reverse()

    assert canonical(bundle(renamed)) == canonical(bundle(record))
    assert "Canary" not in canonical(bundle(record)).decode()
    assert "expert-" not in canonical(bundle(record)).decode()
    assert canonical(bundle(record, is_named=True)).decode().count("Canary") == 3 * 6


def test_who_stood_aside_alone_is_told_by_the_gap():
    points = {cell: given for cell, given in same_for_all(3, 4).items() if cell != (2, "expert-3")}
    record = made_up_record(points, Method.RAW_MEAN, teams=3, experts=4, chance=random.Random(1))

    assert [each["en"] for each in told_apart(record)] == ["Canary expert-3"]


@pytest.mark.parametrize(("refused", "names"), [(0, 4), (1, 0), (2, 2)])
def test_whoever_refused_alone_is_not_told_by_the_names_of_the_others(refused: int, names: int):
    record = made_up(1, Method.RAW_MEAN, teams=3, experts=4, gaps=0)
    named = [seat["expert"] for seat in record["panel"]][refused:]

    told = bundle_of(record, sha256=SHA256, named=named)

    assert sum("name" in expert for expert in told["experts"]) == names
