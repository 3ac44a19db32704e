"""The pages of the documents, from the waiting queue to a diploma that is revoked."""

import json
import re
from collections.abc import Iterator

from playwright.sync_api import Page as Tab

from tests.pictures.camera import Act, Camera, Page, need
from tests.pictures.pages import open_details, submit
from tests.pictures.program import Logins
from tests.processes import wait_until

KINDS = ("diploma", "certificate", "supervisor", "expert", "award")
LONG_NAME = "Нұрғиса Тәттімбетұлы-Қожахметов Әбдіқадыр"


def after_issuing(camera: Camera, logins: Logins) -> Iterator[Page]:
    """The diplomas that a worker has made at last, given and ended."""
    place = f"/organize/{logins.slug}/diplomas/"
    wait_for_all(camera, place)
    codes = codes_of(camera, place)
    yield Page("organizer-diplomas-ready", place, "organizer")
    yield Page("public-diploma-valid", f"/d/{codes[0]}")
    yield Page("trainee-home-ready", "/me/", "trainee")
    yield from kinds_of_documents(camera, logins)
    yield from handing_over(camera, place)
    yield from ended(camera, place, codes[-2:])
    yield Page("organizer-diploma-files", f"{place}files/", "organizer", act=press_make)
    yield Page("organizer-diploma-links", f"{place}links/", "organizer")
    yield Page("organizer-diploma-register", f"{place}register/", "organizer")
    yield from of_a_trainee(camera, logins)


def kinds_of_documents(camera: Camera, logins: Logins) -> Iterator[Page]:
    place = f"/organize/{logins.slug}/"
    for kind in KINDS:
        yield Page(f"organizer-diploma-kind-{kind}", f"{place}diplomas/of/{kind}/", "organizer")
        yield Page(f"organizer-diploma-wording-{kind}", f"{place}wording/{kind}/", "organizer")
    certificates = f"{place}diplomas/of/certificate/"
    asked = choose_and_issue(0)
    yield Page("organizer-diploma-kind-asked", certificates, "organizer", act=asked)
    camera.errand("organizer", certificates, agreeing(choose_and_issue(None)))
    wait_for_all(camera, f"{place}diplomas/")
    yield Page("organizer-diploma-kind-issued", certificates, "organizer")


def handing_over(camera: Camera, place: str) -> Iterator[Page]:
    handing = f"{place}handing-over/"
    yield Page("organizer-diploma-handing", handing, "organizer")
    camera.errand("organizer", handing, tap_some)
    yield Page("organizer-diploma-handing-begun", handing, "organizer", act=open_a_proxy)
    late = f"{place.removesuffix('diplomas/')}late/"
    yield Page("organizer-diploma-late", late, "organizer")


def ended(camera: Camera, place: str, codes: list[str]) -> Iterator[Page]:
    """Two diplomas: one is replaced by a duplicate, the other is revoked."""
    lost, mistaken = codes
    page = f"{place}{mistaken}/"
    yield Page("organizer-diploma-one", page, "organizer", act=open_details)
    yield Page("organizer-diploma-revoke-asked", page, "organizer", act=end("revoke"))
    camera.errand("organizer", f"{place}{lost}/", agreeing(end("duplicate")))
    camera.errand("organizer", page, agreeing(end("revoke")))
    wait_for_all(camera, place)
    yield Page("organizer-diploma-one-duplicated", f"{place}{lost}/", "organizer")
    yield Page("organizer-diploma-one-revoked", page, "organizer")
    yield Page("public-diploma-superseded", f"/d/{lost}")
    yield Page("public-diploma-revoked", f"/d/{mistaken}")


def of_a_trainee(camera: Camera, logins: Logins) -> Iterator[Page]:
    """Who has a diploma and a certificate, and shows one of them to others."""
    yield Page("trainee-diploma-documents", "/me/", "trainee", act=open_details)
    camera.errand("trainee", "/me/", submit("form[action$='/share/'] button"))
    yield Page("trainee-diploma-shared", "/me/", "trainee")
    shared = re.search(r'href="(/d/[\w-]+)"', camera.read("trainee", "/me/"))
    if shared is None:
        raise LookupError("The trainee's page links no public page.")
    yield Page("public-diploma-shared", shared.group(1))


def choose_and_issue(nth: int | None) -> Act:
    """Tick the nth person, or everybody, and ask for the document."""

    def act(tab: Tab) -> None:
        need(tab, "main input[type=checkbox]")
        boxes = tab.locator("main input[type=checkbox]:not(:disabled)").all()
        for box in boxes if nth is None else boxes[nth : nth + 1]:
            box.evaluate("box => { box.checked = true; }")
        submit("main form.stack .btn-primary")(tab)

    return act


def end(how: str) -> Act:
    """The part of the page that is closed at first, with a reason."""

    def act(tab: Tab) -> None:
        need(tab, f"#{how}-reason")
        open_details(tab)
        tab.locator(f"#{how}-reason").fill("Құжат жолда жоғалып қалды.")
        submit(f"form[action$='/{how}/'] button")(tab)

    return act


def agreeing(act: Act) -> Act:
    def both(tab: Tab) -> None:
        act(tab)
        submit("[name=agreed]")(tab)

    return both


def tap_some(tab: Tab) -> None:
    """Two were given, one person was absent."""
    for nth, kind in ((0, "in_person"), (1, "in_person"), (2, "absent")):
        row = tab.locator("[data-row]").nth(nth)
        row.locator(f"[name=kind][value={kind}]").first.click()
        row.locator("[data-noted]").wait_for()


def open_a_proxy(tab: Tab) -> None:
    tab.locator("[data-proxy]:not([hidden]) summary").first.click()
    tab.locator("[data-proxy][open] input[type=text]").first.fill(LONG_NAME)


def press_make(tab: Tab) -> None:
    """What is there to print, with one file that is made; the page of the next language finds it made."""
    if tab.locator("#make-print").count():
        tab.locator("#make-print").click()
    tab.locator("#file-print").wait_for()


def wait_for_all(camera: Camera, place: str) -> None:
    wait_until(lambda: are_ready(camera, place), "the diplomas are ready", seconds=300, every=2)


def are_ready(camera: Camera, place: str) -> bool:
    """Asks as the page does, which also keeps the work going."""
    progress = json.loads(camera.read("organizer", f"{place}progress.json"))
    return bool(progress["total"]) and progress["ready"] == progress["total"]


def codes_of(camera: Camera, place: str) -> list[str]:
    found = re.findall(r"/diplomas/(\w+)\.pdf", camera.read("organizer", place))
    if len(found) < len(KINDS):
        raise LookupError("The organizers' page links too few diplomas.")
    return found
