from django.urls import path

from projects.views import organizer

urlpatterns = [
    path("<slug:slug>/run-of-show/", organizer.run_of_show, name="run_of_show"),
    path("<slug:slug>/teams/", organizer.teams, name="teams"),
]
