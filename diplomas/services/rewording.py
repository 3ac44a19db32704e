"""What awards are for, named anew: nothing but their own words says it, so no change of the event makes them outdated."""

import logging
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from diplomas.awards import SameAward, teams_given, told_apart
from diplomas.differences import Difference, differences
from diplomas.errors import AwardsBeingMade, NotReworded, NotValidAnyMore
from diplomas.models import Diploma, Ending, RenderJob
from diplomas.recipients import Recipient
from diplomas.services.issuing import locked_event, new_documents, worded_anew, words_of
from diplomas.services.replacing import Replacement, replace_diplomas
from diplomas.snapshots import AWARD, Wording, names_to_print, refusal_of
from events.covered import lines_of
from events.models import AuditEntry, Event, User

logger = logging.getLogger(__name__)

Worded = tuple[Diploma, Recipient, Wording]


@dataclass(frozen=True)
class Rewording:
    """With whom each is for and how it is worded then; `left_out` says of each of the others why it stays as it is.

    Those that say these very words already are in none of them.
    """

    own: Diploma
    ready: Sequence[Worded]
    failed: Sequence[Worded]
    left_out: Mapping[int, str]


@transaction.atomic
def reword_awards(
    event_id: int, code: str, *, award: Mapping[str, str], actor: User | str, at: datetime
) -> Diploma:
    """Corrected awards in the place of this one and of every valid one for the same; returns that of this person.

    One that failed takes the new words, and is made when it is tried again. The same words again change nothing.
    Raises NotValidAnyMore, AwardsBeingMade, NotReworded.
    """
    event = locked_event(event_id)
    planned = rewording(event, code, award)
    same = Diploma.objects.in_bulk([each.pk for each, _, _ in planned.ready])
    if not planned.ready and not planned.failed:
        return planned.own
    renamed = lines_of(*_worded_again(planned))
    if not planned.ready:
        details = {"count": len(planned.failed), **renamed}
        AuditEntry.write(event, actor, "awards.renamed", event, details)
        return planned.own
    replacements = _replacements(event, planned, same, at)
    details = replace_diplomas(replacements, kind=Ending.Kind.CORRECTED, by=actor, at=at)
    details["rows"] |= renamed["rows"]
    AuditEntry.write(event, actor, "diplomas.corrected", event, details)
    logger.info("Awards reworded", extra={"event": event.pk, "count": len(replacements)})
    after = {each.before: each.after for each in replacements}
    return after.get(planned.own, planned.own)


def rewording(event: Event, code: str, award: Mapping[str, str]) -> Rewording:
    """What naming this one anew would change. Raises NotValidAnyMore, AwardsBeingMade, NotReworded."""
    current = Diploma.objects.of_event(event).of_kind(Diploma.Kind.AWARD).current()
    every = list(current.select_related("renderjob", "person").order_by("sequence"))
    own = next((each for each in every if each.code == code and _is_ready(each)), None)
    if own is None:
        raise NotValidAnyMore
    same_as_own = SameAward.of_event(event, told_apart(own.snapshot.get(AWARD)))
    same = [each for each in every if each == own or same_as_own.holds(each.snapshot)]
    if any(not _is_ready(each) and not _has_failed(each) for each in same):
        raise AwardsBeingMade
    worded = list(worded_anew(event, [_with_award(each, award) for each in same]))
    wanted = SameAward.of_event(event, told_apart(award))
    left_out = {each.pk: _on_no_team(each) for each in same}
    left_out |= {each[0].pk: _refusal(*each) for each in worded}
    left_out |= _given_to_other_teams(event, worded, wanted.award)
    left_out |= _said_already(own, same, [each for each in every if wanted.holds(each.snapshot)])
    left_out = {pk: said for pk, said in left_out.items() if said}
    if own.pk in left_out:
        raise NotReworded(left_out[own.pk])
    saying = {each.pk for each in same if each.snapshot.get(AWARD) == dict(award)}
    kept = [each for each in worded if each[0].pk not in left_out.keys() | saying]
    return Rewording(
        own,
        [each for each in kept if _is_ready(each[0])],
        [each for each in kept if not _is_ready(each[0])],
        left_out,
    )


def _is_ready(diploma: Diploma) -> bool:
    return diploma.state == Diploma.State.READY


def _has_failed(diploma: Diploma) -> bool:
    return diploma.renderjob.state == RenderJob.State.FAILED


def _on_no_team(diploma: Diploma) -> str:
    said = gettext("№ %(number)s: %(name)s is on no team any more.")
    return said % {"number": diploma.number, "name": diploma.snapshot["name"]}


def _given_to_other_teams(event: Event, worded: Sequence[Worded], wanted: str) -> dict[int, str]:
    """What the panel gave goes to its teams alone."""
    given = teams_given(event, wanted)
    said = gettext("№ %(number)s: the sealed protocol gave this award to other teams.")
    return {
        diploma.pk: said % {"number": diploma.number}
        for diploma, recipient, _ in worded
        if given and given.isdisjoint(project.pk for project in recipient.projects)
    }


def _said_already(
    own: Diploma, same: Sequence[Diploma], saying: Sequence[Diploma]
) -> dict[int, str]:
    """Whose holder has another one that says it, or will: of awards for the same they have one."""
    ones = {each.person_id: each for each in [*reversed(same), own]}
    ones |= {each.person_id: each for each in saying if each not in same}
    said = gettext("№ %(number)s: %(name)s has № %(other)s for the same.")
    return {
        each.pk: said
        % {
            "number": each.number,
            "name": each.snapshot["name"],
            "other": ones[each.person_id].number,
        }
        for each in same
        if ones[each.person_id] != each
    }


def _refusal(_diploma: Diploma, recipient: Recipient, wording: Wording) -> str:
    return str(refusal_of(names_to_print(recipient.person, wording)) or "")


def _replacements(
    event: Event, planned: Rewording, same: Mapping[int, Diploma], at: datetime
) -> list[Replacement]:
    new = new_documents(event, [(to, wording) for _, to, wording in planned.ready], at)
    for (_, _, wording), after in zip(planned.ready, new, strict=True):
        after.award = told_apart(wording.award)
    return [
        Replacement(same[before.pk], after, _differences(same[before.pk], after))
        for (before, _, _), after in zip(planned.ready, new, strict=True)
    ]


def _worded_again(planned: Rewording) -> list[Diploma]:
    for diploma, recipient, wording in planned.failed:
        diploma.award = told_apart(wording.award)
        diploma.snapshot = words_of(diploma, recipient, wording)
        diploma.save(update_fields=["award", "snapshot"])
    return [each for each, _, _ in planned.failed]


def _differences(before: Diploma, after: Diploma) -> list[Difference]:
    """The title of the file holds the number, which is no difference."""
    said = {name: words for name, words in after.snapshot.items() if name != "title"}
    return differences(before.snapshot, said)


def _with_award(diploma: Diploma, award: Mapping[str, str]) -> Diploma:
    """Not stored: only what its words follow from."""
    named = copy(diploma)
    named.snapshot = diploma.snapshot | {AWARD: dict(award)}
    return named
