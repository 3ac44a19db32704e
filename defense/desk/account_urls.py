"""The pages of an account: signing in and out, the password, its reset, the second factor.

django-allauth has more, and none of it is for here: nobody signs up without a link, and an account has the
one address it was made with, so that nobody can put another's beside it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.urls import URLPattern, path, re_path

from defense.desk import second_factor
from events.access import kept_by_nobody
from events.views import accounts

View = Callable[..., HttpResponseBase]


def unkept(view: View) -> View:
    """The view, whose answers no cache and no history keeps."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return kept_by_nobody(view(*args, **kwargs))

    return answered


def page(route: str, view: View, name: str) -> URLPattern:
    return path(route, unkept(view), name=name)


def own_page(route: str, view: View, name: str) -> URLPattern:
    """A page for who has signed in; allauth would keep what others post in a session for later."""
    return page(route, login_required(view), name)


RESET = "password/reset/"
RECOVERY = "2fa/recovery-codes/"

urlpatterns = [
    page("begin/<str:token>/", accounts.begin, "account_begin"),
    page("invitation/<str:token>/", accounts.invitation, "account_invitation"),
    page("login/", account.login, "account_login"),
    page("logout/", account.logout, "account_logout"),
    page("inactive/", account.account_inactive, "account_inactive"),
    page("reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    page("password/change/", account.password_change, "account_change_password"),
    page(RESET, account.password_reset, "account_reset_password"),
    page(f"{RESET}done/", account.password_reset_done, "account_reset_password_done"),
    re_path(
        rf"^{RESET}key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        unkept(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    page(
        f"{RESET}key/done/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    own_page("2fa/", mfa.index, "mfa_index"),
    page("2fa/authenticate/", mfa.authenticate, "mfa_authenticate"),
    own_page("2fa/reauthenticate/", mfa.reauthenticate, "mfa_reauthenticate"),
    own_page("2fa/totp/activate/", second_factor.activate, "mfa_activate_totp"),
    own_page("2fa/totp/deactivate/", totp.deactivate_totp, "mfa_deactivate_totp"),
    own_page(RECOVERY, recovery_codes.view_recovery_codes, "mfa_view_recovery_codes"),
    own_page(
        f"{RECOVERY}generate/",
        recovery_codes.generate_recovery_codes,
        "mfa_generate_recovery_codes",
    ),
    own_page(
        f"{RECOVERY}download/",
        recovery_codes.download_recovery_codes,
        "mfa_download_recovery_codes",
    ),
]
