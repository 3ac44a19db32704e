"""The log in words: every act has some, names are found, and nothing is left out."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from events.models import AuditEntry
from events.services.members import invite
from events.services.passes import issue_pass, revoke_pass
from experts.pages.log import WORDS, log_of
from experts.services.interests import decide_interest
from tests.cast import as_organizer, gather
from tests.defense.workspace.test_people import page
from tests.factories import DAY
from tests.processes import ROOT

VERB = re.compile(r'"([a-z_]+\.[a-z_]+)"')
WRITTEN = re.compile(r"AuditEntry\.write\w*\(")


@pytest.fixture
def cast(db):
    return gather()


def verbs_of_the_program() -> set[str]:
    found = set()
    for app in ("events", "projects", "experts", "diplomas", "defense"):
        for path in Path(ROOT, app).rglob("*.py"):
            text = path.read_text()
            if WRITTEN.search(text):
                found |= set(VERB.findall(text))
    return found


def test_every_act_that_is_written_has_its_words():
    assert verbs_of_the_program() == set(WORDS)


def test_a_line_says_who_did_what_in_the_language_of_the_page(cast):
    decide_interest(cast.recusal.pk, outcome="recuse", reason="Her pupil.", actor=cast.olga, at=DAY)
    AuditEntry.write(cast.event, cast.emil.person, "scoring.reopened", cast.event, {"reason": "x"})

    with translation.override("en"):
        second, first = log_of(cast.event)

    assert (first.who, first.reason) == ("olga@example.org", "Her pupil.")
    assert first.said == "Interest decided: Rita, project 1: recused"
    assert (second.who, second.said) == ("Emil", "Scoring reopened")


def test_a_card_that_is_made_and_stopped_says_whose_it_is(cast):
    card = issue_pass(cast.emil.person, kind="expert", actor=cast.olga, at=DAY)
    revoke_pass(card.issued, actor=cast.olga, at=DAY)

    with translation.override("en"):
        said = [line.said for line in log_of(cast.event)]

    assert said == ["Access card stopped: Emil", "Access card made: Emil"]


def test_who_is_gone_and_what_an_older_line_did_not_tell_are_said_to_be(cast):
    AuditEntry.write(cast.event, "user:999999", "pass.issued", "pass:999999")
    AuditEntry.write(cast.event, "command:load_event", "event.loaded", cast.event, {"added": 1})
    AuditEntry.write(cast.event, "test", "some.day", "thing:1")

    lines = log_of(cast.event)

    assert [(line.who, line.said) for line in lines] == [
        ("test", "some.day thing:1"),
        (
            "Whoever runs the server (load_event)",
            "Event changed. Added: 1, changed: —, taken out: —",
        ),
        ("gone since (user:999999)", "Access card made: gone since (pass:999999)"),
    ]


def test_the_page_is_searched_and_has_pages(client, cast, django_assert_num_queries):
    for _number in range(60):
        AuditEntry.write(cast.event, cast.sara, "scoring.reopened", cast.event)
    invite(cast.event, "new@example.org", role="host", actor=cast.olga, at=DAY)
    as_organizer(client, cast.sara)

    whole = client.get(page("log", cast))
    second = client.get(page("log", cast), {"page": "2"})
    found = client.get(page("log", cast), {"q": "invited olga"})

    assert [len(each.context["page"].object_list) for each in (whole, second, found)] == [50, 11, 1]
    assert "new@example.org" not in found.content.decode()
