"""An expert declares a tie from the tablet, and reads what became of it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import AuditEntry, Event
from events.models.passes import hash_of
from experts.models import Interest, ScoreSheet, Seat, SheetRevision
from experts.services import interests
from experts.services.interests import decide_interest, detect_interests
from projects.models import Project
from tests.cast import DEVICE, as_expert, as_organizer, enter_with_pass
from tests.experts.hall import give, text_of
from tests.factories import (
    DAY,
    InterestFactory,
    PassFactory,
    PersonFactory,
    ProjectFactory,
    SeatFactory,
    SupervisorFactory,
)

pytestmark = pytest.mark.django_db
ADDRESS = reverse("expert:interests")
KINDS = Interest.Kind.values


def declared(client, cast, *, team=None, kind="other", sentence="My cousin is in it."):
    chosen = cast.defense.project_id if team is None else team
    return client.post(ADDRESS, {"team": chosen, "kind": kind, "sentence": sentence})


def page(client) -> str:
    return " ".join(text_of(client.get(ADDRESS).content.decode()).split())


def lines_of_interests() -> list[str]:
    found = AuditEntry.objects.filter(verb__startswith="interest.").order_by("number")
    return list(found.values_list("verb", flat=True))


@pytest.mark.parametrize("points_first", [True, False])
def test_every_kind_counts_as_the_rules_say_before_and_after_points(client, cast, points_first):
    sheet = (
        give(cast.emil, cast.defense, {"research": "8", "answers": "7"}) if points_first else None
    )
    tablet = as_expert(client, cast.emil)

    for kind in KINDS:
        assert declared(tablet, cast, kind=kind).url == ADDRESS

    found = {each.kind: each for each in Interest.objects.filter(seat=cast.emil)}
    assert found.keys() == set(KINDS)
    assert {kind for kind, each in found.items() if each.is_recusing} == set(Interest.ROLES)
    assert {each.source for each in found.values()} == {Interest.Source.BY_EXPERT}
    if sheet:
        sheet.refresh_from_db()
        assert sheet.state == ScoreSheet.State.SET_ASIDE
        assert SheetRevision.objects.filter(sheet=sheet).count() == 1
        assert "What you had given before is kept and is not counted." in page(tablet)
    score = tablet.get(reverse("expert:score_sheet", args=[cast.defense.pk])).content.decode()
    assert "You declared a tie to this team" in score


def test_what_became_of_it_is_read_on_the_tablet(client, cast):
    tablet = as_expert(client, cast.emil)
    declared(tablet, cast)
    said = [page(tablet)]
    for outcome in ("disclose", "dismiss", "recuse"):
        tie = Interest.objects.get(seat=cast.emil)
        decide_interest(tie.pk, outcome=outcome, reason=f"We {outcome}.", actor=cast.olga, at=DAY)
        said.append(page(tablet))

    meanings = (
        "Until then you score this team.",
        "the tie is announced. Reason: We disclose.",
        "no tie that matters. Reason: We dismiss.",
        "You do not score this team. Reason: We recuse.",
    )
    assert [meaning in each for meaning, each in zip(meanings, said, strict=True)] == [True] * 4


def test_the_log_and_the_panel_page_say_who_declared_it(client, cast):
    declared(as_expert(client, cast.emil), cast, sentence="We share a flat.")

    organizer = as_organizer(client, cast.olga)
    panel = text_of(organizer.get(reverse("organizer:panel", args=["ours"])).content.decode())
    log = text_of(organizer.get(reverse("organizer:log", args=["ours"])).content.decode())

    assert "declared by the expert" in panel
    assert "We share a flat." in panel
    assert "Emil" in log
    assert "We share a flat." in log


def test_a_second_tab_and_a_second_press_put_nothing_twice(client, cast):
    tablet = as_expert(client, cast.emil)
    first = declared(tablet, cast)
    again = declared(tablet, cast)
    other_tab = declared(tablet, cast, sentence="We are neighbours.")

    assert (first.url, again.url, other_tab.status_code) == (ADDRESS, ADDRESS, 422)
    assert "already on record" in other_tab.content.decode()
    assert "We are neighbours." in other_tab.content.decode()
    assert Interest.objects.get(seat=cast.emil).evidence == "My cousin is in it."
    assert lines_of_interests() == ["interest.recorded"]


def test_a_tie_is_to_the_team_that_was_shown_whatever_its_number_is_since(client, cast):
    tablet, number = as_expert(client, cast.emil), cast.defense.project.number
    form = tablet.get(ADDRESS, {"team": number}).context["form"]
    chosen = form["team"].value()
    assert dict(form.fields["team"].choices)[chosen].startswith(f"{number}. ")
    Project.objects.filter(pk=cast.defense.project_id).update(number=number + 1)
    ProjectFactory(event=cast.event, number=number)

    declared(tablet, cast, team=chosen)

    assert Interest.objects.get(seat=cast.emil).project_id == cast.defense.project_id


REFUSED = {
    "an unknown team": {"team": "9999999"},
    "no team": {"team": ""},
    "a team that is no number": {"team": "1e1"},
    "no kind": {"kind": ""},
    "an unknown kind": {"kind": "enemy"},
    "no sentence": {"sentence": " \n "},
    "a long sentence": {"sentence": "x" * 501},
    "letters that nobody sees": {"sentence": "x\u202ey"},
}


def test_bad_input_is_told_at_its_field_and_writes_nothing(client, cast):
    tablet = as_expert(client, cast.emil)

    for what, given in REFUSED.items():
        answer = declared(tablet, cast, **given)
        assert answer.status_code == 422, what
        assert "is-invalid" in answer.content.decode() or "alert" in answer.content.decode(), what
        assert not Interest.objects.filter(seat=cast.emil).exists(), what
        assert not lines_of_interests(), what
    assert tablet.get(ADDRESS, {"team": "x"}).status_code == 200


def test_a_declaration_is_of_the_seat_of_the_card_alone(client, cast):
    """Neither a field nor the team of another event leads to somebody else's seat."""
    tablet = as_expert(client, cast.emil)
    tablet.post(
        ADDRESS,
        {
            "team": cast.defense.project_id,
            "kind": "other",
            "sentence": "Kin.",
            "seat": cast.clara.pk,
            "event": "theirs",
        },
    )

    assert list(Interest.objects.exclude(pk=cast.recusal.pk).values_list("seat", "project")) == [
        (cast.emil.pk, cast.defense.project_id)
    ]
    assert "My cousin" not in page(as_expert(client, cast.clara))


