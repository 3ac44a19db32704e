"""What a load leaves as it is, whatever the file says: what somebody has, gave or confirmed."""

import pytest

from diplomas.models import Diploma, RenderJob
from diplomas.services.issuing import issue_diplomas, retry_failed
from events.models import (
    AuditEntry,
    Event,
    Pass,
    Person,
    RunItem,
)
from experts.models import ScoreSheet, Seat
from projects.models import (
    Defense,
    Project,
    TeamMember,
)
from tests.defense.event_file.database import lines_of, load, loaded
from tests.defense.event_file.differences import forget, move, rename, renumber, without_project
from tests.defense.event_file.documents import (
    DEMO_DOCUMENT,
    drop,
    put,
)
from tests.diplomas.people import move_to
from tests.factories import DAY, DiplomaFactory, PassFactory, ScoreSheetFactory

pytestmark = pytest.mark.django_db


def test_a_member_with_a_diploma_stays_with_the_team():
    issue_diplomas(loaded().pk, actor="test", at=DAY)
    member = TeamMember.objects.get(person__key="saule-isabekova")

    outcome = load(forget("saule-isabekova"))

    assert lines_of(outcome) == [
        "= members.saule-isabekova: Saule Isabekova (has a diploma)",
        "= people.saule-isabekova: Saule Isabekova (has a diploma)",
    ]
    member.refresh_from_db()
    assert (member.order, Diploma.objects.count()) == (10, 44)
    assert AuditEntry.objects.filter(verb="event.loaded").count() == 1


@pytest.mark.parametrize("state", ["pending", "ready"])
def test_a_name_corrected_too_late_for_the_diploma_is_told(state):
    issue_diplomas(loaded().pk, actor="test", at=DAY)
    diploma = Diploma.objects.get(person__key="saule-isabekova")
    if state == "ready":
        Diploma.objects.filter(pk=diploma.pk).update(state=state, file_hash="0" * 64, ready_at=DAY)

    corrected = rename("saule-isabekova", "Sauley Isabekova")
    outcome = load(corrected)

    told = f"= diplomas.{diploma.number}: Saule Isabekova (says what was known when it was issued)"
    assert lines_of(outcome) == [
        "~ people.saule-isabekova.name: Saule Isabekova → Sauley Isabekova",
        told,
    ]
    assert lines_of(load(corrected)) == [told]
    diploma.refresh_from_db()
    assert diploma.snapshot["name"] == "Saule Isabekova"


@pytest.mark.parametrize("state", ["revoked", "superseded"])
def test_a_diploma_that_counts_no_more_is_not_told_of(state):
    event = loaded()
    issue_diplomas(event.pk, actor="test", at=DAY)
    move_to(state, event)

    outcome = load(rename("saule-isabekova", "Sauley Isabekova"))

    assert outcome.counts["kept"] == 0


def test_what_makes_many_diplomas_outdated_is_one_line():
    issue_diplomas(loaded().pk, actor="test", at=DAY)

    outcome = load(put("event.city", "Turkistan"))

    assert lines_of(outcome)[-1] == (
        "= diplomas: 44 · 2019/001 … 2019/044 (says what was known when it was issued)"
    )
    assert outcome.counts["kept"] == 1


def test_a_diploma_that_failed_takes_the_corrected_name():
    event = loaded()
    issue_diplomas(event.pk, actor="test", at=DAY)
    RenderJob.objects.update(state="failed", error="too_long")

    outcome = load(rename("saule-isabekova", "Sauley Isabekova"))
    retry_failed(event.pk, actor="test", at=DAY)

    diploma = Diploma.objects.get(person__key="saule-isabekova")
    assert (outcome.counts["kept"], diploma.snapshot["name"]) == (0, "Sauley Isabekova")


def test_another_address_of_the_site_makes_no_diploma_outdated(settings):
    issue_diplomas(loaded().pk, actor="test", at=DAY)
    settings.SITE_URL = "https://defense.example.org"

    assert load().counts["kept"] == 0


def test_a_diploma_goes_with_its_holder_into_another_team():
    loaded()
    member = TeamMember.objects.get(person__key="valida-musaeva")
    DiplomaFactory(person=member.person)

    load(move(0, 3, 6))

    member.refresh_from_db()
    assert member.project.number == 7


def test_a_team_with_a_diploma_does_not_become_unlisted():
    loaded()
    holder = TeamMember.objects.get(person__key="roza-zhanabaeva")
    DiplomaFactory(person=holder.person)
    emptied = [put("projects[4].members", []), put("projects[4].members_listed", False)]

    outcome = load(*emptied)

    assert [member.person.key for member in outcome_team(5)] == ["roza-zhanabaeva"]
    assert Project.objects.get(number=5).members_listed is True
    assert outcome.counts["removed"] == 7
    assert load(*emptied).has_changed is False


def outcome_team(number: int) -> list[TeamMember]:
    return list(TeamMember.objects.filter(project__number=number).in_order())


def test_a_person_with_a_card_stays_without_a_team():
    loaded()
    person = Person.objects.get(key="saule-isabekova")
    PassFactory(person=person, kind=Pass.Kind.TRAINEE)

    outcome = load(forget("saule-isabekova"))

    assert lines_of(outcome) == [
        "- members.saule-isabekova: Saule Isabekova",
        "= people.saule-isabekova: Saule Isabekova (has a card)",
    ]
    assert Person.objects.filter(pk=person.pk).exists()


