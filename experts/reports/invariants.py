"""What must always hold of an event's decision, each looked at in the rows as they are now."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, OuterRef

from events.models import AuditEntry, Event
from experts.models import Interest, Protocol, ProtocolSeal, ScoreSheet
from experts.reports.published import STANDS_ON
from experts.reports.record import canonical, changed_sections, hash_of_record, record_of

LANGUAGES: Final = {"kk", "ru", "en"}
# Words and hours that may be put right after a seal, and names of accounts: the record keeps what was sealed.
FREE: Final[Mapping[str, frozenset[str]]] = {
    "recusals": frozenset({"decided_by"}),
    "disclosures": frozenset({"decided_by"}),
    "teams": frozenset({"planned_at", "planned_minutes", "started_at", "ended_at"}),
    "queries": frozenset({"answered_by"}),
    "rule": frozenset({"proposed_by"}),
}
# What a record that is worked out from rows raises where some of them are gone.
UNREADABLE: Final = (ArithmeticError, LookupError, ValueError, ObjectDoesNotExist)
# Told of the moment of the seal, and not to be the same for ever.
OF_THE_MOMENT: Final = frozenset({"event", "late_changes"})


@dataclass(frozen=True)
class Finding:
    """An invariant that is broken, by its name, and what is the matter."""

    name: str
    sentence: str


def findings(event: Event) -> list[Finding]:
    """Those of the event and its mode."""
    return [
        Finding(name, sentence) for name, looks in INVARIANTS.items() for sentence in looks(event)
    ]


def _one_stands(event: Event) -> Iterator[str]:
    standing = Protocol.objects.of_event(event).standing().count()
    if standing > 1:
        yield f"{standing} versions of the protocol stand; one may."


def _sealed_is_there(event: Event) -> Iterator[str]:
    """Of a rehearsal that was taken back no version is left."""
    lines = AuditEntry.objects.filter(event=event).order_by("number")
    taken_back = lines.filter(verb="rehearsal.reset").last()
    there = set(Protocol.objects.of_event(event).sealed().values_list("sha256", flat=True))
    for line in lines.filter(
        verb="protocol.sealed", number__gt=taken_back.number if taken_back else 0
    ):
        if line.details["sha256"] not in there:
            version = f"version {line.details['number']}"
            yield f"Line {line.number} of the log says that {version} was sealed; no such version is."


def _hashes(event: Event) -> Iterator[str]:
    for each in Protocol.objects.of_event(event):
        if hash_of_record(each.record) != each.sha256:
            yield f"The record of version {each.number} is not what its SHA-256 says."


def _two_seals(event: Event) -> Iterator[str]:
    for each in Protocol.objects.of_event(event).sealed().prefetch_related("seals"):
        seals = list(each.seals.all())
        parts, devices = {seal.part for seal in seals}, {seal.device for seal in seals}
        if parts != set(ProtocolSeal.Part) or len(devices) != len(seals):
            yield f"Version {each.number} is sealed, but not by two people on two devices."


def _closed(event: Event) -> Iterator[str]:
    if event.is_scoring_open and Protocol.objects.of_event(event).standing().exists():
        yield "A version of the protocol stands while the scoring is open."


def _audit_head(event: Event) -> Iterator[str]:
    for each in Protocol.objects.of_event(event).standing():
        line = AuditEntry.objects.filter(event=event, number=each.audit_number).first()
        head = json.loads(each.record).get("audit_head") if _is_json(each.record) else None
        noted = {"number": each.audit_number, "link": each.audit_link}
        if line is None or line.link != each.audit_link or head != noted:
            where = f"line {each.audit_number} of the log"
            yield f"Version {each.number} was prepared after {where}, which is not there as it was."


def _rows(event: Event) -> Iterator[str]:
    for each in Protocol.objects.of_event(event).sealed():
        if not _is_json(each.record):
            continue
        sealed = _fixed(json.loads(each.record))
        try:
            now = _fixed(json.loads(canonical(record_of(event, each.prepared_at))))
        except UNREADABLE as missing:
            yield f"The rows tell no record any more to compare with version {each.number}: {missing}."
            continue
        for name in changed_sections(canonical(sealed), now):
            where = _first_difference(sealed.get(name), now.get(name))
            yield f"The rows are not what version {each.number} says of “{name}”{where}."


def _recused(event: Event) -> Iterator[str]:
    recusing = Interest.objects.recusing().filter(
        seat=OuterRef("seat"), project=OuterRef("defense__project")
    )
    counting = ScoreSheet.objects.of_event(event).submitted().filter(Exists(recusing))
    for sheet in counting.select_related("seat__person", "defense__project"):
        where = f"{sheet.seat.person.key}, team {sheet.defense.project.number}"
        yield f"A sheet counts of an expert who is recused: {where}."


def _public(event: Event) -> Iterator[str]:
    shown = event.published_of_the_decision
    is_sealed = Protocol.objects.is_sealed(event)
    if shown and (event.is_rehearsal or not is_sealed):
        yield f"Public, and no protocol is sealed: {', '.join(shown)}."
    for thing, ground in STANDS_ON.items():
        if thing in shown and ground is not None and ground not in shown:
            yield f"“{thing}” is public, and “{ground}”, on which it stands, is not."


INVARIANTS: Final[Mapping[str, Callable[[Event], Iterator[str]]]] = {
    "one version stands": _one_stands,
    "what was sealed is there": _sealed_is_there,
    "the record is what its hash says": _hashes,
    "two people sealed": _two_seals,
    "the scoring is closed": _closed,
    "the head of the log is in the log": _audit_head,
    "the rows are what was sealed": _rows,
    "nobody recused counts": _recused,
    "what is public is sealed": _public,
}


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _fixed(record: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _without(section, FREE.get(name, frozenset()))
        for name, section in record.items()
        if name not in OF_THE_MOMENT
    }


def _without(value: Any, free: frozenset[str]) -> Any:
    """Without words by language, and without these keys."""
    if isinstance(value, dict):
        if value.keys() == LANGUAGES:
            return None
        return {key: _without(each, free) for key, each in value.items() if key not in free}
    if isinstance(value, list):
        return [_without(each, free) for each in value]
    return value


def _first_difference(sealed: Any, now: Any) -> str:
    """Of which expert and team, where the section is a list of lines."""
    if not isinstance(sealed, list) or not isinstance(now, list):
        return ""
    other = [line for line in [*sealed, *now] if line not in now or line not in sealed]
    told = next((line for line in other if isinstance(line, dict)), {})
    words = [f"{key} {told[key]}" for key in ("expert", "team", "place") if key in told]
    return f": {', '.join(words)}" if words else ""
