"""The PIN by itself: its shape, and what wrong ones cost."""

from datetime import timedelta

import pytest

from events.agents import told_by
from events.pins import DIGITS, is_pin, random_pin, wait_after


def test_a_pin_has_four_digits_and_keeps_its_zeros():
    made = {random_pin() for _ in range(2_000)}

    assert all(is_pin(each) for each in made)
    assert {len(each) for each in made} == {DIGITS}
    assert len(made) > 1_000
    assert any(each.startswith("0") for each in made)


@pytest.mark.parametrize("text", ["", "123", "12345", "12a4", "１２３４", "١٢٣٤", "1234\n", "-123"])
def test_nothing_else_is_a_pin(text):
    assert not is_pin(text)


def test_the_fifth_wrong_one_begins_waits_that_double():
    waits = [wait_after(wrong) / timedelta(seconds=1) for wrong in range(1, 11)]

    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 960]


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        (
            "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
            "iPad, Safari",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15",
            "Mac / iPad, Safari",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-X210) AppleWebKit/537.36 SamsungBrowser/25.0 Chrome/121 Safari/537.36",
            "Android, Samsung Internet",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126 Safari/537.36 Edg/126",
            "Windows, Edge",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
            "Linux, Firefox",
        ),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_a_browser_is_told_in_two_words(agent, told):
    assert told_by(agent) == told
