"""What holds of votes and awards, whoever has the connection.

* Who may vote, which teams are concerned and who counts stands before the first ballot, and stays. Nobody
  votes, decides or nominates who is recused from a team that it is about; the chair counts nothing.
* A ballot is cast once and stays; none comes or changes when the vote is closed. A secret vote is opened with
  three who count and a ballot for each voter, says at no seat what was given, and is closed with as many filled
  ballots as people who voted.
* A vote, its ballots and an award change in nothing else; they go with the rehearsal that they belong to.
"""

from django.db import migrations

from events.guards import Guard, Key, guarding, keeping

VOTE, TEAM, VOTER = "experts_panelvote", "experts_votedteam", "experts_voter"
BALLOT, COUNTING = "experts_secretballot", "experts_countingseat"
VOICE, AWARD, NOMINATION = "experts_decidingvoice", "experts_award", "experts_nomination"

OF_VOTE = "EXISTS (SELECT 1 FROM experts_panelvote v WHERE v.id = {row}.vote_id AND {which})"
CLOSED = OF_VOTE.format(row="NEW", which="v.closed_at IS NOT NULL")
OPEN = OF_VOTE.format(row="NEW", which="v.closed_at IS NULL")
SECRET = OF_VOTE.format(row="NEW", which="v.is_secret")
OF_THE_DAY = OF_VOTE.format(row="OLD", which="NOT v.is_rehearsal")
BEGUN = "EXISTS (SELECT 1 FROM experts_voter o WHERE o.vote_id = NEW.vote_id)"
CAST = "EXISTS (SELECT 1 FROM experts_voter o WHERE o.vote_id = NEW.vote_id AND o.has_voted)"
THREE = "(SELECT COUNT(*) FROM experts_countingseat c WHERE c.vote_id = NEW.vote_id) = 3"
OF_PANEL = """EXISTS (SELECT 1 FROM experts_seat s JOIN experts_panelvote v ON v.panel_id = s.panel_id
  WHERE s.id = NEW.seat_id AND v.id = NEW.vote_id AND s.role IN {roles})"""
SCORING = OF_PANEL.format(roles="('chair', 'deputy', 'member')")
BUT_THE_CHAIR = OF_PANEL.format(roles="('deputy', 'member', 'secretary', 'reserve')")
RECUSES = "(i.outcome = 'recuse' OR (i.outcome = '' AND i.kind IN ('supervisor', 'member')))"
OF_THE_PERSON = """i.seat_id IN (SELECT o.id FROM experts_seat o
  JOIN experts_seat s ON s.person_id = o.person_id WHERE s.id = NEW.seat_id)"""
RECUSED = f"""EXISTS (SELECT 1 FROM experts_interest i JOIN experts_votedteam t
  ON t.project_id = i.project_id WHERE t.vote_id = NEW.vote_id AND {OF_THE_PERSON} AND {RECUSES})"""  # noqa: S608 - names of ours
RECUSED_FROM_TEAM = f"""EXISTS (SELECT 1 FROM experts_interest i
  WHERE i.project_id = NEW.project_id AND {OF_THE_PERSON} AND {RECUSES})"""  # noqa: S608 - names of ours
NO_TEAM_OF_IT = """NOT EXISTS (SELECT 1 FROM experts_votedteam t JOIN experts_panelvote v
  ON v.id = t.vote_id WHERE t.vote_id = NEW.vote_id AND t.project_id = NEW.team_id
  AND v.subject <> 'motion')"""
NO_ANSWER = f"""((NEW.choice = 'team' AND {NO_TEAM_OF_IT}) OR (NEW.choice IN ('for', 'against')
  AND NOT {OF_VOTE.format(row="NEW", which="v.subject = 'motion'")}))"""
# Of a secret vote nothing stands at a seat; of an open one something does, once somebody has voted.
MISPLACED = (
    f"(({SECRET} AND NEW.choice <> '') OR (NOT {SECRET} AND NEW.has_voted AND NEW.choice = ''))"
)
MISCOUNTED = """(NEW.closed_at IS NOT NULL AND NEW.is_secret
  AND (SELECT COUNT(*) FROM experts_secretballot b WHERE b.vote_id = NEW.id AND b.choice <> '')
   <> (SELECT COUNT(*) FROM experts_voter o WHERE o.vote_id = NEW.id AND o.has_voted))"""
