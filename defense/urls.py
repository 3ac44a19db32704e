"""Four lines worth reading: the organizers' rooms, the experts' tablets, the trainees' phones, the public site."""

from django.urls import include, path
from django.views.i18n import set_language

from experts.api import api

organizer = [
    path("", include("defense.desk.urls")),
    path("", include("defense.workspace.urls")),
    path("", include("events.urls.organizer")),
    path("", include("projects.urls.organizer")),
    path("", include("experts.urls.organizer")),
    path("", include("diplomas.urls.organizer")),
]
trainee = [
    path("", include("diplomas.urls.trainee")),
    path("", include("experts.urls.trainee")),
]
public = [
    path("", include("events.urls.public")),
    path("", include("diplomas.urls.public")),
    path("", include("projects.urls.public")),
    path("", include("experts.urls.public")),
    path("", include("defense.site.urls")),  # last: an event may have any slug
]

urlpatterns = [
    path("organize/", include((organizer, "organizer"))),
    path("expert/", include(([path("", include("experts.urls.expert"))], "expert"))),
    path("me/", include((trainee, "trainee"))),
    path("api/v1/", api.urls),
    path("accounts/", include("defense.desk.account_urls")),
    path("i18n/setlang/", set_language, name="set_language"),
    path("", include((public, "public"))),
]

handler500 = "defense.running.views.server_error"
