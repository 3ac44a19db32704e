"""Two organizers who press at once, each having read that the diploma is valid before either ends it."""

import threading
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType
from typing import Any

import pytest
from django.db import DatabaseError, connection

from diplomas.services import handing_over, issuing, mailing, revoking
from events.errors import DomainError
from events.models import Event


def race(
    patch: pytest.MonkeyPatch,
    service: ModuleType,
    act: Callable[[], object],
    *,
    is_locked: bool = True,
) -> list[object]:
    """What each of the two got, or the type of what it raised; without the lock both have surely read."""
    both_have_read = threading.Barrier(2)
    outcomes: list[object] = []

    def late(step: Callable[..., Any]) -> Callable[..., Any]:
        def waiting(*args: object, **fields: object) -> Any:
            with suppress(threading.BrokenBarrierError):
                both_have_read.wait(timeout=1 if is_locked else 30)
            return step(*args, **fields)

        return waiting

    def one_side() -> None:
        if not is_locked and connection.vendor == "sqlite":
            connection.ensure_connection()
            connection.transaction_mode = "DEFERRED"
        try:
            outcomes.append(act())
        except (DomainError, DatabaseError) as error:
            outcomes.append(type(error))
        finally:
            connection.close()

    # What comes first after the reading: numbers for new ones, the end of the old one, a note, or cards behind letters.
    patch.setattr(issuing, "take_numbers", late(issuing.take_numbers))
    patch.setattr(revoking, "end_diplomas", late(revoking.end_diplomas))
    patch.setattr(handing_over, "_add", late(handing_over._add))
    patch.setattr(mailing, "passes_behind_letters", late(mailing.passes_behind_letters))
    if not is_locked:
        patch.setattr(service, "locked_event", lambda pk: Event.objects.get(pk=pk))
    sides = [threading.Thread(target=one_side) for _ in range(2)]
    for side in sides:
        side.start()
    for side in sides:
        side.join(timeout=60)
    return outcomes
