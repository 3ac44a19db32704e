"""An organizer's act that is hard to undo asks first; every other one can be taken back, and this says how."""

import re

import pytest
from django.urls import reverse

from diplomas.file_kinds import AS_MOVED
from diplomas.services.ordering import choose_call_order
from events.asking import agreed_to
from events.models import AuditEntry, RemovedEvent
from experts.models import Seat
from tests.cast import as_organizer
from tests.factories import MembershipFactory, TeamMemberFactory
from tests.house.doors_table import DOORS
from tests.house.scene import set_scene

ASKS = {
    "organizer:vote_close": "Close the vote? Shall it be so?",
    "organizer:scoring_close": "Close the scoring without 1 sheet?",
    "organizer:diplomas_issue": "Issue 1 diploma?",
    "organizer:late_add": "Issue a diploma to",
    "organizer:pass_revoke": "Stop the card of Clara",
    "organizer:pass_issue": "Replace the card of Clara",
    "organizer:cards_replace": "Replace 1 unopened card?",
    "organizer:tablets_stop": "Stop 1 card?",
    "organizer:tablets_renew": "Replace 1 card?",
    "organizer:diplomas_correct": "Issue 1 corrected diploma?",
    "organizer:documents_issue": "Issue these documents? Letters of thanks to experts:",
    "organizer:wording_own": "Take the program&#x27;s own words? Letters of thanks to experts",
    "organizer:call_order_forget": "Forget how people were arranged?",
    "organizer:mailing_send": "Write to 1 person?",
    "organizer:award_reword": "Issue corrected awards? 1",
    "organizer:diploma_anew": "Issue a new diploma to Tia",
    "organizer:diploma_revoke": "Revoke diploma №",
    "organizer:diploma_duplicate": "Issue a duplicate of diploma №",
    "organizer:person_merge_save": "Make these two records one person: Tia",
    "organizer:person_remove": "Take Newcomer off the list?",
    "organizer:logo_remove": "Take the logo away?",
    "organizer:photograph_remove": "Take away the photograph of Tia",
    "organizer:event_move": "Take the event back to draft?",
    "organizer:event_remove": "Delete “Tried out”?",
    "organizer:member_remove": "Take hana@example.org out?",
    "organizer:member_leave": "Leave “Defense day”?",
    "organizer:criterion_remove": "Take out the criterion “Research”?",
    "organizer:team_remove": "Take team 2 out",
    "organizer:paper_take_back": "Take back the entry of the paper",
    "organizer:seat_remove": "Take Spare off the panel",
    "organizer:question_take_back": "Take the question back?",
    "organizer:line_remove": "Take line 2 out",
    "organizer:rehearsal_start": "Rehearse the day?",
    "organizer:rehearsal_reset": "Take the rehearsal back?",
}
TAKEN_BACK = {
    "organizer:protocol_prepare": "by withdrawing the version, with a reason",
    "organizer:protocol_seal": "by withdrawing the version until the other has sealed; the page asks beside the button, and whether it was read",
    "organizer:protocol_withdraw": "by preparing the next version",
    "organizer:protocol_annex": "by another annex, with a reason",
    "organizer:queries_open": "by a waiver, with a reason",
    "organizer:queries_waive": "by reopening the scoring, which takes it back",
    "organizer:query_answer": "by an annex after the seal, with a reason",
    "organizer:rehearsal_stop": "by taking the rehearsal back and starting another, which both ask",
    "organizer:draw_note": "by taking the step back, with a reason",
    "organizer:draw_back": "by noting it anew",
    "organizer:draw_apply": "by moving the lines",
    "organizer:publishing_save": "by the switch, and asks once something is sealed (test_publishing_page)",
    "organizer:paper_enter": "by correcting the own entry, or entering the paper anew",
    "organizer:take_in_look": "by nothing: it writes nothing",
    "organizer:take_in_store": "by setting the sheets aside, or taking the entries back",
    "organizer:sheet_aside": "by giving the sheet back",
    "organizer:sheet_back": "by setting it aside again",
    "organizer:question_note": "by changing it, or taking it back, which asks",
    "organizer:call_see": "by nothing: the call stays open",
    "organizer:call_finish": "by the expert, who calls again",
    "organizer:looks_ask": "by nothing: it takes nothing away, and each sheet is asked about once",
    "organizer:vote_open": "by closing it, which asks",
    "organizer:vote_withdraw": "by putting the question again; both stay on record",
    "organizer:award_give": "by taking it back, with a reason",
    "organizer:award_take_back": "by giving it again",
    "organizer:shared_leave": "by taking it back; both stay on record",
    "organizer:shared_take_back": "by putting it on record again; both stay",
    "organizer:note_write": "by another version; each stays on record",
    "organizer:step_out": "by noting the return; both stay on record",
    "organizer:presence_note": "by noting it anew",
    "organizer:presence_admit": "by noting the expert anew",
    "organizer:line_add": "by taking the line out",
    "organizer:run_fill": "by taking the lines out",
    "organizer:line_save": "by changing it again",
    "organizer:line_move": "by moving it back",
    "organizer:line_cue": "by the step back, on the same line",
    "organizer:person_add": "by taking the person off the list",
    "organizer:person_save": "by changing the lines again",
    "organizer:logo_save": "by taking it away, which asks, or bringing the former picture",
    "organizer:photograph_save": "by taking it away, which asks, or bringing the former picture",
    "organizer:naming_save": "by recording what stood there",
    "organizer:name_take": "by writing the former spelling on the person’s page",
    "organizer:name_decline": "by writing the asked spelling on the person’s page",
    "organizer:member_invite": "by taking the invitation back",
    "organizer:member_role": "by giving the former role",
    "organizer:invitation_withdraw": "by inviting again",
    "organizer:rule_propose": "by withdrawing it; nothing changes before the chair agrees",
    "organizer:rule_withdraw": "by proposing it again; both stay on record",
    "organizer:settings_save": "by saving what stood there",
    "organizer:declaration": "by the other button, in the same place",
    "organizer:second_factor": "by the other button, in the same place",
    "organizer:criteria_save": "by giving the weights anew, and moving back",
    "organizer:criterion_add": "by taking it out, which asks",
    "organizer:criterion_save": "by saving what stood there",
    "organizer:event_add": "by deleting the event, which asks",
    "organizer:event_bring": "by deleting the event, which asks",
    "organizer:seat_add": "by taking the seat away",
    "organizer:seat_save": "by changing it again",
    "organizer:seat_move": "by moving it back",
    "organizer:seat_replace": "by giving both their roles again",
    "organizer:team_add": "by taking the team out",
    "organizer:team_save": "by changing it again",
    "organizer:team_move": "by moving it back",
    "organizer:team_person_add": "by taking them out",
    "organizer:team_person_move": "by moving them back",
    "organizer:team_person_remove": "by adding them again",
    "organizer:day_move": "by the step back, on the same page",
    "organizer:interest_decide": "by deciding anew",
    "organizer:scoring_reopen": "by closing",
    "organizer:import_bring": "writes nothing of the event",
    "organizer:import_choose": "by choosing otherwise",
    "organizer:import_write": "by undoing the import, on the page that it leads to",
    "organizer:import_drop": "by bringing the file again",
    "organizer:import_undo": "by bringing the file again",
    "organizer:event_file_bring": "writes nothing of the event",
    "organizer:event_file_write": "by bringing the file that the page offers to take first",
    "organizer:handing_note": "by a further note, on the same line",
    "organizer:handing_back": "by noting it anew",
    "organizer:wording_save": "by changing it again",
    "organizer:completion_note": "by the other button, on the same page",
    "organizer:call_order_choose": "by the other button, in the same place",
    "organizer:call_order_move": "by moving them back",
    "organizer:mailing_again": "by stopping the card; only what could not be sent is sent",
    "organizer:mailing_sample": "a letter to whoever asks for it",
    "organizer:papers_make": "changes no protocol: papers are made of it",
    "organizer:diploma_files_make": "changes no diploma: a file is made of them",
    "organizer:diplomas_retry": "changes nothing: what failed is made once more",
}


