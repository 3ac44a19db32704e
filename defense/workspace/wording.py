"""The wording of an event's documents: its forms, and each change as a pure change of the event file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from crispy_forms.layout import Div, Fieldset
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from defense.event_file import EventFile
from defense.workspace.acting import last_editor
from defense.workspace.rows import edited, own_language
from diplomas.choosing import KIND_NAMES
from diplomas.entries import DesignEntry, SignatoryEntry
from diplomas.exchange import blank_lines_told, entry_of_design, flaws_of_design
from diplomas.forms import LogoForm
from diplomas.lacks import lacks_of_wordings
from diplomas.models import Design, Diploma
from diplomas.record import MOST_SIGNATORIES
from diplomas.services.extremes import Sample, samples_of, wordings_to_print
from diplomas.services.logos import hash_of_logo
from diplomas.texts import default_design, design_of
from events.editing import Overtaken, Refused, entry_from, lines_from, lines_of
from events.entry_forms import EntryForm
from events.models import Event, User
from events.rules import Flaw
from events.settings_forms import by_language

TEXTS: Final = ("title", "lead", "before_topic", "after_topic")
SHOWN: Final = ("language", "beside", *TEXTS, "hours", "dates", "stamp", "accent")
PRINTED: Final = {"printed": gettext_lazy("printed"), "none": gettext_lazy("not printed")}


def labels_of(choices: type[TextChoices]) -> dict[str, Any]:
    return {each.value: each.label for each in choices}


class WordingForm(EntryForm):
    kind = DesignEntry
    shown = SHOWN
    labels: ClassVar = {
        "language": gettext_lazy("Language of the main text"),
        "beside": gettext_lazy("Other languages"),
        "title": gettext_lazy("Title"),
        "lead": gettext_lazy("Line before the name"),
        "before_topic": gettext_lazy("Text before the topic"),
        "after_topic": gettext_lazy("Text after the topic"),
        "hours": gettext_lazy("Hours of the programme"),
        "dates": gettext_lazy("Days of the event"),
        "stamp": gettext_lazy("Place for a stamp"),
        "accent": gettext_lazy("Colour of the title"),
    }
    helps: ClassVar = {
        "before_topic": gettext_lazy(
            "{programme} is replaced by the course, {chair} by the chair of the panel; on an award {award} by what it is for."
        ),
        "beside": gettext_lazy(
            "On one page each language has a column; a text that is missing in one is printed in another."
        ),
        "hours": gettext_lazy("Empty: nothing is said of hours."),
    }
    words: ClassVar = {
        "language": {
            "kk": gettext_lazy("Kazakh"),
            "ru": gettext_lazy("Russian"),
            "en": gettext_lazy("English"),
        },
        "beside": labels_of(Design.Beside),
        "dates": PRINTED,
        "stamp": PRINTED,
        "accent": labels_of(Design.Accent),
    }

    def fields_in_order(self) -> list[Any]:
        return [
            Div("language", "beside", "accent", css_class="form-langs"),
            *by_language(*TEXTS),
            Div("hours", "dates", "stamp", css_class="form-langs"),
        ]


class SignatoryForm(EntryForm):
    """Who signs: the office, and the name below it, which may be left out."""

    kind = SignatoryEntry
    shown = ("role", "name")
    labels: ClassVar = {"role": gettext_lazy("Office"), "name": gettext_lazy("Name")}

    def __init__(self, data: Any = None, *, number: int, **kwargs: Any) -> None:
        self.number = number
        super().__init__(data, prefix=f"signatory{number}", **kwargs)

    def fields_in_order(self) -> list[Any]:
        heading = _("Signature %(number)s") % {"number": self.number}
        return [Fieldset(heading, *by_language("role"), "name")]

    @property
    def lines(self) -> list[str]:
        return [line for line, _name, _language in lines_of(self.kind, self.shown)]


@dataclass(frozen=True)
class Page:
    """The page of a wording: its forms, what today's rules say of it, and which pages there are to look at."""

    kind: str
    form: WordingForm
    signing: Sequence[SignatoryForm]
    notes: Sequence[str]
    samples: Sequence[Sample]
    logo: LogoForm
    is_own: bool

    @property
    def name(self) -> str | Promise:
        return KIND_NAMES[self.kind]


@dataclass(frozen=True)
class Forms:
    form: WordingForm
    signing: Sequence[SignatoryForm]


def forms_of(event: Event, kind: str, data: Any = None) -> Forms:
    entry, own = entry_of_design(design_of(event, kind)), str(event.languages[0])
    signed = list(entry.signatories)
    padded = [*signed, *[None] * (MOST_SIGNATORIES - len(signed))]
    return Forms(
        WordingForm(data, entry=entry, own=own),
        [
            SignatoryForm(data, number=number, entry=each, own=own)
            for number, each in enumerate(padded, start=1)
        ],
    )


