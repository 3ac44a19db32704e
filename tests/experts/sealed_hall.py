"""A sealed event with a row of each table that its record tells of, made by the services where these write lines."""

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

from events.covered import lines_of_all
from events.models import AuditEntry, Event, Pass
from events.services.passes import issue_pass
from experts.models import (
    AddedWords,
    CastingVote,
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
    StepOut,
    TabletKey,
)
from experts.services.awards import give_award, nominate
from experts.services.closing import close_scoring
from experts.services.concluding import decide_equal
from experts.services.dissents import write_dissent
from experts.services.rule_changes import Rule, propose_rule, refuse_rule
from experts.services.score_sheets import save_sheet
from experts.services.sealing import Signer, add_annex, prepare_protocol, seal_protocol
from experts.services.setting_aside import set_sheet_aside
from experts.sheets import Assignment, SheetOperation
from projects.models import Draw
from projects.services.draws import note_answer
from tests.experts.hall import Hall, fill, pass_of
from tests.experts.voting import NO, YES, end, give, put, put_secretly
from tests.factories import DAY, InterestFactory, TeamMemberFactory, UserFactory
from tests.kept_rows import made_once

CHAIR, RECUSED = 1, 6
POINTS = {1: 8, 2: 6}  # by team
AT = {"at": DAY, "reason": "So."}

# A table, and what of its rows is changed.
HELD = {
    "experts_sheetrevision": """points = '{"whole": "3"}'""",
    "experts_scoresheet": "state = 'draft'",
    "experts_setaside": "reason = 'x'",
    "experts_interest": "reason = 'x'",
    "experts_presence": "kind = 'left'",
    "experts_seat": "role = 'deputy'",
    "experts_panel": "room_id = 0",
    "experts_paperentry": "points = '{}'",
    "events_criterion": "weight = 50",
    "events_rubric": "version = 9",
    "events_auditentry": "verb = 'x'",
    "projects_project": "number = number + 9",
    "projects_defense": "project_id = 0",
    "projects_supervisor": "person_id = 0",
    "projects_teammember": "project_id = 0",
    "projects_drawstep": "place = 9",
    "experts_lookround": "is_rehearsal = true",
    "experts_secondlook": "revision = 9",
    "experts_rulechange": "reason = 'x'",
    "experts_addedwords": "text = 'x'",
    "experts_award": "kind = 'practical'",
    "experts_nomination": "reason = 'x'",
    "experts_deliberationnote": "text = 'x'",
    "experts_dissent": "text = 'x'",
    "experts_castingvote": "reason = 'x'",
    "experts_stepout": "back_at = out_at",
    "experts_panelvote": "question = 'x'",
    "experts_votedteam": "project_id = (SELECT max(id) FROM projects_project)",
    "experts_voter": "choice = 'abstained', has_voted = true",
    "experts_secretballot": "choice = 'against'",
    "experts_countingseat": "signed_at = NULL",
    "experts_decidingvoice": "reason = 'x'",
    "experts_panelquestion": "text = 'x'",
    "experts_querywindow": "waived_reason = 'x'",
    "experts_query": "kind = 'asked', text = 'x'",
    "experts_protocol": "record = '{}'",
    "experts_protocolseal": "device = 'x' || part",
    "experts_annex": "text = 'x'",
}


def sealed_hall() -> Hall:
    """Six experts, the last recused from team 2; one sheet of team 1 is set aside."""
    hall = judged()
    close_scoring(hall.event.pk, actor="test", at=DAY)
    deliberated(hall)
    sara = UserFactory()
    protocol = prepare_protocol(hall.event.pk, actor=sara, at=DAY)
    for who, device in ((hall.seats[CHAIR], "c" * 64), (sara, "d" * 64)):
        seal_protocol(hall.event.pk, protocol.sha256, signer=Signer(who, device), at=DAY)
    add_annex(hall.event.pk, reason="So.", text="So.", actor=sara, at=DAY)
    return hall


def judged() -> Hall:
    hall = given_hall()
    _sign_and_look(hall)
    aside = ScoreSheet.objects.get(seat=hall.seats[5], defense=hall.defenses[1])
    set_sheet_aside(hall.event, aside.pk, reason="So.", actor="test", at=DAY)
    return hall


