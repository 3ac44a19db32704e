import re
from dataclasses import fields
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from diplomas.access import GUESSES
from diplomas.guesses import MISSES_AT_ONCE
from diplomas.models import Diploma, RenderJob
from diplomas.record import DiplomaRecord
from diplomas.services.correcting import correct_outdated
from diplomas.services.duplicating import duplicate_diploma
from diplomas.services.revoking import revoke_diploma
from events.codes import in_groups
from events.models import Person
from tests.diplomas.people import event_with_team, issue, make_ready, move_to
from tests.experts.test_guards import take_guards_off
from tests.factories import DAY

UNKNOWN = "000000000000"
MALFORMED = "not-a-code"


def a_diploma(state="ready", **fields) -> Diploma:
    event = event_with_team(1, **fields)
    [diploma] = issue(event)
    move_to(state, event)
    diploma.refresh_from_db()
    return diploma


def bare(response) -> str:
    """The page without what differs from request to request: its address, the CSRF token, what was typed."""
    html = response.content.decode()
    return re.sub(r'name="(?:csrfmiddlewaretoken|next|code)" value="[^"]*"', "", html)


@pytest.mark.django_db
def test_a_valid_diploma_says_every_claim_of_its_paper(client):
    diploma = a_diploma(
        course="Management in Education", organiser="Institute", city="Shymkent", languages=["en"]
    )
    supervisors = diploma.person.teammember.project.supervisor_names

    html = client.get(f"/d/{diploma.code}").content.decode()

    assert re.findall(r"<dt>([^<]*)</dt>\s*<dd[^>]*>([^<]*)</dd>", html) == [
        ("Number", f"№ {diploma.number}"),
        ("Document", "Diploma"),
        ("Name", "Әлия Үлгі 1"),
        ("Topic", "“Talent management in the school”"),
        ("Course", "Management in Education"),
        ("Issued by", "Institute"),
        ("City", "Shymkent"),
        ("Date", "30 November 2019"),
        (
            "Text",
            "for the public defense of the project “Talent management in the school”"
            " in the programme “Management in Education”",
        ),
        ("Project supervisor", *supervisors),
        ("Signature", "Chair of the expert group"),
        ("Signature", "On behalf of the organiser"),
    ]
    assert 'data-state="ready"' in html
    assert "This diploma is valid" in html
    assert "if a line differs, it is forged" in html


@pytest.mark.django_db
def test_whatever_the_paper_says_the_page_says_too(client):
    """A field that a record gets later is on the page too, or is named here with the reason."""
    elsewhere = {
        "language",
        "verify_url",
        "issued_on",
        "kind",
        "kinds",
        "lead",
        "supervised_by",
        "code",
        "watermark",
        "stamp",  # where one may be put: it claims nothing
        "accent",
        "logo",
        "beside",  # see test_a_page_in_two_languages_is_told_in_both
    }
    diploma = a_diploma()
    words = {each.name: [f"word of {each.name}"] for each in fields(DiplomaRecord)}
    words |= {name: [] for name in elsewhere}
    snapshot = diploma.snapshot | {
        name: said if isinstance(diploma.snapshot[name], list) else said[0]
        for name, said in words.items()
        if said
    }
    snapshot |= {
        "signatories": [["word of office", "word of signatories"]],
        "place_and_date": "word of place_and_date · 30 November 2019",
        "number": diploma.number,
    }
    take_guards_off("diplomas_diploma")
    Diploma.objects.filter(pk=diploma.pk).update(snapshot=snapshot)

    html = client.get(f"/d/{diploma.code}").content.decode()

    assert [
        name for name in set(words) - elsewhere - {"number"} if f"word of {name}" not in html
    ] == []
    assert diploma.number in html
    assert "word of office" in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("pending", "This diploma is being made"),
        ("revoked", "This diploma was revoked"),
        ("superseded", "This diploma was replaced"),
    ],
)
def test_every_other_state_is_said_and_none_is_called_valid(client, state, sentence):
    diploma = a_diploma(state)

    html = client.get(f"/d/{diploma.code}").content.decode()

    assert f'data-state="{state}"' in html
    assert sentence in html
    assert "This diploma is valid" not in html


LATER = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)  # in Almaty it is the first of December


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "sentence", "day"),
    [
        ("en", "A corrected diploma stands in its place", "1 December 2026"),
        ("ru", "<a href", "1 декабря 2026"),
        ("kk", "<a href", "2026 жылғы 1 желтоқсан"),
    ],
)
def test_a_corrected_diploma_says_by_which_and_since_which_day(client, language, sentence, day):
    old = a_diploma(time_zone="Asia/Almaty")
    Person.objects.filter(pk=old.person_id).update(name="Әлия Түзетілген")
    [new] = correct_outdated(old.event_id, actor="test", at=LATER)
    make_ready(old.event)

    html = client.get(f"/d/{old.code}", headers={"Accept-Language": language}).content.decode()

    assert f'<a href="/d/{new.code}">№ {new.number}</a>' in html
    assert sentence in html
    assert day in html
    assert "Әлия Түзетілген" not in html


