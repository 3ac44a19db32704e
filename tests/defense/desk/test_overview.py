"""What the overview tells of the day depends on who reads it."""

import pytest
from django.urls import reverse

from events.models import Event
from experts.models import Interest
from experts.reports import standings
from experts.services.closing import close_scoring
from tests.cast import as_organizer, gather
from tests.experts.hall import fill, score, text_of
from tests.factories import DAY, InterestFactory, MembershipFactory

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


def test_a_draft_has_none_of_the_work_of_the_day_to_do(client):
    cast = gather()
    Event.objects.update(phase=Event.Phase.DRAFT)

    response = as_organizer(client, cast.olga).get(reverse("organizer:overview", args=["ours"]))

    page = " ".join(text_of(response.content.decode()).split())
    assert [each for each in (SHEETS, CARDS, DIPLOMAS) if each in page] == [CARDS]


TO_CLOSE = "All 4 expected score sheets are in: close the scoring."
TIED = "2 teams share places that count: these places are undecided."


def told_of(client, event, role) -> list[str]:
    user = MembershipFactory(event=event, role=role).user
    response = as_organizer(client, user).get(reverse("organizer:overview", args=[event.slug]))
    page = " ".join(text_of(response.content.decode()).split())
    return [sentence for sentence in (TO_CLOSE, TIED) if sentence in page]


def test_a_tie_and_the_close_wait_for_a_human_once_every_sheet_is_in(client):
    hall = fill(2, 2)
    for expert, team in ((1, 1), (1, 2), (2, 1)):
        hall.give(expert, team, 7)
    assert told_of(client, hall.event, "owner") == []

    hall.give(2, 2, 7)
    assert told_of(client, hall.event, "owner") == [TO_CLOSE, TIED]
    assert told_of(client, hall.event, "secretary") == [TO_CLOSE, TIED]
    assert told_of(client, hall.event, "host") == []

    close_scoring(hall.event.pk, actor="test", at=DAY)
    assert told_of(client, hall.event, "owner") == [TIED]


def test_a_tie_behind_the_places_that_count_waits_for_nobody(client):
    hall = fill(1, 5)
    score(hall, lambda j, i: 10 - min(i, 4))
    close_scoring(hall.event.pk, actor="test", at=DAY)

    assert told_of(client, hall.event, "owner") == []
    assert standings(hall.event).teams[3].is_shared
