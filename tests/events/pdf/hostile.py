"""Pages that reach out, and something outside to be reached."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CANARY = "CANARY-7f3a"

# What a hostile page may ask for; {http} is a server that counts, {file} a file with a canary.
PAYLOADS = {
    "attachment": '<link rel="attachment" href="{file}">',
    "attachment by http": '<link rel="attachment" href="{http}">',
    "anchor attachment": '<a rel="attachment" href="{file}">x</a>',
    "style sheet": '<link rel="stylesheet" href="{http}">',
    "import": '<style>@import "{http}";</style>',
    "css url": '<p style="background: url({http})">x</p>',
    "font face": "<style>@font-face {{ font-family: f; src: url({http}) }} p {{ font-family: f }}</style><p>x</p>",
    "image": '<img src="{http}">',
    "svg image": '<svg width="9" height="9" xmlns="http://www.w3.org/2000/svg"><image href="{http}" width="9" height="9"/></svg>',
    "object": '<object data="{http}">x</object>',
    "embed": '<embed src="{http}">',
    "base": '<base href="{http}"><img src="x.png">',
    "list marker": '<ul style="list-style-image: url({http})"><li>x</li></ul>',
    "content": "<style>p::before {{ content: url({http}) }}</style><p>x</p>",
    "iframe": '<iframe src="{http}"></iframe>',
    "script": '<script src="{http}"></script>',
}


class Outside(ThreadingHTTPServer):
    """A server on the loopback and a file, neither of which a document may reach."""

    def __init__(self, secret: Path) -> None:
        super().__init__(("127.0.0.1", 0), CountingHandler)
        secret.write_text(CANARY)
        self.hits: list[str] = []
        self.addresses = {
            "http": f"http://127.0.0.1:{self.server_port}/asked",
            "file": secret.as_uri(),
        }

    def payload(self, name: str) -> str:
        """A page that asks for one of them; what was asked before is forgotten."""
        self.hits.clear()
        return PAYLOADS[name].format(**self.addresses)


class CountingHandler(BaseHTTPRequestHandler):
    server: Outside

    def do_GET(self) -> None:
        self.server.hits.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(CANARY.encode())

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def outside_of(folder: Path) -> Iterator[Outside]:
    """It listens as long as it is needed."""
    with Outside(folder / "secret.txt") as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
