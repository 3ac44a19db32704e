"""The people of a rehearsal as browsers: what each does goes over HTTP, as on the day."""

import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx

from defense.rehearsal.words import ANSWER, QUESTION

TIMEOUT_SECONDS = 30
POLL_SECONDS = 0.2
VOTE = re.compile(
    r'action="(/expert/votes/\d+/)">.*?name="(vote-\d+-answer)" value="([^"]+)"', re.DOTALL
)


Field = str | list[str]


class RehearsalFailed(Exception):
    """The server answered what a rehearsal does not expect; the message says who met what."""


class CardUnknown(RehearsalFailed):
    """The server does not know a card that was made a moment ago: it works on another database."""


@dataclass(frozen=True)
class Download:
    """A diploma as its owner received it."""

    name: str
    code: str
    content: bytes


class Browser:
    """One person's session with the server."""

    def __init__(self, url: str, name: str) -> None:
        self.name = name
        self.client = httpx.Client(base_url=url, timeout=TIMEOUT_SECONDS, follow_redirects=True)

    def get(self, path: str) -> httpx.Response:
        return self.expect(self.client.get(path), 200)

    def post(self, path: str, **fields: Field) -> httpx.Response:
        return self.expect(self.send(path, **fields), 200)

    def send(self, path: str, **fields: Field) -> httpx.Response:
        """Post a form; what the server answers, whatever it is."""
        form: dict[str, Field] = {"csrfmiddlewaretoken": self.csrf(), **fields}
        headers = {"Referer": str(self.client.base_url.join(path))}
        return self.client.post(path, data=form, headers=headers)

    def post_json(self, path: str, body: dict[str, Any]) -> httpx.Response:
        headers = {"X-CSRFToken": self.csrf(), "Referer": str(self.client.base_url)}
        return self.expect(self.client.post(path, json=body, headers=headers), 200)

    def agree(self, asked: httpx.Response) -> httpx.Response:
        """Answer a page that asks first, as somebody who has read it."""
        extent = re.search(r'name="agreed" value="([0-9]+)"', asked.text)
        return self.post(asked.url.path, agreed=extent[1]) if extent else asked

    def csrf(self) -> str:
        return str(self.client.cookies.get("csrftoken", ""))

    def expect(self, response: httpx.Response, *statuses: int) -> httpx.Response:
        if response.status_code not in statuses:
            what = f"{response.request.method} {response.request.url.path}"
            raise RehearsalFailed(f"{self.name}: {what} answered {response.status_code}.")
        return response

    def enter(self, token: str) -> None:
        self.get("/pass/")
        response = self.send("/pass/", token=token)
        if response.status_code == 410:
            raise CardUnknown(f"{self.name}: the server does not know this card.")
        self.expect(response, 200)

    def close(self) -> None:
        self.client.close()


class Expert(Browser):
    """Scores from a tablet."""

    def __init__(self, url: str, name: str, seat_id: int) -> None:
        super().__init__(url, name)
        self.seat_id = seat_id
        self.device_id = str(uuid.uuid4())
        self.sequence = 0

    def defenses(self) -> list[int]:
        """The defenses on this tablet, in their order."""
        found = re.findall(r'href="/expert/defenses/(\d+)/"', self.get("/expert/").text)
        return list(dict.fromkeys(int(number) for number in found))

    def score(self, defense_id: int, points: dict[str, Decimal]) -> bool:
        """Submit the sheet; False when the server refuses because the expert is recused."""
        self.get(f"/expert/defenses/{defense_id}/")
        address = f"/api/v1/sheets/{self.seat_id}-{defense_id}"
        seen = self.expect(self.client.get(address), 200, 403).json()
        response = self.client.put(
            address,
            json=self.operation(points, seen),
            headers={"X-CSRFToken": self.csrf(), "Referer": str(self.client.base_url)},
        )
        self.expect(response, 200, 403)
        if response.status_code == 403 and response.json().get("status") != "recused":
            raise RehearsalFailed(f"{self.name}: the sheet was refused: {response.text[:200]}")
        return response.status_code == 200

    def ask(self, defense_id: int) -> None:
        """One question, which the protocol and the team's own sheet tell."""
        self.post_json(
            "/api/v1/questions",
            {
                "op_id": str(uuid.uuid4()),
                "question": str(uuid.uuid4()),
                "defense": defense_id,
                "text": QUESTION,
                "answer": ANSWER,
            },
        )

    def vote(self) -> None:
        """For the first answer of every vote that is open on this tablet."""
        for address, name, answer in VOTE.findall(self.get("/expert/votes/").text):
            self.post(address, **{name: answer})

    def operation(self, points: dict[str, Decimal], seen: dict[str, Any]) -> dict[str, Any]:
        self.sequence += 1
        return {
            "op_id": str(uuid.uuid4()),
            "device_id": self.device_id,
            "seq": self.sequence,
            "base_rev": seen.get("rev", 0),
            "client_ts": round(time.time() * 1000),
            "rubric_version": seen.get("rubric_version", 1),
            "final": True,
            "points": {key: str(value) for key, value in points.items()},
            "comment": "",
        }


class Organizer(Browser):
    """Runs the event from a laptop."""

    part = "organizer"

    def __init__(self, url: str, slug: str) -> None:
        super().__init__(url, self.part)
        self.place = f"/organize/{slug}"

    def log_in(self, email: str, password: str) -> None:
        self.get("/accounts/login/")
        response = self.post("/accounts/login/", login=email, password=password)
        if "/accounts/login" in response.url.path:
            raise RehearsalFailed(f"{self.name}: the login was refused.")

    def close_scoring(self) -> None:
        self.get(f"{self.place}/scoring/")
        self.agree(self.post(f"{self.place}/scoring/close/"))

    def results(self) -> dict[str, Any]:
        return dict(self.get(f"{self.place}/results.json").json())

    def issue_diplomas(self, *, patience_seconds: float, tell: Callable[[str], None]) -> None:
        """Issue, then watch the progress as the page does, until nothing is pending.

        Raises RehearsalFailed when one fails, or when none gets ready for so many seconds.
        """
        self.get(f"{self.place}/diplomas/")
        self.agree(self.post(f"{self.place}/diplomas/issue/"))
        ready, moved_at = -1, 0.0
        while (progress := self.progress())["ready"] < progress["total"] or not progress["total"]:
            if progress["failed"]:
                raise RehearsalFailed(f"{progress['failed']} diplomas failed to render.")
            if progress["ready"] != ready:
                ready, moved_at = progress["ready"], time.monotonic()
                tell(f"{ready} of {progress['total']} diplomas are ready")
            if time.monotonic() - moved_at > patience_seconds:
                raise RehearsalFailed(
                    f"No diploma got ready within {patience_seconds:g} seconds. Is a worker running?"
                )
            time.sleep(POLL_SECONDS)
        tell(f"{progress['ready']} of {progress['total']} diplomas are ready")

    def progress(self) -> dict[str, Any]:
        return dict(self.get(f"{self.place}/diplomas/progress.json").json())


class Trainee(Browser):
    """Comes for the diploma with a phone."""

    def download(self) -> Download:
        page = self.get("/me/").text
        code = re.search(r"/d/([0-9A-Z]{12})", page)
        if code is None:
            raise RehearsalFailed(f"{self.name}: the page shows no diploma.")
        return Download(self.name, code.group(1), self.get("/me/diploma.pdf").content)


class Passerby(Browser):
    """Anybody who scans the code of a diploma."""

    def finds_valid(self, code: str) -> bool:
        return 'data-state="ready"' in self.get(f"/d/{code}").text
