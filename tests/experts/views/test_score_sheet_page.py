import json
import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from events.models import Event, Pass
from experts.models import Interest, ScoreSheet, SheetRevision
from tests.cast import as_expert
from tests.experts.hall import fill, give, score
from tests.factories import DAY, InterestFactory

pytestmark = pytest.mark.django_db


def url(defense):
    return reverse("expert:score_sheet", args=[defense.pk])


def filled(base_rev=0, op_id=None, comment="", draft=False, **points):
    data = {"op_id": op_id or uuid4(), "base_rev": base_rev, "rubric_version": 1}
    data |= {"comment": comment} | {f"points-{key}": value for key, value in points.items()}
    return data | ({"draft": "on"} if draft else {})


def test_every_criterion_stands_on_the_page_with_its_ten_buttons(client, cast):
    html = as_expert(client, cast.emil).get(url(cast.defense)).content.decode()

    assert re.findall(r'data-criterion="(\w+)"', html) == ["research", "answers"]
    assert html.count('name="points-research"') == 10
    assert html.count('name="points-answers"') == 10
    assert " checked" not in html


def test_a_form_without_script_submits_the_sheet(client, cast):
    response = as_expert(client, cast.emil).post(
        url(cast.defense), filled(research="8", answers="7", comment="Clear")
    )

    sheet = ScoreSheet.objects.get()
    revision = SheetRevision.objects.get()
    assert response.url == url(cast.defense)
    assert (sheet.seat, sheet.state) == (cast.emil, ScoreSheet.State.SUBMITTED)
    assert (revision.points, revision.comment) == ({"research": "8", "answers": "7"}, "Clear")


def test_a_new_line_of_a_comment_counts_as_one_character_as_on_the_page(client, cast):
    lines = "\n".join(["x" * 99] * 20)

    as_expert(client, cast.emil).post(
        url(cast.defense),
        filled(research="8", answers="7", comment=lines.replace("\n", "\r\n")),
    )

    assert SheetRevision.objects.get().comment == lines


def test_a_comment_that_cannot_be_kept_is_refused_with_a_sentence(client, cast):
    response = as_expert(client, cast.emil).post(
        url(cast.defense), filled(research="8", answers="7", comment="x" * 2001)
    )

    html = response.content.decode()
    assert response.status_code == 422
    assert re.search(r"data-trouble>\s*<p data-trouble-text>These values are not possible", html)
    assert not SheetRevision.objects.exists()


def test_what_was_saved_is_on_the_page_again(client, cast):
    give(cast.emil, cast.defense, {"research": "8", "answers": "7"}, comment="Clear")

    html = as_expert(client, cast.emil).get(url(cast.defense)).content.decode()

    assert re.findall(r'name="points-(\w+)" value="([\d.]+)"[^>]* checked', html) == [
        ("research", "8"),
        ("answers", "7"),
    ]
    assert ">Clear</textarea>" in html
    assert "Submitted 10:00" in html
    assert ">76.0</span>" in html


@pytest.mark.parametrize(
    ("readers", "words"),
    [
        ("protocol", "for the protocol"),
        ("team", "for the team too, without a name"),
        ("me", "only for me"),
    ],
)
def test_an_expert_chooses_and_sees_who_reads_the_comment(client, cast, readers, words):
    form = filled(research="8", answers="7", comment="Clear") | {"readers": readers}
    as_expert(client, cast.emil).post(url(cast.defense), form)

    html = client.get(url(cast.defense)).content.decode()
    assert SheetRevision.objects.get().readers == readers
    assert f'<option value="{readers}" selected>{words}</option>' in html
    assert f"<span data-comment-readers>{words}</span>" in html


def test_readers_that_nobody_can_choose_are_refused_and_the_form_comes_back(client, cast):
    form = filled(research="8", answers="7", comment="Clear") | {"readers": "everybody"}
    answer = as_expert(client, cast.emil).post(url(cast.defense), form)

    assert answer.status_code == 422
    assert "Who reads the comment: This value is not possible here." in answer.content.decode()
    assert ">Clear</textarea>" in answer.content.decode()
    assert not SheetRevision.objects.exists()


