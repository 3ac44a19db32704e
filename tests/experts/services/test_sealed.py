"""What a sealed protocol refuses: every service that would change what it tells."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from events.models import User
from experts.errors import NotSealedYet, ProtocolIsSealed
from experts.models import Interest, Query, QueryWindow
from experts.questions import Said
from experts.services.awards import give_award, nominate, take_award_back, take_nomination_back
from experts.services.casting import (
    Vote,
    cast_vote,
    come_back,
    leave_shared,
    step_out,
    take_shared_back,
    take_vote_back,
)
from experts.services.closing import close_scoring, reopen_scoring
from experts.services.concluding import decide_equal, sign_count
from experts.services.dissents import write_dissent
from experts.services.interests import decide_interest, declare_interest
from experts.services.noting import Noted, write_note
from experts.services.presence import note_presence
from experts.services.queries import answer_query, open_window, say_of_arithmetic, waive_window
from experts.services.questions import note_question
from experts.services.sealing import add_annex
from experts.services.setting_aside import give_sheet_back, set_sheet_aside
from experts.services.voting import close_vote, withdraw_vote
from experts.sheets import Assignment
from projects.models import TeamMember
from tests.experts.hall import Hall
from tests.experts.services.test_sealing import judged, sealed
from tests.experts.voting import YES, put
from tests.factories import DAY, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    hall = judged()
    close_scoring(hall.event.pk, actor="test", at=DAY)
    return hall


@pytest.fixture
def sara() -> User:
    return UserFactory(first_name="Sara", last_name="Seitova")


def asked_before(hall: Hall, member: TeamMember) -> Query:
    """In a window that was waived since."""
    told = {"event": hall.event, "by": UserFactory(), "waived_at": DAY, "waived_reason": "So."}
    window = QueryWindow.objects.create(**told)
    of_team = {"window": window, "project": member.project, "person": member.person}
    return Query.objects.create(**of_team, kind="confirmed", at=DAY)


def acts_that_take_back(hall: Hall, sara: User) -> Iterator[Callable[[], object]]:
    """And those that settle what was begun; each is refused before it looks for its row."""
    event, chair, project = hall.event, hall.seats[1], hall.defenses[1].project_id
    because = {"reason": "So.", "at": DAY}
    yield lambda: come_back(event, seat=chair.pk, project=project, actor=sara, at=DAY)
    yield lambda: leave_shared(event, [project], by=sara, **because)
    yield lambda: take_vote_back(event, 1, seats=[chair], at=DAY)
    yield lambda: take_shared_back(event, 1, by=sara, at=DAY)
    yield lambda: take_award_back(event, 1, reason="So.", actor=sara)
    yield lambda: take_nomination_back(chair, 1)
    yield lambda: close_vote(event, 1, by=sara, at=DAY)
    yield lambda: withdraw_vote(event, 1, by=sara, **because)
    yield lambda: sign_count(event, 1, chair, at=DAY)
    yield lambda: decide_equal(event, 1, chair, YES, **because)
    yield lambda: write_note(event.pk, Noted(None, "So.", 0), by=sara, at=DAY)
    sheet = chair.scoresheet_set.first()
    yield lambda: give_sheet_back(event, sheet.pk, reason="So.", actor=sara)


def test_after_the_seal_every_service_refuses_and_an_annex_is_added(hall, sara):
    event, seat, project = hall.event, hall.seats[3], hall.defenses[1].project
    with pytest.raises(NotSealedYet):
        add_annex(event.pk, reason="So.", text="So.", actor=sara, at=DAY)
    interest = Interest.objects.create(seat=seat, project=project, kind="other", outcome="disclose")
    sheet = seat.scoresheet_set.first()
    first_of_team = TeamMember.objects.get(project=project)
    query = asked_before(hall, first_of_team)
    sealed(hall, sara)
    cell = Assignment(seat.pk, hall.defenses[1].pk)
    decided = {"outcome": "dismiss", "reason": "So.", "actor": "test", "at": DAY}
    award = {"kind": "research", "reason": "So.", "at": DAY}
    asked = Said(uuid4(), uuid4(), "Why?")
    defense = hall.defenses[1]
    tries = (
        lambda: reopen_scoring(event.pk, reason="So.", actor="test", at=DAY),
        lambda: declare_interest(seat, project, kind="employer", reason="So.", at=DAY),
        lambda: decide_interest(interest.pk, **decided),
        lambda: note_presence(event, {cell: "absent"}, seen={}, actor="test"),
        lambda: set_sheet_aside(event, sheet.pk, reason="So.", actor="test", at=DAY),
        lambda: cast_vote(event, Vote((1, 2), (), "So."), seat=hall.seats[1], at=DAY),
        lambda: step_out(event, seat=seat.pk, project=project.pk, actor=sara, at=DAY),
        lambda: put(hall),
        lambda: give_award(event, project.pk, **award, names={}, actor="test"),
        lambda: nominate(seat, project.pk, **award),
        lambda: write_dissent(seat, "No.", at=DAY),
        lambda: note_question(event, asked, seat=seat, defense=defense, actor=sara, at=DAY),
        lambda: open_window(event.pk, actor=sara, at=DAY),
        lambda: waive_window(event.pk, reason="So.", actor=sara, at=DAY),
        lambda: say_of_arithmetic(first_of_team, text="", at=DAY),
        lambda: answer_query(event, query.pk, text="So.", actor=sara, at=DAY),
        *acts_that_take_back(hall, sara),
    )
    for attempt in tries:
        with pytest.raises(ProtocolIsSealed):
            attempt()

    first = add_annex(event.pk, reason="A name.", text="It is Aigul.", actor=sara, at=DAY)
    second = add_annex(event.pk, reason="An hour.", text="At ten.", actor=sara, at=DAY)
    assert (first.number, second.number) == (1, 2)
