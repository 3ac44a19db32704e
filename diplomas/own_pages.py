"""The pages of one person as their own page shows them: the diploma that was issued, and samples of what is to be issued."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from diplomas.awards import are_alike, sealed_awards
from diplomas.errors import NoPreview
from diplomas.models import Design, Diploma
from diplomas.record import DiplomaRecord
from diplomas.services.choosing_language import language_chosen_by
from diplomas.services.issuing import Wordings
from diplomas.services.previewing import drawn, sample_of
from diplomas.snapshots import AWARD, record_of
from events.models import Event, Person
from projects.models import TeamMember

Kind = Diploma.Kind


@dataclass(frozen=True)
class OwnPage:
    """`which` tells it from the others of its holder; `document` names what its holder is perhaps given, and no diploma."""

    which: str
    language: str
    record: Callable[[], DiplomaRecord]
    document: str = ""
    is_issued: bool = False


class _Coming(NamedTuple):
    which: str
    kind: Kind
    document: str = ""
    award: Mapping[str, str] = {}


def own_pages(person: Person, diploma: Diploma | None) -> list[OwnPage]:
    """The diploma first. Nobody is told of an award before awards are published."""
    pages = [_issued(diploma)] if diploma and diploma.state in Diploma.CURRENT_STATES else []
    member = TeamMember.objects.filter(person=person).with_projects().first()
    if member:
        to_come = [*_diploma_of(diploma), *_others_of(person.event, member)]
        pages += _samples(person.event, member, to_come)
    return pages


def picture_of_own(person: Person, diploma: Diploma | None, which: str) -> bytes:
    """As WebP. Raises NoPreview for what is none of their pages and for what cannot be set; PicturesBusy."""
    for page in own_pages(person, diploma):
        if page.which == which:
            return drawn(page.record())
    raise NoPreview


def _issued(diploma: Diploma) -> OwnPage:
    language = str(diploma.snapshot.get("language", "kk"))
    record = partial(record_of, diploma.snapshot)
    return OwnPage(f"{Kind.DIPLOMA}-{language}", language, record, is_issued=True)


def _samples(event: Event, member: TeamMember, to_come: list[_Coming]) -> Iterator[OwnPage]:
    wordings, chosen = Wordings(event), language_chosen_by(member.person)
    for each in to_come:
        wording = wordings.of(each.kind, {AWARD: each.award, "language": chosen})
        which, record = f"{each.which}-{wording.language}", partial(sample_of, member, wording)
        yield OwnPage(which, wording.language, record, each.document)


def _diploma_of(diploma: Diploma | None) -> list[_Coming]:
    return [] if diploma else [_Coming(Kind.DIPLOMA, Kind.DIPLOMA)]


def _others_of(event: Event, member: TeamMember) -> Iterator[_Coming]:
    """A certificate where the event has words of its own for it, and what the panel gave the team, once that is public."""
    if event.phase == Event.Phase.ARCHIVED:
        return
    own = Diploma.objects.of_event(event).filter(person=member.person_id)
    issued = own.exclude(state=Diploma.State.SUPERSEDED).values_list("kind", "award")
    kinds, awards = {kind for kind, _award in issued}, [award for _kind, award in issued if award]
    is_worded = Design.objects.filter(event=event, kind=Kind.CERTIFICATE).exists()
    if is_worded and Kind.CERTIFICATE not in kinds:
        yield _Coming(Kind.CERTIFICATE, Kind.CERTIFICATE, str(Kind.CERTIFICATE.label))
    if not event.shows(Event.Publishable.AWARDS):
        return
    for given in sealed_awards(event):
        is_issued = any(are_alike(given.told_apart, award) for award in awards)
        if member.project_id in given.teams and not is_issued:
            document = f"{Kind.AWARD.label}: {given.name}"
            yield _Coming(f"{Kind.AWARD}-{given.pk}", Kind.AWARD, document, given.words)
