"""A draw held aloud: its record, and the order of defenses that follows from it."""

import pytest
from django.db import IntegrityError, transaction

from defense.desk.leaving import why_team_stays
from defense.event_file.writing import dump_event
from events.models import AuditEntry, Event, RunItem
from projects.models import Defense, Draw, DrawStep, QuizQuestion
from projects.revisions import run_in_drawn_order
from tests.cast import as_organizer, gather
from tests.defense.workspace.pages import page, told
from tests.factories import DAY, DefenseFactory, RunItemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return gather()


@pytest.fixture
def olga(client, cast):
    return as_organizer(client, cast.olga)


@pytest.fixture
def teams(cast):
    """Three teams with a speech between the first and the second."""
    room = cast.defense.run_item.room
    RunItemFactory(room=room, order=2, kind="speech", title="A speech")
    more = [
        DefenseFactory(
            project__event=cast.event,
            project__number=number,
            run_item__room=room,
            run_item__order=number + 1,
        )
        for number in (2, 3)
    ]
    return [cast.defense.project, *(defense.project for defense in more)]


def note(client, cast, team, place="", **said):
    sent = {"team": team.pk, "place": place, **said}
    return client.post(page("draw_note", cast), sent)


def steps(cast):
    found = DrawStep.objects.of_event(cast.event)
    return [(step.project.number, step.place, step.takes_back_id) for step in found]


def order(cast):
    return [line.project or line.kind for line in dump_event(cast.event).run]


def test_the_record_keeps_what_happened_in_its_order(olga, cast, teams):
    one, two, three = teams
    draw = Draw.objects.create(room=cast.defense.run_item.room, method="Questions")
    asked = QuizQuestion.objects.create(draw=draw, order=1, question="Why?", answer="So.")

    note(olga, cast, three, "1", question=asked.pk)
    note(olga, cast, two)
    note(olga, cast, one, "3", other="Where?")

    assert steps(cast) == [(3, 1, None), (2, None, None), (1, 3, None)]
    printed = olga.get(page("draw_print", cast)).content.decode()
    assert printed.index("Why?") < printed.index("Where?")
    said = AuditEntry.objects.filter(event=cast.event, verb="draw.answered")
    assert [line.details["place"] for line in said] == [1, None, 3]


def test_a_place_is_taken_once_and_a_team_has_one(olga, cast, teams):
    one, two, _three = teams
    note(olga, cast, one, "2")

    for team, place in ((two, "2"), (one, "3"), (two, "4"), (two, "0")):
        assert note(olga, cast, team, place).status_code == 422

    assert steps(cast) == [(1, 2, None)]


def test_a_mistake_is_taken_back_with_a_reason_and_both_stay(olga, cast, teams):
    one, two, _three = teams
    note(olga, cast, one, "2")
    [step] = DrawStep.objects.all()
    back = page("draw_back", cast, step.pk)

    refused = olga.post(back, {"reason": " "}, follow=True)
    assert "stays in the record" in refused.text
    olga.post(back, {"reason": "Team 2 answered."})
    again = olga.post(back, {"reason": "Once more."}, follow=True)
    note(olga, cast, two, "2")

    assert "taken back already" in told(again)[0]
    assert steps(cast) == [(1, 2, None), (1, 2, step.pk), (2, 2, None)]


def test_the_defenses_stand_in_the_order_of_the_draw(olga, cast, teams):
    one, _two, three = teams
    note(olga, cast, three, "1")
    note(olga, cast, one, "2")

    olga.post(page("draw_apply", cast))

    assert order(cast) == [3, "speech", 1, 2]
    numbers = Defense.objects.of_event(cast.event).order_by("project__number")
    assert list(numbers.values_list("run_item__order", flat=True)) == [3, 4, 1]


def test_no_order_is_put_before_a_draw_nor_after_a_defense_has_begun(olga, cast, teams):
    empty = olga.post(page("draw_apply", cast), follow=True)
    note(olga, cast, teams[2], "1")
    RunItem.objects.filter(pk=cast.defense.run_item_id).update(started_at=DAY)
    begun = olga.post(page("draw_apply", cast), follow=True)

    assert told(empty) == ["No team has taken a place yet."]
    assert "keeps its place" in told(begun)[0]
    assert order(cast) == [1, "speech", 2, 3]


class Line:
    def __init__(self, kind, project=None):
        self.kind, self.project = kind, project


@pytest.mark.parametrize(
    ("places", "expected"),
    [({}, [1, 2, 3]), ({2: 1}, [2, 1, 3]), ({3: 1, 1: 3}, [3, 2, 1]), ({1: 9}, [1, 2, 3])],
)
def test_who_drew_nothing_fills_what_is_left(places, expected):
    lines = [Line("defense", 1), Line("break"), Line("defense", 2), Line("defense", 3)]

    run = run_in_drawn_order(lines, places)

    assert [line.project for line in run if line.kind == "defense"] == expected
    assert run[1].kind == "break"


def test_the_record_is_kept_by_the_database(olga, cast, teams):
    note(olga, cast, teams[0], "1")
    [step] = DrawStep.objects.all()

    for act in (
        lambda: DrawStep.objects.update(place=2),
        lambda: DrawStep.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    assert "record of the draw" in why_team_stays(step.project)


def test_the_record_stands_once_the_scoring_is_closed_until_it_is_reopened(olga, cast, teams):
    one, two, _three = teams
    note(olga, cast, one, "1")
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=DAY)

    refused = note(olga, cast, two, "2").content.decode()
    [step] = DrawStep.objects.of_event(cast.event)
    address = page("draw_back", cast, step.pk)
    back = olga.post(address, {"reason": "So."}, follow=True).content.decode()

    said = "the record of the draw stands. Reopen the scoring first"
    assert (said in refused, said in back, steps(cast)) == (True, True, [(1, 1, None)])
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=None)
    note(olga, cast, two, "2")
    assert steps(cast) == [(1, 1, None), (2, 2, None)]


def test_a_rehearsal_draws_for_itself(olga, cast, teams):
    note(olga, cast, teams[0], "1")
    Event.objects.filter(pk=cast.event.pk).update(is_rehearsal=True)
    cast.event.refresh_from_db()

    note(olga, cast, teams[1], "1")

    assert steps(cast) == [(2, 1, None)]
    DrawStep.objects.filter(is_rehearsal=True).delete()
    assert DrawStep.objects.count() == 1
