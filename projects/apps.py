from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only now.
        from events.shell import register_badge  # noqa: PLC0415 the registry of apps is not ready before
        from projects.reports import unnamed_count  # noqa: PLC0415 the same

        register_badge("teams", unnamed_count, _("%(count)d unnamed"))
