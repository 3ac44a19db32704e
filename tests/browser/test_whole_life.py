"""The whole life of a day's diplomas: eighty issued, one put right, one revoked, one lost, all printed, given and verified."""

import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from defense.desk.cards import make_cards
from diplomas.models import Diploma, Handover
from events.models import Event, Pass, Person
from tests.browser.keys import address_of
from tests.browser.test_handing_over import all_is_sent, row, tap, visitor_of
from tests.browser.test_life_of_a_diploma import MOST_CLICKS, Clicks, code_of
from tests.browser.visitor import Visitor
from tests.factories import EventFactory, PersonFactory, ProjectFactory, TeamMemberFactory
from tests.processes import Running

pytestmark = pytest.mark.django_db(transaction=True)

TEAMS, IN_A_TEAM = 8, 10
WRONG, RIGHT = "Нагима Дарыб Аева", "Нағима Дарыбаева"
PATIENCE = 180_000


@pytest.fixture
def event() -> Event:
    """Eighty people in eight teams; the first name is misspelt."""
    event = EventFactory(languages=["en"])
    for team in range(1, TEAMS + 1):
        project = ProjectFactory(event=event, topic=f"Topic {team}")
        for place in range(1, IN_A_TEAM + 1):
            name = WRONG if (team, place) == (1, 1) else f"Әлия Үлгі {team}-{place}"
            person = PersonFactory(event=event, name=name)
            TeamMemberFactory(project=project, order=place, person=person)
    return event


def issue_all(page: Page) -> None:
    page.get_by_role("button", name="Issue 80 diplomas").click()
    page.get_by_role("button", name="Issue 80 diplomas").click()
    ready(page, 80)


def ready(page: Page, count: int) -> None:
    expect(page.locator(".progress-count").first).to_have_text(
        re.compile(f"^{count} of {count}"), timeout=PATIENCE
    )


def put_right(organizer: Visitor, diplomas: str) -> None:
    """The name on the list first, then the diploma in three clicks at most."""
    Person.objects.filter(name=WRONG).update(name=RIGHT)
    clicks = Clicks(organizer.go(diplomas))
    clicks.link("What changed")
    clicks.button(re.compile(f"^Correct ?: {WRONG}, № 2019.001$"))
    clicks.button("Issue 1 corrected diploma")
    expect(clicks.page.get_by_text("1 corrected diploma is issued.")).to_be_visible()
    assert clicks.count <= MOST_CLICKS


def end(organizer: Visitor, diplomas: str, number: str, summary: str, *buttons: str) -> Page:
    page = organizer.go(f"{diplomas}{code_of(number)}/")
    page.get_by_text(summary, exact=True).click()
    page.locator("details[open] [name=reason]").fill("A reason")
    for name in buttons:
        page.get_by_role("button", name=name, exact=True).click()
    return page


def print_all(organizer: Visitor, diplomas: str, into: Path) -> tuple[Path, Path]:
    """The merged file by team, and the archive."""
    page = organizer.go(f"{diplomas}files/")
    files = []
    for key in ("print", "teams"):
        page.locator(f"#make-{key}").click()
        link = page.locator(f"#file-{key}")
        expect(link).to_be_visible(timeout=PATIENCE)
        with page.expect_download() as download:
            link.click()
        files.append(into / key)
        download.value.save_as(files[-1])
    organizer.look("files_made", 1440, 390)
    return files[0], files[1]


def verdict(guest: Visitor, number: str) -> str:
    page = guest.go(f"/d/{code_of(number)}")
    return page.get_by_role("heading", level=1).inner_text()


def test_eighty_diplomas_from_issuing_to_the_employer(
    event: Event, visit, running_worker: Running, tmp_path: Path
):
    diplomas = f"/organize/{event.slug}/diplomas/"
    olga = visitor_of(visit, event)

    issue_all(olga.go(diplomas))
    put_right(olga, diplomas)
    end(olga, diplomas, "2019/002", "It was given by mistake", "Revoke", "Revoke it")
    end(
        olga, diplomas, "2019/003", "The paper was lost", "Issue a duplicate", "Issue the duplicate"
    )
    expect(olga.page.get_by_text("The duplicate has № 2019/082.")).to_be_visible()
    wait_for_two(olga, diplomas)

    merged, archive = print_all(olga, diplomas, tmp_path)
    with pypdfium2.PdfDocument(merged) as document:
        assert len(document) == 79
        assert RIGHT in " ".join(document[0].get_textpage().get_text_bounded().split())
    assert (
        len([name for name in zipfile.ZipFile(archive).namelist() if name.endswith(".pdf")]) == 79
    )

    page = olga.go(f"{diplomas}handing-over/")
    expect(page.locator(".handing-row b").first).to_have_text(RIGHT)
    tap(page, 81, "Given")
    tap(page, 82, "Absent")
    row(page, 4).get_by_text("By proxy").click()
    row(page, 4).get_by_label("Who takes it instead?").fill("Роза Жаңабаева")
    tap(page, 4, "Given to this person")
    all_is_sent(page)
    kinds = dict(Handover.objects.values_list("diploma__number", "kind"))
    assert kinds == {"2019/081": "in_person", "2019/082": "absent", "2019/004": "proxy"}

    page = olga.go(f"{diplomas}register/")
    lines = page.locator("tbody tr")
    expect(lines.nth(0)).to_contain_text("Superseded by № 2019/081")
    expect(lines.nth(1)).to_contain_text("Revoked")
    expect(lines.nth(2)).to_contain_text("Replaced by the duplicate № 2019/082")
    expect(lines.nth(3)).to_contain_text("Роза Жаңабаева, by proxy")

    tia = visit(width=390)
    page = tia.open_card(card_of(event, RIGHT))
    expect(page.locator("[data-document]")).to_have_count(2)
    tia.look("documents", 390, 820)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download № 2019/081").click()
    download.value.save_as(tmp_path / "own.pdf")

    guest = visit(width=390)
    said = {each: verdict(guest, f"2019/0{each}") for each in ("01", "02", "03", "04", "81", "82")}
    assert said == {
        "01": "This diploma was replaced",
        "02": "This diploma was revoked",
        "03": "This diploma was replaced",
        "04": "This diploma is valid",
        "81": "This diploma is valid",
        "82": "This diploma is valid",
    }
    page = guest.go(f"/d/{code_of('2019/001')}")
    page.get_by_role("link", name="№ 2019/081").click()
    page.get_by_label("The PDF of the diploma").set_input_files(tmp_path / "own.pdf")
    expect(page.get_by_text("This is the file that was issued, unchanged.")).to_be_visible()
    assert olga.complaints + tia.complaints + guest.complaints == []


def wait_for_two(organizer: Visitor, diplomas: str) -> None:
    page = organizer.go(diplomas)
    expect(page.locator(".progress-count").first).to_have_text(
        re.compile("^79 of 79"), timeout=PATIENCE
    )
    assert Diploma.objects.ready().count() == 79


def card_of(event: Event, name: str) -> str:
    """The address that the code on the card holds."""
    person = Person.objects.of_event(event).get(name=name)
    owner = event.membership_set.first().user
    kind, now = Pass.Kind.TRAINEE, timezone.now()
    [card] = make_cards(event, kind, person_id=person.pk, actor=owner, at=now)
    return address_of(card)
