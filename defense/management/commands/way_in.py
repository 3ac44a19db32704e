from argparse import ArgumentParser
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.urls import reverse

from defense.management.commands.load_event import account_of
from events.answering import answering_database
from events.models import AuditEntry, Membership, User


class Command(BaseCommand):
    help = "Prints a link by which an organizer chooses a new password and is let in, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--forget-second-factor",
            action="store_true",
            help="for who has lost the authenticator app and the recovery codes",
        )

    @answering_database()
    def handle(self, *, email: str, forget_second_factor: bool, **options: Any) -> None:
        account = account_of(email)
        with transaction.atomic():
            if forget_second_factor:
                Authenticator.objects.filter(user=account).delete()
            tell_the_events(account)
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        self.stdout.write(way_in(account))
        self.stdout.write(f"It works once, within {hours} hours. Give it to {account.email} alone.")


def tell_the_events(account: User) -> None:
    """A line in the log of each event that this account organizes: the other members can ask why."""
    memberships = Membership.objects.filter(user=account).select_related("event")
    for membership in memberships.order_by("event"):
        AuditEntry.write(membership.event, "command:way_in", "account.let_in", account)


def way_in(account: User) -> str:
    """The address of the page that a mail of a reset leads to."""
    key = {
        "uidb36": user_pk_to_url_str(account),
        "key": default_token_generator.make_token(account),
    }
    return f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=key)}"
