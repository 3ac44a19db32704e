"""What is forced past the guards of a sealed protocol is named by check_invariants and by verify_audit."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from events.models import Event
from experts.models import Protocol
from experts.reports.differences import verdict
from experts.reports.invariants import findings
from experts.services.publishing import publish
from tests.experts.hall import Hall
from tests.experts.sealed_hall import HELD, sealed_hall
from tests.experts.test_attacks import run, take_all_guards_off, tried

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return sealed_hall()


def checked(*options: str) -> str:
    return told_by("check_invariants", *options)


def told_by(command: str, *options: str) -> str:
    told = StringIO()
    try:
        call_command(command, *options, stdout=told)
    except CommandError as found:
        return f"{told.getvalue()}{found}"
    return told.getvalue()


def sections_named(event: Event) -> set[str]:
    return {name for each in findings(event) for name in re.findall("“(.+?)”", each.sentence)}


# The section of the record that a forced change of the table is named by; of the others the log alone speaks.
TOLD = {
    "experts_sheetrevision": "results",
    "experts_scoresheet": "sheets",
    "experts_interest": "recusals",
    "experts_presence": "presence",
    "experts_seat": "panel",
    "events_criterion": "rubric",
    "projects_project": "teams",
    "projects_drawstep": "draw",
    "experts_lookround": "looks",
    "experts_rulechange": "rule",
    "experts_addedwords": "sheets",
    "experts_award": "awards",
    "experts_deliberationnote": "notes",
    "experts_dissent": "dissents",
    "experts_castingvote": "casting_votes",
    "experts_stepout": "step_outs",
    "experts_panelvote": "votes",
    "experts_votedteam": "votes",
    "experts_voter": "votes",
    "experts_secretballot": "votes",
    "experts_countingseat": "votes",
    "experts_decidingvoice": "votes",
    "experts_panelquestion": "questions",
    "experts_querywindow": "queries",
    "experts_query": "queries",
}
# Of whom no line ever tells what they gave.
UNLOGGED = {"experts_secretballot"}
NO_ROW = {"experts_panel", "projects_defense", "projects_supervisor", "projects_teammember"}


@pytest.mark.once("what is compared, not how an engine holds it")
def test_each_change_that_is_forced_past_the_guards_is_named(hall):
    event = Event.objects.get(pk=hall.event.pk)
    assert (findings(event), verdict(event).differences) == ([], ())
    take_all_guards_off()

    named = {
        table: tried(
            [f"UPDATE {table} SET {change}"],
            lambda: (sections_named(event), bool(verdict(event).differences)),
        )
        for table, change in HELD.items()
        if table not in {*NO_ROW, "events_auditentry"}
    }

    assert {table for table, (_, is_logged) in named.items() if not is_logged} == UNLOGGED
    assert TOLD.items() <= {
        (table, name) for table, (sections, _) in named.items() for name in sections
    }


# What is forced, how check_invariants names it, and how verify_audit does: patterns, since keys differ.
FORCED = {
    "a point": (
        'UPDATE experts_sheetrevision SET points = \'{"whole": "3"}\'',
        "the rows are what was sealed: The rows are not what version 1 says of “results”: team 1",
        r"Revision 1 of score sheet \d+ is not what line ",
    ),
    "an award": (
        "UPDATE experts_award SET kind = 'practical'",
        "says of “awards”: team 1",
        r"Award \d+ is not what line ",
    ),
    "an award put in": (
        "INSERT INTO experts_award (project_id, kind, names, reason, at, is_rehearsal) "
        "SELECT project_id, 'practical', names, reason, at, is_rehearsal FROM experts_award",
        "says of “awards”: team 1",
        r"Award \d+ is in no line of the log.",
    ),
    "an award taken away": (
        "DELETE FROM experts_award",
        "says of “awards”: team 1",
        r"Award \d+ is gone; line ",
    ),
    "a recusal": (
        "UPDATE experts_interest SET outcome = 'dismiss' WHERE outcome = 'recuse'",
        "says of “recusals”: expert ",
        r"Interest \d+ is not what line ",
    ),
    "the rule": (
        "UPDATE events_event SET scoring_rule = 'median'",
        "says of “rule”",
        "The scoring rule is median; it was corrected_mean at line ",
    ),
    "the criteria": (
        "DELETE FROM events_criterion",
        "The rows tell no record any more to compare with version 1: ",
        r"Criterion \d+ is gone; line ",
    ),
    "the record": (
        "UPDATE experts_protocol SET record = '{}'",
        "the record is what its hash says: The record of version 1",
        r"Protocol \d+ is not what line ",
    ),
    "a seal": (
        "DELETE FROM experts_protocolseal WHERE part = 'chair'",
        "two people sealed",
        r"Seal \d+ is gone; line ",
    ),
    "the protocol, which is public": (
        "DELETE FROM experts_annex; DELETE FROM experts_protocolseal; DELETE FROM experts_protocol",
        "what is public is sealed: Public, and no protocol is sealed: results.",
        r"Protocol \d+ is gone; line ",
    ),
    "the protocol, of which nothing is public": (
        "UPDATE events_event SET published = '[]'; "
        "DELETE FROM experts_annex; DELETE FROM experts_protocolseal; DELETE FROM experts_protocol",
        r"what was sealed is there: Line \d+ of the log says that version 1 was sealed; no such version is.",
        r"Protocol \d+ is gone; line ",
    ),
    "a seal undone": (
        "UPDATE experts_protocol SET state = 'prepared', sealed_at = NULL",
        "what was sealed is there: Line ",
        r"Protocol \d+ is not what line ",
    ),
    "what is public": (
        "UPDATE events_event SET published = '[\"figures\"]'",
        "what is public is sealed: “figures” is public, and “results”, on which it stands, is not.",
        r"Event \d+ is not what line ",
    ),
    "the close": (
        "UPDATE events_event SET scoring_closed_at = NULL",
        "the scoring is closed",
        "The scoring is open, and the log says otherwise.",
    ),
}


def test_both_commands_name_what_was_forced(hall):
    secretary = Protocol.objects.get().prepared_by
    publish(hall.event.pk, ["results"], seen=[], actor=secretary)
    assert "all hold" in checked(hall.event.slug)
    assert "unbroken" in told_by("verify_audit", hall.event.slug)
    take_all_guards_off()

    unnamed = {
        what: both
        for what, (statement, invariant, line) in FORCED.items()
        if not said_in(
            both := tried(statement.split("; "), lambda: both_say(hall)), invariant, line
        )
    }

    assert unnamed == {}


def both_say(hall: Hall) -> tuple[str, str]:
    return checked(hall.event.slug), told_by("verify_audit", hall.event.slug)


def said_in(both: tuple[str, str], *words: str) -> bool:
    return all(re.search(word, text) for text, word in zip(both, words, strict=True))


def test_what_was_found_is_data_as_well(hall):
    assert json.loads(checked("--json")) == {hall.event.slug: []}
    take_all_guards_off()
    run("UPDATE experts_presence SET kind = 'left'")

    (line,) = json.loads(checked("--json").splitlines()[0].partition("These")[0])[hall.event.slug]

    assert line["invariant"] == "the rows are what was sealed"
    assert "presence" in line["found"]


def test_a_spelling_that_is_put_right_breaks_no_invariant(hall):
    person = hall.seats[3].person
    type(person).objects.filter(pk=person.pk).update(name="Another Spelling")
    Event.objects.filter(pk=hall.event.pk).update(title="Another title")

    assert "all hold" in checked()
    assert Protocol.objects.get().is_sealed
