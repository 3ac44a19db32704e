from django.urls import path

from experts.views import calls, log, organizer, paper, presence, results, sheets, slips, take_in

urlpatterns = [
    path("<slug:slug>/sheets/", sheets.sheets, name="sheets"),
    path("<slug:slug>/sheets/aside/", sheets.sheet_aside, name="sheet_aside"),
    path("<slug:slug>/sheets/<number:sheet_id>/back/", sheets.sheet_back, name="sheet_back"),
    path("<slug:slug>/paper/", paper.paper, name="paper"),
    path("<slug:slug>/paper/print/", paper.paper_sheets, name="paper_sheets"),
    path(
        "<slug:slug>/paper/<number:seat_id>-<number:defense_id>/",
        paper.paper_entry,
        name="paper_entry",
    ),
    path(
        "<slug:slug>/paper/<number:seat_id>-<number:defense_id>/enter/",
        paper.paper_enter,
        name="paper_enter",
    ),
    path(
        "<slug:slug>/paper/entries/<number:entry_id>/take-back/",
        paper.paper_take_back,
        name="paper_take_back",
    ),
    path("<slug:slug>/take-in/", take_in.take_in, name="take_in"),
    path("<slug:slug>/take-in/look/", take_in.take_in_look, name="take_in_look"),
    path("<slug:slug>/take-in/store/", take_in.take_in_store, name="take_in_store"),
    path("<slug:slug>/slips/", slips.slips, name="slips"),
    path("<slug:slug>/slips.csv", slips.slips_list, name="slips_list"),
    path("<slug:slug>/evidence.json", slips.evidence_file, name="evidence"),
    path("<slug:slug>/presence/", presence.presence, name="presence"),
    path("<slug:slug>/presence/note/", presence.presence_note, name="presence_note"),
    path(
        "<slug:slug>/presence/<number:seat_id>-<number:defense_id>/admit/",
        presence.presence_admit,
        name="presence_admit",
    ),
    path("<slug:slug>/panel/", organizer.panel, name="panel"),
    path("<slug:slug>/interests/", organizer.interests_matrix, name="interests_matrix"),
    path(
        "<slug:slug>/interests/<number:interest_id>/decide/",
        organizer.interest_decide,
        name="interest_decide",
    ),
    path("<slug:slug>/scoring/", organizer.scoring, name="scoring"),
    path("<slug:slug>/scoring/progress/", organizer.scoring_part, name="scoring_progress"),
    path("<slug:slug>/scoring/print/", paper.present_state, name="scoring_print"),
    path("<slug:slug>/scoring/close/", organizer.scoring_close, name="scoring_close"),
    path("<slug:slug>/scoring/reopen/", organizer.scoring_reopen, name="scoring_reopen"),
    path("<slug:slug>/calls/<number:call_id>/see/", calls.call_see, name="call_see"),
    path("<slug:slug>/calls/<number:call_id>/finish/", calls.call_finish, name="call_finish"),
    path("<slug:slug>/log/", log.log, name="log"),
    path("<slug:slug>/results/", organizer.results, name="results"),
    path("<slug:slug>/results/methods/", results.methods, name="methods"),
    path("<slug:slug>/results.json", organizer.results_data, name="results_data"),
]
