from django.urls import path

from defense.desk import views

urlpatterns = [
    path("", views.organizer_home, name="home"),
    path("<slug:slug>/", views.overview, name="overview"),
    path("<slug:slug>/phase/", views.event_move, name="event_move"),
    path("<slug:slug>/day/", views.day_move, name="day_move"),
    path("<slug:slug>/passes/", views.passes, name="passes"),
    path("<slug:slug>/passes/issue/", views.pass_issue, name="pass_issue"),
    path("<slug:slug>/passes/replace/", views.cards_replace, name="cards_replace"),
]
