"""The run of show changed and run, by the pages, also during the day."""

from datetime import time

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from events.models import AuditEntry, Event, RunItem
from projects.models import Defense
from tests.cast import as_expert, as_organizer, gather
from tests.defense.workspace.pages import page, sent_from, told
from tests.experts.hall import text_of
from tests.factories import DAY, DefenseFactory, ProjectFactory, RunItemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return gather()


@pytest.fixture
def olga(client, cast):
    return as_organizer(client, cast.olga)


@pytest.fixture
def day(cast):
    """Three lines: the defense of team 1, a speech, the defense of team 2."""
    room = cast.defense.run_item.room
    speech = RunItemFactory(room=room, order=2, kind="speech", title="A speech")
    second = DefenseFactory(
        project__event=cast.event, project__number=2, run_item__room=room, run_item__order=3
    )
    return [cast.defense.run_item, speech, second.run_item]


def lines(cast):
    return list(RunItem.objects.of_event(cast.event).order_by("order").values_list("pk", flat=True))


def cue(client, cast, item, what):
    return client.post(page("line_cue", cast, item.pk), {"cue": what}, follow=True)


def state(item):
    item.refresh_from_db()
    return bool(item.started_at), bool(item.ended_at), bool(item.skipped_at)


TO_COME, ON_STAGE = (False, False, False), (True, False, False)
OVER, SKIPPED = (True, True, False), (False, False, True)


def test_a_speech_is_inserted_before_a_line(olga, cast, day):
    form = olga.get(page("line_new", cast)).context["form"]
    sent = sent_from(
        form,
        kind="speech",
        title_ru="Приветствие",
        name="Гость Гостев",
        planned_at="10:05",
        planned_minutes="5",
        before=day[1].pk,
    )

    response = olga.post(page("line_add", cast), sent)

    assert response.status_code == 302, response.context["form"].errors
    added = RunItem.objects.get(room=day[0].room, planned_minutes=5)
    assert (added.order, added.person.name, added.planned_at) == (2, "Гость Гостев", time(10, 5))
    assert lines(cast) == [day[0].pk, added.pk, day[1].pk, day[2].pk]


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ({"kind": "speech", "planned_at": "25:00"}, "planned_at"),
        ({"kind": "speech", "planned_minutes": "0"}, "planned_minutes"),
        ({"kind": "speech", "project": "1"}, "project"),
        ({"kind": ""}, "kind"),
    ],
)
def test_a_line_that_cannot_be_is_told(olga, cast, day, typed, line):
    response = olga.post(page("line_add", cast), {"title_en": "A", **typed})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [line])
    assert len(lines(cast)) == 3


def test_a_line_is_changed_by_two_editors(olga, cast, day):
    form = olga.get(page("line", cast, day[1].pk)).context["form"]
    RunItem.objects.filter(pk=day[1].pk).update(person=cast.emil.person)

    olga.post(page("line_save", cast, day[1].pk), sent_from(form, title_kk="Сөз"))
    clashing = sent_from(form, person=cast.tia.person.key)
    told_of_it = olga.post(page("line_save", cast, day[1].pk), clashing)

    line = RunItem.objects.get(pk=day[1].pk)
    assert (line.title.data, line.person) == ({"en": "A speech", "kk": "Сөз"}, cast.emil.person)
    assert list(told_of_it.context["form"].errors) == ["person"]


def hours(cast):
    """What is known of each line, in order: its id, its words, and whether it is over."""
    found = RunItem.objects.of_event(cast.event).order_by("order")
    return [(item.pk, item.kind, str(item.title), item.is_over) for item in found]


def test_of_two_lines_alike_the_one_that_is_changed_keeps_its_hours(olga, cast, day):
    """A break that is over is called by its name: it stays the one that is over."""
    room = day[0].room
    first, second = (
        RunItemFactory(room=room, order=order, kind="break", title="Coffee") for order in (4, 5)
    )
    RunItem.objects.filter(pk=first.pk).update(started_at=DAY, ended_at=DAY)
    form = olga.get(page("line", cast, first.pk)).context["form"]

    olga.post(page("line_save", cast, first.pk), sent_from(form, title_en="Lunch"))

    assert hours(cast)[3:] == [
        (first.pk, "break", "Lunch", True),
        (second.pk, "break", "Coffee", False),
    ]


def test_a_line_that_is_over_may_be_of_another_kind(olga, cast, day):
    speech = day[1]
    RunItem.objects.filter(pk=speech.pk).update(started_at=DAY, ended_at=DAY)
    form = olga.get(page("line", cast, speech.pk)).context["form"]

    olga.post(page("line_save", cast, speech.pk), sent_from(form, kind="ceremony"))

    assert len(lines(cast)) == 3
    assert hours(cast)[1] == (speech.pk, "ceremony", "A speech", True)


def test_whose_defense_has_begun_is_not_said_otherwise(olga, cast, day):
    """Nothing is written in half: the old line would stay, and a new one come."""
    ProjectFactory(event=cast.event, number=3)
    RunItem.objects.filter(pk=day[2].pk).update(started_at=DAY)
    form = olga.get(page("line", cast, day[2].pk)).context["form"]

    refused = olga.post(page("line_save", cast, day[2].pk), sent_from(form, project="3"))

    assert refused.status_code == 422
    assert "it has begun" in str(refused.context["form"].errors)
    assert lines(cast) == [item.pk for item in day]


def test_lines_are_moved_and_taken_out(olga, cast, day):
    one, speech, two = (item.pk for item in day)

    for _twice in range(2):
        olga.post(page("line_move", cast, two), {"before": one})
    assert lines(cast) == [two, one, speech]
    olga.post(page("line_remove", cast, speech), {"agreed": "1"})

    assert lines(cast) == [two, one]
    assert Defense.objects.get(project__number=2, project__event=cast.event).run_item_id == two


