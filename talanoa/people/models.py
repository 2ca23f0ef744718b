from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talanoa.kernel import clock
from talanoa.people.makers import PersonManager


class Person(AbstractBaseUser, PermissionsMixin):
    """Someone who takes part: with an account, or as the guest of one session.

    A guest has no address and no password, and comes in by a personal link only.
    """

    email = models.EmailField(_("e-mail address"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    is_example = models.BooleanField(default=False)
    is_guest = models.BooleanField(default=False)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now)
    chosen_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_once",
                violation_error_message=_("Somebody already uses this address."),
            ),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(is_guest=True) | Q(erased_at__isnull=False),
                name="person_has_address_unless_guest",
            ),
        ]

    def __str__(self) -> str:
        return self.name or gettext("Someone without a name")

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class TalkOffer(models.Model):
    """Somebody is willing to talk with people of their programmes, about what they say here.

    Switched off, it is gone.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="talk_offer")
    subjects = models.TextField(max_length=500, validators=[MaxLengthValidator(500)])
    offered_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.subjects}"


class SignInLink(models.Model):
    """A link that signs one person in, once; one that was asked for has a code that does the same.

    Only hashes of the link's secret and of the code are kept. A link mailed to an address
    that nobody has yet bears no person; using it makes the account. One that
    ``moves_account`` signs nobody in: it gives the person, signed in already, that address.
    """

    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="sign_in_links"
    )
    address = models.EmailField(blank=True)
    moves_account = models.BooleanField(default=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    next_path = models.CharField(max_length=500, blank=True)
    is_demonstration = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(address=""),
                name="sign_in_link_is_for_somebody",
            ),
            models.CheckConstraint(
                condition=Q(moves_account=False) | (Q(person__isnull=False) & ~Q(address="")),
                name="sign_in_link_moves_an_account_to_an_address",
            ),
        ]
        indexes = [
            models.Index(fields=["address", "expires_at"], name="sign_in_link_address"),
            models.Index(fields=["expires_at"], name="sign_in_link_expires"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id or self.address} until {self.expires_at:%F %H:%M}"
