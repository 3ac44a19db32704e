from django.urls import path

from diplomas.views import public

urlpatterns = [
    path("d/", public.diploma_find, name="diploma_find"),
    path("d/<str:code>/picture.jpg", public.diploma_picture, name="diploma_picture"),
    path("d/<str:code>", public.diploma, name="diploma"),
    path("d/<str:code>/", public.diploma_with_slash, name="diploma_with_slash"),
]
