"""A small site over plain HTTP, from which a tablet takes the certificate of the hall's server.

It knows three addresses and no other file; the keys stand where nothing is served from.
"""

import os
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs, urlsplit

import django
from asgiref.sync import sync_to_async
from cryptography.hazmat.primitives.serialization import Encoding

from defense.running.bodies import Receive, Scope, Send
from events.certificates import authority_of, renewed_on
from events.hall_network import folder_of, own_name

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "defense.settings")
django.setup()

from django.conf import settings  # noqa: E402 - the settings are there from here on
from django.template.loader import render_to_string  # noqa: E402 - as above
from django.utils import translation  # noqa: E402 - as above

SHEETS: Final = ("tokens.css", "base.css", "components.css", "trust.css")
CERTIFICATE: Final = "qorgau.crt"
Answer = tuple[HTTPStatus, str, bytes]


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    status, kind, body = await sync_to_async(_answer)(scope)
    headers = [
        (b"content-type", kind.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"default-src 'self'; frame-ancestors 'none'"),
    ]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    is_head = scope["method"] == "HEAD"
    await send({"type": "http.response.body", "body": b"" if is_head else body})


def _answer(scope: Scope) -> Answer:
    if scope["method"] not in {"GET", "HEAD"}:
        return HTTPStatus.METHOD_NOT_ALLOWED, "text/plain", b""
    folder = folder_of(settings.QORGAU_HOME)
    authority = authority_of(folder, datetime.now(UTC))
    match scope["path"]:
        case "/":
            page = _page(scope, authority.fingerprint, renewed_on(folder))
            return HTTPStatus.OK, "text/html; charset=utf-8", page
        case "/page.css":
            return HTTPStatus.OK, "text/css; charset=utf-8", _styles()
        case path if path == f"/{CERTIFICATE}":
            content = authority.certificate.public_bytes(Encoding.DER)
            return HTTPStatus.OK, "application/x-x509-ca-cert", content
    return HTTPStatus.NOT_FOUND, "text/plain", b""


def _page(scope: Scope, fingerprint: str, renewed: date | None) -> bytes:
    language = _language_of(scope)
    port = urlsplit(
        settings.SITE_URL
    ).port  # a process manager gives this process a PORT of its own
    with translation.override(language):
        context = {
            "language": language,
            "languages": [
                (code, translation.get_language_info(code)["name_local"])
                for code, _name in settings.LANGUAGES
            ],
            "site": settings.SITE_URL,
            "by_name": f"https://{name}:{port}" if (name := own_name()) else "",
            "certificate": CERTIFICATE,
            "fingerprint": fingerprint,
            "renewed": renewed,
        }
        return render_to_string("defense/trust.html", context).encode()


def _language_of(scope: Scope) -> str:
    """The one that was chosen here, else the first of the tablet's that there is."""
    codes = [code for code, _name in settings.LANGUAGES]
    chosen = parse_qs(scope["query_string"].decode("latin-1")).get("language", [])
    headers = dict(scope["headers"])
    accepted = headers.get(b"accept-language", b"").decode("latin-1").split(",")
    wanted = [*chosen, *(each.strip()[:2].lower() for each in accepted)]
    return next((each for each in wanted if each in codes), settings.LANGUAGE_CODE)


def _styles() -> bytes:
    folder = settings.BASE_DIR / "static" / "css"
    return b"".join((folder / name).read_bytes() for name in SHEETS)
