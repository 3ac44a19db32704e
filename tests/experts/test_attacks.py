"""Statements of SQL that move a team from last to first, or make somebody another: refused, or named.

The ten of the first try stand first, then their relatives. The hall is made so that each of the ten
really lifts team 3 from the last place to the first.
"""

import re
from decimal import Decimal
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from diplomas.models import Diploma, Ending, Handover
from events.covered import lines_of_all
from events.models import AuditEntry, ConfirmedName, Event, Membership, Pass, Person
from events.models.audit import RemovedEvent
from events.services.listing import list_rows_of_before
from events.services.members import add_member
from events.services.passes import issue_pass, revoke_pass
from experts.models import (
    AddedWords,
    CastingVote,
    Declaration,
    DeliberationNote,
    LookRound,
    PanelQuestion,
    PaperEntry,
    Presence,
    Query,
    QueryWindow,
    ScoreSheet,
    Seat,
    SecondLook,
    SetAside,
    SheetRevision,
    SheetSignature,
    StepOut,
    TabletKey,
)
from experts.reports import standings
from experts.reports.differences import verdict
from experts.services.closing import close_scoring
from experts.services.interests import decide_interest, declare_interest
from experts.services.rule_changes import Rule, propose_rule, withdraw_rule
from experts.services.score_sheets import save_sheet
from experts.services.setting_aside import set_sheet_aside
from experts.sheets import SheetOperation
from projects.services.draws import note_answer
from tests.defense.event_file.test_points_stay import a_day, load_document
from tests.experts.attacks import AFTER_CLOSE, NAMED, REFUSED, TEN
from tests.experts.hall import Hall, close, fill, pass_of
from tests.experts.protocols import two_protocols_with_annexes
from tests.experts.test_guards import take_guards_off
from tests.experts.voting import voted_twice
from tests.factories import (
    DAY,
    CriterionFactory,
    DiplomaFactory,
    EventFactory,
    MembershipFactory,
    PassFactory,
    PersonFactory,
    ProjectFactory,
    RecusalFactory,
    TeamMemberFactory,
    UserFactory,
)
from tests.house.guards import guards_of_database
from tests.kept_rows import made_once

# Points of two criteria, of weights 90 and 10, from three experts for three teams. The third expert is
# strict, and recused for team 3: by the corrected mean it is last, by the plain one first.
POINTS = {
    (1, 1): (6, 6),
    (2, 1): (5, 5),
    (3, 1): (1, 1),
    (1, 2): (6, 4),
    (2, 2): (5, 6),
    (3, 2): (0, 8),
    (1, 3): (1, 9),
    (2, 3): (7, 9),
    (3, 3): (10, 10),
}


@pytest.fixture
def hall(db) -> Hall:
    hall = given()
    tie = declare_interest(
        hall.seats[3], hall.defenses[3].project, kind="other", reason="A friend.", at=DAY
    )
    decide_interest(tie.pk, outcome="recuse", reason="A friend.", actor="test", at=DAY)
    add_member(hall.event, UserFactory(), role=Membership.Role.HOST, actor="test")
    return hall


@made_once
def given() -> Hall:
    """Before anybody is recused: what was set aside takes no rows."""
    hall = fill(experts=4, projects=4)
    rubric = hall.event.rubric
    rubric.criterion_set.update(weight=90, minimum=0)
    CriterionFactory(rubric=rubric, order=2, key="part", weight=10, minimum=0)
    AuditEntry.write(hall.event, "test", "event.loaded", hall.event, lines_of_all(hall.event))
    cards = {
        expert: issue_pass(hall.seats[expert].person, kind="expert", actor="test", at=DAY).issued
        for expert in (1, 2, 3)
    }
    Pass.objects.update(device_hash="x" * 64)
    for (expert, team), points in POINTS.items():
        if team == 3 and expert < 3:
            save(hall, cards[expert], expert, team, base=0, points=(10, 10))
        save(hall, cards[expert], expert, team, base=int(team == 3 and expert < 3), points=points)
    return hall


