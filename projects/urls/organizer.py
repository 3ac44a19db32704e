from django.urls import path

from projects.views import draw, organizer

urlpatterns = [
    path("<slug:slug>/run-of-show/", organizer.run_of_show, name="run_of_show"),
    path("<slug:slug>/run-of-show/<number:line_id>/cue/", organizer.line_cue, name="line_cue"),
    path("<slug:slug>/draw/", draw.draw, name="draw"),
    path("<slug:slug>/draw/print/", draw.draw_print, name="draw_print"),
    path("<slug:slug>/draw/note/", draw.draw_note, name="draw_note"),
    path("<slug:slug>/draw/<number:step_id>/back/", draw.draw_back, name="draw_back"),
    path("<slug:slug>/teams/", organizer.teams, name="teams"),
]
