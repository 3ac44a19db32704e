"""A hall for `script/bench scoring`, made by the checkout that is measured, and what it stored in the end.

Run by its path in the folder of a checkout, so that `events` and `experts` are those of that version:
`enrolment.py enrol SLUG` prints the tablets; `enrolment.py check` reads what was acknowledged and prints what is wrong.
"""

import json
import os
import sys
from importlib import import_module
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "defense.settings")
django.setup()

from django.conf import settings  # noqa: E402 - after the settings are read
from django.db import transaction  # noqa: E402 - likewise
from django.utils import timezone  # noqa: E402 - likewise

from events.access import DEVICE_COOKIE, session_key  # noqa: E402 - likewise
from events.models import AuditEntry, Event, Pass  # noqa: E402 - likewise
from events.services.passes import issue_pass, redeem_pass  # noqa: E402 - likewise
from experts.models import Interest, Seat, SheetRevision  # noqa: E402 - likewise
from projects.models import Defense  # noqa: E402 - likewise

Sessions = import_module(settings.SESSION_ENGINE).SessionStore


@transaction.atomic
def enrol(slug: str) -> list[dict[str, Any]]:
    """The cookies of every expert's tablet, its sheets, and the criteria."""
    event = Event.objects.get(slug=slug)
    Interest.objects.filter(project__event=event).delete()
    defenses = list(Defense.objects.of_event(event).values_list("pk", flat=True))
    criteria = list(event.rubric.criterion_set.values_list("key", flat=True))
    return [
        {"cookies": cookies_of(seat), "seat": seat.pk, "defenses": defenses, "criteria": criteria}
        for seat in Seat.objects.of_event(event).scoring().select_related("person__event")
    ]


def cookies_of(seat: Seat) -> dict[str, str]:
    device, now = f"tablet-{seat.pk}", timezone.now()
    card = issue_pass(seat.person, kind=Pass.Kind.EXPERT, actor="system:bench", at=now)
    held = redeem_pass(card.token, device=device, at=now)
    session = Sessions()
    session[session_key(Pass.Kind.EXPERT)] = held.pk
    session.save()
    return {settings.SESSION_COOKIE_NAME: str(session.session_key), DEVICE_COOKIE: device}


def check(acknowledged: dict[str, list[dict[str, Any]]]) -> list[str]:
    """By sheet the operations that were said to be stored, in their order; what the database does not say."""
    return [
        f"{sheet}: {len(operations)} acknowledged, not as they are stored"
        for sheet, operations in acknowledged.items()
        if operations and not is_stored(sheet, operations)
    ]


def is_stored(sheet: str, operations: list[dict[str, Any]]) -> bool:
    """Each once, and the last of them last."""
    seat, defense = sheet.split("-")
    kept = SheetRevision.objects.filter(sheet__seat=seat, sheet__defense=defense).order_by("number")
    stored = [(str(each.op_id), each.points) for each in kept]
    return stored == [(each["op_id"], each["points"]) for each in operations]


if __name__ == "__main__":
    if sys.argv[1] == "enrol":
        sys.stdout.write(json.dumps(enrol(sys.argv[2])))
    else:
        wrong = check(json.load(sys.stdin))
        broken = [event.slug for event in Event.objects.all() if AuditEntry.first_broken(event)]
        sys.stdout.write(json.dumps(wrong + [f"{slug}: its log is broken" for slug in broken]))
