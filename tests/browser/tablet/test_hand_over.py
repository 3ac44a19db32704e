"""A tablet whose network never comes back: codes and a file bring what it has to the server, once."""

import json
import re

import pytest
import segno
from playwright.sync_api import Locator, expect

from experts.handed import read_handed
from experts.models import PaperEntry, ScoreSheet, SheetRevision, SheetSignature
from tests.browser.tablet.tablet import Tablet, given, none_doubled, wait_for_given
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

LINE = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\d+z")
WITHOUT_FOLDING = "delete window.CompressionStream"
CODES = """async () => {
  const of = (name) => performance.getEntriesByType("resource").map((each) => each.name).find((each) => name.test(each));
  const { tablet } = await import(of(/tablet\\/tablet\\./));
  const { codesOf } = await import(of(/tablet\\/handed\\./));
  const operations = await tablet.outbox.settled();
  const address = new URL(document.querySelector("[data-hand-over]").dataset.address, location.href);
  const sign = await tablet.sender.signer.handingOver({ isCutOff: true });
  return (await codesOf(sign, address, operations)).map(({ text }) => text);
}"""


def drawn(code: Locator) -> list[str]:
    """The modules of the code, without the quiet zone."""
    side = int(code.get_attribute("viewBox").split()[2])
    rows = [[0] * side for _ in range(side)]
    for x, y, length in LINE.findall(code.locator("path").get_attribute("d")):
        for step in range(int(length)):
            rows[int(y)][int(x) + step] = 1
    return ["".join(map(str, row[4:-4])) for row in rows[4:-4]]


def hand_over(tablet: Tablet) -> Locator:
    tablet.page.locator("[data-hand-over-tool]").click()
    dialog = tablet.page.locator("[data-hand-over][open]")
    dialog.wait_for()
    return dialog


def take_in(organizer: Visitor, text: str) -> list[str]:
    """As the camera of a phone opens it; returns what the page says afterwards."""
    organizer.go("about:blank")
    page = organizer.go(text)
    page.get_by_role("button", name="Take in", exact=True).click()
    page.wait_for_url("**/take-in/")
    return page.locator("ul.messages li").all_inner_texts()


def test_two_teams_go_by_code_and_by_file_and_the_tablet_comes_back(ready: Tablet, organizer):
    ready.open(1)
    ready.network.mode = "cut"
    ready.give(4)
    ready.is_in("waiting")
    ready.give(8)
    ready.submit()
    ready.open(2)
    ready.give(6)
    ready.is_in("waiting")
    ready.visitor.go("/expert/")
    dialog = hand_over(ready)
    ready.visitor.look("tablet_hand_over", 768, 390)
    code = drawn(dialog.locator("[data-code]"))
    (text,) = ready.page.evaluate(CODES)
    with ready.page.expect_download() as download:
        dialog.locator("[data-save-file]").click()
    file = download.value.path().read_text()

    masks = [segno.make_qr(text, error="l", mask=mask, boost_error=False) for mask in range(8)]
    assert read_handed(text.partition("#")[2]).written  # what the code carries can be read
    # Each time it is signed anew, and folds to some letters more or less.
    assert abs(len(code) - masks[0].symbol_size(border=0)[0]) <= 4
    path = text.replace(ready.network.url, "")
    assert path.startswith(f"/organize/{ready.hall.event.slug}/take-in/#1.1.z")
    assert sorted(take_in(organizer, path)) == ["Team 1: stored.", "Team 2: stored."]
    assert given() == {1: "8", 2: "6"}
    page = organizer.go(path.partition("#")[0])
    page.set_input_files(
        '[name="file"]',
        files=[{"name": "q.json", "mimeType": "application/json", "buffer": file.encode()}],
    )
    page.get_by_role("button", name="Look at it").click()
    organizer.look("take_in_look", 1440, 390)
    page.get_by_role("button", name="Take in", exact=True).click()
    expect(page.locator("ul.messages li").first).to_have_text(
        "Team 1: it was on the server already."
    )

    ready.open(2)
    ready.give(7)
    ready.network.mode = "good"
    ready.empty_by_itself()

    wait_for_given({1: "8", 2: "7"})
    assert none_doubled()
    assert [each.is_final for each in SheetRevision.objects.order_by("pk")] == [
        False,
        True,
        False,
        False,
    ]
    assert SheetSignature.objects.count() == ScoreSheet.objects.submitted().count() == 1
    assert organizer.complaints == ready.visitor.complaints == []


def test_what_does_not_fit_is_shown_in_several_codes_each_whole_by_itself(ready: Tablet, organizer):
    ready.network.mode = "cut"
    for team in range(1, 8):
        ready.open(team)
        ready.give(team)
        ready.has_unsent(team)
        ready.submit()
    dialog = hand_over(ready)
    texts = ready.page.evaluate(CODES)
    expect(dialog.locator("[data-code-which]")).to_have_text(f"Code 1 of {len(texts)}")
    first = drawn(dialog.locator("[data-code]"))
    dialog.locator("[data-code-next]").click()
    expect(dialog.locator("[data-code-which]")).to_have_text(f"Code 2 of {len(texts)}")
    assert drawn(dialog.locator("[data-code]")) != first

    paths = [each.replace(ready.network.url, "") for each in texts]
    said = [take_in(organizer, each) for each in reversed(paths)]

    assert len(texts) > 1
    assert given() == {team: str(team) for team in range(1, 8)}
    assert all(each[-1].startswith("This was code") for each in said)


def test_a_browser_that_cannot_sign_or_fold_hands_over_a_first_entry_of_paper(
    ready: Tablet, organizer
):
    ready.page.context.add_init_script(
        f"{WITHOUT_FOLDING}; Object.defineProperty(window, 'isSecureContext', {{ value: false }})"
    )
    ready.open(1)
    ready.network.mode = "cut"
    ready.give(9)
    ready.submit()
    hand_over(ready)
    (text,) = ready.page.evaluate(CODES)

    (said,) = take_in(organizer, text.replace(ready.network.url, ""))

    assert "#1.1.p" in text
    assert said.startswith("Team 1: entered once.")
    assert PaperEntry.objects.get().points == {"whole": "9"}
    assert given() == {}


def test_the_file_says_whose_it_is_and_holds_nothing_of_the_other_teams(ready: Tablet):
    ready.open(1)
    ready.network.mode = "cut"
    ready.give(4)
    ready.is_in("waiting")
    hand_over(ready)
    with ready.page.expect_download() as download:
        ready.page.locator("[data-save-file]").click()

    said = json.loads(download.value.path().read_text())
    person = ready.hall.seats[1].person
    assert (said["event"], said["person"]) == (ready.hall.event.slug, person.key)
    assert [each["points"] for each in json.loads(said["given"])] == [{"whole": "4"}]
