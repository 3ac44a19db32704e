from django.urls import path

from defense.workspace.views import merging, people

urlpatterns = [
    path("<slug:slug>/people/", people.people, name="people"),
    path("<slug:slug>/people/new/", people.person_new, name="person_new"),
    path("<slug:slug>/people/add/", people.person_add, name="person_add"),
    path("<slug:slug>/person/<slug:key>/", people.person, name="person"),
    path("<slug:slug>/person/<slug:key>/save/", people.person_save, name="person_save"),
    path("<slug:slug>/person/<slug:key>/merge/", merging.person_merge, name="person_merge"),
    path(
        "<slug:slug>/person/<slug:key>/merge/save/",
        merging.person_merge_save,
        name="person_merge_save",
    ),
    path("<slug:slug>/person/<slug:key>/remove/", people.person_remove, name="person_remove"),
]
