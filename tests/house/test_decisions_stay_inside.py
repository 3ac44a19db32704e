"""A decision with a tie, votes, awards, words and a seal is read by nobody before its switch, but by who made it."""

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from events.models import AuditHead, Event
from experts.ballots import Said
from experts.models import Annex, CastingVote, PanelVote, Protocol, Seat
from experts.reports.record import record_of
from experts.services.awards import give_award
from experts.services.closing import close_scoring
from experts.services.dissents import write_dissent
from experts.services.noting import Noted, write_note
from experts.services.voting import Asked, cast_ballot, close_vote, open_vote
from tests.cast import as_expert, as_organizer, as_trainee
from tests.experts.hall import give
from tests.experts.sealed_events import sealed_with, show
from tests.factories import DAY, DefenseFactory, RunItemFactory, UserFactory
from tests.house.scene import Scene, set_scene
from tests.house.test_results_stay_inside import addresses_of, answers_of, pages_of, seen_by

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("what a page shows to whom is of no engine"),
]

WORDS, AWARD = "Qanareason", "Qanaward"  # of the decision, and of the award that may be published
NOTE = "Qananote"  # of the deliberation
COMPARED = ("a guest", "a trainee", "a host")  # whose pages do not change by a byte
EQUAL = {"research": "8", "answers": "9"}  # what Emil gave the first team


def visitors(scene: Scene) -> dict[str, Client]:
    cast = scene.cast
    return {
        "a guest": Client(),
        "a trainee": as_trainee(Client(), cast.tia),
        "a host": as_organizer(Client(), cast.hana),
        "a moderator": as_organizer(Client(), cast.mona),
        "an observer": as_organizer(Client(), cast.odil),
        "a recused expert": as_expert(Client(), cast.rita),
        "an owner": as_organizer(Client(), cast.olga),
    }


def closed_scene() -> tuple[Scene, list[int]]:
    """Two teams that everybody gave the same; the ids of their projects."""
    scene = set_scene()
    cast = scene.cast
    item = RunItemFactory(room=cast.defense.run_item.room, order=2)
    second = DefenseFactory(project__event=cast.event, project__number=2, run_item=item)
    give(cast.emil, second, EQUAL)
    for defense in (cast.defense, second):
        give(cast.clara, defense, {"research": "5", "answers": "6"})
    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)
    cast.event.refresh_from_db()
    return scene, [cast.defense.project_id, second.project_id]


def decide(scene: Scene, teams: list[int]) -> None:
    cast = scene.cast
    CastingVote.objects.create(
        event=cast.event,
        seat=cast.clara,
        teams=",".join(map(str, sorted(teams))),
        order=",".join(map(str, sorted(teams, reverse=True))),
        reason=WORDS,
        at=DAY,
    )
    names = dict.fromkeys(("en", "kk", "ru"), AWARD)
    said = {"names": names, "reason": WORDS, "actor": cast.olga, "at": DAY}
    give_award(cast.event, teams[0], kind="free", **said)
    panel = Seat.objects.select_related("panel__room__event").get(pk=cast.clara.pk).panel
    asked = Asked(PanelVote.Subject.MOTION, WORDS, teams=[teams[0]], commission=[])
    vote = open_vote(panel, asked, by=cast.clara, at=DAY)
    for seat in (cast.clara, cast.emil):
        cast_ballot(vote.pk, seat, Said("for"))
    close_vote(cast.event, vote.pk, by=cast.clara, at=DAY)
    write_dissent(cast.emil, WORDS, at=DAY)
    for note in (Noted(None, f"{NOTE} {WORDS}", 0), Noted(teams[0], f"{NOTE} {WORDS}", 0)):
        write_note(cast.event.pk, note, by=cast.olga, at=DAY)


def seal(scene: Scene) -> Protocol:
    event = Event.objects.get(pk=scene.cast.event.pk)
    assert AuditHead.objects.filter(event=event).exists()
    protocol = sealed_with(event, scene.cast.clara, record_of(event, DAY))
    said = {"reason": WORDS, "text": WORDS, "at": DAY, "by": UserFactory()}
    Annex.objects.create(protocol=protocol, number=1, **said)
    return protocol


def told(pages: dict[str, str], *marks: str) -> set[str]:
    return {name for name, html in pages.items() if any(mark in html for mark in marks)}


@time_machine.travel(timezone.now(), tick=False)  # some pages say what time it is
def test_a_decision_is_read_by_nobody_outside_before_its_switch():
    scene, teams = closed_scene()
    clients, places = visitors(scene), addresses_of(scene)
    addresses = {who: seen_by(who, places) for who in clients}
    addresses["an owner"] = {
        name: places[name] for name in ("organizer:deliberation", "organizer:results")
    }
    before = {who: answers_of(clients[who], addresses[who]) for who in COMPARED}

    decide(scene, teams)
    protocol = seal(scene)
    answers = {who: answers_of(client, addresses[who]) for who, client in clients.items()}
    sealed = {
        who: {name: text for name, (_status, text) in found.items()}
        for who, found in answers.items()
    }

    marks = (WORDS, AWARD, protocol.sha256)
    found = {who: told(pages, *marks) for who, pages in sealed.items()}
    assert {who for who, names in found.items() if names} == {"an owner", "a recused expert"}
    assert found["a recused expert"] == {"expert:votes"}  # the panel reads what it has sealed
    assert {"organizer:deliberation", "organizer:results"} <= found["an owner"]
    changed = {
        name: who
        for who in COMPARED
        for name in before[who]
        if before[who][name] != answers[who].get(name)
    }
    assert changed == {
        "organizer:overview": "a host",  # what to do next
        "organizer:scoring_progress": "a host",  # its ETag counts the lines of the log
    }

    assert told(sealed["an owner"], NOTE) >= {"organizer:deliberation"}

    show(scene.cast.event, "results")
    guest = pages_of(clients["a guest"], addresses["a guest"])
    unpublished = before["a guest"]
    assert {name for name in guest if guest[name] != unpublished[name][1]} == {
        "public:event",
        "public:results",
    }
    assert told(guest, WORDS, AWARD) == set()
    show(scene.cast.event, "results", "awards")
    assert told(pages_of(clients["a guest"], addresses["a guest"]), AWARD) == {"public:results"}