def test_a_form_posted_twice_is_saved_once(client, cast):
    as_expert(client, cast.emil)
    data = filled(research="8", answers="7")

    client.post(url(cast.defense), data)
    client.post(url(cast.defense), data)

    assert SheetRevision.objects.count() == 1


def test_a_draft_may_be_incomplete(client, cast):
    as_expert(client, cast.emil).post(url(cast.defense), filled(research="8", draft=True))

    html = client.get(url(cast.defense)).content.decode()
    assert ScoreSheet.objects.get().state == ScoreSheet.State.DRAFT
    assert ">48.0</span>" in html
    assert "of 60 so far" in html


def test_an_incomplete_sheet_is_not_submitted_and_keeps_what_was_given(client, cast):
    response = as_expert(client, cast.emil).post(
        url(cast.defense), filled(research="8", comment="Not yet")
    )

    html = response.content.decode()
    assert response.status_code == 422
    assert ScoreSheet.objects.count() == 0
    assert re.findall(r'name="points-(\w+)"[^>]* checked', html) == ["research"]
    assert ">Not yet</textarea>" in html
    assert "some points are missing" in html


def test_a_refused_sheet_adds_up_what_was_given_and_says_what_stands(client, cast):
    """The draft on the server has 18 of 60, the sheet that was submitted 46."""
    expert = as_expert(client, cast.emil)
    expert.post(url(cast.defense), filled(research="3", draft=True))

    draft = expert.post(url(cast.defense), filled(base_rev=1, research="8")).content.decode()
    empty = expert.post(url(cast.defense), filled(base_rev=1)).content.decode()
    expert.post(url(cast.defense), filled(base_rev=1, research="3", answers="7"))
    change = expert.post(url(cast.defense), filled(base_rev=2, research="8")).content.decode()

    assert ">48.0</span>" in draft
    assert "of 60 so far" in draft
    assert "nothing yet" in empty
    assert ">48.0</span>" in change
    assert "46.0 stands until you submit" in change
    assert "Undo, keep 46.0" in change


@pytest.mark.parametrize("value", ["11", "0", "7.5", "ten", "NaN"])
def test_points_that_no_button_gives_are_refused(value, client, cast):
    response = as_expert(client, cast.emil).post(
        url(cast.defense), filled(research=value, answers="7")
    )

    assert response.status_code == 422
    assert ScoreSheet.objects.count() == 0


def test_a_second_device_is_shown_both_values_and_may_keep_its_own(client, cast):
    give(cast.emil, cast.defense, {"research": "3", "answers": "7"})

    response = as_expert(client, cast.emil).post(
        url(cast.defense), filled(base_rev=0, research="8", answers="7")
    )

    html = response.content.decode()
    assert response.status_code == 409
    assert re.findall(r"On the server: (\d+)", html) == ["3"]
    assert re.findall(r'name="points-(\w+)" value="([\d.]+)"[^>]* checked', html) == [
        ("research", "8"),
        ("answers", "7"),
    ]
    assert re.findall(r'name="base_rev" value="(\d+)"', html) == ["1"]


def test_everything_that_differs_on_a_second_device_is_seen(client, cast):
    give(cast.emil, cast.defense, {"answers": "7"}, ScoreSheet.State.DRAFT, comment="THEIR\nWORDS")

    html = (
        as_expert(client, cast.emil)
        .post(url(cast.defense), filled(research="8", comment="mine", draft=True))
        .content.decode()
    )

    hints = re.findall(r'class="criterion-hint">([^<]*)<', html)
    assert hints == ["On the server: no points", "On the server: 7"]
    assert "The comment on the server: THEIR<br>WORDS" in html
    assert ">mine</textarea>" in html


@pytest.mark.parametrize(
    ("theirs", "mine", "said"),
    [
        ("", "mine", "On the server there is no comment."),
        ("theirs", "", "The comment on the server: theirs"),
        ("same", "same", ""),
    ],
)
def test_the_other_comment_is_shown_when_it_is_another(client, cast, theirs, mine, said):
    give(cast.emil, cast.defense, {"research": "3", "answers": "7"}, comment=theirs)

    html = (
        as_expert(client, cast.emil)
        .post(url(cast.defense), filled(research="8", answers="7", comment=mine))
        .content.decode()
    )

    notes = re.findall(r'<div class="note">([^<]*)</div>', html)
    assert notes == ([said] if said else [])


