from django.urls import path

from experts.views import organizer

urlpatterns = [
    path("<slug:event>/panel/", organizer.panel, name="panel"),
    path(
        "<slug:event>/interests/<int:interest_id>/decide/",
        organizer.interest_decide,
        name="interest_decide",
    ),
    path("<slug:event>/scoring/", organizer.scoring, name="scoring"),
    path("<slug:event>/scoring/close/", organizer.scoring_close, name="scoring_close"),
    path("<slug:event>/scoring/reopen/", organizer.scoring_reopen, name="scoring_reopen"),
    path("<slug:event>/results/", organizer.results, name="results"),
    path("<slug:event>/results.json", organizer.results_data, name="results_data"),
]