def test_what_has_begun_keeps_its_place(olga, cast, day):
    cue(olga, cast, day[0], "start")
    cue(olga, cast, day[1], "skip")

    for item, to in ((day[2], {"before": day[0].pk}), (day[0], {"after": day[2].pk})):
        refused = olga.post(page("line_move", cast, item.pk), to, follow=True)
        assert "keeps its place" in told(refused)[0]
    refused = olga.post(page("line_remove", cast, day[0].pk), {"agreed": "1"}, follow=True)

    assert "keeps its place" in told(refused)[0]
    assert lines(cast) == [item.pk for item in day]
    olga.post(page("line_add", cast), {"kind": "break", "title_en": "Coffee", "before": day[2].pk})
    assert len(lines(cast)) == 4


def test_only_what_is_still_ahead_is_offered_as_a_place(olga, cast, day):
    """A line that was passed over stands before one that has begun: nothing goes before it any more."""
    cue(olga, cast, day[1], "start")

    form = olga.get(page("line_new", cast)).context["form"]
    shown = olga.get(page("run_of_show", cast)).context["day"]

    assert [key for key, _name in form.fields["before"].widget.choices] == [str(day[2].pk), ""]
    assert [(line.before, line.after) for line in shown.lines] == [("", ""), ("", ""), ("", "")]


def test_a_day_is_run_line_by_line(olga, cast, day):
    first, speech, second = day

    cue(olga, cast, first, "start")
    assert Defense.objects.get(run_item=first).state == Defense.State.ON_STAGE
    cue(olga, cast, speech, "skip")
    cue(olga, cast, second, "start")

    assert [state(item) for item in day] == [OVER, SKIPPED, ON_STAGE]
    assert first.ended_at == second.started_at
    states = Defense.objects.of_event(cast.event).order_by("run_item__order")
    assert list(states.values_list("state", flat=True)) == ["heard", "on_stage"]
    verbs = AuditEntry.objects.filter(event=cast.event, verb__startswith="run_item.")
    assert [line.verb.partition(".")[2] for line in verbs] == [
        "started", "skipped", "ended", "started",
    ]  # fmt: skip


def test_each_cue_is_taken_back_and_twice_is_once(olga, cast, day):
    first, speech, second = day
    for what, after in (("start", ON_STAGE), ("end", OVER), ("back", ON_STAGE), ("back", TO_COME)):
        cue(olga, cast, first, what)
        assert state(first) == after
    for what, after in (("skip", SKIPPED), ("skip", SKIPPED), ("back", TO_COME), ("back", TO_COME)):
        cue(olga, cast, speech, what)
        assert state(speech) == after
    cue(olga, cast, first, "start")
    cue(olga, cast, second, "start")
    begun = second.pk, state(second)
    refused = cue(olga, cast, first, "back")
    assert "moved on meanwhile" in told(refused)[0]
    assert (begun[0], state(second)) == (second.pk, ON_STAGE)


def test_nothing_starts_before_the_day(olga, cast, day):
    Event.objects.filter(pk=cast.event.pk).update(phase=Event.Phase.OPEN)

    refused = cue(olga, cast, day[0], "start")

    assert "begin it on the overview" in told(refused)[0]
    assert state(day[0]) == TO_COME


NEVER = {
    "a second on stage": {"started_at": DAY},
    "over before it began": {"ended_at": DAY},
    "skipped and begun": {"started_at": DAY, "ended_at": DAY, "skipped_at": DAY},
}


@pytest.mark.parametrize("values", NEVER.values(), ids=NEVER)
def test_the_database_refuses_what_a_line_may_not_be(cast, day, values):
    RunItem.objects.filter(pk=day[0].pk).update(started_at=DAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        RunItem.objects.filter(pk=day[1].pk).update(**values)
    if connection.vendor == "sqlite":
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE OR REPLACE events_runitem SET started_at = '2019-11-30' WHERE id = %s",
                [day[1].pk],
            )
    assert RunItem.objects.filter(started_at=DAY).count() == 1


def test_guests_and_experts_see_the_stage_and_the_real_hours(olga, client, cast, day):
    RunItem.objects.filter(pk=day[0].pk).update(planned_at=time(9, 30), planned_minutes=15)
    address = reverse("public:event", args=[cast.event.slug])
    assert "09:45" in client.get(address).content.decode()

    cue(olga, cast, day[0], "start")
    tablet = as_expert(client, cast.emil).get(reverse("expert:home")).content.decode()
    guests = client.get(address).content.decode()

    assert "On stage now: team 1" in " ".join(tablet.split())
    assert 'class="run-item run-item--live"' in guests


def test_every_team_without_a_line_gets_one_as_long_as_its_talk(olga, cast, day):
    Event.objects.filter(pk=cast.event.pk).update(talk_minutes=7, question_minutes=5)
    for number in (4, 3):
        ProjectFactory(event=cast.event, number=number)
    assert "2 teams are not in the run of show." in text_of(
        olga.get(page("run_of_show", cast)).content.decode()
    )

    olga.post(page("run_fill", cast))
    once = lines(cast)
    olga.post(page("run_fill", cast))

    held = Defense.objects.of_event(cast.event).order_by("run_item__order")
    assert list(held.values_list("project__number", "run_item__planned_minutes")) == [
        *((1, None), (2, None)),
        *((3, 12), (4, 12)),
    ]
    assert lines(cast) == once
    assert "not in the run of show" not in olga.get(page("run_of_show", cast)).content.decode()
