"""Unsent sheets of a tablet, brought by an organizer: once, by the rules of every save, and provably the expert's."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from events.models import AuditEntry, Event, Pass
from experts.errors import (
    EnteredOnceAlready,
    ExpertIsRecused,
    HandedAltered,
    HandedElsewhere,
    HandedOfNobody,
    HandedOfRehearsal,
    KeyIsClosed,
    NotSubmitted,
    OperationReused,
    OtherSheetStands,
    ScoringIsClosed,
    SheetConflict,
    SheetInvalid,
    SheetNotFound,
    SignatureRefused,
    Undeclared,
)
from experts.handed import Handed, read_handed
from experts.models import PaperEntry, ScoreSheet, SheetRevision, SheetSignature
from experts.reports.differences import verdict
from experts.services.paper import Entered, enter_paper
from experts.services.score_sheets import save_sheet
from experts.services.taking_in import Fate, origin_of, take_in
from experts.sheets import Assignment, Outcome, SheetOperation
from tests.cast import Cast, gather
from tests.experts.hall import pass_of
from tests.experts.tablets import Tablet, handed_over
from tests.factories import DAY, InterestFactory

LATER = DAY + timedelta(minutes=5)
POINTS = {"research": Decimal(8), "answers": Decimal(9)}


@pytest.fixture
def cast(db) -> Cast:
    return gather()


@pytest.fixture
def card(cast) -> Pass:
    return pass_of(cast.emil)


@pytest.fixture
def tablet(card) -> Tablet:
    made = Tablet()
    made.register(card)
    return made


def given(**fields) -> SheetOperation:
    whole = {
        "op_id": uuid4(),
        "device_id": None,
        "sequence": 0,
        "base_rev": 0,
        "client_ts": 0,
        "rubric_version": 1,
        "is_final": True,
        "points": POINTS,
    }
    return SheetOperation(**{**whole, **fields})


def sheet_of(cast: Cast) -> Assignment:
    return Assignment(cast.emil.pk, cast.defense.pk)


def hand_over(cast: Cast, tablet: Tablet | None, *operations: SheetOperation) -> Handed:
    """Final ones signed each, and all together, as a tablet does."""
    card, sheet = pass_of(cast.emil), sheet_of(cast)
    signed = [
        tablet.signed(each, sheet, card) if tablet and each.is_final else each
        for each in operations
    ]
    said = handed_over([(sheet, each) for each in signed], card, tablet)
    return read_handed(json.dumps(said))


def take(cast: Cast, handed: Handed, by=None):
    (taken,) = take_in(cast.event, handed, by=by or cast.olga, at=LATER)
    return taken


def refusal_of(cast: Cast, handed: Handed) -> object:
    taken = take(cast, handed)
    assert taken.fate == Fate.REFUSED
    return type(taken.refusal)


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("number").values_list("verb", flat=True))


def test_what_the_tablet_signed_is_stored_as_the_experts_own(cast, tablet):
    draft = given(is_final=False, points={"research": Decimal(5)})
    final = given(base_rev=1)

    taken = take(cast, hand_over(cast, tablet, draft, final))

    sheet = ScoreSheet.objects.get()
    assert (taken.fate, sheet.state, sheet.revision) == (Fate.TAKEN, ScoreSheet.State.SUBMITTED, 2)
    assert [each.op_id for each in SheetRevision.objects.order_by("number")] == [
        draft.op_id,
        final.op_id,
    ]
    assert SheetSignature.objects.get().revision.number == 2
    assert verdict(cast.event).differences == ()


def test_the_log_says_who_brought_it_and_whose_it_is(cast, tablet):
    take(cast, hand_over(cast, tablet, given()))

    saved, brought = AuditEntry.objects.order_by("number")[1:]
    assert (saved.verb, saved.actor) == ("score_sheet.saved", f"person:{cast.emil.person_id}")
    assert (brought.verb, brought.actor) == ("score_sheet.taken_in", f"user:{cast.olga.pk}")
    assert brought.details["seat"] == cast.emil.pk
    assert "points" not in brought.details


def test_a_signed_draft_stays_a_draft(cast, tablet):
    taken = take(cast, hand_over(cast, tablet, given(is_final=False)))

    assert (taken.fate, ScoreSheet.objects.get().state) == (Fate.TAKEN, ScoreSheet.State.DRAFT)


def test_a_tablet_that_comes_back_hears_that_it_is_stored(cast, tablet, card):
    final = tablet.signed(given(), sheet_of(cast), card)
    take(cast, hand_over(cast, tablet, final))

    answer = save_sheet(sheet_of(cast), operation=final, held=card, at=LATER)

    assert (answer.status, answer.rev, SheetRevision.objects.count()) == (Outcome.DUPLICATE, 1, 1)


def test_what_the_tablet_had_sent_is_known_and_taken_in_twice_changes_nothing(cast, tablet, card):
    draft, final = given(is_final=False), given(base_rev=1)
    handed = hand_over(cast, tablet, draft, final)
    save_sheet(sheet_of(cast), operation=draft, held=card, at=DAY)

    fates = [take(cast, handed).fate, take(cast, handed).fate]

    assert fates == [Fate.TAKEN, Fate.KNOWN]
    assert SheetRevision.objects.count() == 2
    assert verbs().count("score_sheet.taken_in") == 1


ALTERED = [
    {"points": {"research": "9", "answers": "9"}},
    {"comment": "better"},
    {"final": False},
    {"base_rev": 1},
    {"rubric_version": 2},
    {"op_id": str(UUID(int=1))},
    {"sheet": "1-1"},
    {"seq": 5},
    {"client_ts": 5},
    {"device_id": str(UUID(int=2))},
    {"signature": "A" * 86},
]


@pytest.mark.sampled(2, "which field of what was signed is altered")
@pytest.mark.parametrize("changed", ALTERED, ids=lambda each: next(iter(each)))
def test_a_file_that_somebody_altered_is_refused_by_name_and_nothing_is_taken(
    cast, tablet, changed
):
    honest = hand_over(cast, tablet, given())
    (row,) = json.loads(honest.written)
    altered = replace(honest, written=json.dumps([{**row, **changed}]))

    with pytest.raises(HandedAltered, match="Emil"):
        take_in(cast.event, altered, by=cast.olga, at=LATER)

    assert take(cast, honest).fate == Fate.TAKEN  # the control: what was signed is taken


@pytest.mark.parametrize("name", ["key", "person", "event"])
def test_another_key_person_or_event_is_not_believed(cast, tablet, name):
    clara = Tablet()
    clara.register(pass_of(cast.clara))
    handed = hand_over(cast, tablet, given())
    values = {"key": clara.mark, "person": cast.clara.person.key, "event": "theirs"}
    handed = replace(handed, **{name: values[name]})

    if name == "event":
        with pytest.raises(HandedElsewhere, match="theirs"):
            origin_of(cast.event, handed)
    else:
        origin = origin_of(cast.event, handed)  # nobody's tablet: as good as unsigned
        assert origin.key is None
    assert not ScoreSheet.objects.exists()


def test_an_operation_left_out_is_noticed(cast, tablet):
    honest = hand_over(cast, tablet, given(is_final=False), given(base_rev=1))
    rows = json.loads(honest.written)

    with pytest.raises(HandedAltered):
        take_in(cast.event, replace(honest, written=json.dumps(rows[1:])), by=cast.olga, at=LATER)


@pytest.mark.parametrize("is_signed", [True, False])
def test_sheets_of_a_rehearsal_are_refused_on_the_day(cast, tablet, is_signed):
    honest = hand_over(cast, tablet if is_signed else None, given())
    of_rehearsal = replace(honest, is_rehearsal=True)

    with pytest.raises(HandedOfRehearsal):
        take_in(cast.event, of_rehearsal, by=cast.olga, at=LATER)
    cast.event.is_rehearsal = True
    if is_signed:  # the flag is part of what is signed
        with pytest.raises(HandedAltered):
            origin_of(cast.event, of_rehearsal)
    assert not PaperEntry.objects.exists()


def test_sheets_of_nobody_here_are_refused(cast, tablet):
    handed = replace(hand_over(cast, tablet, given()), person="nobody")

    with pytest.raises(HandedOfNobody):
        take_in(cast.event, handed, by=cast.olga, at=LATER)


def test_other_values_that_were_saved_since_stay(cast, tablet, card):
    save_sheet(
        sheet_of(cast),
        operation=given(points={"research": Decimal(1)}, is_final=False),
        held=card,
        at=DAY,
    )

    assert refusal_of(cast, hand_over(cast, tablet, given())) is SheetConflict
    assert SheetRevision.objects.get().points == {"research": "1"}


def test_what_is_built_on_a_refused_operation_is_not_taken(cast, tablet, card):
    save_sheet(
        sheet_of(cast),
        operation=given(points={"research": Decimal(1)}, is_final=False),
        held=card,
        at=DAY,
    )
    draft, final = given(is_final=False), given(base_rev=1)

    assert refusal_of(cast, hand_over(cast, tablet, draft, final)) is SheetConflict
    assert SheetRevision.objects.count() == 1


def ask_declaration(cast: Cast) -> None:
    Event.objects.update(asks_declaration=True)


def recuse(cast: Cast) -> None:
    InterestFactory(seat=cast.emil, project=cast.defense.project, outcome="recuse")


def close(cast: Cast) -> None:
    Event.objects.update(scoring_closed_at=DAY)


@pytest.mark.parametrize(
    ("act", "refusal", "lines"),
    [
        (ask_declaration, Undeclared, []),
        (recuse, ExpertIsRecused, ["score_sheet.refused"]),
        (close, ScoringIsClosed, ["score_sheet.refused"]),
    ],
)
def test_every_rule_of_a_save_holds(cast, tablet, act, refusal, lines):
    handed = hand_over(cast, tablet, given())
    act(cast)

    assert refusal_of(cast, handed) is refusal
    assert verbs()[1:] == lines
    assert not ScoreSheet.objects.exists()


def test_a_key_that_was_closed_since_gives_nothing(cast, tablet, card):
    handed = hand_over(cast, tablet, given())
    Tablet().register(card)

    assert refusal_of(cast, handed) is KeyIsClosed


def test_an_unsigned_draft_is_not_taken(cast):
    assert refusal_of(cast, hand_over(cast, None, given(is_final=False))) is NotSubmitted
    assert not PaperEntry.objects.exists()


def test_a_stopped_card_gives_nothing(cast, tablet, card):
    handed = hand_over(cast, tablet, given())
    Pass.objects.filter(pk=card.pk).update(revoked_at=DAY)

    taken = take(cast, handed)

    assert (taken.fate, taken.refusal.code) == (Fate.REFUSED, "signed_out")


def test_a_sheet_whose_own_signature_is_wrong_is_refused_alone(cast, tablet, card):
    good, sheet = given(), sheet_of(cast)
    bad = tablet.signed(good, sheet, card, comment="other")
    said = handed_over([(sheet, bad)], card, tablet)

    assert refusal_of(cast, read_handed(json.dumps(said))) is SignatureRefused


def test_the_same_id_with_other_values_is_refused(cast, tablet):
    first = given()
    take(cast, hand_over(cast, tablet, first))

    again = replace(first, points={**POINTS, "research": Decimal(1)})

    assert refusal_of(cast, hand_over(cast, tablet, again)) is OperationReused


def test_what_nothing_proves_is_a_first_entry_and_becomes_a_sheet_by_a_second_reader(cast, card):
    final = given(comment="clear")
    handed = hand_over(cast, None, given(is_final=False, points={}), replace(final, base_rev=1))

    taken = take(cast, handed)

    assert taken.fate == Fate.FIRST_ENTRY
    assert not ScoreSheet.objects.exists()
    assert (PaperEntry.objects.get().by, verbs()) == (
        cast.olga,
        ["paper.entered", "paper.taken_in"],
    )
    second = enter_paper(cast.event, sheet_of(cast), operation=given(), by=cast.sara, at=LATER)
    assert second == Entered.DIFFERS  # the comment was not typed
    typed = given(comment="clear")
    stored = enter_paper(
        cast.event, sheet_of(cast), operation=typed, by=cast.sara, at=LATER, corrects=True
    )
    assert stored == Entered.STORED
    assert take(cast, handed).fate == Fate.KNOWN
    answer = save_sheet(sheet_of(cast), operation=final, held=card, at=LATER)
    assert (answer.status, SheetRevision.objects.count()) == (Outcome.DUPLICATE, 1)


def test_a_file_is_never_the_second_entry(cast):
    """Whoever typed the first could have written the file."""
    enter_paper(cast.event, sheet_of(cast), operation=given(), by=cast.olga, at=DAY)

    assert refusal_of_by(cast, hand_over(cast, None, given()), cast.sara) is EnteredOnceAlready
    assert not ScoreSheet.objects.exists()


def refusal_of_by(cast: Cast, handed: Handed, by) -> object:
    return type(take(cast, handed, by).refusal)


def test_an_unsigned_sheet_takes_the_place_of_none_but_its_own(cast, card):
    draft = given(is_final=False, points={"research": Decimal(1)})
    save_sheet(sheet_of(cast), operation=draft, held=card, at=DAY)

    assert refusal_of(cast, hand_over(cast, None, given())) is OtherSheetStands
    assert take(cast, hand_over(cast, None, draft, given(base_rev=1))).fate == Fate.FIRST_ENTRY


@pytest.mark.parametrize("points", [POINTS, {**POINTS, "research": Decimal(1)}])
def test_who_guesses_the_points_of_a_sheet_hears_one_answer_and_is_in_the_log(cast, card, points):
    """A file that nothing proves could hold anybody's guess."""
    save_sheet(sheet_of(cast), operation=given(), held=card, at=DAY)

    taken = take(cast, hand_over(cast, None, given(points=points)))

    assert type(taken.refusal) is OtherSheetStands
    assert "other values" not in str(taken.refusal)
    line = AuditEntry.objects.order_by("number").last()
    assert (line.verb, line.actor) == ("paper.not_taken", f"user:{cast.olga.pk}")
    assert line.details["seat"] == cast.emil.pk
    assert "points" not in line.details


