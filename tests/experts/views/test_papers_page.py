"""The papers of a protocol: one press, what is there and what is not, and who may read them."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from experts import making, protocol_files
from experts.models import ProtocolFile, Seat
from experts.protocol_files import LANGUAGES, PAPERS, PaperKind
from tests.cast import as_expert, as_organizer
from tests.experts.decided_halls import prepared_with_record
from tests.experts.hall import Hall, close, fill
from tests.experts.protocols import prepared, sealed_by
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db
CANARY = b"%PDF of "


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def short_papers(monkeypatch):
    """A paper of one line: what a press makes of a record is tested where that stands."""
    kinds = {
        key: PaperKind(
            key, kind.label, kind.about, lambda _r, _s, language, _on: CANARY + language.encode()
        )
        for key, kind in PAPERS.items()
    }
    monkeypatch.setattr(protocol_files, "PAPERS", kinds)


@pytest.fixture
def hall() -> Hall:
    return hall_with_chair()


def hall_with_chair(*, is_tied: bool = False) -> Hall:
    hall = fill(2, 2)
    if is_tied:
        hall.recuse(1, 1)
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    close(hall)
    return hall


@pytest.fixture
def olga(hall, client):
    return as_organizer(client, MembershipFactory(event=hall.event).user)


def address(hall, name, *also):
    return reverse(f"organizer:{name}", args=[hall.event.slug, *also])


def page(olga, hall) -> str:
    return " ".join(olga.get(address(hall, "papers")).content.decode().split())


def make_all() -> None:
    while claimed := making.claim():
        making.make(claimed)


def test_before_a_protocol_is_prepared_there_is_nothing_to_make(olga, hall):
    olga.post(address(hall, "papers_make"))

    assert "No protocol is prepared yet." in page(olga, hall)
    assert not ProtocolFile.objects.exists()


def test_one_press_makes_every_paper_which_is_served_under_a_name_one_finds_again(olga, hall):
    prepared(hall.event)
    before = page(olga, hall)

    answer = olga.post(address(hall, "papers_make"))
    waiting = page(olga, hall)
    make_all()
    after = page(olga, hall)
    file = olga.get(address(hall, "paper_file", "speech-ru"))

    assert answer.url == address(hall, "papers")
    assert 'id="make-papers"' in before
    assert 'id="make-papers"' not in waiting + after
    assert after.count('id="paper-') == len(PAPERS) * len(LANGUAGES)
    assert file.content == CANARY + b"ru"
    assert (
        file["Content-Disposition"] == f'attachment; filename="{hall.event.slug}-1-speech-ru.pdf"'
    )
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in file["Cache-Control"]


def test_a_draft_is_no_paper_of_what_is_sealed(olga, hall):
    protocol = prepared(hall.event)
    making.ask_for_papers(protocol, at=DAY)
    make_all()
    draft = olga.get(address(hall, "paper_file", "protocol-kk")).status_code
    sealed_by(protocol, hall.seats[1])

    html = page(olga, hall)

    assert draft == 200
    assert 'id="make-papers"' in html
    assert 'id="paper-' not in html
    assert olga.get(address(hall, "paper_file", "protocol-kk")).status_code == 404


def test_what_failed_says_why_and_is_asked_for_again(olga, hall):
    making.ask_for_papers(prepared(hall.event), at=DAY)
    ProtocolFile.objects.update(state="failed", attempts=3, error="stopped")

    said = page(olga, hall)
    olga.post(address(hall, "papers_make"))

    assert "The worker was stopped three times while it made this file." in said
    assert 'id="make-papers"' in said
    assert set(ProtocolFile.objects.values_list("state", "error")) == {("queued", "")}


def test_the_part_that_changes_answers_304_as_long_as_nothing_did(olga, hall):
    making.ask_for_papers(prepared(hall.event), at=DAY)
    first = olga.get(address(hall, "papers_part"))

    same = olga.get(address(hall, "papers_part"), headers={"If-None-Match": first["ETag"]})
    make_all()
    changed = olga.get(address(hall, "papers_part"), headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, changed.status_code) == (304, 200)
    assert 'id="paper-protocol-kk"' in changed.content.decode()


@pytest.mark.parametrize("is_tied", [True, False])
def test_whoever_is_to_seal_reads_the_draft_unless_a_tie_keeps_its_places_from_them(is_tied):
    hall = hall_with_chair(is_tied=is_tied)
    olga = as_organizer(Client(), MembershipFactory(event=hall.event).user)
    olga.post(address(hall, "protocol_prepare"))
    make_all()
    paper, protocol = reverse("expert:paper", args=["protocol-kk"]), reverse("expert:protocol")

    answers = {seat: as_expert(Client(), hall.seats[seat]).get(paper) for seat in (1, 2)}
    asks = as_expert(Client(), hall.seats[1]).get(protocol).text

    assert {seat: each.status_code for seat, each in answers.items()} == {
        1: 404 if is_tied else 200,
        2: 404,
    }
    assert (reverse("expert:papers") in asks) is not is_tied
    assert set(ProtocolFile.objects.values_list("kind", flat=True)) == {"protocol"}


def test_the_chair_reads_the_papers_of_the_sealed_protocol_and_no_other_expert(client, hall):
    protocol = prepared(hall.event)
    making.ask_for_papers(protocol, at=DAY)
    make_all()
    paper, papers = reverse("expert:paper", args=["protocol-kk"]), reverse("expert:papers")
    chair = as_expert(client, hall.seats[1])
    making.ask_for_papers(sealed_by(protocol, hall.seats[1]), at=DAY)
    make_all()

    read = chair.get(paper)
    listed = chair.get(papers).content.decode()
    other = as_expert(client, hall.seats[2])

    assert read.content == CANARY + b"kk"
    assert paper in listed
    assert other.get(paper).status_code == 404
    assert paper not in other.get(papers).content.decode()


def test_an_annex_asks_for_its_papers_which_stand_beside_it_and_on_the_chairs_tablet(
    olga, hall, monkeypatch
):
    monkeypatch.setattr(protocol_files, "annex_pdf", lambda *_any: CANARY + b"the annex")
    sealed_by(prepared_with_record(hall), hall.seats[1])

    said = {"reason": "A name.", "text": "It is Aigul.", "op_id": str(uuid4())}
    olga.post(address(hall, "protocol_annex"), said)
    waiting = olga.get(address(hall, "protocol")).text
    make_all()
    file = address(hall, "paper_file", "annex-1-kk")
    chair = as_expert(Client(), hall.seats[1])
    own = reverse("expert:paper", args=["annex-1-kk"])

    assert file not in waiting
    assert file in olga.get(address(hall, "protocol")).text
    assert olga.get(file).content == CANARY + b"the annex"
    assert own in chair.get(reverse("expert:papers")).text
    assert chair.get(own).content == CANARY + b"the annex"
    assert as_expert(Client(), hall.seats[2]).get(own).status_code == 404


def test_who_sealed_in_place_of_the_chair_reads_them_too(client, hall):
    Seat.objects.filter(pk=hall.seats[2].pk).update(role=Seat.Role.DEPUTY)
    protocol = sealed_by(prepared(hall.event), hall.seats[2])
    making.ask_for_papers(protocol, at=DAY)
    make_all()

    deputy = as_expert(client, hall.seats[2])

    assert deputy.get(reverse("expert:paper", args=["teams-en"])).content == CANARY + b"en"
