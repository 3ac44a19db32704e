"""Whatever people did stays when a file leaves out the row that it hangs on.

Every foreign key that deletes with its row has an answer in one of three tables; a new one is red
until it has.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from django.apps import apps
from django.db.models import CASCADE, SET_DEFAULT, SET_NULL, Field, Model
from django.db.models.signals import pre_delete

from defense.event_file import BadEventFile
from diplomas.models import ChosenLanguage, Unfinished
from events import entries as event_entries
from events.entry_base import Entry
from events.models import (
    AskedName,
    ConfirmedName,
    Enrolment,
    Letter,
    Pass,
    Person,
    Photograph,
    RunItem,
)
from experts.models import Interest, Seat, TabletKey
from experts.services.interests import decide_interest, declare_interest
from projects import entries as project_entries
from projects.models import Defense, Project
from tests.defense.event_file.database import APPS, load, loaded
from tests.defense.event_file.differences import forget, without_project
from tests.defense.event_file.documents import Change, drop, put
from tests.factories import DAY, InterestFactory, PassFactory

pytestmark = pytest.mark.django_db

SEATED, NUMBER = "alina-hamadinova", 5

# What no loading ever deletes.
NEVER_DELETED = {
    "diplomas.Diploma",
    "events.Event",
    "events.Room",
    "events.Rubric",
    "events.User",
    "experts.Panel",
    "experts.Protocol",
}
# Rows that hold nothing but what a file says, with the entry that says it and other names of columns.
OF_THE_FILE: dict[str, tuple[type[Entry], dict[str, str]]] = {
    "events.SpeechFact.item": (event_entries.FactEntry, {}),
    "projects.Survey.project": (project_entries.SurveyEntry, {}),
    "projects.RespondentGroup.survey": (project_entries.RespondentGroupEntry, {}),
    "projects.Finding.project": (project_entries.FindingEntry, {"check_text": "check"}),
    "projects.SwotEntry.project": (project_entries.SwotEntry, {}),
    "projects.Recommendation.project": (project_entries.RecommendationEntry, {}),
    "projects.Supervisor.project": (project_entries.SupervisorEntry, {}),
    "projects.TeamMember.project": (project_entries.MemberEntry, {}),
    "projects.QuizQuestion.draw": (project_entries.QuizQuestionEntry, {}),
}


def seat() -> Seat:
    return Seat.objects.get(person__key=SEATED)


def project() -> Project:
    return Project.objects.get(number=NUMBER)


def declare() -> Interest:
    return declare_interest(seat(), project(), kind="other", reason="my cousin", at=DAY)


def decide() -> Interest:
    tie = InterestFactory(seat=seat(), project=project(), kind="other", outcome="")
    return decide_interest(tie.pk, outcome="recuse", reason="yes", actor="test", at=DAY)


def begin() -> Defense:
    RunItem.objects.filter(defense__project__number=NUMBER).update(started_at=DAY)
    return Defense.objects.get(project__number=NUMBER)


def hear() -> Defense:
    Defense.objects.filter(project__number=NUMBER).update(state=Defense.State.HEARD)
    return Defense.objects.get(project__number=NUMBER)


def give_card() -> Pass:
    return PassFactory(person=Person.objects.get(key="saule-isabekova"))


def open_card() -> Enrolment:
    return Enrolment.objects.create(card=give_card(), opened_at=DAY, entered_at=DAY)


def register_key() -> TabletKey:
    return TabletKey.objects.create(card=give_card(), public_key="k", mark="m", made_at=DAY)


def confirm_a_name() -> ConfirmedName:
    """Of words that are not printed any more."""
    people = Person.objects.filter(key="saule-isabekova")
    people.update(confirmed_at=DAY)
    said = ConfirmedName.objects.create(person=people.get(), names={"kk": "Сәуле"}, at=DAY)
    people.update(confirmed_at=None)
    return said


def ask_for_a_spelling() -> AskedName:
    person = Person.objects.get(key="saule-isabekova")
    return AskedName.objects.create(person=person, names={"kk": "Сәуле"}, why="So.", asked_at=DAY)


def put_a_photograph() -> Photograph:
    person = Person.objects.get(key="saule-isabekova")
    return Photograph.objects.create(person=person, file_hash="0" * 64)


def miss_the_course() -> Unfinished:
    return Unfinished.objects.create(person=Person.objects.get(key="saule-isabekova"), at=DAY)


def write_to() -> Letter:
    card = give_card()
    return Letter.objects.create(
        person=card.person, purpose="name", opens=card, token_hash="0" * 64, text="Look."
    )


def choose_a_language() -> ChosenLanguage:
    person = Person.objects.get(key="saule-isabekova")
    return ChosenLanguage.objects.create(person=person, language="ru", at=DAY)


# What people do: how, and what of the file has to go so that it would be lost.
WORK: dict[str, list[tuple[Callable[[], Model], list[Change]]]] = {
    "events.ConfirmedName.person": [(confirm_a_name, [forget("saule-isabekova")])],
    "events.AskedName.person": [(ask_for_a_spelling, [forget("saule-isabekova")])],
    "events.Photograph.person": [(put_a_photograph, [forget("saule-isabekova")])],
    "diplomas.Unfinished.person": [(miss_the_course, [forget("saule-isabekova")])],
    "diplomas.ChosenLanguage.person": [(choose_a_language, [forget("saule-isabekova")])],
    "events.Enrolment.card": [(open_card, [forget("saule-isabekova")])],
    "experts.TabletKey.card": [(register_key, [forget("saule-isabekova")])],
    "events.Letter.person": [(write_to, [forget("saule-isabekova")])],
    "events.Letter.opens": [(write_to, [forget("saule-isabekova")])],
    "events.Pass.person": [(give_card, [forget("saule-isabekova")])],
    "projects.Defense.project": [
        (begin, [without_project(NUMBER)]),
        (hear, [without_project(NUMBER)]),
        (hear, [drop("run[9]")]),
    ],
    "experts.Interest.seat": [(declare, [forget(SEATED)]), (decide, [forget(SEATED)])],
    "experts.Interest.project": [
        (declare, [without_project(NUMBER)]),
        (decide, [without_project(NUMBER)]),
    ],
}


def deleting_keys() -> Iterator[tuple[str, Field]]:
    """The foreign keys of our models that do not hold the row they point at."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.concrete_fields:
                rule = getattr(field.remote_field, "on_delete", None)
                if rule in (CASCADE, SET_NULL, SET_DEFAULT):
                    yield f"{model._meta.label}.{field.name}", field