def page_of(event: Event, kind: str, sent: Forms | None = None) -> Page:
    shown = sent or forms_of(event, kind)
    return Page(
        kind=kind,
        form=shown.form,
        signing=shown.signing,
        notes=[
            *flaws_of_design(event, kind),
            *blank_lines_told(event, kind),
            *lacks_of_wordings(event, wordings_to_print(event, kind)),
        ],
        logo=LogoForm(seen=hash_of_logo(event)),
        samples=samples_of(event, kind),
        is_own=not design_of(event, kind).is_default,
    )


def with_wording(
    file: EventFile, event: Event, kind: str, sent: Forms, *, reader: User
) -> EventFile:
    """Raises Refused and Overtaken; what is wrong with a signature is told at its own form."""
    before = wording_in(file, event, kind)
    signed, flaws = _signed(before.signatories, sent.signing, lambda: last_editor(event, reader))
    base = before.model_copy(update={"signatories": signed})
    worded = edited(base, sent.form.edit, SHOWN, own=own_language(file))
    if flaws:
        raise Refused(flaws)
    return _put(file, kind, worded)


def with_own_words(file: EventFile, kind: str) -> EventFile:
    """Those of the program again."""
    return _put(file, kind, None)


def wording_in(file: EventFile, event: Event, kind: str) -> DesignEntry:
    """That of the file, or the program's own, to be changed."""
    found = file.diploma if kind == Diploma.Kind.DIPLOMA else getattr(file.documents, kind)
    return found if isinstance(found, DesignEntry) else entry_of_design(default_design(event, kind))


def _put(file: EventFile, kind: str, entry: DesignEntry | None) -> EventFile:
    if kind == Diploma.Kind.DIPLOMA:
        return file.model_copy(update={"diploma": entry or "default"})
    documents = file.documents.model_copy(update={kind: entry})
    return file.model_copy(update={"documents": documents})


def _signed(
    before: Sequence[SignatoryEntry], sent: Sequence[SignatoryForm], editor: Callable[[], str]
) -> tuple[tuple[SignatoryEntry, ...], list[Flaw]]:
    """Those that say something after the edit, as they stand, and what was refused, also where somebody else was faster."""
    signed, flaws = dict[int, list[SignatoryEntry]](), list[Flaw]()
    for form, at in zip(sent, _places_of(before, sent), strict=True):
        try:
            signed[at] = _one(before[at] if at < len(before) else None, form)
        except Refused as refused:
            form.refuse(refused)
            flaws += _flaws_at(form)
        except Overtaken as overtaken:
            form.refuse(overtaken, by=editor())
            flaws += _flaws_at(form)
    return tuple(each for at in sorted(signed) for each in signed[at]), flaws


def _places_of(before: Sequence[SignatoryEntry], sent: Sequence[SignatoryForm]) -> list[int]:
    """Which row each form is about: the one that it saw, wherever that stands by now, else the first that is left.

    Whoever changed nothing in an empty form saw none, and takes one that somebody else added before whoever filled it.
    """
    own, shown = sent[0].own, SignatoryForm.shown
    left = {at: lines_from(row, shown, own=own) for at, row in enumerate(before)}
    found: dict[int, int] = {}
    for form in sent:
        same = [at for at, lines in left.items() if lines == _seen(form)]
        if same:
            found[form.number] = same[0]
            del left[same[0]]
    others = iter([*left, *range(len(before), len(before) + len(sent))])
    rest = [form for form in sent if form.number not in found]
    rest.sort(key=lambda form: (not any(_seen(form).values()), any(form.edit.given.values())))
    found |= {form.number: next(others) for form in rest}
    return [found[form.number] for form in sent]


def _seen(form: SignatoryForm) -> dict[str, str]:
    return {line: form.edit.seen.get(line, "") for line in form.lines}


def _flaws_at(form: SignatoryForm) -> list[Flaw]:
    """What is told at the form of a signature, as the form of the wording tells it."""
    place = _("Signature %(number)s") % {"number": form.number}
    said = [str(each) for errors in form.errors.values() for each in errors]
    return [Flaw("", f"{place}: {sentence}") for sentence in said]


def _one(row: SignatoryEntry | None, form: SignatoryForm) -> list[SignatoryEntry]:
    """The signature, or none where nothing is said of it. Raises Refused and Overtaken."""
    current = lines_from(row, form.shown, own=form.own) if row else dict.fromkeys(form.lines, "")
    after = form.edit.onto(current)
    if not any(after.values()):
        return []
    if row is not None:
        return [edited(row, form.edit, form.shown, own=form.own)]
    return [entry_from(SignatoryEntry, form.shown, after, own=form.own)]