def save(hall: Hall, card: Pass, expert: int, team: int, *, base: int, points) -> None:
    given = dict(zip(("whole", "part"), map(Decimal, points), strict=True))
    operation = SheetOperation(uuid4(), None, 1, base, 1, 1, is_final=True, points=given)
    seat, defense = hall.seats[expert], hall.defenses[team]
    assignment = ScoreSheet(seat=seat, defense=defense).assignment
    save_sheet(assignment, operation=operation, held=card, at=DAY)


NEW_PROJECT = {"id": "999", "number": "999", "key": "'new'"}


def names_of(hall: Hall) -> dict[str, object]:
    """What the statements speak of."""
    event, seats, defenses = hall.event, hall.seats, hall.defenses
    other = fill(experts=1, projects=1)
    aside = event.room_set.create(is_default=False)
    spare = ProjectFactory(event=event)
    spare.supervisor_set.all().delete()  # so that no foreign key keeps it
    columns = dict.fromkeys(each.column for each in type(spare)._meta.concrete_fields)
    columns |= {name: new for name, new in NEW_PROJECT.items() if name in columns}
    ids = [Pass.objects.order_by("pk").first().pk, Pass.objects.order_by("pk").last().pk]
    Pass.objects.filter(pk=ids[1]).update(revoked_at=DAY)
    trainee = TeamMemberFactory(project=defenses[1].project)
    TeamMemberFactory(project=other.defenses[1].project)
    RecusalFactory(seat=other.seats[1], project=other.defenses[1].project)
    MembershipFactory(event=other.event)
    AuditEntry.write(other.event, "test", "event.loaded", other.event)
    diploma = DiplomaFactory(person__event=event, state="ready", file_hash="x" * 64)
    names = {
        "event": event.pk,
        "other": other.event.pk,
        "elsewhere": EventFactory().pk,
        "rubric": event.rubric.pk,
        "spare": spare.pk,
        "columns": ", ".join(f'"{column}"' for column in columns),
        "values": ", ".join(
            f'"{column}"' if new is None else new for column, new in columns.items()
        ),
        "tie": hall.seats[3].interest_set.get().pk,
        "diploma": diploma.pk,
        "trainee": trainee.pk,
        "person1": seats[1].person_id,
        "low": ScoreSheet.objects.get(seat=seats[1], defense=defenses[3]).pk,
        "stranger": PersonFactory(event=event).pk,
        "user": UserFactory().pk,
        "member": Membership.objects.get(event=event).pk,
        "card": ids[0],
        "stopped": ids[1],
        "room1": seats[1].panel.room_id,
        "room2": other.seats[1].panel.room_id,
        "room3": aside.pk,
        "panel1": seats[1].panel_id,
        "panel2": other.seats[1].panel_id,
        "item2": aside.runitem_set.create(order=1, kind="defense").pk,
        **{f"seat{n}": seat.pk for n, seat in seats.items()},
        **{f"defense{n}": defense.pk for n, defense in defenses.items()},
        **{f"project{n}": defense.project_id for n, defense in defenses.items()},
    }
    AuditEntry.write(event, "test", "event.loaded", event, lines_of_all(event))
    return names


def spoken(text: str, names: dict[str, object]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: str(names[found[1]]), text)


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def is_refused(*statements: str) -> bool:
    """By one of our guards, and by nothing else."""
    try:
        with transaction.atomic():
            run(*statements)
    except IntegrityError as error:
        return any(word in str(error) for word in ("refused: ", "append-only"))
    return False


class TakenBack(Exception):
    pass


def tried(statements, look):
    """What is seen after the statements, which are taken back."""
    seen = None
    try:
        with transaction.atomic():
            run(*statements)
            seen = look()
            raise TakenBack
    except TakenBack:
        return seen


def take_all_guards_off() -> None:
    for table in {table for table, _, _ in guards_of_database()}:
        take_guards_off(table)


def first_and_last(hall: Hall) -> tuple[int, int]:
    event = Event.objects.get(pk=hall.event.pk)
    ranked = [team.number for team in standings(event).teams if team.place is not None]
    return ranked[0], ranked[-1]


def verify(hall: Hall) -> str:
    told = StringIO()
    call_command("verify_audit", hall.event.slug, stdout=told)
    return told.getvalue()


