"""The Wi-Fi of a hall: a server between the tablet and ours that cuts, loses, holds back and lies."""

import http.client
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PORTAL = b"<!doctype html><title>Free Wi-Fi</title><h1>Please accept our terms</h1>"
NOT_PASSED_ON = {"connection", "keep-alive", "transfer-encoding"}
WORKER = "/expert/worker.js"
SHEETS = "/api/v1/sheets/"


class Network(ThreadingHTTPServer):
    """`mode` is good, cut, portal or only_worker; `lost` is the share of saves whose answers are lost.

    `version` is put before the worker's script, as another version of the program would differ.
    """

    daemon_threads = False

    def __init__(self, upstream: str) -> None:
        super().__init__(("127.0.0.1", 0), Passage)
        self.upstream = urlsplit(upstream)
        self.mode = "good"
        self.lost = 0.0
        self.luck = random.Random(9)
        self.held: list[threading.Event] | None = None
        self.saves = 0
        self.version = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address) -> None:
        """A browser that goes away in the middle is no fault of a test."""

    def follow(self, upstream: str) -> None:
        """Our server is another process now."""
        self.upstream = urlsplit(upstream)

    def passes(self, path: str) -> bool:
        is_shell = path.startswith(("/static/", "/expert/offline/", WORKER))
        return self.mode == "good" or (self.mode == "only_worker" and is_shell)

    def loses_this(self) -> bool:
        return self.luck.random() < self.lost

    def hold_answers(self) -> None:
        self.held = []

    def release(self, at: int) -> None:
        """Let one of the answers through that were held back."""
        assert self.held is not None
        self.held[at].set()

    def go_on(self) -> None:
        held, self.held = self.held or [], None
        for each in held:
            each.set()


class Passage(BaseHTTPRequestHandler):
    server: Network
    protocol_version = "HTTP/1.0"

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.server.mode == "portal":
            self._answer(200, [("Content-Type", "text/html")], PORTAL)
            return
        if not self.server.passes(self.path):
            return
        is_save = self.command == "PUT" and self.path.startswith(SHEETS)
        self.server.saves += is_save
        answer = self._ask(body)
        if answer is None:
            return
        if is_save and self.server.held is not None:
            held = threading.Event()
            self.server.held.append(held)
            held.wait()
        if self.path.startswith(WORKER):
            status, headers, source = answer
            kept = [each for each in headers if each[0].lower() != "content-length"]
            self._answer(status, kept, self.server.version.encode() + source)
        elif not (is_save and self.server.loses_this()):
            self._answer(*answer)

    do_GET = do_PUT = do_POST = do_HEAD = handle_any  # noqa: N815 - the names that the base class asks for

    def _ask(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes] | None:
        """What our server says; None where there is none."""
        upstream = self.server.upstream
        connection = http.client.HTTPConnection(str(upstream.hostname), upstream.port, timeout=60)
        try:
            headers = {k: v for k, v in self.headers.items() if k.lower() not in NOT_PASSED_ON}
            connection.request(self.command, self.path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in NOT_PASSED_ON:
                self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """The tests read no log of it."""


@contextmanager
def network_before(upstream: str) -> Iterator[Network]:
    network = Network(upstream)
    thread = threading.Thread(target=network.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield network
    network.mode = "cut"
    network.go_on()
    network.shutdown()
    thread.join()
    network.server_close()
