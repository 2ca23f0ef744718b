"""Accounts: made, chosen for, moved to another address, exported, erased."""

import re

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events, pieces
from talanoa.kernel.refusals import demand
from talanoa.people import access, exports, queries
from talanoa.people.models import Person, SignInLink, TalkOffer

_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of whatever follows, in plain text beyond the name itself."""


@transaction.atomic
def join(*, address: str, name: str = "", is_example: bool = False) -> Person:
    """Make an account for an address whose owner has shown that it is theirs.

    Raises:
        ValidationError: ``address`` is not one, or somebody has it.
    """
    person = Person(email=address.strip().lower(), name=_one_line(name), is_example=is_example)
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    person.save()
    events.record("people.joined", by=person, subject=person)
    return person


@transaction.atomic
def make_guest(*, name: str, language: str = "", time_zone: str = "") -> Person:
    """Make someone who takes part without an account.

    Raises:
        ValidationError: ``name`` is blank or too long, language or zone unknown.
    """
    guest = Person(name=_one_line(name), is_guest=True, chosen_at=clock.now())
    if not guest.name:
        raise ValidationError({"name": _("Write a name by which the others can speak to you.")})
    guest.set_unusable_password()
    _set(guest, language=language, time_zone=time_zone)
    guest.save()
    events.record("people.guest_made", by=None, subject=guest)
    return guest


@transaction.atomic
def choose(
    *, by: Person, name: str, organisation: str = "", language: str, time_zone: str
) -> Person:
    """Keep what a person says of themselves on the welcome page and on the profile.

    Raises:
        Refused: for the reasons in ``access.account_refused``.
        ValidationError: the name is blank, the language is not offered, no such zone.
    """
    person = Person.objects.select_for_update().get(pk=by.pk)
    demand(access.account_refused(person))
    person.name, person.organisation = _one_line(name), _one_line(organisation)
    if not person.name:
        raise ValidationError({"name": _("Write the name by which the others will know you.")})
    person.chosen_at = person.chosen_at or clock.now()
    _set(person, language=language, time_zone=time_zone)
    person.save(update_fields=["name", "organisation", "language", "time_zone", "chosen_at"])
    events.record("people.changed", by=by, subject=person)
    return person


@transaction.atomic
def set_language_and_zone(*, by: Person, language: str = "", time_zone: str = "") -> Person:
    """Keep the language and the zone somebody reads in; an empty one stays as it was.

    Guests may: it is not about an account.

    Raises:
        ValidationError: the language is not offered, or there is no such zone.
    """
    person = Person.objects.select_for_update().get(pk=by.pk)
    _set(
        person,
        language=language or person.language,
        time_zone=time_zone or person.time_zone,
    )
    person.save(update_fields=["language", "time_zone"])
    return person


@transaction.atomic
def move_account(*, person: Person, address: str) -> Person:
    """Give an account another address, whose owner has shown that it is theirs.

    The address that is left hears of it.

    Raises:
        ValidationError: somebody else has it.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    before, person.email = person.email, address.strip().lower()
    person.full_clean(exclude=["password"])
    person.save(update_fields=["email"])
    if before:
        get_adapter().send_notification_mail("people/address", person, email=before)
    EmailAddress.objects.filter(user_id=person.pk).delete()
    events.record("people.moved", by=person, subject=person)
    return person


def export_of(person: Person) -> dict[str, object]:
    """Everything kept about ``person``, room by room, ready to be written as JSON.

    Each room adds its own part through ``people.exports.adds``.
    """
    return exports.gather(person)


@transaction.atomic
def erase(*, by: Person, person: Person, words: bool = False) -> Person:
    """Take away who somebody is, and leave that somebody was: counts and minutes stay true.

    Name, organisation and address go, as do passwords, passkeys and links; every device is
    signed out. Other rooms hear of ``people.erased`` and take away what they keep.

    Args:
        words: What they wrote in rooms is taken back as well.

    Raises:
        Refused: for the reasons in ``access.erasing_refused``.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    demand(access.erasing_refused(by, person))
    # Before the address goes: by it the rooms find what bears an address and no person.
    events.record("people.erased", by=by, subject=person, words=words)
    links = Q(person=person)
    if person.email:
        links |= Q(address__iexact=person.email)
    SignInLink.objects.filter(links).delete()
    TalkOffer.objects.filter(person=person).delete()
    pieces.forget_person(person)
    person.name = person.organisation = person.language = person.time_zone = ""
    person.email = None
    person.is_active = person.is_staff = person.is_superuser = False
    person.erased_at = clock.now()
    # Sessions carry a hash of the password's hash: a new one ends them all.
    person.set_unusable_password()
    person.save()
    EmailAddress.objects.filter(user_id=person.pk).delete()
    Authenticator.objects.filter(user_id=person.pk).delete()
    return person


def _one_line(text: str) -> str:
    """A name as it can stand in any line, in a mail's head too. Letters decide its direction."""
    return " ".join(_DIRECTION.sub("", text).split())


def _set(person: Person, *, language: str, time_zone: str) -> None:
    if language and language not in dict(settings.LANGUAGES):
        raise ValidationError({"language": _("Choose one of the languages offered.")})
    if time_zone and queries.zone_named(time_zone) is None:
        raise ValidationError({"time_zone": _("Choose a time zone from the list.")})
    person.language, person.time_zone = language, time_zone
    person.full_clean(exclude=["password"])
