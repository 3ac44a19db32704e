from django.urls import path

from projects.views import public

urlpatterns = [
    path("<slug:slug>/projects/<int:number>/", public.project, name="project"),
]
