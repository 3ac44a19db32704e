"""What closing the scoring leaves out, asked before it is closed."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.asking import Question
from events.models import Event
from experts.pages.teams import teams
from experts.reports import Progress
from experts.reports.paper import WaitingPaper
from experts.reports.second_looks import LooksTold


def closing_question(
    event: Event,
    progress: Progress,
    waiting: Sequence[WaitingPaper] = (),
    looks: LooksTold | None = None,
) -> Question:
    """What is missing, who has paper that was entered and is no sheet yet, and how many answers are still out."""
    missing, papers = progress.missing_count, sum(len(each.numbers) for each in waiting)
    out = looks.out_count if looks else 0
    return Question(
        asks=_asks(missing, papers, out),
        effects=[*_missing(progress), *_on_paper(waiting, papers), *_looks_out(out)],
        undone=_(
            "It can be undone: reopen the scoring on this page, with a reason that stays on record. "
            "What is submitted stays as it is."
        ),
        act=_("Close the scoring"),
        back=reverse("organizer:scoring", args=[event.slug]),
        extent=missing + papers + out,
    )


def _asks(missing: int, papers: int, out: int) -> str:
    if not missing and papers:
        return _("Close the scoring while paper waits?")
    if not missing and out:
        return _("Close the scoring while experts look again?")
    asks = ngettext(
        "Close the scoring without %(missing)s sheet?",
        "Close the scoring without %(missing)s sheets?",
        missing,
    )
    return asks % {"missing": missing}


def _missing(progress: Progress) -> list[str]:
    missing, drafts = progress.missing_count, progress.draft_count
    if not missing:
        return []
    told = ngettext(
        "%(missing)s sheet is missing. The results are worked out without it.",
        "%(missing)s sheets are missing. The results are worked out without them.",
        missing,
    )
    effects = [told % {"missing": missing}]
    if drafts:
        said = ngettext(
            "%(drafts)s of them is a draft. A draft does not count.",
            "%(drafts)s of them are drafts. A draft does not count.",
            drafts,
        )
        effects.append(said % {"drafts": drafts})
    return [*effects, *(f"{row.name}, {teams(row.missing)}" for row in progress.late)]


def _on_paper(waiting: Sequence[WaitingPaper], papers: int) -> list[str]:
    if not papers:
        return []
    told = ngettext(
        "%(papers)s sheet of paper was entered and is not stored. What waits counts nowhere.",
        "%(papers)s sheets of paper were entered and are not stored. What waits counts nowhere.",
        papers,
    )
    return [
        told % {"papers": papers},
        *(f"{each.name}, {teams(each.numbers)}" for each in waiting),
    ]


def _looks_out(out: int) -> list[str]:
    if not out:
        return []
    told = ngettext(
        "%(out)s answer of an expert who was asked to look again is still out. Without it the sheet stays as it is.",
        "%(out)s answers of experts who were asked to look again are still out. Without them the sheets stay as they are.",
        out,
    )
    return [told % {"out": out}]
