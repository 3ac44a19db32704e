from django.urls import path

from defense.desk import tablet_views, views

urlpatterns = [
    path("", views.organizer_home, name="home"),
    path("<slug:slug>/", views.overview, name="overview"),
    path("<slug:slug>/phase/", views.event_move, name="event_move"),
    path("<slug:slug>/day/", views.day_move, name="day_move"),
    path("<slug:slug>/passes/", views.passes, name="passes"),
    path("<slug:slug>/passes/issue/", views.pass_issue, name="pass_issue"),
    path("<slug:slug>/passes/replace/", views.cards_replace, name="cards_replace"),
    path("<slug:slug>/tablets/", tablet_views.tablets, name="tablets"),
    path("<slug:slug>/tablets/stop/", tablet_views.tablets_stop, name="tablets_stop"),
    path("<slug:slug>/tablets/renew/", tablet_views.tablets_renew, name="tablets_renew"),
]
