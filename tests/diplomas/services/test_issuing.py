import threading
from contextlib import suppress

import pytest
from django.db import DatabaseError, connection
from django.test import override_settings
from i18nfield.strings import LazyI18nString

from diplomas.errors import TOO_LONG, UNPRINTABLE
from diplomas.models import Diploma, RenderJob
from diplomas.services import issuing
from diplomas.services.issuing import (
    fresh_codes,
    issue_diplomas,
    members_to_serve,
    retry_failed,
)
from diplomas.services.outdated import outdated_diplomas
from diplomas.services.revoking import revoke_diploma
from diplomas.snapshots import record_of
from diplomas.texts import design_of
from events.models import AuditEntry, Event, Person
from projects.models import Project
from tests.diplomas.people import add_members, event_with_team, issue, make_ready, states
from tests.factories import DAY, DiplomaFactory, RenderJobFactory, SeatFactory, SupervisorFactory

UNFIT_NAME = "Ә" * 90


@pytest.mark.django_db
def test_every_member_of_a_team_gets_a_numbered_diploma_and_a_queued_job():
    event = event_with_team(3)

    issued = issue(event)

    assert [diploma.number for diploma in issued] == ["2019/001", "2019/002", "2019/003"]
    assert [diploma.snapshot["name"] for diploma in issued] == [
        "Әлия Үлгі 1",
        "Әлия Үлгі 2",
        "Әлия Үлгі 3",
    ]
    assert len({diploma.code for diploma in issued}) == 3
    assert states(event) == ["queued"] * 3


@pytest.mark.django_db
def test_issuing_again_gives_nothing_to_who_has_one_and_one_to_who_came_later():
    event = event_with_team(2)
    issue(event)
    late = add_members(event, 1)[0]

    issued = issue(event)

    assert [(diploma.person, diploma.number) for diploma in issued] == [(late.person, "2019/003")]
    assert issue(event) == []


@pytest.mark.django_db
def test_a_revoked_diploma_stays_revoked():
    event = event_with_team(1)
    [diploma] = issue(event)
    make_ready(event)
    revoke_diploma(event.pk, diploma.code, reason="Given by mistake", actor="test", at=DAY)

    issued = issue(event)

    assert issued == []


@pytest.mark.django_db
def test_the_members_of_another_event_are_left_alone():
    event, other = event_with_team(1), event_with_team(2)

    issue(event)

    assert Diploma.objects.of_event(other).count() == 0


@pytest.mark.django_db
def test_issuing_is_audited_once_and_doing_nothing_is_not():
    event = event_with_team(2)

    issue(event)
    issue(event)

    [entry] = AuditEntry.objects.filter(event=event)
    rows = entry.details.pop("rows")
    assert (entry.verb, entry.details) == (
        "diplomas.issued",
        {"count": 2, "first": "2019/001", "last": "2019/002"},
    )
    assert rows.keys() == {f"diploma:{pk}" for pk in Diploma.objects.values_list("pk", flat=True)}


@pytest.mark.django_db
def test_diplomas_of_a_rehearsal_say_so_in_the_row_and_on_the_page():
    event = event_with_team(1, is_rehearsal=True)

    [diploma] = issue(event)

    assert diploma.is_rehearsal
    assert diploma.snapshot["watermark"] == "REHEARSAL"


@pytest.mark.django_db
def test_the_chair_of_the_panel_is_named_under_the_first_line():
    event = event_with_team(1)
    SeatFactory(panel__room__event=event, person__name="Clara Chair", role="chair")

    [diploma] = issue(event)

    assert diploma.snapshot["signatories"] == [
        ["Chair of the expert group", "Clara Chair"],
        ["On behalf of the organiser", ""],
    ]


@pytest.mark.django_db
@override_settings(SITE_URL="https://defense.example.org")
def test_the_qr_leads_to_the_address_of_the_settings():
    [diploma] = issue(event_with_team(1))

    assert diploma.snapshot["verify_url"] == f"https://defense.example.org/d/{diploma.code}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "code"), [(UNFIT_NAME, TOO_LONG), ("Tia\u202eA", UNPRINTABLE), ("Tia 好", UNPRINTABLE)]
)
def test_a_name_that_cannot_be_set_fails_by_itself_and_holds_up_nobody(name, code):
    event = event_with_team(3)
    Person.objects.filter(name="Әлия Үлгі 2").update(name=name)

    issue(event)

    assert states(event) == ["queued", "failed", "queued"]
    assert RenderJob.objects.get(state="failed").error == code


@pytest.mark.django_db
def test_trying_again_takes_the_corrected_name_and_queues_the_failed_alone():
    event = event_with_team(2)
    person = Person.objects.get(name="Әлия Үлгі 2")
    Person.objects.filter(pk=person.pk).update(name=UNFIT_NAME)
    issue(event)
    Person.objects.filter(pk=person.pk).update(name="Әлия Қысқа")

    count = retry_failed(event.pk, actor="test", at=DAY)

    assert count == 1
    assert states(event) == ["queued", "queued"]
    assert Diploma.objects.get(person=person).snapshot["name"] == "Әлия Қысқа"
    assert RenderJob.objects.get(diploma__person=person).error == ""


