"""One expert before a hall of teams, on a tablet behind a network that can fail."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.tablet.network import Network, network_before
from tests.browser.tablet.tablet import TEAMS, Tablet, entered
from tests.browser.visitor import Visitor
from tests.experts.hall import Hall, fill
from tests.factories import MembershipFactory
from tests.processes import Running

PASSWORD = "correct horse battery staple"


@pytest.fixture
def hall(transactional_db: None) -> Hall:
    return fill(experts=1, projects=TEAMS)


@pytest.fixture
def network(running_server: Running) -> Iterator[Network]:
    with network_before(running_server.url) as network:
        yield network


@pytest.fixture
def tablet(chromium: Browser, hall: Hall, network: Network) -> Iterator[Tablet]:
    visitor = Visitor(chromium, network.url, width=768)
    visitor.loses_network = True
    yield entered(visitor, hall, network)
    visitor.leave()


@pytest.fixture
def other_device(
    chromium: Browser, tablet: Tablet, network: Network
) -> Iterator[Callable[[], Tablet]]:
    """Another browser with the same session: nothing of the first one's storage is there."""
    visitors: list[Visitor] = []

    def make() -> Tablet:
        visitor = Visitor(chromium, network.url, width=768)
        visitor.loses_network = True
        visitor.expected_statuses = {409}
        visitor.context.add_cookies(tablet.page.context.cookies())
        visitors.append(visitor)
        return Tablet(visitor, tablet.hall, network, tablet.seat)

    yield make
    for visitor in visitors:
        visitor.leave()


@pytest.fixture
def ready(tablet: Tablet) -> Tablet:
    """Opened once with a network: its pages are kept, and its key is registered."""
    tablet.visitor.go("/expert/")
    tablet.page.locator("body[data-pages-kept]").wait_for(state="attached")
    return tablet


@pytest.fixture
def organizer(chromium: Browser, running_server: Running, hall: Hall) -> Iterator[Visitor]:
    """The secretary of the hall, on a phone."""
    membership = MembershipFactory(event=hall.event, role="secretary")
    membership.user.set_password(PASSWORD)
    membership.user.save()
    visitor = Visitor(chromium, running_server.url, width=390)
    page = visitor.go("/accounts/login/")
    page.fill('[name="login"]', membership.user.email)
    page.fill('[name="password"]', PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/organize/**")
    yield visitor
    visitor.leave()
