"""A submitted sheet: read in calm, changed only when asked, and the last change undone for a while."""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from events.models import AuditEntry, Criterion
from experts.models import SheetRevision
from experts.pages.levels import Level, level_said
from experts.pages.modes import undo_of
from experts.reports import my_defenses
from experts.sheets import Assignment
from tests.cast import as_expert
from tests.experts.hall import give

pytestmark = pytest.mark.django_db


def url(defense):
    return reverse("expert:score_sheet", args=[defense.pk])


def filled(base_rev=0, comment="", **points):
    data = {"op_id": uuid4(), "base_rev": base_rev, "rubric_version": 1, "comment": comment}
    return data | {f"points-{key}": value for key, value in points.items()}


def forms_of(html):
    """The fields of each form that is shown, by what its button says."""
    forms = {}
    for attributes, inside in re.findall(r"<form([^>]*)>(.*?)</form>", html, re.DOTALL):
        button = re.search(r"<button[^>]*>([^<]+)</button>", inside)
        if button and " hidden" not in attributes:
            fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inside)
            forms[button[1]] = dict(fields)
    return forms


def test_a_submitted_sheet_is_read_and_takes_a_change_only_when_asked(client, cast):
    give(cast.emil, cast.defense, {"research": "8", "answers": "7"}, comment="Clear")
    as_expert(client, cast.emil)

    read = client.get(url(cast.defense)).content.decode()
    change = client.get(url(cast.defense), {"change": "on"}).content.decode()

    assert re.findall(r'<body[^>]* data-mode="(\w+)"', read + change) == ["read", "change"]
    assert len(re.findall(r"<fieldset[^>]* disabled", read)) == 2
    assert re.search(r"data-submit[^>]* hidden", read)
    assert "Change" in forms_of(read)
    assert "<q data-comment-text>Clear</q>" in read
    assert len(re.findall(r"<fieldset[^>]* disabled", change)) == 0
    assert "Undo, keep 76.0" in forms_of(change)
    assert "76.0 stands until you submit" in change


def test_a_change_says_from_where_to_where_and_is_undone_by_a_revision_of_its_own(client, cast):
    as_expert(client, cast.emil)
    client.post(url(cast.defense), filled(research="8", answers="7", comment="A\nB"))
    assert "Undo" not in forms_of(client.get(url(cast.defense)).content.decode())
    client.post(url(cast.defense), filled(1, research="2", answers="7"))

    html = client.get(url(cast.defense)).content.decode()
    undo = forms_of(html)["Undo"]
    client.post(url(cast.defense), undo)

    assert "76.0 → 40.0" in html
    revisions = SheetRevision.objects.order_by("number")
    assert [(each.points["research"], each.comment) for each in revisions] == [
        ("8", "A\nB"),
        ("2", ""),
        ("8", "A\nB"),
    ]
    assert all(each.is_final for each in revisions)
    assert AuditEntry.objects.filter(verb="score_sheet.saved").count() == 3


@pytest.mark.parametrize(("seconds", "is_offered"), [(9.9, True), (10, False)])
def test_an_undo_is_offered_for_ten_seconds(client, cast, seconds, is_offered):
    as_expert(client, cast.emil)
    client.post(url(cast.defense), filled(research="8", answers="7"))
    client.post(url(cast.defense), filled(1, research="2", answers="7"))
    [mine] = my_defenses(cast.emil)
    at = mine.sheet.saved_at + timedelta(seconds=seconds)

    offered = undo_of(Assignment(cast.emil.pk, cast.defense.pk), mine, at)

    assert (offered is not None) == is_offered


def test_an_undo_asks_like_any_change_when_another_device_saved_meanwhile(client, cast):
    as_expert(client, cast.emil)
    client.post(url(cast.defense), filled(research="8", answers="7"))
    client.post(url(cast.defense), filled(1, research="2", answers="7"))
    undo = forms_of(client.get(url(cast.defense)).content.decode())["Undo"]
    client.post(url(cast.defense), filled(2, research="5", answers="7"))

    response = client.post(url(cast.defense), undo)

    assert response.status_code == 409
    assert SheetRevision.objects.count() == 3


LEVELS = [Level(Decimal(at), str(at), f"level {at}") for at in (2, 5, 8, 10)]
SAID = {
    2: "level 2",
    1: "Not yet 2: level 2",
    3: "More than 2: level 2",
    7: "Not yet 8: level 8",
    9: "More than 8: level 8",
    10: "level 10",
}


def test_points_are_told_by_the_nearest_level():
    assert {points: level_said(LEVELS, Decimal(points)) for points in SAID} == SAID
    assert level_said(LEVELS, None) == level_said([], Decimal(1)) == ""


def test_the_levels_of_the_rubric_stand_with_each_criterion_in_the_readers_language(client, cast):
    levels = {"8": {"en": "Shown with facts", "kk": "Деректермен", "ru": "На фактах"}, "2": "Named"}
    Criterion.objects.filter(rubric__event=cast.event, key="research").update(levels=levels)
    give(cast.emil, cast.defense, {"research": "8", "answers": "7"})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"

    html = as_expert(client, cast.emil).get(url(cast.defense)).content.decode()

    assert re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", html) == [
        ("2", "Named"),
        ("8", "На фактах"),
    ]
    assert "data-level>На фактах</p>" in html


def test_every_page_of_the_tablet_has_the_languages_and_comes_back_to_itself(client, cast):
    pages = {
        url(cast.defense): as_expert(client, cast.emil),
        reverse("expert:home"): client,
        url(cast.defense) + "?change=on": client,
    }
    answers = [(page, by.get(page).content.decode()) for page, by in pages.items()]
    answers.append(
        (url(cast.defense), as_expert(Client(), cast.rita).get(url(cast.defense)).content.decode())
    )
    refused = url(cast.other_defense)
    answers.append((refused, client.get(refused).content.decode()))

    for page, html in answers:
        assert re.findall(r'name="language" value="(\w+)"', html) == ["kk", "ru", "en"], page
        assert f'name="next" value="{page}"' in html
