from django.urls import path

from diplomas.views import correcting, lives, organizer

urlpatterns = [
    path("<slug:slug>/diplomas/", organizer.diplomas, name="diplomas"),
    path("<slug:slug>/diplomas/issue/", organizer.diplomas_issue, name="diplomas_issue"),
    path("<slug:slug>/diplomas/retry/", organizer.diplomas_retry, name="diplomas_retry"),
    path("<slug:slug>/diplomas/outdated/", correcting.diplomas_outdated, name="diplomas_outdated"),
    path("<slug:slug>/diplomas/correct/", correcting.diplomas_correct, name="diplomas_correct"),
    path("<slug:slug>/diplomas/progress/", organizer.diplomas_progress, name="diplomas_progress"),
    path("<slug:slug>/diplomas/progress.json", organizer.diplomas_figures, name="diplomas_figures"),
    path("<slug:slug>/diplomas/<str:code>.pdf", organizer.diploma_file, name="diploma_file"),
    path("<slug:slug>/diplomas/<str:code>/", lives.diploma, name="diploma"),
    path("<slug:slug>/diplomas/<str:code>/revoke/", lives.diploma_revoke, name="diploma_revoke"),
    path(
        "<slug:slug>/diplomas/<str:code>/duplicate/",
        lives.diploma_duplicate,
        name="diploma_duplicate",
    ),
]
