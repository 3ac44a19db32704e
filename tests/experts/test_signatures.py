"""A tablet signs what it gives: the key, the check at the save, and what the database keeps of both."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from events.models import AuditEntry, Pass
from experts.errors import KeyRefused, OperationReused, ScoringIsClosed, SignatureRefused
from experts.models import ScoreSheet, SheetRevision, SheetSignature, TabletKey
from experts.reports.differences import verdict
from experts.services.closing import close_scoring, reopen_scoring
from experts.services.score_sheets import save_sheet
from experts.services.tablet_keys import register_key
from experts.sheets import Assignment, Readers, SheetOperation, Signed
from experts.signatures import Signer, short_hash, text_of_sheet
from tests.cast import Cast, as_expert, gather
from tests.experts.hall import pass_of
from tests.experts.tablets import Tablet, body_of
from tests.experts.test_guards import take_guards_off
from tests.factories import DAY, InterestFactory, PassFactory

LATER = DAY + timedelta(minutes=5)
GIVEN = SheetOperation(
    op_id=UUID(int=7),
    device_id=UUID(int=9),
    sequence=0,
    base_rev=0,
    client_ts=0,
    rubric_version=1,
    is_final=True,
    points={"research": Decimal("8.50"), "answers": Decimal(9)},
    comment="Жақсы «жоба»\n🙂",
)
SHEET = Assignment(3, 4)
SIGNER = Signer("ours", "emil", "AAAA-BBBB-CCCC-DDDD")
REFUSED = pytest.raises(IntegrityError, match=r"refused|constraint")


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


def operation(**fields) -> SheetOperation:
    return replace(
        GIVEN, op_id=uuid4(), points={"research": Decimal(8), "answers": Decimal(9)}, **fields
    )


def sheet_of(cast: Cast) -> Assignment:
    return Assignment(cast.emil.pk, cast.defense.pk)


def save(cast: Cast, sent: SheetOperation, card: Pass, at=DAY):
    return save_sheet(sheet_of(cast), operation=sent, held=card, at=at)


def test_the_signed_text_is_this_to_the_letter():
    """The tablet's script and the standalone script write the same; a change here is a new version."""
    assert text_of_sheet(SIGNER, SHEET, GIVEN) == (
        '{"base_rev":0,"comment":"Жақсы «жоба»\\n🙂","event":"ours","final":true,'
        '"key":"AAAA-BBBB-CCCC-DDDD","op_id":"00000000-0000-0000-0000-000000000007","person":"emil",'
        '"points":{"answers":"9","research":"8.5"},"rubric_version":1,"sheet":"3-4","v":1,"what":"sheet"}'
    )


def test_whom_a_comment_is_for_is_signed_and_of_a_private_one_its_hash_alone():
    for_the_team = json.loads(text_of_sheet(SIGNER, SHEET, replace(GIVEN, readers=Readers.TEAM)))
    for_me = json.loads(text_of_sheet(SIGNER, SHEET, replace(GIVEN, readers=Readers.ME)))

    assert (for_the_team["comment"], for_the_team["readers"]) == (GIVEN.comment, "team")
    salted = f"{GIVEN.device_id}:{GIVEN.op_id}:{GIVEN.comment}"
    assert (for_me["comment"], for_me["readers"]) == (
        hashlib.sha256(salted.encode()).hexdigest(),
        "me",
    )


OTHERS = [
    replace(GIVEN, points={"research": Decimal("8.5"), "answers": Decimal("9.5")}),
    replace(GIVEN, points={"research": Decimal("8.5")}),
    replace(GIVEN, comment=GIVEN.comment + " "),
    replace(GIVEN, readers=Readers.TEAM),
    replace(GIVEN, readers=Readers.ME),
    replace(GIVEN, op_id=UUID(int=8)),
    replace(GIVEN, base_rev=1),
    replace(GIVEN, rubric_version=2),
    replace(GIVEN, is_final=False),
]


def test_of_a_private_comment_no_hash_is_told_without_a_salt():
    unsalted = replace(GIVEN, readers=Readers.ME, device_id=None)

    assert json.loads(text_of_sheet(SIGNER, SHEET, unsalted))["comment"] == ""


