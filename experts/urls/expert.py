from django.urls import path

from experts.views import expert

urlpatterns = [
    path("", expert.home, name="home"),
    path("defenses/<number:defense_id>/", expert.score_sheet, name="score_sheet"),
]
