"""Organizers word the documents of their event, and look at the pages before anything is issued."""

import re

import pytest
from django.urls import reverse

from defense.event_file.writing import dump_event
from diplomas.models import Design, Diploma
from diplomas.services.issuing_documents import issue_documents
from diplomas.services.outdated import ready_and_outdated
from events.models import AuditEntry
from projects.models import TeamMember
from tests.cast import as_organizer
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db

WORDS = {
    "language": "en",
    "title_en": "Certificate of attendance",
    "title_kk": "Сертификат",
    "lead_en": "this certifies that",
    "before_topic_en": "took part in “{programme}” and in the project",
    "hours": "72",
    "dates": "none",
    "stamp": "printed",
    "signatory1-role_en": "Rector",
    "signatory1-name": "Asqar Rector",
    "signatory3-role_en": "Secretary",
}
# The same as the page shows them once they are saved: the signatures from the first line on.
STORED = WORDS | {"signatory2-role_en": "Secretary", "signatory3-role_en": ""}


@pytest.fixture
def event():
    return event_with_team(2, languages=["en", "kk"], course="Management", city="Almaty")


@pytest.fixture
def olga(event, client):
    return as_organizer(client, MembershipFactory(event=event).user)


def address(event, name="wording", kind="certificate", *args):
    return reverse(f"organizer:{name}", args=[event.slug, kind, *args])


def seen(html: str) -> dict[str, str]:
    """What the forms of the page say was seen."""
    return dict(re.findall(r'name="((?:\w+-)?seen)" value="([^"]*)"', html))


def save(olga, event, words, kind="certificate"):
    page = olga.get(address(event, kind=kind)).content.decode()
    return olga.post(address(event, "wording_save", kind), seen(page) | words)


def test_a_wording_is_printed_on_what_is_issued_afterwards(olga, event):
    issue(event)
    make_ready(event)

    assert save(olga, event, WORDS).status_code == 302

    people = TeamMember.objects.of_event(event).values_list("person", flat=True)
    said = issue_documents(event.pk, "certificate", list(people), actor="test", at=DAY)[0].snapshot
    assert said["title"].startswith("Certificate of attendance №")
    assert said["before_topic"] == ["took part in “Management” and in the project"]
    assert said["after_topic"][-1] == "Extent of the programme: 72 academic hours"
    assert said["signatories"] == [["Rector", "Asqar Rector"], ["Secretary", ""]]
    assert (said["place_and_date"], said["hours"], said["stamp"]) == ("Almaty", "72", "Stamp")
    assert ready_and_outdated(event) == []
    assert AuditEntry.first_broken(event) is None


def test_a_wording_stands_in_the_event_file(olga, event):
    save(olga, event, WORDS)

    entry = dump_event(event).documents.certificate

    assert (entry.hours, entry.dates, entry.stamp) == (72, "none", "printed")
    assert [each.name for each in entry.signatories] == ["Asqar Rector", None]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            {
                "title_en": "漢",
                "lead_en": "for {reason}",
                "hours": "0",
                "signatory1-name": "漢",
            },
            {
                "printed on a document: 漢": 2,
                "{reason} stands for nothing": 1,
                "between 1 and": 1,
            },
        ),
        ({"lead_en": "for {award}"}, {"{award} stands for nothing": 1}),
        (
            {
                "title_kk": "Мемлекеттік үлгідегі сертификат",
                "title_ru": "Диплом государственного образца",
                "title_en": "State-recognised diploma",
            },
            {"state sample": 3},
        ),
        ({"before_topic_en": "word " * 390}, {"no room": 1}),
    ],
)
def test_what_cannot_be_printed_or_must_not_is_refused_where_it_is_typed(olga, event, typed, told):
    answer = save(olga, event, WORDS | typed)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert {sentence: html.count(sentence) for sentence in told} == told
    assert not Design.objects.filter(kind="certificate").exists()


def test_an_award_may_say_what_it_is_for(olga, event):
    assert save(olga, event, WORDS | {"lead_en": "for {award}"}, kind="award").status_code == 302


def test_two_organizers_who_word_at_once_are_told_of_each_other(olga, event):
    first = olga.get(address(event)).content.decode()
    save(olga, event, WORDS | {"lead_en": "theirs"})

    answer = olga.post(address(event, "wording_save"), seen(first) | WORDS | {"lead_en": "mine"})

    assert answer.status_code == 422
    assert "theirs" in answer.content.decode()
    assert str(Design.objects.get(kind="certificate").lead) == "theirs"


