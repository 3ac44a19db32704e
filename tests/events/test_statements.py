"""What is compiled once reads and writes what the ORM reads and writes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection

from events.models import AuditHead, Criterion
from events.statements import Change, Columns, Given, Insertion, Selection
from experts.models import SheetRevision
from tests.factories import (
    DAY,
    CriterionFactory,
    EventFactory,
    ScoreSheetFactory,
    SheetRevisionFactory,
)

pytestmark = pytest.mark.django_db

REVISION = Columns(SheetRevision)
OP_ID = Given("op_id", SheetRevision._meta.get_field("op_id"))


def by_operation() -> Selection[SheetRevision]:
    found = SheetRevision.objects.filter(op_id=OP_ID)
    return Selection(REVISION.row, lambda: found.values_list(*REVISION.asked))


def revision(**fields: object) -> SheetRevision:
    whole = {
        "sheet": ScoreSheetFactory(),
        "number": 1,
        "op_id": uuid4(),
        "body_hash": "x" * 64,
        "device_id": None,
        "rubric_version": 1,
        "is_final": True,
        "points": {"whole": "7.5", "ә": "8"},
        "comment": "Жақсы “%s”",
        "saved_at": DAY + timedelta(microseconds=1),
        "answer": {"total": None},
    }
    return SheetRevision(**{**whole, **fields})


def values_of(row: SheetRevision) -> dict[str, object]:
    return {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}


@pytest.mark.parametrize("device", [None, uuid4()])
def test_a_row_is_inserted_as_save_would(device):
    written = Insertion(SheetRevision).of(revision(device_id=device))

    assert values_of(SheetRevision.objects.get(pk=written.pk)) == values_of(written)
    assert not written._state.adding


def test_an_insertion_takes_the_next_row_as_well():
    insertion = Insertion(SheetRevision)
    first = insertion.of(revision())
    second = insertion.of(revision(number=2, sheet=first.sheet))

    assert list(SheetRevision.objects.order_by("number")) == [first, second]


def test_a_row_is_read_as_the_orm_reads_it():
    kept = SheetRevisionFactory(saved_at=DAY, points={"whole": "8"}, op_id=uuid4())
    SheetRevisionFactory()

    found = by_operation().all(op_id=kept.op_id)

    kept.refresh_from_db()
    assert [values_of(each) for each in found] == [values_of(kept)]
    assert by_operation().first(op_id=uuid4()) is None


def test_a_column_that_was_not_asked_for_is_read_later():
    CriterionFactory(key="whole", weight=Decimal("12.50"), levels={"1": "low"})
    some = Columns(Criterion, "id", "weight")
    read = Selection(some.row, lambda: Criterion.objects.values_list(*some.asked)).first()

    assert (read.weight, read.levels) == (Decimal("12.50"), {"1": "low"})


def test_named_columns_alone_are_changed():
    head = AuditHead.objects.create(event=EventFactory(), number=1, link="a" * 64)
    head.number, head.link = 2, "b" * 64

    Change(AuditHead, ("number",)).of(head)

    head.refresh_from_db()
    assert (head.number, head.link) == (2, "a" * 64)


def test_a_row_that_is_not_there_is_not_changed_unseen():
    with pytest.raises(ObjectDoesNotExist):
        Change(AuditHead, ("number",)).of(AuditHead(pk=1_000_000, number=1))


@pytest.mark.django_db(transaction=True)
def test_threads_share_a_statement():
    asked, operations = by_operation(), [uuid4() for _ in range(8)]
    for each in operations:
        SheetRevisionFactory(op_id=each)

    def ask(operation):
        try:
            return asked.first(op_id=operation).op_id
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=4) as threads:
        assert list(threads.map(ask, operations)) == operations
