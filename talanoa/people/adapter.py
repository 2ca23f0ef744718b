"""Where django-allauth meets our people.

How mail leaves stands above this room: ``notices.adapter`` completes the class, and
``settings.ACCOUNT_ADAPTER`` names it.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter

from talanoa.people.models import Person


class Adapter(DefaultAccountAdapter):  # type: ignore[misc] # the library is not typed
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