def verdict_on(hall: Hall) -> str:
    try:
        return verify(hall)
    except CommandError as error:
        return str(error)


def test_what_was_saved_is_what_the_log_says(hall):
    assert re.fullmatch(r"\S+: 18 lines, unbroken; last link \w{64}\n", verify(hall))
    assert first_and_last(hall) == (1, 3)


def test_the_database_refuses_each_of_the_ten_and_their_relatives(hall):
    names = names_of(hall)
    attacks = {name: attack.statements[0] for name, attack in TEN.items()} | REFUSED

    passed = [
        name for name, statement in attacks.items() if not is_refused(spoken(statement, names))
    ]

    assert passed == []


def test_without_guards_each_of_the_ten_moves_the_last_team_to_first_and_is_named(hall):
    names = names_of(hall)
    take_all_guards_off()
    for name, attack in TEN.items():
        statements = [spoken(each, names) for each in attack.statements]
        first, said = tried(statements, lambda: (first_and_last(hall)[0], verdict_on(hall)))

        assert (name, first) == (name, 3)
        assert spoken(attack.said, names) in said


def test_the_chain_alone_sees_none_of_them_but_the_emptied_log(hall):
    """What it was like: the log is unbroken, and another team has won."""
    names = names_of(hall)
    take_all_guards_off()
    broken = {
        name: tried(
            [spoken(each, names) for each in attack.statements],
            lambda: AuditEntry.first_broken(hall.event),
        )
        for name, attack in TEN.items()
    }

    assert {name for name, line in broken.items() if line is not None} == {"log emptied"}


def test_what_moves_past_the_log_is_named(hall):
    """With all guards off; untouched, nothing is named, and without the table of rows nothing would be."""
    names = names_of(hall)
    take_all_guards_off()
    assert "unbroken; last link" in verify(hall)
    told = {
        name: tried([spoken(statement, names)], lambda: verdict_on(hall))
        for name, (statement, _said) in NAMED.items()
    }

    unnamed = [name for name in NAMED if spoken(NAMED[name][1], names) not in told[name]]
    assert unnamed == []


# It moves no result; which device a card belongs to is known to the device alone.
UNNAMED = {"card of another device"}


def test_relatives_pass_without_the_guards_and_are_named_all_but_one(hall):
    """The control of the guards: with them off every statement is taken."""
    names = names_of(hall)
    take_all_guards_off()
    unnamed = {
        name
        for name, statement in REFUSED.items()
        if "unbroken; last link" in tried([spoken(statement, names)], lambda: verdict_on(hall))
    }

    assert unnamed == UNNAMED


def test_after_the_close_nothing_that_decides_moves(hall):
    names = names_of(hall)
    close_scoring(hall.event.pk, actor="test", at=DAY)
    statements = {name: spoken(each, names) for name, each in AFTER_CLOSE.items()}
    passed = [name for name, each in statements.items() if not is_refused(each)]
    assert passed == []

    take_all_guards_off()
    unnamed = [
        name
        for name, each in statements.items()
        if "unbroken; last link" in tried([each], lambda: verdict_on(hall))
    ]
    assert unnamed == []


def test_revisions_of_before_are_counted_and_not_called_broken(hall):
    sheet = ScoreSheet.objects.submitted().first()
    line = AuditEntry.objects.get(subject=f"scoresheet:{sheet.pk}")
    number = sheet.revision + 1
    SheetRevision.objects.create(
        sheet=sheet, number=number, op_id=uuid4(), rubric_version=1, is_final=True, saved_at=DAY
    )
    ScoreSheet.objects.filter(pk=sheet.pk).update(revision=number)
    old = {"revision": number, "state": "submitted"}
    AuditEntry.write(hall.event, line.actor, line.verb, line.subject, old)

    assert verify(hall).endswith(
        "\n1 revisions were saved before hashes were kept: what they hold is not covered.\n"
    )


