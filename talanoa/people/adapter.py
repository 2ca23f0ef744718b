"""Where django-allauth meets our people.

How mail leaves stands above this room: ``notices.adapter`` completes the class, and
``settings.ACCOUNT_ADAPTER`` names it.
"""

from typing import Any
from urllib.parse import quote
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from talanoa.kernel import clock
from talanoa.people import entry
from talanoa.people.models import Person

_CHANGES = {
    "account/email/password_set": _("Your account now has a password."),
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_reset": _("Your password was set anew by a mailed link."),
    "mfa/email/totp_activated": _("A code from an authenticator app is now asked for."),
    "mfa/email/totp_deactivated": _("A code from an authenticator app is no longer asked for."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made."),
    "mfa/email/webauthn_added": _("A passkey was added. It signs in to your account."),
    "mfa/email/webauthn_removed": _("A passkey was removed."),
    "people/address": _("Your account was moved to another e-mail address."),
}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc] # the library is not typed
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The address and the password do not belong together."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
        "rate_limited": _("Too many tries. Wait a minute, then try again."),
    }

    def mail(
        self,
        template: str,
        *,
        key: str,
        address: str,
        context: dict[str, Any],
        person: Person | None = None,
        language: str = "",
        holds_secret: bool = False,
    ) -> None:
        """Send a mail about an account. ``key`` names the reason; the same one mails once."""
        raise NotImplementedError

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by a link that was mailed, never by a form."""
        return False

    def post_login(self, request: HttpRequest, user: Person, **details: Any) -> HttpResponse:
        return entry.to_welcome(user, super().post_login(request, user, **details))

    def is_safe_url(self, url: str) -> bool:
        """Only paths of this site, whatever other hosts it answers to."""
        return bool(entry.local_path(url))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell people at once when somebody changes how they sign in."""
        if not user.email:
            return
        with translation.override(user.language or translation.get_language()):
            change = str(_CHANGES[template_prefix])
        self.mail(
            "people/mail/change",
            key=f"{template_prefix}:{user.pk}:{uuid4().hex}",
            person=user,
            address=email or user.email,
            context={"change": change, "at": clock.now()},
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Built from the site's own address, never from what the request says it is."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", quote(key))
