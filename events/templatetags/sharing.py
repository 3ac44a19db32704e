"""What a search engine and a messenger say of a public page: in its language, and no more than it shows."""

from typing import Any, Final

from django import template
from django.conf import settings
from django.template import Context
from django.utils.text import Truncator
from django.utils.translation import get_language

register = template.Library()

LONGEST_DESCRIPTION: Final = 200
LOCALES: Final = {"kk": "kk_KZ", "ru": "ru_RU", "en": "en_GB"}


@register.inclusion_tag("components/_sharing.html", takes_context=True)
def sharing(context: Context, title: object, description: object) -> dict[str, Any]:
    """Its `<meta>`s. The address is that of the settings: a request may name any host."""
    words = " ".join(str(description).split())
    return {
        "title": title,
        "description": Truncator(words).chars(LONGEST_DESCRIPTION),
        "address": f"{settings.SITE_URL}{context['request'].path}",
        "locale": LOCALES[get_language() or settings.LANGUAGE_CODE],
    }
