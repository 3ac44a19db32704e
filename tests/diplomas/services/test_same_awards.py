"""One award is one paper, whatever becomes of the languages of the event."""

import pytest
from django.urls import reverse

from diplomas.awards import told_apart
from diplomas.errors import NotIssuedAnew
from diplomas.models import Diploma, RenderJob
from diplomas.pages import diploma_page
from diplomas.reports import Served
from diplomas.services.correcting import correct_outdated
from diplomas.services.issuing_anew import issue_anew
from diplomas.services.issuing_documents import issue_documents
from diplomas.services.revoking import revoke_diploma
from diplomas.services.rewording import reword_awards
from events.models import AuditEntry, Event, Person
from projects.models import TeamMember
from tests.cast import as_organizer
from tests.diplomas.people import event_with_team, make_ready
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db

Kind = Diploma.Kind
ACT = {"actor": "test", "at": DAY}
BEST = {"kk": "Ең үздік зерттеу", "en": "Best research"}


@pytest.fixture
def event():
    return event_with_team(2, languages=["en", "kk", "ru"], course="Management")


@pytest.fixture
def people(event):
    return sorted(TeamMember.objects.of_event(event).values_list("person", flat=True))


def award(event, people, **said):
    return issue_documents(event.pk, Kind.AWARD, people, award=said, **ACT)


def speak(event, *languages):
    Event.objects.filter(pk=event.pk).update(languages=languages)


def test_languages_that_change_on_the_page_give_nobody_a_second_paper(event, people, client):
    award(event, people, **BEST)
    make_ready(event)
    olga = as_organizer(client, MembershipFactory(event=event).user)
    form = olga.get(reverse("organizer:settings", args=[event.slug])).context["settings"].days
    sent = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    sent = {name: value or "" for name, value in sent.items()} | {"en": ""}

    olga.post(reverse("organizer:settings_save", args=[event.slug, "days"]), sent)
    event.refresh_from_db()
    again = award(event, people, kk="ең үздік  ЗЕРТТЕУ", ru="Лучшее исследование")
    Person.objects.filter(pk=people[0]).update(name="Another Spelling")
    [corrected] = correct_outdated(event.pk, **ACT)

    assert (event.languages, again) == (["kk", "ru"], [])
    assert corrected.award == told_apart(BEST)


def test_awards_alike_in_one_language_are_corrected_after_that_one_comes_first(event, people):
    award(event, people, kk="Үздік", ru="Исследование", en="Best research")
    other = award(event, people, kk="Батылдық", ru="Смелость", en="Courage")
    make_ready(event)
    speak(event, "kk", "en", "ru")
    Person.objects.filter(pk=people[0]).update(name="Another Spelling")

    assert len(other) == 2
    assert len(correct_outdated(event.pk, **ACT)) == 2


def test_one_given_before_the_languages_changed_is_seen_by_who_chooses(event, people):
    award(event, people[:1], **BEST)
    speak(event, "kk")
    event.refresh_from_db()

    served = Served.of_event(event, Kind.AWARD, told_apart({"kk": BEST["kk"]}))

    assert {*served.diplomas} == {people[0]}


def test_a_revoked_one_is_not_issued_anew_beside_one_for_the_same(event, people):
    [revoked] = award(event, people[:1], **BEST)
    make_ready(event)
    revoke_diploma(event.pk, revoked.code, reason="So", **ACT)
    anew = issue_anew(event.pk, revoked.code, **ACT)
    speak(event, "kk")

    with pytest.raises(NotIssuedAnew):
        issue_anew(event.pk, revoked.code, **ACT)
    assert award(event, people[:1], kk=BEST["kk"]) == []
    assert anew.award == revoked.award


def test_one_that_failed_takes_words_that_the_others_say_already(event, people):
    first, second = people
    [own] = award(event, [first], en="Best", ru="Новое")
    make_ready(event)
    [failed] = award(event, [second], en="Best", ru="Старое")
    RenderJob.objects.filter(diploma=failed).update(state=RenderJob.State.FAILED)

    again = reword_awards(event.pk, own.code, award={"en": "Best", "ru": "Новое"}, **ACT)

    failed.refresh_from_db()
    assert failed.snapshot["award"]["ru"] == "Новое"
    assert again == own
    assert AuditEntry.objects.latest("pk").verb == "awards.renamed"


def test_the_page_of_an_award_has_its_own_life_beside_one_of_the_same_words(event, people):
    """Reworded away from what another says since; and one that was revoked, given anew and reworded then."""
    [first] = award(event, people[:1], en="A")
    make_ready(event)
    second = reword_awards(event.pk, first.code, award={"en": "B"}, **ACT)
    make_ready(event)
    [other] = award(event, people[:1], en="A")
    make_ready(event)
    revoke_diploma(event.pk, other.code, reason="So", **ACT)
    anew = issue_anew(event.pk, other.code, **ACT)
    make_ready(event)
    named = reword_awards(event.pk, anew.code, award={"en": "C"}, **ACT)

    for life in ([first, second], [other, anew, named]):
        for each in life:
            steps = diploma_page(event, each.code).steps
            assert [step.diploma.code for step in steps] == [each.code for each in life]


def test_all_that_are_alike_are_reworded_and_each_holder_keeps_one(event, people):
    """Two awards in a language each, and one that says both."""
    first, second = people
    award(event, [first], en="Best")
    award(event, [first], ru="Лучший")
    [both] = award(event, [second], en="Best", ru="Лучший")
    make_ready(event)

    reword_awards(event.pk, both.code, award={"en": "Top"}, **ACT)

    said = Diploma.objects.current().order_by("person", "award").values_list("person", "award")
    assert list(said) == [(first, "top"), (first, "лучший"), (second, "top")]
