from django.urls import path

from experts.views import public

urlpatterns = [
    path("<slug:event>/", public.event, name="event"),
]
