import secrets
from types import SimpleNamespace
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from events.access import keep_on_device
from events.models import User

KNOWN_COOKIE: Final = "qorgau_known"


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no annotations
    """Organizers are invited; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by account and device.

        A device that was let in before counts alone, all others together: whoever guesses in the hall
        never locks the organizer's own laptop out, and a thousand devices guess no faster than one.
        After OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
        """
        account = credentials.get("email", "").lower()  # no host: a request may name any port of it
        return f"{account}:{known_device(request, account)}"

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        device = known_device(request, user.email) or secrets.token_urlsafe(16)
        keep_on_device(response, KNOWN_COOKIE, signed(device, user.email))
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Name the site of the settings: allauth would take whatever Host the request came with."""
        here = self.request.build_absolute_uri("/")
        site = SimpleNamespace(name=settings.SITE_HOST, domain=settings.SITE_HOST)
        links = {
            name: f"{settings.SITE_URL}/{value.removeprefix(here)}"
            for name, value in context.items()
            if isinstance(value, str) and value.startswith(here)
        }
        super().send_mail(template_prefix, email, {"current_site": site, **context, **links})


def known_device(request: HttpRequest, email: str) -> str:
    """The name of a device that was let into this account before; empty for any other."""
    cookie = request.COOKIES.get(KNOWN_COOKIE, "")
    device = cookie.partition(":")[0]
    return device if constant_time_compare(cookie, signed(device, email)) else ""


def signed(device: str, email: str) -> str:
    proof = salted_hmac("qorgau.known-device", f"{device}:{email.lower()}", algorithm="sha256")
    return f"{device}:{proof.hexdigest()}"