@made_once
def given_hall() -> Hall:
    """What is set aside takes no rows, and paper that two entered is not put back."""
    hall = fill(experts=6, projects=2)
    Seat.objects.filter(pk=hall.seats[CHAIR].pk).update(role=Seat.Role.CHAIR)
    hall.seats[CHAIR].refresh_from_db()
    hall.recuse(RECUSED, 2)
    tie = {"seat": hall.seats[3], "project": hall.defenses[1].project}
    InterestFactory(**tie, kind="other", outcome="disclose")
    Presence.objects.create(seat=hall.seats[3], defense=hall.defenses[2], kind=Presence.Kind.LATE)
    for defense in hall.defenses.values():
        TeamMemberFactory(project=defense.project)
    Draw.objects.create(room=hall.seats[CHAIR].panel.room, method="By lot")
    _listed(hall)
    project = hall.defenses[1].project
    note_answer(hall.event, project.pk, question="Why?", place=1, actor="test", at=DAY)
    for expert, seat in hall.seats.items():
        card = issue_pass(seat.person, kind="expert", actor="test", at=DAY).issued
        Pass.objects.filter(pk=card.pk).update(device_hash=f"{expert:064d}")
        for team in POINTS.keys() - ({2} if expert == RECUSED else set()):
            _save(hall, card, expert, team)
    return hall


def _listed(hall: Hall) -> None:
    """From here on the log answers for what came without a line."""
    AuditEntry.write(hall.event, "test", "event.loaded", hall.event, lines_of_all(hall.event))


def _save(hall: Hall, card: Pass, expert: int, team: int) -> None:
    given = {"whole": Decimal(POINTS[team])}
    operation = SheetOperation(uuid4(), None, 1, 0, 1, 1, is_final=True, points=given)
    where = Assignment(hall.seats[expert].pk, hall.defenses[team].pk)
    save_sheet(where, operation=operation, held=card, at=DAY)


def _sign_and_look(hall: Hall) -> None:
    seat, defense = hall.seats[2], hall.defenses[1]
    made = {"card": pass_of(seat), "public_key": "key", "mark": "MARK", "made_at": DAY}
    asked = LookRound.objects.create(event=hall.event, at=DAY)
    sheet = ScoreSheet.objects.get(seat=seat, defense=defense)
    SecondLook.objects.create(round=asked, sheet=sheet, revision=sheet.revision)
    TabletKey.objects.create(**made, closed_at=None)
    entered = {"seat": seat, "defense": defense, "rubric_version": 1, "at": DAY}
    for by in (UserFactory(), UserFactory()):
        PaperEntry.objects.create(**entered, by=by, points={"whole": str(POINTS[1])})
    said = {"outcome": PaperEntry.Outcome.CONFIRMED, "revision": sheet.sheetrevision_set.get()}
    PaperEntry.objects.filter(seat=seat).update(**said)
    PanelQuestion.objects.create(
        question=uuid4(), number=1, op_id=uuid4(), seat=seat, defense=defense, text="Why?", at=DAY
    )


def deliberated(hall: Hall) -> None:
    """All that may come between the close and the seal."""
    hall.event.refresh_from_db()
    _decide(hall)
    _vote(hall)
    _listed(hall)


def _decide(hall: Hall) -> None:
    event, seat, project = hall.event, hall.seats[CHAIR], hall.defenses[1].project
    other = replace(Rule.of(event), scoring_rule=Event.ScoringRule.MEDIAN)
    change = propose_rule(event.pk, other, by=UserFactory(), **AT)
    refuse_rule(event.pk, change.pk, seat=seat, **AT)
    give_award(event, project.pk, kind="research", names={}, actor="test", **AT)
    nominate(Seat.objects.get(pk=seat.pk), project.pk, kind="answers", **AT)
    write_dissent(seat, "No.", at=DAY)
    CastingVote.objects.create(event=event, seat=seat, teams=f"{project.pk}", **AT)
    out = {"seat": hall.seats[RECUSED], "project": hall.defenses[2].project}
    StepOut.objects.create(**out, out_at=DAY)
    sheet = ScoreSheet.objects.get(seat=seat, defense=hall.defenses[1])
    added = {"sheet": sheet, "number": 1, "op_id": uuid4(), "text": "So."}
    AddedWords.objects.create(**added, readers="protocol", at=DAY)
    noted = {"event": event, "project": project, "user": UserFactory()}
    DeliberationNote.objects.create(**noted, text="So.", at=DAY)
    waived = {"waived_at": DAY, "waived_reason": "So.", "by": UserFactory()}
    QueryWindow.objects.create(event=event, **waived, withdrawn_at=DAY)
    window = QueryWindow.objects.create(event=event, **waived)
    person = project.teammember_set.get().person
    Query.objects.create(window=window, project=project, person=person, kind="confirmed", at=DAY)


def _vote(hall: Hall) -> None:
    secret, named = put_secretly(hall, question="And in secret?"), put(hall, teams=[1])
    give(hall, secret, {2: YES, 3: NO, 4: YES})
    give(hall, named, {CHAIR: YES, 2: NO})
    for vote in (secret, named):
        end(hall, vote)
    decide_equal(hall.event, named.pk, hall.seats[CHAIR], YES, reason="So.", at=DAY)
