from django.urls import path

from defense.desk import views

urlpatterns = [
    path("", views.organizer_home, name="home"),
    path("<slug:event>/", views.overview, name="overview"),
    path("<slug:event>/passes/", views.passes, name="passes"),
    path("<slug:event>/passes/issue/", views.pass_issue, name="pass_issue"),
]
