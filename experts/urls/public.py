from django.urls import path

from experts.views import public

urlpatterns = [
    path("<slug:slug>/", public.event, name="event"),
]
