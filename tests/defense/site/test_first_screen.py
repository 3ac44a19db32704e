"""What a guest sees first: what is on now, and what a messenger or a search says of a page."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.urls import reverse

from defense.site.programme import programme
from events.models import Event, RunItem
from tests.experts.hall import fill
from tests.factories import DAY, RunItemFactory

pytestmark = pytest.mark.django_db

# The lines of the day that have begun and ended, of three; what stands first on the page.
DAY_SO_FAR = {
    (0, 0): ("First", 1),
    (1, 0): ("On stage", 1),
    (1, 1): ("Next", 2),
    (2, 1): ("On stage", 2),
    (3, 2): ("On stage", 3),
    (3, 3): None,
}


def a_day_of_three() -> Event:
    hall = fill(1, 1)
    for order in (2, 3):
        RunItemFactory(room=hall.defenses[1].run_item.room, order=order, title=f"Line {order}")
    Event.objects.filter(pk=hall.event.pk).update(subtitle="a day of three", place="The hall")
    return Event.objects.get(pk=hall.event.pk)


def test_what_is_on_or_first_or_next_is_known_at_every_moment_of_the_day():
    event, seen = a_day_of_three(), {}

    for begun, ended in DAY_SO_FAR:
        RunItem.objects.update(started_at=None, ended_at=None)
        after = DAY + timedelta(minutes=5)
        RunItem.objects.filter(order__lte=ended).update(started_at=DAY, ended_at=after)
        RunItem.objects.filter(order=begun, ended_at=None).update(started_at=after)
        day = programme(event)
        seen[begun, ended] = day.on_now and (day.on_now_words, day.on_now.order)

    assert seen == DAY_SO_FAR


def metas(html: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:name|property)="(description|og:\w+)" content="([^"]*)">', html)
    return {name: unescape(content) for name, content in found}


def test_what_is_shared_of_an_event_is_in_the_readers_language_and_only_what_guests_may_know(
    client,
):
    event = a_day_of_three()
    hall_project = event.project_set.get()
    Event.objects.filter(pk=event.pk).update(published=[])
    address = reverse("public:event", args=[event.slug])
    said = {}
    for language in ("kk", "ru", "en"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        said[language] = metas(client.get(address, headers={"host": "localhost"}).content.decode())

    assert "November" in said["en"]["description"]
    assert "ноября" in said["ru"]["description"]
    assert "қараша" in said["kk"]["description"]
    assert [each["og:locale"] for each in said.values()] == ["kk_KZ", "ru_RU", "en_GB"]
    for each in said.values():
        assert each["description"] == each["og:description"]
        assert each["og:url"] == f"{settings.SITE_URL}{address}"
        assert each["og:title"] == str(event.title)
        assert str(hall_project.topic) not in "".join(each.values())


def test_what_is_shared_is_written_once_and_has_both_ends_of_the_days(client):
    event = a_day_of_three()
    title = 'A & B: "the day"'
    last = event.starts_on + timedelta(days=1)
    Event.objects.filter(pk=event.pk).update(title=title, subtitle=title, ends_on=last)
    project = reverse("public:project", args=[event.slug, event.project_set.get().number])

    of_event, of_project = (
        metas(client.get(page).content.decode())
        for page in (reverse("public:event", args=[event.slug]), project)
    )

    assert of_event["description"] == f"{title}. The hall, 30 November – 1 December 2019."
    assert of_project["description"].endswith(title)


def test_every_public_page_says_what_it_is_about(client):
    event = a_day_of_three()
    project = event.project_set.get()
    pages = [
        reverse("public:event", args=[event.slug]),
        reverse("public:project", args=[event.slug, project.number]),
        reverse("public:diploma_find"),
        reverse("public:pass_open"),
    ]

    said = [metas(client.get(page).content.decode()) for page in pages]

    assert all(each["description"] and each["og:title"] for each in said)
    assert said[1]["og:title"] == str(project.topic)
