"""The statements: what each attack says to the database, and what is said of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Attack:
    """Statements, one after another; whether the database refuses the first; and what is said of them."""

    statements: tuple[str, ...]
    said: str
    is_refused: bool = True


TEN = {
    "points replaced": Attack(
        (
            """UPDATE experts_sheetrevision SET points = '{"whole": "10", "part": "10"}'
            WHERE number = 2 AND sheet_id = {low}""",
        ),
        "Revision 2 of score sheet {low} is not what line",
    ),
    "pointer set back": Attack(
        ("UPDATE experts_scoresheet SET revision = 1 WHERE revision = 2",),
        "stands at revision 1; the log says 2",
    ),
    "state to draft": Attack(
        ("UPDATE experts_scoresheet SET state = 'draft' WHERE seat_id = {seat1}",),
        "is “draft”; the log says “submitted”",
    ),
    "sheets moved": Attack(
        ("UPDATE experts_scoresheet SET defense_id = {defense4} WHERE id = {low}",),
        "Score sheet {low} is of defense {defense4}; it was of defense {defense3}",
    ),
    "weight changed": Attack(
        ("UPDATE events_criterion SET weight = 100 - weight WHERE rubric_id = {rubric}",),
        "The criteria or their weights are not those of line",
    ),
    "rule changed": Attack(
        ("UPDATE events_event SET scoring_rule = 'raw_mean'",), "it was corrected_mean"
    ),
    "rehearsal flag set": Attack(
        (
            "UPDATE events_event SET is_rehearsal = (1 = 1)",
            "DELETE FROM experts_sheetrevision WHERE sheet_id IN "
            "(SELECT id FROM experts_scoresheet WHERE seat_id = {seat1})",
            "DELETE FROM experts_scoresheet WHERE seat_id = {seat1}",
        ),
        "marked as a rehearsal",
    ),
    "projects swapped": Attack(
        (
            "UPDATE projects_defense SET project_id = {spare} WHERE id = {defense1}",
            "UPDATE projects_defense SET project_id = {project1} WHERE id = {defense3}",
            "UPDATE projects_defense SET project_id = {project3} WHERE id = {defense1}",
        ),
        "is of project {project3}; it was of project {project1}",
    ),
    "recusal deleted": Attack(
        (
            "DELETE FROM experts_interest",
            "UPDATE experts_scoresheet SET state = 'submitted' WHERE state = 'set_aside'",
        ),
        "Interest {tie} is gone; line",
    ),
    "log emptied": Attack(
        (
            "DELETE FROM events_auditentry",
            "DELETE FROM events_audithead",
            """UPDATE experts_sheetrevision SET points = '{"whole": "10", "part": "10"}'
            WHERE sheet_id = {low}""",
        ),
        "has no line",
    ),
}

NAMED = {
    "pointer set ahead": (
        "UPDATE experts_scoresheet SET revision = 3 WHERE id = {low}",
        "stands at revision 3; the log says 2",
    ),
    "sheet set aside": (
        "UPDATE experts_scoresheet SET state = 'set_aside' WHERE id = {low}",
        "is “set_aside”; the log says “submitted”",
    ),
    "recusal dismissed": (
        "UPDATE experts_interest SET outcome = 'dismiss'",
        "Interest {tie} is not what line",
    ),
    "revision put in": (
        """INSERT INTO experts_sheetrevision (sheet_id, number, op_id, body_hash, sequence, client_ts,
        rubric_version, is_final, points, comment, readers, saved_at, answer) SELECT sheet_id, 3,
        '00000000000000000000000000000001', '', 1, 1, 1, is_final, points, '', 'protocol', saved_at, answer
        FROM experts_sheetrevision WHERE sheet_id = {low} AND number = 1""",
        "Revision 3 of score sheet {low} is in no line",
    ),
    "scoring closed without a line": (
        "UPDATE events_event SET scoring_closed_at = '2019-11-30 12:00:00+00:00'",
        "The scoring is closed, and the log says otherwise",
    ),
    "version of the rule": (
        "UPDATE events_event SET rule_version = 2",
        "The version of the scoring rule is 2; it was 1",
    ),
    "a role in the event": (
        "UPDATE events_membership SET role = 'owner' WHERE id = {member}",
        "Membership {member} is not what line",
    ),
    "a card put in": (
        "INSERT INTO events_pass (person_id, kind, token_hash, device_hash, pin_hash, refused_count, is_rehearsal, issued_at) "
        "VALUES ({stranger}, 'expert', 'x', '', '', 0, (1 = 0), '2019-11-30 12:00:00+00:00')",
        "is in no line of the log",
    ),
    "scoring closed and opened again": (
        "UPDATE events_event SET scoring_rule = 'raw_mean', phase = 'closed', "
        "scoring_closed_at = '2019-11-30 12:00:00+00:00'",
        "Event {event} is not what line",
    ),
    "reason of an interest": (
        "UPDATE experts_interest SET reason = 'No reason'",
        "Interest {tie} is not what line",
    ),
    "evidence of an interest": (
        "UPDATE experts_interest SET evidence = 'None'",
        "Interest {tie} is not what line",
    ),
    "card alive again": (
        "UPDATE events_pass SET revoked_at = NULL WHERE id = {stopped}",
        "Card {stopped} is not what line",
    ),
    "card stopped": (
        "UPDATE events_pass SET revoked_at = issued_at WHERE id = {card}",
        "Card {card} is not what line",
    ),
    "membership gone": (
        "DELETE FROM events_membership WHERE id = {member}",
        "Membership {member} is gone; line",
    ),
    "membership put in": (
        "INSERT INTO events_membership (user_id, event_id, role) VALUES ({user}, {event}, 'owner')",
        "is in no line of the log",
    ),
    "member moved": (
        "UPDATE projects_teammember SET project_id = {project3} WHERE id = {trainee}",
        "Member {trainee} is not what line",
    ),
    "member gone": (
        "DELETE FROM projects_teammember WHERE id = {trainee}",
        "Member {trainee} is gone; line",
    ),
    "member come": (
        """INSERT INTO projects_teammember (project_id, person_id, "order", role)
        VALUES ({project1}, {stranger}, 9999, '')""",
        "is in no line of the log",
    ),
    "supervisor gone": (
        "DELETE FROM projects_supervisor WHERE project_id = {project1}",
        "is gone; line",
    ),
    "supervisor of another title": (
        "UPDATE projects_supervisor SET title = 'Professor' WHERE project_id = {project1}",
        "is not what line",
    ),
    "supervisor come": (
        """INSERT INTO projects_supervisor (project_id, person_id, "order", title, wording)
        VALUES ({project1}, {stranger}, 9999, '', '')""",
        "is in no line of the log",
    ),
    "topic of another": (
        """UPDATE projects_project SET topic = (SELECT topic FROM
        projects_project WHERE id = {project1}) || '!' WHERE id = {project3}""",
        "Project {project3} is not what line",
    ),
    "number of another": (
        "UPDATE projects_project SET number = 9977 WHERE id = {project3}",
        "Project {project3} is not what line",
    ),
    "name of another": (
        "UPDATE events_person SET name = 'Somebody Else' WHERE id = {person1}",
        "Person {person1} is not what line",
    ),
    "seat come": (
        """INSERT INTO experts_seat (panel_id, person_id, "order", role, role_text, affiliation, note)
        VALUES ({panel1}, {stranger}, 9999, 'member', '', '', '')""",
        "is in no line of the log",
    ),
    "seat that scores no more": (
        "UPDATE experts_seat SET role = 'reserve' WHERE id = {seat4}",
        "Seat {seat4} is not what line",
    ),
    "number of a diploma": (
        "UPDATE diplomas_diploma SET number = '2019/999' WHERE id = {diploma}",
        "Diploma {diploma} is not what line",
    ),
    "name on a diploma": (
        """UPDATE diplomas_diploma SET snapshot = '{"name": "Somebody Else"}' WHERE id = {diploma}""",
        "Diploma {diploma} is not what line",
    ),
    "state of a diploma": (
        "UPDATE diplomas_diploma SET state = 'revoked' WHERE id = {diploma}",
        "Diploma {diploma} is not what line",
    ),
}

REFUSED = {
    "sheet of another seat": "UPDATE experts_scoresheet SET seat_id = {seat4} WHERE id = {low}",
    "lock taken off": "UPDATE events_event SET rule_locked_at = NULL",
    "version of the rule": "UPDATE events_event SET rule_version = 2",
    "criterion put in": "INSERT INTO events_criterion "
    '(rubric_id, "order", key, name, weight, minimum, maximum, step, levels) '
    "VALUES ({rubric}, 9, 'more', 'More', 1, 0, 10, 1, '{}')",
    "criterion taken out": "DELETE FROM events_criterion WHERE key = 'part'",
    "scale changed": "UPDATE events_criterion SET maximum = 20 WHERE key = 'part'",
    "key changed": "UPDATE events_criterion SET key = 'other' WHERE key = 'part'",
    "rubric of another event": "UPDATE events_rubric SET event_id = {elsewhere} WHERE id = {rubric}",
    "recusal of another team": "UPDATE experts_interest SET project_id = {project1}",
    "recusal of another seat": "UPDATE experts_interest SET seat_id = {seat4}",
    "seat of another person": "UPDATE experts_seat SET person_id = {stranger} WHERE id = {seat1}",
    "seat that scores no more": "UPDATE experts_seat SET role = 'reserve' WHERE id = {seat1}",
    "seat in another room": 'UPDATE experts_seat SET panel_id = {panel2}, "order" = 99 WHERE id = {seat1}',
    "panel in another room": "UPDATE experts_panel SET room_id = {room3} WHERE id = {panel1}",
    "room of another event": "UPDATE events_room SET event_id = {elsewhere} WHERE id = {room1}",
    "line in another room": 'UPDATE events_runitem SET room_id = {room2}, "order" = 99 '
    "WHERE id = (SELECT run_item_id FROM projects_defense WHERE id = {defense1})",
    "defense in another room": "UPDATE projects_defense SET run_item_id = {item2} WHERE id = {defense1}",
    "project of another event": "UPDATE projects_project SET event_id = {elsewhere} WHERE id = {project1}",
    "member of another name": "UPDATE projects_teammember SET person_id = {stranger} WHERE project_id = {project1}",
    "card of another person": "UPDATE events_pass SET person_id = {stranger} WHERE id = {card}",
    "card of another code": "UPDATE events_pass SET token_hash = 'x' WHERE id = {card}",
    "card of another device": "UPDATE events_pass SET device_hash = 'y' WHERE id = {card}",
    "card alive again": "UPDATE events_pass SET revoked_at = NULL WHERE id = {stopped}",
    "membership of another": "UPDATE events_membership SET user_id = {user} WHERE id = {member}",
}

AFTER_CLOSE = {
    "close at another time": "UPDATE events_event SET scoring_closed_at = '2020-01-01 00:00:00+00:00' "
    "WHERE id = {event}",
    "state": "UPDATE experts_scoresheet SET state = 'set_aside' WHERE id = {low}",
    "seat come": "INSERT INTO experts_seat "
    '(panel_id, person_id, "order", role, role_text, affiliation, note) '
    "VALUES ({panel1}, {stranger}, 9999, 'member', '', '', '')",
    "seat of another": "UPDATE experts_seat SET person_id = {stranger} WHERE id = {seat4}",
    "seat that scores": "UPDATE experts_seat SET role = 'reserve' WHERE id = {seat4}",
    "member come": 'INSERT INTO projects_teammember (project_id, person_id, "order", role) '
    "VALUES ({project1}, {stranger}, 9999, '')",
    "member moved": "UPDATE projects_teammember SET project_id = {project3}",
    "member gone": "DELETE FROM projects_teammember",
    "project come": "INSERT INTO projects_project ({columns}) SELECT {values} FROM projects_project "
    "WHERE id = {spare}",
    "project gone": "DELETE FROM projects_project WHERE id = {spare}",
    "defense come": "INSERT INTO projects_defense (project_id, run_item_id, state) "
    "VALUES ({spare}, {item2}, 'planned')",
    "defense moved": "UPDATE projects_defense SET project_id = {spare} WHERE id = {defense4}",
    "defense gone": "DELETE FROM projects_defense WHERE id = {defense4}",
}
