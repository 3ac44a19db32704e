from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import timezone

from events.answering import answering_database
from events.services.accounts import first_link


class Command(BaseCommand):
    help = "Prints a link by which the first account is made, while nobody has one; else nothing."

    @answering_database()
    def handle(self, **options: Any) -> None:
        if token := first_link(at=timezone.now()):
            address = f"{settings.SITE_URL}{reverse('account_begin', args=[token])}"
            self.stdout.write(f"Begin here  {address}")
            self.stdout.write("            It makes your account, once, within 24 hours.")
