"""Secretary and chair of a rehearsal as browsers: who steps out, the casting vote, two seals, and the papers."""

import hashlib
import html
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from defense.rehearsal.players import (
    POLL_SECONDS,
    Expert,
    Field,
    Organizer,
    RehearsalFailed,
)
from defense.rehearsal.words import REASON
from experts.protocol_files import LANGUAGES, PAPERS

SHA256: Final = re.compile(r'name="sha256" value="([0-9a-f]{64})"')
RECORD: Final = re.compile(r'href="([^"]+/protocol/(\d+)/record\.json)"')
PAPER: Final = re.compile(r'href="([^"]+/protocol/papers/([a-z]+-[a-z]{2})/)"')
HINDRANCES: Final = re.compile(r'<div class="note note-stop">.*?<ul>(.*?)</ul>', re.DOTALL)
TIED: Final = re.compile(r'name="teams" value="([\d,]+)"')
IN_THE_ROOM: Final = re.compile(
    r'name="seat" value="(\d+)">\s*<input type="hidden" name="project" value="(\d+)">'
)
LEFT_TO_THE_PANEL: Final = re.compile(r'/votes/\?((?:teams=\d+(?:&amp;)?)+)"')
PANEL: Final = re.compile(r'name="panel" value="(\d+)"|<select name="panel".*?</select>', re.DOTALL)
CLOSING: Final = re.compile(r'action="([^"]+/votes/\d+/close/)"')
A_PAIR: Final = 2


class NotSealed(Exception):
    """What stands between the event and its protocol, as the secretary reads it."""


@dataclass(frozen=True)
class Sealed:
    """A sealed record and its papers, as they were read back; `papers` by kind and language."""

    version: int
    sha256: str
    record: Mapping[str, Any]
    papers: Mapping[str, bytes]


class Secretary(Organizer):
    """Keeps the protocol from a laptop."""

    part = "secretary"

    @property
    def page(self) -> str:
        return f"{self.place}/protocol/"

    def move_the_recused(self, **button: str) -> None:
        """All of them out of the room, or back."""
        room = f"{self.place}/deliberation/"
        for seat, project in IN_THE_ROOM.findall(self.get(room).text):
            self.post(f"{room}out/", seat=seat, project=project, **button)

    def put_ties_to_vote(self) -> bool:
        """Each that the rule leaves to the panel now; whether there is any."""
        left = LEFT_TO_THE_PANEL.findall(self.get(f"{self.place}/deliberation/").text)
        for teams in left:
            self._put_to_vote(re.findall(r"\d+", teams))
        return bool(left)

    def _put_to_vote(self, teams: list[str]) -> None:
        """To the panel of their room: those of other rooms are refused."""
        page = PANEL.search(self.get(f"{self.place}/votes/").text)
        panels = re.findall(r'value="(\d+)"', page[0]) if page else []
        asked: dict[str, Field] = {"question": REASON, "subject": "tie", "teams": teams}
        for panel in panels:
            if self.send(f"{self.place}/votes/open/", panel=panel, **asked).is_success:
                return
        raise RehearsalFailed("secretary: no panel is asked about teams that are equal.")

    def close_votes(self) -> None:
        for address in CLOSING.findall(self.get(f"{self.place}/votes/").text):
            self.agree(self.post(address))

    def end_queries(self) -> None:
        """Nobody waits in a rehearsal for the hours in which teams may ask."""
        page = self.get(self.page).text
        if f"{self.page}queries/open/" in page:
            page = self.post(f"{self.page}queries/open/").text
        if f"{self.page}queries/waive/" in page:
            self.post(f"{self.page}queries/waive/", reason=REASON)

    def prepare(self) -> str:
        """The hash of the version that waits for its seals. Raises NotSealed."""
        page = self.expect(self.send(f"{self.page}prepare/"), 200, 409, 422).text
        found = SHA256.search(page)
        if found is None:
            raise NotSealed(_words(HINDRANCES.search(page)))
        return found[1]

    def seal(self, sha256: str) -> None:
        page = self.post(f"{self.page}seal/", sha256=sha256, is_read="on").text
        if SHA256.search(page):
            raise RehearsalFailed("secretary: the second seal was refused.")

    def sealed(self, sha256: str) -> Sealed:
        """The bytes that were sealed, and no others; without papers yet."""
        found = RECORD.search(self.get(self.page).text)
        content = self.get(found[1]).content if found else b""
        if found is None or hashlib.sha256(content).hexdigest() != sha256:
            raise RehearsalFailed("secretary: the record is not what was sealed.")
        return Sealed(int(found[2]), sha256, json.loads(content), {})

    def papers(self, *, patience_seconds: float, tell: Callable[[str], None]) -> dict[str, bytes]:
        """All of them, once a worker has made them. Raises RehearsalFailed when none gets ready for so long."""
        wanted, ready, moved_at = len(PAPERS) * len(LANGUAGES), -1, 0.0
        while True:
            made = PAPER.findall(self.get(f"{self.page}papers/progress/").text)
            if len(made) != ready:
                ready, moved_at = len(made), time.monotonic()
                tell(f"{ready} of {wanted} papers of the protocol are ready")
            if ready == wanted:
                return {name: self.get(address).content for address, name in made}
            if time.monotonic() - moved_at > patience_seconds:
                raise RehearsalFailed(f"No paper got ready within {patience_seconds:g} seconds.")
            time.sleep(POLL_SECONDS)


class Leader(Expert):
    """The chair or a deputy, on the own tablet."""

    def cast_votes(self) -> None:
        """On every tie that is theirs: the first of two, and of more that the place stays shared."""
        room = "/expert/deliberation/"
        for tied in TIED.findall(self.get(room).text):
            teams = tied.split(",")
            decision = teams[0] if len(teams) == A_PAIR else "shared"
            self.post(f"{room}cast/", teams=tied, decision=decision, reason=REASON)

    def seal(self, sha256: str) -> bool:
        """Whether this tablet was asked for the seal, and gave it."""
        page = self.get("/expert/protocol/").text
        if 'action="/expert/protocol/seal/"' not in page:
            return False
        found = SHA256.search(page)
        if found is None or found[1] != sha256:
            raise RehearsalFailed(f"{self.name}: this is not the version of the secretary.")
        self.post("/expert/protocol/seal/", sha256=sha256, is_read="on")
        return True


def _words(found: re.Match[str] | None) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[1] if found else "")).split())
