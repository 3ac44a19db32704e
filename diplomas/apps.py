from django.apps import AppConfig


class DiplomasConfig(AppConfig):
    name = "diplomas"
    default_auto_field = "django.db.models.BigAutoField"
