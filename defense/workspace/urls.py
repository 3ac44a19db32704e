from django.urls import path

from defense.workspace.views import events, people

urlpatterns = [
    path("events/new/", events.event_new, name="event_new"),
    path("events/add/", events.event_add, name="event_add"),
    path("<slug:slug>/remove/", events.event_remove, name="event_remove"),
    path("<slug:slug>/people/", people.people, name="people"),
    path("<slug:slug>/people/new/", people.person_new, name="person_new"),
    path("<slug:slug>/people/add/", people.person_add, name="person_add"),
    path("<slug:slug>/person/<slug:key>/", people.person, name="person"),
    path("<slug:slug>/person/<slug:key>/save/", people.person_save, name="person_save"),
    path("<slug:slug>/person/<slug:key>/remove/", people.person_remove, name="person_remove"),
]
