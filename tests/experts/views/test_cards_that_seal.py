"""A card of a rehearsal is turned away at each address of the protocol, also with a form that is not filled."""

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Pass
from experts.services.sealing import prepare_protocol
from experts.urls import expert
from tests.cast import as_expert
from tests.experts.views.test_deliberation_page import hall_of_ties
from tests.factories import DAY, UserFactory

pytestmark = pytest.mark.django_db
OWN = "experts.views.sealing"


def addresses() -> dict[str, str]:
    """Every address whose view stands in that module, by its name."""
    ours = [each for each in expert.urlpatterns if each.callback.__module__ == OWN]
    return {
        each.name: reverse(f"expert:{each.name}", args=[1] if "<" in str(each.pattern) else [])
        for each in ours
    }


def test_a_card_of_a_rehearsal_reads_nothing_of_the_day():
    """The control: the card of the day reads it where its form is not filled."""
    hall = hall_of_ties((), equal=())
    protocol = prepare_protocol(hall.event.pk, actor=UserFactory(), at=DAY)
    found = addresses()
    posts = {name: where for name, where in found.items() if name != "protocol"}
    assert set(found) == {"protocol", "protocol_seal", "protocol_withdraw", "query_answer"}
    chair = as_expert(Client(), hall.seats[1])
    assert protocol.aloud in chair.post(found["protocol_seal"]).text

    Pass.objects.filter(person=hall.seats[1].person).update(is_rehearsal=True)
    answers = {name: chair.post(where) for name, where in posts.items()}

    assert {name: each.status_code for name, each in answers.items()} == dict.fromkeys(posts, 403)
    assert [name for name, each in answers.items() if protocol.aloud in each.text] == []
