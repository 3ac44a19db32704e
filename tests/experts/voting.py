"""A hall whose panel votes: six experts before four teams, after the close."""

from experts.ballots import Said
from experts.models import (
    Award,
    Dissent,
    Nomination,
    Panel,
    PanelVote,
    Protocol,
    ProtocolSeal,
    Seat,
)
from experts.services.concluding import decide_equal, sign_count
from experts.services.voting import Asked, cast_ballot, close_vote, open_vote
from tests.experts.hall import Hall, close, fill
from tests.factories import DAY, UserFactory
from tests.kept_rows import made_once

YES, NO, NEITHER = Said("for"), Said("against"), Said("abstained")


def voting_hall() -> Hall:
    """The first expert is the chair, the second the deputy; the sixth is recused from team 4."""
    hall = voting_hall_before_the_close()
    close(hall)
    hall.event.refresh_from_db()
    return hall


@made_once
def voting_hall_before_the_close() -> Hall:
    hall = fill(6, 4)
    for number, role in ((1, Seat.Role.CHAIR), (2, Seat.Role.DEPUTY)):
        Seat.objects.filter(pk=hall.seats[number].pk).update(role=role)
        hall.seats[number].refresh_from_db()
    hall.recuse(6, 4)
    return hall


def panel_of(hall: Hall) -> Panel:
    return Panel.objects.select_related("room__event").get(room__event=hall.event)


def team(hall: Hall, number: int) -> Said:
    return Said("team", hall.defenses[number].project_id)


def put(hall: Hall, question: str = "Shall it be so?", by=None, **asked: object) -> PanelVote:
    """A question of for or against, unless another is asked; `teams` are numbers, `commission` experts."""
    teams = [hall.defenses[number].project_id for number in asked.pop("teams", ())]
    commission = [hall.seats[number].pk for number in asked.pop("commission", ())]
    subject = asked.pop("subject", PanelVote.Subject.MOTION)
    wanted = Asked(subject, question, teams=teams, commission=commission, **asked)
    return open_vote(panel_of(hall), wanted, by=by or hall.seats[1], at=DAY)


def put_secretly(hall: Hall, **asked: object) -> PanelVote:
    return put(hall, is_secret=True, commission=(3, 4, 5), **asked)


def give(hall: Hall, vote: PanelVote, said: dict[int, Said]) -> None:
    for number, each in said.items():
        cast_ballot(vote.pk, Seat.objects.get(pk=hall.seats[number].pk), each)


def end(hall: Hall, vote: PanelVote) -> None:
    """Closed, and signed by who counts."""
    close_vote(hall.event, vote.pk, by=hall.seats[1], at=DAY)
    for counting in vote.commission.select_related("seat__person"):
        sign_count(hall.event, vote.pk, counting.seat, at=DAY)


def voted_twice() -> None:
    """Two rows each of what a panel votes, decides, proposes, awards and dissents from."""
    hall = voting_hall()
    for number in (1, 2):
        put_secretly(hall, question=f"And {number}?")
        vote = put(hall, teams=[number])
        give(hall, vote, {1: YES, 2: NO})
        end(hall, vote)
        decide_equal(hall.event, vote.pk, hall.seats[1], YES, reason="So.", at=DAY)
        given = {"project": hall.defenses[number].project, "kind": "research", "reason": "So."}
        Nomination.objects.create(seat=hall.seats[1], at=DAY, **given)
        Award.objects.create(at=DAY, **given)
        Dissent.objects.create(seat=hall.seats[number], text="No.", at=DAY)


def seal(hall: Hall) -> None:
    """A sealed protocol, as rows; how it comes to be sealed is not this hall's matter."""
    secretary = UserFactory()
    protocol = Protocol.objects.create(
        event=hall.event,
        number=1,
        record="{}",
        sha256="0" * 64,
        audit_number=0,
        audit_link="",
        prepared_at=DAY,
        prepared_by=secretary,
    )
    by = {"protocol": protocol, "at": DAY}
    ProtocolSeal.objects.create(part="chair", seat=hall.seats[1], device="a", **by)
    ProtocolSeal.objects.create(part="secretary", user=secretary, device="b", **by)
    Protocol.objects.filter(pk=protocol.pk).update(state=Protocol.State.SEALED, sealed_at=DAY)
