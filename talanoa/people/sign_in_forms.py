"""What is typed to sign in. django-allauth checks passwords and second steps; words are ours."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.people.terms import CODE_TRIES
from talanoa.people.tokens import CODE_DIGITS, digits_of


class SignInForm(forms.Form):
    """An address to which a link is mailed, known or not."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email webauthn"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This is not a whole e-mail address. It looks like name@example.org."),
        },
    )


class CodeForm(forms.Form):
    """The code of the mail, for those who read their mail on another device."""

    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code"}
        ),
        error_messages={"required": _("Write the code, or use the link in the mail instead.")},
    )

    def clean_code(self) -> str:
        code = digits_of(self.cleaned_data["code"])
        if len(code) != CODE_DIGITS:
            raise forms.ValidationError(
                _("The code has %(digits)s digits."), params={"digits": CODE_DIGITS}
            )
        return code

    def say_wrong(self) -> None:
        self.add_error(
            "code",
            _("This is not the code of the newest mail. After %(tries)s tries you need a new mail.")
            % {"tries": CODE_TRIES},
        )


class PasswordSignInForm(account_forms.LoginForm):  # type: ignore[misc] # untyped library
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", _("E-mail address"))
        _say(self, "password", _("Password"))


class PasswordAgainForm(account_forms.ReauthenticateForm):  # type: ignore[misc] # untyped library
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", _("Password"))


class PasswordForgottenForm(account_forms.ResetPasswordForm):  # type: ignore[misc] # untyped library
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", _("E-mail address"))


class _NewPassword:
    """Two fields in which a new password is typed twice."""

    fields: dict[str, forms.Field]

    def _say_both(self) -> None:
        _say(
            self,
            "password1",
            _("New password"),
            _("At least 12 characters. Four words that nobody else puts together are good."),
        )
        _say(self, "password2", _("The new password once more"))


class PasswordForgottenKeyForm(
    _NewPassword,
    account_forms.ResetPasswordKeyForm,  # type: ignore[misc] # untyped library
):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say_both()


class SetPasswordForm(
    _NewPassword,
    account_forms.SetPasswordForm,  # type: ignore[misc] # untyped library
):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say_both()


class ChangePasswordForm(
    _NewPassword,
    account_forms.ChangePasswordForm,  # type: ignore[misc] # untyped library
):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", _("Present password"))
        self._say_both()


class SecondStepForm(mfa_forms.AuthenticateForm):  # type: ignore[misc] # untyped library
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self)


class SecondStepAgainForm(mfa_forms.ReauthenticateForm):  # type: ignore[misc] # untyped library
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self)


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):  # type: ignore[misc] # untyped library
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", _("Code that the app shows now"))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):  # type: ignore[misc] # untyped library
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_passkey_name(self)
        # A passkey of ours always signs in by itself, so nobody is asked whether it should.
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = True


class NamePasskeyForm(webauthn_forms.EditWebAuthnForm):  # type: ignore[misc] # untyped library
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_passkey_name(self)


def _say(form: Any, field: str, label: Any, hint: Any = "") -> None:
    """Our label and hint; no placeholder, which vanishes when it is needed."""
    form.fields[field].label = label
    form.fields[field].help_text = hint
    form.fields[field].widget.attrs.pop("placeholder", None)


def _say_code(form: Any) -> None:
    _say(form, "code", _("Code"), _("From your authenticator app, or one of your recovery codes."))
    form.fields["code"].widget.attrs["inputmode"] = "numeric"


def _say_passkey_name(form: Any) -> None:
    hint = _("A name by which you will know this device, such as “Office laptop”.")
    _say(form, "name", _("Name"), hint)
    form.fields["name"].max_length = 60
    form.fields["name"].widget.attrs["maxlength"] = 60