def test_whatever_differs_is_another_text():
    texts = {text_of_sheet(SIGNER, SHEET, each) for each in [GIVEN, *OTHERS]}
    texts |= {text_of_sheet(SIGNER, sheet, GIVEN) for sheet in (Assignment(4, 4), Assignment(3, 5))}
    texts |= {
        text_of_sheet(replace(SIGNER, **{name: "x"}), SHEET, GIVEN)
        for name in ("event", "person", "key")
    }

    assert len(texts) == 1 + len(OTHERS) + 2 + 3
    assert len({short_hash(text) for text in texts}) == len(texts)


def test_points_written_otherwise_are_the_same_text():
    same = replace(GIVEN, points={"answers": Decimal("9.00"), "research": Decimal("8.5")})

    assert text_of_sheet(SIGNER, SHEET, same) == text_of_sheet(SIGNER, SHEET, GIVEN)


def test_a_signed_sheet_is_kept_with_its_signature_and_the_log_tells_both(cast, card, tablet):
    sent = tablet.signed(operation(), sheet_of(cast), card)

    save(cast, sent, card)

    kept = SheetSignature.objects.get()
    line = AuditEntry.objects.get(verb="score_sheet.saved")
    assert (kept.revision.number, kept.key.mark) == (1, tablet.mark)
    assert kept.signature == sent.signed.signature
    assert (line.details["key"], line.details["signature"]) == (tablet.mark, kept.signature)
    assert verdict(cast.event).differences == ()


def test_an_unsigned_sheet_is_saved_and_has_no_signature(cast, card, tablet):
    save(cast, operation(), card)

    assert SheetRevision.objects.count() == 1
    assert not SheetSignature.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"points": {"research": Decimal(8), "answers": Decimal(10)}},
        {"comment": "other"},
        {"op_id": UUID(int=1)},
        {"base_rev": 1},
        {"is_final": False},
    ],
    ids=lambda said: next(iter(said)),
)
def test_a_signature_over_other_values_is_refused_and_nothing_is_saved(cast, card, tablet, said):
    sent = tablet.signed(operation(), sheet_of(cast), card, **said)

    with pytest.raises(SignatureRefused):
        save(cast, sent, card)

    assert not SheetRevision.objects.exists()


def test_a_key_that_was_never_registered_or_is_somebody_elses_is_refused(cast, card, tablet):
    hers = Tablet()
    hers.register(pass_of(cast.clara))

    for other in (Tablet(), hers):
        with pytest.raises(SignatureRefused):
            save(cast, other.signed(operation(), sheet_of(cast), card), card)
    with pytest.raises(SignatureRefused):
        save(cast, replace(operation(), signed=Signed("", "")), card)

    assert not SheetRevision.objects.exists()


def test_a_retry_gets_the_first_answer_whatever_its_signature(cast, card, tablet):
    """A tablet that was killed before the answer came signs once more, and no two signatures are alike."""
    sent = operation()
    first = save(cast, tablet.signed(sent, sheet_of(cast), card), card)

    again = save(cast, tablet.signed(sent, sheet_of(cast), card), card, at=LATER)

    assert again == replace(first, status="duplicate")
    assert SheetSignature.objects.count() == 1
    with pytest.raises(OperationReused):
        save(cast, replace(sent, comment="other"), card)


def test_a_retry_that_is_signed_signs_what_came_unsigned(cast, card, tablet):
    """As where the key was registered between the first try and the answer that was lost."""
    sent = operation()
    first = save(cast, sent, card)

    again = save(cast, tablet.signed(sent, sheet_of(cast), card), card, at=LATER)
    save(cast, tablet.signed(sent, sheet_of(cast), card), card, at=LATER)

    kept = SheetSignature.objects.get()
    line = AuditEntry.objects.get(verb="score_sheet.signed")
    assert again == replace(first, status="duplicate")
    assert (kept.revision.number, kept.key.mark) == (1, tablet.mark)
    assert (line.details["revision"], line.details["signature"]) == (1, kept.signature)
    assert verdict(cast.event).differences == ()


def retried_over_other_values(cast, card, tablet, sent):
    return tablet.signed(sent, sheet_of(cast), card, comment="other")


def retried_by_an_unknown_key(cast, card, tablet, sent):
    return Tablet().signed(sent, sheet_of(cast), card)


def retried_after_the_close(cast, card, tablet, sent):
    close_scoring(cast.event.pk, actor="test", at=LATER)
    return tablet.signed(sent, sheet_of(cast), card)


