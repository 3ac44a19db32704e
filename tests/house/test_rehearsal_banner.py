"""While a rehearsal is on, every page of the event says so: organizers', experts', trainees', guests', paper."""

import re

import pytest
from django.urls import reverse

from tests.house.doors_table import DOORS
from tests.house.scene import set_scene
from tests.house.test_doors import client_of

BANNER = re.compile(r'<p class="rehearsal[ "].*?Rehearsal: nothing of this counts\.', re.DOTALL)
READERS = ("stranger", "tia", "emil", "olga")
# Of no event, or a part of a page that stands under its banner.
OF_NO_EVENT = {
    "public:home",
    "public:health",
    "public:diploma_find",
    "public:pass_open",
    "expert:offline",
    "organizer:home",
    "organizer:event_new",
    "organizer:diplomas_progress",
    "organizer:diploma_files_part",
    "organizer:papers_part",
    "organizer:scoring_progress",
    "organizer:rehearsal_progress",
}


def pages(scene) -> dict[str, str]:
    """The body of every page of the table, by its name and its reader."""
    found = {}
    for who in READERS:
        client = client_of(who, scene)
        for name, door in DOORS.items():
            if name in OF_NO_EVENT or door.answers.get("GET", {}).get(who) != "200":
                continue
            answer = client.get(reverse(name, args=door.arguments(scene)))
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                found[f"{name} {who}"] = answer.content.decode()
    return found


@pytest.mark.once("what stands on a page is of no engine")
@pytest.mark.django_db
@pytest.mark.parametrize("is_rehearsal", [True, False])
def test_every_page_of_a_rehearsal_says_so_and_none_on_the_day(is_rehearsal):
    seen = pages(set_scene(is_rehearsal=is_rehearsal))

    say_so = {name for name, html in seen.items() if BANNER.search(html)}
    assert seen.keys() - say_so == (set() if is_rehearsal else seen.keys())
    assert len(seen) > 40
