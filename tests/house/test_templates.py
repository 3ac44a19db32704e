"""Titles that say where one is, and what of the pages comes compressed."""

import re
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from tests.house.doors_table import ACCOUNT_DOORS, DOORS
from tests.house.scene import Scene, set_scene
from tests.house.test_languages import READERS, pages_seen_by

pytestmark = pytest.mark.once("titles and compression are of no engine")

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
# Pages before or beside any event, and one that says what is printed on the diploma and nothing more.
WITHOUT_EVENT = {
    *ACCOUNT_DOORS,
    "expert:offline",
    "public:diploma",
    "organizer:event_add",
    "organizer:event_bring",
    "organizer:event_new",
    "organizer:home",
    "organizer:member_leave",
    "public:diploma_find",
    "public:home",
    "public:pass_open",
}


@pytest.fixture
def scene(db) -> Scene:
    return set_scene()


def event_in_title(scene: Scene) -> str:
    event = scene.cast.event
    shown = Template("{% firstof event.city event.title %}, {{ event.days }}")
    with translation.override("en"):
        return shown.render(Context({"event": event}))


class Controls(HTMLParser):
    """What of a page has no label of its own, and the ids that it has twice."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.controls: list[dict[str, str]] = []
        self.labels: set[str] = set()
        self.ids: list[str] = []
        self.is_in_label = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = {name: value or "" for name, value in attrs}
        if found.get("type") == "hidden":
            return
        self.ids += [found["id"]] if found.get("id") else []
        self.labels |= {found.get("for", "")} if tag == "label" else set()
        self.is_in_label |= tag == "label"
        if tag in {"input", "select", "textarea"} and not self.is_in_label:
            self.controls.append(found)

    def handle_endtag(self, tag):
        self.is_in_label &= tag != "label"

    def faults(self) -> list[str]:
        bare = [
            f"{each.get('name')} has no label"
            for each in self.controls
            if each.get("id", "-") not in self.labels and "aria-label" not in each
        ]
        return bare + [f"{each} twice" for each in set(self.ids) if self.ids.count(each) > 1]


def test_a_control_without_a_label_is_seen():
    """The negative control: a form that stands on each of two rows, without ids and with the same."""
    field = '<label for="a">A</label><input id="a" name="a">'
    assert Controls('<label>A</label><input name="a">').faults() == ["a has no label"]
    assert Controls(field + field).faults() == ["a twice"]


@pytest.mark.parametrize("who", READERS)
def test_every_page_names_itself_and_its_controls(who, scene):
    words = event_in_title(scene)
    pages = pages_seen_by(who, scene, "en")
    titles = {
        name: " ".join(TITLE.search(page)[1].split())
        for name, page in pages.items()
        if TITLE.search(page)
    }
    faults = {name: Controls(page).faults() for name, page in pages.items()}

    bare = {
        name: title
        for name, title in titles.items()
        if not re.fullmatch(r".+ · Qorgau", title)
        or (is_of_an_event(name) and not re.fullmatch(rf".+ · {re.escape(words)} · Qorgau", title))
    }

    assert titles
    assert bare == {}
    assert {name: each for name, each in faults.items() if each} == {}


def test_a_diploma_is_titled_by_what_is_printed_on_it(scene, client):
    page = client.get(f"/d/{scene.diploma.code}").content.decode()

    title = " ".join(TITLE.search(page)[1].split())
    assert title == "Check a diploma · Programme, 30 November 2019 · Qorgau"


def is_of_an_event(name: str) -> bool:
    """Whether a page belongs to one event, be it the one that says what is missing to enter."""
    door, status = name.split()
    return status in {"200", "403"} and door not in WITHOUT_EVENT


def test_the_doors_without_an_event_exist():
    assert {*DOORS, *ACCOUNT_DOORS} >= WITHOUT_EVENT


def test_public_pages_come_compressed_and_pages_with_secrets_do_not(scene, client):
    """docs/decisions/0011: what an attacker could have reflected beside a secret is never compressed."""
    slug, number = scene.cast.event.slug, scene.cast.defense.project.number
    public = [f"/{slug}/", f"/{slug}/projects/{number}/", f"/d/{scene.diploma.code}"]
    others = ["/pass/", "/d/", "/accounts/login/"]

    answers = {
        path: client.get(path, headers={"accept-encoding": "gzip, br"}) for path in public + others
    }

    assert {path: found.headers.get("Content-Encoding") for path, found in answers.items()} == {
        **dict.fromkeys(public, "gzip"),
        **dict.fromkeys(others),
    }
    assert {found.status_code for found in answers.values()} == {200}
    assert "Accept-Encoding" in answers[public[0]].headers["Vary"]
    plain = Client().get(public[0])
    assert len(answers[public[0]].content) < len(plain.content) / 2
