"""Whoever holds the database and the key of the log alters what was given: the standalone script names it.

The evidence is made once, by three experts who sign and one who does not, with drafts, changes, a tablet
that was lost, and is altered again and again. What stands on paper is from before.
"""

import copy
import hashlib
import importlib.util
import json
import pickle
import random
import subprocess
import sys
from decimal import Decimal
from uuid import UUID

import pytest
from django.core.management import call_command

from events.models import AuditEntry, AuditHead, Person
from events.models.audit import FIRST_LINK
from experts.models import ScoreSheet, SheetRevision, TabletKey
from experts.reports.differences import verdict
from experts.reports.evidence import evidence
from experts.reports.given import hash_of_revision
from experts.services.score_sheets import save_sheet
from experts.sheets import Assignment, Readers, SheetOperation, plain
from experts.slips import slips_as_csv, slips_of, text_of_revision
from tests.experts.hall import Hall, fill, pass_of
from tests.experts.tablets import Tablet
from tests.experts.test_guards import take_guards_off
from tests.factories import DAY, SeatFactory
from tests.kept_rows import made_once
from tests.processes import ROOT

SCRIPT = ROOT / "docs" / "check_signatures.py"
ALTERATIONS = 1000
EXPERTS, TEAMS = 4, 3


def load_script():
    spec = importlib.util.spec_from_file_location("check_signatures", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CHECKER = load_script()


class Expert:
    """Gives points from one tablet after another; the last expert's tablet signs nothing."""

    def __init__(self, hall: Hall, number: int) -> None:
        self.hall, self.number = hall, number
        self.card = pass_of(hall.seats[number])
        self.tablet = None if number == EXPERTS else self.enrol()

    def enrol(self) -> Tablet:
        self.tablet = Tablet()
        self.tablet.register(self.card)
        return self.tablet

    def give(self, team: int, points: int, *, base: int = 0, final: bool = True) -> None:
        sheet = Assignment(self.hall.seats[self.number].pk, self.hall.defenses[team].pk)
        sent = SheetOperation(
            op_id=UUID(int=self.number * 100 + team * 10 + base),
            device_id=UUID(int=9000 + self.number),
            sequence=0,
            base_rev=base,
            client_ts=0,
            rubric_version=1,
            is_final=final,
            points={"whole": Decimal(points)},
            comment=f"Жақсы {points}",
            readers=list(Readers)[team - 1],
        )
        if self.tablet and final:
            sent = self.tablet.signed(sent, sheet, self.card)
        save_sheet(sheet, operation=sent, held=self.card, at=DAY)


@made_once
def play() -> Hall:
    hall = fill(EXPERTS, TEAMS)
    for number in range(1, EXPERTS + 1):
        expert = Expert(hall, number)
        expert.give(1, 4, final=False)
        expert.give(1, 6, base=1)
        expert.give(2, 7)
        if number == 1:
            expert.enrol()
        expert.give(2, 8, base=1)
        expert.give(3, number + 4)
    return hall


@pytest.fixture
def hall(db) -> Hall:
    return play()


def rows_of(made) -> list[dict[str, str]]:
    return CHECKER.read_slips(slips_as_csv(slips_of(made)))


def found_in(altered, paper) -> list[str]:
    return CHECKER.check(json.loads(json.dumps(altered)), paper)


# What somebody does to a copy who can write anything but a signature of a tablet.


def signed_sheets(made):
    return [sheet for sheet in made["sheets"] if sheet["revisions"][-1]["signature"]]


def one_revision(made, chance):
    return chance.choice(chance.choice(made["sheets"])["revisions"])


def change_points(made, chance):
    revision = one_revision(made, chance)
    others = [str(points) for points in range(11) if str(points) != revision["points"]["whole"]]
    revision["points"]["whole"] = chance.choice(others)


def change_points_in_other_writing(made, chance):
    one_revision(made, chance)["points"]["whole"] += chance.choice([".0", ".5", "0", " "])


def add_a_criterion(made, chance):
    one_revision(made, chance)["points"][f"c{chance.randrange(99)}"] = "1"


def drop_points(made, chance):
    one_revision(made, chance)["points"] = {}


def change_comment(made, chance):
    one_revision(made, chance)["comment"] += chance.choice(["!", " ", "\u200b"])


def change_readers(made, chance):
    revision = one_revision(made, chance)
    now = revision.get("readers", "protocol")
    revision["readers"] = chance.choice([each for each in Readers if each != now]).value


def change_operation(made, chance):
    one_revision(made, chance)["op_id"] = str(UUID(int=chance.getrandbits(128)))


def change_rubric_version(made, chance):
    one_revision(made, chance)["rubric_version"] += 1


def change_final(made, chance):
    revision = one_revision(made, chance)
    revision["final"] = not revision["final"]


def drop_a_revision(made, chance):
    sheet = chance.choice(made["sheets"])
    sheet["revisions"].pop(chance.randrange(len(sheet["revisions"])))
    renumber(sheet)


def swap_revisions(made, chance):
    sheet = chance.choice([each for each in made["sheets"] if len(each["revisions"]) > 1])
    sheet["revisions"].reverse()
    renumber(sheet)


def renumber(sheet):
    for number, revision in enumerate(sheet["revisions"], start=1):
        revision["number"], revision["base_rev"] = number, number - 1
    sheet["revision"] = len(sheet["revisions"])


def add_an_unsigned_revision(made, chance):
    sheet = chance.choice(made["sheets"])
    new = {**copy.deepcopy(sheet["revisions"][-1]), "key": "", "signature": ""}
    new["op_id"] = str(UUID(int=chance.getrandbits(128)))
    new["points"]["whole"] = str(chance.randrange(11))
    sheet["revisions"].append(new)
    renumber(sheet)


def play_a_revision_again(made, chance):
    sheet = chance.choice(made["sheets"])
    sheet["revisions"].append(copy.deepcopy(sheet["revisions"][0]))
    renumber(sheet)


def drop_a_sheet(made, chance):
    made["sheets"].pop(chance.randrange(len(made["sheets"])))


def set_a_sheet_aside(made, chance):
    chance.choice(made["sheets"])["state"] = chance.choice(["set_aside", "draft"])


def add_a_sheet(made, chance):
    new = copy.deepcopy(chance.choice(made["sheets"]))
    new["sheet"], new["team"] = f"9-{chance.randrange(99)}", TEAMS + 1
    made["sheets"].append(new)


def give_a_sheet_to_another_team(made, chance):
    one, other = chance.sample([each for each in made["sheets"] if each["person"] == some(made)], 2)
    one["team"], other["team"] = other["team"], one["team"]


def some(made):
    return made["sheets"][0]["person"]


def give_a_sheet_to_another_expert(made, chance):
    one = chance.choice(made["sheets"])
    others = [
        e for e in made["sheets"] if e["team"] == one["team"] and e["person"] != one["person"]
    ]
    other = chance.choice(others)
    one["person"], other["person"] = other["person"], one["person"]


def swap_names(made, chance):
    one, other = chance.sample(made["experts"], 2)
    one["name"], other["name"] = other["name"], one["name"]


def drop_a_signature(made, chance):
    revision = chance.choice(signed_sheets(made))["revisions"][-1]
    revision["key"] = revision["signature"] = ""


def move_a_signature(made, chance):
    one, other = (each["revisions"][-1] for each in chance.sample(signed_sheets(made), 2))
    one["signature"], other["signature"] = other["signature"], one["signature"]


def replace_a_key(made, chance):
    """A key of one's own, with everything signed anew and better points."""
    forge(made, chance.choice(made["keys"]), FORGER.mark)


def replace_a_key_under_its_mark(made, chance):
    key = chance.choice(made["keys"])
    forge(made, key, key["mark"])


def forge(made, key, mark):
    replaced = key["mark"]
    key["mark"], key["public_key"] = mark, FORGER.public_key
    for sheet in made["sheets"]:
        for revision in sheet["revisions"]:
            if revision["key"] == replaced:
                revision["key"], revision["points"] = mark, {"whole": "10"}
                revision["signature"] = FORGER.sign(text_of_revision(made, sheet, revision))


def add_a_key(made, chance):
    """As from one more tablet, which signed one more change."""
    sheet = chance.choice(made["sheets"])
    new = {**copy.deepcopy(made["keys"][0]), "mark": FORGER.mark, "public_key": FORGER.public_key}
    made["keys"].append({**new, "person": sheet["person"]})
    revision = copy.deepcopy(sheet["revisions"][-1])
    sheet["revisions"].append({**revision, "key": FORGER.mark, "points": {"whole": "1"}})
    renumber(sheet)
    last = sheet["revisions"][-1]
    last["signature"] = FORGER.sign(text_of_revision(made, sheet, last))


def drop_a_key(made, chance):
    made["keys"].pop(chance.randrange(len(made["keys"])))


def give_a_key_to_another(made, chance):
    key = chance.choice(made["keys"])
    others = [each["person"] for each in made["experts"] if each["person"] != key["person"]]
    key["person"] = chance.choice(others)


def change_the_criteria(made, chance):
    name = chance.choice(["weight", "minimum", "maximum", "step"])
    made["criteria"][0][name] = plain(Decimal(made["criteria"][0][name]) + chance.randrange(1, 50))


def change_the_rule(made, chance):
    made["event"]["rule"] += "x"


FORGER = Tablet()
ACTS = [
    *(change_points, change_points_in_other_writing, add_a_criterion, drop_points, change_comment),
    change_readers,
    *(change_operation, change_rubric_version, change_final, drop_a_revision, swap_revisions),
    *(
        add_an_unsigned_revision,
        play_a_revision_again,
        drop_a_sheet,
        set_a_sheet_aside,
        add_a_sheet,
    ),
    *(give_a_sheet_to_another_team, give_a_sheet_to_another_expert, swap_names, drop_a_signature),
    *(
        move_a_signature,
        replace_a_key,
        replace_a_key_under_its_mark,
        add_a_key,
        drop_a_key,
        give_a_key_to_another,
    ),
    *(change_the_criteria, change_the_rule),
]


@pytest.mark.once("the evidence is data; the services that made it are tried on both engines")
def test_a_thousand_alterations_are_named_each(hall):
    made = evidence(hall.event)
    paper = rows_of(made)
    assert found_in(made, paper) == []

    unseen, kept = [], pickle.dumps(made)  # four times as fast to copy as deepcopy
    for number in range(ALTERATIONS):
        altered, act = pickle.loads(kept), ACTS[number % len(ACTS)]
        act(altered, random.Random(number))
        if altered == made or not found_in(altered, paper):
            unseen.append((number, act.__name__))

    assert unseen == []


@pytest.mark.once("the evidence is data; the services that made it are tried on both engines")
def test_without_the_paper_a_forger_with_a_key_of_his_own_is_not_named(hall):
    """The negative control: what the slips are for."""
    made = evidence(hall.event)
    paper = rows_of(made)

    replace_a_key(made, random.Random(1))

    assert found_in(made, rows_of(made)) == []
    assert found_in(made, paper) != []


def rewrite_the_log(event) -> None:
    """As whoever holds its key can: the hashes of what was saved, every link, and the head."""
    take_guards_off("events_auditentry")
    take_guards_off("events_audithead")
    link = FIRST_LINK
    for entry in AuditEntry.objects.filter(event=event).order_by("number"):
        if entry.verb == "score_sheet.saved":
            sheet, number = int(entry.subject.partition(":")[2]), entry.details["revision"]
            revision = SheetRevision.objects.get(sheet=sheet, number=number)
            entry.details["given"] = hash_of_revision(revision)
        entry.link = link = entry.link_after(link)
        entry.save()
    head = AuditHead.objects.get(event=event)
    head.move_to(entry)


def test_points_altered_in_the_database_with_the_log_rewritten_are_named_by_the_script_alone(hall):
    paper = rows_of(evidence(hall.event))
    take_guards_off("experts_sheetrevision")
    sheet = ScoreSheet.objects.get(seat=hall.seats[2], defense=hall.defenses[3])
    revision = SheetRevision.objects.filter(sheet=sheet)
    revision.update(points={"whole": "10"})
    assert verdict(hall.event).differences != ()

    rewrite_the_log(hall.event)

    person = hall.seats[2].person
    assert AuditEntry.first_broken(hall.event) is None
    assert verdict(hall.event).differences == ()
    found = found_in(evidence(hall.event), paper)
    mark = revision.get().signature.key.mark
    assert found[0] == (
        f"Sheet of {person.key} for team 3, revision 1: is not what key {mark} signed."
    )
    assert found[1].startswith(
        f"Sheet of {person.name} ({person.key}) for team 3: is not the sheet with mark "
    )


def test_the_evidence_holds_keys_that_were_closed_and_no_more_of_people_than_names(hall):
    made = evidence(hall.event)

    [closed] = [key for key in made["keys"] if key["closed_at"]]
    assert closed["mark"] == TabletKey.objects.exclude(closed_at=None).get().mark
    assert len(made["keys"]) == EXPERTS
    assert {name for expert in made["experts"] for name in expert} == {"person", "name"}
    assert [len(slip.keys) for slip in slips_of(made)] == [2, 1, 1, 0]
    assert [slip.signed_count for slip in slips_of(made)] == [3, 3, 3, 0]


def test_the_evidence_holds_no_words_that_an_expert_wrote_for_nobody_else(hall):
    told = {
        each["op_id"]: each
        for sheet in evidence(hall.event)["sheets"]
        for each in sheet["revisions"]
    }

    for revision in SheetRevision.objects.all():
        is_private = revision.readers == Readers.ME
        assert (told[str(revision.op_id)]["comment"] == revision.comment) is not is_private
        assert revision.as_sheet(()).comment_in_protocol == ("" if is_private else revision.comment)
    assert {each.readers for each in SheetRevision.objects.all()} == set(Readers)


def test_a_private_comment_is_found_by_its_expert_and_by_nobody_who_tries_words(hall):
    made = evidence(hall.event)
    private = SheetRevision.objects.filter(readers=Readers.ME).first()
    [told] = [
        each
        for sheet in made["sheets"]
        for each in sheet["revisions"]
        if each["op_id"] == str(private.op_id)
    ]
    own = private.as_sheet(()).as_json()

    def hashed(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    tried = {hashed(f"{salt}{private.comment}") for salt in ("", f"{private.op_id}:")}
    assert told["comment"] not in tried
    assert told["comment"] == hashed(f"{own['salt']}:{own['comment']}")
    assert str(private.device_id) not in json.dumps(made)
    assert all(
        "salt" not in each.as_sheet(()).as_json()
        for each in SheetRevision.objects.exclude(readers=Readers.ME)
    )


def namesakes(hall) -> None:
    Person.objects.filter(seat__in=[hall.seats[1], hall.seats[2]]).update(name="Aigerim")


@pytest.mark.once("the evidence is data; the services that made it are tried on both engines")
def test_two_experts_of_one_name_have_two_slips_and_a_swap_between_them_is_named(hall):
    namesakes(hall)
    made = evidence(hall.event)
    paper = rows_of(made)
    assert found_in(made, paper) == []
    assert len(CHECKER.of_paper(paper)) == EXPERTS

    one, other = hall.seats[1].person.key, hall.seats[2].person.key
    swapped = {one: other, other: one}
    for sheet in made["sheets"]:
        sheet["person"] = swapped.get(sheet["person"], sheet["person"])

    found = found_in(made, paper)
    for person in swapped:
        assert f"What Aigerim ({person}) saved, drafts as well, is not what the slip says." in found


@pytest.mark.once("the evidence is data; the services that made it are tried on both engines")
def test_the_slip_of_another_name_is_named(hall):
    made = evidence(hall.event)
    paper = rows_of(made)
    person = hall.seats[1].person
    for row in paper:
        row["expert"] = row["expert"].replace(person.name, "Somebody")

    [found] = found_in(made, paper)

    assert found == f"The slip of {person.name} ({person.key}) was signed as Somebody."


def test_who_registered_a_key_and_lost_the_seat_has_a_slip_and_nothing_is_amiss(hall):
    seat = SeatFactory(panel=hall.seats[1].panel, order=90)
    Tablet().register(pass_of(seat))
    seat.delete()
    made = evidence(hall.event)

    assert found_in(made, rows_of(made)) == []
    assert [slip.sheets for slip in slips_of(made) if slip.person == seat.person.key] == [[]]


def test_a_name_that_a_spreadsheet_would_reckon_is_written_as_a_name_and_read_as_it_was(hall):
    name = '=HYPERLINK("x"|1)'
    Person.objects.filter(pk=hall.seats[1].person_id).update(name=name)
    made = evidence(hall.event)

    text = slips_as_csv(slips_of(made))

    assert ";'=HYPERLINK" in text.replace('"', "")
    assert text.startswith("person;expert;what;key;mark\n")
    assert found_in(made, CHECKER.read_slips(text)) == []


SLIPS = "person;expert;what;key;mark\na;A;history;;12\n"


@pytest.mark.parametrize("between", [";", ",", "\t"])
def test_the_script_reads_slips_as_any_spreadsheet_saves_them(between):
    assert CHECKER.read_slips(SLIPS.replace(";", between)) == [
        {"person": "a", "expert": "A", "what": "history", "key": "", "mark": "12"}
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "its first line is not"),
        ("expert,what,key,mark\nA,history,,12\n", "its first line is not"),
        (SLIPS.replace("history", "team one"), "line 2 is about “team one”"),
        (SLIPS + "b;B;history\n", "line 3 has not 5 values"),
        (SLIPS + "b;B;history;;12;13\n", "line 3 has not 5 values"),
    ],
)
def test_a_file_that_holds_no_slips_is_told_in_a_sentence(tmp_path, capsys, text, said):
    (tmp_path / "evidence.json").write_text("{}")
    (tmp_path / "slips.csv").write_text(text, encoding="utf-8")

    ended = CHECKER.main([str(tmp_path / "evidence.json"), str(tmp_path / "slips.csv")])

    assert ended == 2
    assert said in capsys.readouterr().out


@pytest.mark.once("a command and a script, on the same evidence")
def test_the_command_writes_what_the_script_reads_alone(hall, tmp_path):
    file, slips = tmp_path / "evidence.json", tmp_path / "slips.csv"
    call_command("export_evidence", hall.event.slug, "--output", str(file))
    slips.write_text(slips_as_csv(slips_of(evidence(hall.event))), encoding="utf-8")

    def run():
        command = [sys.executable, "-I", str(SCRIPT), str(file), str(slips)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    good = run()
    file.write_text(file.read_text().replace('"whole": "8"', '"whole": "9"', 1))
    bad = run()

    assert good.returncode == 0, good.stdout + good.stderr
    assert good.stdout.endswith("0 differences; 12 signatures; 4 slips.\n")
    assert good.stdout.count("Not signed by a tablet: ") == TEAMS
    assert bad.returncode == 1
    assert "is not what key" in bad.stdout
