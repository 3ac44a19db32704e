from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpertsConfig(AppConfig):
    name = "experts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only now.
        from events.shell import register_badge  # noqa: PLC0415 the registry of apps is not ready before
        from experts.reports import to_confirm_count  # noqa: PLC0415 the same

        register_badge("panel", to_confirm_count, _("%(count)d to confirm"))
