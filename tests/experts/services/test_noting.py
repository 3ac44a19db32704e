"""Notes of the deliberation: versions, by whom, and what the database refuses of them."""

import pytest

from events.models import AuditEntry, Event
from experts.errors import NoteMoved, NotYoursToNote, ProtocolIsSealed, ScoringIsOpen
from experts.models import DeliberationNote, Seat
from experts.reports import Grid
from experts.reports.notes import notes_section, standing_notes
from experts.services.noting import Noted, write_note
from tests.experts.hall import Hall, close, fill
from tests.experts.protocols import prepared, sealed_by
from tests.experts.test_guards import is_refused
from tests.factories import DAY, UserFactory

pytestmark = pytest.mark.django_db
CHAIR, DEPUTY, MEMBER = 1, 2, 3


@pytest.fixture
def hall() -> Hall:
    """The chair is recused from team 2."""
    hall = fill(3, 2)
    hall.recuse(CHAIR, 2)
    for number, role in ((CHAIR, Seat.Role.CHAIR), (DEPUTY, Seat.Role.DEPUTY)):
        Seat.objects.filter(pk=hall.seats[number].pk).update(role=role)
        hall.seats[number].refresh_from_db()
    close(hall)
    hall.event.refresh_from_db()
    return hall


def write(hall: Hall, by, team: int | None, text: str, seen: int = 0) -> DeliberationNote | None:
    project = hall.defenses[team].project_id if team else None
    writer = [hall.seats[by]] if isinstance(by, int) else by
    return write_note(hall.event.pk, Noted(project, text, seen), by=writer, at=DAY)


def test_versions_are_appended_and_the_last_one_stands_on_record(hall):
    first = write(hall, CHAIR, 1, " Tried in\n practice. ")
    again = write(hall, CHAIR, 1, "Tried in practice.")
    write(hall, DEPUTY, 1, "Tried in two schools.", seen=first.pk)
    write(hall, UserFactory(), None, "A strong day.")
    gone = write(hall, DEPUTY, 2, "Weak.")
    write(hall, DEPUTY, 2, "", seen=gone.pk)

    told = [(each["team"], each["text"]) for each in notes_section(Grid(hall.event))]
    assert again == first
    assert told == [(None, "A strong day."), (1, "Tried in two schools.")]
    assert DeliberationNote.objects.count() == 5
    entries = AuditEntry.objects.filter(verb__startswith="note.")
    assert [each.verb for each in entries.order_by("number")][-2:] == [
        "note.written",
        "note.taken_back",
    ]
    assert not any("Tried" in str(each.details) for each in entries)


def test_of_two_who_write_at_once_the_second_reads_first(hall):
    write(hall, DEPUTY, 1, "One.")

    with pytest.raises(NoteMoved):
        write(hall, CHAIR, 1, "Other.")

    assert [each.text for each in standing_notes(hall.event).values()] == ["One."]


@pytest.mark.parametrize(("by", "team"), [(CHAIR, 2), (CHAIR, None), (MEMBER, 1)])
def test_who_has_a_tie_to_the_team_or_leads_nothing_writes_none(hall, by, team):
    with pytest.raises(NotYoursToNote):
        write(hall, by, team, "No.")

    project = hall.defenses[team].project if team else None
    row = {"event": hall.event, "project": project, "seat": hall.seats[by], "text": "No."}
    assert is_refused(lambda: DeliberationNote.objects.create(**row, at=DAY))
    assert not is_refused(
        lambda: DeliberationNote.objects.create(**row | {"seat": hall.seats[DEPUTY]}, at=DAY)
    )


def test_none_is_written_of_another_event_while_the_scoring_is_open_or_after_the_seal(hall):
    other = fill(1, 1)
    foreign = {"event": hall.event, "project": other.defenses[1].project, "user": UserFactory()}
    of_open = {"event": other.event, "user": UserFactory()}
    for row in (foreign, of_open):
        assert is_refused(lambda row=row: DeliberationNote.objects.create(**row, at=DAY))
    with pytest.raises(NoteMoved):
        write_note(hall.event.pk, Noted(foreign["project"].pk, "No.", 0), by=UserFactory(), at=DAY)
    with pytest.raises(ScoringIsOpen):
        write(other, UserFactory(), 1, "No.")
    sealed_by(prepared(hall.event), hall.seats[CHAIR])
    with pytest.raises(ProtocolIsSealed):
        write(hall, DEPUTY, 1, "No.")
    of_sealed = {"event": hall.event, "user": UserFactory(), "at": DAY}
    assert is_refused(lambda: DeliberationNote.objects.create(**of_sealed))


def test_a_note_is_of_one_writer_and_never_changed(hall):
    note = write(hall, DEPUTY, 1, "So.")
    rows = DeliberationNote.objects.filter(pk=note.pk)

    assert is_refused(lambda: rows.update(text="x"))
    assert is_refused(rows.delete)
    assert is_refused(lambda: DeliberationNote.objects.create(event=hall.event, at=DAY))


def test_a_rehearsal_has_its_own(hall):
    write(hall, DEPUTY, 1, "Of the day.")
    Event.objects.filter(pk=hall.event.pk).update(is_rehearsal=True)
    hall.event.refresh_from_db()

    write(hall, DEPUTY, 1, "Of the rehearsal.")

    assert [each.text for each in standing_notes(hall.event).values()] == ["Of the rehearsal."]
