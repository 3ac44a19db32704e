"""What is told before documents are issued: words that a language of theirs lacks, and texts that leave too little room."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from diplomas.columns import has_room
from diplomas.lacks import (
    Entered,
    lacks_told,
    listed,
    texts_of_all,
    texts_of_event,
    texts_of_recipient,
)
from diplomas.models import Diploma
from diplomas.recipients import Recipient
from diplomas.rules import SUPERVISORS_WITH_ROOM
from diplomas.services.issuing import Wanted, wanted_documents, worded_anew
from diplomas.services.previewing import sample_of
from diplomas.snapshots import Wording, names_to_print, refusal_of, supervisors_told
from events.models import Event


def told_before_issuing(
    event: Event, kind: str, recipients: Sequence[Recipient], award: Mapping[str, str] | None = None
) -> list[str]:
    """Of the documents that these would get."""
    return told_of(event, wanted_documents(event, recipients, kind=kind, award=award))


def told_before_replacing(event: Event, keys: Collection[int]) -> list[str]:
    """Of those that would come in the place of these documents."""
    old = list(Diploma.objects.of_event(event).filter(pk__in=keys).order_by("sequence"))
    return told_of(event, [(to, wording) for _diploma, to, wording in worded_anew(event, old)])


def told_of(event: Event, wanted: Sequence[Wanted]) -> list[str]:
    return [*lacks_told(event, texts_of_all(wanted)), *room_told(wanted)]


def room_told(wanted: Sequence[Wanted]) -> list[str]:
    """Whose documents may be set in letters below the smallest, with the longest of their texts."""
    crowded: dict[str, list[str]] = defaultdict(list)
    for recipient, wording in wanted:
        if _may_lack_room(recipient, wording) and not _has_room(recipient, wording):
            crowded[str(_longest(recipient, wording))].append(recipient.person.name)
    said = _(
        "No room even in letters of 7 points, which may get smaller: %(names)s. The longest text: %(text)s."
    )
    return [said % {"names": listed(names), "text": text} for text, names in crowded.items()]


def _may_lack_room(recipient: Recipient, wording: Wording) -> bool:
    """What a person, a team and an event bring fits around any wording in one language with a few supervisors (`rules.py`)."""
    supervisors = supervisors_told(recipient.projects, wording)
    return bool(wording.beside) or len(supervisors) > SUPERVISORS_WITH_ROOM


def _has_room(recipient: Recipient, wording: Wording) -> bool:
    """Also of a name that cannot be set at all: its document fails by itself."""
    if refusal_of(names_to_print(recipient.person, wording)):
        return True
    return has_room(sample_of(recipient, wording))


def _longest(recipient: Recipient, wording: Wording) -> Entered:
    languages = [each.language for each in wording.all_languages]
    texts = [*texts_of_recipient(recipient), *texts_of_event(wording)]
    if wording.names_supervisors:
        texts += [_supervisors(recipient, wording)]
    return max(texts, key=lambda text: text.length_in(languages))


def _supervisors(recipient: Recipient, wording: Wording) -> Entered:
    [project, *_others] = recipient.projects
    name = _("supervisors of team %(number)s") % {"number": project.number}
    return Entered(_("Teams"), name, ", ".join(project.printed_supervisors(wording.language)))
