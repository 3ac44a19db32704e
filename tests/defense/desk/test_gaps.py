"""What is missing of an event until it can open."""

import pytest

from defense.desk.gaps import gaps_of
from tests.cast import gather
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def test_an_empty_event_has_every_gap():
    assert [(gap.place, gap.sentence) for gap in gaps_of(EventFactory())] == [
        ("people", "Nobody is named yet."),
        ("rubric", "This event has no criteria yet."),
        ("projects", "There is no project yet."),
        ("panel", "The panel has no chair."),
    ]


def test_a_whole_event_has_none():
    assert gaps_of(gather().event) == []
