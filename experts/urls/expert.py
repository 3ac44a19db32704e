from django.urls import path

from experts.views import (
    decisions,
    declaration,
    deliberation,
    expert,
    interests,
    own_sheets,
    questions,
    sealing,
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
    path("protocol/", sealing.protocol, name="protocol"),
    path("protocol/seal/", sealing.protocol_seal, name="protocol_seal"),
    path("protocol/withdraw/", sealing.protocol_withdraw, name="protocol_withdraw"),
    path("protocol/queries/<number:query_id>/answer/", sealing.query_answer, name="query_answer"),
    path("deliberation/", deliberation.panels_deliberation, name="deliberation"),
    path("deliberation/cast/", deliberation.panels_cast, name="cast_vote"),
    path(
        "deliberation/votes/<number:vote_id>/back/",
        deliberation.panels_take_back,
        name="vote_back",
    ),
    path("deliberation/out/", deliberation.panels_step_out, name="step_out"),
    path("warm-up/", warm_up.warm_up, name="warm_up"),
    path("questions/<number:defense_id>/", questions.own_questions, name="questions"),
    path("sheets/", own_sheets.own_sheets, name="own_sheets"),
    path("defenses/<number:defense_id>/", expert.score_sheet, name="score_sheet"),
]
