from collections.abc import Sequence

from django import template
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def teams(numbers: Sequence[int]) -> str:
    """“team 3”, “teams 1, 3”, in the order of the numbers."""
    listed = ", ".join(map(str, sorted(numbers)))
    return ngettext("team %(numbers)s", "teams %(numbers)s", len(numbers)) % {"numbers": listed}
