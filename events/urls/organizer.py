from django.urls import path

from events.views import organizer

urlpatterns = [
    path("<slug:slug>/passes/<number:pass_id>/revoke/", organizer.pass_revoke, name="pass_revoke"),
]
