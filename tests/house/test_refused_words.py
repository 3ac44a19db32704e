"""Whoever wrote something, and is refused, finds the words in the answer: in the form, or above its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.html import escape

from events import refused_forms
from events.models import Event
from tests.factories import DAY
from tests.house.doors import Arguments
from tests.house.doors_table import DOORS
from tests.house.scene import set_scene
from tests.house.test_doors import client_of

TOO_MANY = f"Kept words {'x' * 2500}"
GOOD = "Kept words."
OPEN, CLOSED = "while the scoring is open", "once it is closed"


@dataclass(frozen=True)
class Act:
    """An act with fields for words; `{}` is the key of its row.

    `shut` says when any words are refused, by the state of the event.
    """

    fields: Sequence[str]
    who: str = "olga"
    shut: str = ""
    arguments: Arguments | None = None
    more: Mapping[str, str] = field(default_factory=dict)


def part(name: str) -> Arguments:
    return lambda scene: [scene.cast.event.slug, name]


REASON = ("reason",)
WRITTEN = {
    "expert:award_nominate": Act(("propose-reason",), "clara", OPEN),
    "expert:cast_vote": Act(REASON, "clara", OPEN),
    "expert:decide": Act(("tie-{}-reason",), "clara"),
    "expert:dissent": Act(("text",), "clara", OPEN),
    "expert:interests": Act(("sentence",), "clara"),
    "expert:note_write": Act(("text",), "clara", OPEN),
    "expert:protocol_withdraw": Act(REASON, "clara", OPEN),
    "expert:questions": Act(("text", "answer"), "emil"),
    "expert:score_sheet": Act(("comment",), "emil", CLOSED),
    "expert:vote_decide": Act(("vote-{}-reason",), "clara", OPEN),
    "expert:vote_open": Act(("question",), "clara", OPEN),
    "expert:vote_withdraw": Act(("withdraw-{}-reason",), "clara", OPEN),
    "expert:words_add": Act(("text",), "clara", OPEN),
    "organizer:award_give": Act(("reason", "name_en"), shut=OPEN),
    "organizer:award_reword": Act(("name_en",)),
    "organizer:award_take_back": Act(REASON, shut=OPEN),
    "organizer:criterion_add": Act(("name_en",)),
    "organizer:criterion_save": Act(("name_en",)),
    "organizer:diploma_duplicate": Act(REASON),
    "organizer:diploma_revoke": Act(REASON),
    "organizer:documents_issue": Act(("name_en",), arguments=part("award")),
    "organizer:draw_back": Act(REASON, shut=CLOSED),
    "organizer:draw_note": Act(("other",), shut=CLOSED),
    "organizer:event_add": Act(("name", "city")),
    "organizer:handing_note": Act(("proxy",), more={"kind": "proxy"}),
    "organizer:interest_decide": Act(("interest-{}-reason",), shut=CLOSED),
    "organizer:late_add": Act(("name",)),
    "organizer:line_add": Act(("title_en", "note_en")),
    "organizer:line_save": Act(("title_en", "note_en")),
    "organizer:member_invite": Act(("email",)),
    "organizer:name_decline": Act(("answer",)),
    "organizer:note_write": Act(("text",), shut=OPEN),
    "organizer:paper_enter": Act(("comment",), shut=CLOSED),
    "organizer:person_add": Act(("name",)),
    "organizer:person_save": Act(("name",)),
    "organizer:presence_admit": Act(REASON, shut=CLOSED),
    "organizer:protocol_annex": Act(("reason", "text"), shut=OPEN),
    "organizer:protocol_prepare": Act(("deputy_reason",), shut=OPEN),
    "organizer:protocol_withdraw": Act(REASON, shut=OPEN),
    "organizer:queries_waive": Act(REASON, shut=OPEN),
    "organizer:question_note": Act(("text", "answer")),
    "organizer:rule_propose": Act(REASON, shut=CLOSED),
    "organizer:scoring_reopen": Act(REASON),
    "organizer:seat_add": Act(("name", "role_text_en")),
    "organizer:seat_save": Act(("role_text_en",)),
    "organizer:settings_save": Act(("title_en",), arguments=part("texts")),
    "organizer:shared_leave": Act(REASON, shut=OPEN),
    "organizer:sheet_aside": Act(REASON, shut=CLOSED),
    "organizer:sheet_back": Act(REASON, shut=CLOSED),
    "organizer:team_add": Act(("topic_en", "name")),
    "organizer:team_person_add": Act(("member-name",)),
    "organizer:team_save": Act(("topic_en", "note")),
    "organizer:vote_open": Act(("question",), shut=OPEN),
    "organizer:vote_withdraw": Act(("withdraw-{}-reason",), shut=OPEN),
    "organizer:wording_save": Act(("lead_en",)),
    "trainee:name_ask": Act(("printed_names_kk", "why"), "tia"),
}
# Where they are seen to stay: the tablet keeps what it sends itself; of the others the scene has no row.
ELSEWHERE = {
    "api:calls": "tests/browser/test_calls.py",
    "api:questions": "tests/browser/tablet/test_questions.py",
    "api:words": "tests/browser/tablet/test_words.py",
    "expert:query_answer": "tests/experts/views/test_arithmetic_page.py",
    "expert:rule_answer": "tests/experts/views/test_rule_pages.py",
    "organizer:query_answer": "tests/experts/views/test_arithmetic_page.py",
    "trainee:arithmetic_say": "tests/experts/views/test_arithmetic_page.py",
}
# Their forms have nothing but choices, figures, codes, files, and what the page itself put in.
WORDLESS = {
    "api:lock",
    "api:unlock",
    "expert:declaration",
    "expert:look_keep",
    "expert:nomination_take_back",
    "expert:protocol_seal",
    "expert:step_out",
    "expert:vote_back",
    "expert:vote_cast",
    "expert:vote_close",
    "expert:vote_sign",
    "expert:warm_up",
    "organizer:call_finish",
    "organizer:call_order_choose",
    "organizer:call_order_forget",
    "organizer:call_order_move",
    "organizer:call_see",
    "organizer:cards_replace",
    "organizer:completion_note",
    "organizer:criteria_save",
    "organizer:criterion_remove",
    "organizer:day_move",
    "organizer:declaration",
    "organizer:diploma_anew",
    "organizer:diploma_files_make",
    "organizer:diplomas_correct",
    "organizer:diplomas_issue",
    "organizer:diplomas_retry",
    "organizer:draw_apply",
    "organizer:event_bring",
    "organizer:event_file_bring",
    "organizer:event_file_write",
    "organizer:event_move",
    "organizer:event_remove",
    "organizer:handing_back",
    "organizer:import_bring",
    "organizer:import_choose",
    "organizer:import_drop",
    "organizer:import_undo",
    "organizer:import_write",
    "organizer:invitation_withdraw",
    "organizer:line_cue",
    "organizer:line_move",
    "organizer:line_remove",
    "organizer:logo_remove",
    "organizer:logo_save",
    "organizer:looks_ask",
    "organizer:mailing_again",
    "organizer:mailing_sample",
    "organizer:mailing_send",
    "organizer:member_leave",
    "organizer:member_remove",
    "organizer:member_role",
    "organizer:name_take",
    "organizer:naming_save",
    "organizer:paper_take_back",
    "organizer:papers_make",
    "organizer:pass_issue",
    "organizer:pass_revoke",
    "organizer:person_merge_save",
    "organizer:person_remove",
    "organizer:photograph_remove",
    "organizer:photograph_save",
    "organizer:presence_note",
    "organizer:protocol_seal",
    "organizer:publishing_save",
    "organizer:queries_open",
    "organizer:question_take_back",
    "organizer:rehearsal_reset",
    "organizer:rehearsal_start",
    "organizer:rehearsal_stop",
    "organizer:rule_withdraw",
    "organizer:run_fill",
    "organizer:scoring_close",
    "organizer:seat_move",
    "organizer:seat_remove",
    "organizer:seat_replace",
    "organizer:second_factor",
    "organizer:shared_take_back",
    "organizer:step_out",
    "organizer:tablets_renew",
    "organizer:tablets_stop",
    "organizer:take_in_look",
    "organizer:take_in_store",
    "organizer:team_move",
    "organizer:team_person_move",
    "organizer:team_person_remove",
    "organizer:team_remove",
    "organizer:vote_close",
    "organizer:wording_own",
    "public:pass_leave",
    "public:pass_open",
    "public:pass_unlock",
    "trainee:document_share",
    "trainee:language_choose",
    "trainee:name_confirm",
    "trainee:naming_say",
}


def refused(name: str, words: str, closed: bool | None = None) -> str:
    act, door, scene = WRITTEN[name], DOORS[name], set_scene()
    arguments = (act.arguments or door.arguments)(scene)
    sent = door.data(scene)
    if closed is not None:
        Event.objects.filter(pk=scene.cast.event.pk).update(
            scoring_closed_at=DAY if closed else None
        )
    fields = [each.format(*arguments[-1:]) for each in act.fields]
    response = client_of(act.who, scene).post(
        reverse(name, args=arguments),
        {**sent, **act.more, **dict.fromkeys(fields, words)},
        follow=True,
    )
    assert response.status_code < 500
    return response.text


@pytest.mark.django_db
@pytest.mark.once("the words are refused by forms, or by services that are tried on both engines")
class TestWords:
    @pytest.mark.parametrize("name", WRITTEN)
    def test_too_many_stand_in_the_answer(self, name):
        assert refused(name, TOO_MANY).count(escape(TOO_MANY)) >= len(WRITTEN[name].fields)

    @pytest.mark.parametrize("name", [name for name, act in WRITTEN.items() if act.shut])
    def test_they_stand_there_also_where_the_act_is_shut(self, name):
        answer = refused(name, GOOD, closed=WRITTEN[name].shut == CLOSED)

        assert answer.count(GOOD) >= len(WRITTEN[name].fields)


@pytest.mark.django_db
@pytest.mark.once("the control of the tests above")
def test_without_the_page_above_they_are_gone(monkeypatch):
    monkeypatch.setattr(refused_forms, "tell_typed", lambda request, texts: None)

    assert GOOD not in refused("organizer:sheet_aside", GOOD, closed=True)


def test_every_act_says_what_becomes_of_its_words():
    acts = {name for name, door in DOORS.items() if "POST" in door.answers}

    assert {*WRITTEN, *ELSEWHERE, *WORDLESS} == acts
    assert [each for each in ELSEWHERE.values() if not (settings.BASE_DIR / each).is_file()] == []
