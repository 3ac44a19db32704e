"""Every time that somebody reads is a time of the event's zone, whatever the zone of the server."""

import re

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diplomas.models import FileJob, Handover
from diplomas.services.revoking import revoke_diploma
from events.models import AuditEntry, Event, Pass, RunItem
from events.models.event import RULE_VERSION
from events.models.passes import hash_of
from experts.models import Interest, LookRound, RuleChange, StepOut
from experts.services.rule_changes import RULE
from tests.cast import DEVICE
from tests.factories import DAY, DiplomaFactory, PassFactory, SheetRevisionFactory
from tests.house.doors import everyone
from tests.house.doors_table import DOORS
from tests.house.scene import Scene, set_scene
from tests.house.test_doors import client_of
from tests.house.test_languages import NO_PAGE

READERS = ("stranger", "tia", "emil", "olga")
NOWHERE = everyone("login")
MOMENT = DAY.replace(hour=20, minute=37)  # of the next day already in Tokyo, at 05:37
IN_TOKYO = "05:37"
# One that keeps summer time, and one on the other side of the date line.
ZONES_OF_THE_SERVER = ("America/New_York", "Pacific/Kiritimati")
NEW_EACH_TIME = re.compile(
    rb'[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"'
    rb'|name="[\w-]*seen" value="[^"]*"|/(?:import|event-file)/\d+/|As of [^<]+|this is the list of [^<]+'
)
# A workbook holds the moment at which it was made, packed.
NOT_IN_WORDS = {
    *("public:health", "organizer:import_template", "organizer:import_refused"),
    "organizer:diploma_register_xlsx",
    "organizer:evidence",  # as data, with their offset
}
# Whoever shows a time; a page that comes to show one is added here.
SHOW_TIMES = {
    ("stranger", "public:event"),
    ("tia", "public:event"),
    ("emil", "public:event"),
    ("olga", "public:event"),
    ("emil", "expert:deliberation"),
    ("emil", "expert:home"),
    ("emil", "expert:score_sheet"),
    ("emil", "api:sheet_save"),
    ("olga", "organizer:panel"),
    ("olga", "organizer:run_of_show"),
    ("olga", "organizer:scoring"),
    ("olga", "organizer:scoring_progress"),
    ("olga", "organizer:scoring_print"),
    ("olga", "organizer:deliberation"),
    ("olga", "organizer:results"),
    ("olga", "organizer:rule"),
    ("olga", "organizer:diploma"),
    ("olga", "organizer:handing"),
    ("olga", "organizer:diploma_files"),
    ("olga", "organizer:diploma_files_part"),
    ("olga", "organizer:passes"),
    ("olga", "organizer:tablets"),
    ("olga", "organizer:list_interests"),
    ("olga", "organizer:log"),
    ("olga", "organizer:preview"),
}


@pytest.fixture
def scene(db, monkeypatch) -> Scene:
    """Every kind of time that the program keeps is of one moment."""
    scene = set_scene()
    cast = scene.cast
    LookRound.objects.create(event=cast.event, at=MOMENT)
    Event.objects.update(time_zone="Asia/Tokyo", scoring_closed_at=MOMENT)
    RunItem.objects.update(started_at=MOMENT, ended_at=MOMENT)
    Interest.objects.update(reason="Said so.", decided_at=MOMENT, decided_by=cast.olga)
    StepOut.objects.create(seat=cast.rita, project=cast.defense.project, out_at=MOMENT)
    cast.event.lock_rule(DAY)
    RuleChange.objects.create(
        event=cast.event,
        **{f"{name}_before": getattr(cast.event, name) for name in RULE},
        version_before=RULE_VERSION,
        scoring_rule="median",
        least_sheets=3,
        version=RULE_VERSION,
        reason="So.",
        proposed_at=MOMENT,
        proposed_by=cast.olga,
    )
    PassFactory(
        person=cast.emil.person, device_hash=hash_of(DEVICE), issued_at=MOMENT, redeemed_at=MOMENT
    )
    PassFactory(person=cast.rita.person, issued_at=MOMENT, revoked_at=MOMENT)
    Pass.objects.update(issued_at=MOMENT)
    given = DiplomaFactory(person__event=cast.event, state="ready", file_hash="a" * 64)
    Handover.objects.create(diploma=given, number=1, kind="in_person", at=MOMENT)
    FileJob.objects.create(
        event=cast.event, kind="print", state="done", file_hash="a" * 64, finished_at=MOMENT
    )
    revoke_diploma(cast.event.pk, scene.diploma.code, reason="So.", actor=cast.olga, at=MOMENT)
    with monkeypatch.context() as clock:
        clock.setattr(timezone, "now", lambda: MOMENT)
        for verb in ("scoring.closed", "scoring.reopened"):
            AuditEntry.write(cast.event, cast.olga, verb, cast.event)
    return scene


@pytest.fixture
def scored(scene) -> Scene:
    """Emil's sheet is of the moment too; nothing of the closed scoring is asked of the database."""
    Event.objects.update(scoring_closed_at=None, phase=Event.Phase.LIVE)
    sheet = scene.cast.emil.scoresheet_set.get()
    type(sheet).objects.filter(pk=sheet.pk).update(revision=2)
    SheetRevisionFactory(
        sheet=sheet, number=2, points={"research": "8", "answers": "9"}, saved_at=MOMENT
    )
    Event.objects.update(scoring_closed_at=MOMENT)
    return scene


def walk(scene: Scene) -> dict[tuple[str, str], bytes]:
    """What each reader gets of every address of the program that answers to GET."""
    seen = {}
    for who in READERS:
        client = client_of(who, scene, Client(headers={"accept-language": "en"}))
        for name, door in DOORS.items():
            if door.answers.get("GET", NOWHERE)[who] in NO_PAGE or name in NOT_IN_WORDS:
                continue
            cache.clear()
            mark = transaction.savepoint()
            response = client.get(reverse(name, args=door.arguments(scene)))
            transaction.savepoint_rollback(mark)
            seen[who, name] = NEW_EACH_TIME.sub(b"", b"".join(response))
    return seen


@pytest.mark.once("either engine gives moments with their zone")
def test_every_time_is_of_the_events_zone_and_none_of_the_servers(scored, settings):
    walks = []
    for zone in ZONES_OF_THE_SERVER:
        settings.TIME_ZONE = zone
        walks.append(walk(scored))

    moved = {page for page in walks[0] if len({each[page] for each in walks}) > 1}
    timed = {page for page, text in walks[0].items() if IN_TOKYO.encode() in text}
    assert sorted(moved) == []
    assert timed == SHOW_TIMES
    assert {
        page for page, text in walks[0].items() if b"20:37" in text or b"15:37" in text
    } == set()
