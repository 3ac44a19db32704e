from collections.abc import Iterator
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from defense.event_file.writing import dump_event
from defense.workspace.acting import REFUSALS, sentences_of
from defense.workspace.leaving import make_one
from defense.workspace.merging import effects_of_merging, merged
from defense.workspace.views.people import person_or_404
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.alphabet import in_alphabet
from events.asking import Question, asks_first
from events.forms import FieldsHelper, LongSelect
from events.models import Event, Person
from events.services.photographs import hash_of_photograph
from events.texts import shown


class MergeForm(forms.Form):
    """Which record is another one of the same person, and goes."""

    other = forms.ChoiceField(label=gettext_lazy("The same person, listed once more"))

    helper = FieldsHelper("other")

    def __init__(self, data: object, *, people: list[Person]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or None
        choices = [(each.key, _shown(each)) for each in people]
        label = self.fields["other"].label
        self.fields["other"] = forms.ChoiceField(label=label, choices=choices, widget=LongSelect)


def _shown(person: Person) -> str:
    about = shown(person.organisation) or shown(person.position)
    return f"{person.name} · {about}" if about else person.name


@organizer_page(Right.PEOPLE, place="people", is_to_change=True)
def person_merge(request: OrganizerRequest, event: Event, key: str) -> HttpResponseBase:
    """Choose the record that goes."""
    return _render(request, event, person_or_404(event, key), None)


@organizer_act(Right.PEOPLE, place="people")
def person_merge_save(request: OrganizerRequest, event: Event, key: str) -> HttpResponseBase:
    """Ask with what will be different, then make the two records one, whole or not at all."""
    kept = person_or_404(event, key)
    form = MergeForm(request.POST, people=_others(event, kept))
    if not form.is_valid():
        return _render(request, event, kept, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    other = form.cleaned_data["other"]
    try:
        if asked := asks_first(request, _merging(event, kept, other)):
            return asked
        gone = person_or_404(event, other)
        make_one(event, kept, gone, actor=request.user, at=timezone.now())
    except REFUSALS as refusal:
        form.add_error("other", sentences_of(refusal))
        return _render(request, event, kept, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("The two records are one: %(name)s.") % {"name": kept.name})
    return redirect("organizer:person", event.slug, key)


def _merging(event: Event, kept: Person, other: str) -> Question:
    """Raises what `merged` raises, so that nothing is asked that would be refused."""
    file = dump_event(event)
    merged(file, kept.key, other)
    effects = [
        *effects_of_merging(file, kept.key, other),
        *_effects_on_photographs(kept, person_or_404(event, other)),
    ]
    return Question(
        asks=_("Make these two records one person: %(name)s?") % {"name": kept.name},
        effects=effects,
        undone=_("It cannot be taken back."),
        act=_("Make them one"),
        back=reverse("organizer:person_merge", args=[event.slug, kept.key]),
    )


def _effects_on_photographs(kept: Person, gone: Person) -> Iterator[str]:
    if not hash_of_photograph(gone):
        return
    if hash_of_photograph(kept):
        yield _("The photograph of “%(name)s” stays, that of the other record goes.") % {
            "name": kept.name
        }
    else:
        yield _("The photograph comes along.")


def _others(event: Event, kept: Person) -> list[Person]:
    others = Person.objects.of_event(event).exclude(pk=kept.pk)
    return sorted(others, key=lambda person: in_alphabet(person.name))


def _render(
    request: OrganizerRequest,
    event: Event,
    kept: Person,
    form: MergeForm | None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    form = form or MergeForm(None, people=_others(event, kept))
    context = {"form": form, "person": kept}
    return render(request, "defense/workspace/person_merge.html", context, status=status)