def test_a_signature_of_another_organizer_stays_where_one_saw_none(olga, event):
    save(olga, event, WORDS)
    before = seen(olga.get(address(event)).content.decode())
    save(olga, event, STORED | {"signatory3-role_en": "Dean", "signatory3-name": "Dina Dean"})

    mine = WORDS | {"title_en": "Mine", "signatory3-role_en": "", "signatory2-role_en": "Secretary"}
    answer = olga.post(address(event, "wording_save"), before | mine)

    assert answer.status_code == 302
    design = Design.objects.get(kind="certificate")
    assert str(design.title) == "Mine"
    assert [each["name"] for each in design.signatories] == ["Asqar Rector", "", "Dina Dean"]


def test_two_organizers_at_one_signature_are_told_of_each_other_at_its_line(olga, event):
    save(olga, event, WORDS)
    before = seen(olga.get(address(event)).content.decode())
    save(olga, event, STORED | {"signatory1-name": "Their Rector"})
    mine = STORED | {"signatory1-name": "My Rector"}

    answer = olga.post(address(event, "wording_save"), before | mine)

    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Signature 1: " in html
    assert "“Their Rector” here meanwhile" in html
    assert olga.post(address(event, "wording_save"), seen(html) | mine).status_code == 302
    assert Design.objects.get(kind="certificate").signatories[0]["name"] == "My Rector"


def test_a_signature_that_another_organizer_took_out_does_not_come_back(olga, event):
    save(olga, event, WORDS)
    before = seen(olga.get(address(event)).content.decode())
    save(olga, event, STORED | {"signatory2-role_en": ""})

    answer = olga.post(address(event, "wording_save"), before | STORED | {"title_en": "Mine"})

    assert answer.status_code == 302
    assert len(Design.objects.get(kind="certificate").signatories) == 1


def test_a_signature_is_known_by_what_it_said_when_another_one_before_it_is_taken_out(olga, event):
    save(olga, event, STORED | {"signatory3-role_en": "Dean", "signatory3-name": "Dina Dean"})
    before = seen(olga.get(address(event)).content.decode())
    mine = STORED | {"signatory3-role_en": "Dean", "signatory3-name": "Daria Dean"}
    save(olga, event, STORED | {"signatory2-role_en": "Dean", "signatory2-name": "Dina Dean"})

    answer = olga.post(address(event, "wording_save"), before | mine)

    assert answer.status_code == 302
    design = Design.objects.get(kind="certificate")
    assert [each["name"] for each in design.signatories] == ["Asqar Rector", "Daria Dean"]


def test_whom_another_organizer_put_first_stays_first_and_a_new_one_comes_at_the_end(olga, event):
    save(olga, event, STORED)
    before = seen(olga.get(address(event)).content.decode())
    turned = {
        "signatory1-role_en": "Secretary",
        "signatory1-name": "",
        "signatory2-role_en": "Rector",
        "signatory2-name": "Asqar Rector",
    }
    save(olga, event, STORED | turned)

    mine = STORED | {"signatory3-role_en": "Dean", "signatory3-name": "Dina Dean"}
    answer = olga.post(address(event, "wording_save"), before | mine)

    assert answer.status_code == 302
    design = Design.objects.get(kind="certificate")
    assert [each["name"] for each in design.signatories] == ["", "Asqar Rector", "Dina Dean"]


def test_a_blank_line_is_told_on_the_page_and_before_issuing(olga, event):
    save(olga, event, WORDS)
    people = list(TeamMember.objects.of_event(event).values_list("person", flat=True))

    page = olga.get(address(event)).content.decode()
    asked = olga.post(address(event, "documents_issue"), {"person": people}).content.decode()

    for html in (page, asked):
        assert "No name is printed below “Secretary”" in html
        assert "below “Rector”" not in html


def test_the_programs_own_words_come_back(olga, event):
    save(olga, event, WORDS)

    olga.post(address(event, "wording_own"), {"agreed": "1"})

    assert not Design.objects.filter(kind="certificate").exists()
    assert dump_event(event).documents.certificate is None


def test_the_hardest_pages_are_shown_before_anything_is_issued(olga, event):
    member = TeamMember.objects.of_event(event).last()
    member.person.name = "Әлия " + "Ұзын" * 10
    member.person.save()

    page = olga.get(address(event)).content.decode()
    shown = re.findall(r'<img src="([^"]+)"', page)
    picture = olga.get(shown[0])

    assert [each.rpartition("/")[2] for each in shown] == [
        "longest-name.webp",
        "shortest-name.webp",
    ]
    assert picture["Content-Type"] == "image/webp"
    assert picture.content[8:12] == b"WEBP"
    assert olga.get(address(event, "documents_page", "expert", "longest-name")).status_code == 404
    assert not Diploma.objects.exists()
