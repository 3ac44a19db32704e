"""The settings of an event, part by part, its criteria among them."""

import re
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from defense.event_file import BadEventFile
from defense.event_file.loading import load_event
from defense.event_file.writing import dump_event
from events.models import Criterion, Event, Rubric
from tests.cast import as_organizer, gather
from tests.defense.event_file.database import load, loaded, the_event
from tests.defense.event_file.documents import put
from tests.defense.workspace.test_people import page, sent_from
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return gather()


@pytest.fixture
def olga(client, cast):
    return as_organizer(client, cast.olga)


def form_of(client, cast, part, **changes):
    """What a browser sends of one part of the page, after the changes."""
    form = getattr(client.get(page("settings", cast)).context["settings"], part)
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value or "" for name, value in values.items()} | changes


def save(client, cast, part, **changes):
    return client.post(page("settings_save", cast, part), form_of(client, cast, part, **changes))


def lock(event):
    Event.objects.filter(pk=event.pk).update(rule_locked_at=DAY)


def test_texts_are_saved_and_an_empty_line_shows_what_its_readers_read(olga, cast):
    response = save(olga, cast, "texts", place_kk="Мектеп", subtitle_ru="Впервые")

    assert response.status_code == 302
    event = Event.objects.get(pk=cast.event.pk)
    assert event.place.data == {"en": "Hall", "kk": "Мектеп"}
    field = olga.get(page("settings", cast)).context["settings"].texts.fields["place_ru"]
    assert field.help_text == "Russian guests read: Hall"
    assert field.widget.attrs["placeholder"] == "Hall"


def test_a_long_text_is_typed_in_a_field_that_grows_and_stays_one_line(olga, cast):
    shown = olga.get(page("settings", cast)).content.decode()
    save(olga, cast, "texts", title_ru="Защита\r\nпроектов")

    cast.event.refresh_from_db()
    assert re.search(r'<textarea name="title_ru"[^>]* rows="1"', shown)
    assert re.search(r'<input type="text" name="city_ru"', shown)
    assert cast.event.title.localize("ru") == "Защита проектов"


def test_days_and_languages_are_saved_and_the_first_language_stays_first(olga, cast):
    response = save(olga, cast, "days", ends_on="2019-12-01", ru="")

    assert response.status_code == 302
    event = Event.objects.get(pk=cast.event.pk)
    assert (str(event.ends_on), event.languages) == ("2019-12-01", ["en", "kk"])


