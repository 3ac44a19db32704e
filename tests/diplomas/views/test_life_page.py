"""An organizer ends a diploma on its page: what it says, what differs, and what becomes of it."""

import re

import pytest
from django.urls import reverse

from diplomas.models import Diploma, Ending, RenderJob
from events.models import Person
from projects.models import Project
from tests.cast import as_organizer
from tests.diplomas.people import add_members, event_with_team, issue, make_ready
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """Two diplomas are ready."""
    event = event_with_team(2, languages=["en"])
    issue(event)
    make_ready(event)
    return event


@pytest.fixture
def olga(event, client):
    return as_organizer(client, MembershipFactory(event=event).user)


def numbered(number: str) -> Diploma:
    return Diploma.objects.get(number=number)


def address(event, act="diploma", number="2019/001"):
    return reverse(f"organizer:{act}", args=[event.slug, numbered(number).code])


def change_name():
    Person.objects.filter(name="Әлия Үлгі 1").update(name="Әлия Түзетілген")


def told(html: str) -> list[tuple[str, str, str]]:
    found = re.findall(
        r"<dt>([^<]*)</dt>\s*<dd><del>([^<]*)</del>.*?<ins>([^<]*)</ins>", html, re.DOTALL
    )
    return [(label, before, now) for label, before, now in found]


def test_the_page_of_the_outdated_says_what_each_says_and_would_say_and_nothing_else(event, olga):
    change_name()
    Project.objects.update(topic="School governance")

    html = olga.get(reverse("organizer:diplomas_outdated", args=[event.slug])).content.decode()

    topics = ("Topic", "“Talent management in the school”", "“School governance”")
    assert told(html) == [("Name", "Әлия Үлгі 1", "Әлия Түзетілген"), topics, topics]


def correct(event, olga, **posted):
    act = reverse("organizer:diplomas_correct", args=[event.slug])
    return olga.post(act, posted, follow=True).content.decode()


def test_whom_nothing_can_be_corrected_for_is_named_on_every_page_and_before_the_act(event, olga):
    Person.objects.filter(name="Әлия Үлгі 1").update(name="Ә" * 90)
    Person.objects.filter(name="Әлия Үлгі 2").update(name="Әлия Басқа")
    said = "The name does not fit on the diploma. Shorten the name to be printed."

    pages = [
        olga.get(reverse("organizer:diplomas_outdated", args=[event.slug])).content.decode(),
        olga.get(address(event)).content.decode(),
        correct(event, olga),
        correct(event, olga, agreed="1"),
    ]

    assert [f"{'Ә' * 90}: {said}" in html for html in pages] == [True] * 4
    assert "Issue 1 corrected diploma" in pages[0]
    assert "Issue a corrected diploma" not in pages[1]
    assert "Issue 1 corrected diploma?" in pages[2]
    assert "1 corrected diploma is issued." in pages[3]


def test_where_nothing_can_be_corrected_nothing_is_asked_and_the_list_offers_nothing(event, olga):
    Person.objects.filter(name="Әлия Үлгі 1").update(name="Ә" * 90)

    answer = correct(event, olga)
    board = olga.get(reverse("organizer:diplomas", args=[event.slug])).content.decode()

    assert "The name does not fit on the diploma." in answer
    assert "asks-first" not in answer
    assert "What changed" in board
    assert "corrected diploma</button>" not in board.replace("\n", "").replace("  ", "")
    assert not Ending.objects.exists()


def test_of_two_who_correct_the_same_one_the_second_is_not_told_that_all_is_known(event, olga):
    Project.objects.update(topic="School governance")
    code = numbered("2019/001").code

    answers = [correct(event, olga, only=code, agreed="1") for _ in "12"]

    assert "1 corrected diploma is issued." in answers[0]
    assert "Nothing was corrected" in answers[1]
    assert "Every diploma says what is known" not in answers[1]


