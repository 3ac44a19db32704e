from django.urls import path

from experts.views import trainee

urlpatterns = [
    path("team/", trainee.team_sheet, name="team_sheet"),
]
