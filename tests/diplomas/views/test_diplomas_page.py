from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from diplomas.errors import OVERFLOWS, TOO_LONG, UNFIT, UNPRINTABLE
from diplomas.files import FILES
from diplomas.models import Diploma, RenderJob
from diplomas.reports import diploma_board
from diplomas.services import jobs
from events.errors import CRASHED, UNSTORED
from events.models import AuditEntry, Event, Person
from projects.models import Project
from tests.diplomas.people import add_members, event_with_team, issue, states
from tests.factories import DesignFactory, EventFactory, MembershipFactory

CANARY = b"%PDF canary of a diploma"


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def signed_in(client, event):
    client.force_login(MembershipFactory(event=event).user)
    return client


def page(client, event, name="diplomas"):
    return client.get(reverse(f"organizer:{name}", args=[event.slug]))


def make_all(content=CANARY):
    for claimed in jobs.claim():
        jobs.finish(claimed, content + claimed.snapshot["number"].encode())


LONG = "за публичную защиту проекта " * 70


@pytest.mark.django_db
def test_an_event_without_teams_says_what_to_do_next(client):
    event = EventFactory()

    html = page(signed_in(client, event), event).content.decode()

    assert "Name the members of the teams" in html
    assert reverse("organizer:diplomas_issue", args=[event.slug]) not in html


@pytest.mark.django_db
def test_before_issuing_everybody_is_listed_and_one_button_issues_for_all(client):
    event = event_with_team(2, trainees_stated=5)

    html = page(signed_in(client, event), event).content.decode()

    assert "Issue 2 diplomas" in html
    assert html.count("not issued") == 2
    assert "3 of 5 people have no name yet" in html


@pytest.mark.django_db
def test_the_button_issues_for_everybody_and_leads_back_to_the_page(client):
    event = event_with_team(2)

    response = signed_in(client, event).post(
        reverse("organizer:diplomas_issue", args=[event.slug]), {"agreed": "2"}, follow=True
    )

    assert "2 diplomas are issued." in response.content.decode()
    assert states(event) == ["queued", "queued"]


@pytest.mark.django_db
def test_pressing_the_button_twice_says_that_nothing_was_left(client):
    event = event_with_team(1)
    issue(event)

    response = signed_in(client, event).post(
        reverse("organizer:diplomas_issue", args=[event.slug]), follow=True
    )

    assert "Everybody on a team has a diploma already." in response.content.decode()


@pytest.mark.django_db
def test_while_work_is_under_way_the_page_follows_it_and_after_that_no_more(client):
    event = event_with_team(2)
    issue(event)
    signed_in(client, event)

    under_way = page(client, event).content.decode()
    make_all()
    done = page(client, event).content.decode()

    assert "js/pages/live_parts" in under_way
    assert '<progress max="2" value="0"' in under_way
    assert "js/pages/live_parts" not in done
    assert '<progress max="2" value="2"' in done


@pytest.mark.django_db
def test_an_unchanged_state_is_not_sent_again(client):
    event = event_with_team(2)
    issue(event)
    signed_in(client, event)
    first = page(client, event, "diplomas_progress")

    same = progress_since(client, event, first)
    make_all()
    made = progress_since(client, event, first)
    DesignFactory(event=event, title="Сертификат")
    AuditEntry.write(event, "test", "design.changed", event)
    reworded = progress_since(client, event, made)

    assert [each.status_code for each in (first, same, made, reworded)] == [200, 304, 200, 200]
    assert same.content == b""


def progress_since(client, event, seen):
    address = reverse("organizer:diplomas_progress", args=[event.slug])
    return client.get(address, headers={"If-None-Match": seen["ETag"]})


@pytest.mark.django_db
def test_the_page_says_how_fast_the_work_goes_and_how_long_the_rest_takes(client):
    event = event_with_team(4)
    issue(event)
    ago = timezone.now() - timedelta(seconds=50)
    RenderJob.objects.update(queued_at=ago)
    made = RenderJob.objects.filter(diploma__sequence__lte=2)
    made.update(state="done", finished_at=ago + timedelta(seconds=20))
    Diploma.objects.filter(sequence__lte=2).update(state="ready", file_hash=F("code"))

    html = page(signed_in(client, event), event, "diplomas_progress").content.decode()

    assert "2 a minute" in " ".join(html.split())
    assert "about 1 minute left" in " ".join(html.split())


