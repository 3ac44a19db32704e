from django.urls import path

from experts.views import arithmetic, trainee

urlpatterns = [
    path("arithmetic/", arithmetic.arithmetic, name="arithmetic"),
    path("arithmetic/say/", arithmetic.arithmetic_say, name="arithmetic_say"),
    path("team/", trainee.team_sheet, name="team_sheet"),
]
