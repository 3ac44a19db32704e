"""Teams made, changed, put in another order and taken out, by the pages."""

import pytest

from defense.event_file.writing import dump_event
from events.models import Event, Person, RunItem
from experts.models import Interest
from projects.models import Defense, Project, TeamMember
from tests.cast import as_organizer, gather
from tests.defense.workspace.pages import page, sent_from, told
from tests.factories import (
    DefenseFactory,
    InterestFactory,
    ScoreSheetFactory,
    SupervisorFactory,
    TeamMemberFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return gather()


@pytest.fixture
def olga(client, cast):
    return as_organizer(client, cast.olga)


@pytest.fixture
def second(cast):
    """A second team of two, with its defense."""
    room = cast.defense.run_item.room
    defense = DefenseFactory(
        project__event=cast.event, project__number=2, run_item__room=room, run_item__order=2
    )
    for order in (1, 2):
        TeamMemberFactory(project=defense.project, order=order)
    return defense.project


def members_of(project):
    names = TeamMember.objects.filter(project=project).order_by("order")
    return list(names.values_list("person__key", flat=True))


def test_a_project_is_added_with_a_new_supervisor_and_its_defense(olga, cast):
    form = olga.get(page("team_new", cast)).context["form"]
    sent = sent_from(form, topic_kk="Тақырып", topic_ru="Тема", name="Сауле Омарова")

    response = olga.post(page("team_add", cast), sent)

    added = Project.objects.get(event=cast.event, number=2)
    assert response.url == page("team", cast, added.pk)
    assert (added.topic.data, added.key) == ({"kk": "Тақырып", "ru": "Тема"}, "takyryp")
    assert added.supervisor_names == ("Сауле Омарова",)
    assert Defense.objects.get(project=added).run_item.order == 2


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ({"topic_en": "Topic"}, "name"),
        ({"name": "New Person"}, "topic_en"),
        ({"topic_en": "Topic", "name": "Clara"}, "name"),
        ({"topic_en": "Topic", "name": "New", "person": "nobody-of-this-key"}, "name"),
    ],
)
def test_a_project_that_lacks_something_is_asked_about(olga, cast, typed, line):
    form = olga.get(page("team_new", cast)).context["form"]

    response = olga.post(page("team_add", cast), sent_from(form, **typed))

    assert (response.status_code, Project.objects.of_event(cast.event).count()) == (422, 1)
    assert list(response.context["form"].errors) == [line]


def test_two_editors_of_a_project_change_different_lines(olga, cast):
    project = cast.defense.project
    form = olga.get(page("team", cast, project.pk)).context["form"]
    Project.objects.filter(pk=project.pk).update(note="Comes last")

    olga.post(page("team_save", cast, project.pk), sent_from(form, abstract_kk="Қысқаша"))

    project.refresh_from_db()
    assert (project.note, project.abstract.data) == ("Comes last", {"kk": "Қысқаша"})


def test_the_second_editor_of_a_topic_is_told(olga, cast):
    project = cast.defense.project
    form = olga.get(page("team", cast, project.pk)).context["form"]
    Project.objects.filter(pk=project.pk).update(topic="Theirs")

    response = olga.post(page("team_save", cast, project.pk), sent_from(form, topic_en="Mine"))

    assert (response.status_code, str(Project.objects.get(pk=project.pk).topic)) == (422, "Theirs")
    assert "“Theirs”" in response.context["form"].errors["topic_en"][0]


def test_a_member_is_added_moved_and_taken_out(olga, cast, second):
    first = cast.defense.project
    for data in ({"member-name": "Who Came"}, {"member-person": cast.emil.person.key}):
        olga.post(page("team_person_add", cast, first.pk), {"role": "member", **data})
    tia, came, emil = members_of(first)
    put = page("team_person_move", cast, first.pk)

    for _twice in range(2):
        olga.post(put, {"role": "member", "person": emil, "before": tia})
    assert members_of(first) == [emil, tia, came]
    assert Interest.objects.recusing().filter(seat=cast.emil, project=first).exists()

    olga.post(put, {"role": "member", "person": came, "team": second.pk})
    olga.post(page("team_person_remove", cast, first.pk), {"role": "member", "person": emil})
    assert (members_of(first), members_of(second)[-1]) == ([tia], "who-came")
    assert Person.objects.filter(event=cast.event, key=emil).exists()


