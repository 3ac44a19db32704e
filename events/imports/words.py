"""What the lines of a person, a team and a seat are called where a change of them is shown."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.spreadsheets.headings import Meaning

LINE_WORDS: Final = {
    **{str(meaning): meaning.label for meaning in Meaning},
    "school_kind": _("Kind of school"),
    "school_number": _("Number of the school"),
    "city_kk": _("Town"),
    "city_ru": _("Town"),
    "city_en": _("Town"),
    "team": _("Team"),
    "supervises": _("Supervises team"),
    "seat": _("Place on the panel"),
}
# As `experts/role_words.py` reads them again.
ROLE_WORDS: Final = {
    "trainee": pgettext_lazy("role in a list", "trainee"),
    "supervisor": pgettext_lazy("role in a list", "supervisor"),
    "expert": pgettext_lazy("role in a list", "expert"),
    "chair": pgettext_lazy("role in a list", "chair"),
    "deputy": pgettext_lazy("role in a list", "deputy chair"),
    "secretary": pgettext_lazy("role in a list", "secretary"),
    "reserve": pgettext_lazy("role in a list", "reserve"),
}
