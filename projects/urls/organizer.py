from django.urls import path

from projects.views import organizer

urlpatterns = [
    path("<slug:event>/programme/", organizer.run_of_show, name="run_of_show"),
    path("<slug:event>/teams/", organizer.teams, name="teams"),
]
