"""Passkeys, and the second step of those who want one.

A passkey signs in by itself and asks for finger, face or PIN: it is two factors already.
It does not put a second step behind the mailed link; the authenticator app does.
"""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talanoa.people.models import Person

_SECOND_STEP = {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}


class Adapter(DefaultMFAAdapter):  # type: ignore[misc] # the library is not typed
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code or key was not accepted. Try once more."),
    }

    def is_mfa_enabled(self, user: Person, types: list[str] | None = None) -> bool:
        """Asked for both kinds at once, the library wants to know of a second step."""
        if types is not None and set(types) == _SECOND_STEP:
            types = [Authenticator.Type.TOTP]
        return bool(super().is_mfa_enabled(user, types=types))

    def generate_authenticator_name(self, user: Person, type: str) -> str:  # noqa: A002 - its name there
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def encrypt(self, text: str) -> str:
        """Keep secrets unreadable for whoever has the database without the site's key."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(_key(key)) for key in keys])


def _key(secret: str) -> bytes:
    digest = hashlib.sha256(b"talanoa.people.second_step:" + secret.encode()).digest()
    return base64.urlsafe_b64encode(digest)
