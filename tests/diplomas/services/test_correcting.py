"""A diploma whose words are no longer so: marked, and replaced by one with a new number."""

import pytest
from django.db.models import F

from diplomas.models import Diploma, RenderJob
from diplomas.services.correcting import correct_outdated
from events.models import AuditEntry, Person
from tests.diplomas.people import event_with_team, issue, states
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """Three diplomas are ready, and the second person's name was corrected since."""
    event = event_with_team(3)
    issue(event)
    RenderJob.objects.update(state="done")
    Diploma.objects.update(state="ready", file_hash=F("code"), ready_at=DAY)
    Person.objects.filter(name="Әлия Үлгі 2").update(name="Әлия Түзетілген")
    return event


def correct(event):
    return correct_outdated(event.pk, actor="test", at=DAY)


def test_a_corrected_diploma_has_a_new_number_and_the_old_one_says_which(event):
    [corrected] = correct(event)

    old = Diploma.objects.get(number="2019/002")
    assert (corrected.number, corrected.revision) == ("2019/004", 2)
    assert corrected.snapshot["name"] == "Әлия Түзетілген"
    assert (old.state, old.superseded_by, old.snapshot["name"]) == (
        "superseded",
        corrected,
        "Әлия Үлгі 2",
    )
    assert states(event) == ["done", "done", "done", "queued"]
    details = AuditEntry.objects.get(verb="diplomas.corrected").details
    assert details["numbers"] == {"2019/002": "2019/004"}
    assert details["rows"].keys() == {f"diploma:{old.pk}", f"diploma:{corrected.pk}"}


def test_nothing_is_corrected_twice_and_nobody_else_is_touched(event):
    correct(event)

    assert correct(event) == []
    assert Diploma.objects.filter(state="ready").count() == 2
    assert issue(event) == []


def test_one_that_is_being_made_or_was_revoked_is_left(event):
    Diploma.objects.filter(number="2019/002").update(state="revoked")
    Person.objects.filter(name="Әлия Үлгі 3").update(name="Басқа")
    Diploma.objects.filter(number="2019/003").update(state="pending")

    assert correct(event) == []


def test_the_organizers_page_marks_it_and_issues_the_corrected_one(event, client):
    client.force_login(MembershipFactory(event=event).user)
    address = f"/organize/{event.slug}/diplomas/"

    before = client.get(address).content.decode()
    client.post(f"{address}correct/", {"agreed": "1"})
    after = client.get(address).content.decode()

    assert before.count('class="pill pill-warn"') == 1
    assert "Issue 1 corrected diploma" in before
    assert 'id="outdated"' not in after
    assert "№ 2019/004" in after
    old, new = (Diploma.objects.get(number=number) for number in ("2019/002", "2019/004"))
    page = client.get(f"/d/{old.code}").content.decode()
    assert f'<a href="/d/{new.code}">№ 2019/004</a>' in page
    assert "This diploma is valid" not in page
