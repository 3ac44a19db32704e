from django.urls import path

from diplomas.views import names, trainee

urlpatterns = [
    path("", trainee.home, name="home"),
    path("name/", names.name_ask, name="name_ask"),
    path("name/confirm/", names.name_confirm, name="name_confirm"),
    path("name/page/<slug:language>.webp", names.name_page, name="name_page"),
    path("naming/", names.naming_say, name="naming_say"),
    path("diploma.pdf", trainee.diploma_download, name="diploma_download"),
]
