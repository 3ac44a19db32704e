from itertools import permutations

import pytest
from django.test import Client
from django.urls import reverse

from diplomas.models import Diploma, RenderJob
from diplomas.services import jobs
from diplomas.services.correcting import correct_outdated
from diplomas.texts import default_design
from events.models import Person
from projects.models import TeamMember
from tests.cast import as_trainee
from tests.diplomas.people import event_with_team, issue, move_to
from tests.factories import DAY, PersonFactory, TeamMemberFactory


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def canary(number: str) -> bytes:
    return f"%PDF canary {number}".encode()


def make_all():
    for claimed in jobs.claim():
        jobs.finish(claimed, canary(claimed.snapshot["number"]))


def trainee(name="Әлия Үлгі 1") -> Client:
    return as_trainee(Client(), TeamMember.objects.get(person__name=name))


def home(client) -> str:
    return client.get(reverse("trainee:home")).content.decode()


@pytest.mark.django_db
def test_before_issuing_the_trainee_sees_the_name_to_be_printed_and_the_project():
    event_with_team(1)
    Person.objects.filter(name="Әлия Үлгі 1").update(printed_names={"en": "Aliya Sample"})

    html = home(trainee())

    assert "Aliya Sample" in html
    assert "Talent management in the school" in html
    assert "Your diploma is not issued yet." in html
    assert reverse("trainee:diploma_download") not in html


@pytest.mark.django_db
def test_while_the_diploma_is_made_there_is_nothing_to_download():
    issue(event_with_team(1))
    client = trainee()

    html = home(client)
    download = client.get(reverse("trainee:diploma_download"))

    assert "Your diploma is being made." in html
    assert download.status_code == 404


@pytest.mark.django_db
def test_a_diploma_that_failed_is_not_said_to_be_on_its_way():
    issue(event_with_team(1))
    RenderJob.objects.update(state="failed")

    html = home(trainee())

    assert "Your diploma could not be made yet." in html
    assert "Your diploma is being made." not in html


@pytest.mark.django_db
def test_a_ready_diploma_is_downloaded_and_its_public_page_is_named():
    [diploma] = issue(event_with_team(1))
    make_all()
    client = trainee()

    html = home(client)
    download = client.get(reverse("trainee:diploma_download"))

    assert f"/d/{diploma.code}" in html
    assert download.content == canary("2019/001")
    assert download["Cache-Control"] == "private, no-store"
    assert download["X-Content-Type-Options"] == "nosniff"
    assert download["Content-Disposition"].startswith("attachment; filename*=utf-8''2019-001%20")


@pytest.mark.django_db
def test_a_page_that_is_to_be_printed_stands_by_the_name_and_later_below_the_download():
    event = event_with_team(1, languages=["en"])
    default_design(event, "certificate").save()
    address = reverse("trainee:name_page", args=["certificate-en"])
    picture = f'<img src="{address}" width="1188" height="840" alt="The page of a document, with your name: certificate" loading="lazy">'
    client = trainee()
    before = home(client)
    issue(event)
    make_all()

    after = home(client)

    assert before.index("Something is wrong") < before.index(picture)
    assert before.index(picture) < before.index("Yes, print it so")
    assert after.index("Download the diploma (PDF)") < after.index(picture)


@pytest.mark.django_db
@pytest.mark.parametrize(("one", "other"), list(permutations((1, 2, 3), 2)))
def test_no_trainee_ever_gets_the_file_of_another(one, other):
    issue(event_with_team(3))
    make_all()
    client = trainee(f"Әлия Үлгі {one}")

    answers = [home(client).encode(), client.get(reverse("trainee:diploma_download")).content]

    assert canary(f"2019/00{one}") == answers[1]
    assert all(canary(f"2019/00{other}") not in answer for answer in answers)
    assert all(f"Әлия Үлгі {other}".encode() not in answer for answer in answers)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (Diploma.State.REVOKED, "This diploma was revoked and is not valid any more."),
        (Diploma.State.SUPERSEDED, "This diploma was replaced by another one."),
    ],
)
def test_a_diploma_that_does_not_stand_is_not_handed_out(state, sentence):
    event = event_with_team(1)
    issue(event)
    move_to(state, event)
    client = trainee()

    html = home(client)
    download = client.get(reverse("trainee:diploma_download"))

    assert sentence in html
    assert download.status_code == 404


@pytest.mark.django_db
def test_after_a_correction_the_page_is_of_the_valid_one_and_the_old_file_is_not_offered():
    event = event_with_team(1)
    [old] = issue(event)
    make_all()
    Person.objects.filter(pk=old.person_id).update(name="Әлия Түзетілген")
    correct_outdated(event.pk, actor="test", at=DAY)
    client = trainee("Әлия Түзетілген")

    being_made, no_file = home(client), client.get(reverse("trainee:diploma_download"))
    make_all()
    made = home(client)

    assert no_file.status_code == 404
    assert "Your diploma is being made." in being_made
    for html in (being_made, made):
        assert "In place of, which is not valid any more</dt><dd>№ 2019/001</dd>" in html
        assert "№ 2019/002" in html
        assert "Әлия Түзетілген" in html
    assert client.get(reverse("trainee:diploma_download")).content == canary("2019/002")


@pytest.mark.django_db
def test_a_person_without_a_team_has_a_page_without_a_project():
    member = TeamMemberFactory(person=PersonFactory(name="Alone"))
    client = as_trainee(Client(), member)
    member.delete()

    html = home(client)

    assert "Alone" in html
    assert "Your diploma is not issued yet." in html


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["home", "diploma_download"])
def test_without_a_card_one_is_asked_for_it(client, name):
    response = client.get(reverse(f"trainee:{name}"))

    assert (response.status_code, response.url) == (302, reverse("public:pass_open"))
