"""How many codes a visitor may still try: thirty wrong ones at once, then one every two seconds.

Each try counts as a miss until it turns out to be none, so that many requests at once are no way
around; hits cost nothing, since a whole hall may share one address.
"""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from events.token_buckets import TokenBuckets

MISSES_AT_ONCE: Final = 30
SECONDS_A_MISS: Final = 2
MOST_VISITORS: Final = 20_000
PREFIX_OF_ONE_LINE: Final = (
    64  # bits: a line with IPv6 has so many addresses that it never tries two alike
)


def guesses() -> TokenBuckets:
    """Nothing is tried yet."""
    return TokenBuckets(MISSES_AT_ONCE, seconds_each=SECONDS_A_MISS, most=MOST_VISITORS)


def visitor_at(address: str) -> str:
    """Whose an address is: with IPv6 a whole network belongs to one line."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network((found, PREFIX_OF_ONE_LINE), strict=False))
    return str(found.ipv4_mapped if isinstance(found, IPv6Address) else found)
