"""The forms of a project: what it is called and about, and who supervises a new one."""

from collections.abc import Iterable
from typing import Any, ClassVar

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy

from events.entries import RunItemEntry
from events.entry_forms import EntryForm
from events.forms import FieldsHelper, LongSelect
from events.models import RunItem
from events.revisions import LINE_SAID
from events.settings_forms import LANGUAGES, by_language
from events.who_forms import Choices, WhoForm
from projects.entries import ProjectEntry
from projects.models import Project, TeamMember
from projects.revisions import SAID
from projects.validators import draw_reason, quiz_question

LABELS = {
    "topic": gettext_lazy("Topic"),
    "abstract": gettext_lazy("In a few sentences"),
    "note": gettext_lazy("Note for the organizers"),
}
LONG = ("abstract",)


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


KIND_WORDS = {kind.value: kind.label for kind in RunItem.Kind}
LINE_LABELS = {
    "kind": gettext_lazy("Kind"),
    "title": gettext_lazy("Title"),
    "project": gettext_lazy("Project, for a defense"),
    "role_text": gettext_lazy("Role as it is announced"),
    "planned_at": gettext_lazy("Planned hour"),
    "planned_minutes": gettext_lazy("Planned minutes"),
    "note": gettext_lazy("Note for the hall"),
}


class RunItemForm(WhoForm):
    """A line of the run of show, and who speaks in it."""

    kind = RunItemEntry
    shown = LINE_SAID
    labels: ClassVar[Any] = LINE_LABELS
    helps: ClassVar[Any] = {
        "planned_at": gettext_lazy("Empty: when the line before it is over."),
    }
    words: ClassVar[Any] = {"kind": KIND_WORDS}

    def __init__(self, *args: Any, projects: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].label = gettext_lazy("Who speaks")
        choices = [("", gettext_lazy("none")), *projects]
        self.fields["project"].widget = LongSelect(choices=choices)

    def fields_in_order(self) -> list[Any]:
        return [
            Div("kind", "planned_at", "planned_minutes", css_class="form-langs"),
            *by_language("title"),
            Div("person", "name", "project", css_class="form-langs"),
            *by_language("role_text", "note"),
        ]


class NewRunItemForm(RunItemForm):
    """Also where it goes: before one of the lines that are still to come, or at the end."""

    beside: tuple[str, ...] = ("person", "name", "before")

    before = forms.CharField(required=False, label=gettext_lazy("Goes before"), widget=LongSelect)

    def __init__(self, *args: Any, lines: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = RunItem.Kind.SPEECH
        choices = [*lines, ("", gettext_lazy("nothing: at the end"))]
        self.fields["before"].widget = LongSelect(choices=choices)

    def fields_in_order(self) -> list[Any]:
        return ["before", *super().fields_in_order()]


class MoveMemberForm(forms.Form):
    """Which member of a team goes into which other one; what is sent is read by the act itself."""

    role = forms.CharField(initial="member", widget=forms.HiddenInput)

    helper = FieldsHelper("role", "person", "team")

    def __init__(self, members: Iterable[TeamMember], others: Iterable[Project]) -> None:
        super().__init__(auto_id="move_%s")
        people = [(each.person.key, each.person.name) for each in members]
        teams = [(str(each.pk), str(each)[:80]) for each in others]
        self.fields["person"] = forms.ChoiceField(
            label=gettext_lazy("Member"), choices=people, widget=LongSelect
        )
        self.fields["team"] = forms.ChoiceField(
            label=gettext_lazy("To team"), choices=teams, widget=LongSelect
        )


class DrawStepForm(forms.Form):
    """What just happened in the draw: the question, who answered, the place that was taken."""

    question = forms.ChoiceField(label=gettext_lazy("Question"), required=False)
    other = forms.CharField(
        label=gettext_lazy("Or the question as it was asked"),
        required=False,
        max_length=quiz_question.longest,
        validators=[quiz_question],
    )
    team = forms.ChoiceField(
        label=gettext_lazy("Team that answered"),
        error_messages={"required": gettext_lazy("Choose the team that answered.")},
    )
    place = forms.ChoiceField(label=gettext_lazy("Place that it took"), required=False)

    helper = FieldsHelper("question", "other", "team", "place")

    def __init__(
        self, data: Any = None, *, questions: Choices, teams: Choices, places: Iterable[int]
    ) -> None:
        super().__init__(data)
        self._choose("question", [("", gettext_lazy("none of these")), *questions])
        self._choose("team", [("", gettext_lazy("none")), *teams])
        free = [(str(place), str(place)) for place in places]
        self._choose("place", [("", gettext_lazy("none: a wrong answer")), *free])

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class DrawBackForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason, for the record"), required=False, max_length=draw_reason.longest
    )

    helper = FieldsHelper("reason")
