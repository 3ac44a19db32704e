"""The pages on which organizers change an event, and those of one person, team, seat, line or criterion.

The addresses with an id are read off the links of the pages that lead to them.
"""

import re
from collections.abc import Iterator

from playwright.sync_api import Page as Tab

from tests.browser.visitor import WORKSPACE
from tests.pictures.camera import Act, Camera, Page
from tests.pictures.pages import open_details, press, submit
from tests.pictures.program import Logins
from tests.pictures_of_people import portrait
from tests.spreadsheets import workbook

# The page whose links are looked through, and the address of the one thing, after the event's address.
THINGS = {
    "person": ("people", r"person/[\w-]+/"),
    "team": ("teams", r"team/\d+/"),
    "seat": ("panel", r"seat/[\w-]+/"),
    "line": ("run-of-show", r"run-of-show/\d+/"),
    "criterion": ("settings", r"criterion/[\w-]+/"),
}
LONG_NAME = "Нұрғиса Тәттімбетұлы-Қожахметов Әбдіқадыр"
BROUGHT = [
    ["ФИО", "Роль", "Команда", "Место работы"],
    [LONG_NAME, "слушатель", 1, "Түркістан облысының адами әлеуетті дамыту басқармасы"],
    ["Aizhan Abylovna", "слушатель", 1, "School 12"],
    ["нет", "слушатель", 99, None],
    ["Ерлан Досов", "председатель мира", None, None],
]


def thing(camera: Camera, place: str, kind: str, nth: int = 0) -> str:
    """The address of the nth thing of its kind."""
    list_page, address = THINGS[kind]
    found = re.findall(
        rf'href="({place}{address})"', camera.read("organizer", f"{place}{list_page}/")
    )
    return list(dict.fromkeys(found))[nth]


def bring(field: str, name: str, content: bytes) -> Act:
    def act(tab: Tab) -> None:
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        tab.locator(f"main input[type=file][name={field}]").set_input_files(file)
        submit(f"main input[type=file][name={field}]")(tab)

    return act


def choose_another(tab: Tab) -> None:
    """Name the second person of the list as the same one."""
    tab.locator("main select[name=other]").select_option(index=1)
    submit("main select[name=other]")(tab)


def workspace_pages(camera: Camera, logins: Logins) -> Iterator[Page]:
    """Before the day: the lists and forms, the pages of one thing, and the questions that come first."""
    place = f"/organize/{logins.slug}/"
    for name in (*WORKSPACE, "preview"):
        yield Page(f"work-{name.replace('/', '-')}", f"{place}{name}/", "organizer")
    yield Page("work-event-new", "/organize/events/new/", "organizer")
    for kind in THINGS:
        yield Page(f"work-{kind}", thing(camera, place, kind), "organizer", act=open_details)
    person, team = thing(camera, place, "person", 3), thing(camera, place, "team")
    camera.errand("organizer", person, bring("photograph-file", "face.jpg", portrait()))
    yield Page("work-person-with-photograph", person, "organizer")
    yield Page("work-team-asked", team, "organizer", act=press("/remove/"))
    yield Page("work-person-asked", person, "organizer", act=press("/remove/"))
    yield Page("work-merge", f"{person}merge/", "organizer")
    yield Page("work-merge-asked", f"{person}merge/", "organizer", act=choose_another)
    refused = frozenset({422})
    empty = submit("main form.edit-form [name=csrfmiddlewaretoken]")
    yield Page("work-person-new-refused", f"{place}people/new/", "organizer", 422, empty, refused)
    brought = bring("file", "Тізім.xlsx", workbook(*BROUGHT))
    yield Page("work-import-look", f"{place}import/", "organizer", act=brought)
    elsewhere = camera.read("organizer", f"{place}event-file/out/").replace("Шымкент", "Астана")
    brought = bring("file", "event.json", elsewhere.encode())
    yield Page("work-event-file-look", f"{place}event-file/", "organizer", act=brought)
    removed = press("/remove/")
    yield Page("work-event-remove-asked", "/organize/bare/", "organizer", act=removed)
    invite = submit("main .edit-form [name=email]", email="a.long.address.of.somebody@example.org")
    yield Page("work-members-invited", f"{place}members/", "organizer", act=invite)
    yield Page("trainee-name", "/me/name/", "trainee")
    asked = {"printed_names_kk": LONG_NAME, "why": "Қате жазылған."}
    camera.errand("trainee", "/me/name/", submit("main form [name=why]", **asked))
    yield Page("trainee-name-asked", "/me/", "trainee")
    yield Page("work-people-asked-names", f"{place}people/", "organizer")


def workspace_while_scoring(camera: Camera, logins: Logins) -> Iterator[Page]:
    """What the day leaves to see to: who was there, whose sheet counts, what was done."""
    place = f"/organize/{logins.slug}/"
    for name in ("presence", "sheets", "log", "interests", "draw", "rehearsal"):
        yield Page(f"work-{name}-scoring", f"{place}{name}/", "organizer", act=open_details)
    yield Page("expert-interests", "/expert/interests/", "expert")
    yield Page("expert-interests-recused", "/expert/interests/", "recused")
