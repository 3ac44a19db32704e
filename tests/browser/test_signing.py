"""The key of a tablet in a real browser: made once, kept, never given away, and what it signs is accepted."""

import json
import re
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Pass
from events.services.passes import issue_pass
from experts.models import SheetRevision, SheetSignature, TabletKey
from experts.sheets import Assignment, Readers, SheetOperation, plain
from experts.signatures import Signer, text_of_sheet
from tests.experts.hall import fill
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

MODULE = """performance.getEntriesByType("resource").map(({ name }) => name).find((name) => /signing/.test(name))"""
KEPT = """
  new Promise((resolve) => {
    indexedDB.open(`qorgau-keys-${holder}`).onsuccess = ({ target: { result } }) => {
      const request = result.transaction("keys").objectStore("keys").get("own");
      request.onsuccess = () => { result.close(); resolve(request.result); };
    };
  })
"""
KEYS = "**/api/v1/tablet/key"
SHEETS = "**/api/v1/sheets/*"
# Wakes the sender again and again, as fingers and networks do, until the sheet is submitted.
WAKES = """() => {
  window.dispatchEvent(new Event("online"));
  return document.querySelector("[data-sync]").textContent.startsWith("Submitted");
}"""
ODD = [
    "",
    " ",
    "Ә «ү» — 8,5",
    "🙂\u2028\u2029\x7f",
    'a"b\\c/d',
    "\b\f\n\r\t\x01\x1f",
    "é e\u0301",
    "<b>&amp;",
]


@pytest.fixture
def hall():
    return fill(experts=1, projects=2)


@pytest.fixture
def visitor(visit, hall):
    return enter(visit(), hall)


def enter(visitor, hall):
    at = timezone.now()
    card = issue_pass(hall.seats[1].person, kind=Pass.Kind.EXPERT, actor="test", at=at)
    visitor.expected_statuses = {422}
    return visitor.enter_with(card.token)


def open_sheet(visitor, hall, number: int = 1):
    return visitor.go(reverse("expert:score_sheet", args=[hall.defenses[number].pk]))


SUBMITTED = re.compile("^Submitted")


def choose(page, points: int) -> None:
    page.locator(f'input[name="points-whole"][value="{points}"]').check(force=True)
    page.locator("[data-submit]").click()


def submit(page, points: int) -> None:
    choose(page, points)
    expect(page.locator("[data-sync]")).to_have_text(SUBMITTED)


def test_a_tablet_signs_with_one_key_that_outlives_the_page(visitor, hall):
    page = open_sheet(visitor, hall)
    submit(page, 8)
    page.goto(page.url + "?change")
    submit(page, 9)
    submit(open_sheet(visitor, hall, 2), 7)

    finals = SheetRevision.objects.filter(is_final=True)
    assert finals.count() == SheetSignature.objects.count() == 3
    assert TabletKey.objects.get().closed_at is None
    assert visitor.complaints == []


def test_what_was_submitted_without_a_network_is_signed_as_it_leaves(visitor, hall):
    page = open_sheet(visitor, hall)
    submit(page, 8)
    page = open_sheet(visitor, hall, 2)
    page.context.set_offline(True)
    choose(page, 7)
    expect(page.locator('[data-sync][data-state="waiting"]')).to_be_visible()

    page.context.set_offline(False)

    expect(page.locator("[data-sync]")).to_have_text(SUBMITTED)
    assert SheetSignature.objects.count() == 2


def test_the_key_cannot_be_taken_out(visitor, hall):
    page = open_sheet(visitor, hall)
    submit(page, 8)

    said = page.evaluate(
        f"""async () => {{
          const {{ holder }} = document.body.dataset;
          const {{ pair, mark }} = await {KEPT};
          const taken = ["pkcs8", "jwk"].map((kind) => crypto.subtle.exportKey(kind, pair.privateKey));
          const outcomes = (await Promise.allSettled(taken)).map(({{ status }}) => status);
          return [mark, pair.privateKey.extractable, ...outcomes];
        }}"""
    )

    assert said == [TabletKey.objects.get().mark, False, "rejected", "rejected"]


def test_a_key_that_was_closed_is_replaced_and_the_sheet_signed_anew_by_itself(visitor, hall):
    page = open_sheet(visitor, hall)
    submit(page, 8)
    TabletKey.objects.update(closed_at=timezone.now())

    submit(open_sheet(visitor, hall, 2), 7)

    assert SheetSignature.objects.filter(key__closed_at=None).count() == 1
    assert TabletKey.objects.count() == 2


def test_a_signature_that_is_refused_twice_is_kept_for_its_expert(visitor, hall):
    answers = []

    def refuse(route):
        sent = route.request.post_data_json
        if not sent["final"]:
            route.continue_()
            return
        answers.append(sent["key"])
        said = {"status": "signature_refused", "detail": "The signature was not accepted."}
        route.fulfill(status=422, headers={"X-Qorgau": "1"}, json=said)

    page = open_sheet(visitor, hall)
    page.route(SHEETS, refuse)
    choose(page, 8)

    expect(page.locator('[data-act="retry"]')).to_be_visible()
    expect(page.locator("body")).to_have_attribute("data-refused", "1")
    assert len(answers) == 2