@pytest.mark.sampled(2, "what is typed")
@pytest.mark.parametrize(
    ("part", "changes", "lines"),
    [
        ("texts", {"title_en": "", "city_en": "C?ty"}, ["title_en", "city_en"]),
        ("days", {"ends_on": "2019-11-29"}, ["ends_on"]),
        ("days", {"time_zone": "Etc/GMT-5"}, ["time_zone"]),
        ("days", {"kk": "", "ru": "", "en": ""}, ["en"]),
        (
            "rule",
            {"least_sheets": "0", "talk_minutes": "ten", "scoring_rule": "best"},
            ["least_sheets", "talk_minutes", "scoring_rule"],
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_line_and_nothing_is_saved(olga, cast, part, changes, lines):
    before = dump_event(cast.event)

    response = save(olga, cast, part, **changes)

    assert response.status_code == 422
    assert sorted(getattr(response.context["settings"], part).errors) == sorted(lines)
    assert dump_event(Event.objects.get(pk=cast.event.pk)) == before


def test_the_second_of_two_editors_is_told_and_asked(olga, cast):
    sent = form_of(olga, cast, "texts", city_en="Second")
    Event.objects.filter(pk=cast.event.pk).update(city="First")

    told = olga.post(page("settings_save", cast, "texts"), sent)

    assert "“First”" in told.context["settings"].texts.errors["city_en"][0]
    assert str(Event.objects.get(pk=cast.event.pk).city) == "First"


def test_two_who_edit_different_lines_lose_nothing(olga, cast):
    sent = form_of(olga, cast, "texts", city_en="Mine")
    Event.objects.filter(pk=cast.event.pk).update(place="Theirs")

    olga.post(page("settings_save", cast, "texts"), sent)

    event = Event.objects.get(pk=cast.event.pk)
    assert (str(event.city), str(event.place)) == ("Mine", "Theirs")


def test_parts_are_public_or_not_and_the_preview_shows_it_before_guests_see_anything(olga, cast):
    Event.objects.filter(pk=cast.event.pk).update(phase=Event.Phase.DRAFT)

    save(olga, cast, "public", panel="", programme="yes", teams="yes")

    assert Event.objects.get(pk=cast.event.pk).published == ["programme", "teams"]
    html = olga.get(page("preview", cast)).content.decode()
    assert ('id="programme"' in html, 'id="panel"' in html) == (True, False)
    assert Event.objects.get(pk=cast.event.pk).phase == Event.Phase.DRAFT
    assert olga.get("/ours/").status_code == 404


def test_the_rule_is_set_until_the_first_points(olga, cast):
    save(olga, cast, "rule", scoring_rule="raw_mean", least_sheets="1", talk_minutes="7")
    event = Event.objects.get(pk=cast.event.pk)
    assert (event.scoring_rule, event.least_sheets, event.talk_minutes) == ("raw_mean", 1, 7)
    sent = form_of(olga, cast, "rule", least_sheets="2", talk_minutes="8")
    lock(cast.event)

    response = olga.post(page("settings_save", cast, "rule"), sent)

    event.refresh_from_db()
    assert (response.status_code, event.least_sheets, event.talk_minutes) == (302, 1, 8)
    html = olga.get(page("settings", cast)).content.decode()
    assert "locked since" in html


@pytest.mark.parametrize("column", ["scoring_rule", "least_sheets"])
def test_the_database_keeps_a_locked_rule(cast, column):
    lock(cast.event)
    other = {"scoring_rule": "raw_mean", "least_sheets": 5}[column]

    with pytest.raises(DatabaseError, match="the rule is locked"), transaction.atomic():
        Event.objects.filter(pk=cast.event.pk).update(**{column: other})


def test_a_file_of_before_leaves_the_rule_and_another_rule_is_refused_once_locked():
    loaded()
    event = the_event()
    Event.objects.filter(pk=event.pk).update(scoring_rule="raw_mean", least_sheets=3)
    lock(event)

    load()

    event.refresh_from_db()
    assert (event.scoring_rule, event.least_sheets) == ("raw_mean", 3)
    with pytest.raises(BadEventFile) as refused:
        load(put("event.least_sheets", 2))
    assert [flaw.place for flaw in refused.value.errors] == ["event.least_sheets"]


def test_the_rule_goes_out_and_in_with_the_event():
    load(put("event.scoring_rule", "raw_mean"), put("event.question_minutes", 5))
    file = dump_event(the_event())
    Event.objects.filter(slug=file.event.slug).update(slug="moved")

    load_event(file, actor="test", at=DAY)

    again = the_event()
    assert (again.scoring_rule, again.question_minutes) == ("raw_mean", 5)
    assert dump_event(again).event == file.event


def weights(cast):
    found = Criterion.objects.filter(rubric__event=cast.event).order_by("order")
    return [(criterion.key, criterion.weight) for criterion in found]


def criteria_form(client, cast, **changes):
    return form_of(client, cast, "weights", **changes)


def test_weights_are_saved_and_a_row_moves_with_them(olga, cast):
    sent = criteria_form(olga, cast, weight_research="70", weight_answers="30")

    olga.post(page("criteria_save", cast), sent | {"move": "down:research"})

    assert weights(cast) == [("answers", Decimal(30)), ("research", Decimal(70))]


def test_a_weight_that_cannot_be_is_told_at_its_line(olga, cast):
    sent = criteria_form(olga, cast, weight_research="x", weight_answers="0")

    response = olga.post(page("criteria_save", cast), sent)

    form = response.context["settings"].weights
    assert sorted(form.errors) == ["weight_answers", "weight_research"]
    assert weights(cast) == [("research", Decimal(60)), ("answers", Decimal(40))]
    assert [float(block.width) for block in response.context["settings"].bar()] == [0, 0]


def test_the_bar_fills_whatever_the_weights_make(olga, cast):
    Criterion.objects.filter(key="answers").update(weight=90)

    shown = olga.get(page("settings", cast)).context["settings"]

    assert (shown.sum, shown.missing) == (Decimal(150), Decimal(-50))
    assert [float(block.x) for block in shown.bar()] == [0, 40]
    assert sum(float(block.width) for block in shown.bar()) == 100


def test_a_criterion_is_added_changed_and_taken_out(olga, cast):
    new = sent_from(olga.get(page("criterion_new", cast))) | {
        "name_kk": "Командалық жұмыс",
        "name_en": "Teamwork",
        "weight": "10",
        "minimum": "1",
        "maximum": "5",
        "step": "1",
        "level0_points": "5",
        "level0_text_en": "All of them",
    }
    assert olga.post(page("criterion_add", cast), new).status_code == 302
    added = Criterion.objects.get(key="teamwork")
    assert (added.order, added.levels) == (3, {"5": "All of them"})

    changed = sent_from(olga.get(page("criterion", cast, "teamwork")), level1_points="3")
    changed |= {"level1_text_ru": "Половина", "weight": "15"}
    assert olga.post(page("criterion_save", cast, "teamwork"), changed).status_code == 302
    added = Criterion.objects.get(key="teamwork")
    assert added.weight == 15
    assert added.levels == {"3": {"ru": "Половина"}, "5": "All of them"}

    olga.post(page("criterion_remove", cast, "teamwork"), {"agreed": "1"})
    assert not Criterion.objects.filter(key="teamwork").exists()


def test_levels_off_the_scale_are_refused(olga, cast):
    sent = sent_from(olga.get(page("criterion", cast, "research")), level0_points="11")

    response = olga.post(page("criterion_save", cast, "research"), sent | {"level0_text_en": "x"})

    assert response.status_code == 422
    assert "No expert can give 11 points" in response.content.decode()


def test_the_programs_own_criteria_become_the_events_own(client):
    loaded()
    event = the_event()
    owner = as_organizer(client, MembershipFactory(event=event).user)
    assert Rubric.objects.get(event=event).is_default
    address = reverse("organizer:settings", args=[event.slug])
    form = owner.get(address).context["settings"].weights
    sent = {"seen": form["seen"].value()} | {line: form[line].value() for line in form.beside}

    owner.post(
        reverse("organizer:criteria_save", args=[event.slug]),
        sent | {"weight_relevance": "10", "weight_teamwork": "15"},
    )

    rubric = Rubric.objects.get(event=event)
    found = dict(Criterion.objects.filter(rubric=rubric).values_list("key", "weight"))
    assert not rubric.is_default
    assert (found["relevance"], found["teamwork"], sum(found.values())) == (10, 15, 100)
    assert len(Criterion.objects.get(rubric=rubric, key="teamwork").levels) == 4


def test_locked_criteria_are_shown_and_kept(olga, cast):
    sent = criteria_form(olga, cast, weight_research="70")
    lock(cast.event)

    response = olga.post(page("criteria_save", cast), sent)

    assert response.status_code == 422
    assert weights(cast) == [("research", Decimal(60)), ("answers", Decimal(40))]
    for name, arguments in (("settings", []), ("criterion", ["research"])):
        assert "locked since" in olga.get(page(name, cast, *arguments)).content.decode()
