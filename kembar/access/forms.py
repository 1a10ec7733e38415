"""What is asked of somebody about the own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """User name and password; whoever must wait is told so before the password is looked at (see the view)."""

    error_messages = {
        "invalid_login": _("That name and password do not belong together. Both tell capitals from small letters."),
        "inactive": _("This account was closed. Ask whoever administers the instance."),
    }


class NewPasswordFields(forms.Form):
    """A password, typed twice; its rules are those of the instance."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters; a sentence of four words is good. Not one of the common ones."),
    )
    again = forms.CharField(
        label=_("New password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("The two passwords are not the same. Type the second once more."))
        return given


class PasswordForm(NewPasswordFields):
    """A new password; who has one gives it first."""

    field_order = ["current", "password", "again"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.has_usable_password():
            self.fields["current"] = forms.CharField(
                label=_("Present password"),
                strip=False,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            )
            self.order_fields(self.field_order)


class AccountForm(forms.Form):
    """How somebody is called and reached."""

    name = forms.CharField(
        label=_("Name"), max_length=150, help_text=_("As colleagues know you; it stands beside what you enter.")
    )
    email = forms.EmailField(label=_("E-mail address"), required=False, help_text=_("May stay empty."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class JoinForm(NewPasswordFields):
    """Who joins an office and has no account yet."""

    field_order = ["name", "username", "email", "password", "again"]
    name = forms.CharField(
        label=_("Name"), max_length=150, help_text=_("As colleagues know you; it stands beside what you enter.")
    )
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("To sign in with. Letters, digits and @ . + - _"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    email = forms.EmailField(label=_("E-mail address"), required=False, help_text=_("May stay empty."))
