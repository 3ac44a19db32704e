"""What a search engine and a messenger say of a public page: in its language, and no more than it shows."""

from html import unescape
from typing import Any, Final

from django import template
from django.conf import settings
from django.template import Context
from django.utils.safestring import SafeData
from django.utils.text import Truncator
from django.utils.translation import get_language

register = template.Library()

LONGEST_DESCRIPTION: Final = 200
LOCALES: Final = {"kk": "kk_KZ", "ru": "ru_RU", "en": "en_GB"}


@register.inclusion_tag("components/_sharing.html", takes_context=True)
def sharing(context: Context, title: object, description: object) -> dict[str, Any]:
    """Its `<meta>`s. The address is that of the settings: a request may name any host."""
    words = " ".join(written(description).split())
    return {
        "title": title,
        "description": Truncator(words).chars(LONGEST_DESCRIPTION),
        "address": f"{settings.SITE_URL}{context['request'].path}",
        "locale": LOCALES[get_language() or settings.LANGUAGE_CODE],
    }


def written(text: object) -> str:
    """What a template put together is escaped already, and would be once more after it was cut."""
    return unescape(text) if isinstance(text, SafeData) and isinstance(text, str) else str(text)