def test_who_holds_no_card_declares_nothing(client, cast):
    for user in (cast.olga, cast.odil):
        answer = declared(as_organizer(client, user), cast)
        assert answer.url == reverse("public:pass_open")
    assert not lines_of_interests()


def test_after_the_close_it_is_refused_with_what_to_do(client, cast):
    tablet = as_expert(client, cast.emil)
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=timezone.now())

    answer = declared(tablet, cast)

    assert answer.status_code == 422
    assert "Tell the secretary, who can reopen the scoring." in page(tablet)
    assert not Interest.objects.filter(seat=cast.emil).exists()


def test_in_a_rehearsal_no_tie_is_put_on_record(client, cast):
    Event.objects.filter(pk=cast.event.pk).update(is_rehearsal=True)
    PassFactory(person=cast.emil.person, is_rehearsal=True, device_hash=hash_of(DEVICE))
    tablet = as_expert(client, cast.emil)

    answer = declared(tablet, cast)

    assert answer.status_code == 422
    assert "no tie is put on record in it" in page(tablet)
    assert not Interest.objects.filter(seat=cast.emil).exists()


def test_a_reserve_declares_ahead_and_who_has_no_seat_is_told_so(client, cast):
    reserve = SeatFactory(panel=cast.emil.panel, order=9, role=Seat.Role.RESERVE)
    nobody = PersonFactory(event=cast.event, name="Nobody")

    declared(as_expert(client, reserve), cast)
    tablet = enter_with_pass(client, nobody, "expert")
    refused = declared(tablet, cast)

    assert Interest.objects.filter(seat=reserve).count() == 1
    assert refused.status_code == 422
    assert "Ask the organizers to seat you" in page(tablet)


def test_the_expert_knows_better_than_who_let_it_pass(client, cast):
    """A match that was dismissed waits again once the expert says so, and no comparing asks twice."""
    namesake = PersonFactory(event=cast.event, name="Emil")
    SupervisorFactory(project=cast.defense.project, person=namesake, order=2)
    found = InterestFactory(
        seat=cast.emil, project=cast.defense.project, outcome="dismiss", reason="Another Emil."
    )
    tablet = as_expert(client, cast.emil)

    declared(tablet, cast, kind="supervisor", sentence="It is me.")
    tie = Interest.objects.get(seat=cast.emil)
    assert (tie.pk, tie.is_recusing, tie.evidence) == (found.pk, True, "It is me.")

    decide_interest(tie.pk, outcome="dismiss", reason="It is not.", actor=cast.olga, at=DAY)
    detect_interests(cast.event, at=DAY)
    assert Interest.objects.get(seat=cast.emil).outcome == Interest.Outcome.DISMISS


@pytest.mark.parametrize("state", [{"scoring_closed_at": DAY}, {"is_rehearsal": True}])
def test_without_the_questions_of_the_service_it_would_be_on_record(
    client, cast, monkeypatch, state
):
    """The negative control of closed and of rehearsed; whoever writes a tie asks once more."""
    monkeypatch.setattr(interests, "_refuse_to_declare", lambda event: None)
    monkeypatch.setattr(interests, "_refuse_after_close", lambda event: None)
    Event.objects.filter(pk=cast.event.pk).update(**state)
    if "is_rehearsal" in state:
        PassFactory(person=cast.emil.person, is_rehearsal=True, device_hash=hash_of(DEVICE))

    declared(as_expert(client, cast.emil), cast)

    assert Interest.objects.filter(seat=cast.emil).exists()
