"""A photograph is put, replaced and taken away by organizers, follows its person, and leaves no file behind."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from defense.event_file.loading import load_event
from defense.event_file.writing import dump_event
from defense.rehearsal.closing import reset_rehearsal
from defense.workspace.removing import remove_event
from events.access import Door
from events.files import ALIAS, hash_of
from events.journal import ChangeKind
from events.models import AuditEntry, Event, Person, Photograph
from events.photographs import square_photograph
from events.services.photographs import files_of, hash_of_photograph, put_photograph
from experts.pages.log import log_of
from tests.cast import Cast, as_organizer, gather
from tests.defense.workspace.pages import page, told
from tests.defense.workspace.test_asked_names import log_agrees
from tests.factories import DAY, EventFactory, MembershipFactory, PersonFactory
from tests.pictures_of_people import portrait, uploaded

pytestmark = pytest.mark.django_db

Through = Callable[[], AbstractContextManager[object]]


@pytest.fixture
def cast() -> Cast:
    return gather()


@pytest.fixture
def olga(client, cast) -> Client:
    return as_organizer(client, cast.olga)


@pytest.fixture
def through(django_capture_on_commit_callbacks) -> Through:
    """A transaction that goes through to its end, where files are deleted."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def put(person: Person, colour: str = "teal") -> str:
    seen = hash_of_photograph(person)
    put_photograph(person.event, person.pk, portrait(colour), seen=seen, actor="system:test")
    return hash_of_photograph(person)


def has_files(event: Event, *hashes: str) -> list[bool]:
    files = files_of(event.pk)
    return [storages[ALIAS].exists(files.path_of(each)) for each in hashes]


def send(client: Client, cast: Cast, content: bytes, *, seen: str = "", **headers: str):
    sent = {"photograph-file": uploaded(content), "photograph-seen": seen}
    address = page("photograph_save", cast, cast.tia.person.key)
    return client.post(address, sent, headers=headers)


def test_a_photograph_is_put_replaced_and_taken_away(olga, cast, through):
    tia, remove = cast.tia.person, page("photograph_remove", cast, cast.tia.person.key)

    done = send(olga, cast, portrait("teal"))
    first = hash_of_photograph(tia)
    with through():
        send(olga, cast, portrait("maroon"), seen=first)
    second = hash_of_photograph(tia)
    at_second = has_files(cast.event, first, second)
    asked = olga.post(remove, {"photograph-seen": second})
    with through():
        olga.post(remove, {"photograph-seen": second, "agreed": "1"})

    assert (done.url, asked.status_code) == (page("person", cast, tia.key), 200)
    assert (at_second, has_files(cast.event, second)) == ([False, True], [False])
    assert not Photograph.objects.exists()
    assert [line.said for line in log_of(cast.event)] == [
        "Photograph taken away: Tia",
        "Photograph saved: Tia",
        "Photograph saved: Tia",
    ]
    assert log_agrees(cast.event)


def test_it_is_shown_to_who_may_see_people_and_kept_by_no_browser(olga, cast):
    key, address = cast.tia.person.key, page("photograph", cast, cast.tia.person.key)
    before = olga.get(address)
    put(cast.tia.person)

    shown = olga.get(address)

    assert (before.status_code, shown.status_code) == (404, 200)
    headers = ("Content-Type", "X-Content-Type-Options", "Cache-Control")
    assert [shown[each] for each in headers] == ["image/jpeg", "nosniff", "private, no-store"]
    assert shown.content.startswith(b"\xff\xd8")
    for name, arguments in (("people", []), ("person", [key])):
        assert f'src="{address}"' in olga.get(page(name, cast, *arguments)).content.decode()


def test_whoever_organizes_two_events_finds_a_photograph_in_its_own_alone(olga, cast):
    MembershipFactory(event=cast.other_event, user=cast.olga)
    put(cast.tom.person)
    key = cast.tom.person.key

    found = [
        olga.get(reverse("organizer:photograph", args=[slug, key])).status_code
        for slug in (cast.event.slug, cast.other_event.slug)
    ]

    assert found == [404, 200]


def test_only_its_right_keeps_a_photograph_from_a_member_of_the_event(client, cast, monkeypatch):
    """The negative control: without the door's question a moderator would see it."""
    put(cast.tia.person)
    mona, address = as_organizer(client, cast.mona), page("photograph", cast, cast.tia.person.key)
    refused = mona.get(address)

    monkeypatch.setattr(Door, "lets_in", lambda door, membership: True)

    assert (refused.status_code, mona.get(address).status_code) == (403, 200)
    assert b"\xff\xd8" not in refused.content


def test_a_bad_file_is_told_in_the_language_of_the_reader_and_changes_nothing(olga, cast):
    first = put(cast.tia.person)

    refused = send(olga, cast, b"GIF89a", seen=first, accept_language="ru")

    said = refused.context["photograph"].errors["file"]
    assert refused.status_code == 422
    assert said == ["Это не изображение JPEG, PNG или WebP, которое можно прочитать."]
    assert hash_of_photograph(cast.tia.person) == first


