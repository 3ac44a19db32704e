from django import template
from django.utils.translation import get_language

from events.quotes import quoted

register = template.Library()


@register.filter
def in_quotes(text: object) -> str:
    """The text in the quotation marks of the reader's language."""
    return quoted(str(text), get_language() or "en")
