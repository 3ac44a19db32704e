from django.urls import path

from events.views import public

urlpatterns = [
    path("pass/", public.pass_open, name="pass_open"),
    path("pass/leave/", public.pass_leave, name="pass_leave"),
]
