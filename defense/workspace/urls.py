from django.urls import path

from defense.workspace.views import criteria, events, merging, people, settings

urlpatterns = [
    path("<slug:slug>/settings/", settings.settings, name="settings"),
    path("<slug:slug>/settings/<slug:part>/save/", settings.settings_save, name="settings_save"),
    path("<slug:slug>/preview/", settings.preview, name="preview"),
    path("<slug:slug>/criteria/save/", criteria.criteria_save, name="criteria_save"),
    path("<slug:slug>/criteria/new/", criteria.criterion_new, name="criterion_new"),
    path("<slug:slug>/criteria/add/", criteria.criterion_add, name="criterion_add"),
    path("<slug:slug>/criterion/<slug:key>/", criteria.criterion, name="criterion"),
    path("<slug:slug>/criterion/<slug:key>/save/", criteria.criterion_save, name="criterion_save"),
    path(
        "<slug:slug>/criterion/<slug:key>/remove/",
        criteria.criterion_remove,
        name="criterion_remove",
    ),
    path("events/new/", events.event_new, name="event_new"),
    path("events/add/", events.event_add, name="event_add"),
    path("<slug:slug>/remove/", events.event_remove, name="event_remove"),
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