VOTE_STAYS = """(OLD.closed_at IS NOT NULL OR NEW.panel_id <> OLD.panel_id
  OR NEW.subject <> OLD.subject OR NEW.question <> OLD.question OR NEW.is_secret <> OLD.is_secret
  OR NEW.is_rehearsal <> OLD.is_rehearsal OR NEW.opened_at <> OLD.opened_at
  OR NEW.award_kind <> OLD.award_kind)"""
MOVED = "(NEW.vote_id <> OLD.vote_id OR NEW.seat_id <> OLD.seat_id)"
REFUSED_VOTER = f"({CLOSED} OR {RECUSED} OR {MISPLACED} OR {NO_ANSWER})"


def staying(name: str, table: str) -> Guard:
    """Goes with its rehearsal alone."""
    return Guard(f"{name}_delete", table, "DELETE", OF_THE_DAY, "what was voted stays")


GUARDS = [
    Guard("vote_changes", VOTE, "UPDATE", VOTE_STAYS, "a vote stays as it was opened"),
    Guard("vote_miscounted", VOTE, "UPDATE", MISCOUNTED, "ballots and voters do not agree"),
    Guard("vote_delete", VOTE, "DELETE", "NOT OLD.is_rehearsal", "what was voted stays"),
    Guard("voted_team_late", TEAM, "INSERT", BEGUN, "the teams stand before the voters"),
    Guard("voted_team_changes", TEAM, "UPDATE", "1 = 1", "the teams of a vote stay"),
    staying("voted_team", TEAM),
    Guard(
        "voter_insert",
        VOTER,
        "INSERT",
        f"(NOT {SCORING} OR ({SECRET} AND NOT {THREE}) OR {CAST} OR {REFUSED_VOTER})",
        "no voter of this vote",
    ),
    Guard("voter_cast", VOTER, "UPDATE", f"(OLD.has_voted OR {MOVED})", "a ballot is cast once"),
    Guard("voter_update", VOTER, "UPDATE", REFUSED_VOTER, "no ballot of this vote"),
    staying("voter", VOTER),
    Guard(
        "ballot_insert",
        BALLOT,
        "INSERT",
        f"(NOT {SECRET} OR {CLOSED} OR {CAST} OR NEW.choice <> '')",
        "the box is filled before the first ballot is cast",
    ),
    Guard(
        "ballot_update",
        BALLOT,
        "UPDATE",
        f"(NEW.vote_id <> OLD.vote_id OR {CLOSED} OR {NO_ANSWER})",
        "no ballot of this vote",
    ),
    staying("ballot", BALLOT),
    Guard(
        "counting_insert",
        COUNTING,
        "INSERT",
        f"(NEW.signed_at IS NOT NULL OR {BEGUN} OR NOT {BUT_THE_CHAIR})",
        "three of the panel without the chair, named before the vote",
    ),
    Guard(
        "counting_update",
        COUNTING,
        "UPDATE",
        f"(OLD.signed_at IS NOT NULL OR {MOVED} OR {OPEN})",
        "who counts signs once, when the vote is closed",
    ),
    staying("counting", COUNTING),
    Guard(
        "voice_insert",
        VOICE,
        "INSERT",
        f"({OPEN} OR {RECUSED} OR {NO_ANSWER})",
        "no deciding voice on this vote",
    ),
    Guard("voice_changes", VOICE, "UPDATE", "1 = 1", "a deciding voice stays"),
    staying("voice", VOICE),
    Guard("nomination_insert", NOMINATION, "INSERT", RECUSED_FROM_TEAM, "recused"),
    Guard("nomination_changes", NOMINATION, "UPDATE", "1 = 1", "a nomination stays or goes"),
    Guard(
        "award_changes",
        AWARD,
        "UPDATE",
        "(NEW.project_id <> OLD.project_id OR NEW.kind <> OLD.kind OR NEW.reason <> OLD.reason)",
        "an award stays or goes",
    ),
]
KEYS = {
    VOTE: [Key(["id"])],
    TEAM: [Key(["id"]), Key(["vote_id", "project_id"])],
    VOTER: [Key(["id"]), Key(["vote_id", "seat_id"])],
    BALLOT: [Key(["id"])],
    COUNTING: [Key(["id"]), Key(["vote_id", "seat_id"])],
    VOICE: [Key(["id"]), Key(["vote_id"])],
    NOMINATION: [Key(["id"])],
    AWARD: [Key(["id"])],
    "experts_dissent": [Key(["id"]), Key(["seat_id", "is_rehearsal"])],
}


class Migration(migrations.Migration):
    dependencies = [("experts", "0033_dissenting_opinions")]

    operations = [guarding(GUARDS), keeping(KEYS)]
