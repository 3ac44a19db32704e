"""Every page of the program in its states, along the story of one event."""

import re
from collections.abc import Iterator

from playwright.sync_api import Page as Tab

from tests.pictures.camera import Act, Camera, Page, need
from tests.pictures.program import Logins

BARE = "/organize/bare/"
PLACES = {
    "overview": "",
    "passes": "passes/",
    "teams": "teams/",
    "run-of-show": "run-of-show/",
    "panel": "panel/",
    "scoring": "scoring/",
    "results": "results/",
    "methods": "results/methods/",
    "diplomas": "diplomas/",
}
ACCOUNT = {
    "mfa-activate": "2fa/totp/activate/",
    "mfa": "2fa/",
    "password-change": "password/change/",
    "reauthenticate": "reauthenticate/",
    "logout": "logout/",
}
MISSES = 31
SHEETS_SHOWN = 4  # of one expert, each in a state of its own
CODE_OF_NOBODY = "/d/0000-0000-0000"
SUBMIT = "field => field.form.requestSubmit(field.matches('button') ? field : null)"
# Set without events, and sent by the form itself: the page's script neither saves nor asks.
SHEET = "form[data-sheet]"
FILL_SHEET = """(form, [nth, draft]) => {
  const names = new Set([...form.querySelectorAll("input[type=radio]")].map((each) => each.name));
  for (const name of nth === null ? [] : names) {
    form.querySelectorAll(`input[name="${name}"]`)[nth].checked = true;
  }
  if (draft) form.insertAdjacentHTML("beforeend", '<input name="draft" value="on">');
  form.submit();
}"""
GIVE_LEAST = "radio => radio.click()"


def submit(field: str, **values: str) -> Act:
    """Type the values into the fields of these names and send the form of the field, by it if it is a button."""

    def act(tab: Tab) -> None:
        need(tab, field)
        for name, value in values.items():
            tab.locator(f"[name={name}]").first.fill(value)
        with tab.expect_navigation():
            tab.locator(field).first.evaluate(SUBMIT)

    return act


def press(form: str) -> Act:
    """Send the first form whose address ends so."""
    return submit(f'form[action$="{form}"] [name=csrfmiddlewaretoken]')


def press_and_agree(form: str) -> Act:
    """Send the form, and the one of the page that asks first."""

    def act(tab: Tab) -> None:
        press(form)(tab)
        submit("[name=agreed]")(tab)

    return act


def open_details(tab: Tab) -> None:
    tab.evaluate(
        "document.querySelectorAll('main details').forEach((each) => { each.open = true; })"
    )


def lose_token(tab: Tab) -> None:
    tab.context.clear_cookies(name="csrftoken")
    submit("[name=password]", login="nobody@example.org", password="-")(tab)


def miss_often(tab: Tab) -> None:
    """From an address of its own: who used up their misses is shown no diploma for a while."""
    elsewhere = {"X-Forwarded-For": "192.0.2.7"}
    for _ in range(MISSES):
        tab.request.get(tab.url, headers=elsewhere)
    tab.set_extra_http_headers(elsewhere)
    tab.reload()


def fill_sheet(nth: int | None, *, draft: bool = False) -> Act:
    """Send the sheet with the nth step of every criterion, or without any."""

    def act(tab: Tab) -> None:
        need(tab, SHEET)
        with tab.expect_navigation():
            tab.locator(SHEET).evaluate(FILL_SHEET, [nth, draft])

    return act


def meet_conflict(tab: Tab) -> None:
    """Save the sheet in a second tab, then give other points in this one."""
    other = tab.context.new_page()
    for nth in (4, 5):  # the sheet may hold one of them already, and a repeat is no change
        other.goto(tab.url)
        fill_sheet(nth, draft=True)(other)
    other.close()
    tab.locator(f"{SHEET} input[type=radio]").first.evaluate(GIVE_LEAST)
    tab.locator("dialog[open]").wait_for()


def sign_in(camera: Camera, logins: Logins) -> None:
    """Twice: the pages of two-step sign-in ask for the password once more."""
    first = submit("[name=password]", login=logins.email, password=logins.password)
    again = submit("[name=password]", password=logins.password)
    camera.errand("organizer", "/accounts/login/", first)
    camera.errand("organizer", "/accounts/reauthenticate/", again)


def organizer_pages(slug: str, state: str = "") -> Iterator[Page]:
    for name, path in PLACES.items():
        yield Page(f"organizer-{name}{state}", f"/organize/{slug}/{path}", "organizer")


def account_pages() -> Iterator[Page]:
    for name, path in ACCOUNT.items():
        yield Page(f"account-{name}", f"/accounts/{path}", "organizer")
    wrong = submit("[name=password]", login="nobody@example.org", password="wrong password")
    yield Page("account-login", "/accounts/login/")
    yield Page("account-login-error", "/accounts/login/", act=wrong)
    yield Page("account-reset", "/accounts/password/reset/")
    yield Page("account-reset-sent", "/accounts/password/reset/done/")
    yield Page("account-reset-bad-link", "/accounts/password/reset/key/1-bad/")


def error_pages() -> Iterator[Page]:
    yield Page("error-404", "/no/such/page/", status=404)
    yield Page("error-403-form", "/accounts/login/", status=403, act=lose_token)


