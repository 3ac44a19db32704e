"""An organizer's act on an event: a revision, and what its form tells when it is refused."""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.utils import timezone

from defense.event_file import BadEventFile
from defense.event_file.loading import Outcome
from defense.event_file.revising import Revision, revise_event, rows_kept, why_kept
from events.access import OrganizerRequest
from events.editing import Overtaken, Refused
from events.entry_forms import EntryForm
from events.errors import DomainError
from events.models import AuditEntry, Event, User
from events.rules import Flaw

REFUSALS: Final = (DomainError, BadEventFile, Refused)
MOST_TOLD: Final = 3
# What a form answers with that is shown again.
BAD: Final = HTTPStatus.UNPROCESSABLE_ENTITY


def sentences_of(refusal: Exception) -> list[str]:
    """What to tell of one of the refusals, each sentence once."""
    match refusal:
        case BadEventFile():
            flaws = refusal.errors
        case Refused():
            flaws = refusal.flaws
        case _:
            return [str(refusal)]
    return list(dict.fromkeys(flaw.sentence for flaw in flaws))[:MOST_TOLD]


def act_on(
    request: OrganizerRequest,
    event: Event,
    revision: Revision,
    *,
    whole: bool = False,
    renaming: Collection[str] = (),
) -> Outcome:
    """Revise the event in the name of who asks. Raises what `revise_event` and the revision raise."""
    now = timezone.now()
    return revise_event(event, revision, actor=request.user, at=now, whole=whole, renaming=renaming)


def saved(
    request: OrganizerRequest,
    event: Event,
    form: EntryForm,
    revision: Revision,
    *,
    whole: bool = True,
    renaming: Collection[str] = (),
) -> Outcome | None:
    """The same for a form, which tells what was refused; None then.

    Without `whole` the caller tells what stayed as it was (`tell_kept`).
    """
    try:
        return act_on(request, event, revision, whole=whole, renaming=renaming)
    except Refused as refused:
        form.refuse(refused)
    except Overtaken as overtaken:
        form.refuse(overtaken, by=last_editor(event, request.user))
    except BadEventFile as bad:
        form.refuse(Refused([_at_a_line(form, flaw) for flaw in bad.errors]))
    except DomainError as refusal:
        form.refuse(Refused([Flaw("", str(refusal))]))
    return None


def _at_a_line(form: EntryForm, flaw: Flaw) -> Flaw:
    """The flaw of a place of the file at the line of the form that has the same name, or at none."""
    name = flaw.place.rpartition(".")[2]
    return Flaw(name if name in form.fields else "", flaw.sentence)


def last_editor(event: Event, reader: User) -> str:
    """Who changed the event last, besides the reader; empty if it was no account."""
    lines = AuditEntry.objects.filter(event=event, verb="event.loaded").order_by("-number")
    actor = lines.exclude(actor=f"user:{reader.pk}").values_list("actor", flat=True).first() or ""
    _kind, _colon, number = actor.partition(":")
    found = User.objects.filter(pk=number).first() if actor.startswith("user:") else None
    return str(found) if found else ""


def kept_reasons(outcome: Outcome) -> list[str]:
    """Why something stayed as it was, for whoever wanted it otherwise."""
    return [why_kept(change) for change in rows_kept(outcome)]


def tell_kept(request: OrganizerRequest, outcome: Outcome) -> None:
    for reason in kept_reasons(outcome):
        messages.warning(request, reason)
