"""The forms of a project: what it is called and about, and who supervises a new one."""

from collections.abc import Iterable
from typing import Any, ClassVar

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy

from events.entry_forms import EntryForm
from events.forms import FieldsHelper
from events.texts import LANGUAGES
from events.who_forms import WhoForm
from projects.entries import ProjectEntry
from projects.models import Project, TeamMember
from projects.revisions import SAID

LABELS = {
    "topic": gettext_lazy("Topic"),
    "abstract": gettext_lazy("In a few sentences"),
    "note": gettext_lazy("Note for the organizers"),
}
LONG = ("abstract",)


def by_language(*names: str) -> list[Div]:
    """Three lines side by side, one a language."""
    return [
        Div(*(f"{name}_{language}" for language in LANGUAGES), css_class="form-langs")
        for name in names
    ]


def with_room(form: forms.Form, *names: str) -> None:
    """These texts are too long for one line of a form."""
    for name in names:
        for language in LANGUAGES:
            field = form.fields[f"{name}_{language}"]
            field.widget = forms.Textarea(attrs={**field.widget.attrs, "rows": 4})


class ProjectForm(EntryForm):
    kind = ProjectEntry
    shown = SAID
    labels: ClassVar[Any] = LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with_room(self, *LONG)

    def fields_in_order(self) -> list[Any]:
        return [*by_language("topic", "abstract"), "note"]


class NewProjectForm(WhoForm):
    """A project needs one who supervises it."""

    kind = ProjectEntry
    shown = SAID
    labels: ClassVar[Any] = LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with_room(self, *LONG)
        self.fields["person"].label = gettext_lazy("Who supervises it")
        self.fields["name"].label = gettext_lazy(
            "Or the name of a supervisor who is not on the list"
        )

    def fields_in_order(self) -> list[Any]:
        return [
            *by_language("topic"),
            Div("person", "name", css_class="form-langs"),
            *by_language("abstract"),
            "note",
        ]


class MoveMemberForm(forms.Form):
    """Which member of a team goes into which other one; what is sent is read by the act itself."""

    role = forms.CharField(initial="member", widget=forms.HiddenInput)

    helper = FieldsHelper("role", "person", "team")

    def __init__(self, members: Iterable[TeamMember], others: Iterable[Project]) -> None:
        super().__init__(auto_id="move_%s")
        people = [(each.person.key, each.person.name) for each in members]
        teams = [(str(each.pk), f"{each.number}. {each.topic}"[:80]) for each in others]
        self.fields["person"] = forms.ChoiceField(label=gettext_lazy("Member"), choices=people)
        self.fields["team"] = forms.ChoiceField(label=gettext_lazy("To team"), choices=teams)
