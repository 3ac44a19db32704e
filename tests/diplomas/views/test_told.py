"""The page of a code as data, for a program that checks a diploma."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diplomas.access import GUESSES
from diplomas.guesses import MISSES_AT_ONCE
from diplomas.models import Diploma
from diplomas.record import DiplomaRecord
from diplomas.services.correcting import correct_outdated
from diplomas.services.duplicating import duplicate_diploma
from diplomas.services.revoking import revoke_diploma
from diplomas.told import told_of
from events.codes import in_groups
from events.models import Person
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.diplomas.views.test_verify_page import LATER, MALFORMED, UNKNOWN, a_diploma
from tests.factories import DAY

pytestmark = pytest.mark.django_db

DATA = {"Accept": "application/json"}
DOCUMENT = Path(__file__).parents[3] / "docs" / "checking.md"


def asked(client, code):
    return client.get(f"/d/{code}", headers=DATA)


def test_a_program_gets_every_claim_of_the_paper(client):
    diploma = a_diploma(
        course="Management in Education", organiser="Institute", city="Shymkent", languages=["en"]
    )
    supervisors = diploma.person.teammember.project.supervisor_names

    answer = asked(client, diploma.code)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.json() == {
        "state": "valid",
        "is_rehearsal": False,
        "number": diploma.number,
        "code": diploma.code,
        "address": f"{settings.SITE_URL}/d/{diploma.code}",
        "not_valid_since": None,
        "superseded_by": None,
        "sha256": diploma.file_hash,
        "paper": {
            "language": "en",
            "document": "Diploma",
            "mark": "",
            "name": "Әлия Үлгі 1",
            "position": "",
            "topic": "“Talent management in the school”",
            "course": "Management in Education",
            "issued_by": "Institute",
            "city": "Shymkent",
            "first_day": "2019-11-30",
            "last_day": "2019-11-30",
            "text": "for the public defense of the project “Talent management in the school”"
            " in the programme “Management in Education”",
            "supervisors": list(supervisors),
            "signatures": [
                {"office": "Chair of the expert group", "name": ""},
                {"office": "On behalf of the organiser", "name": ""},
            ],
            "beside": [],
        },
    }


def test_each_state_has_its_word_and_nobody_is_told_why(client):
    event = event_with_team(4, languages=["en"], time_zone="Asia/Almaty")
    waiting = event_with_team(1)
    rehearsed = event_with_team(1, is_rehearsal=True)
    corrected, lost, revoked, valid = issue(event)
    [pending], [played] = issue(waiting), issue(rehearsed)
    make_ready(event)
    make_ready(rehearsed)
    Person.objects.filter(pk=corrected.person_id).update(name="Әлия Түзетілген")
    [new] = correct_outdated(event.pk, only=[corrected.code], actor="test", at=LATER)
    twin = duplicate_diploma(event.pk, lost.code, reason="Fire", actor="test", at=LATER)
    make_ready(event)
    revoke_diploma(event.pk, revoked.code, reason="Drawer", actor="test", at=LATER)

    every = (corrected, lost, revoked, valid, pending, played, new, twin)
    answers = [asked(client, each.code) for each in every]

    told = [each.json() for each in answers]
    ends = ("state", "not_valid_since", "superseded_by")
    assert [tuple(each[name] for name in ends) for each in told] == [
        ("superseded", "2026-12-01", successor(new)),
        ("superseded", "2026-12-01", successor(twin)),
        ("revoked", "2026-12-01", None),
        ("valid", None, None),
        ("pending", None, None),
        ("rehearsal", None, None),
        ("valid", None, None),
        ("valid", None, None),
    ]
    assert told[7]["paper"]["mark"] == f"DUPLICATE, in place of № {lost.number}"
    assert told[4]["sha256"] is None
    said = b"".join(each.content for each in answers)
    assert [word for word in (b"Fire", b"Drawer") if word in said] == []


def successor(diploma):
    address = f"{settings.SITE_URL}/d/{diploma.code}"
    return {
        "number": diploma.number,
        "code": diploma.code,
        "address": address,
        "state": "valid",
    }


def test_unknown_and_malformed_codes_are_answered_alike_at_the_same_cost(client):
    a_diploma()
    asked(client, UNKNOWN)

    answers, costs = [], []
    for code in (UNKNOWN, MALFORMED, "7" * 500):
        with CaptureQueriesContext(connection) as queries:
            answers.append(asked(client, code))
        costs.append(len(queries))

    assert {(each.status_code, each.content) for each in answers} == {
        (404, b'{"state": "unknown"}')
    }
    assert len({tuple(sorted(each.headers.items())) for each in answers}) == 1
    assert set(costs) == {1}


@time_machine.travel(DAY, tick=False)
def test_a_program_has_no_more_guesses_than_a_reader(client):
    diploma = a_diploma()

    for turn in range(MISSES_AT_ONCE):
        client.get(f"/d/{UNKNOWN}", headers=DATA if turn % 2 else {})
    answers = [asked(client, code) for code in (UNKNOWN, diploma.code)]

    assert [(each.status_code, each.json()) for each in answers] == [
        (429, {"state": "too_often"})
    ] * 2
    assert answers[0]["Retry-After"] == "60"


def test_without_the_limit_every_guess_of_a_program_is_answered(client, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(GUESSES, "take", lambda at, visitor: True)

    answers = {asked(client, UNKNOWN).status_code for _ in range(MISSES_AT_ONCE + 2)}

    assert answers == {404}


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json", "application/json"),
        ("application/json, text/html;q=0.5", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("image/png", "text/html; charset=utf-8"),
    ],
)
def test_who_takes_a_page_gets_the_page(client, accept, kind):
    diploma = a_diploma()

    found, missed = (
        client.get(f"/d/{code}", headers={"Accept": accept}) for code in (diploma.code, UNKNOWN)
    )

    assert {found["Content-Type"], missed["Content-Type"]} == {kind}
    assert all("Accept" in each["Vary"] for each in (found, missed))


def test_a_code_typed_otherwise_is_sent_on_to_its_address(client):
    diploma = a_diploma()

    answers = [
        asked(client, in_groups(diploma.code).lower()),
        client.get("/d/", {"code": in_groups(diploma.code)}, headers=DATA),
    ]

    assert [each.url for each in answers] == [f"/d/{diploma.code}"] * 2


def test_whatever_the_paper_says_the_data_says_too():
    """A field that a record gets later is told as well, or is named here with the reason."""
    elsewhere = {"kind": "in capitals", "title": "the file's", "lead": "a phrase before the name"}
    elsewhere |= {"kinds": "the document in other languages", "verify_url": "the address"}
    elsewhere |= {"issued_on": "last_day", "place_and_date": "city", "number": "", "code": ""}
    elsewhere |= {"supervised_by": "a phrase before the names", "watermark": "is_rehearsal"}
    elsewhere |= {"stamp": "where one may be put: it claims nothing"}
    elsewhere |= {"accent": "a colour", "logo": "a picture", "beside": "below, a paper each"}
    diploma = Diploma(event=event_with_team(0), number="2019/001", code="K" * 12, state="ready")
    names = {each.name for each in fields(DiplomaRecord)} - elsewhere.keys()
    words = {name: f"word of {name}" for name in names}
    lists = {"signatories": [["word of signatories", ""]], "supervisors": ["word of supervisors"]}
    lists |= {name: [f"word of {name}"] for name in ("before_topic", "after_topic")}
    diploma.snapshot = words | lists | {"issued_on": "2019-11-30", "programme": "P"}

    told = str(told_of(diploma)["paper"])

    assert [name for name in names if f"word of {name}" not in told] == []

    diploma.snapshot |= {
        "beside": [
            {**words, **lists, "programme": "P", "issued_on": "2019-11-30", "topic": "Тақырып"}
        ]
    }
    [other] = told_of(diploma)["paper"]["beside"]
    assert other["topic"] == "Тақырып"


def test_the_document_names_every_word_of_the_answer(client):
    told = asked(client, a_diploma().code).json()

    documented = set(re.findall(r"^\| `([a-z0-9_]+)` \|", DOCUMENT.read_text(), re.MULTILINE))

    assert documented == {*told, *told["paper"]}
