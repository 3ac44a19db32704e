from django.urls import path

from experts.views import declaration, expert, interests, own_sheets

urlpatterns = [
    path("", expert.home, name="home"),
    path("declaration/", declaration.declaration, name="declaration"),
    path("interests/", interests.interests, name="interests"),
    path("sheets/", own_sheets.own_sheets, name="own_sheets"),
    path("defenses/<number:defense_id>/", expert.score_sheet, name="score_sheet"),
]
