"""No trainee learns of an award from the program before it is published, or before its paper is in their hand."""

import pytest
from django.test import Client
from django.urls import reverse

from diplomas.mailing import mail_board
from diplomas.models import Diploma, Handover, Sharing
from diplomas.services import jobs
from diplomas.services.issuing_documents import issue_documents
from events.models import Letter
from projects.models import TeamMember
from tests.cast import as_trainee
from tests.diplomas.people import event_with_team
from tests.experts.sealed_events import sealed_with, show
from tests.factories import DAY, SeatFactory

pytestmark = pytest.mark.django_db

ACT = {"actor": "test", "at": DAY}
BEST = {"en": "Bravest question"}


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def award() -> Diploma:
    """Ready, beside a certificate."""
    event = event_with_team(1, languages=["en"])
    sealed_with(event, SeatFactory(panel__room__event=event))
    show(event, "results")
    [person] = TeamMember.objects.of_event(event).values_list("person", flat=True)
    issue_documents(event.pk, Diploma.Kind.CERTIFICATE, [person], **ACT)
    [award] = issue_documents(event.pk, Diploma.Kind.AWARD, [person], award=BEST, **ACT)
    for claimed in jobs.claim():
        jobs.finish(claimed, b"%PDF")
    return award


def phone_of(award: Diploma) -> Client:
    return as_trainee(Client(), TeamMember.objects.get(person=award.person_id))


def note(award: Diploma, *kinds: str) -> None:
    for number, kind in enumerate(kinds, start=1):
        proxy = "An aunt" if kind == Handover.Kind.PROXY else ""
        award.handovers.create(number=number, kind=kind, proxy=proxy, at=DAY)


def traces(award: Diploma) -> list[str]:
    """By which ways whoever holds the card learns of it."""
    phone = phone_of(award)
    page = phone.get(reverse("trainee:home")).content.decode()
    file = phone.get(reverse("trainee:document_download", args=[award.code]))
    shared = reverse("trainee:document_share", args=[award.code])
    phone.post(shared, {"shared": "yes"})
    codes = [
        code
        for row in mail_board(award.event, Letter.Purpose.DOCUMENT).rows
        for code in row.to.codes
    ]
    found = {
        "page": any(each in page for each in (award.code, award.number, "Bravest question")),
        "file": file.status_code == 200,
        "sharing": Sharing.objects.filter(diploma=award).exists(),
        "letter": award.code in codes,
    }
    return [way for way, is_open in found.items() if is_open]


EVERY_WAY = ["page", "file", "sharing", "letter"]


def test_an_award_that_is_not_published_leaves_no_trace_but_its_certificate_does(award):
    certificate = Diploma.objects.get(kind=Diploma.Kind.CERTIFICATE)

    assert traces(award) == []
    assert traces(certificate) == EVERY_WAY


def test_a_published_award_is_there_in_every_way(award):
    show(award.event, "results", "awards")

    assert traces(award) == EVERY_WAY


@pytest.mark.parametrize(
    ("notes", "is_known"),
    [
        (["in_person"], True),
        (["proxy"], True),
        (["absent"], False),
        (["in_person", "taken_back"], False),
        (["absent", "taken_back", "in_person"], True),
    ],
)
def test_an_award_is_known_once_its_paper_was_given(award, notes, is_known):
    note(award, *notes)

    assert traces(award) == (EVERY_WAY if is_known else [])


def test_a_paper_that_was_given_makes_no_other_award_known(award):
    """Not that of another, and not another of the same person."""
    note(award, "in_person")
    words = {"en": "Calmest answer"}
    [other] = issue_documents(
        award.event_id, Diploma.Kind.AWARD, [award.person_id], award=words, **ACT
    )

    page = phone_of(award).get(reverse("trainee:home")).content.decode()

    assert award.code in page
    assert other.code not in page
    assert other.number not in page


def test_whoever_has_the_code_of_an_award_may_check_it(award):
    """The public page is for the paper, whoever holds it."""
    assert "Bravest question" in Client().get(f"/d/{award.code}").content.decode()