@pytest.mark.django_db
def test_trying_again_without_a_correction_fails_again_with_the_same_reason():
    event = event_with_team(1)
    Person.objects.filter(event=event).update(name=UNFIT_NAME)
    issue(event)

    retry_failed(event.pk, actor="test", at=DAY)

    assert states(event) == ["failed"]
    assert RenderJob.objects.get().error == TOO_LONG


@pytest.mark.django_db
def test_trying_again_leaves_other_events_and_other_states_alone():
    event = event_with_team(1)
    issue(event)
    other = RenderJobFactory(state="failed", attempts=3).diploma.event

    count = retry_failed(event.pk, actor="test", at=DAY)

    assert count == 0
    assert states(other) == ["failed"]


@pytest.mark.django_db
def test_a_code_that_is_taken_is_drawn_again():
    DiplomaFactory(code="000000000001")
    draws = iter(["000000000001", "000000000002", "000000000002", "000000000003"])

    codes = fresh_codes(2, make=lambda: next(draws))

    assert codes == ["000000000002", "000000000003"]


def race(event_id, monkeypatch, *, is_locked):
    """Issue twice at once, each side having read who has no diploma before either writes."""
    both_have_read = threading.Barrier(2)
    serve = issuing.members_to_serve
    outcomes: list[object] = []

    def served(event):
        members = list(serve(event))
        with suppress(threading.BrokenBarrierError):
            both_have_read.wait(timeout=1 if is_locked else 30)
        return members

    def one_side():
        if not is_locked and connection.vendor == "sqlite":
            connection.ensure_connection()
            connection.transaction_mode = "DEFERRED"
        try:
            outcomes.append(len(issue_diplomas(event_id, actor="test", at=DAY)))
        except DatabaseError as error:
            outcomes.append(type(error))
        finally:
            connection.close()

    monkeypatch.setattr(issuing, "members_to_serve", served)
    if not is_locked:
        monkeypatch.setattr(issuing, "locked_event", lambda pk: Event.objects.get(pk=pk))
    sides = [threading.Thread(target=one_side) for _ in range(2)]
    for side in sides:
        side.start()
    for side in sides:
        side.join(timeout=60)
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_issue_once(monkeypatch):
    event = event_with_team(3)

    outcomes = race(event.pk, monkeypatch, is_locked=True)

    assert sorted(outcomes) == [0, 3]
    assert Diploma.objects.of_event(event).count() == RenderJob.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_clicks_collide(monkeypatch):
    """The control: the race above is real, and only the constraints of the database stand it."""
    event = event_with_team(3)

    outcomes = race(event.pk, monkeypatch, is_locked=False)

    assert sorted(outcomes, key=str)[0] == 3
    assert issubclass(sorted(outcomes, key=str)[1], DatabaseError)
    assert Diploma.objects.of_event(event).count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "is_outdated"),
    [
        ({"topic": "Talent management in the school", "kinds": "Diploma · ДИПЛОМ"}, False),
        ({"topic": "“Talent management in a school”"}, True),
        ({"name": "Әлия’Үлгі 1"}, True),
    ],
)
def test_how_the_program_sets_words_makes_no_diploma_outdated(words, is_outdated):
    event = event_with_team(1, languages=["kk", "ru", "en"])
    [diploma] = issue(event)
    Diploma.objects.update(snapshot=diploma.snapshot | words)

    assert bool(outdated_diplomas(event)) is is_outdated


@pytest.mark.django_db
def test_another_spelling_of_the_title_in_capitals_makes_no_diploma_outdated():
    event = event_with_team(1, languages=["en"])
    issue(event)
    design = design_of(event)
    design.title = LazyI18nString({"en": "DIPLOMA"})
    design.save()

    assert outdated_diplomas(event) == []

    design.title = LazyI18nString({"en": "Award"})
    design.save()
    [outdated] = outdated_diplomas(event)
    assert [each.of for each in outdated.differences] == ["kind"]


@pytest.mark.django_db
def test_supervisors_are_frozen_as_the_document_prints_them():
    """A later change marks the diploma, and what it says stays; one without the fact has nothing to mark."""
    event = event_with_team(2, languages=["kk"])
    [project] = Project.objects.all()
    first, second = project.supervisors[0].person, SupervisorFactory(project=project).person
    Person.objects.filter(pk=first.pk).update(printed_names={"kk": "Айгүл Жетекші"})
    with_fact, without = issue(event)
    without.snapshot = {
        name: said for name, said in without.snapshot.items() if not name.startswith("supervis")
    }
    without.save()

    project.supervisor_set.filter(person=second).delete()

    assert [each.diploma.pk for each in outdated_diplomas(event)] == [with_fact.pk]
    with_fact.refresh_from_db()
    assert record_of(with_fact.snapshot).supervision == (
        f"Жоба жетекшілері: Айгүл Жетекші, {second.name}"
    )
    assert record_of(without.snapshot).supervision == ""


@pytest.mark.django_db
def test_supervisors_cost_no_query_for_each_person(django_assert_num_queries):
    event = event_with_team(1)
    add_members(event, 3)

    with django_assert_num_queries(3):
        assert [len(each.project.supervisor_names) for each in members_to_serve(event)] == [1] * 4
