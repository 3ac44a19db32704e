from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiplomasConfig(AppConfig):
    name = "diplomas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only now.
        from diplomas.reports import failed_count  # noqa: PLC0415 - the registry of apps is not ready before
        from events.shell import register_badge  # noqa: PLC0415 - the same

        register_badge("diplomas", failed_count, _("%(count)d failed"))