def leave_something_undone(scene):
    """Somebody without a diploma, an event that could not be opened, and one more owner to leave it to."""
    MembershipFactory(event=scene.cast.event)
    TeamMemberFactory(project=scene.cast.defense.project)
    scene.cast.event.person_set.filter(teammember__isnull=False).update(email="tia@example.org")
    choose_call_order(scene.cast.event.pk, AS_MOVED, actor="system:test")
    Seat.objects.filter(panel__room__event=scene.cast.event).update(role=Seat.Role.MEMBER)


def lines_and_removals() -> tuple[int, int]:
    return AuditEntry.objects.count(), RemovedEvent.objects.count()


HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def test_every_act_asks_or_can_be_taken_back():
    acts = {
        name
        for name, door in DOORS.items()
        if name.startswith("organizer:") and "POST" in door.answers
    }

    assert acts == ASKS.keys() | TAKEN_BACK.keys()


@pytest.mark.parametrize("text", ["", "0", "-1", "9" * 10, "x"])
def test_what_is_no_count_agrees_to_nothing(rf, text):
    assert agreed_to(rf.post("/", {"agreed": text})) < 1


@pytest.mark.sampled(5, "the page and its act")
@pytest.mark.django_db
@pytest.mark.parametrize("name", ASKS)
def test_an_act_that_is_hard_to_undo_asks_and_is_done_once_all_of_it_is_agreed_to(client, name):
    scene, door = set_scene(), DOORS[name]
    leave_something_undone(scene)
    as_organizer(client, scene.cast.olga)
    address = reverse(name, args=door.arguments(scene))
    given = {key: value for key, value in door.data(scene).items() if key != "agreed"}
    done = lines_and_removals()

    for too_little in ({}, {"agreed": "0"}):
        answer = client.post(address, given | too_little)
        html = answer.content.decode()
        assert ASKS[name] in re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)[1]
        assert lines_and_removals() == done
    form = dict(HIDDEN.findall(html[html.index("asks-first") :]))
    assert {key: str(value) for key, value in given.items()}.items() <= form.items()
    client.post(address, form)

    assert lines_and_removals() != done
