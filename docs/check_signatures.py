#!/usr/bin/env python3
"""Check what experts gave at an event against what their tablets signed and what they signed on paper.

    python3 check_signatures.py EVIDENCE.json SLIPS.csv

EVIDENCE.json is the download "Evidence" of the page of slips, or `manage.py export_evidence`. SLIPS.csv
holds what stands on the slips that the experts signed, one line each: `person;expert;what;key;mark`, or with commas, where
`person` is the sign beside the name, which tells two of one name apart. Hold the file against the paper: whoever can alter the database can alter the file, and cannot alter the paper.

Needs Python 3.9 and the package `cryptography`, and nothing of the program that made the evidence. Prints
one sentence for each thing that is not as it was signed, and ends with 1 if there is any.
"""

import base64
import csv
import hashlib
import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

SHORT, LONG = 8, 16
COLUMNS = ("person", "expert", "what", "key", "mark")
OTHERS = ("key", "history", "criteria")
FORMULA = "@+-=|%"
COUNTS = "submitted"
SIGNED = ("op_id", "base_rev", "rubric_version", "final", "points", "comment", "key")
CRITERION = ("key", "weight", "minimum", "maximum", "step")


def text_of(values):
    told = {"v": 1, **values}
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def text_of_revision(evidence, sheet, revision):
    said = {name: revision[name] for name in SIGNED}
    if "readers" in revision:  # of a comment that is not for the protocol alone
        said["readers"] = revision["readers"]
    whose = {"person": sheet["person"], "sheet": sheet["sheet"]}
    return text_of({"what": "sheet", "event": evidence["event"]["slug"], **whose, **said})


def digest(text, length):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def history_mark(evidence, sheets):
    in_order = sorted(sheets, key=lambda sheet: str(sheet["sheet"]))
    texts = [
        text_of_revision(evidence, sheet, revision)
        for sheet in in_order
        for revision in sheet["revisions"]
    ]
    return digest("\n".join(texts), LONG)


def criteria_mark(evidence):
    told = {each["key"]: {name: each[name] for name in CRITERION} for each in evidence["criteria"]}
    values = {"what": "criteria", "rule": evidence["event"]["rule"], "criteria": told}
    return digest(text_of(values), LONG)


def raw(text):
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def mark_of(public_key):
    letters = base64.b32encode(hashlib.sha256(raw(public_key)).digest()).decode()[:16]
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def read_key(public_key):
    """None for what is no P-256 key."""
    try:
        key = serialization.load_der_public_key(raw(public_key))
    except (ValueError, UnsupportedAlgorithm):
        return None
    is_p256 = isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == "secp256r1"
    return key if is_p256 else None


