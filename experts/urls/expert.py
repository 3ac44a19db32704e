from django.urls import path

from experts.views import expert, interests, shell

urlpatterns = [
    path("", expert.home, name="home"),
    path("worker.js", shell.worker, name="worker"),
    path("offline/", shell.offline, name="offline"),
    path("interests/", interests.interests, name="interests"),
    path("defenses/<number:defense_id>/", expert.score_sheet, name="score_sheet"),
]
