from django.urls import path

from experts.views import (
    decisions,
    declaration,
    expert,
    interests,
    own_sheets,
    questions,
    shell,
    votes,
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
    path("votes/", votes.votes, name="votes"),
    path("votes/open/", votes.vote_open, name="vote_open"),
    path("votes/<number:vote_id>/", votes.vote_cast, name="vote_cast"),
    path("votes/<number:vote_id>/close/", votes.vote_close, name="vote_close"),
    path("votes/<number:vote_id>/sign/", votes.vote_sign, name="vote_sign"),
    path("votes/<number:vote_id>/decide/", votes.vote_decide, name="vote_decide"),
    path("votes/propose/", votes.award_nominate, name="award_nominate"),
    path(
        "votes/proposals/<number:nomination_id>/take-back/",
        votes.nomination_take_back,
        name="nomination_take_back",
    ),
    path("votes/dissent/", votes.dissent, name="dissent"),
    path("sheets/", own_sheets.own_sheets, name="own_sheets"),
    path("defenses/<number:defense_id>/", expert.score_sheet, name="score_sheet"),
]