@pytest.mark.parametrize("points", [POINTS, {**POINTS, "research": Decimal(1)}])
def test_who_knows_the_id_of_a_sheet_and_guesses_is_in_the_log(cast, card, points):
    stored = given()
    save_sheet(sheet_of(cast), operation=stored, held=card, at=DAY)

    take(cast, hand_over(cast, None, replace(stored, points=points)))

    assert verbs()[-1] == "paper.not_taken"


def test_the_id_of_another_experts_sheet_makes_nothing_known(cast):
    claras = given()
    clara = Assignment(cast.clara.pk, cast.defense.pk)
    save_sheet(clara, operation=claras, held=pass_of(cast.clara), at=DAY)

    taken = take(cast, hand_over(cast, None, claras))

    assert taken.fate == Fate.FIRST_ENTRY
    stored = enter_paper(
        cast.event, sheet_of(cast), operation=replace(claras, op_id=uuid4()), by=cast.sara, at=LATER
    )
    assert stored == Entered.STORED
    assert SheetRevision.objects.filter(op_id=claras.op_id).get().sheet.seat == cast.clara


def test_the_same_unsigned_sheet_brought_twice_by_one_person_is_the_first_entry_still(cast):
    handed = hand_over(cast, None, given())

    fates = [take(cast, handed).fate, take(cast, handed).fate]

    assert fates == [Fate.FIRST_ENTRY, Fate.FIRST_ENTRY]
    assert verbs() == ["paper.entered", "paper.taken_in"]


