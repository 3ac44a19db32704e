"""What the organizers read of a tablet while its page is open."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Enrolment, Event
from tests.browser.tablet.tablet import Tablet
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_tablet_says_which_page_it_shows_and_how_much_is_not_sent(tablet: Tablet):
    tablet.visitor.expected_statuses = {423}
    page = tablet.open(1)
    wait_until(lambda: Enrolment.objects.get().unsent_count == 0, "it says that nothing waits")
    assert page.locator("body").get_attribute("data-build") == Enrolment.objects.get().page_version

    Event.objects.update(scoring_closed_at=timezone.now())
    Enrolment.objects.update(last_seen_at=None)  # what is said more often is not kept
    tablet.give(6)
    tablet.has_unsent(1)

    wait_until(
        lambda: Enrolment.objects.filter(unsent_count=1, clock_ms__isnull=False).exists(),
        "it says what waits, and how its clock goes",
    )
    assert Enrolment.objects.get().last_seen_at is not None
    expect(page.locator("[data-sync]")).to_have_text("Not saved: scoring is closed")
    assert tablet.visitor.complaints == []