FAULTS = {
    "too many points": {"research": "11", "answers": "7"},
    "too many points in a draft": {"research": "11", "draft": True},
    "between two steps": {"research": "7.5", "answers": "7"},
    "no number": {"research": "1_0", "answers": "7"},
    "no such criterion": {"research": "8", "answers": "7", "charm": "9"},
    "missing": {"research": "8"},
    "a long comment": {"research": "8", "answers": "7", "comment": "x" * 2001},
    "no revision": {"research": "8", "answers": "7", "base_rev": "1_0"},
}


@pytest.mark.parametrize("name", FAULTS)
def test_one_fault_has_one_sentence_in_the_form_and_in_the_api(client, cast, name):
    form = filled(**FAULTS[name])
    points = {key[7:]: value for key, value in form.items() if key.startswith("points-")}
    body = {"op_id": str(form["op_id"]), "base_rev": form["base_rev"], "rubric_version": 1}
    body |= {"comment": form["comment"], "points": points, "final": "draft" not in form}
    as_expert(client, cast.emil)
    api = reverse("api:sheet_save", args=[f"{cast.emil.pk}-{cast.defense.pk}"])

    told = client.put(api, json.dumps(body), content_type="application/json")
    html = client.post(url(cast.defense), form).content.decode()

    trouble = re.search(r"data-trouble-text>([^<]*)<", html)[1]
    assert told.status_code == 422
    assert trouble.startswith(told.json()["detail"])
    assert "x" * 2001 not in trouble
    if name != "missing":  # its sentence names the criteria itself
        assert all(each["detail"] in trouble for each in told.json()["faults"])
        assert told.json()["faults"]


def test_a_recused_expert_is_told_why_and_finds_no_sheet(client, cast):
    html = as_expert(client, cast.rita).get(url(cast.defense)).content.decode()

    assert "You supervise this team, so you do not score it" in html
    assert "The 2 other experts of the panel score it" in html
    assert 'type="radio"' not in html


def test_the_others_who_score_are_those_who_are_not_recused_themselves(client):
    hall = fill(3, 1)
    hall.recuse(1, 1)
    hall.recuse(2, 1)

    html = as_expert(client, hall.seats[1]).get(url(hall.defenses[1])).content.decode()

    assert "The 1 other expert of the panel scores it" in html


@pytest.mark.parametrize("is_rehearsal", [True, False])
def test_a_card_that_waits_for_a_rehearsal_or_is_left_from_one_sees_no_sheet(
    client, cast, is_rehearsal
):
    Event.objects.filter(pk=cast.event.pk).update(is_rehearsal=is_rehearsal)
    give(cast.emil, cast.defense, {"research": "8", "answers": "7"}, comment="A canary")
    as_expert(client, cast.emil)
    Pass.objects.update(is_rehearsal=not is_rehearsal)
    api = reverse("api:sheet_save", args=[f"{cast.emil.pk}-{cast.defense.pk}"])

    answers = [client.get(page) for page in (url(cast.defense), reverse("expert:home"), api)]

    assert [answer.status_code for answer in answers] == [403, 403, 422]
    said = "A rehearsal is going on" if is_rehearsal else "was made for a rehearsal"
    assert all(said in answer.content.decode() for answer in answers[:2])
    assert not any("A canary" in answer.content.decode() for answer in answers)


def test_the_page_of_a_sheet_writes_numbers_as_the_reader_does(client, cast):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "kk"

    html = as_expert(client, cast.emil).get(url(cast.defense)).content.decode()

    assert '"decimal_sign": ","' in html


def test_a_recused_expert_cannot_save(client, cast):
    response = as_expert(client, cast.rita).post(
        url(cast.defense), filled(research="8", answers="7")
    )

    assert response.status_code == 403
    assert "You supervise this team, so you do not score it" in response.content.decode()
    assert ScoreSheet.objects.count() == 0


def test_an_open_question_recuses_and_says_so(client):
    hall = fill(1, 1)
    InterestFactory(seat=hall.seats[1], project=hall.defenses[1].project)

    html = as_expert(client, hall.seats[1]).get(url(hall.defenses[1])).content.decode()

    assert "Until the organizers decide, you do not score it" in html


