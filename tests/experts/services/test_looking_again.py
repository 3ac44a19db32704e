"""The panel is asked once a sheet; who was asked is told to that expert alone; the database holds what was asked."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.covered import lines_of
from events.models import AuditEntry, Event, Membership
from experts.errors import NothingToLookAt, ScoringIsClosed, TooFewToLookAgain
from experts.models import LookRound, ScoreSheet, SecondLook, SheetRevision
from experts.reports.grid import Grid
from experts.reports.second_looks import looks_section, looks_told, own_looks, waits_for_its_round
from experts.services.closing import close_scoring
from experts.services.second_looks import (
    PROGRAM,
    ask_to_look_again,
    ask_when_all_are_in,
    keep_sheet,
)
from tests.cast import as_expert, as_organizer, member
from tests.experts.hall import Hall, close, fill, score, text_of
from tests.factories import DAY, UserFactory
from tests.kept_rows import made_once

pytestmark = pytest.mark.django_db
SLIPPED = (5, 3)  # expert and team: everybody else agrees on it


@made_once
def slipped_hall() -> Hall:
    hall = fill(12, 7)
    hall.recuse(12, 1)
    score(hall, lambda j, i: 3 if (j, i) == SLIPPED else 8, except_for=[(12, 1)])
    return hall


def change(sheet: ScoreSheet, points: str) -> None:
    number = sheet.revision + 1
    SheetRevision.objects.create(
        sheet=sheet,
        number=number,
        op_id="f" * 32,
        rubric_version=1,
        is_final=True,
        points={"whole": points},
        saved_at=DAY,
    )
    ScoreSheet.objects.filter(pk=sheet.pk).update(revision=number)


def slipped_sheet(hall: Hall) -> ScoreSheet:
    expert, team = SLIPPED
    return ScoreSheet.objects.get(seat=hall.seats[expert], defense=hall.defenses[team])


def test_who_slipped_is_asked_once_and_nobody_else():
    hall = slipped_hall()

    ask_to_look_again(hall.event.pk, by=UserFactory(), at=DAY)
    ask_to_look_again(hall.event.pk, by=UserFactory(), at=DAY)

    (look,) = SecondLook.objects.all()
    assert (look.sheet, look.revision) == (slipped_sheet(hall), 1)
    assert [each.number for each in own_looks(hall.event, [hall.seats[5]])] == [3]
    assert own_looks(hall.event, [hall.seats[1], hall.seats[12]]) == ()
    assert looks_told(hall.event).out_count == 1
    assert looks_section(Grid(hall.event)) == [{"asked_at": "2019-11-30T04:00:00.000000+00:00"}] * 2


def test_what_is_kept_or_changed_is_asked_no_more():
    hall = slipped_hall()
    ask_to_look_again(hall.event.pk, by=None, at=DAY)
    look, seats = SecondLook.objects.get(), [hall.seats[5]]

    with pytest.raises(NothingToLookAt):
        keep_sheet(hall.event, look.pk, seats=[hall.seats[1]], at=DAY)
    keep_sheet(hall.event, look.pk, seats=seats, at=DAY)
    keep_sheet(hall.event, look.pk, seats=seats, at=DAY)

    look.refresh_from_db()
    assert look.kept_at == DAY
    assert own_looks(hall.event, seats) == ()
    assert looks_told(hall.event).out_count == 0
    said = AuditEntry.objects.filter(event=hall.event).values_list("actor", "verb", "subject")
    event = f"event:{hall.event.pk}"
    program = "system:second_looks"
    assert list(said) == [(program, "looks.asked", event), (program, "looks.kept", event)]


def test_a_changed_sheet_is_its_own_answer():
    hall = slipped_hall()
    ask_to_look_again(hall.event.pk, by=None, at=DAY)

    change(slipped_sheet(hall), "8")

    assert own_looks(hall.event, [hall.seats[5]]) == ()
    with pytest.raises(NothingToLookAt):
        keep_sheet(hall.event, SecondLook.objects.get().pk, seats=[hall.seats[5]], at=DAY)


def test_the_program_asks_once_and_when_the_last_sheet_is_in():
    hall = fill(12, 7)
    hall.recuse(12, 1)
    missing = [(12, 1), (7, 7)]
    score(hall, lambda j, i: 3 if (j, i) == SLIPPED else 8, except_for=missing)

    ask_when_all_are_in(hall.event.pk, at=DAY)
    assert (waits_for_its_round(hall.event.pk), LookRound.objects.count()) == (False, 0)
    hall.give(7, 7, 8)
    ask_when_all_are_in(hall.event.pk, at=DAY)
    ask_when_all_are_in(hall.event.pk, at=DAY)

    assert [each.by for each in LookRound.objects.all()] == [None]
    assert SecondLook.objects.count() == 1


def test_few_sheets_ask_nobody_and_say_so():
    hall = fill(4, 2)
    score(hall, lambda j, i: 1 if (j, i) == (1, 1) else 8)

    ask_when_all_are_in(hall.event.pk, at=DAY)
    with pytest.raises(TooFewToLookAgain):
        ask_to_look_again(hall.event.pk, by=UserFactory(), at=DAY)

    assert LookRound.objects.count() == 0


def test_nothing_is_asked_or_kept_after_the_close():
    hall = slipped_hall()
    ask_to_look_again(hall.event.pk, by=None, at=DAY)
    close_scoring(hall.event.pk, actor="test", at=DAY)
    hall.event.refresh_from_db()

    assert own_looks(hall.event, [hall.seats[5]]) == ()
    for act in (
        lambda: ask_to_look_again(hall.event.pk, by=UserFactory(), at=DAY),
        lambda: keep_sheet(hall.event, SecondLook.objects.get().pk, seats=[hall.seats[5]], at=DAY),
    ):
        with pytest.raises(ScoringIsClosed):
            act()


REFUSED = {
    "asked again by itself": lambda hall: LookRound.objects.create(event=hall.event, at=DAY),
    "round changed": lambda hall: LookRound.objects.update(at=DAY),
    "round gone": lambda hall: LookRound.objects.all().delete(),
    "round of a rehearsal on the day": lambda hall: LookRound.objects.create(
        event=hall.event, at=DAY, is_rehearsal=True
    ),
    "another sheet": lambda hall: SecondLook.objects.update(sheet=ScoreSheet.objects.first()),
    "another revision": lambda hall: SecondLook.objects.update(revision=2),
    "look gone": lambda hall: SecondLook.objects.all().delete(),
    "a revision that is not": lambda hall: SecondLook.objects.create(
        round=LookRound.objects.get(), sheet=ScoreSheet.objects.first(), revision=2
    ),
    "after the close": lambda hall: (close(hall), SecondLook.objects.update(kept_at=DAY)),
    "asked after the close": lambda hall: (
        close(hall),
        LookRound.objects.create(event=hall.event, at=DAY, by=UserFactory()),
    ),
    "look asked after the close": lambda hall: (
        close(hall),
        SecondLook.objects.create(
            round=LookRound.objects.get(), sheet=ScoreSheet.objects.first(), revision=1
        ),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name):
    hall = slipped_hall()
    ask_to_look_again(hall.event.pk, by=None, at=DAY)

    with pytest.raises(DatabaseError), transaction.atomic():
        REFUSED[name](hall)


def test_a_keeping_is_taken_back_by_nobody():
    hall = slipped_hall()
    ask_to_look_again(hall.event.pk, by=None, at=DAY)
    SecondLook.objects.update(kept_at=DAY)

    with pytest.raises(DatabaseError), transaction.atomic():
        SecondLook.objects.update(kept_at=None)


PAGES = {
    "an owner": (
        "organizer:scoring",
        "organizer:scoring_progress",
        "organizer:log",
        "organizer:sheets",
        "organizer:results",
        "organizer:methods",
        "organizer:overview",
        "organizer:presence",
    ),
    "a secretary": ("organizer:scoring", "organizer:scoring_progress", "organizer:overview"),
    "a chair": ("expert:home", "expert:own_sheets"),
    "who was asked": ("expert:home", "expert:own_sheets"),
    "a guest": ("public:event",),
}


@pytest.mark.once("what a page shows to whom is of no engine")
def test_the_tablet_asks_its_own_expert_and_no_page_tells_who_was_asked(monkeypatch):
    """One day, and the question to one expert or to another: only who is asked reads a difference."""
    hall = slipped_hall()
    clients = visitors(hall)
    monkeypatch.setattr(timezone, "now", lambda: DAY)
    told = {cell: said_when_asked(hall, cell, clients) for cell in (SLIPPED, (6, 4))}

    first, second = told.values()
    assert {who for who in clients if first[who] != second[who]} == {"who was asked"}
    assert "Please look at team 3 again" in first["who was asked"]
    assert "Please look at team" not in second["who was asked"]
    assert "1 answer is still out." in first["an owner"]


def visitors(hall: Hall) -> dict[str, Client]:
    owner, secretary = (
        member(hall.event, str(role), role)
        for role in (Membership.Role.OWNER, Membership.Role.SECRETARY)
    )
    return {
        "an owner": as_organizer(Client(), owner),
        "a secretary": as_organizer(Client(), secretary),
        "a chair": as_expert(Client(), hall.seats[1]),
        "who was asked": as_expert(Client(), hall.seats[5]),
        "a guest": Client(),
    }


def said_when_asked(
    hall: Hall, cell: tuple[int, int], clients: dict[str, Client]
) -> dict[str, str]:
    """By visitor, all their pages; what was asked is rolled back afterwards."""
    expert, team = cell
    with transaction.atomic():
        asked = LookRound.objects.create(event=hall.event, at=DAY)
        sheet = ScoreSheet.objects.get(seat=hall.seats[expert], defense=hall.defenses[team])
        look = SecondLook.objects.create(round=asked, sheet=sheet, revision=1)
        lines = lines_of(asked, look)
        AuditEntry.write(hall.event, PROGRAM, "looks.asked", hall.event, lines)
        said = {
            who: " ".join(
                text_of(client.get(address(name, hall)).content.decode()) for name in PAGES[who]
            )
            for who, client in clients.items()
        }
        transaction.set_rollback(True)
    return said


def address(name: str, hall: Hall) -> str:
    return reverse(name, args=[] if name.startswith("expert:") else [hall.event.slug])


@pytest.mark.once("what a form answers is of no engine")
def test_the_form_on_the_tablet_keeps_the_sheet_and_the_secretary_asks_by_a_button():
    hall = slipped_hall()
    clients = visitors(hall)

    asked = clients["a secretary"].post(reverse("organizer:looks_ask", args=[hall.event.slug]))
    keep = reverse("expert:look_keep", args=[SecondLook.objects.get().pk])
    others = clients["a chair"].post(keep)
    kept = clients["who was asked"].post(keep)

    assert asked.url == reverse("organizer:scoring", args=[hall.event.slug])
    assert (others.status_code, kept.url) == (404, reverse("expert:home"))
    assert SecondLook.objects.get().kept_at is not None


@pytest.mark.once("what a page asks is of no engine")
def test_a_close_asks_first_while_answers_are_out():
    hall = slipped_hall()
    ask_to_look_again(hall.event.pk, by=None, at=DAY)
    close_it = reverse("organizer:scoring_close", args=[hall.event.slug])

    page = visitors(hall)["a secretary"].post(close_it)

    assert "1 answer of an expert who was asked to look again is still out." in text_of(
        page.content.decode()
    )
    assert Event.objects.get(pk=hall.event.pk).is_scoring_open
