"""Who reads and writes the notes of the deliberation on its pages, and where they are printed."""

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Membership
from experts.models import DeliberationNote
from experts.protocol_pdf.printing import protocol_pdf, team_sheets_pdf
from experts.services.noting import Noted, write_note
from tests.cast import as_organizer, member
from tests.events.pdf.reading import text_of
from tests.experts.decided_halls import record
from tests.experts.hall import Hall, close, fill
from tests.experts.test_protocol_pdf import SEALED
from tests.experts.views.test_deliberation_page import (
    CHAIR,
    DEPUTY,
    MEMBER,
    RECUSED,
    hall_of_ties,
    organizers,
    project,
    read,
    tablet,
)
from tests.factories import DAY, UserFactory

pytestmark = pytest.mark.django_db
OF_TEAM, OF_ALL = "Tried in practice.", "A strong day."
WRITE = "expert:note_write"


@pytest.fixture
def hall() -> Hall:
    """Expert 4 is recused from team 3."""
    return hall_of_ties()


def noted(hall: Hall) -> None:
    for note in (Noted(project(hall, 3), OF_TEAM, 0), Noted(None, OF_ALL, 0)):
        write_note(hall.event.pk, note, by=UserFactory(), at=DAY)


def said(html: str) -> set[str]:
    return {each for each in (OF_TEAM, OF_ALL) if each in html}


def test_the_panel_and_who_keeps_the_protocol_read_the_notes_and_nobody_tied_to_the_team(hall):
    noted(hall)
    readers = {"owner": organizers(hall), "member": tablet(hall, MEMBER)}
    assistant = as_organizer(Client(), member(hall.event, "mila", Membership.Role.OBSERVER))
    page = ("organizer:deliberation", hall.event.slug)

    assert said(read(readers["owner"], *page)) == {OF_TEAM, OF_ALL}
    assert said(read(readers["member"])) == {OF_TEAM, OF_ALL}
    assert "?note=" not in read(readers["member"])
    assert said(read(tablet(hall, RECUSED))) == set()
    assert said(read(assistant, *page)) == set()


def test_the_chair_writes_and_changes_a_note_and_nothing_typed_is_lost(hall):
    chair, key = tablet(hall, CHAIR), str(project(hall, 1))
    form = chair.get(reverse("expert:deliberation"), {"note": key}).text
    assert 'name="seen" value="0"' in form

    kept = chair.post(reverse(WRITE), {"note": key, "seen": 0, "text": OF_TEAM})
    late = tablet(hall, DEPUTY).post(reverse(WRITE), {"note": key, "seen": 0, "text": "Mine."})

    note = DeliberationNote.objects.get()
    assert kept.url == reverse("expert:deliberation")
    assert (note.text, note.seat) == (OF_TEAM, hall.seats[CHAIR])
    assert late.status_code == 409
    assert said(late.text) == {OF_TEAM}
    assert ">\nMine.</textarea>" in late.text
    assert f'name="seen" value="{note.pk}"' in late.text


def test_a_member_writes_none_and_the_secretary_does(hall):
    told = {"note": "all", "seen": 0, "text": OF_ALL}
    sara = as_organizer(Client(), member(hall.event, "sara", Membership.Role.SECRETARY))
    act = reverse("organizer:note_write", args=[hall.event.slug])

    assert tablet(hall, MEMBER).post(reverse(WRITE), told).status_code == 403
    assert not DeliberationNote.objects.exists()
    assert sara.post(act, told).status_code == 302
    assert sara.post(act, told | {"text": "x" * 2001, "seen": 0}).status_code == 409
    assert DeliberationNote.objects.get().text == OF_ALL


@pytest.mark.once("papers are made of a record, without a query")
def test_a_note_is_printed_under_its_team_and_on_no_sheet_of_a_team():
    hall = fill(1, 1)
    close(hall)
    of = record(hall)
    of["notes"] = [
        {"team": None, "text": OF_ALL, "at": "2019-11-30T09:00:00+00:00"},
        {"team": 1, "text": OF_TEAM, "at": "2019-11-30T09:00:00+00:00"},
    ]

    assert said(text_of(protocol_pdf(of, SEALED, "en"))) == {OF_TEAM, OF_ALL}
    assert said(text_of(team_sheets_pdf(of, SEALED, "en"))) == set()
    del of["notes"]  # as a record of before
    assert said(text_of(protocol_pdf(of, SEALED, "en"))) == set()
