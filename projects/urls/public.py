from django.urls import path

from projects.views import public

urlpatterns = [
    path("<slug:slug>/projects/<number:number>/", public.project, name="project"),
]
