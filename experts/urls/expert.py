from django.urls import path

from experts.views import (
    decisions,
    declaration,
    expert,
    interests,
    own_sheets,
    questions,
    shell,
    warm_up,
)

urlpatterns = [
    path("", expert.home, name="home"),
    path("worker.js", shell.worker, name="worker"),
    path("offline/", shell.offline, name="offline"),
    path("declaration/", declaration.declaration, name="declaration"),
    path("interests/", interests.interests, name="interests"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<number:interest_id>/", decisions.decide, name="decide"),
    path("warm-up/", warm_up.warm_up, name="warm_up"),
    path("questions/<number:defense_id>/", questions.own_questions, name="questions"),
    path("sheets/", own_sheets.own_sheets, name="own_sheets"),
    path("defenses/<number:defense_id>/", expert.score_sheet, name="score_sheet"),
]