def test_an_entry_that_the_tablet_sent_itself_since_waits_no_more(cast, card):
    final = given()
    take(cast, hand_over(cast, None, final))
    assert PaperEntry.objects.waiting().count() == 1  # the control: it waits until then

    save_sheet(sheet_of(cast), operation=final, held=card, at=LATER)

    assert not PaperEntry.objects.waiting().exists()
    paper = given(base_rev=1, points={**POINTS, "research": Decimal(1)})
    by_olga = enter_paper(cast.event, sheet_of(cast), operation=paper, by=cast.olga, at=LATER)
    typed = replace(paper, op_id=uuid4())
    by_sara = enter_paper(cast.event, sheet_of(cast), operation=typed, by=cast.sara, at=LATER)
    assert (by_olga, by_sara) == (Entered.WAITS, Entered.STORED)


def test_what_was_stored_before_a_refusal_is_told(cast, tablet):
    draft, impossible = (
        given(is_final=False),
        given(base_rev=1, points={**POINTS, "research": Decimal(99)}),
    )

    taken = take(cast, hand_over(cast, tablet, draft, impossible))

    assert (taken.fate, type(taken.refusal)) == (Fate.PARTLY, SheetInvalid)
    assert ScoreSheet.objects.get().state == ScoreSheet.State.DRAFT


