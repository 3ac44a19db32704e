"""What stands on the slips that experts sign on paper, computed from the evidence alone.

Four kinds of lines: a mark of every key, the mark of each sheet that counts with the key that signed it,
one mark of everything that was ever saved, and one of the criteria. The last two are twice as long: what
they stand for is not signed by a tablet, so nobody may find other values with the same mark.
"""

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from defusedcsv import csv

from experts.signatures import short_hash, text_of

LONG: Final = 16
COLUMNS: Final = ("person", "expert", "what", "key", "mark")
OF_A_CRITERION: Final = ("key", "weight", "minimum", "maximum", "step")
SUBMITTED: Final = "submitted"
Evidence = Mapping[str, Any]


@dataclass(frozen=True)
class SlipSheet:
    """One sheet that counts; `key` is empty for one that was not signed."""

    team: int
    topic: str
    mark: str
    key: str


@dataclass(frozen=True)
class Slip:
    """One expert's slip. `person` tells two of one name apart, and stands in all that their tablets sign."""

    person: str
    name: str
    keys: Sequence[str]
    sheets: Sequence[SlipSheet]
    history: str
    criteria: str

    @property
    def signed_count(self) -> int:
        return sum(bool(sheet.key) for sheet in self.sheets)


def slips_of(evidence: Evidence) -> list[Slip]:
    """Of every expert who has a sheet or a key, in the order of the names."""
    topics = {team["number"]: team["topic"] for team in evidence["teams"]}
    slips = []
    for expert in sorted(evidence["experts"], key=lambda each: (each["name"], each["person"])):
        person = expert["person"]
        keys = [key["mark"] for key in evidence["keys"] if key["person"] == person]
        sheets = [each for each in evidence["sheets"] if each["person"] == person]
        if keys or sheets:
            counting = sorted(_counting(sheets), key=lambda each: each["team"])
            slips.append(
                Slip(
                    person=person,
                    name=expert["name"],
                    keys=keys,
                    sheets=[_line(evidence, each, topics) for each in counting],
                    history=history_mark(evidence, sheets),
                    criteria=criteria_mark(evidence),
                )
            )
    return slips


def _counting(sheets: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [each for each in sheets if each["state"] == SUBMITTED and each["revisions"]]


def _line(evidence: Evidence, sheet: Mapping[str, Any], topics: Mapping[int, str]) -> SlipSheet:
    last = sheet["revisions"][-1]
    text = text_of_revision(evidence, sheet, last)
    return SlipSheet(sheet["team"], topics[sheet["team"]], short_hash(text), last["key"])


def text_of_revision(
    evidence: Evidence, sheet: Mapping[str, Any], revision: Mapping[str, Any]
) -> str:
    """The text that the tablet signed, or would have signed."""
    of_revision = ("op_id", "base_rev", "rubric_version", "final", "points", "comment", "key")
    return text_of(
        {
            "what": "sheet",
            "event": evidence["event"]["slug"],
            "person": sheet["person"],
            "sheet": sheet["sheet"],
            **{name: revision[name] for name in of_revision},
            **({"readers": revision["readers"]} if "readers" in revision else {}),
        }
    )


def history_mark(evidence: Evidence, sheets: Iterable[Mapping[str, Any]]) -> str:
    """Of all revisions of one expert's sheets, drafts as well."""
    texts = [
        text_of_revision(evidence, sheet, revision)
        for sheet in sorted(sheets, key=lambda each: str(each["sheet"]))
        for revision in sheet["revisions"]
    ]
    return _long("\n".join(texts))


def criteria_mark(evidence: Evidence) -> str:
    criteria = sorted(evidence["criteria"], key=lambda each: str(each["key"]))
    told = {each["key"]: {name: each[name] for name in OF_A_CRITERION} for each in criteria}
    return _long(text_of({"what": "criteria", "rule": evidence["event"]["rule"], "criteria": told}))


def _long(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:LONG]


def slips_as_csv(slips: Iterable[Slip]) -> str:
    """The lines of all slips, to be held against the paper and given to the script that checks.

    For a spreadsheet, as every list is written (events/spreadsheets): with semicolons, and no name is a formula.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for slip in slips:
        whose = (slip.person, slip.name)
        writer.writerows((*whose, "key", key, "") for key in slip.keys)
        writer.writerows((*whose, each.team, each.key, each.mark) for each in slip.sheets)
        writer.writerow((*whose, "history", "", slip.history))
        writer.writerow((*whose, "criteria", "", slip.criteria))
    return out.getvalue()
