"""People added, changed, put into a team and taken off the list, by the pages."""

import pytest
from django.urls import reverse

from events.models import Person
from experts.models import Interest
from projects.models import TeamMember
from tests.cast import as_organizer, gather
from tests.factories import PassFactory, PersonFactory, ProjectFactory, SupervisorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return gather()


@pytest.fixture
def olga(client, cast):
    return as_organizer(client, cast.olga)


def page(name, cast, *arguments):
    return reverse(f"organizer:{name}", args=[cast.event.slug, *arguments])


def sent_from(response, **changes):
    """What a browser sends of the form on a page, after the changes."""
    form = response.context["form"]
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value or "" for name, value in values.items()} | changes


def team(cast):
    return str(cast.defense.project.pk)


def test_a_person_is_added_to_a_team(olga, cast):
    form = sent_from(olga.get(page("person_new", cast)), name="Әлия Қасымқызы", team=team(cast))

    response = olga.post(page("person_add", cast), form)

    assert response.status_code == 302
    added = Person.objects.get(name="Әлия Қасымқызы")
    assert added.key == "aliya-kasymkyzy"
    assert TeamMember.objects.get(person=added).order == 2


@pytest.mark.parametrize("is_new", [True, False])
def test_a_team_is_meant_as_it_was_shown_whatever_its_number_is_since(olga, cast, is_new):
    other = ProjectFactory(event=cast.event, number=2, topic="Another")
    key = cast.emil.person.key
    at = ("person_new", "person_add") if is_new else ("person", "person_save")
    of = () if is_new else (key,)
    shown = olga.get(page(at[0], cast, *of))
    choices = shown.context["form"].fields["team"].widget.choices
    offered = {label: value for value, label in choices}
    sent = sent_from(shown, team=offered["2. Another"], name="Emil Two")
    olga.post(page("team_move", cast, other.pk), {"before": cast.defense.project.pk})

    olga.post(page(at[1], cast, *of), sent)

    assert TeamMember.objects.get(person__name="Emil Two").project == other


def test_an_expert_who_comes_into_a_team_is_recused(olga, cast):
    """The page keeps the rule of the file: every role against every seat."""
    key = cast.emil.person.key
    form = sent_from(olga.get(page("person", cast, key)), team=team(cast))

    response = olga.post(page("person_save", cast, key), form)

    assert response.status_code == 302
    found = Interest.objects.recusing().filter(seat=cast.emil, project=cast.defense.project)
    assert [interest.kind for interest in found] == [Interest.Kind.MEMBER]


def test_only_what_was_changed_is_written(olga, cast):
    key = cast.tia.person.key
    form = sent_from(olga.get(page("person", cast, key)), position_kk="директор")
    Person.objects.filter(key=key).update(note="Comes later")

    olga.post(page("person_save", cast, key), form)

    tia = Person.objects.get(key=key)
    assert (tia.note, tia.position.data) == ("Comes later", {"kk": "директор"})


def test_the_second_of_two_editors_is_told_and_asked(olga, cast):
    key = cast.tia.person.key
    form = sent_from(olga.get(page("person", cast, key)), name="Tia Second")
    Person.objects.filter(key=key).update(name="Tia First")

    told = olga.post(page("person_save", cast, key), form)

    assert (told.status_code, Person.objects.get(key=key).name) == (422, "Tia First")
    assert "“Tia First”" in told.context["form"].errors["name"][0]
    again = sent_from(told) | {
        name: told.context["form"].data[name] for name in ("name", "seen", "team")
    }
    assert olga.post(page("person_save", cast, key), again).status_code == 302
    assert Person.objects.get(key=key).name == "Tia Second"


def test_bad_lines_are_told_in_their_place_and_kept(olga, cast):
    key = cast.tia.person.key
    form = sent_from(olga.get(page("person", cast, key)), name="-", school_number="12")

    response = olga.post(page("person_save", cast, key), form)

    assert response.status_code == 422
    errors = response.context["form"].errors
    assert sorted(errors) == ["name", "school_kind"]
    assert 'value="12"' in response.content.decode()


def test_who_supervises_or_sits_is_not_taken_off_the_list(olga, cast):
    key = cast.emil.person.key

    olga.post(page("person_remove", cast, key), {"agreed": "1"})

    assert Person.objects.filter(key=key).exists()


def test_who_holds_a_card_stays_with_all_that_is_theirs(olga, cast):
    """Half a removal would leave somebody with a card and without a team."""
    PassFactory(person=cast.tia.person, kind="trainee")

    response = olga.post(
        page("person_remove", cast, cast.tia.person.key), {"agreed": "1"}, follow=True
    )

    assert TeamMember.objects.filter(pk=cast.tia.pk).exists()
    assert "has a card" in response.content.decode()


def test_two_records_become_one_with_all_their_places(olga, cast):
    twin = PersonFactory(event=cast.event, name="Tia Twin", position="director")
    SupervisorFactory(project=cast.defense.project, person=twin)
    key = cast.tia.person.key

    asked = olga.post(page("person_merge_save", cast, key), {"other": twin.key})
    done = olga.post(page("person_merge_save", cast, key), {"other": twin.key, "agreed": "1"})

    assert (asked.status_code, done.status_code) == (200, 302)
    tia = Person.objects.get(key=key)
    assert str(tia.position) == "director"
    assert not Person.objects.filter(pk=twin.pk).exists()
    assert cast.defense.project.supervisor_set.filter(person=tia).exists()


def test_two_seats_are_not_made_one(olga, cast):
    key, other = cast.emil.person.key, cast.clara.person.key

    response = olga.post(page("person_merge_save", cast, key), {"other": other, "agreed": "1"})

    assert response.status_code == 422
    assert Person.objects.filter(key__in=[key, other]).count() == 2
