"""What the pages of a code and of its holder say of a document that is no diploma, says no day, or is not valid any more."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from diplomas.models import Design, Diploma, Sharing
from diplomas.services.correcting import correct_outdated
from diplomas.services.duplicating import duplicate_diploma
from diplomas.services.issuing_documents import issue_documents
from diplomas.sharing import shared_of
from events.models import Person
from projects.models import TeamMember
from tests.cast import as_trainee
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.factories import DAY

pytestmark = pytest.mark.django_db


def certificate(**fields) -> Diploma:
    event = event_with_team(1, languages=["en"], **fields)
    people = [TeamMember.objects.get().person_id]
    [issued] = issue_documents(event.pk, "certificate", people, actor="test", at=DAY)
    make_ready(event)
    return issued


def page(diploma: Diploma) -> str:
    return " ".join(Client().get(f"/d/{diploma.code}").content.decode().split())


def test_a_certificate_is_never_called_a_diploma_after_its_correction():
    old = certificate()
    Person.objects.update(name="Other Name")
    [new] = correct_outdated(old.event_id, actor="test", at=DAY)
    make_ready(old.event)

    html = page(old)

    assert f'A corrected document stands in its place: <a href="/d/{new.code}">' in html
    assert "corrected diploma" not in html
    assert "The PDF of the document" in html


def test_a_certificate_of_a_rehearsal_is_no_real_document():
    assert "it is no real document" in page(certificate(is_rehearsal=True))


def test_the_picture_of_a_shared_certificate_is_that_of_a_document():
    issued = certificate()
    Sharing.objects.create(diploma=issued, since=DAY, picture_hash="h")

    assert shared_of(Diploma.objects.get()).words_of_picture == "The page of the document"


def test_days_that_the_paper_does_not_say_are_said_nowhere():
    event = event_with_team(1, languages=["en"], course="Course")
    words = {"language": "en", "title": "Diploma", "lead": "this", "signatories": []}
    Design.objects.create(event=event, kind="diploma", dates="none", **words)
    [diploma] = issue(event)
    make_ready(event)

    paper = (
        Client().get(f"/d/{diploma.code}", headers={"Accept": "application/json"}).json()["paper"]
    )
    [title] = re.findall("<title>(.*?)</title>", page(diploma))

    assert (paper["first_day"], paper["last_day"]) == (None, None)
    assert paper["city"] == "City"
    assert "2019" not in title
    assert "Course" in title


def test_a_document_that_is_not_valid_any_more_is_not_said_to_be_shown():
    event = event_with_team(1, languages=["en"])
    [diploma] = issue(event)
    make_ready(event)
    phone = as_trainee(Client(), TeamMember.objects.get())
    act = reverse("trainee:document_share", args=[diploma.code])
    phone.post(act, {"shared": "yes"})
    shown = phone.get(reverse("trainee:home")).content.decode()
    duplicate_diploma(event.pk, diploma.code, reason="lost", actor="test", at=DAY)

    html = phone.get(reverse("trainee:home")).content.decode()
    phone.post(act, {"shared": "no"})

    said = "whoever is sent the address sees your name"
    assert said in shown
    assert said not in html
    assert "its address shows neither your name nor a picture now" in html
    assert not Sharing.objects.exists()
