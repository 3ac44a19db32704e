"""What a tablet wrote is read to the letter; what is cut off, foreign or without an end is refused in words."""

import json
import zlib

import pytest

from events.public_keys import written
from experts.errors import CodeCutOff, HandedLeftOver, HandedTooLarge, HandedUnreadable
from experts.handed import LONGEST, read_handed
from experts.sheets import Assignment
from tests.experts.tablets import as_code

OPERATION = {
    "sheet": "3-4",
    "op_id": "00000000-0000-0000-0000-000000000007",
    "base_rev": 0,
    "rubric_version": 1,
    "final": True,
    "points": {"whole": "8.50"},
    "comment": "Жақсы 🙂",
}
SAID = {
    "qorgau": "unsent sheets",
    "version": 1,
    "event": "ours",
    "person": "emil",
    "given": json.dumps([OPERATION]),
}


def test_a_file_and_a_code_say_the_same():
    by_file = read_handed("\ufeff" + json.dumps(SAID, indent=2))
    by_code = read_handed("#" + as_code(SAID, 2, 3))

    assert by_file.given == by_code.given
    assert [each.assignment for each in by_file.given] == [Assignment(3, 4)]
    assert by_file.given[0].operation.comment == "Жақсы 🙂"
    assert (by_code.part, by_code.parts, by_file.parts) == (2, 3, 1)


def test_a_code_that_could_not_be_folded_is_read_too():
    assert read_handed("1.1.p" + written(json.dumps(SAID).encode())).event == "ours"


def test_an_operation_that_no_sheet_can_hold_leaves_the_others():
    bad = {**OPERATION, "points": {"whole": "many"}}

    found = read_handed(json.dumps({**SAID, "given": json.dumps([bad, OPERATION])}))

    assert [each.operation is None for each in found.given] == [True, False]


@pytest.mark.parametrize(
    "said",
    [
        "",
        "PK\x03\x04",
        "[]",
        "[" * 100_000,
        "{}",
        json.dumps({**SAID, "version": 2}),
        json.dumps({**SAID, "more": 1}),
        json.dumps({**SAID, "given": "{}"}),
        json.dumps({**SAID, "given": "[1]"}),
        json.dumps({**SAID, "given": json.dumps([{**OPERATION, "sheet": "3"}])}),
        json.dumps({**SAID, "event": "a\0b"}),
    ],
)
def test_what_no_tablet_wrote_is_refused(said):
    with pytest.raises(HandedUnreadable) as refused:
        read_handed(said)

    assert type(refused.value) is HandedUnreadable


def test_a_file_of_before_an_upgrade_says_what_to_do_with_it():
    kept = {"databases": [{"name": "qorgau-12", "operations": [OPERATION], "drafts": []}]}

    with pytest.raises(HandedLeftOver, match="enter them as paper"):
        read_handed(json.dumps(kept, indent=2))


@pytest.mark.parametrize("left", [10, 60, -1])
def test_a_code_that_is_cut_off_says_so(left):
    with pytest.raises(CodeCutOff):
        read_handed(as_code(SAID)[:left])


def test_what_is_larger_than_a_tablet_or_unfolds_without_an_end_is_refused():
    endless = zlib.compress(bytes(3_000_000), wbits=-zlib.MAX_WBITS)
    many = json.dumps([OPERATION] * 201)

    for said in (
        "x" * (LONGEST + 1),
        "1.1.z" + written(endless),
        json.dumps({**SAID, "given": many}),
    ):
        with pytest.raises(HandedTooLarge):
            read_handed(said)
