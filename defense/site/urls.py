from django.urls import path

from defense.running.views import health
from defense.site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", health, name="health"),
    path("<slug:slug>/", views.event, name="event"),
]
