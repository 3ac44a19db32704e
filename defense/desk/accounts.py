import secrets
import time
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from defense.desk.devices import KNOWN_COOKIE, known_device, signed
from defense.running import hashing
from events.access import keep_on_device
from events.models import User
from events.services.mail import write_letter
from events.tasks import ring_for_letters


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no annotations
    """Organizers are invited; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by account and device (`defense.desk.devices`)."""
        account = credentials.get("email", "").lower()  # no host: a request may name any port of it
        return f"{account}:{known_device(request, account)}"

    def is_safe_url(self, url: str | None) -> bool:
        """Go on to this site's own address alone: other hosts we answer to are not it."""
        here = {urlsplit(settings.SITE_URL).netloc}
        return url_has_allowed_host_and_scheme(url, here, require_https=settings.HTTPS)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Raises HashingBusy when too many strangers sign in, before anything is counted or hashed."""
        is_stranger = not known_device(request, credentials.get("email", ""))
        if is_stranger and request.user.is_anonymous:
            if not hashing.STRANGERS.take(time.monotonic()):
                raise hashing.HashingBusy
            return self._authenticate_at_once(request, **credentials)
        user: User | None = super().authenticate(request, **credentials)
        return user

    def _authenticate_at_once(self, request: HttpRequest, **credentials: Any) -> User | None:
        with hashing.without_waiting():
            user: User | None = super().authenticate(request, **credentials)
        return user

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        device = known_device(request, user.email) or secrets.token_urlsafe(16)
        keep_on_device(response, KNOWN_COOKIE, signed(device, user.email))
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a letter for the worker to send, to an account and to nobody else.

        Names the site of the settings: allauth would take whatever Host the request came with.
        """
        user = User.objects.filter(email=email.lower(), is_active=True).first()
        if user is None:
            return
        here = self.request.build_absolute_uri("/")
        site = SimpleNamespace(name=settings.SITE_HOST, domain=settings.SITE_HOST)
        links = {
            name: f"{settings.SITE_URL}/{value.removeprefix(here)}"
            for name, value in context.items()
            if isinstance(value, str) and value.startswith(here)
        }
        mail = self.render_mail(template_prefix, email, {"current_site": site, **context, **links})
        device = known_device(self.request, email)
        if write_letter(user, subject=mail.subject, text=mail.body, device=device):
            ring_for_letters()
