"""What closing the scoring leaves out, asked before it is closed."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.asking import Question
from events.models import Event
from experts.pages.teams import teams
from experts.reports import Progress


def closing_question(event: Event, progress: Progress) -> Question:
    missing, drafts = progress.missing_count, progress.draft_count
    asks = ngettext(
        "Close the scoring without %(missing)s sheet?",
        "Close the scoring without %(missing)s sheets?",
        missing,
    )
    effects = [
        ngettext(
            "%(missing)s sheet is missing. The results are worked out without it.",
            "%(missing)s sheets are missing. The results are worked out without them.",
            missing,
        )
        % {"missing": missing}
    ]
    if drafts:
        said = ngettext(
            "%(drafts)s of them is a draft. A draft does not count.",
            "%(drafts)s of them are drafts. A draft does not count.",
            drafts,
        )
        effects.append(said % {"drafts": drafts})
    return Question(
        asks=asks % {"missing": missing},
        effects=[*effects, *(f"{row.name}, {teams(row.missing)}" for row in progress.late)],
        undone=_(
            "It can be undone: reopen the scoring on this page, with a reason that stays on record. "
            "What is submitted stays as it is."
        ),
        act=_("Close the scoring"),
        back=reverse("organizer:scoring", args=[event.slug]),
        extent=missing,
    )
