"""Words that experts add after the close: when, to what, where they stand, and what the database refuses of them."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from defense.rehearsal.closing import reset_rehearsal
from events.models import AuditEntry, Event
from experts.errors import (
    NoSheetOfYours,
    OperationReused,
    ScoringIsOpen,
    WordsAreOver,
    WordsMoved,
    WordsRefused,
    WordsWaitForTheSeal,
)
from experts.models import AddedWords, Protocol, ScoreSheet, Seat
from experts.pages.added_words import words_page
from experts.protocol_pdf.minutes import teams_of
from experts.protocol_pdf.tables import annexes, decimals_of
from experts.protocol_pdf.team_sheets import sheet_of
from experts.reports.record import canonical, changed_sections, record_of
from experts.services.added_words import Added, add_words
from experts.sheets import Readers
from experts.team_page import team_page
from tests.cast import as_expert, as_organizer
from tests.experts.hall import Hall, close, fill, give, pass_of
from tests.experts.protocols import prepared, sealed_by, withdrawn
from tests.experts.sealed_events import sealed_with, show
from tests.experts.test_attacks import is_refused
from tests.factories import DAY, MembershipFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db
DAYS = 3
POINTS = {"whole": "8"}


@pytest.fixture
def hall() -> Hall:
    """Expert 1 has a comment to team 1; of team 2 expert 2 has a draft, and expert 3 is recused."""
    hall = fill(experts=3, projects=2)
    Event.objects.filter(pk=hall.event.pk).update(words_days=DAYS)
    for expert in (1, 2, 3):
        give(hall.seats[expert], hall.defenses[1], POINTS, comment=f"comment of {expert}")
    give(hall.seats[1], hall.defenses[2], POINTS)
    give(hall.seats[2], hall.defenses[2], POINTS, ScoreSheet.State.DRAFT)
    hall.recuse(3, 2)
    TeamMemberFactory(project=hall.defenses[1].project, order=1)
    close(hall)
    hall.event.refresh_from_db()
    return hall


def add(hall: Hall, expert: int, team: int, text: str, readers=Readers.TEAM, at=DAY, **said):
    """From a page that shows what stands, unless `seen` says otherwise."""
    seat, defense = hall.seats[expert], hall.defenses[team]
    stands = AddedWords.objects.filter(sheet__seat=seat, sheet__defense=defense).count()
    added = Added(said.get("op_id") or uuid4(), text, readers, said.get("seen", stands))
    return add_words(added, defense_id=defense.pk, held=pass_of(seat), at=at)


def record(hall: Hall):
    return record_of(Event.objects.get(pk=hall.event.pk), DAY)


def seal(hall: Hall) -> Protocol:
    return sealed_with(hall.event, hall.seats[1], record(hall))


def lines(of, team: int) -> list[str]:
    with translation.override("en"), timezone.override(of["event"]["time_zone"]):
        found = list(annexes(of, decimals_of(of)))[team - 1]
    return [row.comment for row in found.rows]


def test_before_the_seal_they_stand_in_the_record_beside_the_comment(hall):
    add(hall, 1, 1, "First try.")
    add(hall, 1, 1, " You asked\nthe right people. ")
    add(hall, 2, 1, "For the minutes.", Readers.PROTOCOL)
    add(hall, 3, 1, "Taken back soon.")
    add(hall, 3, 1, "")

    of = record(hall)
    added = "Added after the close, 30 November 2019, 10:00"
    assert lines(of, 1) == [
        f"comment of 1\n{added}: You asked the right people.",
        f"comment of 2\n{added}: For the minutes.",
        "comment of 3",
    ]
    (team, _second) = teams_of(of)
    assert [each.text for each in sheet_of(of, team).words] == ["You asked the right people."]
    assert not any("added" in each for each in of["sheets"] if each["team"] == 2)
    written = AuditEntry.objects.filter(verb__startswith="words.").order_by("number")
    assert [each.verb.partition(".")[2] for each in written] == [*["added"] * 4, "taken_back"]
    assert not any("people" in str(each.details) for each in written)


def test_after_the_seal_they_are_for_the_team_alone_and_change_nothing_of_the_record(hall):
    add(hall, 1, 1, "In the record.")
    seal(hall)
    before = canonical(record(hall))
    show(hall.event, Event.Publishable.FEEDBACK)
    member = hall.defenses[1].project.teammember_set.get().person

    add(hall, 2, 1, "A late word.", Readers.PROTOCOL, at=DAY + timedelta(days=DAYS, seconds=-1))

    assert changed_sections(before, record(hall)) == []
    Event.objects.filter(pk=hall.event.pk).update(published=[])
    member.event.refresh_from_db()
    assert team_page(member).sheets == ()
    show(hall.event, Event.Publishable.FEEDBACK)
    member.event.refresh_from_db()
    with translation.override("en"):
        page = team_page(member)
    [sheet] = page.sheets
    assert page.sealed_on == "30 November 2019"
    assert [(each.text, each.who, each.day) for each in sheet.after] == [
        ("A late word.", "", "3 December 2019")
    ]
    assert [each.text for each in sheet.sheet.words] == ["In the record."]
    organizer = as_organizer(Client(), MembershipFactory(event=hall.event).user)
    preview = reverse("organizer:publishing_preview", args=[hall.event.slug])
    assert "A late word." in organizer.get(preview, {"feedback": "on"}).text
    assert "A late word." not in organizer.get(preview).text


@pytest.mark.parametrize(
    ("words_by", "who"), [("names", None), ("numbers", "Expert 1"), ("nobody", "")]
)
def test_who_stands_beside_them_is_who_stands_beside_words_in_the_record(hall, words_by, who):
    Event.objects.filter(pk=hall.event.pk).update(words_by=words_by)
    add(hall, 2, 1, "In the record.")
    seal(hall)
    show(hall.event, Event.Publishable.FEEDBACK)
    member = hall.defenses[1].project.teammember_set.get().person
    for expert, text in ((1, "A second one."), (2, "Once more.")):
        add(hall, expert, 1, text)

    with translation.override("en"):
        [sheet] = team_page(member).sheets

    theirs = hall.seats[2].person.name if who is None else who
    assert [each.who for each in sheet.after][1] == theirs
    assert (sheet.after[0].who == theirs) == (words_by == "nobody")


def test_a_number_beside_words_stays_with_its_expert(hall):
    """Whatever is added, changed or taken back after it; numbers follow the first words, not the alphabet."""
    Event.objects.filter(pk=hall.event.pk).update(words_by="numbers")
    add(hall, 2, 1, "In the record.")
    seal(hall)
    show(hall.event, Event.Publishable.FEEDBACK)
    member = hall.defenses[1].project.teammember_set.get().person
    seen = []
    for expert, text in ((3, "Zealous."), (1, "Alert."), (2, "Mild."), (3, ""), (3, "Back.")):
        add(hall, expert, 1, text)
        with translation.override("en"):
            [sheet] = team_page(member).sheets
        seen.append({each.text: each.who for each in sheet.after})

    third, second, first = "Expert 2", "Expert 3", "Expert 1"
    assert seen == [
        {"Zealous.": third},
        {"Alert.": second, "Zealous.": third},
        {"Alert.": second, "Mild.": first, "Zealous.": third},
        {"Alert.": second, "Mild.": first},
        {"Alert.": second, "Back.": third, "Mild.": first},
    ]


def test_each_time_has_its_refusal(hall):
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=None)
    with pytest.raises(ScoringIsOpen):
        add(hall, 1, 1, "Early.")
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=DAY)
    protocol = prepared(hall.event)
    with pytest.raises(WordsWaitForTheSeal):
        add(hall, 1, 1, "Meanwhile.")
    withdrawn(protocol)
    add(hall, 1, 1, "In time.")

    assert [each.text for each in AddedWords.objects.all()] == ["In time."]


def test_after_the_seal_they_take_the_days_of_the_event_and_no_more(hall):
    seal(hall)
    with pytest.raises(WordsAreOver):
        add(hall, 1, 1, "Late.", at=DAY + timedelta(days=DAYS))
    Event.objects.filter(pk=hall.event.pk).update(words_days=None)
    with pytest.raises(WordsAreOver):
        add(hall, 1, 1, "No days.")

    assert not AddedWords.objects.exists()


def test_only_an_own_sheet_that_counts_takes_words_and_each_operation_once(hall):
    for expert, team in ((2, 2), (3, 2)):
        with pytest.raises(NoSheetOfYours):
            add(hall, expert, team, "No.")
    with pytest.raises(WordsRefused, match="cannot be printed"):
        add(hall, 1, 1, "漢字")
    op_id = uuid4()
    first = add(hall, 1, 1, "Once.", op_id=op_id)
    with pytest.raises(OperationReused):
        add(hall, 1, 1, "Twice.", op_id=op_id)

    assert add(hall, 1, 1, "Once.", op_id=op_id) == first
    assert AddedWords.objects.count() == 1


def kept_of(hall: Hall) -> list[tuple[str, str]]:
    rows = AddedWords.objects.filter(sheet__seat=hall.seats[1]).order_by("number")
    return list(rows.values_list("text", "readers"))


@pytest.mark.parametrize("text", ["", "Other words."])
def test_words_that_were_not_seen_are_not_written_over(hall, text):
    add(hall, 1, 1, "A careful word.", seen=0)

    with pytest.raises(WordsMoved, match="A careful word"):
        add(hall, 1, 1, text, seen=0)
    assert kept_of(hall) == [("A careful word.", "team")]
    add(hall, 1, 1, text, seen=1)
    with pytest.raises(WordsMoved):
        add(hall, 1, 1, "Of the first page.", seen=1)

    assert kept_of(hall) == [("A careful word.", "team"), (text, "team")]


def test_what_stands_is_not_written_again(hall):
    assert add(hall, 1, 1, "") is None
    first = add(hall, 1, 1, "Once.")
    assert add(hall, 1, 1, " Once. ", seen=0) == first
    add(hall, 1, 1, "Once.", Readers.PROTOCOL)
    for _ in range(2):
        add(hall, 1, 1, "")
    seal(hall)
    assert add(hall, 1, 1, "") is None

    assert kept_of(hall) == [("Once.", "team"), ("Once.", "protocol"), ("", "team")]
    assert AuditEntry.objects.filter(verb__startswith="words.").count() == 3


def test_a_second_page_asks_before_it_takes_words_back(hall):
    tablet = as_expert(Client(), hall.seats[1])
    address = reverse("expert:words_add", args=[hall.defenses[1].pk])
    said = {"readers": "team", "seen": "0"}
    tablet.post(address, said | {"op_id": uuid4(), "text": "From the first page."})

    answer = tablet.post(address, said | {"op_id": uuid4(), "text": "From the second."})

    assert (answer.status_code, kept_of(hall)) == (422, [("From the first page.", "team")])
    assert "From the first page." in answer.text
    assert "From the second.</textarea>" in answer.text
    (op_id,) = re.findall(
        r'name="op_id" value="([^"]+)"[^>]*>\s*<input[^>]*name="seen" value="1"', answer.text
    )
    tablet.post(address, said | {"op_id": op_id, "seen": "1", "text": "From the second."})
    assert kept_of(hall)[1:] == [("From the second.", "team")]
    nothing = tablet.post(
        reverse("expert:words_add", args=[hall.defenses[2].pk]),
        said | {"op_id": uuid4(), "text": ""},
        follow=True,
    )
    assert "Taken back." not in nothing.text
    assert len(kept_of(hall)) == 2


def inserted(sheet: int, *, number: int = 1, readers: str = "team", protocol: str = "NULL") -> str:
    columns = "sheet_id, number, op_id, text, readers, protocol_id, at"
    moment = "'2019-12-01 09:00:00'"
    return (
        f"INSERT INTO experts_addedwords ({columns}) "
        f"VALUES ({sheet}, {number}, '{uuid4().hex}', 'x', '{readers}', {protocol}, {moment})"
    )


def test_the_database_holds_when_and_to_what(hall):
    own = add(hall, 1, 1, "One.").sheet_id
    draft = ScoreSheet.objects.get(state=ScoreSheet.State.DRAFT).pk
    assert is_refused(inserted(draft))
    assert is_refused(inserted(own, number=3))
    assert is_refused("UPDATE experts_addedwords SET text = 'x'")
    assert is_refused("DELETE FROM experts_addedwords")
    if connection.vendor == "sqlite":
        assert is_refused(inserted(own).replace("INSERT", "INSERT OR REPLACE"))
    assert not is_refused(inserted(own, number=2))  # the negative control
    protocol = prepared(hall.event)
    assert is_refused(inserted(own, number=2))
    assert is_refused(inserted(own, number=2, protocol=str(protocol.pk)))
    sealed = sealed_by(protocol, hall.seats[1])
    assert is_refused(inserted(own, number=2))
    Event.objects.filter(pk=hall.event.pk).update(words_days=None)
    assert is_refused(inserted(own, number=2, protocol=str(sealed.pk)))


def test_the_database_takes_none_while_the_scoring_is_open():
    hall = fill(1, 1)
    sheet = give(hall.seats[1], hall.defenses[1], POINTS)

    assert is_refused(inserted(sheet.pk))


def test_the_page_tells_an_expert_the_own_words_alone(hall):
    tablet = as_expert(Client(), hall.seats[1])
    add(hall, 2, 1, "Not for you.")

    refused = tablet.post(
        reverse("expert:words_add", args=[hall.defenses[1].pk]),
        {"op_id": uuid4(), "text": "So 漢字", "readers": "team"},
    )
    kept = tablet.post(
        reverse("expert:words_add", args=[hall.defenses[1].pk]),
        {"op_id": uuid4(), "text": "So it was.", "readers": "protocol"},
        follow=True,
    )

    assert (refused.status_code, "So 漢字" in refused.text) == (422, True)
    assert "漢 (U+6F22" in refused.text
    assert ("comment of 1" in kept.text, "So it was." in kept.text) == (True, True)
    assert ("comment of 2" in kept.text, "Not for you." in kept.text) == (False, False)
    assert kept.text.count('name="text"') == 2
    words = AddedWords.objects.get(text="So it was.")
    assert (words.sheet.seat_id, words.readers) == (hall.seats[1].pk, "protocol")


def test_after_the_days_the_page_says_that_they_are_over(hall):
    add(hall, 1, 1, "One.")
    seal(hall)
    seats = list(Seat.objects.filter(pk=hall.seats[1].pk).select_related("panel__room__event"))

    person = pass_of(hall.seats[1]).person
    open_page = words_page(person, seats, DAY + timedelta(days=1))
    over = words_page(person, seats, DAY + timedelta(days=DAYS))

    assert [("readers" in card.form.fields) for card in open_page.cards if card.form] == [False] * 2
    assert (open_page.closed, open_page.is_after_the_seal) == ("", True)
    assert over.closed == str(WordsAreOver())
    assert [(card.added, card.form) for card in over.cards] == [("One.", None), ("", None)]


def test_a_rehearsal_takes_them_along():
    hall = fill(1, 1)
    Event.objects.filter(pk=hall.event.pk).update(is_rehearsal=True, words_days=1)
    hall.event.refresh_from_db()
    give(hall.seats[1], hall.defenses[1], POINTS)
    close(hall)
    card = pass_of(hall.seats[1], is_rehearsal=True)
    for seen, text in enumerate(("One.", "Two.")):
        add_words(
            Added(uuid4(), text, seen=seen), defense_id=hall.defenses[1].pk, held=card, at=DAY
        )

    reset_rehearsal(hall.event.pk)

    assert (AddedWords.objects.count(), ScoreSheet.objects.count()) == (0, 0)