@pytest.mark.parametrize("was_sent", [False, True], ids=["not sent", "sent, and its answer lost"])
def test_a_signed_sheet_built_on_what_stands_already_is_stored_as_signed(
    cast, tablet, card, was_sent
):
    half = {"research": Decimal(7)}
    save_sheet(sheet_of(cast), operation=given(is_final=False, points=half), held=card, at=DAY)
    repeats = given(is_final=False, points=half, base_rev=1)
    if was_sent:
        save_sheet(sheet_of(cast), operation=repeats, held=card, at=DAY)
    handed = hand_over(cast, tablet, repeats, given(base_rev=2))

    fates = [take(cast, handed).fate, take(cast, handed).fate]

    assert fates == [Fate.TAKEN, Fate.KNOWN]
    assert (ScoreSheet.objects.get().revision, SheetSignature.objects.get().revision.number) == (
        3,
        3,
    )
    assert verdict(cast.event).differences == ()


@pytest.mark.parametrize("is_all", [True, False], ids=["all of it", "all but the last"])
def test_what_the_tablet_sent_itself_of_a_signed_chain_is_known(cast, tablet, card, is_all):
    """It was built on the revision that the first one would make, and sent on the one that it did not."""
    half, more = {"research": Decimal(7)}, {"research": Decimal(6)}
    save_sheet(sheet_of(cast), operation=given(is_final=False, points=half), held=card, at=DAY)
    chain = [
        given(is_final=False, points=half, base_rev=1),
        given(is_final=False, points=more, base_rev=2),
        given(base_rev=3),
    ]
    handed = hand_over(cast, tablet, *chain)
    for number, each in enumerate(chain if is_all else chain[:-1]):
        sent = replace(each, base_rev=max(1, number))
        if sent.is_final:
            sent = tablet.signed(sent, sheet_of(cast), card)
        save_sheet(sheet_of(cast), operation=sent, held=card, at=DAY)

    fates = [take(cast, handed).fate, take(cast, handed).fate]

    assert fates == [Fate.KNOWN if is_all else Fate.TAKEN, Fate.KNOWN]
    current = SheetRevision.objects.current().get()
    assert (current.op_id, current.is_final) == (chain[-1].op_id, True)
    assert SheetSignature.objects.get().revision == current
    assert verbs().count("score_sheet.refused") == 0
    assert verdict(cast.event).differences == ()


