"""Forms by which an account is made."""

from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.forms import FieldsHelper
from events.models import Membership, User
from events.validators import account_name


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=Membership.Role.choices, initial=Membership.Role.SECRETARY
    )

    helper = FieldsHelper(Div("email", "role", css_class="field-pair"))

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)

    helper = FieldsHelper("role")


class NewAccountForm(forms.Form):
    """Who one is and the password one wants; the address is typed, or that of the invitation."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As the others of the event know you."),
        validators=[account_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password1 = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters, and not a common word."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("The password again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any = None, *, email: str = "") -> None:
        super().__init__(data)
        self.invited_address = email
        if email:
            del self.fields["email"]
        self.helper = FieldsHelper(*self.fields)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError(_("This address has an account already. Sign in."))
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("This is another password than above."))
        elif first:
            try:
                validate_password(first, self._unsaved())
            except ValidationError as refused:
                self.add_error("password1", refused)
        return cleaned

    def account(self) -> User:
        """The account, not saved yet, its password hashed: that takes a while, and holds nobody up."""
        account = self._unsaved()
        account.set_password(self.cleaned_data["password1"])
        return account

    def _unsaved(self) -> User:
        email = self.invited_address or self.cleaned_data.get("email", "")
        return User(email=email.lower(), first_name=self.cleaned_data.get("name", ""))
