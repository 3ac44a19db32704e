from django.apps import AppConfig
from django.urls import register_converter

from events.addresses import NumberConverter


class EventsConfig(AppConfig):
    name = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register_converter(NumberConverter, "number")
