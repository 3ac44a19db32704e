from django.urls import path

from experts.views import expert, interests

urlpatterns = [
    path("", expert.home, name="home"),
    path("interests/", interests.interests, name="interests"),
    path("defenses/<number:defense_id>/", expert.score_sheet, name="score_sheet"),
]