def test_a_sheet_set_aside_is_said_to_be_kept(client, cast):
    recusal = Interest.objects.filter(pk=cast.recusal.pk)
    recusal.update(outcome="dismiss")
    give(cast.rita, cast.defense, {"research": "8", "answers": "7"}, ScoreSheet.State.SET_ASIDE)
    recusal.update(outcome="recuse")

    html = as_expert(client, cast.rita).get(url(cast.defense)).content.decode()

    assert "What you had given before is kept and is not counted." in html


def test_closed_scoring_is_for_reading_only(client, cast):
    give(cast.emil, cast.defense, {"research": "8", "answers": "7"})
    Event.objects.update(scoring_closed_at=DAY)

    html = as_expert(client, cast.emil).get(url(cast.defense)).content.decode()

    assert "Scoring is closed, so this sheet is for reading only." in html
    assert len(re.findall(r"<fieldset[^>]* disabled", html)) == 2
    assert "data-submit" not in html
    assert "data-change" not in html
    assert "data-undo" not in html


def test_a_save_after_closing_is_refused_in_words(client, cast):
    Event.objects.update(scoring_closed_at=DAY)

    response = as_expert(client, cast.emil).post(
        url(cast.defense), filled(research="8", answers="7")
    )

    html = response.content.decode()
    assert response.status_code == 423
    assert ScoreSheet.objects.count() == 0
    assert "Scoring is closed. To change this sheet, ask the secretary to reopen it." in html
    assert re.findall(r'name="points-(\w+)"[^>]* checked', html) == ["research", "answers"]


def test_nobody_elses_points_are_on_a_tablet(client, cast):
    give(cast.clara, cast.defense, {"research": "9", "answers": "9"}, comment="Clara's word")

    as_expert(client, cast.emil)
    pages = [
        client.get(path).content.decode() for path in (url(cast.defense), reverse("expert:home"))
    ]

    for html in pages:
        assert "90.0" not in html
        assert "Clara" not in html
        assert " checked" not in html


def test_a_defense_of_another_event_does_not_exist(client, cast):
    response = as_expert(client, cast.emil).get(url(cast.other_defense))

    assert response.status_code == 404


def test_home_lists_the_teams_with_their_states(client):
    hall = fill(1, 4)
    hall.recuse(1, 1)
    hall.give(1, 2, 8)
    hall.give(1, 3, 7, state=ScoreSheet.State.DRAFT)

    html = as_expert(client, hall.seats[1]).get(reverse("expert:home")).content.decode()

    pills = re.findall(r'class="pill[^"]*">([^<]+)<', html)
    assert pills == ["recused", "submitted 80.0", "draft", "to score"]
    assert "1 of 3 sheets submitted." in html
    assert "Score team 3" in html


def test_after_the_close_no_team_asks_to_be_scored(client):
    hall = fill(1, 2)
    hall.give(1, 1, 8)
    Event.objects.update(scoring_closed_at=DAY)
    visitor = as_expert(client, hall.seats[1])

    home = visitor.get(reverse("expert:home")).content.decode()
    sheet = visitor.get(url(hall.defenses[1])).content.decode()

    assert re.findall(r'class="pill[^"]*">([^<]+)<', home) == ["submitted 80.0", "not submitted"]
    assert "Score team" not in home
    assert "data-next" not in sheet


@pytest.mark.parametrize("size", [1, 3])
def test_a_sheet_takes_the_same_queries(size, client, django_assert_num_queries):
    hall = fill(size, size)
    score(hall, lambda j, i: 8)
    as_expert(client, hall.seats[1])

    # Session and pass, the seat, four of the tablet, the criteria with their rubric.
    with django_assert_num_queries(9):
        client.get(url(hall.defenses[1]))


@pytest.mark.parametrize("size", [1, 3])
def test_home_takes_the_same_queries(size, client, django_assert_num_queries):
    hall = fill(size, size)
    score(hall, lambda j, i: 8)
    as_expert(client, hall.seats[1])

    with django_assert_num_queries(9):
        client.get(reverse("expert:home"))
