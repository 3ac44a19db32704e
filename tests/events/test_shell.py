import pytest
from django.utils.translation import gettext_lazy, ngettext_lazy

from events import shell
from events.access import OrganizerRequest
from events.shell import organizer_shell, register_badge
from tests.factories import EventFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of_organizer(monkeypatch) -> OrganizerRequest:
    monkeypatch.setattr(shell, "BADGES", {})
    request = OrganizerRequest()
    request.user = UserFactory()
    return request


@pytest.mark.parametrize(("count", "badges"), [(36, {"teams": "36 unnamed"}), (0, {}), (None, {})])
def test_a_badge_shows_while_it_counts_something(request_of_organizer, count, badges):
    register_badge("teams", lambda event: count, gettext_lazy("%(count)d unnamed"))

    context = organizer_shell(request_of_organizer, EventFactory(), "teams")

    assert context["badges"] == badges


@pytest.mark.parametrize(("count", "text"), [(1, "1 card"), (2, "2 cards")])
def test_a_badge_may_have_a_plural(request_of_organizer, count, text):
    register_badge(
        "passes", lambda event: count, ngettext_lazy("%(count)d card", "%(count)d cards", "count")
    )

    context = organizer_shell(request_of_organizer, EventFactory(), "passes")

    assert context["badges"] == {"passes": text}


def test_the_shell_names_the_event_and_the_place(request_of_organizer):
    event = EventFactory()

    context = organizer_shell(request_of_organizer, event, "panel")

    assert (context["event"], context["place"]) == (event, "panel")
