"""An event file does not move a result that stands."""

import pytest

from defense.event_file import BadEventFile
from events.models import Event
from tests.defense.event_file.database import every_row, load
from tests.defense.event_file.documents import drop, put
from tests.factories import DAY

pytestmark = pytest.mark.django_db

CHANGES = {
    "a supervisor": put("projects[0].supervisor.person", "albina-salimbaeva"),
    "a seat": drop("panel[8]"),
    "a role that does not score": put("panel[2].role", "reserve"),
    "a member": drop("projects[0].members[0]"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_who_scores_whom_stays_after_the_close(name):
    load()
    Event.objects.update(scoring_closed_at=DAY)
    before = every_row()

    with pytest.raises(BadEventFile, match="Scoring is closed"):
        load(CHANGES[name])

    assert every_row() == before
    Event.objects.update(scoring_closed_at=None)
    assert load(CHANGES[name]).has_changed


def test_a_word_is_still_put_right_after_the_close():
    load()
    Event.objects.update(scoring_closed_at=DAY)

    assert load(put("event.city", "Somewhere")).has_changed
