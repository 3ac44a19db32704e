"""What people typed is text on every page that shows it, and no browser runs any of it."""

import itertools
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from defense.demo import Demo
from diplomas.models import Diploma
from diplomas.services.issuing import wording_of, words_of
from events.models import Person
from experts.models import ScoreSheet, Seat
from projects.models import Defense, Finding, Project, TeamMember
from tests.browser.keys import CHAIR, address_of, card_of, sign_in
from tests.browser.visitor import Visitor
from tests.factories import DiplomaFactory, ScoreSheetFactory, SheetRevisionFactory

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "</title><svg onload=alert(3)>",
    "'-alert(4)-'",
    "</script><script>alert(5)</script>",
    "<a href=javascript:alert(6)>{{ alert }}</a>",
]
COMMENT = "</textarea>" + "".join(PAYLOADS)

Visit = Callable[..., Visitor]


def fill_with_payloads(demo: Demo) -> Diploma:
    """Names, topics, titles, comments and findings; a draft with a comment; a diploma in such a name."""
    payloads = itertools.cycle(PAYLOADS)
    for number, person in enumerate(Person.objects.of_event(demo.event)):
        person.name = f"{next(payloads)}{number}"  # nobody has the very name of somebody else
        person.position = person.organisation = next(payloads)
        person.save()
    for project in Project.objects.filter(event=demo.event):
        project.topic = next(payloads)
        project.save()
    for finding in Finding.objects.filter(project__event=demo.event):
        finding.text = next(payloads)
        finding.save()
    demo.event.title = demo.event.place = demo.event.programme = next(payloads)
    demo.event.save()
    first = Defense.objects.of_event(demo.event).in_running_order()[0]
    sheet = ScoreSheetFactory(
        seat=Seat.objects.of_event(demo.event).get(order=1),
        defense=first,
        state=ScoreSheet.State.DRAFT,
    )
    SheetRevisionFactory(sheet=sheet, points={}, comment=COMMENT)
    member = TeamMember.objects.of_event(demo.event).in_order().with_projects()[0]
    diploma = DiplomaFactory.build(
        person=member.person, event=demo.event, state=Diploma.State.READY, file_hash="0" * 64
    )
    words = words_of(diploma, member, wording_of(demo.event))
    diploma.snapshot = words | {"name": PAYLOADS[0], "programme": PAYLOADS[4]}
    diploma.save()
    return diploma


def expect_text(visitor: Visitor, path: str) -> None:
    visitor.go(path)
    expect(visitor.page.locator("body")).to_contain_text("alert(")


def test_what_people_typed_is_never_run(demo: Demo, visit: Visit):
    chair = card_of(demo, CHAIR)
    diploma = fill_with_payloads(demo)
    slug = demo.event.slug
    first = Defense.objects.of_event(demo.event).in_running_order()[0]
    guest, organizer, expert, trainee = visit(), visit(), visit(width=768), visit(width=390)

    for path in (f"/{slug}/", f"/{slug}/projects/1/", f"/d/{diploma.code}"):
        expect_text(guest, path)
    sign_in(organizer, demo)
    for place in ("", "run-of-show/", "teams/", "panel/", "scoring/", "passes/", "diplomas/"):
        expect_text(organizer, f"/organize/{slug}/{place}")
    expert.open_card(address_of(chair))
    for path in ("/expert/", f"/expert/defenses/{first.pk}/"):
        expect_text(expert, path)
    expect(expert.page.get_by_label("Comment", exact=True)).to_have_value(COMMENT)
    trainee.open_card(address_of(demo.trainees[0]))
    expect_text(trainee, "/me/")

    everybody = (guest, organizer, expert, trainee)
    assert [line for visitor in everybody for line in visitor.complaints] == []


WRONG = {
    "dialog: 1": "alert(1)",
    "console: ": "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))",
    "script: ": "setTimeout(() => { throw new Error('lost') })",
    "here at 390: image-alt": "document.body.append(new Image(9, 9))",
    "here at 320: ": "document.querySelector('main').style.minWidth = '600px'",
}


@pytest.mark.parametrize("complaint", WRONG)
def test_what_is_wrong_with_a_page_is_noticed(demo: Demo, visit: Visit, complaint: str):
    """The negative control of every journey that ends without a complaint."""
    guest = visit()
    page = guest.go("/")

    page.evaluate(f"() => {{ {WRONG[complaint]} }}")
    guest.look("here", 390)

    assert complaint in "\n".join(guest.complaints)