def public_pages(camera: Camera, logins: Logins) -> Iterator[Page]:
    event = f"/{logins.slug}/"
    numbers = set(re.findall(rf'"{event}projects/(\d+)/"', camera.read("guest", event)))
    yield Page("public-home", "/")
    yield Page("public-event", event)
    for number in sorted(numbers, key=int):
        yield Page(f"public-project-{number}", f"{event}projects/{number}/")
    yield Page("public-event-bare", "/bare/")
    yield Page("public-project-bare", "/bare/projects/1/")
    yield Page("public-diploma-find", "/d/")
    yield Page("public-diploma-unknown", CODE_OF_NOBODY, status=404)
    misses = frozenset({404})
    yield Page(
        "public-diploma-too-often", CODE_OF_NOBODY, status=429, act=miss_often, answers=misses
    )
    wrong_card = submit("[name=token]", token="0000-0000-0000-0000-0000-0000")
    yield Page("public-card", "/pass/")
    yield Page("public-card-refused", "/pass/", status=410, act=wrong_card)
    yield Page("public-card-read", logins.experts[0])


def before_the_day(camera: Camera, logins: Logins) -> Iterator[Page]:
    place = f"/organize/{logins.slug}/"
    sign_in(camera, logins)
    camera.errand("trainee", logins.trainees[0], submit("[name=token]"))
    yield from account_pages()
    yield from public_pages(camera, logins)
    yield from error_pages()
    yield Page("organizer-home", "/organize/", "organizer")
    yield from organizer_pages(logins.slug)
    yield from organizer_pages("bare", "-bare")
    yield Page("organizer-panel-open", f"{place}panel/", "organizer", act=open_details)
    yield Page("organizer-passes-open", f"{place}passes/", "organizer", act=open_details)
    last = submit("main [name=person] >> nth=-1")
    yield Page("organizer-cards", f"{place}passes/", "organizer", act=last)
    yield Page("trainee-home-early", "/me/", "trainee")


def after_the_rehearsal(camera: Camera, logins: Logins, code: str) -> Iterator[Page]:
    camera.errand("early", logins.experts[2], submit("[name=token]"))
    yield from organizer_pages(logins.slug, "-rehearsed")
    yield Page("public-event-rehearsed", f"/{logins.slug}/")
    yield Page("public-diploma-rehearsed", f"/d/{code}")
    yield Page("trainee-home-rehearsed", "/me/", "trainee")
    yield Page("expert-another-day", "/expert/", "early", status=403)


def while_scoring(camera: Camera, logins: Logins) -> Iterator[Page]:
    """The sheets of one expert: submitted, draft, in conflict, not started; and of one who is recused."""
    submitted, draft, conflict, empty = expert_enters(camera, logins)[:SHEETS_SHOWN]
    recused = recused_expert_enters(camera, logins)
    yield Page("expert-home", "/expert/", "expert")
    yield Page("expert-sheet-not-started", empty, "expert")
    yield Page("expert-sheet-missing", empty, "expert", status=422, act=fill_sheet(None))
    yield Page("expert-recused", recused, "recused")
    yield Page("expert-recused-home", "/expert/", "recused")
    camera.errand("expert", submitted, fill_sheet(7))
    camera.errand("expert", draft, fill_sheet(6, draft=True))
    yield Page("expert-sheet-submitted", submitted, "expert")
    yield Page("expert-sheet-draft", draft, "expert")
    conflicts = frozenset({409})
    yield Page("expert-sheet-conflict", conflict, "expert", act=meet_conflict, answers=conflicts)
    yield Page("expert-home-begun", "/expert/", "expert")
    yield from organizer_pages(logins.slug, "-scoring")


def after_closing(camera: Camera, logins: Logins) -> Iterator[Page]:
    """Closed with sheets missing, and diplomas issued while no worker runs."""
    place = f"/organize/{logins.slug}/"
    camera.errand("organizer", f"{place}scoring/", press_and_agree("/scoring/close/"))
    camera.errand("organizer", f"{place}diplomas/", press_and_agree("/diplomas/issue/"))
    first = sheets_of(camera, "expert")[0]
    yield Page("expert-sheet-closed", first, "expert")
    yield Page("expert-home-closed", "/expert/", "expert")
    closed = f"{place}scoring/"
    yield Page("organizer-scoring-closed", closed, "organizer", act=open_details)
    yield Page("organizer-results-closed", f"{place}results/", "organizer")
    yield Page("organizer-methods-closed", f"{place}results/methods/", "organizer")
    yield Page("organizer-diplomas-waiting", f"{place}diplomas/", "organizer")
    yield Page("trainee-home-waiting", "/me/", "trainee")


def sheets_of(camera: Camera, who: str) -> list[str]:
    """The addresses of the sheets on this tablet, in their order."""
    found = re.findall(r'href="(/expert/defenses/\d+/)"', camera.read(who, "/expert/"))
    return list(dict.fromkeys(found))


def can_be_filled(camera: Camera, who: str, sheet: str) -> bool:
    return "data-sheet>" in camera.read(who, sheet)


def expert_enters(camera: Camera, logins: Logins) -> list[str]:
    """The sheets that the first expert may fill."""
    camera.errand("expert", logins.experts[0], submit("[name=token]"))
    sheets = sheets_of(camera, "expert")
    found = [sheet for sheet in sheets if can_be_filled(camera, "expert", sheet)]
    if len(found) < SHEETS_SHOWN:
        seen = {title_of(camera.read("expert", sheet)) for sheet in sheets}
        raise LookupError(f"The first expert may fill {len(found)} sheets, and sees {seen}.")
    return found


def title_of(source: str) -> str:
    found = re.search(r"<title>(.*?)</title>", source, re.DOTALL)
    return " ".join(found.group(1).split()) if found else ""


def recused_expert_enters(camera: Camera, logins: Logins) -> str:
    """The sheet that the first recused expert finds; raises LookupError when the event has none."""
    for card in logins.experts[1:]:
        camera.errand("recused", card, submit("[name=token]"))
        for sheet in sheets_of(camera, "recused"):
            if not can_be_filled(camera, "recused", sheet):
                return sheet
    raise LookupError("No expert of the demo event is recused.")
