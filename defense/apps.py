from django.apps import AppConfig
from django.core.checks import Tags, register


class DefenseConfig(AppConfig):
    name = "defense"

    def ready(self) -> None:
        from defense.running.proxies import check_proxies  # noqa: PLC0415 - settings come first

        register(check_proxies, Tags.security)
