"""Guests: someone without an account, let into one session by a personal link."""

import hashlib
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.live import access, log
from talanoa.live.models import GuestLink
from talanoa.live.services import cohosts, floor
from talanoa.live.terms import Audience, Kind
from talanoa.notices import services as notices
from talanoa.people import services as people
from talanoa.people.models import Person
from talanoa.schedule import services as schedule
from talanoa.schedule.models import LiveSession


@dataclass(frozen=True, kw_only=True)
class NewGuestLink:
    """A guest's link at the only moment at which its address is known."""

    link: GuestLink
    url: str


@transaction.atomic
def invite(
    *, by: Person, session: LiveSession, name: str, address: str = "", language: str = ""
) -> NewGuestLink:
    """Make a guest of this session and their personal link; mail it where there is an address.

    Only a hash of the link's secret is kept: the address is shown once.

    Raises:
        Refused: for the reasons in ``access.inviting_refused``.
        ValidationError: the name is blank or too long, the address is not one.
    """
    demand(access.inviting_refused(by, session))
    guest = people.make_guest(name=name, language=language, time_zone=session.time_zone)
    secret, secret_hash = _new_secret()
    link = GuestLink.objects.create(
        session=session, person=guest, secret_hash=secret_hash, made_by=by
    )
    events.record("live.guest_invited", by=by, subject=link)
    made = NewGuestLink(link=link, url=_url(secret))
    if address:
        _mail(made, by=by, address=address, language=language)
    return made


@transaction.atomic
def renew(*, by: Person, link: GuestLink) -> NewGuestLink:
    """Make the address of a guest's link anew; the earlier one stops working.

    Raises:
        Refused: for the reasons in ``access.renewing_refused``.
    """
    demand(access.renewing_refused(by, link))
    secret, link.secret_hash = _new_secret()
    link.withdrawn_at = None
    link.save(update_fields=["secret_hash", "withdrawn_at"])
    events.record("live.guest_invited", by=by, subject=link)
    return NewGuestLink(link=link, url=_url(secret))


@transaction.atomic
def withdraw(*, by: Person, link: GuestLink) -> bool:
    """Close a guest's way in, at once; says whether it was open.

    Whoever is inside is out with it: their sockets and their sound end.

    Raises:
        Refused: for the reasons in ``access.hosting_refused``.
    """
    demand(access.hosting_refused(by, link.session))
    return shut(by=by, link=link)


@transaction.atomic
def shut(*, by: Person, link: GuestLink) -> bool:
    """As ``withdraw``, without asking whether ``by`` may: for the guest's own erasure."""
    session, guest = link.session, link.person_id
    log.lock(session)
    open_link = GuestLink.objects.filter(pk=link.pk, withdrawn_at=None)
    if not open_link.update(withdrawn_at=clock.now()):
        return False
    floor.take_from_stage(by=by, session=session, person=guest)
    if part := cohosts.cohosting(session, guest):
        schedule.end_cohost(by=None, part=part)
    events.record("live.guest_withdrawn", by=by, subject=link)
    log.add(
        session=session,
        kind=Kind.GUEST_WITHDRAWN,
        by=by,
        data={"person": guest},
        audience=Audience.HOSTS,
    )
    return True


def hash_of(secret: str) -> str:
    """What is stored of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _new_secret() -> tuple[str, str]:
    secret = secrets.token_urlsafe(24)
    return secret, hash_of(secret)


def _url(secret: str) -> str:
    return settings.SITE_URL + reverse("live:guest", args=[secret])


def _mail(made: NewGuestLink, *, by: Person, address: str, language: str) -> None:
    notices.send(
        key=f"live.guest:{made.link.pk}:{made.link.secret_hash[:12]}",
        person=made.link.person,
        address=address,
        language=language,
        template="live/mail/guest",
        context={"session": made.link.session, "url": made.url, "by": by},
        holds_secret=True,
    )