def test_a_disk_that_takes_nothing_is_told_and_leaves_what_was(olga, cast, settings, tmp_path):
    first = put(cast.tia.person)
    settings.FILES_ROOT = tmp_path / "a-file"
    settings.FILES_ROOT.write_text("No folder.")

    refused = send(olga, cast, portrait("maroon"), seen=first)

    assert "could not be kept" in str(refused.context["photograph"].errors["file"])
    assert olga.get(page("photograph", cast, cast.tia.person.key)).status_code == 404
    assert hash_of_photograph(cast.tia.person) == first


def test_the_second_of_two_organizers_sees_what_the_first_put(olga, cast):
    first = put(cast.tia.person)

    refused = send(olga, cast, portrait("maroon"), seen="")
    olga.post(page("photograph_remove", cast, cast.tia.person.key), {"agreed": "1"})
    after_both = hash_of_photograph(cast.tia.person)
    seen = refused.context["photograph"]["seen"].value()
    send(olga, cast, portrait("maroon"), seen=seen)

    assert (refused.status_code, after_both, seen) == (422, first, first)
    assert "somebody changed the photograph meanwhile" in str(refused.context["photograph"].errors)
    assert hash_of_photograph(cast.tia.person) not in {"", first}


def test_the_event_file_holds_none_and_loses_none(cast):
    without = dump_event(cast.event)
    first = put(cast.tia.person)
    spare = PersonFactory(event=cast.event, name="Spare")
    put(spare)

    with_both = dump_event(cast.event)
    outcome = load_event(without, actor="system:test", at=DAY)

    assert [each for each in with_both.people if each.key != spare.key] == [*without.people]
    assert hash_of_photograph(cast.tia.person) == first
    kept = [each for each in outcome.changes if each.kind == ChangeKind.KEPT]
    assert [(each.place, each.reason) for each in kept] == [
        (f"people.{spare.key}", "has a photograph")
    ]


@pytest.mark.parametrize("has_own", [False, True])
def test_of_two_records_made_one_the_photograph_that_is_there_stays(olga, cast, through, has_own):
    tia, twin = cast.tia.person, PersonFactory(event=cast.event, name="Tia Twin")
    others = put(twin, "maroon")
    wanted = put(tia) if has_own else others
    address = page("person_merge_save", cast, tia.key)

    asked = olga.post(address, {"other": twin.key})
    with through():
        olga.post(address, {"other": twin.key, "agreed": "1"})

    said = "The photograph of “Tia” stays, that of the other record goes."
    assert asked.context["question"].effects[-1] == (
        said if has_own else "The photograph comes along."
    )
    assert not Person.objects.filter(pk=twin.pk).exists()
    assert hash_of_photograph(tia) == wanted
    assert has_files(cast.event, wanted, others) == [True, not has_own]
    assert log_agrees(cast.event)


def test_it_goes_with_who_is_taken_off_the_list_and_stays_with_who_cannot_be(olga, cast, through):
    spare, emil = PersonFactory(event=cast.event, name="Spare"), cast.emil.person
    of_spare, of_emil = put(spare, "maroon"), put(emil)

    with through():
        gone = olga.post(page("person_remove", cast, spare.key), {"agreed": "1"}, follow=True)
        stays = olga.post(page("person_remove", cast, emil.key), {"agreed": "1"}, follow=True)

    assert told(gone) == ["Taken off the list: Spare."]
    assert "Emil is still needed" in told(stays)[0]
    assert not Person.objects.filter(pk=spare.pk).exists()
    assert has_files(cast.event, of_spare, of_emil) == [False, True]
    assert hash_of_photograph(emil) == of_emil
    assert log_agrees(cast.event)


def test_an_event_that_is_deleted_takes_its_files_along_and_no_other_ones(cast, through):
    gone = EventFactory()
    there, here = PersonFactory(event=gone), cast.tia.person
    same = put(here)
    assert put(there) == same
    of_no_row = files_of(gone.pk).save(portrait("maroon"))

    with through():
        remove_event(gone.pk, actor=cast.olga, at=DAY)

    assert not Event.objects.filter(pk=gone.pk).exists()
    assert has_files(gone, same, of_no_row) == [False, False]
    assert has_files(cast.event, same) == [True]


def test_a_row_that_is_refused_leaves_no_file(cast, monkeypatch):
    def refuse(*args: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(AuditEntry, "write", refuse)
    square = square_photograph(portrait("indigo"))

    with pytest.raises(IntegrityError):
        put(cast.tia.person, "indigo")

    assert has_files(cast.event, hash_of(square)) == [False]


def test_a_file_that_two_people_share_stays_for_the_other(olga, cast, through):
    same = put(cast.tia.person)
    assert put(cast.emil.person) == same

    with through():
        send(olga, cast, portrait("maroon"), seen=same)

    assert has_files(cast.event, same) == [True]


def test_a_rehearsal_that_is_taken_back_leaves_the_photographs(cast):
    Event.objects.filter(pk=cast.event.pk).update(is_rehearsal=True)
    first = put(cast.tia.person)

    reset_rehearsal(cast.event.pk)

    assert hash_of_photograph(cast.tia.person) == first
    assert has_files(cast.event, first) == [True]
