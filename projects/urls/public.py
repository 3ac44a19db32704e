from django.urls import path

from projects.views import public

urlpatterns = [
    path("<slug:event>/projects/<int:number>/", public.project, name="project"),
]
