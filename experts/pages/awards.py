"""Awards of the day: for the organizers all of it; for an expert their own proposals and, untied to any team, the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from events.models import Event
from experts.forms import AwardForm, DissentForm, NominateForm
from experts.models import Dissent, Nomination, Seat
from experts.pages.votes import Viewer, why_closed
from experts.reports.awards import AwardTold, Proposed, awards_of, proposed_in
from projects.models import Defense


@dataclass(frozen=True)
class AwardsPage:
    """`closed` says why nothing is given now."""

    closed: str
    awards: Sequence[AwardTold]
    proposed: Sequence[Proposed]
    form: AwardForm | None


def awards_page(event: Event, form: AwardForm | None = None) -> AwardsPage:
    closed = why_closed(event)
    if event.is_scoring_open:
        return AwardsPage(closed, (), (), None)
    shown = None if closed else form or award_form(event)
    return AwardsPage(closed, awards_of(event), proposed_in(event), shown)


def award_form(event: Event, data: Any = None) -> AwardForm:
    teams = [each.project for each in Defense.objects.of_event(event).select_related("project")]
    by_number = sorted(teams, key=lambda each: each.number)
    choices = [(each.pk, f"{each.number}. {each.topic}") for each in by_number]
    return AwardForm(data, teams=choices, languages=event.languages)


@dataclass(frozen=True)
class OwnPart:
    """What an expert proposes and writes; `awards` and `proposed` are empty for who is tied to a team."""

    own: Sequence[Nomination]
    awards: Sequence[AwardTold]
    proposed: Sequence[Proposed]
    kept: str
    form: NominateForm | None
    dissent: DissentForm | None
    dissent_text: str


def own_part(
    event: Event,
    seat: Seat | None,
    viewer: Viewer,
    *,
    form: NominateForm | None = None,
    dissent: DissentForm | None = None,
) -> OwnPart | None:
    """From the seat that scores; None for who has none, or while the scoring is open."""
    if seat is None or event.is_scoring_open:
        return None
    is_over = bool(why_closed(event))
    own = Nomination.objects.of_event(event).filter(seat=seat).select_related("project")
    mine = Dissent.objects.of_event(event).filter(seat=seat).first()
    text = mine.text if mine else ""
    is_kept = bool(viewer.hidden) and not is_over
    kept = _(
        "You are tied to a team: awards and what others propose are not shown to you before the seal."
    )
    return OwnPart(
        own=list(own),
        awards=() if is_kept else awards_of(event),
        proposed=() if is_kept else proposed_in(event),
        kept=kept if is_kept else "",
        form=None if is_over else form or nominate_form(seat, viewer),
        dissent=None if is_over else dissent or DissentForm(initial={"text": text}),
        dissent_text=text,
    )


def nominate_form(seat: Seat, viewer: Viewer, data: Any = None) -> NominateForm:
    heard = Defense.objects.filter(run_item__room=seat.panel.room_id).select_related("project")
    teams = sorted((each.project for each in heard), key=lambda each: each.number)
    choices = [
        (each.pk, f"{each.number}. {each.topic}") for each in teams if each.pk not in viewer.hidden
    ]
    return NominateForm(data, teams=choices, prefix="propose")