def test_a_person_in_the_audit_log_stays():
    outcome = load()
    person = Person.objects.get(key="saule-isabekova")
    AuditEntry.write(outcome.event, person, "name.confirmed", person)

    lines = lines_of(load(forget("saule-isabekova")))

    assert lines[-1] == "= people.saule-isabekova: Saule Isabekova (is named in the audit log)"


def give_sheet(expert: str, number: int) -> ScoreSheet:
    """The expert has a sheet for the project; the rule is locked, as the first points do it."""
    Event.objects.update(rule_locked_at=DAY)
    return ScoreSheetFactory(
        seat=Seat.objects.get(person__key=expert),
        defense=Defense.objects.get(project__number=number),
    )


def test_an_expert_with_a_score_sheet_keeps_the_seat():
    loaded()
    sheet = give_sheet("alina-hamadinova", 1)

    outcome = load(forget("alina-hamadinova"))

    assert lines_of(outcome) == [
        "= panel.alina-hamadinova: Alina Hamadinova (has score sheets)",
        "= people.alina-hamadinova: Alina Hamadinova (has a seat with score sheets)",
    ]
    assert ScoreSheet.objects.get().seat_id == sheet.seat_id
    assert list(Seat.objects.in_order().values_list("order", flat=True)) == list(range(1, 13))
    assert Seat.objects.get(pk=sheet.seat_id).order == 12


def test_a_chair_with_a_score_sheet_stays_as_a_member_beside_the_new_chair():
    loaded()
    give_sheet("irina-smirnova", 1)
    change = [forget("irina-smirnova"), drop("run[1]"), put("panel[7].role", "chair")]

    outcome = load(*change)

    assert "~ panel.irina-smirnova.role: chair → member" in lines_of(outcome)
    roles = dict(Seat.objects.values_list("person__key", "role"))
    assert (roles["irina-smirnova"], roles["alina-hamadinova"]) == ("member", "chair")
    assert load(*change).has_changed is False


def test_an_expert_with_a_score_sheet_does_not_lose_the_right_to_score():
    loaded()
    give_sheet("alina-hamadinova", 1)

    outcome = load(put("panel[8].role", "reserve"))

    assert lines_of(outcome) == ["= panel.alina-hamadinova.role: member (has score sheets)"]
    assert Seat.objects.get(person__key="alina-hamadinova").role == "member"


def test_a_project_with_score_sheets_stays_behind_the_others_with_its_team():
    loaded()
    sheet = give_sheet("alina-hamadinova", 5)

    outcome = load(without_project(5))

    assert outcome.counts["removed"] == 0
    sheet.refresh_from_db()
    project = sheet.defense.project
    assert (project.number, project.teammember_set.count()) == (7, 8)
    assert sheet.defense.run_item.order == 13
    assert project.finding_set.count() == 5
    assert load(without_project(5)).has_changed is False


def test_a_project_whose_member_has_a_diploma_stays():
    loaded()
    DiplomaFactory(person=Person.objects.get(key="roza-zhanabaeva"))

    lines = lines_of(load(without_project(5)))

    assert (
        "= projects.5: Talent management in the school: a new design for the life of teachers and "
        "the school principal (members of its team have diplomas)"
    ) in lines
    assert Project.objects.get(number=7).teammember_set.count() == 8


def test_score_sheets_follow_a_renumbered_project():
    loaded()
    sheet = give_sheet("alina-hamadinova", 3)

    load(renumber(3, 6))

    sheet.refresh_from_db()
    assert str(sheet.defense.project.topic) == "Strategic development of the school"
    assert sheet.defense.project.number == 6


def test_a_begun_line_of_the_run_stays():
    loaded()
    RunItem.objects.filter(order=2).update(started_at=DAY)

    outcome = load(drop("run[1]"))

    assert lines_of(outcome) == ["= run[1]: Speech (it has begun)"]
    assert RunItem.objects.get(started_at=DAY).order == 13


def test_a_confirmed_name_is_not_overwritten():
    loaded()
    Person.objects.filter(key="roza-zhanabaeva").update(
        confirmed_at=DAY, printed_names={"en": "Roza Zhanabayeva"}
    )
    index = [person["key"] for person in DEMO_DOCUMENT["people"]].index("roza-zhanabaeva")
    change = [
        put(f"people[{index}].name", "R. Zhanabaeva"),
        put(f"people[{index}].printed_names", {"en": "Roza Z."}),
        put(f"people[{index}].position", "headmistress"),
    ]

    outcome = load(*change)

    assert lines_of(outcome) == [
        "= people.roza-zhanabaeva.name: Roza Zhanabaeva (confirmed by the person)",
        "= people.roza-zhanabaeva.printed_names: en: Roza Zhanabayeva (confirmed by the person)",
        "~ people.roza-zhanabaeva.position: en: director / kk: директор / ru: директор → headmistress",
    ]
    assert Person.objects.get(key="roza-zhanabaeva").printed_name("en") == "Roza Zhanabayeva"