def test_without_outdated_ones_the_page_says_so(event, olga):
    html = olga.get(reverse("organizer:diplomas_outdated", args=[event.slug])).content.decode()

    assert "Every diploma says what is known" in html
    assert told(html) == []


@pytest.mark.parametrize(
    ("pressed", "corrected"),
    [
        ({"only": "2019/002", "diploma": "2019/001"}, ["2019/002"]),
        ({"which": "chosen", "diploma": "2019/001"}, ["2019/001"]),
        ({}, ["2019/001", "2019/002"]),
        ({"only": "of nobody"}, []),
    ],
)
def test_one_the_chosen_ones_or_all_are_corrected(event, olga, pressed, corrected):
    Project.objects.update(topic="School governance")
    codes = dict(Diploma.objects.values_list("number", "code"))
    posted = {name: codes.get(value, value) for name, value in pressed.items()}

    act = reverse("organizer:diplomas_correct", args=[event.slug])
    olga.post(act, posted | {"agreed": "2"})

    old = Diploma.objects.filter(state="superseded").order_by("number")
    assert [each.number for each in old] == corrected


def test_nothing_chosen_is_said_and_nothing_asked(event, olga):
    Project.objects.update(topic="School governance")

    act = reverse("organizer:diplomas_correct", args=[event.slug])
    answer = olga.post(act, {"which": "chosen"}, follow=True)

    assert "Choose at least one diploma." in answer.content.decode()
    assert not Ending.objects.exists()


def test_the_page_of_a_diploma_offers_what_can_be_done_with_it(event, olga):
    change_name()

    html = olga.get(address(event)).content.decode()
    other = olga.get(address(event, number="2019/002")).content.decode()

    assert told(html) == [("Name", "Әлия Үлгі 1", "Әлия Түзетілген")]
    assert "Issue a corrected diploma" in html
    assert told(other) == []
    for page in (html, other):
        assert "Issue a duplicate" in page
        assert "Revoke" in page


def test_after_a_correction_the_life_of_both_is_told_on_either_page(event, olga):
    change_name()
    act = reverse("organizer:diplomas_correct", args=[event.slug])
    olga.post(act, {"only": numbered("2019/001").code, "agreed": "1"})
    make_ready(event)

    old, new = (
        olga.get(address(event, number=number)).content.decode()
        for number in ("2019/001", "2019/003")
    )

    for html in (old, new):
        assert told(html) == [("Name", "Әлия Үлгі 1", "Әлия Түзетілген")]
        assert str(Ending.objects.get().by) in html
    assert "Issue a duplicate" not in old
    assert "Issue a duplicate" in new
    assert f'href="{address(event)}"' in new


def test_the_life_tells_the_words_that_were_printed_and_none_that_were_mended_before(event, olga):
    change_name()
    correct(event, olga, only=numbered("2019/001").code, agreed="1")
    RenderJob.objects.filter(diploma__number="2019/003").update(state="failed", error="crashed")
    Person.objects.filter(name="Әлия Түзетілген").update(name="Әлия Дұрыс")
    Project.objects.update(topic="School governance")
    olga.post(reverse("organizer:diplomas_retry", args=[event.slug]))
    make_ready(event)

    html = olga.get(address(event, number="2019/003")).content.decode()

    assert told(html) == [
        ("Name", "Әлия Үлгі 1", "Әлия Дұрыс"),
        ("Topic", "“Talent management in the school”", "“School governance”"),
    ]


