"""What the overview tells of the day depends on who reads it."""

import pytest
from django.urls import reverse

from experts.models import Interest
from tests.cast import as_organizer, gather
from tests.experts.hall import text_of
from tests.factories import InterestFactory

pytestmark = pytest.mark.django_db

UNNAMED = "people have no name yet."
TO_DECIDE = "counts as recused until somebody decides."
SHEETS = "score sheets is not submitted."
CARDS = "experts have no access card."
DIPLOMAS = "trainee has no diploma yet."
TILE_OF_SHEETS = "expected · scoring is open"


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("olga", [UNNAMED, TO_DECIDE, SHEETS, CARDS, DIPLOMAS, TILE_OF_SHEETS]),
        ("sara", [UNNAMED, TO_DECIDE, SHEETS, CARDS, DIPLOMAS, TILE_OF_SHEETS]),
        ("hana", [UNNAMED, SHEETS, TILE_OF_SHEETS]),
        ("mona", []),
        ("odil", [UNNAMED]),
    ],
)
def test_each_is_told_what_concerns_their_role(client, who, told):
    cast = gather()
    cast.event.trainees_stated = 4
    cast.event.save()
    InterestFactory(
        seat=cast.clara, project=cast.defense.project, outcome=Interest.Outcome.UNDECIDED
    )

    response = as_organizer(client, getattr(cast, who)).get(
        reverse("organizer:overview", args=["ours"])
    )

    page = " ".join(text_of(response.content.decode()).split())
    everything = (UNNAMED, TO_DECIDE, SHEETS, CARDS, DIPLOMAS, TILE_OF_SHEETS)
    assert [sentence for sentence in everything if sentence in page] == told
