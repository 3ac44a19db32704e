"""Who was at which defense: the grid, what is due then, and what a result counts."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from events.entry_forms import packed
from events.models import AuditEntry, Event, Membership
from experts.models import Presence
from experts.reports import scoring_progress, standings
from experts.reports.cells import CellState
from experts.services.presence import hand_over
from projects.models import Defense
from tests.cast import as_organizer
from tests.experts.hall import fill
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db

DUE = 6  # two experts before three teams


@pytest.fixture
def hall():
    return fill(2, 3)


@pytest.fixture
def olga(client, hall):
    return as_organizer(client, MembershipFactory(event=hall.event).user)


def page(name, hall, *arguments):
    return reverse(f"organizer:{name}", args=[hall.event.slug, *arguments])


def cell(hall, expert, team):
    return f"{hall.seats[expert].pk}-{hall.defenses[team].pk}"


def note(client, hall, **sent):
    seen = client.get(page("presence", hall)).context["seen"]
    return client.post(page("presence_note", hall), {"seen": seen, **sent}, follow=True)


def admit(client, hall, expert, team, reason="The chair saw them in the hall."):
    address = page("presence_admit", hall, hall.seats[expert].pk, hall.defenses[team].pk)
    return client.post(address, {"reason": reason}, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


def due(hall):
    progress = scoring_progress(hall.event)
    return progress.submitted_count, progress.expected_count


def test_an_absent_expert_is_neither_waited_for_nor_counted(olga, hall):
    hall.give(1, 1, 8)
    hall.give(2, 1, 8)

    note(olga, hall, **{cell(hall, 2, 2): "absent", cell(hall, 1, 2): "late"})

    progress = scoring_progress(hall.event)
    assert due(hall) == (2, DUE - 1)
    assert progress.rows[1].cells[1] == CellState.ABSENT
    assert [(row.name, row.missing) for row in progress.late][1][1] == (3,)
    table = standings(hall.event)
    assert (table.expected_count, [each.numbers for each in table.absent]) == (DUE - 1, [(2,)])
    scoring = olga.get(page("scoring", hall)).content.decode()
    assert f"<li>{hall.seats[2].person.name}, team 2</li>" in scoring


def test_a_sheet_without_presence_counts_only_by_the_chairs_word(olga, hall):
    hall.give(1, 1, 8)
    hall.give(2, 1, 2)
    note(olga, hall, **{cell(hall, 2, 1): "absent"})

    flagged = scoring_progress(hall.event).rows[1].cells[0]
    without = standings(hall.event).teams[0].raw_mean
    refused = admit(olga, hall, 2, 1, reason=" ")
    admit(olga, hall, 2, 1)
    counted = standings(hall.event).teams[0].raw_mean

    assert (flagged, without, counted) == (CellState.NOT_COUNTED, 80, 50)
    assert "reason" in refused.text.lower()
    assert (
        AuditEntry.objects.get(verb="presence.admitted").details["reason"].startswith("The chair")
    )
    note(olga, hall, **{cell(hall, 2, 1): ""})
    note(olga, hall, **{cell(hall, 2, 1): "absent"})
    assert standings(hall.event).teams[0].raw_mean == 80


def test_nothing_is_let_count_that_is_no_sheet_of_an_absent_expert(olga, hall):
    hall.give(1, 1, 8)

    for expert, team in ((1, 1), (2, 1)):
        assert "no submitted sheet" in told(admit(olga, hall, expert, team))[0]


def test_somebody_is_absent_for_the_day(olga, hall):
    hall.give(2, 1, 8)

    note(olga, hall, day=hall.seats[2].pk)

    noted = Presence.objects.order_by("defense__project__number")
    assert list(noted.values_list("seat", "defense__project__number")) == [
        (hall.seats[2].pk, 2),
        (hall.seats[2].pk, 3),
    ]


def test_who_is_absent_for_the_day_takes_along_what_was_chosen_in_the_grid(olga, hall):
    note(olga, hall, day=hall.seats[2].pk, **{cell(hall, 1, 3): "left"})

    kinds = Presence.objects.values_list("seat", "defense__project__number", "kind")
    two = hall.seats[2].pk
    absent = {(two, number, "absent") for number in (1, 2, 3)}
    assert set(kinds) == {(hall.seats[1].pk, 3, "left"), *absent}


def test_a_browser_lets_the_grid_be_sent_with_somebody_there(olga, hall):
    shown = olga.get(page("presence", hall)).content.decode()

    assert shown.count("<select") == DUE
    assert "required" not in shown[shown.index('<table class="matrix"') :]


def test_two_who_note_at_once_lose_nothing(olga, hall):
    seen = olga.get(page("presence", hall)).context["seen"]
    note(olga, hall, **{cell(hall, 1, 1): "late", cell(hall, 1, 2): "left"})

    sent = {"seen": seen, cell(hall, 2, 1): "absent", cell(hall, 1, 1): "", cell(hall, 1, 2): ""}
    olga.post(page("presence_note", hall), sent)
    clashing = {"seen": seen, cell(hall, 1, 1): "absent"}
    refused = olga.post(page("presence_note", hall), clashing, follow=True)

    shown = refused.content.decode()
    kept = shown[shown.index(f'<select name="{cell(hall, 1, 1)}"') :].partition("</select>")[0]
    assert (refused.status_code, '"absent" selected' in kept) == (422, True)
    kinds = {(row.seat_id, row.defense.project.number): row.kind for row in Presence.objects.all()}
    one, two = hall.seats[1].pk, hall.seats[2].pk
    assert kinds == {(one, 1): "late", (one, 2): "left", (two, 1): "absent"}
    assert "Save again" in told(refused)[-1]
    olga.post(page("presence_note", hall), {**clashing, "seen": refused.context["seen"]})
    assert Presence.objects.get(seat=one, defense=hall.defenses[1]).kind == "absent"


def test_what_another_page_showed_is_not_taken_for_the_grid(olga, hall):
    sent = {"seen": packed({"name": "Emil"}), cell(hall, 1, 1): "late"}

    assert olga.post(page("presence_note", hall), sent).status_code == 302
    assert Presence.objects.get().kind == "late"


def test_presence_stands_while_the_scoring_is_closed(olga, hall):
    note(olga, hall, **{cell(hall, 2, 1): "absent"})
    Event.objects.update(scoring_closed_at="2019-11-30T10:00Z")

    refused = note(olga, hall, day=hall.seats[1].pk)
    assert "the result stands" in told(refused)[0]
    assert Presence.objects.count() == 1
    for act in (
        lambda: Presence.objects.update(kind="late"),
        lambda: Presence.objects.all().delete(),
        lambda: Presence.objects.create(
            seat=hall.seats[1], defense=hall.defenses[1], kind="absent"
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    Event.objects.update(scoring_closed_at=None)
    note(olga, hall, **{cell(hall, 2, 1): ""})
    assert not Presence.objects.exists()


def test_only_an_absent_sheet_is_let_count_and_presence_keeps_its_seat(hall):
    """The negative control of the database: another value passes, these do not."""
    row = Presence.objects.create(seat=hall.seats[1], defense=hall.defenses[1], kind="late")
    Presence.objects.filter(pk=row.pk).update(kind="left")

    for change in ({"counts_reason": "So."}, {"seat": hall.seats[2]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Presence.objects.filter(pk=row.pk).update(**change)


def test_a_place_that_changes_hands_is_due_from_one_at_a_time(hall):
    hall.give(1, 1, 8)
    Defense.objects.filter(pk=hall.defenses[2].pk).update(state=Defense.State.HEARD)

    hand_over(hall.event, leaving=hall.seats[1], coming=hall.seats[2], actor="system:test")

    rows = scoring_progress(hall.event).rows
    assert [row.absent for row in rows] == [(3,), (1, 2)]


def test_who_comes_back_was_there_where_they_scored(hall):
    """A seat that scored before it was a reserve: its points are no points of somebody absent."""
    hall.give(2, 1, 8)
    Defense.objects.filter(pk__in=[hall.defenses[n].pk for n in (1, 2)]).update(
        state=Defense.State.HEARD
    )

    hand_over(hall.event, leaving=hall.seats[1], coming=hall.seats[2], actor="system:test")

    rows = scoring_progress(hall.event).rows
    assert (rows[1].absent, rows[1].not_counted) == ((2,), ())
    assert standings(hall.event).teams[0].totals == (80,)


def test_who_only_reads_is_shown_words(client, hall):
    host = MembershipFactory(event=hall.event, role=Membership.Role.HOST).user

    shown = as_organizer(client, host).get(page("presence", hall)).content.decode()

    assert "<select" not in shown
    assert "<button" not in shown[shown.index('<table class="matrix"') :]
    assert "there" in shown
