"""Debian's Chromium without its window, driven by Playwright, against the real server and worker of the suite."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect, sync_playwright

from defense.demo import Demo, make_demo
from tests.browser.visitor import ARGUMENTS, CHROMIUM, Visitor
from tests.processes import Running

PATIENCE_MS = 60_000  # both halves of the suite, their servers and the checks may share two cores


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not item.get_closest_marker("engines"):
                item.add_marker(pytest.mark.once("a page is the same on either engine"))


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys, gone with the last: Playwright leaves its loop running in this thread.

    While it runs, Django would take the test's own queries for async, and other tests could not run
    async code of their own.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def demo(transactional_db: None) -> Demo:
    return make_demo(timezone.now())


@pytest.fixture
def visit(chromium: Browser, running_server: Running) -> Iterator[type[Visitor]]:
    """Makes visitors, each a browser of its own: visit(width=390)."""
    visitors: list[Visitor] = []

    def make(**options: object) -> Visitor:
        visitors.append(Visitor(chromium, running_server.url, **options))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.leave()