KEYS = dict(deleting_keys())
DELETABLE = {
    name: field
    for name, field in KEYS.items()
    if field.related_model._meta.label not in NEVER_DELETED
}


def test_every_key_that_deletes_with_its_row_has_an_answer():
    assert len(KEYS) > 20
    assert set(DELETABLE) == {*OF_THE_FILE, *WORK}


@pytest.mark.parametrize("key", OF_THE_FILE)
def test_a_row_of_the_file_has_no_column_that_people_could_have_filled(key):
    entry, others = OF_THE_FILE[key]
    model = DELETABLE[key].model
    columns = {field.name for field in model._meta.concrete_fields}
    columns -= {"id", "order", DELETABLE[key].name}

    assert {others.get(column, column) for column in columns} - set(entry.model_fields) == set()


CASES = {
    f"{key}, {work.__name__}, {number}": (work, leaving_out)
    for key, cases in WORK.items()
    for number, (work, leaving_out) in enumerate(cases)
}


@pytest.mark.sampled(6, "what people did; why it stays is asked in the same way of each")
@pytest.mark.parametrize(("work", "leaving_out"), CASES.values(), ids=CASES.keys())
def test_what_people_did_is_there_after_a_file_that_leaves_out_its_row(work, leaving_out):
    loaded()
    row = work()

    with suppress(BadEventFile):
        load(*leaving_out)
    load()

    again = type(row).objects.get(pk=row.pk)
    foreign = [field.attname for field in row._meta.concrete_fields if field.is_relation]
    assert [getattr(again, name) for name in foreign] == [getattr(row, name) for name in foreign]


def test_a_loading_deletes_nothing_that_is_said_never_to_be_deleted():
    loaded()
    deleted: set[str] = set()

    def note(sender: type[Model], **kwargs: object) -> None:
        deleted.add(sender._meta.label)

    pre_delete.connect(note)
    try:
        load(
            *(put(name, []) for name in ("people", "panel", "run", "projects", "disclosures")),
            put("delegations", []),
            drop("draw"),
            drop("event.trainees_stated"),
            put("facts", {}),
            put("rubric", {"criteria": []}),
        )
    finally:
        pre_delete.disconnect(note)

    assert {"projects.Project", "events.Person", "experts.Seat", "events.Criterion"} <= deleted
    assert deleted & NEVER_DELETED == set()


def test_an_expert_with_a_decided_tie_is_not_left_out():
    loaded()
    decide()

    with pytest.raises(BadEventFile) as refusal:
        load(forget(SEATED))

    [flaw] = refusal.value.errors
    assert (flaw.place, flaw.sentence) == (
        f"panel.{SEATED}",
        "A tie of this expert was declared or decided in the program. Keep the seat in the file; "
        "as a reserve the expert does not score.",
    )


def test_a_project_with_a_declared_tie_is_not_left_out():
    loaded()
    declare()

    with pytest.raises(BadEventFile) as refusal:
        load(without_project(NUMBER))

    [flaw] = refusal.value.errors
    assert flaw.place == f"projects.{NUMBER}"
    assert "Keep the project in the file." in flaw.sentence


def test_what_the_program_found_keeps_nobody():
    loaded()
    InterestFactory(seat=seat(), project=project(), kind="employer", outcome="")

    load(forget(SEATED))

    assert not Seat.objects.filter(person__key=SEATED).exists()
