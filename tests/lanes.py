"""Two lanes. What asks for the database runs on both engines; everything else runs once, on SQLite.

The fixtures and marks of a test say which lane it is in, and nothing else has to. One mark overrules
them, for what uses a database without testing one: `@pytest.mark.once("why no engine is under test")`.
"""

import pytest

BOTH, ONCE = "both", "once"
DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}
NO_REASON = "{}: say why no engine is under test here: once(“…”)"


def lane_of(item: pytest.Item) -> str:
    if item.get_closest_marker("once"):
        return ONCE
    asks = item.get_closest_marker("django_db") or DATABASE & set(getattr(item, "fixturenames", ()))
    return BOTH if asks else ONCE


def say_lanes(items: list[pytest.Item]) -> None:
    """Let the report know each test's lane; refuse a mark without its reason."""
    for item in items:
        mark = item.get_closest_marker("once")
        if mark and not (mark.args and mark.args[0]):
            raise pytest.UsageError(NO_REASON.format(item.nodeid))
        item.user_properties.append(("lane", lane_of(item)))


def keep_to_lane(lane: str, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of the other lane; None keeps both."""
    others = [item for item in items if lane_of(item) != lane]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if lane_of(item) == lane]
