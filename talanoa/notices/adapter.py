"""The mails of django-allauth, and those about accounts, leave through the outbox."""

from typing import Any
from uuid import uuid4

from talanoa.notices import services
from talanoa.people import adapter, queries
from talanoa.people.models import Person


class Adapter(adapter.Adapter):
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
        services.send(
            key=key,
            person=person,
            address=address,
            language=language,
            template=template,
            context=context,
            holds_secret=holds_secret,
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Called by django-allauth, each time for a reason of its own."""
        self.mail(
            template_prefix,
            key=f"{template_prefix}:{uuid4().hex}",
            person=queries.person_at(email),
            address=email,
            context=context,
            holds_secret=True,
        )
