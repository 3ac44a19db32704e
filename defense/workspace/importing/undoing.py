"""An import taken back: what it changed is put back row by row, unless something hangs on it since."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from defense.event_file import BadEventFile, EventFile
from defense.event_file.loading import held_event
from defense.event_file.revising import revise_event
from defense.workspace.acting import kept_reasons, sentences_of
from defense.workspace.people import places_of
from events.entries import PersonEntry
from events.entry_base import Entry, in_json
from events.errors import DomainError
from events.models import Event, Upload, User
from events.services.uploads import mark_undone
from experts.entries import SeatEntry
from projects.entries import ProjectEntry

# The lists that an import changes: their entries, and what each row is known by.
LISTS: Mapping[str, tuple[type[Entry], Callable[[Any], str]]] = {
    "people": (PersonEntry, lambda person: person.key),
    "projects": (ProjectEntry, lambda project: str(project.number)),
    "panel": (SeatEntry, lambda seat: seat.person),
}


class StillHangs(DomainError):
    """Something was done since with what was imported."""

    code = "still_hangs"

    def __init__(self, reasons: Iterable[str]) -> None:
        said = _(
            "The import cannot be taken back any more. %(reasons)s Correct single people by hand."
        )
        super().__init__(said % {"reasons": " ".join(reasons)})


def undo_of(before: EventFile, after: EventFile) -> dict[str, Any]:
    """Every row that differs, as it was and as it is; None where there was or is none."""
    undo: dict[str, Any] = {name: _differences(name, before, after) for name in LISTS}
    undo["stated"] = [before.event.trainees_stated, after.event.trainees_stated]
    return undo


def _differences(name: str, before: EventFile, after: EventFile) -> dict[str, list[Any]]:
    was, now = _plain_rows(name, before), _plain_rows(name, after)
    return {
        key: [was.get(key), now.get(key)] for key in {**was, **now} if was.get(key) != now.get(key)
    }


def _plain_rows(name: str, file: EventFile) -> dict[str, Any]:
    _kind, key_of = LISTS[name]
    return {key_of(row): in_json(row) for row in getattr(file, name)}


@transaction.atomic
def undo_import(event: Event, upload_id: int, *, actor: User, at: datetime) -> None:
    """Put back what the import changed, all of it or nothing. Raises StillHangs."""
    held_event(event.slug)  # before the upload, as whoever writes it
    upload = Upload.objects.of_event(event).select_for_update().filter(pk=upload_id).first()
    if upload is None or not upload.can_be_undone:
        raise StillHangs([_("It was taken back already, or too long ago.")])
    undo: Mapping[str, Any] = upload.undo or {}
    try:
        outcome = revise_event(event, lambda file: put_back(file, undo), actor=actor, at=at)
    except BadEventFile as bad:
        raise StillHangs(sentences_of(bad)) from None
    if reasons := kept_reasons(outcome):
        raise StillHangs(reasons)
    mark_undone(upload, at=at)


def put_back(file: EventFile, undo: Mapping[str, Any]) -> EventFile:
    """The file with the rows as they were before. Raises StillHangs where one is not as the import left it."""
    reasons: list[str] = []
    lists = {name: tuple(_restored(name, file, undo.get(name, {}), reasons)) for name in LISTS}
    stated = undo.get("stated", [None, None])
    event = file.event
    if stated[0] != stated[1] and event.trainees_stated == stated[1]:
        event = event.model_copy(update={"trainees_stated": stated[0]})
    restored = file.model_copy(update={"event": event, **lists})
    gone = {key for key, (was, _now) in undo.get("people", {}).items() if was is None}
    for key in gone:
        reasons += [
            _("%(name)s %(place)s.") % {"name": _name(file, key), "place": place}
            for place in places_of(restored, key)
        ]
    if reasons:
        raise StillHangs(reasons)
    return restored


def _restored(
    name: str, file: EventFile, undo: Mapping[str, Any], reasons: list[str]
) -> Iterable[Entry]:
    kind, key_of = LISTS[name]
    seen = set()
    for row in getattr(file, name):
        key = key_of(row)
        seen.add(key)
        was, now = undo.get(key, (row, None))
        if key not in undo:
            yield row
        elif in_json(row) != now:
            reasons.append(_("%(what)s was changed since.") % {"what": _title(file, name, key)})
        elif was is not None:
            yield kind.model_validate(_exact(was))
    taken_out = [key for key, (was, _now) in undo.items() if was is not None and key not in seen]
    reasons += [
        _("%(what)s was taken out since.") % {"what": _title(file, name, key)} for key in taken_out
    ]


def _exact(kept: Any) -> Any:
    """Numbers as the file has them: a column of JSON makes floats of them."""
    return json.loads(json.dumps(kept), parse_float=Decimal)


def _title(file: EventFile, name: str, key: str) -> str:
    return _("Team %(number)s") % {"number": key} if name == "projects" else _name(file, key)


def _name(file: EventFile, key: str) -> str:
    return next((person.name for person in file.people if person.key == key), key)