def test_a_supervisor_is_added_and_the_last_one_stays(olga, cast):
    project = cast.defense.project
    [only] = project.supervisors
    add, leave = (page(f"team_person_{act}", cast, project.pk) for act in ("add", "remove"))
    gone = {"role": "supervisor", "person": only.person.key}

    refused = olga.post(leave, gone, follow=True)
    assert told(refused) == ["A project has a supervisor: add another one first."]
    olga.post(add, {"role": "supervisor", "supervisor-name": "Second"})
    olga.post(leave, gone)

    assert Project.objects.get(pk=project.pk).supervisor_names == ("Second",)


def test_projects_are_numbered_anew_with_all_that_names_them(olga, cast, second):
    InterestFactory(seat=cast.emil, project=second, kind="other", source="declared", evidence="A")
    before = dump_event(cast.event)

    olga.post(page("team_move", cast, second.pk), {"before": cast.defense.project.pk})

    assert Project.objects.get(pk=second.pk).number == 1
    after = dump_event(cast.event)
    assert [line.project for line in before.run] == [1, 2]
    assert [line.project for line in after.run] == [2, 1]
    assert [tie.projects for tie in after.disclosures] == [(1,)]
    olga.post(page("team_move", cast, second.pk), {"after": cast.defense.project.pk})
    assert dump_event(cast.event) == before


def test_what_speaks_of_a_project_finds_it_under_its_new_number(olga, cast, second):
    """An address has the row and not the number: another's renumbering turns no act to another team."""
    Project.objects.filter(pk=cast.defense.project.pk).update(number=9)
    Project.objects.filter(pk=second.pk).update(number=1)
    Project.objects.filter(pk=cast.defense.project.pk).update(number=2)

    olga.post(
        page("team_person_add", cast, second.pk), {"role": "member", "member-name": "Who Came"}
    )

    assert members_of(second)[-1] == "who-came"


def test_a_team_is_taken_out_with_its_line(olga, cast, second):
    third = DefenseFactory(project__event=cast.event, project__number=3, run_item__order=3)
    RunItem.objects.filter(pk=third.run_item_id).update(room=cast.defense.run_item.room)

    olga.post(page("team_remove", cast, second.pk), {"agreed": "1"})

    left = Project.objects.of_event(cast.event).order_by("number")
    assert list(left.values_list("pk", "number")) == [
        (cast.defense.project_id, 1),
        (third.project_id, 2),
    ]
    assert RunItem.objects.of_event(cast.event).count() == 2


def test_a_team_on_which_something_hangs_stays_and_says_why(olga, cast, second):
    ScoreSheetFactory(seat=cast.emil, defense=second.defense)

    response = olga.post(page("team_remove", cast, second.pk), {"agreed": "1"}, follow=True)

    assert told(response) == ["Team 2 stays: it has score sheets."]
    assert Project.objects.filter(pk=second.pk).exists()


def test_points_stay_with_their_people_and_nothing_moves_after_the_close(olga, cast, second):
    """The rules of a file hold for every button: what the loading refuses is told."""
    ScoreSheetFactory(seat=cast.emil, defense=second.defense)
    put = page("team_person_move", cast, second.pk)
    for person in members_of(second):
        move = {"role": "member", "person": person, "team": cast.defense.project.pk}
        refused = olga.post(put, move, follow=True)
    assert "which has score sheets" in told(refused)[0]
    assert len(members_of(second)) == 2

    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at="2019-11-30T10:00Z")
    refused = olga.post(
        page("team_person_add", cast, second.pk), {"role": "member", "member-name": "Late"}
    )
    assert refused.status_code == 422
    assert not Person.objects.filter(name="Late").exists()


def test_another_events_project_is_not_found(olga, cast):
    strange = cast.other_defense.project

    assert olga.get(page("team", cast, strange.pk)).status_code == 404
    move = {"before": strange.pk}
    response = olga.post(page("team_move", cast, cast.defense.project.pk), move, follow=True)
    assert told(response) == ["This was taken out meanwhile. Nothing was changed."]


def test_supervisors_are_put_in_order(olga, cast):
    project = cast.defense.project
    second = SupervisorFactory(project=project, person__event=cast.event, order=2)
    first = project.supervisors[0]

    olga.post(
        page("team_person_move", cast, project.pk),
        {"role": "supervisor", "person": second.person.key, "before": first.person.key},
    )

    found = Project.objects.get(pk=project.pk).supervisors
    assert [each.person_id for each in found] == [second.person_id, first.person_id]
