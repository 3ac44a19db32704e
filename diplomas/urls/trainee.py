from django.urls import path

from diplomas.views import names, own_documents, trainee

urlpatterns = [
    path("", trainee.home, name="home"),
    path("name/", names.name_ask, name="name_ask"),
    path("name/confirm/", names.name_confirm, name="name_confirm"),
    path("name/page/<slug:which>.webp", names.name_page, name="name_page"),
    path("language/", names.language_choose, name="language_choose"),
    path("naming/", names.naming_say, name="naming_say"),
    path("documents/<str:code>.pdf", own_documents.document_download, name="document_download"),
    path("documents/<str:code>/share/", own_documents.document_share, name="document_share"),
    path("diploma.pdf", trainee.diploma_download, name="diploma_download"),
]
