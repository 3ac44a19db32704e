"""All documents of a person behind their card, and what is shown to others by their choice alone."""

import re
from io import BytesIO
from itertools import pairwise, permutations
from types import SimpleNamespace

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from PIL import Image

from diplomas.access import GUESSES, own_ready_document
from diplomas.files import PICTURES
from diplomas.models import Diploma, Sharing
from diplomas.services import jobs
from diplomas.services.correcting import correct_outdated
from diplomas.services.duplicating import duplicate_diploma
from diplomas.services.revoking import revoke_diploma
from diplomas.services.sharing import draw_pictures
from events.models import AuditEntry, Pass, Person
from projects.models import TeamMember
from tests.cast import as_trainee
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.factories import DAY

pytestmark = pytest.mark.django_db

OTHERS_CODE = "000000000000"


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def canary(code: str) -> bytes:
    return f"%PDF canary {code}".encode()


def make_all():
    for claimed in jobs.claim():
        jobs.finish(claimed, canary(claimed.snapshot["code"]))


def phone_of(person_id: int) -> Client:
    return as_trainee(Client(), TeamMember.objects.get(person=person_id))


def file_of(code: str) -> str:
    return reverse("trainee:document_download", args=[code])


def share(phone: Client, diploma: Diploma, said: str = "yes"):
    address = reverse("trainee:document_share", args=[diploma.code])
    return phone.post(address, {"shared": said}, follow=True)


def head(diploma: Diploma) -> str:
    page = Client().get(f"/d/{diploma.code}")
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    return page.content.decode().partition("</head>")[0]


def picture_of(diploma: Diploma):
    return Client().get(f"/d/{diploma.code}/picture.jpg")


def test_a_person_finds_every_document_with_its_state_and_gets_the_valid_file_alone():
    event = event_with_team(1, languages=["en"])
    [first] = issue(event)
    make_all()
    second = duplicate_diploma(event.pk, first.code, reason="Fire", actor="test", at=DAY)
    make_all()
    Person.objects.filter(pk=first.person_id).update(name="Әлия Түзетілген")
    [third] = correct_outdated(event.pk, actor="test", at=DAY)
    make_all()
    phone = phone_of(first.person_id)

    html = phone.get(reverse("trainee:home")).content.decode()
    answers = [phone.get(file_of(each.code)) for each in (first, second, third)]

    listed = re.findall(r'data-document="(\w+)" data-state="(\w+)"', html)
    assert listed == [
        (third.code, "ready"),
        (second.code, "superseded"),
        (first.code, "superseded"),
    ]
    assert f"replaced by the duplicate № {second.number}" in html
    assert f"replaced by the corrected № {third.number}" in html
    assert [each.status_code for each in answers] == [404, 404, 200]
    assert answers[2].content == canary(third.code)
    assert answers[2]["Cache-Control"] == "private, no-store"
    assert "Fire" not in html


def test_a_revoked_one_stays_on_the_list_and_is_not_handed_out():
    event = event_with_team(1)
    [diploma] = issue(event)
    make_all()
    revoke_diploma(event.pk, diploma.code, reason="Drawer", actor="test", at=DAY)
    phone = phone_of(diploma.person_id)

    html = phone.get(reverse("trainee:home")).content.decode()

    assert f'data-document="{diploma.code}" data-state="revoked"' in html
    assert phone.get(file_of(diploma.code)).status_code == 404
    assert "Show my name and a picture" not in html
    assert "Drawer" not in html


@pytest.mark.once("who is asked for is in the card, whatever the engine")
def test_of_20_trainees_none_gets_a_file_of_the_19_others():
    """380 questions to the one loader of files; through the whole program the neighbour's alone, it takes so long."""
    event = event_with_team(20)
    people = {each.code: each.person_id for each in issue(event)}
    make_all()
    holders = {code: SimpleNamespace(held=Pass(person_id=pk)) for code, pk in people.items()}
    for holder in holders.values():
        holder.held.person = Person(pk=holder.held.person_id, event=event)

    own = {code: own_ready_document(holder, code).code for code, holder in holders.items()}
    neighbours = [
        (phone_of(people[code]).get(file_of(code)), phone_of(people[code]).get(file_of(other)))
        for code, other in pairwise(people)
    ]
    refused = 0
    for code, other in permutations(people, 2):
        with pytest.raises(Http404):
            own_ready_document(holders[code], other)
        refused += 1

    assert own == {code: code for code in people}
    assert [mine.content for mine, _ in neighbours] == [canary(code) for code in people][:-1]
    assert {other.status_code for _, other in neighbours} == {404}
    assert not any(b"canary" in other.content for _, other in neighbours)
    assert refused == 380


