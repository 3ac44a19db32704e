"""Every text that a diploma may say otherwise has a name for the organizers."""

from diplomas.differences import FOLLOWS, LABELS, differences

WORDS = {"kind": "DIPLOMA", "title": "Diploma", "issued_on": "2019-11-30", "name": "Tia"}


def test_what_follows_from_another_text_has_a_name_too():
    assert FOLLOWS.keys() - LABELS.keys() == set()


def test_a_text_is_told_by_its_name_and_once():
    changed = {"title": "Award", "issued_on": "2019-12-01"}

    found = differences(WORDS, WORDS | changed)

    assert [(each.label, each.now) for each in found] == [
        ("Title of the file", "Award"),
        ("Date", "2019-12-01"),
    ]
