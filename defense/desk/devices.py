"""The devices that were let into an account before: they count alone, all others together.

Whoever guesses in the hall never locks the organizer's own laptop out, and a thousand devices guess
no faster than one. After OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
"""

from typing import Final

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

KNOWN_COOKIE: Final = "qorgau_known"


def known_device(request: HttpRequest, email: str) -> str:
    """The name of a device that was let into this account before; empty for any other."""
    cookie = request.COOKIES.get(KNOWN_COOKIE, "")
    device = cookie.partition(":")[0]
    return device if constant_time_compare(cookie, signed(device, email)) else ""


def was_let_in(cookie: str) -> bool:
    """Whether the cookie is of a device that was let into any account: asked before a form is read."""
    device, _, proofs = cookie.partition(":")
    return constant_time_compare(proofs.partition(":")[2], _proof("any", device))


def signed(device: str, email: str) -> str:
    """The cookie: the device, the proof that it is this account's, and that it is anybody's."""
    return f"{device}:{_proof('known-device', f'{device}:{email.lower()}')}:{_proof('any', device)}"


def _proof(of: str, value: str) -> str:
    return salted_hmac(f"qorgau.{of}", value, algorithm="sha256").hexdigest()
