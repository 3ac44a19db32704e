"""What goes otherwise than planned, put right on the day with a few clicks each."""

import re
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Page, expect

from defense.demo import Demo
from defense.running.bodies import LARGEST_BODY
from events.models import Criterion, Event, Letter, Membership, Person, RunItem
from events.photographs import SIDE
from experts.models import Presence, ScoreSheet, Seat
from projects.models import Defense, TeamMember
from tests.browser.keys import sign_in
from tests.browser.visitor import Visitor
from tests.factories import ScoreSheetFactory, SheetRevisionFactory
from tests.pictures_of_people import saved

RESERVE, ABSENT = "Almira Ibasheva", "Kanat Baybolov"


def line_of(page: Page, text: str):
    return page.locator("ol.show > li", has_text=text)


def hear_three_teams(page: Page, demo: Demo) -> None:
    """Each starts when the one before it ends."""
    page.goto(f"/organize/{demo.event.slug}/run-of-show/")
    for number in (1, 2, 3):
        line = page.locator(f"ol.show > li:has(b:text-matches('^\\\\s*{number}\\\\. '))")
        line.get_by_role("button", name="Start").click()
    line.get_by_role("button", name="End").click()
    expect(page.locator("ol.show").get_by_text("on stage")).to_have_count(0)


def put_team_five_before_team_four(page: Page) -> None:
    line_of(page, "5. Talent").get_by_role("button", name="Move up").click()
    lines = page.locator("ol.show > li b").all_inner_texts()
    order = [line.strip()[0] for line in lines if line.strip()[0] in "45"]
    assert order == ["5", "4"]


def insert_a_speech(page: Page) -> None:
    page.get_by_role("link", name="Add a line").click()
    page.get_by_label("Goes before").select_option(index=0)
    page.get_by_label("Title, in English").fill("A guest's word")
    page.get_by_label("Or the name of somebody new").fill("Guest Guestov")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(line_of(page, "A guest's word")).to_contain_text("Guest Guestov")


def add_a_member_who_came(page: Page, demo: Demo) -> None:
    page.goto(f"/organize/{demo.event.slug}/teams/")
    page.locator("#team-6").get_by_role("link", name="Change").click()
    members = page.get_by_role("region", name="Members")
    members.get_by_label("Or the name of somebody new").fill("Who Came")
    members.get_by_role("button", name="Add a member").click()
    expect(members.get_by_role("link", name="Who Came")).to_be_visible()


def bring_a_photograph(page: Page) -> None:
    """A larger one than a request may hold: the page makes it smaller."""
    large = saved(Image.effect_noise((1_300, 1_000), 90), "PNG")
    assert len(large) > LARGEST_BODY
    page.get_by_role("link", name="Who Came").click()
    page.get_by_text("Add a photograph").click()
    file = {"name": "face.png", "mimeType": "image/png", "buffer": large}
    page.get_by_label("Picture").set_input_files([file])
    page.get_by_role("button", name="Save the photograph").click()
    face = page.get_by_alt_text("Photograph of Who Came")
    assert face.evaluate("async (face) => (await face.decode(), face.naturalWidth)") == SIDE


def correct_the_name(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("Who Came Late")
    page.get_by_role("button", name="Save", exact=True).click()


def seat_the_reserve(page: Page, demo: Demo) -> None:
    page.goto(f"/organize/{demo.event.slug}/panel/")
    page.locator("ol.seats > li", has_text=ABSENT).get_by_role("link").click()
    page.get_by_role("button", name="Seat the reserve").click()
    expect(page.get_by_text(f"{RESERVE} scores from now on, as expert 11.")).to_be_visible()


def submit_to_the_wrong_team(demo: Demo) -> ScoreSheet:
    """What one expert meant for another team stands with the first."""
    first = Defense.objects.of_event(demo.event).in_running_order()[0]
    seat = Seat.objects.of_event(demo.event).get(order=1)
    sheet = ScoreSheetFactory(seat=seat, defense=first, state=ScoreSheet.State.SUBMITTED)
    criteria = Criterion.objects.filter(rubric__event=demo.event)
    SheetRevisionFactory(sheet=sheet, points={each.key: 8 for each in criteria})
    return sheet


def set_the_wrong_sheet_aside(page: Page, demo: Demo) -> None:
    page.goto(f"/organize/{demo.event.slug}/scoring/")
    page.get_by_role("link", name="Score sheets").click()
    page.get_by_label("Score sheet").select_option(index=1)
    page.get_by_label("Reason").first.fill("Given to the wrong team")
    page.get_by_role("button", name="Set the sheet aside").click()
    expect(page.get_by_role("region", name="Set aside")).to_contain_text("the wrong team")


def invite_a_secretary(page: Page, demo: Demo) -> str:
    """The path of the link in the letter, which a worker would send."""
    page.goto(f"/organize/{demo.event.slug}/members/")
    page.get_by_label("E-mail address").fill("helper@example.org")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_text("A letter is on its way to helper@example.org.")).to_be_visible()
    return re.search(r"http://[^/]+(\S+)", Letter.objects.get().text)[1]


def help_from_now_on(helper: Visitor, path: str, demo: Demo) -> None:
    page = helper.go(path)
    page.locator("[name=name]").fill("Helper")
    for name in ("password1", "password2"):
        page.locator(f"[name={name}]").fill("жүз шақырым жол")
    page.get_by_role("button", name="Make the account").click()
    expect(page).to_have_url(re.compile(f"/organize/{demo.event.slug}/$"))


def test_what_goes_otherwise_is_put_right(demo: Demo, visit: Callable[..., Visitor]):
    Event.objects.update(phase=Event.Phase.LIVE)
    Seat.objects.filter(person__name=RESERVE).update(role=Seat.Role.RESERVE)
    sheet = submit_to_the_wrong_team(demo)
    organizer, helper = visit(), visit()
    page = sign_in(organizer, demo)

    hear_three_teams(page, demo)
    organizer.look("day_run")
    put_team_five_before_team_four(page)
    insert_a_speech(page)
    add_a_member_who_came(page, demo)
    organizer.look("day_team")
    bring_a_photograph(page)
    organizer.look("day_person")
    correct_the_name(page)
    seat_the_reserve(page, demo)
    organizer.look("day_panel")
    page.goto(f"/organize/{demo.event.slug}/presence/")
    organizer.look("day_presence")
    set_the_wrong_sheet_aside(page, demo)
    organizer.look("day_sheets")
    help_from_now_on(helper, invite_a_secretary(page, demo), demo)
    organizer.look("day_members")

    assert TeamMember.objects.get(person__name="Who Came Late").project.number == 6
    assert RunItem.objects.get(person=Person.objects.get(name="Guest Guestov")).kind == "speech"
    assert Defense.objects.filter(state=Defense.State.HEARD).count() == 3
    seats = Seat.objects.of_event(demo.event).order_by("order").values_list("person__name", "role")
    assert list(seats)[9:11] == [(ABSENT, "reserve"), (RESERVE, "member")]
    absent = Presence.objects.filter(seat__person__name=RESERVE)
    assert sorted(absent.values_list("defense__project__number", flat=True)) == [1, 2, 3]
    sheet.refresh_from_db()
    assert sheet.state == ScoreSheet.State.SET_ASIDE
    assert Membership.objects.get(user__email="helper@example.org").role == "secretary"
    assert "\n".join([*organizer.complaints, *helper.complaints]) == ""
