from django.urls import path

from experts.views import arithmetic

urlpatterns = [
    path("arithmetic/", arithmetic.arithmetic, name="arithmetic"),
    path("arithmetic/say/", arithmetic.arithmetic_say, name="arithmetic_say"),
]
