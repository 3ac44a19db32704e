"""What panels and score sheets keep from being deleted (see events/services/leaving.py)."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from events.models import AuditEntry, Event, Person
from events.services.leaving import Question, asked, found
from experts.models import (
    Award,
    Call,
    CastingVote,
    CountingSeat,
    DecidingVoice,
    Declaration,
    DeliberationNote,
    Dissent,
    Interest,
    Nomination,
    PanelQuestion,
    PanelVote,
    PaperEntry,
    Presence,
    ScoreSheet,
    Seat,
    StepOut,
    VotedTeam,
    Voter,
    WarmUp,
)
from projects.models import Project


def has_seat(people: Sequence[Person]) -> dict[int, str]:
    return found(Seat.objects.filter(person__in=people), "person", _("has a seat on the panel"))


def has_scored(people: Sequence[Person]) -> dict[int, str]:
    sheets = ScoreSheet.objects.filter(seat__person__in=people)
    return found(sheets, "seat__person", _("has a seat with score sheets"))


def seat_has_sheets(seats: Sequence[Seat]) -> dict[int, str]:
    return found(ScoreSheet.objects.filter(seat__in=seats), "seat", _("has score sheets"))


def project_has_sheets(projects: Sequence[Project]) -> dict[int, str]:
    sheets = ScoreSheet.objects.filter(defense__project__in=projects)
    return found(sheets, "defense__project", _("it has score sheets"))


def seat_was_noted(seats: Sequence[Seat]) -> dict[int, str]:
    reason = _("it was noted how this expert was there")
    noted = found(Presence.objects.filter(seat__in=seats), "seat", reason)
    return noted | found(StepOut.objects.filter(seat__in=seats), "seat", reason)


def seat_has_spoken(seats: Sequence[Seat]) -> dict[int, str]:
    """Who declared or warmed up before the first points, or decided on a tie of somebody else or between teams."""
    declared = Declaration.objects.filter(seat=OuterRef("pk"))
    decided = Interest.objects.filter(decided_from=OuterRef("pk"))
    warmed_up = WarmUp.objects.filter(seat=OuterRef("pk"))
    cast = CastingVote.objects.filter(seat=OuterRef("pk"))
    has_spoken = Exists(declared) | Exists(decided) | Exists(warmed_up) | Exists(cast)
    spoken = Seat.objects.filter(has_spoken, pk__in=[seat.pk for seat in seats])
    return found(
        spoken, "pk", _("a declaration, a decision or a warm-up sheet of this expert is on record")
    )


def project_was_attended(projects: Sequence[Project]) -> dict[int, str]:
    reason = _("it was noted who was at its defense")
    at_defenses = Presence.objects.filter(defense__project__in=projects)
    stepped_out = StepOut.objects.filter(project__in=projects)
    return found(at_defenses, "defense__project", reason) | found(stepped_out, "project", reason)


def seat_has_paper(seats: Sequence[Seat]) -> dict[int, str]:
    entered = PaperEntry.objects.filter(seat__in=seats)
    return found(entered, "seat", _("paper of this expert was entered"))


def project_has_paper(projects: Sequence[Project]) -> dict[int, str]:
    entered = PaperEntry.objects.filter(defense__project__in=projects)
    return found(entered, "defense__project", _("paper about it was entered"))


def seat_has_called(seats: Sequence[Seat]) -> dict[int, str]:
    return found(Call.objects.filter(seat__in=seats), "seat", _("has called the secretary"))


def project_was_called_about(projects: Sequence[Project]) -> dict[int, str]:
    calls = Call.objects.filter(defense__project__in=projects)
    return found(calls, "defense__project", _("an expert called the secretary about it"))


def seat_has_deliberated(seats: Sequence[Seat]) -> dict[int, str]:
    """Who opened a vote, may vote, counts or decides one, proposed a team, or wrote a dissent or a note."""
    own = (Voter, CountingSeat, DecidingVoice, Nomination, Dissent, DeliberationNote)
    has_deliberated = Q(Exists(PanelVote.objects.filter(opened_from=OuterRef("pk"))))
    for model in own:
        has_deliberated |= Q(Exists(model._default_manager.filter(seat=OuterRef("pk"))))
    deliberated = Seat.objects.filter(has_deliberated, pk__in=[seat.pk for seat in seats])
    return found(deliberated, "pk", _("this expert has taken part in the deliberation"))


def project_was_deliberated(projects: Sequence[Project]) -> dict[int, str]:
    """A ballot names only teams that its vote names."""
    own = (VotedTeam, Nomination, Award, DeliberationNote)
    was_deliberated = Q()
    for model in own:
        was_deliberated |= Q(Exists(model._default_manager.filter(project=OuterRef("pk"))))
    deliberated = Project.objects.filter(was_deliberated, pk__in=[each.pk for each in projects])
    return found(deliberated, "pk", _("the panel has voted on it, or it was proposed for an award"))


def has_deliberated(event: Event) -> bool:
    """Whether the panel has decided something on the day, or somebody wrote a dissenting opinion."""
    return any(
        rows.exists()
        for rows in (
            PanelVote.objects.filter(panel__room__event=event, is_rehearsal=False),
            Award.objects.filter(project__event=event, is_rehearsal=False),
            Nomination.objects.filter(project__event=event, is_rehearsal=False),
            Dissent.objects.filter(seat__panel__room__event=event, is_rehearsal=False),
            DeliberationNote.objects.filter(event=event, is_rehearsal=False),
        )
    )


def seat_has_asked(seats: Sequence[Seat]) -> dict[int, str]:
    asked_from = PanelQuestion.objects.filter(seat__in=seats)
    return found(asked_from, "seat", _("a question of this expert is on record"))


def project_was_asked(projects: Sequence[Project]) -> dict[int, str]:
    questions = PanelQuestion.objects.filter(defense__project__in=projects)
    return found(questions, "defense__project", _("a question of the panel to it is on record"))


def seat_has_ties(seats: Sequence[Seat]) -> dict[int, str]:
    reason = _(
        "A tie of this expert was declared or decided in the program. Keep the seat in the file; as a reserve the expert does not score."
    )
    return dict.fromkeys(_with_ties(Interest.objects.filter(seat__in=seats), "seat_id"), reason)


def project_has_ties(projects: Sequence[Project]) -> dict[int, str]:
    reason = _(
        "A tie to this project was declared or decided in the program. Keep the project in the file."
    )
    ties = Interest.objects.filter(project__in=projects)
    return dict.fromkeys(_with_ties(ties, "project_id"), reason)


def _with_ties(ties: QuerySet[Interest], column: str) -> set[int]:
    """What the ties that people declared or decided hang on."""
    found_ties = list(ties)
    stay = asked(found_ties, declared_here, is_decided)
    return {getattr(tie, column) for tie in found_ties if tie.pk in stay}


def declared_here(interests: Sequence[Interest]) -> dict[int, str]:
    """Ties that somebody put on record in the program, and no file."""
    by_name = {f"interest:{interest.pk}": interest.pk for interest in interests}
    lines = AuditEntry.objects.filter(verb="interest.recorded", subject__in=by_name)
    subjects = lines.exclude(actor__startswith="system:").values_list("subject", flat=True)
    return {by_name[subject]: _("declared in the program") for subject in subjects}


def is_decided(interests: Sequence[Interest]) -> dict[int, str]:
    """Ties that a person decided on; the program itself recuses without a reason."""
    reason = _("somebody has decided on it")
    return {
        each.pk: reason
        for each in interests
        if each.reason or each.decided_by_id or each.decided_from_id
    }


ABOUT_PEOPLE: tuple[Question[Person], ...] = (has_seat, has_scored)