def test_other_values_under_an_id_that_the_tablet_sent_are_refused(cast, tablet, card):
    half = {"research": Decimal(7)}
    first = given(is_final=False, points=half)
    save_sheet(sheet_of(cast), operation=first, held=card, at=DAY)
    other = replace(first, points={"research": Decimal(8)}, base_rev=1)

    assert refusal_of(cast, hand_over(cast, tablet, other)) is OperationReused


def test_a_sheet_built_on_what_stood_before_takes_the_place_of_nothing_newer(cast, tablet, card):
    half = {"research": Decimal(7)}
    save_sheet(sheet_of(cast), operation=given(is_final=False, points=half), held=card, at=DAY)
    repeats = given(is_final=False, points=half, base_rev=1)
    save_sheet(sheet_of(cast), operation=repeats, held=card, at=DAY)
    newer = given(is_final=False, points={"research": Decimal(9)}, base_rev=1)
    save_sheet(sheet_of(cast), operation=newer, held=card, at=DAY)

    assert refusal_of(cast, hand_over(cast, tablet, repeats, given(base_rev=2))) is SheetConflict
    assert ScoreSheet.objects.get().revision == 2


def test_a_final_sheet_without_a_signature_of_its_own_is_not_the_experts(cast, tablet, card):
    sheet = sheet_of(cast)
    said = handed_over([(sheet, given())], card, tablet)

    assert refusal_of(cast, read_handed(json.dumps(said))) is SignatureRefused
    assert not ScoreSheet.objects.exists()


def test_an_unsigned_sheet_of_another_seat_is_not_this_experts(cast):
    card = pass_of(cast.emil)
    other = Assignment(cast.clara.pk, cast.defense.pk)
    handed = read_handed(json.dumps(handed_over([(other, given())], card, None)))

    assert refusal_of(cast, handed) is SheetNotFound


def test_a_signed_sheet_of_another_seat_is_not_this_experts(cast, tablet, card):
    other = Assignment(cast.clara.pk, cast.defense.pk)
    signed = tablet.signed(given(), other, card)
    handed = read_handed(json.dumps(handed_over([(other, signed)], card, tablet)))

    assert refusal_of(cast, handed) is SheetNotFound
    assert not ScoreSheet.objects.exists()