def is_signed(key, signature, text):
    try:
        made = raw(signature)
        halves = int.from_bytes(made[:32], "big"), int.from_bytes(made[32:], "big")
        if len(made) != 64:
            return False
        key.verify(encode_dss_signature(*halves), text.encode(), ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


class Keys:
    """The keys of the evidence that are what their marks say, each with whose it is."""

    def __init__(self, evidence):
        self.known, self.faults = {}, []
        for each in evidence["keys"]:
            self.take(each)

    def take(self, each):
        name = f"Key {each['mark']} of {each['person']}"
        try:
            mark = mark_of(each["public_key"])
        except ValueError:
            mark = None
        key = read_key(each["public_key"]) if mark else None
        if key is None or mark != each["mark"]:
            self.faults.append(f"{name}: the public key is not the one with this mark.")
        elif self.known.get(mark, (key, each["person"]))[1] != each["person"]:
            self.faults.append(f"{name}: another person has the same key.")
        else:
            self.known[mark] = (key, each["person"])


def check_sheet(evidence, sheet, keys):
    """What can be said of a sheet without any paper."""
    name = f"Sheet of {sheet['person']} for team {sheet['team']}"
    numbers = [revision["number"] for revision in sheet["revisions"]]
    if numbers != list(range(1, len(numbers) + 1)) or sheet["revision"] != len(numbers):
        yield f"{name}: revisions are missing, added or in another order: {numbers} of {sheet['revision']}."
    was_final = False
    for revision in sheet["revisions"]:
        said = f"{name}, revision {revision['number']}"
        if revision["base_rev"] != revision["number"] - 1:
            yield f"{said}: was built on revision {revision['base_rev']}."
        if was_final and not revision["final"]:
            yield f"{said}: a draft after the sheet was submitted."
        was_final = was_final or revision["final"]
        if revision["signature"] or revision["key"]:
            yield from check_signature(evidence, sheet, revision, keys, said)
    if (sheet["state"] == COUNTS) != was_final and sheet["state"] != "set_aside":
        yield f"{name}: is “{sheet['state']}”, and its revisions say otherwise."


def check_signature(evidence, sheet, revision, keys, said):
    found = keys.known.get(revision["key"])
    if found is None:
        yield f"{said}: is signed by key {revision['key'] or '(none)'}, which the evidence does not have."
        return
    key, person = found
    if person != sheet["person"]:
        yield f"{said}: is signed by a key of {person}."
    if not is_signed(key, revision["signature"], text_of_revision(evidence, sheet, revision)):
        yield f"{said}: is not what key {revision['key']} signed."


def check_doubles(evidence):
    """One person, one sheet a team; one operation, one revision."""
    people = [each["person"] for each in evidence["experts"]]
    sheets = [(each["person"], each["team"]) for each in evidence["sheets"]]
    places = [each["sheet"] for each in evidence["sheets"]]
    operations = [one["op_id"] for each in evidence["sheets"] for one in each["revisions"]]
    for what, values in (
        ("person", people),
        ("sheet of an expert for a team", sheets),
        ("sheet", places),
        ("operation", operations),
    ):
        for value in sorted({str(value) for value in values if values.count(value) > 1}):
            yield f"The {what} {value} is there more than once."


class NoSlips(Exception):
    """The file does not hold the lines of slips."""


def read_slips(text):
    """The lines of the file, with semicolons, commas or tabs between what stands in them. Raises NoSlips."""
    lines = text.splitlines()
    between = max(";,\t", key=lines[0].count) if lines else ";"
    rows = list(csv.DictReader(lines, delimiter=between))
    if not rows or not set(COLUMNS) <= set(rows[0]):
        raise NoSlips(f"its first line is not “{';'.join(COLUMNS)}”, or nothing stands below it.")
    return [read_line(number, row) for number, row in enumerate(rows, start=2)]


def read_line(number, row):
    if any(row[name] is None for name in COLUMNS) or None in row:
        raise NoSlips(f"line {number} has not {len(COLUMNS)} values.")
    found = {name: unescaped(row[name].strip()) for name in COLUMNS}
    if found["what"] not in OTHERS and not found["what"].isdecimal():
        raise NoSlips(f"line {number} is about “{found['what']}”, which is no team.")
    return found


def unescaped(text):
    """As it was before a spreadsheet was kept from reading it as a formula."""
    is_escaped = text[:1] == "'" and text[1:2] in FORMULA
    return text[1:].replace("\\|", "|") if is_escaped and text[1:] else text


def of_paper(rows):
    """What the slips say, by person: names, keys, sheets by team, and the two long marks."""
    slips = {}
    for row in rows:
        slip = slips.setdefault(row["person"], {"names": set(), "keys": set(), "sheets": {}})
        slip["names"].add(row["expert"])
        if row["what"] == "key":
            slip["keys"].add(row["key"])
        elif row["what"] in ("history", "criteria"):
            slip[row["what"]] = row["mark"]
        else:
            slip["sheets"][int(row["what"])] = (row["mark"], row["key"])
    return slips


def check_slips(evidence, slips):
    names = {each["person"]: each["name"] for each in evidence["experts"]}
    for person, slip in slips.items():
        if person in names:
            yield from check_slip(evidence, person, names[person], slip)
        else:
            signed = ", ".join(sorted(slip["names"]))
            yield f"{signed} ({person}) signed a slip, and is no expert of the evidence."
    given = {each["person"] for each in [*evidence["sheets"], *evidence["keys"]]}
    for person in sorted(given - slips.keys()):
        yield f"{person} has a sheet or a key, and signed no slip."


def check_slip(evidence, person, name, slip):
    said = f"{name} ({person})"
    if slip["names"] != {name}:
        yield f"The slip of {said} was signed as {', '.join(sorted(slip['names']))}."
    keys = {each["mark"] for each in evidence["keys"] if each["person"] == person}
    for mark in sorted(slip["keys"] ^ keys):
        where = "the evidence has not" if mark in slip["keys"] else "is not on the slip"
        yield f"Key {mark} of {said}: {where}."
    sheets = [each for each in evidence["sheets"] if each["person"] == person]
    yield from check_sheets_of_slip(evidence, said, slip, sheets)
    if slip.get("history") != history_mark(evidence, sheets):
        yield f"What {said} saved, drafts as well, is not what the slip says."
    if slip.get("criteria") != criteria_mark(evidence):
        yield f"The criteria, their weights or the rule are not those on the slip of {said}."


def check_sheets_of_slip(evidence, name, slip, sheets):
    counting = {
        each["team"]: each for each in sheets if each["state"] == COUNTS and each["revisions"]
    }
    for team in sorted(slip["sheets"].keys() | counting.keys()):
        said = f"Sheet of {name} for team {team}"
        if team not in counting:
            yield f"{said}: is on the slip, and does not count in the evidence."
        elif team not in slip["sheets"]:
            yield f"{said}: counts in the evidence, and is not on the slip."
        else:
            last = counting[team]["revisions"][-1]
            mark = digest(text_of_revision(evidence, counting[team], last), SHORT)
            if (mark, last["key"]) != slip["sheets"][team]:
                yield f"{said}: is not the sheet with mark {slip['sheets'][team][0]} on the slip."


def check(evidence, rows):
    """One sentence for each difference."""
    keys = Keys(evidence)
    found = [*keys.faults, *check_doubles(evidence)]
    for sheet in evidence["sheets"]:
        found += check_sheet(evidence, sheet, keys)
    return found + list(check_slips(evidence, of_paper(rows)))


def unsigned(evidence):
    """The sheets that count and that no tablet signed: paper alone speaks for them."""
    return [
        f"{each['person']}, team {each['team']}"
        for each in evidence["sheets"]
        if each["state"] == COUNTS and each["revisions"] and not each["revisions"][-1]["signature"]
    ]


def main(arguments):
    if len(arguments) != 2:
        sys.stdout.write(__doc__)
        return 2
    evidence = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    try:
        rows = read_slips(Path(arguments[1]).read_text(encoding="utf-8-sig"))
    except (NoSlips, ValueError) as fault:  # the second where the file is no text
        sys.stdout.write(f"{arguments[1]} holds no slips: {fault}\n")
        return 2
    found = check(evidence, rows)
    signed = [one for each in evidence["sheets"] for one in each["revisions"] if one["signature"]]
    said = [*found, *(f"Not signed by a tablet: {sheet}." for sheet in unsigned(evidence))]
    said.append(f"{len(found)} differences; {len(signed)} signatures; {len(of_paper(rows))} slips.")
    sys.stdout.write("\n".join(said) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
