"""What a tablet keeps of the program: every file that a page of the experts asks for, and nobody's data."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from events.build import build_version
from experts.pages.shell import FILES, WORKER

STATIC = settings.BASE_DIR / "static"
PAGES = settings.BASE_DIR / "templates"
ASKED = re.compile(r"""\{% static "((?:js|css)/[^"]+)" %\}""")
IMPORTED = re.compile(r"""from "(\.[^"]+\.js)";""")
# Of pages that are not kept: crispy's form of a tie.
NOT_KEPT = {"interests.html"}


def asked_by_pages() -> set[str]:
    kept = [each for each in (PAGES / "experts" / "expert").iterdir() if each.name not in NOT_KEPT]
    layouts = PAGES / "layouts"
    pages = [*kept, *layouts.glob("expert*.html"), layouts / "base.html"]
    return {name for page in pages for name in ASKED.findall(page.read_text(encoding="utf-8"))}


def with_imports(names: set[str]) -> set[str]:
    found, left = set(names), list(names)
    while left:
        path = STATIC / left.pop()
        for name in IMPORTED.findall(path.read_text(encoding="utf-8")):
            imported = str((path.parent / name).resolve().relative_to(STATIC))
            if imported not in found:
                found.add(imported)
                left.append(imported)
    return found


def test_every_file_of_the_experts_pages_is_kept_and_no_other():
    scripts_and_styles = {name for name in FILES if Path(name).suffix in {".js", ".css"}}

    assert scripts_and_styles == with_imports(asked_by_pages())


@pytest.mark.django_db
def test_the_worker_names_its_files_and_answers_below_the_experts_pages(client):
    answer = client.get(reverse("expert:worker"))

    source = answer.content.decode()
    assert answer["Content-Type"] == "text/javascript"
    assert "no-cache" in answer["Cache-Control"]
    assert reverse("expert:worker").startswith(reverse("expert:home"))
    assert WORKER in source
    assert all(name in source for name in FILES)


@pytest.mark.django_db
def test_the_page_without_a_network_is_known_as_ours_and_names_nobody(client, cast):
    answer = client.get(reverse("expert:offline"))

    assert (answer.status_code, answer["X-Qorgau"]) == (200, build_version())
    assert "data-holder" not in answer.content.decode()
