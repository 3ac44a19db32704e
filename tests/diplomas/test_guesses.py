"""Who tries codes has thirty misses at once, and one more every two seconds."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomas import guesses
from diplomas.guesses import MISSES_AT_ONCE, SECONDS_A_MISS, Guesses, visitor_at


def tries(limit: Guesses, count: int, at: float, visitor: str = "a") -> int:
    """How many of so many tries were let through."""
    return sum(limit.take(visitor, at) for _ in range(count))


@given(st.lists(st.floats(0, 30), min_size=1, max_size=60))
def test_no_pause_between_guesses_makes_more_of_them(pauses):
    limit, at, let_through = Guesses(), 0.0, 0
    for pause in pauses:
        at += pause
        let_through += tries(limit, 5, at)

    assert let_through <= MISSES_AT_ONCE + at / SECONDS_A_MISS + 1


def test_after_a_minute_all_is_forgiven_and_no_more():
    limit = Guesses()
    tries(limit, 1000, 0)

    assert tries(limit, 1000, 60) == MISSES_AT_ONCE
    assert tries(limit, 1000, 60_000) == MISSES_AT_ONCE


def test_a_clock_that_is_set_back_forgives_nothing():
    limit = Guesses()
    tries(limit, 1000, 1000)

    assert tries(limit, 10, 0) == 0


def test_many_at_once_are_no_way_around():
    limit = Guesses()

    with ThreadPoolExecutor(16) as pool:
        let_through = sum(pool.map(lambda _: limit.take("a", 0), range(2000)))

    assert let_through == MISSES_AT_ONCE


def test_hits_cost_nothing_and_earn_nothing():
    limit = Guesses()
    for _ in range(1000):
        assert limit.take("a", 0)
        limit.give_back("a", 0)

    assert tries(limit, 1000, 0) == MISSES_AT_ONCE


def test_what_is_kept_is_bounded_and_the_oldest_goes_first(monkeypatch):
    monkeypatch.setattr(guesses, "MOST_VISITORS", 100)
    limit = Guesses()
    for number in range(1000):
        limit.take(str(number), 0)

    assert list(limit.misses) == [str(number) for number in range(900, 1000)]


@pytest.mark.parametrize(
    ("address", "other", "is_one"),
    [
        ("192.0.2.7", "192.0.2.8", False),
        ("192.0.2.7", "::ffff:192.0.2.7", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("", "unix", False),
    ],
)
def test_whose_an_address_is(address, other, is_one):
    assert (visitor_at(address) == visitor_at(other)) == is_one
