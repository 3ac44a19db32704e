from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no annotations
    """Organizers are invited; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

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
