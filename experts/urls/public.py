from django.urls import path

from experts.views import public

urlpatterns = [
    path("<slug:slug>/results/", public.results, name="results"),
    path("<slug:slug>/results.json", public.result_data, name="result_data"),
]
