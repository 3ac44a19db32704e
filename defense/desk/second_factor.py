"""The page where a second factor is set up."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpResponse


class Activate(ActivateTOTPView):  # type: ignore[misc]  # allauth has no annotations
    def form_valid(self, form: ActivateTOTPForm) -> HttpResponse:
        """Whoever set it up has given a code: this session need not be asked for another."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp")
        return response


activate = Activate.as_view()