@pytest.mark.django_db
def test_rows_of_before_are_counted_and_not_called_broken_until_they_are_listed():
    """Nor after an act that names a few of them, in an event of which no line lists all."""
    event = EventFactory()
    AuditEntry.write(event, "test", "event.loaded", event)
    older, _newer = PassFactory.create_batch(2, person__event=event)
    revoke_pass(older, actor="test", at=DAY)
    hall = Hall(event, {}, {})
    assert "\n4 rows came before lines named them" in verify(hall)

    assert [list_rows_of_before(actor="test") for _start in range(2)] == [1, 0]
    assert verify(hall).count("\n") == 1
    late = MembershipFactory(event=event)

    assert verdict_on(hall).endswith(f"\nMembership {late.pk} is in no line of the log.")


@pytest.mark.django_db
def test_no_later_loading_covers_up_what_was_changed_before():
    document = a_day(keys=True)
    load_document(document)
    person = Person.objects.get(key="m1a")
    Person.objects.filter(pk=person.pk).update(confirmed_at=DAY)
    document["people"][1]["name"] = "Aida Bekowa"
    load_document(document)

    found = verdict(Event.objects.get()).differences
    assert found == (f"Person {person.pk} is not what line 1 says.",)


KEPT = re.compile(r"keep_(?P<table>[a-z]+_[a-z]+?)(?P<update>_update)?$")


def test_a_sheet_that_the_secretary_set_aside_is_what_the_log_says(hall):
    sheet = ScoreSheet.objects.submitted().first()

    set_sheet_aside(hall.event, sheet.pk, reason="No.", actor="test", at=DAY)
    assert "unbroken" in verify(hall)
    ScoreSheet.objects.filter(pk=sheet.pk).update(state=ScoreSheet.State.SUBMITTED)

    assert "the log says “set_aside”" in verdict_on(hall)


def draw_and_note(hall):
    """Two rows each of what is noted on the day."""
    for number in (1, 2):
        project, defense = hall.defenses[number].project, hall.defenses[number]
        note_answer(hall.event, project.pk, question="", place=number, actor="test", at=DAY)
        whole = {"rules_read": True, "ties_declared": True, "data_agreed": True}
        Declaration.objects.create(
            seat=hall.seats[number], text="So.", language="en", at=DAY, **whole
        )
        sign_and_enter(hall.seats[number], defense)
        SetAside.objects.create(sheet=ScoreSheet.objects.all()[number], reason="No.", at=DAY)
        Presence.objects.create(seat=hall.seats[1], defense=defense, kind=Presence.Kind.LATE)
        by = None if number == 1 else UserFactory()
        asked = LookRound.objects.create(event=hall.event, by=by, at=DAY)
        sheet = ScoreSheet.objects.submitted().filter(secondlook=None).first()
        SecondLook.objects.create(round=asked, sheet=sheet, revision=sheet.revision)
        PanelQuestion.objects.create(
            question=uuid4(),
            number=1,
            op_id=uuid4(),
            seat=hall.seats[number],
            defense=defense,
            text="Why?",
            at=DAY,
        )
    deliberate(hall)


def deliberate(hall):
    """Nothing of it comes while the scoring is open; what the other acts are tried on is."""
    chair, recused = hall.seats[1], hall.seats[4]
    Seat.objects.filter(pk=chair.pk).update(role=Seat.Role.CHAIR)
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=DAY)
    for number in (1, 2):
        project = hall.defenses[number].project
        told = {"event": hall.event, "seat": chair, "reason": "So.", "at": DAY}
        CastingVote.objects.create(**told, teams=str(project.pk))
        StepOut.objects.create(seat=recused, project=project, out_at=DAY)
        noted = {"event": hall.event, "project": project, "seat": chair, "at": DAY}
        DeliberationNote.objects.create(**noted, text="So.")
        ask_of_arithmetic(hall, project, withdrawn_at=DAY if number == 1 else None)
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=None)


def add_words_and_propose_rules():
    """Two of each."""
    hall, owner = fill(experts=1, projects=1), UserFactory()
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    sheet = hall.give(1, 1, 8)
    hall.event.lock_rule(DAY)
    for method in ("median", "trimmed_mean"):
        change = propose_rule(hall.event.pk, Rule(method, 1), reason="So.", by=owner, at=DAY)
        withdraw_rule(hall.event.pk, change.pk, by=owner, at=DAY)
    close(hall)
    for number in (1, 2):
        AddedWords.objects.create(
            sheet=sheet, number=number, op_id=uuid4(), text="So.", readers="team", at=DAY
        )


