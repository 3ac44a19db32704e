"""Who was there, and whether a sheet counts all the same."""

from collections.abc import Iterable

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from events.forms import FieldsHelper
from experts.models import Presence
from experts.validators import (
    interest_reason,
)


class PresenceSelects:
    """A choice for each expert and defense, under the name of its sheet; the service reads what was sent.

    A large day has more than a thousand, so what each offers is written once for all of them.
    """

    def __init__(self) -> None:
        choices = [("", str(_("there"))), *Presence.Kind.choices]
        self._options = {chosen: _options(choices, chosen) for chosen, _label in choices}

    def drawn(self, key: str, label: str, kind: str) -> SafeString:
        select = '<select name="{}" class="form-select" aria-label="{}">{}</select>'
        return format_html(select, key, label, self._options[kind])


def _options(choices: Iterable[tuple[str, object]], chosen: str) -> SafeString:
    mark = {True: SafeString(" selected"), False: ""}
    lines = [(value, mark[value == chosen], label) for value, label in choices]
    return format_html_join("", '<option value="{}"{}>{}</option>', lines)


class AdmitForm(forms.Form):
    reason = forms.CharField(
        label=_("The chair lets it count, because"),
        required=False,
        max_length=interest_reason.longest,
    )

    helper = FieldsHelper("reason")
