"""An unfinished event: saved, dumped and loaded again, with what it is missing told and not refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from defense.desk.gaps import gaps_of
from defense.event_file import read_event_file, write_event_file
from defense.event_file.loading import load_event
from defense.event_file.writing import dump_event
from events.models import Event, Rubric, RunItem
from experts.models import Interest, Seat
from experts.rules import Scorable, scoring_gaps
from projects.models import Project
from tests.defense.event_file.database import load, loaded, the_event
from tests.defense.event_file.documents import RUBRIC as TWO_CRITERIA
from tests.defense.event_file.documents import changed, drop, put
from tests.factories import (
    DAY,
    EventFactory,
    MembershipFactory,
    PersonFactory,
    RecusalFactory,
    RoomFactory,
    RunItemFactory,
    SeatFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WITHOUT = {
    "a chair, a draw, a title, a team": (
        [
            drop("panel[0].role"),
            drop("draw"),
            drop("run[12].title"),
            put("projects[1].members_listed", True),
        ],
        ["panel", "draw", "run[12].title", "projects[1].members"],
    ),
    "a panel, a project of a defense, who speaks and supervises, weights of 90": (
        [
            drop("panel"),
            drop("disclosures"),
            drop("run[4].project"),
            drop("run[0].person"),
            drop("projects[1].supervisor"),
            put("rubric", TWO_CRITERIA),
            put("rubric.criteria[0].weight", 52.5),
        ],
        ["rubric.criteria", "panel", "run[0].person", "run[4].project", "projects[1].supervisor"],
    ),
    "a defense, weights of 100.01": (
        [
            drop("run[11]"),
            put("rubric", TWO_CRITERIA),
            put("rubric.criteria[0].weight", 62.51),
        ],
        ["rubric.criteria", "run"],
    ),
    "criteria": ([put("rubric", {})], ["rubric.criteria"]),
    "nothing but the day": (
        [*map(drop, ("people", "panel", "draw", "run", "projects", "disclosures"))],
        ["people", "panel", "run", "projects"],
    ),
    "something of everything": (
        [
            drop("projects"),
            drop("disclosures"),
            drop("draw"),
            put("people", []),
            drop("panel"),
            put("rubric", {}),
            put("run", [{"kind": "draw"}, {"kind": "speech"}, {"kind": "defense"}]),
        ],
        [
            "rubric.criteria",
            "people",
            "panel",
            "draw",
            "run[0].title",
            "run[1].title",
            "run[1].person",
            "run[2].project",
            "projects",
        ],
    ),
}


@pytest.mark.sampled(2, "what the file leaves out")
@pytest.mark.parametrize("name", WITHOUT)
def test_what_is_missing_is_told_by_its_place_and_keeps_the_event_a_draft(name):
    changes, places = WITHOUT[name]

    outcome = load(*changes)

    assert [gap.place for gap in outcome.gaps] == places
    assert all(gap.sentence for gap in outcome.gaps)
    assert outcome.event.phase == Event.Phase.DRAFT
    dumped = dump_event(outcome.event)
    assert dumped == read_event_file(changed(*changes))
    assert read_event_file(write_event_file(dumped)) == dumped
    assert load(*changes).changes == ()


def test_a_whole_event_has_no_gap():
    assert load().gaps == ()


def test_a_gap_of_an_open_event_does_not_close_it():
    loaded()

    outcome = load(drop("panel[0].role"))

    assert ([gap.place for gap in outcome.gaps], outcome.event.phase) == (["panel"], "open")


def test_an_event_with_one_person_is_dumped_and_loaded_again():
    event = EventFactory(slug="one", published=[])
    PersonFactory(event=event, key="somebody", name="Some Body")

    dumped = write_event_file(dump_event(event))
    again = load_event(
        read_event_file(dumped.replace(b'"one"', b'"two"')), actor="test", at=DAY
    ).event

    assert write_event_file(dump_event(again)) == dumped.replace(b'"one"', b'"two"')
    assert [gap.place for gap in gaps_of(event)] == [
        "rubric.criteria",
        "panel",
        "run",
        "projects",
    ]


def test_a_line_that_names_no_project_is_dumped():
    event = EventFactory(slug="one")
    RunItemFactory(room__event=event, order=1, kind=RunItem.Kind.DEFENSE)

    [line] = dump_event(event).run

    assert (line.kind, line.project) == ("defense", None)


def test_a_team_that_nobody_may_score_is_a_gap():
    event = loaded()
    project = Project.objects.get(event=event, number=6)
    for seat in Seat.objects.of_event(event).scoring():
        Interest.objects.filter(seat=seat, project=project).delete()
        RecusalFactory(seat=seat, project=project)

    [gap] = gaps_of(event)

    assert gap.place == "projects[5]"
    assert gap.sentence == (
        "Team 6: nobody may score it. Every expert of its panel is recused, or counts as recused until "
        "somebody decides."
    )


def test_a_team_that_one_expert_of_many_may_score_is_a_gap():
    event = loaded()
    project = Project.objects.get(event=event, number=6)
    for seat in Seat.objects.of_event(event).scoring()[1:]:
        Interest.objects.filter(seat=seat, project=project).delete()
        RecusalFactory(seat=seat, project=project)

    [gap] = gaps_of(event)

    assert gap.sentence == "Team 6 may be scored by 1 expert only; a result needs 2."


def test_a_panel_of_another_room_does_not_score_a_team():
    event = loaded()
    project = Project.objects.get(event=event, number=6)
    for seat in Seat.objects.of_event(event).scoring():
        RecusalFactory(seat=seat, project=project, kind=Interest.Kind.OTHER)
    room = RoomFactory(event=event, is_default=False)
    SeatFactory(panel__room=room, person=PersonFactory(event=event))

    [gap] = gaps_of(event)

    assert gap.place == "projects[5]"


def test_rule_of_gaps_by_seats_and_experts():
    cases = {(0, 0): 0, (1, 1): 0, (1, 0): 1, (2, 1): 1, (2, 2): 0, (12, 1): 1, (12, 2): 0}
    gaps = {
        (seats, may): len(list(scoring_gaps([Scorable(1, seats, may)], 2))) for seats, may in cases
    }

    assert gaps == cases


def test_a_project_that_loses_its_line_keeps_the_line_that_has_begun():
    loaded()
    RunItem.objects.filter(order=12).update(started_at=DAY)

    outcome = load(drop("run[11]"))

    assert [str(change) for change in outcome.changes] == [
        "= run[11]: defense (it has begun)",
        "= projects.7.defense: its line stays",
    ]
    assert outcome.gaps == ()


def test_the_number_of_queries_does_not_follow_the_number_of_rows():
    large, small = loaded(), EventFactory()
    with CaptureQueriesContext(connection) as many:
        gaps_of(large)
    with CaptureQueriesContext(connection) as few:
        gaps_of(small)

    assert len(few) <= len(many) == 7


def test_the_overview_lists_the_gaps_with_the_pages_where_they_belong(client):
    membership = MembershipFactory(event=load(drop("panel[0].role"), drop("draw")).event)
    client.force_login(membership.user)
    slug = the_event().slug

    html = client.get(reverse("organizer:overview", args=[slug])).content.decode()

    missing = html.split('id="phase"')[1].split("</section>")[0]
    assert "The panel has no chair." in missing
    assert f'href="{reverse("organizer:panel", args=[slug])}"' in missing
    assert "The run of show has a draw; say how it is held." in missing
    assert f'href="{reverse("organizer:run_of_show", args=[slug])}"' in missing


@pytest.mark.parametrize("phase", ["open", "live"])
def test_the_overview_lists_the_gaps_of_an_event_that_is_open(client, phase):
    event = loaded()
    Event.objects.filter(pk=event.pk).update(phase=phase)
    load(drop("panel[0].role"), put("rubric", {}))
    client.force_login(MembershipFactory(event=event).user)

    html = client.get(reverse("organizer:overview", args=[event.slug])).content.decode()

    missing = html.split('id="missing"')[1].split("</section>")[0]
    assert "Missing, although the event is open" in missing
    for sentence, page in (
        ("The panel has no chair.", "panel"),
        ("This event has no criteria yet.", "settings"),
    ):
        href = reverse(f"organizer:{page}", args=[event.slug])
        assert f'<li><a href="{href}">{sentence}</a></li>' in missing
        assert html.count(sentence) == 1


@pytest.mark.parametrize("phase", ["open", "live"])
def test_the_overview_of_a_whole_event_that_is_open_says_nothing_of_gaps(client, phase):
    event = loaded()
    Event.objects.filter(pk=event.pk).update(phase=phase)
    client.force_login(MembershipFactory(event=event).user)

    html = client.get(reverse("organizer:overview", args=[event.slug])).content.decode()

    assert 'id="missing"' not in html


def test_a_rubric_that_is_gone_is_a_gap():
    event = loaded()
    Rubric.objects.filter(event=event).delete()

    assert [str(gap) for gap in gaps_of(event)] == [
        "rubric.criteria: This event has no criteria yet."
    ]


def test_the_overview_of_a_whole_event_says_nothing_of_gaps(client):
    event = load(put("published", [])).event
    client.force_login(MembershipFactory(event=event, user=UserFactory()).user)

    html = client.get(reverse("organizer:overview", args=[event.slug])).content.decode()

    assert event.phase == Event.Phase.DRAFT
    assert "Missing until then:" not in html
