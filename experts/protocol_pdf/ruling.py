"""What became of proposals of another rule after the first points."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from experts.models import Seat
from experts.protocol_pdf.people import names_of
from experts.protocol_pdf.said import Said
from experts.protocol_pdf.wording import Record, listed, when
from experts.reports.rules import rule_told


def changes_of_rule(record: Record) -> Iterator[Said]:
    """A record tells of them where there were any."""
    for each in record["rule"].get("changes", ()):
        words = _("Proposed by %(name)s, %(when)s: %(reason)s")
        told = {"name": each["proposed_by"], "when": when(each["proposed_at"])}
        yield Said(
            title=f"{rule_told(each['before'])} → {rule_told(each['after'])}",
            text=words % {**told, "reason": each["reason"]},
            after=_answered(record, each),
        )


def _answered(record: Record, change: Mapping[str, Any]) -> str:
    words = _("Agreed to by %(name)s, %(when)s.")
    if not change["is_agreed"]:
        words = _("Refused by %(name)s, %(when)s. %(reason)s")
    who = listed(names_of(record)[change["expert"]], str(Seat.Role(change["role"]).label))
    return words % {"name": who, "when": when(change["at"]), "reason": change["answer"]}
