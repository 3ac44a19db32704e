"""Thirty at once, and one more every two seconds."""

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from events.token_buckets import TokenBuckets

SIZE, SECONDS_EACH = 30, 2


def buckets(most: int = 1) -> TokenBuckets:
    return TokenBuckets(SIZE, seconds_each=SECONDS_EACH, most=most)


def tries(limit: TokenBuckets, count: int, at: float) -> int:
    """How many of so many tries were let through."""
    return sum(limit.take(at) for _ in range(count))


@given(st.lists(st.floats(0, 30), min_size=1, max_size=60))
def test_no_pause_between_guesses_makes_more_of_them(pauses):
    limit, at, let_through = buckets(), 0.0, 0
    for pause in pauses:
        at += pause
        let_through += tries(limit, 5, at)

    assert let_through <= SIZE + at / SECONDS_EACH + 1


def test_after_a_minute_all_is_forgiven_and_no_more():
    limit = buckets()
    tries(limit, 1000, 0)

    assert tries(limit, 1000, 60) == SIZE
    assert tries(limit, 1000, 60_000) == SIZE


def test_a_clock_that_is_set_back_forgives_nothing():
    limit = buckets()
    tries(limit, 1000, 1000)

    assert tries(limit, 10, 0) == 0


def test_many_at_once_are_no_way_around():
    limit = buckets()

    with ThreadPoolExecutor(16) as pool:
        let_through = sum(pool.map(lambda _: limit.take(0), range(2000)))

    assert let_through == SIZE


def test_hits_cost_nothing_and_earn_nothing():
    limit = buckets()
    for _ in range(1000):
        assert limit.take(0)
        limit.give_back(0)

    assert tries(limit, 1000, 0) == SIZE


def test_an_empty_one_says_so_until_it_fills_again():
    limit = buckets()
    tries(limit, SIZE, 0)

    assert [limit.is_empty(0), limit.is_empty(1.5), limit.is_empty(2)] == [True, True, False]


def test_each_has_a_bucket_and_those_that_are_kept_are_bounded():
    limit = buckets(most=100)
    for number in range(1000):
        limit.take(0, str(number))

    assert list(limit.spent) == [str(number) for number in range(900, 1000)]
