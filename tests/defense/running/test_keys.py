import random
import string
import uuid

import pytest

from defense.running import keys

LETTERS = string.ascii_letters + string.digits + "-_"


@pytest.mark.parametrize(
    "key",
    [
        "k" * 50,
        "ab" * 25,
        "0123456789" * 5,
        "secret" * 9,
        "change-me-" * 5,
        "a1b2c3d4" * 5,
        "1234567890abcdef1234567890abcdef",
        "00000000-0000-0000-0000-000000000000",
        string.ascii_lowercase + string.digits,
        string.ascii_lowercase[::-1] + string.digits,
        "qwertyuiopasdfghjklzxcvbnm1234567890",
        "django-insecure-w7Rk2mVq9ZtB4yXe6LhNcGdP8sJfUaTb",
        "this-is-your-secret-key-please-replace-it",
        "CHANGE_ME: fifty random characters go here",
    ],
)
def test_a_key_that_says_little_is_guessable(key):
    assert keys.is_guessable(key)


def test_no_key_by_chance_is_guessable():
    """Of the ways in which keys are made; the seed makes every run the same."""
    chance = random.Random(7)
    makers = [
        lambda: "".join(chance.choices("0123456789abcdef", k=32)),
        lambda: "".join(chance.choices(LETTERS, k=32)),
        lambda: "".join(chance.choices(LETTERS + string.punctuation, k=50)),
        lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4)),
    ]

    guessable = [
        key for make in makers for key in (make() for _ in range(500)) if keys.is_guessable(key)
    ]

    assert guessable == []
