"""Who may do what with an account, and which links still work."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from talanoa.kernel import clock
from talanoa.people.models import Person, SignInLink


def account_refused(person: Person | AnonymousUser) -> str | None:
    """Why someone has no account pages; ``None`` when they have."""
    if not person.is_authenticated:
        return _("Sign in first.")
    if person.is_guest:
        return _(
            "You are here as a guest of one session and have no account. "
            "Sign out, then sign in with your e-mail address to have one."
        )
    return None


def erasing_refused(by: Person, person: Person) -> str | None:
    """People erase themselves; hub administrators erase anyone, guests too."""
    if person.erased_at is not None:
        return _("This account has already been erased.")
    if by.pk != person.pk and not by.is_superuser:
        return _("Only the person and a hub administrator may erase an account.")
    return None


def link_refused(link: SignInLink | None) -> str | None:
    """Why a link does not sign anybody in; ``None`` when it does.

    Demonstration links work only on this machine's own demonstration: never behind a
    proxy, where strangers could reach them.
    """
    if link is None or link.moves_account:
        return unknown_link()
    if link.is_demonstration and (settings.BEHIND_PROXY or not settings.DEMONSTRATION):
        return _("Demonstration links work only on a demonstration on your own machine.")
    if spent := _spent(link):
        return spent
    if link.person is not None and not link.person.is_active:
        return _("This account is closed.")
    if link.person is not None and link.address and link.person.email != link.address:
        return _("This link was mailed to an address that the account no longer has.")
    return None


def code_refused(link: SignInLink | None) -> str | None:
    """Why no code signs anybody in with this link; ``None`` when one may."""
    if link is not None and not link.code_hash:
        return unknown_link()
    return link_refused(link)


def moving_refused(person: Person | AnonymousUser, link: SignInLink | None) -> str | None:
    """Why a link does not move this person's account to its address; ``None`` when it does."""
    if link is None or not link.moves_account:
        return unknown_link()
    if not person.is_authenticated or person.pk != link.person_id:
        return _("Sign in to the account that you want to move, then open the link again.")
    return _spent(link)


def unknown_link() -> str:
    return _("This link is not one of ours, or part of it is missing.")


def too_many_codes() -> str:
    return _("Too many wrong codes. Ask for a new mail.")


def _spent(link: SignInLink) -> str | None:
    if link.used_at is not None:
        return _("This link has been used. Each link works once.")
    if link.expires_at <= clock.now():
        return _("This link is too old.")
    return None
