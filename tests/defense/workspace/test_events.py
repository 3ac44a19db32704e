"""A new event, one like an earlier one, and one that is deleted with everything."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from defense.event_file.writing import dump_event, write_event_file
from defense.workspace import beginning
from defense.workspace.beginning import NewEvent, begin_event
from defense.workspace.removing import EventStays, remove_event
from events.models import (
    AuditEntry,
    Criterion,
    Event,
    Membership,
    RemovedEvent,
    Rubric,
)
from experts.models import Interest, Presence, ScoreSheet, StepOut
from experts.services.closing import close_scoring
from experts.services.deciding import decide_from_seat
from projects.services.draws import note_answer
from tests.cast import as_organizer, gather
from tests.defense.event_file.database import every_row, loaded
from tests.factories import (
    DAY,
    EventFactory,
    InterestFactory,
    MembershipFactory,
    PassFactory,
    ScoreSheetFactory,
    SheetRevisionFactory,
    UserFactory,
)
from tests.house.scene import set_scene

pytestmark = pytest.mark.django_db

ASKED = {
    "name": "Білім берудегі менеджмент",
    "city": "Шымкент",
    "place": "НЗМ",
    "starts_on": "2026-11-30",
    "ends_on": "",
    "time_zone": "Asia/Almaty",
    "languages": ["kk", "ru"],
}


def add(client, **changes):
    return client.post(reverse("organizer:event_add"), ASKED | changes)


def new_event(**changes) -> NewEvent:
    return NewEvent(**(ASKED | {"ends_on": "2026-11-30"} | changes))


@pytest.fixture
def owner(client):
    user = UserFactory()
    as_organizer(client, user)
    return user


def test_a_new_event_is_a_draft_of_its_maker_with_defaults_that_fit(client, owner):
    client.cookies["django_language"] = "kk"

    response = add(client)

    event = Event.objects.get()
    assert response.url == reverse("organizer:overview", args=["shymkent-2026"])
    assert (event.phase, event.starts_on, event.ends_on) == ("draft", *[date(2026, 11, 30)] * 2)
    assert event.languages == ["kk", "ru"]
    assert (str(event.title), str(event.course)) == (ASKED["name"],) * 2
    assert (str(event.place), str(event.organiser)) == ("НЗМ", "НЗМ")
    assert Criterion.objects.filter(rubric__event=event).count() == 6
    assert Membership.objects.get(event=event).role == Membership.Role.OWNER
    assert client.get(response.url).status_code == 200
    assert client.get("/shymkent-2026/").status_code == 404


def test_two_events_of_a_town_and_year_have_addresses_of_their_own(client, owner):
    EventFactory(slug="shymkent-2026")

    add(client)

    assert {event.slug for event in Event.objects.all()} == {"shymkent-2026", "shymkent-2026-2"}


def test_an_event_that_takes_the_address_meanwhile_is_not_overwritten(owner, monkeypatch):
    """Loading brings an event of that slug to what the file says, so a new one must be new."""
    theirs = EventFactory(slug="shymkent-2026", title="Theirs")
    slugs = iter(["shymkent-2026", "shymkent-2026-2"])
    monkeypatch.setattr(beginning, "free_slug", lambda new: next(slugs))

    mine = begin_event(new_event(), like=None, actor=owner, at=DAY)

    assert mine.slug == "shymkent-2026-2"
    theirs.refresh_from_db()
    assert str(theirs.title) == "Theirs"
    assert not Membership.objects.filter(event=theirs).exists()


def bring(client, content):
    file = SimpleUploadedFile("event.json", content)
    return client.post(reverse("organizer:event_bring"), {"whole-file": file})


def test_an_event_comes_back_out_of_its_file_with_an_owner(client, owner):
    event = loaded()
    file, content = dump_event(event), write_event_file(dump_event(event))

    refused = bring(client, content)
    assert (refused.status_code, Membership.objects.filter(user=owner).count()) == (422, 0)
    assert "There is an event with this address already." in refused.content.decode()
    remove_event(event.pk, actor=owner, at=DAY)
    broken = bring(client, content.replace(b'"people"', b'"peoples"'))
    assert (broken.status_code, Event.objects.count()) == (422, 0)
    assert "people" in broken.context["file_form"].errors["file"][0]
    brought = bring(client, content)

    assert brought.url == reverse("organizer:overview", args=[event.slug])
    assert dump_event(Event.objects.get()) == file
    assert Membership.objects.get().role == Membership.Role.OWNER


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"name": ""}, "name"),
        ({"name": "Қ???ық"}, "name"),
        ({"starts_on": "2026-13-01"}, "starts_on"),
        ({"ends_on": "2026-11-29"}, "ends_on"),
        ({"time_zone": "Etc/GMT-5"}, "time_zone"),
        ({"languages": []}, "languages"),
    ],
)
def test_what_is_wrong_is_told_at_its_line_and_kept(client, owner, changes, line):
    response = add(client, **changes)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [line]
    assert ASKED["city"] in response.content.decode()
    assert not Event.objects.exists()


def test_one_like_an_earlier_event_takes_rubric_texts_and_settings_and_nobody(client):
    earlier = loaded()
    Event.objects.filter(pk=earlier.pk).update(published=["programme", "panel"])
    as_organizer(client, MembershipFactory(event=earlier).user)
    page = client.get(reverse("organizer:event_new"), {"like": earlier.slug})
    form = page.context["form"]

    add(client, **form.initial, like=earlier.slug, starts_on="2027-05-01")

    mine, theirs = (dump_event(each) for each in Event.objects.order_by("-pk")[:2])
    assert mine.event.slug == "shymkent-2027"
    assert mine.rubric == theirs.rubric
    assert mine.diploma == theirs.diploma
    assert mine.published == ("programme", "panel")
    kept = ("title", "subtitle", "course", "organiser", "place", "city")
    assert {name: getattr(mine.event, name) for name in kept} == {
        name: getattr(theirs.event, name) for name in kept
    }
    assert (mine.people, mine.projects, mine.panel, mine.run) == ((),) * 4


def test_an_event_that_demands_a_second_factor_is_copied_by_nobody_without_one(client):
    cast = gather()
    Event.objects.filter(pk=cast.event.pk).update(second_factor_since=DAY)
    as_organizer(client, cast.olga)

    page = client.get(reverse("organizer:event_new"), {"like": cast.event.slug})

    assert page.context["like"] is None


def test_nobody_takes_over_an_event_they_do_not_see(client):
    cast = gather()
    Rubric.objects.filter(event=cast.event).update(is_default=False)
    for user in (cast.oleg, cast.mona):
        as_organizer(client, user)
        page = client.get(reverse("organizer:event_new"), {"like": cast.event.slug})
        assert page.context["like"] is None
        add(client, like=cast.event.slug)

    made = Rubric.objects.exclude(event__in=[cast.event, cast.other_event])
    assert set(made.values_list("is_default", flat=True)) == {True}


def test_what_was_only_tried_goes_with_everything_and_leaves_a_line(client):
    before = every_row()
    event = loaded()
    owner = MembershipFactory(event=event).user
    PassFactory(person=event.person_set.first())
    as_organizer(client, owner)
    link = AuditEntry.objects.filter(event=event).latest("number").link
    address = reverse("organizer:event_remove", args=[event.slug])

    asked = client.post(address)
    client.post(address, {"agreed": asked.context["question"].extent})

    after = every_row()
    new = {"events.RemovedEvent", "events.User"}
    assert {name: rows for name, rows in after.items() if name not in new} == {
        name: rows for name, rows in before.items() if name not in new
    }
    removed = RemovedEvent.objects.get()
    assert (removed.slug, removed.last_link) == (event.slug, link)
    assert removed.actor == f"user:{owner.pk}"
    assert not Membership.objects.exists()


def test_a_closed_event_without_points_goes_too():
    cast = gather()
    Presence.objects.create(seat=cast.emil, defense=cast.defense, kind=Presence.Kind.LATE)
    close_scoring(cast.event.pk, actor="test", at=DAY)
    StepOut.objects.create(seat=cast.rita, project=cast.defense.project, out_at=DAY)
    Event.objects.filter(pk=cast.event.pk).update(phase=Event.Phase.ARCHIVED, rule_locked_at=DAY)

    remove_event(cast.event.pk, actor=cast.olga, at=DAY)

    assert list(Event.objects.values_list("slug", flat=True)) == ["theirs"]


@pytest.mark.django_db(transaction=True)  # a trigger is under test, on both engines
def test_an_event_goes_with_a_tie_that_was_decided_by_who_was_tied_later():
    cast = gather()
    project = cast.defense.project
    of_emil = InterestFactory(seat=cast.emil, project=project, kind=Interest.Kind.OTHER)
    decide_from_seat(
        of_emil.pk, seat_id=cast.clara.pk, outcome="disclose", reason="We asked.", at=DAY
    )
    InterestFactory(seat=cast.clara, project=project, kind=Interest.Kind.OTHER)

    remove_event(cast.event.pk, actor=cast.olga, at=DAY)

    assert list(Event.objects.values_list("slug", flat=True)) == ["theirs"]


def test_a_rehearsal_is_taken_back_with_the_event():
    cast = gather()
    Event.objects.filter(pk=cast.event.pk).update(is_rehearsal=True, rule_locked_at=DAY)
    SheetRevisionFactory(sheet=ScoreSheetFactory(seat=cast.emil, defense=cast.defense))

    remove_event(cast.event.pk, actor=cast.olga, at=DAY)

    assert not ScoreSheet.objects.exists()
    assert list(Event.objects.values_list("slug", flat=True)) == ["theirs"]


@pytest.mark.parametrize("is_rehearsal", [False, True])
def test_a_draw_that_was_held_keeps_its_event(is_rehearsal):
    cast = gather()
    project = cast.defense.project
    note_answer(cast.event, project.pk, question="", place=None, actor="test", at=DAY)
    Event.objects.filter(pk=cast.event.pk).update(is_rehearsal=is_rehearsal)

    with pytest.raises(EventStays, match="The draw of this event is on record"):
        remove_event(cast.event.pk, actor=cast.olga, at=DAY)


@pytest.mark.parametrize("what", ["points", "diploma"])
def test_points_and_diplomas_keep_their_event(client, what):
    scene = set_scene()
    event = scene.cast.event if what == "diploma" else scene.cast.other_event
    if what == "points":
        ScoreSheetFactory(seat=scene.cast.ella, defense=scene.cast.other_defense)
    actor = scene.cast.olga if what == "diploma" else scene.cast.oleg
    as_organizer(client, actor)

    client.post(reverse("organizer:event_remove", args=[event.slug]), {"agreed": "999"})

    assert Event.objects.filter(pk=event.pk).exists()
    with pytest.raises(EventStays):
        remove_event(event.pk, actor=actor, at=DAY)
    refused = pytest.raises(DatabaseError, match="the event has sheets or diplomas")
    with refused, transaction.atomic():
        put_down_as_removed(event)


def put_down_as_removed(event) -> None:
    RemovedEvent.objects.create(
        event_number=event.pk,
        slug=event.slug,
        title="x",
        actor="x",
        removed_at=DAY,
        line_count=0,
        last_link="",
    )


@pytest.mark.parametrize("act", ["update", "delete"])
def test_a_removal_stays_as_it_was_written(act):
    event = EventFactory()
    put_down_as_removed(event)
    rows = RemovedEvent.objects.all()

    with pytest.raises(DatabaseError, match="a removal stays"), transaction.atomic():
        rows.update(slug="x") if act == "update" else rows.delete()


def test_a_log_that_was_emptied_under_the_name_of_a_removal_is_broken():
    event = EventFactory()
    AuditEntry.write(event, "test", "test.done", event)
    put_down_as_removed(event)
    AuditEntry.objects.filter(event=event).delete()
    AuditEntry.write(event, "test", "test.done", event)

    assert AuditEntry.first_broken(event) == 1


def test_a_demo_that_was_deleted_does_not_come_back():
    from defense.demo import load_demo  # noqa: PLC0415 - the demo is loaded by nobody else here

    event = EventFactory()
    remove_event(event.pk, actor=UserFactory(), at=DAY)

    assert load_demo() == ""
    assert not Event.objects.exists()


def test_the_switcher_names_the_other_events_of_the_reader(client):
    cast = gather()
    EventFactory(slug="of-nobody", title="Of nobody")
    MembershipFactory(user=cast.olga, event__slug="second", event__title="The second", role="host")
    as_organizer(client, cast.olga)

    html = client.get(reverse("organizer:overview", args=["ours"])).content.decode()

    switcher = html[html.index('class="switcher"') : html.index("</details>")]
    assert 'href="/organize/second/"' in switcher
    assert "of-nobody" not in switcher
    assert "theirs" not in switcher
