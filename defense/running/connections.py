"""The web process's connections: none stays open without a request under way, and there may be many."""

import asyncio
import resource
from typing import Final

from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS_FOR_A_HEAD: Final = 10
SECONDS_FOR_A_READER: Final = 60
MOST_FILES: Final = 16_384


def raise_the_limit_of_files() -> None:
    """Every connection is an open file, and many systems let a process begin with 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


class TimedConnection(H11Protocol):
    """Ends a connection on which no request comes, or whose visitor no longer reads the answer.

    uvicorn ends one that is silent after an answer, but waits for ever for the first request, and
    for the rest of a head of which a single byte came.
    """

    head_timer: asyncio.TimerHandle | None = None
    reader_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        super().connection_made(transport)
        self._wait_for_a_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        self.resume_writing()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        super().handle_events()
        if self._is_at_work():
            self._stop_waiting()

    def on_response_complete(self) -> None:
        super().on_response_complete()  # which begins with the next request, if it is here already
        if not self._is_at_work():
            self._wait_for_a_head()

    def pause_writing(self) -> None:
        super().pause_writing()
        self.reader_timer = self.loop.call_later(SECONDS_FOR_A_READER, self.transport.abort)

    def resume_writing(self) -> None:
        if self.reader_timer is not None:
            self.reader_timer.cancel()
            self.reader_timer = None
        super().resume_writing()

    def _is_at_work(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait_for_a_head(self) -> None:
        self._stop_waiting()
        self.head_timer = self.loop.call_later(SECONDS_FOR_A_HEAD, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None
