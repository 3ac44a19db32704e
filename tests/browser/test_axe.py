"""The contrast of text is measured once of each look, and no pale text hides behind one that looks alike."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import Axe

PAGE = """<!doctype html><html lang="en"><head><title>Rows</title><style>
  body {{ background: #fff; color: #222; font: 16px sans-serif; }} p, div {{ margin: 8px; }} {style}
</style></head><body><main><h1>Rows</h1>{rows}</main></body></html>"""
TWELVE = "".join(f"<p>Row {number}</p>" for number in range(1, 13))
PALE = "#bbb"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 820, "height": 1180})
    yield page
    page.close()


@pytest.fixture
def axe() -> Axe:
    return Axe()


def show(page: Page, style: str = "", rows: str = TWELVE) -> Page:
    page.set_content(PAGE.format(style=style, rows=rows))
    return page


def test_rows_that_look_alike_are_measured_once_on_all_pages(page: Page, axe: Axe):
    assert axe.violations(show(page)) == []
    assert axe.measured == 2  # the heading and a row

    assert axe.violations(show(page, rows="<p>Another page</p>")) == []
    assert axe.measured == 0


@pytest.mark.parametrize(
    "style",
    [
        f"p:nth-child(9) {{ color: {PALE}; }}",
        "p:nth-child(9) { background: #444; }",
        "p:nth-child(9) { opacity: 0.4; }",
        f"@media (max-width: 400px) {{ p {{ color: {PALE}; }} }}",
        "main { background: #444; } h1 { background: #fff; }",
    ],
)
def test_a_row_that_is_too_pale_is_found_after_the_others_passed(style: str, page: Page, axe: Axe):
    assert axe.violations(show(page)) == []

    show(page, style).set_viewport_size({"width": 390, "height": 844})

    [found] = axe.violations(page)
    assert found.startswith("color-contrast at ")


@pytest.mark.parametrize(
    ("under", "first"),
    [
        ("inset: 0; height: 100vh", "h1"),
        ("left: 0; top: 300px; width: 50%; height: 200px", "p:nth-child("),
    ],
)
def test_what_lies_under_a_text_and_is_no_ancestor_of_it_is_seen(
    under: str, first: str, page: Page, axe: Axe
):
    assert axe.violations(show(page)) == []

    style = f".under {{ position: absolute; margin: 0; z-index: -1; background: #444; {under}; }}"
    show(page, style, f'<div class="under"></div>{TWELVE}')

    [found] = axe.violations(page)
    assert found.startswith(f"color-contrast at {first}")


def test_a_text_that_is_too_pale_is_found_each_time(page: Page, axe: Axe):
    show(page, f"p {{ color: {PALE}; }}")

    assert axe.violations(page) == axe.violations(page) != []