@pytest.mark.django_db
def test_a_lost_one_says_that_a_duplicate_stands_in_its_place_and_that_one_says_what_it_is(client):
    old = a_diploma(languages=["en"])
    new = duplicate_diploma(old.event_id, old.code, reason="Fire", actor="test", at=LATER)
    make_ready(old.event)

    before, after = (client.get(f"/d/{each.code}").content.decode() for each in (old, new))

    assert "Its paper was lost. A duplicate with the same words stands in its place" in before
    assert f'<a href="/d/{new.code}">№ {new.number}</a>' in before
    assert "This diploma is valid" in after
    assert f"DUPLICATE, in place of № {old.number}" in after
    assert "Fire" not in before + after


def page(client, diploma: Diploma) -> str:
    return client.get(f"/d/{diploma.code}").content.decode()


def duplicate(diploma: Diploma) -> Diploma:
    new = duplicate_diploma(diploma.event_id, diploma.code, reason="Fire", actor="test", at=LATER)
    make_ready(diploma.event)
    return new


def linked(diploma: Diploma) -> str:
    return f'<a href="/d/{diploma.code}">№ {diploma.number}</a>'


@pytest.mark.django_db
def test_a_lost_one_whose_duplicate_was_revoked_says_that_nothing_stands_in_its_place(client):
    old = a_diploma(languages=["en"])
    new = duplicate(old)
    revoke_diploma(old.event_id, new.code, reason="Found again", actor="test", at=LATER)

    html = page(client, old)

    assert f"It was replaced by {linked(new)}, which was revoked. None stands in its place." in html
    assert "A duplicate with the same words stands" not in html
    assert "Not valid from this day on" in html


@pytest.mark.django_db
def test_one_that_was_replaced_again_and_again_names_the_last(client):
    old = a_diploma(languages=["en"])
    second = duplicate(old)
    third = duplicate(second)

    assert f"A duplicate with the same words stands in its place: {linked(third)}" in page(
        client, old
    )

    Person.objects.filter(pk=old.person_id).update(name="Әлия Түзетілген")
    [last] = correct_outdated(old.event_id, actor="test", at=LATER)
    making = page(client, old)
    make_ready(old.event)
    made = [page(client, each) for each in (old, second, third)]

    assert f"№ {last.number}" in making
    assert "which is not made yet" in making
    for html in made:
        assert f"A corrected diploma stands in its place: {linked(last)}" in html
        assert "A duplicate" not in html


@pytest.mark.django_db
def test_one_that_failed_promises_no_minute(client):
    event = event_with_team(1)
    [diploma] = issue(event)
    RenderJob.objects.update(state="failed", error="crashed")

    html = page(client, diploma)

    assert "This diploma is not made yet" in html
    assert "The organizers see why" in html
    assert "in a minute" not in html
    assert 'data-state="pending"' in html


@pytest.mark.django_db
def test_a_revoked_one_says_since_when_and_not_why(client):
    old = a_diploma(time_zone="Asia/Almaty")
    revoke_diploma(old.event_id, old.code, reason="Found in a drawer", actor="test", at=LATER)

    html = client.get(f"/d/{old.code}").content.decode()

    assert "This diploma was revoked" in html
    assert "Not valid from this day on: 1 December 2026." in html
    assert "drawer" not in html


@pytest.mark.django_db
def test_a_diploma_of_a_rehearsal_is_never_taken_for_a_real_one(client):
    diploma = a_diploma(is_rehearsal=True)

    html = client.get(f"/d/{diploma.code}").content.decode()

    assert "it is no real diploma" in html
    assert "This diploma is valid" not in html
    assert 'data-state="ready"' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "day"),
    [("kk", "2019 жылғы 30 қараша"), ("en", "30 November 2019")],
)
def test_the_date_is_written_as_the_readers_language_writes_it(client, language, day):
    diploma = a_diploma()

    html = client.get(f"/d/{diploma.code}", headers={"Accept-Language": language}).content.decode()

    assert f"<dd>{day}</dd>" in html


@pytest.mark.django_db
def test_the_page_keeps_the_words_that_were_printed(client):
    diploma = a_diploma(course="Management in Education")
    type(diploma.event).objects.update(course="Another programme")
    diploma.person.__class__.objects.update(name="Another Name")

    html = client.get(f"/d/{diploma.code}").content.decode()

    assert "Management in Education" in html
    assert "Another" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("write", [in_groups, str.lower, lambda code: in_groups(code).lower()])