@pytest.mark.django_db
def test_a_storage_that_is_full_is_called_by_its_name_and_not_taken_for_a_missing_worker(client):
    event = event_with_team(2)
    issue(event)
    RenderJob.objects.update(queued_at="2019-11-30T00:00:00Z", error=UNSTORED)

    html = page(signed_in(client, event), event, "diplomas_progress").content.decode()

    assert "The file storage is full or away: 2 documents wait for it." in " ".join(html.split())
    assert "Nobody is working on these." not in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "change", "place"),
    [
        (TOO_LONG, {}, "person"),
        (OVERFLOWS, {}, "team"),
        (UNFIT, {}, "settings"),
        (UNPRINTABLE, {"name": "ነ"}, "person"),
        (UNPRINTABLE, {"topic": "ነ"}, "team"),
        (UNPRINTABLE, {"issuer": "ነ"}, "settings"),
        (CRASHED, {}, ""),
    ],
)
def test_a_failed_one_leads_to_where_it_is_mended(client, error, change, place):
    event = event_with_team(1)
    [diploma] = issue(event)
    Diploma.objects.update(snapshot=diploma.snapshot | change)
    RenderJob.objects.update(state="failed", error=error)
    person = diploma.person
    places = {
        "person": reverse("organizer:person", args=[event.slug, person.key]),
        "team": reverse("organizer:team", args=[event.slug, Project.objects.get().pk]),
        "settings": reverse("organizer:settings", args=[event.slug]),
    }

    html = page(signed_in(client, event), event, "diplomas_progress").content.decode()

    found = {name for name, address in places.items() if f'href="{address}"' in html}
    assert found == ({place} if place else set())


@pytest.mark.django_db
def test_the_failed_are_listed_by_name_with_the_reason_and_can_be_tried_again(client):
    event = event_with_team(2)
    Person.objects.filter(name="Әлия Үлгі 2").update(name="Ә" * 90)
    issue(event)
    signed_in(client, event)

    html = page(client, event).content.decode()
    Person.objects.filter(name="Ә" * 90).update(name="Әлия Қысқа")
    client.post(reverse("organizer:diplomas_retry", args=[event.slug]))

    [failed] = [row for row in html.split("<tr>") if "does not fit on the diploma" in row]
    assert "Ә" * 90 in failed
    assert states(event) == ["queued", "queued"]


@pytest.mark.django_db
def test_one_that_failed_is_tried_again_by_itself(client):
    event = event_with_team(2)
    Person.objects.filter(teammember__isnull=False).update(name="Ә" * 90, printed_names={})
    issue(event)
    signed_in(client, event)
    html = page(client, event).content.decode()
    [first, second] = Diploma.objects.of_event(event).order_by("sequence")
    Person.objects.filter(name="Ә" * 90).update(name="Әлия Қысқа")

    client.post(reverse("organizer:diplomas_retry", args=[event.slug]), {"code": second.code})

    assert all(f'name="code" value="{each.code}"' in html for each in (first, second))
    assert states(event) == ["failed", "queued"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "column", "line"),
    [
        (Event, "city", "City: This cannot be printed on a document: ነ (U+1290"),
        (Project, "topic", "Topic: This cannot be printed on a document: ነ (U+1290"),
        (Person, "name", "Name: This cannot be printed on a document: ነ (U+1290"),
    ],
)
def test_a_letter_that_stood_in_the_database_before_the_rule_is_named_with_its_text(
    client, row, column, line
):
    event = event_with_team(1)
    row.objects.update(**{column: "Ескі ነ"})
    issue(event)
    while claimed := jobs.claim():
        jobs.render_claimed(claimed)

    html = page(signed_in(client, event), event).content.decode()

    assert line in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"before_topic": LONG, "after_topic": LONG}, "Even in the smallest letters"),
        ({"title": "Д" * 61}, "title: "),
        ({"lead": "Ескі ነ"}, "lead: This cannot be printed on a document: ነ"),
        ({"signatories": [{"role": "Ескі ነ", "name": ""}]}, "signatories[0].role: "),
        ({"signatories": [{"role": "Ректор", "name": ""}]}, ""),
    ],
)
def test_a_design_that_stood_in_the_database_before_its_rule_is_told_before_it_is_printed(
    client, texts, told
):
    """On the page where one issues, and where the program asks whether to."""
    event = event_with_team(1)
    DesignFactory(event=event, **texts)
    organizer = signed_in(client, event)

    pages = (
        page(organizer, event),
        organizer.post(reverse("organizer:diplomas_issue", args=[event.slug])),
    )

    for each in pages:
        html = each.content.decode()
        assert ("The wording of the diploma: " in html) == bool(told)
        assert told in html