FATES = {
    "cut": lambda route: route.abort(),
    "broken": lambda route: route.fulfill(status=503, json={}),
    "down": lambda route: route.fulfill(status=500, content_type="text/html", body="<h1>500</h1>"),
    "portal": lambda route: route.fulfill(status=200, json={}),
    "never": lambda route: route.fulfill(status=422, headers={"X-Qorgau": "1"}, json=NEVER),
    "good": lambda route: route.continue_(),
}
NEVER = {"status": "invalid", "detail": "No such key."}


def test_a_final_sheet_waits_until_the_key_is_registered_and_is_never_sent_unsigned(visit, hall):
    visitor, fate, asked = visit(), ["cut"], []
    visitor.loses_network = True

    def register(route):
        asked.append(route.request.headers.get("x-person"))
        FATES[fate[0]](route)

    visitor.page.route(KEYS, register)
    page = open_sheet(enter(visitor, hall), hall)
    visitor.expected_statuses = {503}
    choose(page, 8)
    expect(page.locator('[data-sync][data-state="waiting"]')).to_be_visible()

    def asks_more_than(count: int) -> bool:
        return page.evaluate(WAKES) or len(asked) > count

    for fate[0] in ("broken", "portal"):
        wait_until(partial(asks_more_than, len(asked) + 1), "it asks again")
    assert not SheetRevision.objects.filter(is_final=True).exists()

    fate[0] = "good"
    page.wait_for_function(WAKES)
    assert (
        SheetRevision.objects.filter(is_final=True).count() == SheetSignature.objects.count() == 1
    )
    assert set(asked) == {page.locator("body").get_attribute("data-holder")}


@pytest.mark.parametrize("fate", ["never", "down"])
def test_points_come_before_a_key_that_the_server_will_never_take(visit, hall, fate: str):
    visitor = visit()
    visitor.page.route(KEYS, FATES[fate])
    page = open_sheet(enter(visitor, hall), hall)
    visitor.expected_statuses = {422, 500}
    choose(page, 8)

    page.wait_for_function(WAKES)
    expect(page.locator("[data-went-unsigned]")).to_be_visible()
    assert SheetRevision.objects.get(is_final=True).points == {"whole": "8"}
    assert not SheetSignature.objects.exists()
    page.goto(reverse("expert:own_sheets"))
    expect(page.get_by_text("Submitted without a signature: team 1.")).to_be_visible()


def test_without_a_secure_context_a_sheet_is_unsigned_and_says_so(visit, hall):
    visitor = visit()
    visitor.page.add_init_script(
        "Object.defineProperty(window, 'isSecureContext', { value: false })"
    )
    enter(visitor, hall).go(reverse("expert:home"))
    expect(visitor.page.locator("[data-insecure]")).to_contain_text("ask the organizers")
    page = open_sheet(visitor, hall)
    submit(page, 8)
    page = open_sheet(visitor, hall)

    expect(page.locator("[data-insecure]")).to_be_visible()
    expect(page.locator("[data-passing]")).to_be_hidden()
    assert not TabletKey.objects.exists()
    assert SheetRevision.objects.filter(is_final=True).count() == 1
    assert "not signed" in page.locator("[data-signature]").inner_text()


def test_the_script_writes_what_is_signed_as_the_server_does(visitor, hall):
    page = open_sheet(visitor, hall)
    signer, sheet = Signer("ours", "emil", "AAAA-BBBB-CCCC-DDDD"), Assignment(3, 4)
    points = {"10": "8.50", "9": "7", "b-c": "0.0", "a": "010"}

    for number, comment in enumerate(ODD):
        sent = {
            "op_id": f"00000000-0000-0000-0000-{number:012}",
            "device_id": str(UUID(int=number)) if number % 2 else None,
            "base_rev": number,
            "rubric_version": 2,
            "final": True,
            "points": points,
            "comment": comment,
            "readers": list(Readers)[number % 3],
        }
        written = page.evaluate(
            f"""async ([signer, sheet, sent]) => {{
              const {{ textOfSheet }} = await import({MODULE});
              return textOfSheet(signer, sheet, sent);
            }}""",
            [{"event": "ours", "person": "emil", "key": signer.key}, str(sheet), sent],
        )
        operation = SheetOperation(
            op_id=sent["op_id"],
            device_id=sent["device_id"],
            sequence=0,
            client_ts=0,
            base_rev=number,
            rubric_version=2,
            is_final=True,
            points={key: Decimal(value) for key, value in points.items()},
            comment=comment,
            readers=sent["readers"],
        )
        assert written == text_of_sheet(signer, sheet, operation)
    assert json.loads(written)["points"] == {
        key: plain(Decimal(text)) for key, text in points.items()
    }
