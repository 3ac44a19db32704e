"""All sheets open without a network once the tablet was opened with one, and a reload loses nothing."""

import pytest
from playwright.sync_api import expect

from experts.models import ScoreSheet
from tests.browser.tablet.tablet import Tablet, given, none_doubled, wait_for_given

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ready(tablet: Tablet) -> Tablet:
    """Opened once with a network: its pages are kept."""
    tablet.visitor.go("/expert/")
    tablet.page.locator("body[data-pages-kept]").wait_for(state="attached")
    return tablet


@pytest.mark.engines("what was kept without a network is stored by either")
def test_seven_teams_scored_and_revised_through_reloads_without_a_network(ready: Tablet):
    page = ready.open(1)
    ready.network.mode = "cut"
    for team in range(1, 8):
        ready.open(team)
        ready.give(10)
        ready.is_in("waiting")
        page.reload()
        expect(page.locator("#sheet input:checked")).to_have_value("10")
        ready.give(team)
        ready.has_unsent(team)
        ready.submit()
    assert given() == {}
    ready.open(3)
    expect(page.get_by_role("button", name="Change", exact=True)).to_be_visible()
    expect(page.locator("[data-total]")).to_have_text("30.0")

    ready.network.mode = "good"
    ready.empty_by_itself()

    wait_for_given({team: str(team) for team in range(1, 8)})
    assert ScoreSheet.objects.submitted().count() == 7
    assert none_doubled()
    assert ready.visitor.complaints == []
