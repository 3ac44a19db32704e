"""The warm-up sheet: saved once, until the first defense, and told back without names from three sheets on."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from events.models import Event, RunItem
from experts.errors import PointsMissing, SheetInvalid, WarmUpIsOver
from experts.models import WarmUp
from experts.pages.warm_up import Spread, spread_of
from experts.reports.cells import criteria_of
from experts.services.warming_up import save_warm_up
from tests.cast import Cast, as_expert, as_organizer, gather
from tests.experts.hall import give, text_of
from tests.factories import DAY

ADDRESS = reverse("expert:warm_up")


@pytest.fixture
def cast(db) -> Cast:
    return gather()


def save(cast: Cast, seat, research="8", answers="7", op_id=None):
    return save_warm_up(
        seat.pk,
        op_id=op_id or uuid4(),
        points={"research": Decimal(research), "answers": Decimal(answers)},
        criteria=list(criteria_of(cast.event.pk)),
        at=DAY,
    )


def post(client, **points):
    return client.post(ADDRESS, {f"points-{key}": value for key, value in points.items()})


def page(client) -> str:
    return " ".join(text_of(client.get(ADDRESS).content.decode()).split())


def test_an_operation_is_saved_once_and_another_takes_its_place(cast):
    op_id = uuid4()
    first = save(cast, cast.emil, op_id=op_id)

    assert save(cast, cast.emil, research="1", op_id=op_id).points == first.points
    save(cast, cast.emil, research="2")

    assert WarmUp.objects.get().points == {"research": "2", "answers": "7"}


def test_points_are_those_of_the_real_criteria(cast):
    with pytest.raises(SheetInvalid):
        save(cast, cast.emil, research="11")
    with pytest.raises(PointsMissing):
        save_warm_up(
            cast.emil.pk,
            op_id=uuid4(),
            points={},
            criteria=list(criteria_of(cast.event.pk)),
            at=DAY,
        )
    assert not WarmUp.objects.exists()


def begin_a_defense(cast: Cast) -> None:
    RunItem.objects.filter(pk=cast.defense.run_item_id).update(started_at=DAY)


def give_first_points(cast: Cast) -> None:
    give(cast.emil, cast.defense, {"research": "8", "answers": "7"})


def rehearse(cast: Cast) -> None:
    Event.objects.filter(pk=cast.event.pk).update(is_rehearsal=True)


def close(cast: Cast) -> None:
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=DAY)


@pytest.mark.parametrize("happens", [begin_a_defense, give_first_points, rehearse, close])
def test_it_is_over_with_the_first_defense_the_first_points_and_in_a_rehearsal(cast, happens):
    happens(cast)

    with pytest.raises(WarmUpIsOver):
        save(cast, cast.emil)


def test_the_spread_is_told_after_ones_own_sheet_and_from_three_on(client, cast):
    save(cast, cast.clara, research="4")
    save(cast, cast.rita, research="9")
    tablet = as_expert(client, cast.emil)

    assert "least · middle · most" not in page(tablet)
    assert post(tablet, research="5", answers="").status_code == 422
    assert post(tablet, research="5", answers="6").url == ADDRESS

    text = page(tablet)
    assert "least · middle · most of the panel: 4 · 5 · 9" in text
    assert "Your tablet saves" in text
    assert "Clara" not in text


def test_two_sheets_would_tell_whose_the_other_is(cast):
    given = [{"a": Decimal(4)}, {"a": Decimal(9)}]

    assert spread_of(given, "a") is None
    assert spread_of([*given, {}], "a") is None
    assert spread_of([*given, {"a": Decimal(5)}], "a") == Spread(Decimal(4), Decimal(5), Decimal(9))


def test_organizers_read_which_tablets_saved(client, cast):
    save(cast, cast.emil)

    answer = as_organizer(client, cast.olga).get(
        reverse("organizer:presence", args=[cast.event.slug])
    )

    text = " ".join(text_of(answer.content.decode()).split())
    assert "Warm-up sheet saved from 1 of 3 tablets. Not yet: Clara, Rita." in text
