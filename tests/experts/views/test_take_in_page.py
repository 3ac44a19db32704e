"""The organizers' page for unsent sheets: what is inside is shown without points, then taken in."""

import json
from dataclasses import replace
from http import HTTPStatus
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.models import AuditEntry
from experts.models import PaperEntry, ScoreSheet, SheetRevision
from experts.sheets import Assignment
from tests.cast import Cast, as_organizer, gather
from tests.experts.hall import pass_of, text_of
from tests.experts.services.test_taking_in import given
from tests.experts.tablets import Tablet, as_code, handed_over
from tests.factories import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather()


@pytest.fixture
def olga(client, cast):
    return as_organizer(client, cast.olga)


def carried(cast: Cast, *, is_signed: bool = True) -> dict[str, object]:
    """Emil's only sheet, submitted at 12:00 by the tablet's clock."""
    card, sheet = pass_of(cast.emil), Assignment(cast.emil.pk, cast.defense.pk)
    operation = replace(given(), client_ts=int(DAY.timestamp() * 1000))
    if not is_signed:
        return handed_over([(sheet, operation)], card, None)
    tablet = Tablet()
    tablet.register(card)
    return handed_over([(sheet, tablet.signed(operation, sheet, card))], card, tablet)


def look(client, cast, **data):
    return client.post(reverse("organizer:take_in_look", args=[cast.event.slug]), data)


def store(client, cast, text: str):
    address = reverse("organizer:take_in_store", args=[cast.event.slug])
    return client.post(address, {"text": text}, follow=True)


def test_the_file_is_shown_without_points_and_stored_by_a_button(olga, cast):
    said = json.dumps(carried(cast))
    file = SimpleUploadedFile("qorgau.json", said.encode())

    shown = look(olga, cast, file=file)

    page = shown.context["page"]
    assert (page.name, page.is_signed, page.code) == ("Emil", True, "")
    assert [(row.team, row.state) for row in page.rows] == [("1", "submitted")]
    assert "17" not in text_of(shown.content.decode().split("<main")[1])
    assert not ScoreSheet.objects.exists()
    told = store(olga, cast, page.text)
    assert [str(each) for each in told.context["messages"]] == ["Team 1: stored."]
    assert SheetRevision.objects.count() == 1


def test_a_code_says_which_of_how_many_it_is(olga, cast):
    shown = look(olga, cast, text=as_code(carried(cast), 2, 3))

    assert shown.context["page"].code.startswith("This was code 2 of 3")
    told = store(olga, cast, shown.context["page"].text)
    assert [str(each)[:20] for each in told.context["messages"]] == [
        "Team 1: stored.",
        "This was code 2 of 3",
    ]


def test_what_nobody_signed_says_so_and_becomes_an_entry_of_paper(olga, cast):
    shown = look(olga, cast, text=json.dumps(carried(cast, is_signed=False)))

    assert "it could be anybody’s" in shown.content.decode()
    store(olga, cast, shown.context["page"].text)
    assert PaperEntry.objects.get().by == cast.olga


def test_what_would_be_refused_now_is_not_promised(olga, cast):
    said = json.dumps(carried(cast))
    promised = look(olga, cast, text=said).context["page"].rows
    cast.event.__class__.objects.update(scoring_closed_at=DAY)

    refused = look(olga, cast, text=said).context["page"].rows

    assert [row.fate for row in promised] == ["is stored as the expert’s own"]
    assert [row.fate for row in refused] == ["is not taken: scoring is closed."]
    assert not ScoreSheet.objects.exists()
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["tablet_key.registered"]


def test_a_refusal_is_told_to_the_organizer_with_its_reason(olga, cast):
    said = json.dumps(carried(cast))
    cast.event.__class__.objects.update(scoring_closed_at=DAY)

    told = store(olga, cast, said)

    assert [str(each) for each in told.context["messages"]] == [
        "Team 1 is not taken: scoring is closed."
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda said: said["given"], "These are no unsent sheets of a tablet."),
        (lambda said: as_code(said)[:200], "A part of the code is missing."),
        (
            lambda said: json.dumps({**said, "event": "theirs"}),
            "These sheets are of another event (theirs).",
        ),
        (
            lambda said: json.dumps({**said, "person": "x"}),
            "These sheets are of nobody in this event.",
        ),
        (
            lambda said: json.dumps({**said, "given": said["given"] + " "}),
            "Nothing was taken: this was changed after the tablet of Emil",
        ),
    ],
)
def test_what_cannot_be_taken_is_told_in_a_sentence(olga, cast, change, sentence):
    text = change(carried(cast))

    answers = [look(olga, cast, text=text), store(olga, cast, text)]

    for answer in answers:
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert sentence in answer.content.decode()
    assert not ScoreSheet.objects.exists()


def test_no_file_a_picture_and_a_seat_that_is_gone(olga, cast):
    nothing = look(olga, cast)
    picture = look(olga, cast, file=SimpleUploadedFile("code.png", b"\x89PNG\r\n\x1a\n\xff\0"))
    said = carried(cast, is_signed=False)
    rows = json.loads(said["given"])
    rows[0] |= {"sheet": "999999-999999", "op_id": str(UUID(int=3))}

    gone = store(olga, cast, json.dumps({**said, "given": json.dumps(rows)}))

    assert "Choose the file that the tablet saved" in nothing.content.decode()
    assert "These are no unsent sheets" in picture.content.decode()
    assert [str(each) for each in gone.context["messages"]] == [
        "Team 999999-999999 is not taken: the expert has no seat on the panel that scores this team."
    ]
