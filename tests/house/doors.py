"""The one table of who may do what where: every URL of the program has a row, or the test is red.

An answer is a status, or a word for a redirect: `login` (to the organizers' login), `card` (to the page
that asks for a card), `on` (to wherever the act leads).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.house.scene import Scene

MEMBERS = {
    "olga": "owner",
    "sara": "secretary",
    "hana": "host",
    "mona": "moderator",
    "odil": "observer",
}
ORGANIZERS = (*MEMBERS, "oleg")
EXPERTS = ("emil", "rita", "clara", "ella")
TRAINEES = ("tia", "tom")
WHO = ("stranger", *TRAINEES, *EXPERTS, *ORGANIZERS)

# The policy once more, independent of events/access.py: to change it, say it twice.
ROLES = ("owner", "secretary", "host", "moderator", "observer")
POLICY = {
    "day":      ("change", "change", "change", "see", "see"),
    "people":   ("change", "change", "see",    "",    "see"),
    "panel":    ("change", "change", "see",    "",    "see"),
    "scoring":  ("change", "change", "see",    "",    ""),
    "results":  ("change", "change", "",       "",    ""),
    "protocol": ("change", "change", "",       "",    ""),
    "diplomas": ("change", "change", "",       "",    ""),
    "passes":   ("change", "change", "",       "",    ""),
    "settings": ("change", "see",    "",       "",    ""),
    "members":  ("change", "see",    "",       "",    ""),
}  # fmt: skip

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
    right: str = ""
    is_act: bool = False
    asks_to_change: bool = False
    is_json: bool = False

    def answer(self, who: str, method: str) -> str:
        return self.answers.get(method, self.refused)[who]


def everyone(answer: str, **others: str) -> Answers:
    return {who: others.get(who, answer) for who in WHO}


def event(scene: Scene) -> list[object]:
    return [scene.cast.event.slug]


def may(role: str, right: str, *wanted: str) -> bool:
    return POLICY[right][ROLES.index(role)] in wanted


NOT_ALLOWED = everyone("405")
BEHIND_LOGIN = everyone("login", **dict.fromkeys(ORGANIZERS, "405"))


def open_page(arguments: Arguments = lambda scene: [], answer: str = "200") -> Door:
    """Read by anybody."""
    page = everyone(answer)
    return Door({"GET": page, "HEAD": page}, NOT_ALLOWED, arguments)


def of_members(right: str, found: str, *wanted: str) -> Answers:
    """For members with the right; the event does not exist for the organizers of another."""
    members = {who: found if may(role, right, *wanted) else "403" for who, role in MEMBERS.items()}
    return everyone("login", oleg="404", **members)


def organizer_page(right: str, arguments: Arguments = event, found: str = "200") -> Door:
    """Read by the members of the event who may see things of the right."""
    page = of_members(right, found, "see", "change")
    return Door({"GET": page, "HEAD": page}, BEHIND_LOGIN, arguments, right=right)


def changing_page(right: str, arguments: Arguments = event) -> Door:
    """A page that is of use only to who may change things of the right."""
    page = of_members(right, "200", "change")
    return Door(
        {"GET": page, "HEAD": page}, BEHIND_LOGIN, arguments, right=right, asks_to_change=True
    )


def organizer_act(
    right: str,
    arguments: Arguments = event,
    done: str = "on",
    data: Data = lambda scene: {},
) -> Door:
    """Done by the members of the event who may change things of the right, by POST alone."""
    act = of_members(right, done, "change")
    return Door({"POST": act}, BEHIND_LOGIN, arguments, data, right=right, is_act=True)
