"""Who said not to be named is named to no guest, whoever recorded it, and no file forgets it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from defense.event_file import read_event_file, write_event_file
from defense.event_file.loading import load_event
from defense.event_file.writing import dump_event
from defense.workspace.merging import merged
from events.models import AuditEntry, Event, Pass, Person, RunItem
from tests.cast import Cast, as_organizer, as_trainee, gather
from tests.defense.workspace.pages import page, sent_from, told
from tests.defense.workspace.test_asked_names import log_agrees
from tests.factories import DAY, PersonFactory, RunItemFactory, SupervisorFactory

pytestmark = pytest.mark.django_db

ON = DAY.date()


@pytest.fixture
def cast() -> Cast:
    """Everybody is published, and each kind of place that guests read is taken by somebody."""
    cast = gather()
    Event.objects.filter(pk=cast.event.pk).update(
        phase=Event.Phase.OPEN, published=["programme", "teams", "panel"]
    )
    for name in ("Saule Speaker", "Sultan Supervisor", "Tia Team", "Clara Chair"):
        old = name.split()[0]
        Person.objects.filter(event=cast.event, name=old).update(
            name=name, position=f"Director of {old}"
        )
    speaker = PersonFactory(event=cast.event, name="Saule Speaker")
    RunItemFactory(
        room=cast.defense.run_item.room,
        order=2,
        kind=RunItem.Kind.SPEECH,
        title="Welcome",
        person=speaker,
        role_text="Director of Saule",
    )
    SupervisorFactory(
        project=cast.defense.project,
        person=PersonFactory(event=cast.event, name="Sultan Supervisor"),
        title="Director of Sultan",
    )
    type(cast.clara).objects.filter(pk=cast.clara.pk).update(role_text="Director of Clara")
    return cast


def guests_read(cast) -> str:
    pages = [
        reverse("public:event", args=[cast.event.slug]),
        reverse("public:project", args=[cast.event.slug, cast.defense.project.number]),
    ]
    return "".join(Client().get(each).content.decode() for each in pages)


NAMES = ("Saule Speaker", "Sultan Supervisor", "Tia Team", "Clara Chair")


@pytest.mark.parametrize("said", [None, True, False])
def test_guests_read_the_name_unless_the_person_said_no(cast, said):
    everybody = Person.objects.filter(event=cast.event, name__in=NAMES)
    everybody.update(named_in_public=said, named_in_public_on=None if said is None else ON)

    html = guests_read(cast)

    shown = said is not False
    for name in NAMES:
        first, last = name.split()
        assert (name in html) == shown
        assert (f"Director of {first}" in html) == shown
        assert (f"{first[0]}. {last[0]}." in html) != shown


def tia() -> Person:
    return Person.objects.get(name="Tia Team")


def said(person: Person):
    return person.named_in_public, person.named_in_public_on


def test_the_person_says_it_on_the_phone_with_the_day_also_of_an_archived_event(cast):
    Event.objects.filter(pk=cast.event.pk).update(phase=Event.Phase.ARCHIVED, scoring_closed_at=DAY)
    phone = as_trainee(Client(), cast.tia)
    say = reverse("trainee:naming_say")
    with timezone.override(cast.event.time_zone):
        today = timezone.localdate()

    phone.post(say, {"named": "perhaps"})
    assert said(tia()) == (None, None)
    no = phone.post(say, {"named": "no"}, follow=True).content.decode()
    assert (said(tia()), "guests read T. T. and nothing else" in no) == ((False, today), True)
    phone.post(say, {"named": "no"})
    phone.post(say, {"named": "yes"})
    assert said(tia()) == (True, today)
    Pass.objects.update(is_rehearsal=True)
    phone.post(say, {"named": "no"})
    Pass.objects.update(revoked_at=DAY)
    gone = phone.post(say, {"named": "no"}, follow=True)
    assert (said(tia()), "Nothing was sent." in gone.content.decode()) == ((True, today), True)
    verbs = AuditEntry.objects.filter(verb="person.naming").values_list("actor", flat=True)
    assert list(verbs) == [f"person:{cast.tia.person_id}"] * 2
    assert log_agrees(cast.event)


def test_organizers_record_it_and_two_at_once_lose_nothing(cast):
    olga, key = as_organizer(Client(), cast.olga), cast.tia.person.key
    first = sent_from(
        olga.get(page("person", cast, key)).context["naming"], named="no", on="2019-11-20"
    )
    second = first | {"naming-named": "yes"}
    address = page("naming_save", cast, key)

    assert told(olga.post(address, first, follow=True)) == ["Saved: Tia Team."]
    late = olga.post(address, second)
    assert (late.status_code, tia().named_in_public) == (422, False)
    assert "Recorded here meanwhile: no: guests read the first letters, 20 November 2019." in (
        late.content.decode()
    )
    again = {
        f"naming-{each}": late.context["naming"].data[f"naming-{each}"]
        for each in ("named", "on", "was")
    }
    olga.post(address, again)
    assert tia().named_in_public is True
    back = sent_from(olga.get(page("person", cast, key)).context["naming"], named="")
    olga.post(address, back)
    assert said(tia()) == (None, None)
    assert log_agrees(cast.event)


@pytest.mark.parametrize(
    ("sent", "line"),
    [
        ({"named": "no", "on": ""}, "on"),
        ({"named": "no", "on": "2999-01-01"}, "on"),
        ({"named": "no", "on": "30.2.2019"}, "on"),
        ({"named": "maybe", "on": "2019-11-20"}, "named"),
    ],
)
def test_what_cannot_be_recorded_is_told_at_its_line(cast, sent, line):
    olga, key = as_organizer(Client(), cast.olga), cast.tia.person.key

    answer = olga.post(page("naming_save", cast, key), {f"naming-{k}": v for k, v in sent.items()})

    assert (answer.status_code, list(answer.context["naming"].errors)) == (422, [line])
    assert said(tia()) == (None, None)


def loaded(cast, key, **values):
    file = dump_event(cast.event)
    people = [each.model_copy(update=values) if each.key == key else each for each in file.people]
    return load_event(file.model_copy(update={"people": tuple(people)}), actor="test", at=DAY)


EARLIER, LATER = ON - timedelta(days=1), ON + timedelta(days=1)


@pytest.mark.parametrize(
    ("stands", "wanted", "then"),
    [
        ((None, None), (True, ON), (True, ON)),
        ((False, ON), (None, None), (False, ON)),
        ((False, ON), (True, EARLIER), (False, ON)),
        ((False, ON), (True, ON), (False, ON)),
        ((False, ON), (True, LATER), (True, LATER)),
        ((True, ON), (False, ON), (False, ON)),
        ((True, ON), (False, EARLIER), (True, ON)),
    ],
)
def test_a_file_puts_nothing_in_the_place_of_a_later_word(cast, stands, wanted, then):
    Person.objects.filter(pk=cast.tia.person_id).update(
        named_in_public=stands[0], named_in_public_on=stands[1]
    )

    outcome = loaded(cast, tia().key, named_in_public=wanted[0], named_in_public_on=wanted[1])

    assert said(tia()) == then
    kept = [
        each for each in outcome.changes if each.place.endswith("named_in_public") and each.reason
    ]
    assert bool(kept) == (then != wanted)


def test_the_file_carries_it_out_and_in_again(cast):
    Person.objects.filter(pk=cast.tia.person_id).update(
        named_in_public=False, named_in_public_on=ON
    )
    written = write_event_file(dump_event(cast.event))

    assert b'"named_in_public": false,\n      "named_in_public_on": "2019-11-30"' in written
    elsewhere = written.replace(b'"slug": "ours"', b'"slug": "elsewhere"')
    event = load_event(read_event_file(elsewhere), actor="test", at=DAY).event
    assert write_event_file(dump_event(event)) == elsewhere


def test_of_two_records_made_one_the_later_word_stands(cast):
    Person.objects.filter(pk=cast.tia.person_id).update(named_in_public=True, named_in_public_on=ON)
    twin = PersonFactory(
        event=cast.event, name="Tia Twin", named_in_public=False, named_in_public_on=ON
    )

    file = merged(dump_event(cast.event), tia().key, twin.key)

    [kept] = [each for each in file.people if each.key == tia().key]
    assert (kept.named_in_public, kept.named_in_public_on) == (False, ON)


@pytest.mark.parametrize("half", [{"named_in_public": False}, {"named_in_public_on": ON}])
def test_the_database_takes_no_word_without_its_day(cast, half):
    with pytest.raises(IntegrityError):
        Person.objects.filter(pk=cast.tia.person_id).update(**half)
