"""A browser works the same out of a result bundle as the program did, by every method, exact."""

import copy
import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from experts.bundle import bundle_of
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

MODULES = ROOT / "static" / "js" / "lib"
ORIGIN = "http://modules.test"
FOUND = f"""async (bundles) => {{
  const {{ differences, isKnown }} = await import("{ORIGIN}/recompute.js");
  return bundles.map((bundle) => [isKnown(bundle), differences(bundle)]);
}}"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page of a place that has the modules and nothing else."""
    page = chromium.new_page()
    page.route(f"{ORIGIN}/**", _serve)
    page.goto(f"{ORIGIN}/")
    yield page
    page.close()


def _serve(route: Route) -> None:
    name = route.request.url.rpartition("/")[2]
    if name:
        route.fulfill(path=MODULES / name, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")


def made_up(seed: int, rule: Method, **size: float):
    chance = random.Random(seed)
    size = {"teams": 2 + seed % 6, "experts": 6, "gaps": seed % 4 / 10, **size}
    points = points_by_chance(chance, **size)
    record = made_up_record(
        points, rule, teams=size["teams"], experts=size["experts"], chance=chance
    )
    return bundle_of(record, sha256=SHA256, named=())


def test_every_method_comes_out_the_same_and_a_change_does_not(page: Page):
    same = [made_up(seed, rule) for rule in Method for seed in range(8)]
    for points in (same_for_all(7, 12), strict_twelfth()):
        tied = made_up_record(
            points, Method.CORRECTED_MEAN, teams=7, experts=12, chance=random.Random(1)
        )
        same.append(bundle_of(tied, sha256=SHA256, named=()))
    altered = made_up(5, Method.RAW_MEAN)
    altered["sheets"][0]["points"]["answers"] = "2"
    outside = copy.deepcopy(same[0])
    outside["criteria"][0]["maximum"] = "1"
    outside["sheets"][0]["points"][outside["criteria"][0]["key"]] = "6"
    fewer = {**same[0], "results": same[0]["results"][1:]}
    stranger = copy.deepcopy(same[0])
    stranger["sheets"][0]["team"] = 99
    changes = list(with_changed_rules(same[1]))
    same += [told for told, is_right in changes if is_right]
    others = [told for told, is_right in changes if not is_right]
    newer = made_up(5, Method.RAW_MEAN) | {"version": 2}

    found = page.evaluate(FOUND, [*same, *others, outside, fewer, stranger, altered, newer])

    assert found[: len(same)] == [[True, []] for _ in same]
    assert found[len(same) : -5] == [[True, [{"what": "rule"}]] for _ in others]
    said = {"what": "points", "criterion": outside["criteria"][0]["key"], "said": "6", "found": "1"}
    sheet = {name: outside["sheets"][0][name] for name in ("team", "expert")}
    assert said | sheet in found[-5][1]
    assert found[-4] == found[-3] == [True, [{"what": "teams"}]]
    assert found[-2][0] is True
    first = altered["sheets"][0]
    assert {"what": "total", "team": first["team"], "expert": first["expert"]}.items() <= found[-2][
        1
    ][0].items()
    assert found[-1][0] is False
