from django.urls import path

from defense.workspace.views import (
    criteria,
    events,
    exports,
    imports,
    merging,
    names,
    panel,
    people,
    rehearsal,
    run,
    settings,
    teams,
)

urlpatterns = [
    path("<slug:slug>/settings/", settings.settings, name="settings"),
    path("<slug:slug>/settings/<slug:part>/save/", settings.settings_save, name="settings_save"),
    path("<slug:slug>/second-factor/", settings.second_factor, name="second_factor"),
    path("<slug:slug>/preview/", settings.preview, name="preview"),
    path("<slug:slug>/criteria/save/", criteria.criteria_save, name="criteria_save"),
    path("<slug:slug>/criteria/new/", criteria.criterion_new, name="criterion_new"),
    path("<slug:slug>/criteria/add/", criteria.criterion_add, name="criterion_add"),
    path("<slug:slug>/criterion/<slug:key>/", criteria.criterion, name="criterion"),
    path("<slug:slug>/criterion/<slug:key>/save/", criteria.criterion_save, name="criterion_save"),
    path(
        "<slug:slug>/criterion/<slug:key>/remove/",
        criteria.criterion_remove,
        name="criterion_remove",
    ),
    path("events/new/", events.event_new, name="event_new"),
    path("events/add/", events.event_add, name="event_add"),
    path("events/bring/", events.event_bring, name="event_bring"),
    path("<slug:slug>/remove/", events.event_remove, name="event_remove"),
    path("<slug:slug>/people/", people.people, name="people"),
    path("<slug:slug>/people/new/", people.person_new, name="person_new"),
    path("<slug:slug>/people/add/", people.person_add, name="person_add"),
    path("<slug:slug>/person/<slug:key>/", people.person, name="person"),
    path("<slug:slug>/person/<slug:key>/save/", people.person_save, name="person_save"),
    path("<slug:slug>/person/<slug:key>/naming/", names.naming_save, name="naming_save"),
    path("<slug:slug>/person/<slug:key>/merge/", merging.person_merge, name="person_merge"),
    path(
        "<slug:slug>/person/<slug:key>/merge/save/",
        merging.person_merge_save,
        name="person_merge_save",
    ),
    path("<slug:slug>/person/<slug:key>/remove/", people.person_remove, name="person_remove"),
    path("<slug:slug>/asked-name/<number:asked_id>/take/", names.name_take, name="name_take"),
    path(
        "<slug:slug>/asked-name/<number:asked_id>/decline/",
        names.name_decline,
        name="name_decline",
    ),
    path("<slug:slug>/import/", imports.imports, name="imports"),
    path("<slug:slug>/import/bring/", imports.import_bring, name="import_bring"),
    path("<slug:slug>/import/template/", imports.import_template, name="import_template"),
    path("<slug:slug>/import/<number:upload>/", imports.import_look, name="import"),
    path("<slug:slug>/import/<number:upload>/choose/", imports.import_choose, name="import_choose"),
    path("<slug:slug>/import/<number:upload>/write/", imports.import_write, name="import_write"),
    path("<slug:slug>/import/<number:upload>/drop/", imports.import_drop, name="import_drop"),
    path("<slug:slug>/import/<number:upload>/undo/", imports.import_undo, name="import_undo"),
    path(
        "<slug:slug>/import/<number:upload>/refused/", imports.import_refused, name="import_refused"
    ),
    path("<slug:slug>/lists/", exports.lists, name="lists"),
    path("<slug:slug>/event-file/", exports.event_file, name="event_file"),
    path("<slug:slug>/event-file/out/", exports.event_file_out, name="event_file_out"),
    path("<slug:slug>/event-file/bring/", exports.event_file_bring, name="event_file_bring"),
    path(
        "<slug:slug>/event-file/<number:upload>/", exports.event_file_look, name="event_file_look"
    ),
    path(
        "<slug:slug>/event-file/<number:upload>/write/",
        exports.event_file_write,
        name="event_file_write",
    ),
    *(
        path(f"<slug:slug>/lists/{name}.<slug:kind>", view, name=f"list_{name}")
        for name, view in exports.EXPORTS.items()
    ),
    path("<slug:slug>/rehearsal/", rehearsal.rehearsal, name="rehearsal"),
    path(
        "<slug:slug>/rehearsal/progress/", rehearsal.rehearsal_progress, name="rehearsal_progress"
    ),
    path("<slug:slug>/rehearsal/start/", rehearsal.rehearsal_start, name="rehearsal_start"),
    path("<slug:slug>/rehearsal/stop/", rehearsal.rehearsal_stop, name="rehearsal_stop"),
    path("<slug:slug>/rehearsal/reset/", rehearsal.rehearsal_reset, name="rehearsal_reset"),
    path("<slug:slug>/teams/new/", teams.team_new, name="team_new"),
    path("<slug:slug>/teams/add/", teams.team_add, name="team_add"),
    path("<slug:slug>/team/<number:project_id>/", teams.team, name="team"),
    path("<slug:slug>/team/<number:project_id>/save/", teams.team_save, name="team_save"),
    path("<slug:slug>/team/<number:project_id>/move/", teams.team_move, name="team_move"),
    path("<slug:slug>/team/<number:project_id>/remove/", teams.team_remove, name="team_remove"),
    path(
        "<slug:slug>/team/<number:project_id>/add/", teams.team_person_add, name="team_person_add"
    ),
    path(
        "<slug:slug>/team/<number:project_id>/put/",
        teams.team_person_move,
        name="team_person_move",
    ),
    path(
        "<slug:slug>/team/<number:project_id>/leave/",
        teams.team_person_remove,
        name="team_person_remove",
    ),
    path("<slug:slug>/panel/new/", panel.seat_new, name="seat_new"),
    path("<slug:slug>/panel/add/", panel.seat_add, name="seat_add"),
    path("<slug:slug>/seat/<slug:key>/", panel.seat, name="seat"),
    path("<slug:slug>/seat/<slug:key>/save/", panel.seat_save, name="seat_save"),
    path("<slug:slug>/seat/<slug:key>/move/", panel.seat_move, name="seat_move"),
    path("<slug:slug>/seat/<slug:key>/replace/", panel.seat_replace, name="seat_replace"),
    path("<slug:slug>/seat/<slug:key>/remove/", panel.seat_remove, name="seat_remove"),
    path("<slug:slug>/run-of-show/new/", run.line_new, name="line_new"),
    path("<slug:slug>/run-of-show/add/", run.line_add, name="line_add"),
    path("<slug:slug>/run-of-show/fill/", run.run_fill, name="run_fill"),
    path("<slug:slug>/run-of-show/<number:line_id>/", run.line, name="line"),
    path("<slug:slug>/run-of-show/<number:line_id>/save/", run.line_save, name="line_save"),
    path("<slug:slug>/run-of-show/<number:line_id>/move/", run.line_move, name="line_move"),
    path("<slug:slug>/run-of-show/<number:line_id>/remove/", run.line_remove, name="line_remove"),
    path("<slug:slug>/draw/apply/", run.draw_apply, name="draw_apply"),
]