@pytest.mark.parametrize(
    ("act", "state", "said"),
    [
        ("diploma_revoke", "revoked", "Diploma № 2019/001 is revoked."),
        ("diploma_duplicate", "superseded", "The duplicate has № 2019/003. It is being made."),
    ],
)
def test_an_end_asks_for_a_reason_and_whether_and_a_second_click_ends_nothing_more(
    event, olga, act, state, said
):
    where = address(event, act)

    unexplained = olga.post(where, {"reason": " ", "agreed": "1"})
    answers = [olga.post(where, {"reason": "Lost", "agreed": "1"}, follow=True) for _ in "12"]
    first, second = (each.content.decode() for each in answers)

    assert unexplained.status_code == 422
    assert "This field is required." in unexplained.content.decode()
    assert numbered("2019/001").state == state
    assert said in first
    assert "This diploma is not valid" in second
    assert [each.reason for each in Ending.objects.all()] == ["Lost"]
    assert "Lost" in second


def test_one_that_could_not_be_made_is_offered_to_be_revoked_and_nothing_else(event, olga):
    add_members(event, 1)
    issue(event)
    where = address(event, number="2019/003")
    waits = olga.get(where).content.decode()
    RenderJob.objects.filter(diploma__number="2019/003").update(state="failed", error="crashed")

    html = olga.get(where).content.decode()
    asked = olga.post(address(event, "diploma_revoke", "2019/003"), {"reason": "Broken"})
    olga.post(address(event, "diploma_revoke", "2019/003"), {"reason": "Broken", "agreed": "1"})

    assert "It was given by mistake" in html
    assert "It was given by mistake" not in waits
    assert "The paper was lost" not in html
    assert "Revoke diploma № 2019/003" in asked.content.decode()
    assert numbered("2019/003").state == "revoked"


def test_who_was_revoked_is_issued_a_new_one_once_it_is_agreed_to(event, olga):
    olga.post(address(event, "diploma_revoke"), {"reason": "Mistaken", "agreed": "1"})
    where = address(event, "diploma_anew")

    before = olga.get(address(event)).content.decode()
    asked = olga.post(where).content.decode()
    first, second = (olga.post(where, {"agreed": "1"}, follow=True).content.decode() for _ in "12")

    assert "Issue a new diploma" in before
    assert "Issue a new diploma to Әлия Үлгі 1?" in asked
    assert "Diploma № 2019/003 is issued. It is being made." in first
    assert "No new diploma is issued" in second
    assert "If it was revoked by mistake" not in second
    assert list(Diploma.objects.values_list("state", flat=True)) == ["revoked", "ready", "pending"]


def test_a_code_of_another_event_has_no_page_and_no_act(event, olga):
    other = event_with_team(1)
    [foreign] = issue(other)
    make_ready(other)

    for act in ("diploma", "diploma_revoke", "diploma_duplicate", "diploma_anew"):
        where = reverse(f"organizer:{act}", args=[event.slug, foreign.code])
        answer = olga.get(where) if act == "diploma" else olga.post(where, {"reason": "So"})
        assert answer.status_code == 404

    assert not Ending.objects.exists()


def test_a_name_that_would_get_a_second_diploma_is_asked_about_and_another_is_not(event, olga):
    twin, other = add_members(event, 2)
    Person.objects.filter(pk=twin.person_id).update(name="Үлгі 1 әлия")
    Person.objects.filter(pk=other.person_id).update(name="Басқа")
    said = "has № 2019/001, and stands on the list once more."

    page = olga.get(reverse("organizer:diplomas", args=[event.slug])).content.decode()
    asked = olga.post(reverse("organizer:diplomas_issue", args=[event.slug])).content.decode()

    for html in (page, asked):
        assert html.count(said) == 1
        assert "№ 2019/002, and stands" not in html


@pytest.mark.parametrize("size", [1, 3])
def test_the_pages_cost_the_same_whatever_the_number_of_people(
    client, django_assert_num_queries, size
):
    event = event_with_team(size)
    issue(event)
    make_ready(event)
    Project.objects.update(topic="School governance")
    as_organizer(client, MembershipFactory(event=event).user)
    outdated = reverse("organizer:diplomas_outdated", args=[event.slug])

    for where, cost in ((outdated, 10), (address(event), 11)):
        client.get(where)
        with django_assert_num_queries(cost):
            client.get(where)
