from django.urls import path

from events.views import organizer

urlpatterns = [
    path("<slug:slug>/passes/<int:pass_id>/revoke/", organizer.pass_revoke, name="pass_revoke"),
]
