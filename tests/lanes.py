"""Two lanes. What asks for the database runs on both engines; everything else runs once, on SQLite.

The place, the fixtures and the marks of a test say which lane it is in, and nothing else has to. In the
folders of pages a test runs once as well, since models and services are tested where they stand; one of two
connections (`transaction=True`) runs on both there too. Two marks overrule all of it: `@pytest.mark.once("why no engine is under test")` for what uses a database without testing one, and
`@pytest.mark.sampled(3, "what the cases differ in")` for a table of cases that the engines meet alike:
the first three run on both, all of them once.
"""

from collections import Counter

import pytest

BOTH, ONCE = "both", "once"
PAGES = {"desk", "site", "views", "workspace"}
DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}
NO_REASON = "{}: say why no engine is under test here: once(“…”)"


def lane_of(item: pytest.Item) -> str:
    if item.get_closest_marker("once"):
        return ONCE
    if PAGES & set(item.path.parts) and not is_transactional(item):
        return ONCE
    asks = item.get_closest_marker("django_db") or DATABASE & set(getattr(item, "fixturenames", ()))
    return BOTH if asks else ONCE


def is_transactional(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction")) or "transactional_db" in getattr(
        item, "fixturenames", ()
    )


def say_lanes(items: list[pytest.Item]) -> None:
    """Let the report know each test's lane; refuse a mark without its reason."""
    keep_samples(items)
    for item in items:
        mark = item.get_closest_marker("once")
        if mark and not (mark.args and mark.args[0]):
            raise pytest.UsageError(NO_REASON.format(item.nodeid))
        item.user_properties.append(("lane", lane_of(item)))


def keep_samples(items: list[pytest.Item]) -> None:
    """Put the mark `once` on what comes after the sample of its table."""
    cases: Counter[object] = Counter()
    for item in items:
        if mark := item.get_closest_marker("sampled"):
            most, reason = mark.args
            function = getattr(item, "function", item)
            cases[function] += 1
            if cases[function] > most:
                item.add_marker(pytest.mark.once(reason))


def keep_to_lane(lane: str, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of the other lane; None keeps both."""
    others = [item for item in items if lane_of(item) != lane]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if lane_of(item) == lane]