def test_a_code_typed_otherwise_leads_to_the_one_address(client, write):
    diploma = a_diploma()

    by_path = client.get(f"/d/{write(diploma.code)}")
    by_form = client.get(reverse("public:diploma_find"), {"code": f" {write(diploma.code)} "})

    assert [(each.status_code, each.url) for each in (by_path, by_form)] == [
        (302, f"/d/{diploma.code}")
    ] * 2


@pytest.mark.django_db
def test_unknown_and_malformed_codes_are_answered_alike_at_the_same_cost(client):
    a_diploma()
    client.get(f"/d/{UNKNOWN}")

    answers, costs = [], []
    for code in (UNKNOWN, MALFORMED, "7" * 500):
        with CaptureQueriesContext(connection) as queries:
            answers.append(client.get(f"/d/{code}"))
        costs.append(len(queries))

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({bare(answer) for answer in answers}) == 1
    assert len(set(costs)) == 1
    assert 'data-state="unknown"' in bare(answers[0])


@pytest.mark.django_db
@time_machine.travel(DAY, tick=False)
def test_a_mistyped_code_stands_in_its_field_again(client):
    typed = '7K3M-Q9XB-T4W"<'
    find = reverse("public:diploma_find")

    answers = [client.get(find, {"code": typed}), client.get(f"/d/{quote(typed)}")]
    for _ in range(MISSES_AT_ONCE):
        too_often = client.get(find, {"code": typed})

    assert [answer.status_code for answer in (*answers, too_often)] == [404, 404, 429]
    for answer in (*answers, too_often):
        assert 'value="7K3M-Q9XB-T4W&quot;&lt;"' in answer.content.decode()


@pytest.mark.django_db
def test_no_page_of_a_code_is_listed_or_kept(client):
    diploma = a_diploma()

    answers = [client.get(path) for path in (f"/d/{diploma.code}", f"/d/{UNKNOWN}", "/d/")]

    assert [answer["X-Robots-Tag"] for answer in answers] == ["noindex, nofollow"] * 3
    assert all("no-store" in answer["Cache-Control"] for answer in answers)


@pytest.mark.django_db
@time_machine.travel(DAY, tick=False)
def test_who_has_guessed_too_often_learns_nothing_more_for_a_while(client):
    """Neither of a miss nor of a hit: an answer to hits alone would let the guessing go on."""
    diploma = a_diploma()

    misses = [client.get(f"/d/{UNKNOWN}").status_code for _ in range(MISSES_AT_ONCE + 2)]
    hit = client.get(f"/d/{diploma.code}")
    by_form = client.get(reverse("public:diploma_find"), {"code": MALFORMED})
    with_a_header = client.get(f"/d/{UNKNOWN}", headers={"X-Forwarded-For": "192.0.2.9"})
    from_elsewhere = client.get(f"/d/{diploma.code}", REMOTE_ADDR="192.0.2.7")

    assert misses == [404] * MISSES_AT_ONCE + [429] * 2
    assert [each.status_code for each in (hit, by_form, with_a_header)] == [429] * 3
    assert bare(hit) == bare(by_form)
    assert from_elsewhere.status_code == 200
    assert hit["Retry-After"] == "60"


@pytest.mark.django_db
def test_without_the_limit_every_guess_is_answered(client, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(GUESSES, "take", lambda at, visitor: True)

    answers = {client.get(f"/d/{UNKNOWN}").status_code for _ in range(MISSES_AT_ONCE + 2)}

    assert answers == {404}


@pytest.mark.django_db
@time_machine.travel(DAY, tick=False)
def test_a_miss_writes_nothing_and_one_beyond_the_limit_asks_nothing(client):
    with CaptureQueriesContext(connection) as queries:
        for _ in range(MISSES_AT_ONCE):
            client.get(f"/d/{UNKNOWN}")
    asked = [query["sql"].split()[0] for query in queries]
    with CaptureQueriesContext(connection) as beyond:
        client.get(f"/d/{UNKNOWN}")

    assert asked == ["SELECT"] * MISSES_AT_ONCE
    assert len(beyond) == 0


@pytest.mark.django_db
def test_hits_do_not_use_up_the_misses(client):
    diploma = a_diploma()

    for _ in range(MISSES_AT_ONCE + 2):
        client.get(f"/d/{diploma.code}")

    assert client.get(f"/d/{UNKNOWN}").status_code == 404


@pytest.mark.django_db
def test_the_forms_page_asks_for_a_code(client):
    html = client.get(reverse("public:diploma_find")).content.decode()

    assert 'name="code"' in html
    assert DAY.strftime("%Y") not in html