def ask_of_arithmetic(hall, project, **window):
    waived = {"waived_at": DAY, "waived_reason": "So.", "by": UserFactory()}
    opened = QueryWindow.objects.create(event=hall.event, **waived, **window)
    person = hall.seats[1].person
    Query.objects.create(window=opened, project=project, person=person, kind="confirmed", at=DAY)


def hand_over_and_end(diploma):
    ready = {"state": "ready", "file_hash": "a" * 64}
    said = {"state": "revoked", "revoked_at": DAY, "revoke_reason": "No."}
    Diploma.objects.filter(pk=diploma.pk).update(**ready)
    Handover.objects.create(diploma=diploma, number=1, kind="in_person", at=DAY)
    Diploma.objects.filter(pk=diploma.pk).update(**said)
    Ending.objects.create(diploma=diploma, kind=Ending.Kind.REVOKED, reason="No.", at=DAY)


def sign_and_enter(seat, defense):
    key = TabletKey.objects.create(
        card=pass_of(seat), public_key="key", mark="MARK", made_at=DAY, closed_at=None
    )
    signed = SheetRevision.objects.filter(sheet__seat=seat).first()
    SheetSignature.objects.create(revision=signed, key=key, signature="A" * 86)
    PaperEntry.objects.create(
        seat=seat, defense=defense, by=UserFactory(), rubric_version=1, points={}, at=DAY
    )


def test_no_row_is_put_in_the_place_of_another_or_emptied_away(hall):
    """As SQLite and PostgreSQL each let it pass by the triggers that refuse deletions."""
    kept = {found["table"] for _, name, _ in guards_of_database() if (found := KEPT.match(name))}
    statements = {
        table: [
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
            f"UPDATE OR REPLACE {table} SET id = (SELECT max(id) FROM {table}) "
            f"WHERE id = (SELECT min(id) FROM {table})",
        ]
        for table in kept
    }
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
        statements = {table: [f"TRUNCATE {table} CASCADE"] for table in kept}
    names_of(hall)
    for diploma in DiplomaFactory.create_batch(2, person__event=hall.event):
        hand_over_and_end(diploma)
        Person.objects.filter(pk=diploma.person_id).update(confirmed_at=DAY)
        ConfirmedName.objects.create(person=diploma.person, names={"en": "So"}, at=DAY)
    for number in (1, 2):
        RemovedEvent.objects.create(
            event_number=10**9 + number, slug="gone", removed_at=DAY, line_count=1
        )
    draw_and_note(hall)
    voted_twice()
    add_words_and_propose_rules()
    close(sealed := fill(experts=1, projects=1))
    two_protocols_with_annexes(sealed.event, sealed.seats[1])
    assert len(kept) >= 20
    assert [each for table in kept for each in statements[table] if not is_refused(each)] == []

    take_all_guards_off()
    replacing = [statements[table][0] for table in kept]
    assert [each for each in replacing if tried([each], lambda: "taken") != "taken"] == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL replaces no rows")
def test_every_unique_key_of_a_guarded_table_is_kept_from_being_replaced(db):
    """Whoever adds a unique constraint to one of them gives its key to the guard as well."""
    guards = guards_of_database()
    tables = {found["table"] for _, name, _ in guards if (found := KEPT.match(name))}
    with connection.cursor() as cursor:
        for table in tables:
            constraints = connection.introspection.get_constraints(cursor, table).values()
            for columns in (each["columns"] for each in constraints if each["unique"]):
                for act in ("INSERT", "UPDATE"):
                    begun = f"BEFORE {act} ON {table}"
                    keeping = [each for _, _, each in guards if begun in each and "UNIQUE" in each]
                    named = [all(f'NEW."{each}"' in one for each in columns) for one in keeping]
                    assert any(named), f"{act} {table} {columns}"
