"""Who a visitor is when a proxy stands in front: only the proxies that were named are believed."""

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address
from typing import Any, Final

from django.conf import settings
from django.core.checks import Warning as CheckWarning
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from defense.running.bodies import Application, Receive, Scope, Send

# Whatever libraries may take for the word of a proxy.
WORDS_OF_A_PROXY: Final = (b"forwarded", b"x-forwarded-", b"x-real-ip", b"x-client-ip")


class NamedProxies:
    """Takes the visitor's address and scheme from a named proxy, and drops what anybody else says of them."""

    def __init__(self, application: Application, proxies: Sequence[str]) -> None:
        self.application = ProxyHeadersMiddleware(application, trusted_hosts=[*proxies])  # type: ignore[arg-type]  # uvicorn's own types of ASGI

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["client"] = peer = plain_peer(scope.get("client"))
            if peer is None or peer[0] not in self.application.trusted_hosts:
                scope["headers"] = [each for each in scope["headers"] if not is_hearsay(each[0])]
        await self.application(scope, receive, send)  # type: ignore[arg-type]  # as above


def is_hearsay(name: bytes) -> bool:
    return name.startswith(WORDS_OF_A_PROXY)


def plain_peer(peer: tuple[str, int] | None) -> tuple[str, int] | None:
    """A socket that listens on IPv6 writes the addresses of IPv4 in its own way."""
    if peer is None:
        return None
    try:
        address = ip_address(peer[0])
    except ValueError:
        return peer
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (str(mapped), peer[1]) if mapped else peer


NONE_NAMED: Final = (
    "QORGAU_SITE_URL says https, so a proxy stands in front, and QORGAU_PROXIES names none: every visitor has"
    " the proxy's address, and one who guesses codes uses up the tries of all. Name it, as in"
    " QORGAU_PROXIES=127.0.0.1 (docs/operations.md)."
)


def is_unnamed() -> bool:
    """Whether a proxy speaks TLS in front of the program and is not believed."""
    return settings.HTTPS and not settings.PROXIES and not settings.LAN


def check_proxies(**options: Any) -> list[CheckWarning]:
    return [CheckWarning(NONE_NAMED, id="defense.W001")] if is_unnamed() else []
