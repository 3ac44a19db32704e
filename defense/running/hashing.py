"""Passwords are hashed a few at a time, and for strangers only so often.

A hash is made to be dear: 19 MiB and a good part of a core, after OWASP's Password Storage Cheat
Sheet. Without a bound whoever sends passwords spends the memory and the time that belong to the hall.
"""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from django.contrib.auth.hashers import Argon2PasswordHasher

from events.token_buckets import TokenBuckets

AT_ONCE: Final = 2
PATIENCE_SECONDS: Final = 5.0
RETRY_AFTER_SECONDS: Final = 10

_slots = threading.BoundedSemaphore(AT_ONCE)
# In threads of their own: each that ever hashed keeps the memory of one hash.
_hashers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="hashing")
_patience: ContextVar[float] = ContextVar("patience", default=PATIENCE_SECONDS)


class HashingBusy(Exception):
    """No password can be hashed now; answered by a 503 (`defense.desk.gate`)."""


@contextmanager
def one_of_few() -> Iterator[None]:
    """Hold one of the places in which this process hashes. Raises HashingBusy when none gets free."""
    if not _slots.acquire(timeout=_patience.get()):
        raise HashingBusy
    try:
        yield
    finally:
        _slots.release()


@contextmanager
def without_waiting() -> Iterator[None]:
    """Within this, whoever finds every place taken is refused at once."""
    before = _patience.set(0)
    try:
        yield
    finally:
        _patience.reset(before)


class BoundedArgon2(Argon2PasswordHasher):
    """Argon2id with OWASP's parameters, in one of the few places."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with one_of_few():
            return _hashers.submit(super().encode, password, salt).result()

    def verify(self, password: str, encoded: str) -> bool:
        with one_of_few():
            return _hashers.submit(super().verify, password, encoded).result()


STRANGERS: Final = TokenBuckets(20, seconds_each=2)
"""For all sign-ins together from devices that were never let in."""