def retried_by_who_is_recused(cast, card, tablet, sent):
    InterestFactory(seat=cast.emil, project=cast.defense.project, kind="other", outcome="recuse")
    return tablet.signed(sent, sheet_of(cast), card)


@pytest.mark.parametrize(
    "retried",
    [
        retried_over_other_values,
        retried_by_an_unknown_key,
        retried_after_the_close,
        retried_by_who_is_recused,
    ],
)
def test_a_retry_that_signs_nothing_gets_the_first_answer_alone(cast, card, tablet, retried):
    sent = operation()
    first = save(cast, sent, card)
    if retried is retried_by_who_is_recused:
        ScoreSheet.objects.update(state=ScoreSheet.State.SET_ASIDE)

    again = save(cast, retried(cast, card, tablet, sent), card, at=LATER)

    assert again == replace(first, status="duplicate")
    assert not SheetSignature.objects.exists()


def test_the_same_values_signed_are_one_more_revision_of_a_sheet_that_was_not(cast, card, tablet):
    """The signature is over an operation of its own, so it cannot stand beside the earlier one."""
    save(cast, operation(), card)

    def again(**fields):
        sent = operation(base_rev=1, **fields)
        return save(cast, tablet.signed(sent, sheet_of(cast), card), card, at=LATER)

    signed, once_more = again(), again()

    assert (signed.status, signed.rev) == ("applied", 2)
    assert (once_more.status, once_more.rev) == ("duplicate", 2)
    assert SheetSignature.objects.get().revision.number == 2
    assert verdict(cast.event).differences == ()


def test_the_same_values_signed_on_an_earlier_revision_or_after_the_close_are_a_repeat(
    cast, card, tablet
):
    save(cast, operation(), card)

    stale = save(cast, tablet.signed(operation(), sheet_of(cast), card), card)
    close_scoring(cast.event.pk, actor="test", at=LATER)
    late = save(cast, tablet.signed(operation(base_rev=1), sheet_of(cast), card), card, at=LATER)

    assert [stale.status, late.status] == ["duplicate", "duplicate"]
    assert not SheetSignature.objects.exists()


def test_a_key_is_registered_once_and_a_second_one_closes_it(cast, card, tablet):
    second = Tablet()
    assert tablet.register(card, at=LATER) == TabletKey.objects.get()

    second.register(card, at=LATER)

    first, last = TabletKey.objects.order_by("pk")
    assert (first.mark, first.closed_at) == (tablet.mark, LATER)
    assert (last.mark, last.closed_at) == (second.mark, None)
    details = AuditEntry.objects.filter(verb="tablet_key.registered").last().details
    assert (details["key"], details["closed"]) == (second.mark, [tablet.mark])
    with pytest.raises(SignatureRefused):
        save(cast, tablet.signed(operation(), sheet_of(cast), card), card)
    with pytest.raises(KeyRefused):
        tablet.register(card)


def test_the_key_of_a_new_card_closes_that_of_the_lost_tablet(cast, card, tablet):
    Pass.objects.filter(pk=card.pk).update(revoked_at=LATER)

    Tablet().register(PassFactory(person=cast.emil.person), at=LATER)

    assert TabletKey.objects.get(mark=tablet.mark).closed_at == LATER
    assert TabletKey.objects.count() == 2


def test_a_key_without_its_proof_is_refused(cast, card):
    tablet, other = Tablet(), Tablet()
    for public_key, proof in (
        (tablet.public_key, other.proof(card)),
        (tablet.public_key, tablet.proof(pass_of(cast.clara))),
        (tablet.public_key, ""),
        ("AAAA", tablet.proof(card)),
    ):
        with pytest.raises(KeyRefused):
            register_key(card, public_key=public_key, proof=proof, at=DAY)

    assert not TabletKey.objects.exists()


def test_a_revoked_card_registers_nothing(cast, card):
    Pass.objects.filter(pk=card.pk).update(revoked_at=LATER)

    with pytest.raises(KeyRefused):
        Tablet().register(card)


