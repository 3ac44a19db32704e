from django.urls import path

from diplomas.views import organizer

urlpatterns = [
    path("<slug:event>/diplomas/", organizer.diplomas, name="diplomas"),
    path("<slug:event>/diplomas/issue/", organizer.diplomas_issue, name="diplomas_issue"),
    path("<slug:event>/diplomas/retry/", organizer.diplomas_retry, name="diplomas_retry"),
    path("<slug:event>/diplomas/progress/", organizer.diplomas_progress, name="diplomas_progress"),
    path(
        "<slug:event>/diplomas/progress.json", organizer.diplomas_figures, name="diplomas_figures"
    ),
    path("<slug:event>/diplomas/<str:code>.pdf", organizer.diploma_file, name="diploma_file"),
]
