"""What the panel voted on, who disagreed, and whether enough of it took part, as the protocol prints it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from experts.models.votes import Choice
from experts.protocol_pdf.people import names_of
from experts.protocol_pdf.said import Said
from experts.protocol_pdf.wording import Record, listed, rooms, when

Line = Mapping[str, Any]


def quorum(record: Record) -> list[str]:
    """Of the session of each room; of the teams only where too few scored."""
    found = record["quorum"]
    session = _("Took part: %(taking_part)s of %(entitled)s. Needed, two thirds: %(needed)s.")
    of_team = _("Team %(team)s: %(taking_part)s of %(entitled)s took part, %(needed)s are needed.")
    names = rooms(record)
    said = [
        f"{names.get(each['room'], '')} {session % each} {_verdict(each)}".strip()
        for each in found["session"]
    ]
    return said + [
        f"{of_team % each} {_verdict(each)}" for each in found["teams"] if not each["is_met"]
    ]


def _verdict(found: Line) -> str:
    return _("The quorum is met.") if found["is_met"] else _("The quorum is not met.")


def votes(record: Record) -> Iterator[Said]:
    names = names_of(record)
    for vote in record["votes"]:
        kind = _("Secret vote") if vote["is_secret"] else _("Open vote")
        cast = _("votes given: %(cast)s of %(all)s")
        told = {"cast": vote["cast"], "all": len(vote["entitled"])}
        counts = [f"{_choice(each)}: {each['count']}" for each in vote["counts"]]
        yield Said(
            title=vote["question"],
            about=listed(kind, cast % told, when(vote["closed_at"])),
            text="; ".join([*counts, *_named(vote, names)]),
            after=" ".join(_after(vote, names)),
        )


def _choice(said: Line) -> str:
    if said["team"] is not None:
        return _("team %(number)s") % {"number": said["team"]}
    return str(Choice(said["choice"]).label)


def _named(vote: Line, names: Mapping[str, str]) -> Iterator[str]:
    for each in vote["named"]:
        yield f"{names[each['expert']]} – {_choice(each)}"


def _after(vote: Line, names: Mapping[str, str]) -> Iterator[str]:
    if reason := vote.get("withdrawn"):
        words = _("Withdrawn while it was open: what was given counts nothing. %(reason)s")
        yield words % {"reason": reason}
        return
    if vote["commission"]:
        counted = ", ".join(names[each["expert"]] for each in vote["commission"])
        yield _("Counted by: %(names)s.") % {"names": counted}
    if deciding := vote["deciding"]:
        words = _("Equal votes, decided by %(name)s: %(choice)s. %(reason)s")
        name = names[deciding["expert"]]
        yield words % {"name": name, "choice": _choice(deciding), "reason": deciding["reason"]}
    if vote["result"]:
        yield _("Result: %(choice)s.") % {"choice": _choice(vote["result"])}


def dissents(record: Record) -> Iterator[Said]:
    names = names_of(record)
    for each in record["dissents"]:
        yield Said(title=names[each["expert"]], about=when(each["at"]), text=each["text"])