def test_no_key_comes_after_the_close_and_one_that_is_there_stays(cast, card, tablet):
    """The slips are signed then: a key that came later would stand on none of them."""
    close_scoring(cast.event.pk, actor="test", at=DAY)

    with pytest.raises(ScoringIsClosed):
        Tablet().register(card, at=LATER)
    again = tablet.register(card, at=LATER)

    assert again == TabletKey.objects.get()
    assert again.closed_at is None
    late = Tablet()
    with REFUSED, transaction.atomic():
        TabletKey.objects.create(
            card=pass_of(cast.clara), public_key=late.public_key, mark=late.mark, made_at=LATER
        )
    reopen_scoring(cast.event.pk, reason="A tablet was lost.", actor="test", at=LATER)
    assert late.register(card, at=LATER).closed_at is None


@pytest.fixture
def kept(cast, card, tablet) -> SheetSignature:
    save(cast, tablet.signed(operation(), sheet_of(cast), card), card)
    return SheetSignature.objects.get()


def test_the_database_keeps_keys_and_signatures_as_they_came(cast, card, kept):
    key = TabletKey.objects.filter(pk=kept.key_id)
    for change in ({"public_key": "x"}, {"mark": "x"}, {"card": pass_of(cast.clara)}):
        with REFUSED, transaction.atomic():
            key.update(**change)
    key.update(closed_at=DAY)
    for act in (
        lambda: key.update(closed_at=None),
        lambda: key._raw_delete("default"),
        lambda: SheetSignature.objects.update(signature="x"),
        lambda: SheetSignature.objects.all()._raw_delete("default"),
    ):
        with REFUSED, transaction.atomic():
            act()


def test_the_database_takes_no_signature_of_somebody_else_nor_after_the_close(cast, card, kept):
    hers = Tablet()
    other = hers.register(pass_of(cast.clara))
    save(cast, operation(base_rev=1, comment="unsigned"), card)
    unsigned = SheetRevision.objects.get(number=2)

    with REFUSED, transaction.atomic():
        SheetSignature.objects.create(revision=unsigned, key=other, signature="x")
    close_scoring(cast.event.pk, actor="test", at=LATER)
    with REFUSED, transaction.atomic():
        SheetSignature.objects.create(revision=unsigned, key=kept.key, signature="x")


def test_the_check_of_the_log_names_a_signature_that_is_gone_or_another(cast, kept):
    take_guards_off("experts_sheetsignature")

    SheetSignature.objects.update(signature="other")
    changed = verdict(cast.event).differences
    SheetSignature.objects.all().delete()
    gone = verdict(cast.event).differences

    number = kept.revision.sheet_id
    assert changed == gone
    assert changed == (
        f"The signature of revision 1 of score sheet {number} is not that of line 2.",
    )


@pytest.mark.once("the service below the API is tried on both engines")
def test_after_the_close_the_tablet_is_told_so_and_nothing_is_wrong_with_it(client, cast):
    as_expert(client, cast.emil)
    card, tablet = pass_of(cast.emil), Tablet()
    close_scoring(cast.event.pk, actor="test", at=DAY)

    body = {"public_key": tablet.public_key, "proof": tablet.proof(card)}
    answer = client.put(
        reverse("api:tablet_key"), json.dumps(body), content_type="application/json"
    )

    assert (answer.status_code, answer.json()) == (200, {"status": "closed"})
    assert not TabletKey.objects.exists()


@pytest.mark.once("the service below the API is tried on both engines")
def test_a_tablet_registers_and_saves_over_http(client, cast):
    as_expert(client, cast.emil)
    card, tablet = pass_of(cast.emil), Tablet()

    def put(url: str, body: object):
        return client.put(url, json.dumps(body), content_type="application/json")

    url = reverse("api:tablet_key")
    refused = put(url, {"public_key": tablet.public_key, "proof": "A" * 86})
    registered = put(url, {"public_key": tablet.public_key, "proof": tablet.proof(card)})
    sent = tablet.signed(operation(), sheet_of(cast), card)
    saved = put(reverse("api:sheet_save", args=[str(sheet_of(cast))]), body_of(sent))
    other = {**body_of(sent), "op_id": str(uuid4()), "base_rev": 1, "comment": "other"}
    wrong = put(reverse("api:sheet_save", args=[str(sheet_of(cast))]), other)

    assert (refused.status_code, refused.json()["status"]) == (422, "signature_refused")
    assert registered.json() == {"status": "registered", "key": tablet.mark}
    assert (saved.status_code, saved.json()["status"]) == (200, "applied")
    assert (wrong.status_code, wrong.json()["status"]) == (422, "signature_refused")
    assert SheetSignature.objects.count() == 1
