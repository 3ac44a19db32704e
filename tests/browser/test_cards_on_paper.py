"""The cards and the slips with the PINs, printed with the longest names: nothing reaches out of its card."""

import pytest
from playwright.sync_api import Page, expect

from defense.demo import Demo
from events.models import Event, Person
from events.services.photographs import put_photograph
from experts.models import Seat
from tests.browser.keys import sign_in
from tests.pictures_of_people import portrait

# What of a card or a slip reaches out of it or of its words, into the lines of its code, by whose it is.
OVERHANG = """() => [...document.querySelectorAll(".access-card, .pin-slip")].flatMap((card) => {
  const name = `${card.lang}: ${card.querySelector("h2, .pin-slip-name").textContent}`;
  const outer = (each) => each.closest(".access-card-words, .access-card-qr") ?? card;
  const isOver = (each) => {
    const [inner, box] = [each.getBoundingClientRect(), outer(each).getBoundingClientRect()];
    return inner.left < box.left - 0.5 || inner.right > box.right + 0.5
      || inner.top < box.top - 0.5 || inner.bottom > box.bottom + 0.5;
  };
  const parts = [...card.querySelectorAll("p, h2, span, b, img, i, svg, code")];
  const rows = [...card.children].map((each) => each.getBoundingClientRect());
  const areMixed = rows.some((row, at) => row.top < (rows[at - 1]?.bottom ?? 0) - 0.5 && row.left < rows[at - 1].right);
  return [...parts.filter(isOver).map((each) => `${each.className || each.tagName} of ${name}`), ...(areMixed ? [name] : [])];
})"""
NAMES = (
    "Нұрсұлтан-Әбілмансұр Әбдіғаппарұлы Тәттімбетов-Қожахметов-Жұмағалиев",
    "Бибігүл-Айгүлім Сағындыққызы Мұхаметжанқызы-Әбдірахманова Байсалбай-Құдайбергенова",
    "Александра-Екатерина Константиновна Преображенская-Рождественская-Воскресенская-Благовещенская",
    "Maximilian-Alexander Featherstonehaugh-Cholmondeley-Warrington of Bartholomew-Wriothesley Massingberd-Mainwaring Junior",
    "ӘБДІҒАППАРҰЛЫ-ҚОЖАХМЕТОВА МҰХАМЕДСАҒДАТҚЫЗЫ ШӨЖЕҒҰЛОВА-ЖҰМАҒАЛИЕВА",
    "Құдайберген" * 10,
    "Нұрсұлтан Әбдіғаппарұлы Тәттімбетов-Қожахметұлы-Жұмағалиевич",  # the most letters of its size
    "Ермекғали Мұхаммедсағдатұлы Шөжеғұло",  # of its size too
    "Мұхаммедсағдат Шөжеғұл",  # and this
    "Ақжүніс",
)
LONG = (
    "Педагогикалық шеберлік орталығының басқарушылық құзыреттілікті дамыту жөніндегі аға әдіскері"
)


@pytest.fixture
def cards(visit, demo: Demo) -> Page:
    """The experts have the longest names, every second one a photograph."""
    people = [seat.person for seat in Seat.objects.of_event(demo.event).order_by("pk")]
    for at, person in enumerate(people):
        name = NAMES[at % len(NAMES)]
        Person.objects.filter(pk=person.pk).update(name=name)
        if (at + at // len(NAMES)) % 2:
            put_photograph(demo.event, person.pk, portrait(), seen="", actor="system:test")
    Seat.objects.of_event(demo.event).update(role_text=LONG)
    return sign_in(visit(width=1440), demo)


def printed(page: Page, demo: Demo, language: str) -> None:
    """All cards anew, in this language."""
    Event.objects.filter(pk=demo.event.pk).update(languages=[language])
    page.emulate_media(media="screen")
    page.goto(f"/organize/{demo.event.slug}/tablets/")
    for box in page.locator("input[name=card]").all():
        box.check()
    page.get_by_role("button", name="Replace the chosen cards and print").click()
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator(".pin-slip").first).to_be_visible()
    page.emulate_media(media="print")


def test_the_longest_names_stay_on_their_cards_and_slips(cards: Page, demo: Demo):
    found: list[str] = []
    for language in ("kk", "ru", "en"):
        printed(cards, demo, language)
        many = cards.locator(".pin-slip").count()
        assert many >= len(NAMES)
        assert cards.locator("img.access-card-face").count() == many // 2
        found += cards.evaluate(OVERHANG)
    assert found == []