@pytest.mark.django_db
def test_watching_the_progress_changes_nothing(client):
    event = event_with_team(1)
    issue(event)
    jobs.claim()
    RenderJob.objects.update(lease_until="2019-11-30T00:00:00Z")
    signed_in(client, event)
    before = RenderJob.objects.values().get()

    figures = page(client, event, "diplomas_figures").json()
    page(client, event, "diplomas_progress")

    assert figures == {"total": 1, "ready": 0, "queued": 0, "running": 1, "failed": 0}
    assert RenderJob.objects.values().get() == before


@pytest.mark.django_db
def test_work_that_nobody_takes_is_called_by_its_name(client):
    event = event_with_team(1)
    issue(event)
    RenderJob.objects.update(queued_at="2019-11-30T00:00:00Z")

    html = page(signed_in(client, event), event, "diplomas_progress").content.decode()

    assert "Nobody is working on these." in html


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_the_board_costs_five_queries(django_assert_num_queries, size):
    event = event_with_team(size)
    issue(event)

    with django_assert_num_queries(5):
        board = diploma_board(event)

    assert len(board.rows) == size


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_the_page_costs_the_same_whatever_the_number_of_people(
    client, django_assert_num_queries, size
):
    event = event_with_team(size)
    issue(event)
    signed_in(client, event)

    with django_assert_num_queries(12):
        page(client, event)


@pytest.mark.django_db
def test_the_organizer_gets_the_file_under_a_name_that_can_be_found_again(client):
    event = event_with_team(1)
    [diploma] = issue(event)
    make_all()

    response = signed_in(client, event).get(
        reverse("organizer:diploma_file", args=[event.slug, diploma.code])
    )

    assert response.content == CANARY + b"2019/001"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''2019-001%20%D3%98%D0%BB%D0%B8%D1%8F%20"
        "%D2%AE%D0%BB%D0%B3%D1%96%201.pdf"
    )
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_a_file_of_another_event_does_not_exist(client):
    event, other = event_with_team(1), event_with_team(1)
    issue(event)
    [foreign] = issue(other)
    make_all()
    signed_in(client, event)

    mixed = client.get(reverse("organizer:diploma_file", args=[event.slug, foreign.code]))
    theirs = client.get(reverse("organizer:diploma_file", args=[other.slug, foreign.code]))

    assert [mixed.status_code, theirs.status_code] == [404, 404]
    assert CANARY not in mixed.content + theirs.content


@pytest.mark.django_db
def test_a_file_that_is_gone_is_a_sentence_and_no_error_page(client):
    event = event_with_team(1)
    [diploma] = issue(event)
    make_all()
    diploma.refresh_from_db()
    FILES.remove([diploma.file_hash])

    response = signed_in(client, event).get(
        reverse("organizer:diploma_file", args=[event.slug, diploma.code]), follow=True
    )

    assert "The file cannot be read at the moment." in response.content.decode()


@pytest.mark.django_db
def test_the_sidebar_counts_the_failed(client):
    event = event_with_team(1)
    add_members(event, 1)[0]
    issue(event)
    RenderJob.objects.filter(diploma__sequence=1).update(state="failed")

    html = page(signed_in(client, event), event).content.decode()

    assert "<em>1 failed</em>" in html
    assert Diploma.objects.of_event(event).count() == 2
