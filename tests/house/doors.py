"""The one table of who may do what where: every URL of the program has a row, or the test is red.

An answer is a status, or a word for a redirect: `login` (to the organizers' login), `card` (to the page
that asks for a card), `on` (to wherever the act leads).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.house.scene import Scene

STRANGER, TIA, TOM, EMIL, RITA, CLARA, ELLA, OLGA, OLEG = WHO = (
    "stranger",
    "tia",
    "tom",
    "emil",
    "rita",
    "clara",
    "ella",
    "olga",
    "oleg",
)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
SAFE = ("GET", "HEAD")

Answers = dict[str, str]
Arguments = Callable[[Scene], list[object]]
Data = Callable[[Scene], dict[str, object]]


@dataclass(frozen=True)
class Door:
    """What each of the cast is answered, by method; `refused` is the answer to every other method."""

    answers: dict[str, Answers]
    refused: Answers
    arguments: Arguments = field(default=lambda scene: [])
    data: Data = field(default=lambda scene: {})

    def answer(self, who: str, method: str) -> str:
        return self.answers.get(method, self.refused)[who]


def everyone(answer: str, **others: str) -> Answers:
    return {who: others.get(who, answer) for who in WHO}


def event(scene: Scene) -> list[object]:
    return [scene.cast.event.slug]


NOT_ALLOWED = everyone("405")
BEHIND_LOGIN = everyone("login", olga="405", oleg="405")


def open_page(arguments: Arguments = lambda scene: [], answer: str = "200") -> Door:
    """Read by anybody."""
    page = everyone(answer)
    return Door({"GET": page, "HEAD": page}, NOT_ALLOWED, arguments)


def organizer_page(arguments: Arguments = event, found: str = "200") -> Door:
    """Read by the organizers of the event; it does not exist for those of another."""
    page = everyone("login", olga=found, oleg="404")
    return Door({"GET": page, "HEAD": page}, BEHIND_LOGIN, arguments)


def organizer_act(
    arguments: Arguments = event, done: str = "on", data: Data = lambda scene: {}
) -> Door:
    """Done by the organizers of the event, by POST alone."""
    act = everyone("login", olga=done, oleg="404")
    return Door({"POST": act}, BEHIND_LOGIN, arguments, data)
