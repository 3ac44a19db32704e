"""Whose diploma is whose. A loader answers 404 for what is not the asker's."""

import logging
from datetime import datetime
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from diplomas.models import Diploma
from diplomas.numbering import normalise_code
from events.access import PassRequest
from events.models import Event

logger = logging.getLogger(__name__)

MISSES_A_MINUTE: Final = 30


def ready_diploma_of_event(event: Event, code: str) -> Diploma:
    """A diploma of this event that has its file; 404 otherwise."""
    return get_object_or_404(Diploma.objects.of_event(event).exclude(file_hash=""), code=code)


def own_diploma(request: PassRequest) -> Diploma | None:
    """The latest diploma of whoever holds the pass."""
    own = Diploma.objects.filter(person=request.held.person)
    return own.select_related("renderjob").order_by("sequence").last()


def own_ready_diploma(request: PassRequest) -> Diploma:
    """The diploma that whoever holds the pass may download; 404 otherwise."""
    return get_object_or_404(Diploma.objects.ready(), person=request.held.person)


def diploma_by_code(text: str) -> Diploma | None:
    """The diploma of a code as somebody typed it. A malformed one costs the same query as an unknown."""
    code = normalise_code(text) or ""
    found = Diploma.objects.filter(code=code).select_related("event", "superseded_by")
    return found.first()


def has_missed_too_often(request: HttpRequest, *, at: datetime) -> bool:
    """Count a miss of this address, and say whether it has used up its misses of a minute.

    Hits are never counted: a whole hall may share one address. Without a cache nobody is limited.
    """
    minute = int(at.timestamp() // 60)  # in the key: each count would start its time limit anew
    key = f"diploma-misses:{request.META.get('REMOTE_ADDR', '')}:{minute}"
    try:
        cache.add(key, 0, timeout=60)
        return cache.incr(key) > MISSES_A_MINUTE
    except Exception as error:  # noqa: BLE001 - a cache fails in the classes of its backend
        logger.warning("Misses are not counted", extra={"reason": str(error)})
        return False
