"""Two organizers who press at once, each having read that the diploma is valid before either ends it."""

import threading
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType

import pytest
from django.db import DatabaseError, connection

from diplomas.services import replacing, revoking
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
    end_ready = replacing.end_ready
    outcomes: list[object] = []

    def end_late(*args: object, **fields: object) -> None:
        with suppress(threading.BrokenBarrierError):
            both_have_read.wait(timeout=1 if is_locked else 30)
        end_ready(*args, **fields)

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

    for module in (replacing, revoking):
        patch.setattr(module, "end_ready", end_late)
    if not is_locked:
        patch.setattr(service, "locked_event", lambda pk: Event.objects.get(pk=pk))
    sides = [threading.Thread(target=one_side) for _ in range(2)]
    for side in sides:
        side.start()
    for side in sides:
        side.join(timeout=60)
    return outcomes
