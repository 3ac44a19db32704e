"""The page that makes the decision public, part by part: what each switch shows, and what stands in the way."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Self

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.asking import Question
from events.models import Event
from experts.forms import PublishingForm
from experts.pages.public_results import said
from experts.reports.published import STANDS_ON, Sealed, names_that_gaps_tell

MOST_NAMED = 8


@dataclass(frozen=True)
class PublishingPage:
    """`told_by_gaps` are experts whom a numbered list would not hide; `shown` is public already."""

    form: PublishingForm
    is_sealed: bool
    is_rehearsal: bool
    shown: bool
    told_by_gaps: str

    @classmethod
    def of(cls, event: Event, sealed: Sealed | None, form: PublishingForm) -> Self:
        return cls(
            form=form,
            is_sealed=sealed is not None,
            is_rehearsal=event.is_rehearsal,
            shown=bool(event.published_of_the_decision),
            told_by_gaps=_told_by_gaps(sealed) if sealed else "",
        )


def _told_by_gaps(sealed: Sealed) -> str:
    names = [said(each) for each in names_that_gaps_tell(sealed)]
    if not names:
        return ""
    counted = ngettext(
        "Without names, one expert can still be told by the teams that were not scored: %(names)s.",
        "Without names, %(count)d experts can still be told by the teams that they did not score: %(names)s.",
        len(names),
    )
    shown = ", ".join(names[:MOST_NAMED]) + ("…" if len(names) > MOST_NAMED else "")
    return counted % {"count": len(names), "names": shown}


def publishing_form(event: Event, data: Any = None) -> PublishingForm:
    on = event.published_of_the_decision
    initial = {str(thing): thing in on for thing in STANDS_ON}
    return PublishingForm(data, initial={**initial, "was": " ".join(on)})


def publishing_question(event: Event, chosen: Collection[str]) -> Question:
    """What guests and teams read then and did not read before, or no longer read."""
    on = event.published_of_the_decision
    come = [str(each.label) for each in STANDS_ON if each in chosen and each not in on]
    go = [str(each.label) for each in STANDS_ON if each not in chosen and each in on]
    effects = []
    if come:
        effects.append(_("Public from now on: %(things)s.") % {"things": ", ".join(come)})
    if go:
        effects.append(_("No longer public: %(things)s.") % {"things": ", ".join(go)})
    return Question(
        asks=_("Publish this?") if come else _("Take this back from the public page?"),
        effects=effects,
        undone=_("It can be switched off here, but whoever has read it has read it."),
        act=_("Publish") if come else _("Take it back"),
        back=reverse("organizer:publishing", args=[event.slug]),
        extent=len(come) + len(go),
    )
