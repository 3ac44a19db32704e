"""Nothing of a decision is public before its seal: the service says so, and the database holds it."""

from itertools import combinations

import pytest
from django.db import DatabaseError, transaction

from defense.event_file.loading import load_event
from defense.event_file.writing import dump_event
from events.models import AuditEntry, Event
from experts.errors import NothingSealed, PublishedAlone
from experts.reports.published import STANDS_ON
from experts.services.publishing import check_published, publish
from tests.cast import Cast, gather
from tests.experts.hall import fill
from tests.experts.protocols import prepared
from tests.experts.sealed_events import sealed_with, show
from tests.experts.test_guards import is_refused, take_guards_off
from tests.factories import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather()


def test_before_the_seal_nothing_is_published(cast):
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=DAY)
    cast.event.refresh_from_db()
    prepared(cast.event)

    with pytest.raises(NothingSealed):
        publish(cast.event.pk, ["results"], seen=[], actor=cast.olga)

    assert Event.objects.get(pk=cast.event.pk).published_of_the_decision == []


SETS = [set(each) for n in range(len(STANDS_ON) + 1) for each in combinations(STANDS_ON, n)]


def refused_by_database(event: Event) -> list[set[str]]:
    return [each for each in SETS if is_refused(lambda each=each: show(event, *each))]


def refused_by_service(event: Event) -> list[set[str]]:
    return [each for each in SETS if is_refused_publishing(event, each)]


def is_refused_publishing(event: Event, things: set[str]) -> bool:
    seen = Event.objects.get(pk=event.pk).published_of_the_decision
    try:
        check_published(event, things, seen)
    except (NothingSealed, PublishedAlone):
        return True
    return False


def test_the_database_holds_it_whoever_writes(cast):
    """Each set of things: before the seal all but none, after it those that stand on nothing."""
    assert refused_by_database(cast.event) == refused_by_service(cast.event) == SETS[1:]

    sealed_with(cast.event, cast.clara)
    alone = [
        each
        for each in SETS
        if any(ground and ground not in each for ground in map(STANDS_ON.get, each))
    ]
    assert refused_by_service(cast.event) == alone
    assert refused_by_database(cast.event) == alone
    assert len(alone) == 36

    take_guards_off("events_event")
    assert refused_by_database(cast.event) == []


def test_an_event_is_not_made_with_a_published_decision():
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.create(
            slug="made", title="Made", starts_on=DAY, ends_on=DAY, published=["results"]
        )


def test_a_rehearsal_is_never_published(cast):
    Event.objects.filter(pk=cast.event.pk).update(is_rehearsal=True)
    cast.event.refresh_from_db()
    sealed_with(cast.event, cast.clara)

    with pytest.raises(NothingSealed):
        publish(cast.event.pk, ["results"], seen=[], actor=cast.olga)
    with pytest.raises(DatabaseError), transaction.atomic():
        show(cast.event, "results")


def test_a_seal_of_another_event_opens_nothing(cast):
    sealed_with(cast.other_event, cast.ella)

    with pytest.raises(NothingSealed):
        publish(cast.event.pk, ["awards"], seen=[], actor=cast.olga)


@pytest.mark.parametrize(
    ("things", "refused"),
    [
        (["figures"], True),
        (["evidence"], True),
        (["results", "experts"], True),
        (["results", "figures", "evidence", "experts"], False),
        (["awards"], False),
    ],
)
def test_nothing_is_public_without_that_on_which_it_stands(cast, things, refused):
    sealed_with(cast.event, cast.clara)

    if refused:
        with pytest.raises(PublishedAlone):
            publish(cast.event.pk, things, seen=[], actor=cast.olga)
    shown = [] if refused else publish(cast.event.pk, things, seen=[], actor=cast.olga).published

    assert Event.objects.get(pk=cast.event.pk).published[3:] == shown[3:]


def test_what_was_published_is_one_line_of_the_log_and_can_be_taken_back(cast):
    sealed_with(cast.event, cast.clara)

    for things in (["results", "awards"], ["awards", "results"], []):
        seen = Event.objects.get(pk=cast.event.pk).published_of_the_decision
        publish(cast.event.pk, things, seen=seen, actor=cast.olga)

    lines = AuditEntry.objects.filter(event=cast.event, verb="event.published").order_by("number")
    assert [line.details["shown"] for line in lines] == ["results, awards", ""]
    assert Event.objects.get(pk=cast.event.pk).published == ["programme", "teams", "panel"]


def test_an_event_file_neither_brings_nor_takes_it():
    hall = fill(experts=1, projects=1)
    load_event(dump_event(hall.event), actor="a test", at=DAY)  # finds the ties there are
    sealed_with(hall.event, hall.seats[1])
    show(hall.event, "results")
    file = dump_event(hall.event)
    fewer = file.model_copy(update={"published": ("programme",)})

    load_event(fewer, actor="a test", at=DAY)

    assert file.published == ("programme", "teams", "panel")
    assert Event.objects.get(pk=hall.event.pk).published == ["programme", "results"]
