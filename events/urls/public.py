from django.urls import path

from events.views import public, unlocking

urlpatterns = [
    path("pass/", public.pass_open, name="pass_open"),
    path("pass/leave/", public.pass_leave, name="pass_leave"),
    path("pass/unlock/", unlocking.pass_unlock, name="pass_unlock"),
    path("pass/<path:typed>", public.pass_by_address, name="pass_by_address"),
]