def test_nothing_is_shown_to_others_before_its_holder_chooses_it():
    event = event_with_team(1)
    [diploma] = issue(event)
    make_ready(event)

    said = head(diploma)

    assert "og:" not in said
    assert "Әлия" not in said
    assert picture_of(diploma).status_code == 404
    assert not Sharing.objects.exists()


def test_a_shared_diploma_shows_its_name_and_its_picture_until_it_is_taken_back(
    django_capture_on_commit_callbacks,
):
    event = event_with_team(2, languages=["en"], course="Management in Education")
    mine, other = issue(event)
    claimed = jobs.claim()
    jobs.render_claimed(claimed)
    phone = phone_of(mine.person_id)

    share(phone, mine)
    share(phone, mine)
    waiting = head(mine)
    drawn = draw_pictures()
    shown, picture = head(mine), picture_of(mine)
    kept = Sharing.objects.get().picture_hash
    with django_capture_on_commit_callbacks(execute=True):
        share(phone, mine, "no")

    assert '<meta property="og:title" content="Әлия Үлгі 1">' in waiting
    assert f"Diploma № {mine.number}" in waiting
    assert "og:image" not in waiting
    assert drawn == 1
    assert f'content="http://127.0.0.1:8000/d/{mine.code}/picture.jpg"' in shown
    assert picture["Content-Type"] == "image/jpeg"
    assert picture["X-Robots-Tag"] == "noindex, nofollow"
    assert Image.open(BytesIO(picture.content)).size == (1200, 630)
    assert "og:" not in head(other)
    assert "og:" not in head(mine)
    assert picture_of(mine).status_code == 404
    assert not PICTURES.storage.exists(PICTURES.path_of(kept))
    verbs = AuditEntry.objects.filter(verb__startswith="diploma.shar").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["diploma.shared", "diploma.sharing_ended"]
    assert AuditEntry.first_broken(event) is None


def test_what_is_not_valid_any_more_is_not_shown_and_neither_is_what_comes_in_its_place():
    event = event_with_team(1)
    [old] = issue(event)
    make_ready(event)
    Sharing.objects.create(diploma=old, since=DAY, picture_hash="h")
    assert "og:title" in head(old)
    new = duplicate_diploma(event.pk, old.code, reason="Fire", actor="test", at=DAY)
    make_ready(event)

    assert "og:" not in head(old) + head(new)
    assert picture_of(old).status_code == picture_of(new).status_code == 404


@pytest.mark.parametrize("whose", ["another's", "nobody's", "a rehearsal's", "a revoked one's"])
def test_only_the_own_and_valid_diploma_is_shared(whose):
    event = event_with_team(2, is_rehearsal=whose == "a rehearsal's")
    mine, other = issue(event)
    make_ready(event)
    if whose == "a revoked one's":
        revoke_diploma(event.pk, mine.code, reason="So", actor="test", at=DAY)
    asked = {"another's": other.code, "nobody's": OTHERS_CODE}.get(whose, mine.code)

    answer = share(phone_of(mine.person_id), Diploma(code=asked))

    assert "This diploma cannot be shared" in answer.content.decode()
    assert not Sharing.objects.exists()


def test_nobody_ends_the_sharing_of_another():
    event = event_with_team(2)
    mine, other = issue(event)
    make_ready(event)
    Sharing.objects.create(diploma=other, since=DAY)

    share(phone_of(mine.person_id), other, "no")

    assert Sharing.objects.get().diploma == other


def test_a_picture_of_a_code_that_nobody_has_costs_a_guess_like_its_page(monkeypatch):
    taken = []
    monkeypatch.setattr(GUESSES, "take", lambda at, visitor: taken.append(visitor) or True)

    answer = Client().get(f"/d/{OTHERS_CODE}/picture.jpg")

    assert (answer.status_code, len(taken)) == (404, 1)


def test_a_picture_that_cannot_be_drawn_now_is_drawn_later():
    event = event_with_team(1)
    [diploma] = issue(event)
    make_ready(event)  # without a file
    Sharing.objects.create(diploma=diploma, since=DAY)

    assert draw_pictures() == 0
    assert Sharing.objects.to_be_drawn().count() == 1


def test_who_takes_it_back_while_it_is_drawn_leaves_no_picture(monkeypatch):
    event = event_with_team(1)
    [diploma] = issue(event)
    jobs.render_claimed(jobs.claim())
    Sharing.objects.create(diploma=diploma, since=DAY)
    save = type(PICTURES).save

    def saved_and_taken_back(files, content):
        Sharing.objects.all().delete()
        return save(files, content)

    monkeypatch.setattr(type(PICTURES), "save", saved_and_taken_back)

    assert draw_pictures() == 0
    assert PICTURES._listed("shared")[0] == [] or not any(
        PICTURES._listed(f"shared/{each}")[1] for each in PICTURES._listed("shared")[0]
    )
