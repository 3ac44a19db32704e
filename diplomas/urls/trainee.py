from django.urls import path

from diplomas.views import trainee

urlpatterns = [
    path("", trainee.home, name="home"),
    path("diploma.pdf", trainee.diploma_download, name="diploma_download"),
]
