"""Whose misses they are."""

import pytest

from diplomas.guesses import visitor_at


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
