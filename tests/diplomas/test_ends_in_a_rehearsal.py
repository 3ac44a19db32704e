"""What was corrected, duplicated or revoked in a rehearsal goes with it, and nothing of a real day does."""

import pytest

from defense.rehearsal.closing import remove_diplomas
from diplomas.file_kinds import FILE_KINDS
from diplomas.models import Diploma, Ending, FileJob
from diplomas.services import making
from diplomas.services.duplicating import duplicate_diploma
from diplomas.services.revoking import revoke_diploma
from events.models import Event
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.factories import DAY

pytestmark = pytest.mark.django_db


def ended(**fields: object) -> Event:
    """One is replaced by a duplicate, and one revoked."""
    event = event_with_team(2, **fields)
    lost, mistaken = issue(event)
    make_ready(event)
    duplicate_diploma(event.pk, lost.code, reason="Lost", actor="test", at=DAY)
    revoke_diploma(event.pk, mistaken.code, reason="Mistaken", actor="test", at=DAY)
    return event


def test_the_ends_of_a_rehearsal_are_taken_away_with_it():
    real, rehearsed = ended(), ended(is_rehearsal=True)

    assert remove_diplomas(rehearsed) == 3

    assert set(Diploma.objects.values_list("event", flat=True)) == {real.pk}
    assert set(Ending.objects.values_list("diploma__event", flat=True)) == {real.pk}
    assert Ending.objects.count() == 2


def test_files_of_a_rehearsal_are_taken_away_with_it(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.FILES_ROOT = tmp_path
    real, rehearsed = made(), made(is_rehearsal=True)

    with django_capture_on_commit_callbacks(execute=True):
        remove_diplomas(rehearsed)

    [job] = FileJob.objects.all()
    assert job.event == real
    assert [path.stem for path in (tmp_path / "made").rglob("*.pdf")] == [job.file_hash]


def made(**fields: object) -> Event:
    """With the register on paper, which needs no file of a diploma."""
    event = event_with_team(1, **fields)
    issue(event)
    make_ready(event)
    making.ask_for_file(event, FILE_KINDS["register-kk"], at=DAY)
    claimed = making.claim()
    assert claimed
    assert making.make(claimed)
    return event
