from django.urls import path

from experts.views import declaration, expert, interests

urlpatterns = [
    path("", expert.home, name="home"),
    path("declaration/", declaration.declaration, name="declaration"),
    path("interests/", interests.interests, name="interests"),
    path("defenses/<number:defense_id>/", expert.score_sheet, name="score_sheet"),
]
