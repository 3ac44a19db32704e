"""What a trainee sees of the diploma before it is issued: the page itself, marked, with their words."""

import io
from contextlib import ExitStack

import pypdfium2
import pytest
from PIL import Image

from diplomas.awards import words_in_event
from diplomas.errors import NoPreview, PicturesBusy
from diplomas.models import Diploma
from diplomas.own_pages import own_pages, picture_of_own
from diplomas.rendering import warm_renderer
from diplomas.services import previewing
from diplomas.services.issuing import issue_diplomas
from diplomas.services.issuing_documents import issue_documents
from diplomas.services.previewing import picture_of
from diplomas.texts import default_design
from events.models import Event, Person
from experts.models import Award
from tests.cast import gather
from tests.experts.sealed_events import sealed_with, show
from tests.factories import DAY, PersonFactory, SeatFactory

pytestmark = pytest.mark.once("the page is read and drawn, whatever keeps the rows")
LONG = "Мұхамедрахымова-Нұрмағамбетова Өмірхан Серікбайқызы"


def words_on(record) -> str:
    [pdf] = warm_renderer().render([record])
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        return " ".join(document[0].get_textpage().get_text_bounded().split())


def sample_for(person):
    [page] = own_pages(person, None)
    return page.record()


@pytest.fixture
def tia(db) -> Person:
    cast = gather()
    Event.objects.update(languages=["kk", "ru"])
    Person.objects.filter(pk=cast.tia.person_id).update(printed_names={"kk": LONG})
    return Person.objects.get(pk=cast.tia.person_id)


def test_the_page_says_what_will_be_printed_and_that_it_is_a_sample(tia):
    said = words_on(sample_for(tia))

    issue_diplomas(tia.event_id, actor="Olga", at=DAY)
    printed = Diploma.objects.get(person=tia).snapshot

    assert "ҮЛГІ" in said
    assert all(part in said for part in LONG.split())
    sample, own = sample_for(tia), ("number", "code", "verify_url", "title", "watermark")
    assert {
        name: list(value) if isinstance(value := getattr(sample, name), tuple) else value
        for name in ("name", "name_note", "topic", "lead", "kind", "issuer", "supervisors")
    } == {
        name: printed[name]
        for name in ("name", "name_note", "topic", "lead", "kind", "issuer", "supervisors")
    }
    assert not {sample.number, sample.code} & {printed[name] for name in own}


def test_a_name_is_never_transliterated_unasked(tia):
    """In a language without a name of its own stands the name as it was stated, letter by letter."""
    Event.objects.update(languages=["en"])
    Person.objects.filter(pk=tia.pk).update(name="Құттықыз Ахметова", printed_names={})

    assert sample_for(Person.objects.get(pk=tia.pk)).name == "Құттықыз Ахметова"


def test_the_picture_is_the_page_and_is_drawn_once(tia):
    picture_of.cache_clear()
    first, again = (picture_of_own(tia, None, "diploma-kk") for _ in range(2))

    image = Image.open(io.BytesIO(first))
    assert (image.format, image.size) == ("WEBP", (1188, 840))
    assert len(set(image.convert("L").tobytes())) > 20
    assert again == first
    assert picture_of.cache_info().misses == 1


def test_one_that_was_issued_is_shown_as_it_was_worded_then(tia):
    issue_diplomas(tia.event_id, actor="Olga", at=DAY)
    issued = Diploma.objects.get(person=tia)
    before = picture_of_own(tia, issued, "diploma-kk")

    Person.objects.filter(pk=tia.pk).update(printed_names={"kk": "Басқа Есім"})

    assert picture_of_own(Person.objects.get(pk=tia.pk), issued, "diploma-kk") == before
    Diploma.objects.filter(pk=issued.pk).update(state="ready", file_hash="a" * 64)
    Diploma.objects.filter(pk=issued.pk).update(state="revoked", revoked_at=DAY, revoke_reason="So")
    issued.refresh_from_db()
    assert own_pages(tia, issued) == []


def test_there_is_none_in_another_language_nor_for_who_is_in_no_team(tia):
    stranger = PersonFactory(event=tia.event)

    assert [each.which for each in own_pages(tia, None)] == ["diploma-kk"]
    assert own_pages(stranger, None) == []
    for person, which in ((tia, "diploma-ru"), (tia, "kk"), (stranger, "diploma-kk")):
        with pytest.raises(NoPreview):
            picture_of_own(person, None, which)


def test_a_page_that_cannot_be_set_is_none(tia):
    Person.objects.filter(pk=tia.pk).update(printed_names={"kk": "Ж" * 120})

    with pytest.raises(NoPreview):
        picture_of_own(Person.objects.get(pk=tia.pk), None, "diploma-kk")


def test_pages_are_drawn_a_few_at_a_time_and_one_that_is_remembered_waits_for_nobody(
    tia, monkeypatch
):
    monkeypatch.setattr(previewing, "PATIENCE_SECONDS", 0)
    picture_of.cache_clear()
    drawn = picture_of_own(tia, None, "diploma-kk")
    with ExitStack() as places:
        for _each in range(previewing.AT_ONCE):
            places.enter_context(previewing.one_of_few())

        assert picture_of_own(tia, None, "diploma-kk") == drawn
        picture_of.cache_clear()
        with pytest.raises(PicturesBusy):
            picture_of_own(tia, None, "diploma-kk")

    assert picture_of_own(tia, None, "diploma-kk") == drawn


def whiches(person, diploma=None):
    return [each.which for each in own_pages(person, diploma)]


def test_a_certificate_with_words_of_the_event_is_shown_in_its_language_until_it_is_issued(tia):
    design = default_design(tia.event, "certificate")
    design.language = "ru"
    design.save()
    [_diploma, certificate] = own_pages(tia, None)
    picture = picture_of_own(tia, None, certificate.which)

    assert (certificate.which, certificate.document) == ("certificate-ru", "certificate")
    assert "ОБРАЗЕЦ" in words_on(certificate.record())
    assert picture != picture_of_own(tia, None, "diploma-kk")
    issue_documents(tia.event_id, "certificate", [tia.pk], actor="Olga", at=DAY)
    assert whiches(tia) == ["diploma-kk"]


def test_an_award_is_shown_to_its_team_once_it_is_public_and_until_it_is_issued(tia):
    event = tia.event
    given = {"kind": "research", "reason": "Well done.", "at": DAY}
    award = Award.objects.create(project=tia.teammember.project, **given)
    sealed_with(event, SeatFactory(panel__room__event=event))
    show(event, "results")
    before = whiches(tia)
    show(event, "awards")
    [_diploma, page] = own_pages(tia, None)

    assert before == ["diploma-kk"]
    assert (page.which, page.document) == (
        f"award-{award.pk}-kk",
        "award of the day: Үздік зерттеу",
    )
    assert "Үздік зерттеу" in words_on(page.record())
    words = words_in_event(event, award)
    issue_documents(event.pk, "award", [tia.pk], award=words, actor="Olga", at=DAY)
    assert whiches(tia) == ["diploma-kk"]
