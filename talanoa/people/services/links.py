"""Links and codes that sign people in: made, mailed, used, forgotten."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.urls import reverse

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused, demand
from talanoa.people import access, queries, tokens
from talanoa.people.models import Person, SignInLink
from talanoa.people.services import accounts
from talanoa.people.terms import CODE_TRIES, LINK_LIVES, LINKS_KEPT


@dataclass(frozen=True, kw_only=True)
class NewLink:
    """A link at the only moment at which its secret and its code are known."""

    link: SignInLink
    url: str
    code: str


def make_sign_in_link(
    *, person: Person, next_path: str = "", is_demonstration: bool = False, minutes: int = 30
) -> str:
    """Make a link that signs ``person`` in once; returns its whole address.

    Args:
        next_path: Where it leads, a path of this site.
        minutes: How long it lives.
    """
    made = _make(
        person=person,
        address=person.email or "",
        next_path=next_path,
        lives=timedelta(minutes=minutes),
        is_demonstration=is_demonstration,
    )
    return made.url


@transaction.atomic
def mail_sign_in_link(*, address: str, next_path: str = "", language: str = "") -> SignInLink:
    """Mail a link and a code to ``address``, whether or not anybody has it yet.

    Who asks learns nothing about the address: the answer, and the work, are the same.
    A closed account is mailed nothing.

    Args:
        language: In which to write to somebody who has not chosen one.

    Raises:
        ValidationError: ``address`` is not one.
    """
    address = _cleaned(address)
    person = queries.person_at(address)
    made = _make(
        person=person, address=address, next_path=next_path, lives=LINK_LIVES, with_code=True
    )
    if person is None or person.is_active:
        _mail("people/mail/sign_in", made, person=person, language=language)
    return made.link


@transaction.atomic
def offer_new_address(*, by: Person, address: str) -> SignInLink:
    """Mail a link to the address that ``by`` wants from now on.

    An address that somebody else has gets a mail that says so instead, and no link; who
    asks learns nothing about it.

    Raises:
        Refused: for the reasons in ``access.account_refused``.
        ValidationError: ``address`` is not one.
    """
    demand(access.account_refused(by))
    address = _cleaned(address)
    made = _make(person=by, address=address, next_path="", lives=LINK_LIVES, moves_account=True)
    owner = queries.person_at(address)
    if owner is None or owner.pk == by.pk:
        _mail("people/mail/new_address", made, language=by.language)
    else:
        _mail("people/mail/address_taken", made, person=owner, language=by.language)
    return made.link


@transaction.atomic
def confirm_new_address(*, by: Person, secret_hash: str) -> Person:
    """Move the account of ``by`` to the address this link was mailed to.

    It is not enough to have the link: an address mistyped would give the account away.

    Raises:
        Refused: for the reasons in ``access.moving_refused``.
        ValidationError: somebody else took the address meanwhile.
    """
    link = _locked(secret_hash)
    demand(access.moving_refused(by, link))
    _use_up(link, person=by)
    return accounts.move_account(person=by, address=link.address)


@transaction.atomic
def use_link(*, secret_hash: str) -> Person:
    """Use a link up, and return whom it signs in; an unknown address becomes an account.

    The other links that somebody asked for with the same address end with it.

    Raises:
        Refused: for the reasons in ``access.link_refused``.
    """
    link = _locked(secret_hash)
    demand(access.link_refused(link))
    # Somebody may have joined from another device since this link was mailed.
    person = link.person or queries.person_at(link.address) or _joined(link.address)
    _use_up(link, person=person)
    return person


def use_code(*, link_id: int, typed: str) -> Person | None:
    """Use a link up by the code mailed with it; ``None`` when the code is wrong.

    Each try counts, also when many are made at the same moment; after ``CODE_TRIES`` of
    them the link is dead.

    Raises:
        Refused: for the reasons in ``access.code_refused``.
    """
    tries = SignInLink.objects.filter(pk=link_id, code_tries__lt=CODE_TRIES)
    # Counted before the code is looked at, so that many at once count as many.
    counted = tries.update(code_tries=F("code_tries") + 1)
    link = queries.link_by_id(link_id)
    demand(access.code_refused(link))
    if not counted:
        raise Refused(access.too_many_codes())
    assert link is not None  # noqa: S101 - refused above; for the type checker
    typed_hash = tokens.hash_of_code(tokens.digits_of(typed), secret_hash=link.secret_hash)
    if not tokens.are_equal(typed_hash, link.code_hash):
        return None
    return use_link(secret_hash=link.secret_hash)


def forget_dead_links() -> int:
    """Delete links long expired; returns how many. Safe to run twice."""
    dead = SignInLink.objects.filter(expires_at__lt=clock.now() - LINKS_KEPT)
    return dead.delete()[0]


def _make(
    *,
    person: Person | None,
    address: str,
    next_path: str,
    lives: timedelta,
    with_code: bool = False,
    is_demonstration: bool = False,
    moves_account: bool = False,
) -> NewLink:
    secret, code = tokens.new_secret(), tokens.new_code() if with_code else ""
    secret_hash = tokens.hash_of_secret(secret)
    link = SignInLink(
        person=person,
        address=address,
        moves_account=moves_account,
        secret_hash=secret_hash,
        code_hash=tokens.hash_of_code(code, secret_hash=secret_hash) if code else "",
        next_path=next_path,
        is_demonstration=is_demonstration,
        expires_at=clock.now() + lives,
    )
    link.full_clean()
    link.save()
    page = "people:confirm_address" if moves_account else "people:link"
    path = reverse(page, kwargs={"secret": secret})
    return NewLink(link=link, url=f"{settings.SITE_URL}{path}", code=code)


def _mail(template: str, made: NewLink, *, language: str, person: Person | None = None) -> None:
    get_adapter().mail(
        template,
        key=f"people.link:{made.link.pk}",
        person=person,
        address=made.link.address,
        language=language,
        holds_secret=True,
        context={
            "url": made.url,
            "code": tokens.spaced(made.code),
            "minutes": round(LINK_LIVES.total_seconds() / 60),
        },
    )


def _locked(secret_hash: str) -> SignInLink:
    """The link, locked until the end of the transaction with the others of its address.

    All of them, in one order: two links of one address used at once would otherwise each
    hold what the other waits for.

    Raises:
        Refused: there is no such link.
    """
    found = queries.link_by_hash(secret_hash)
    if found is None:
        raise Refused(access.unknown_link())
    together = Q(pk=found.pk) | (Q(address=found.address) & ~Q(address=""))
    locked = SignInLink.objects.select_for_update(of=("self",)).select_related("person")
    return {link.pk: link for link in locked.filter(together).order_by("pk")}[found.pk]


def _use_up(link: SignInLink, *, person: Person) -> None:
    link.used_at, link.person = clock.now(), person
    link.save(update_fields=["used_at", "person"])
    if link.code_hash:
        asked = SignInLink.objects.filter(address=link.address, used_at=None).exclude(code_hash="")
        asked.filter(expires_at__gt=link.used_at).update(expires_at=link.used_at)


def _joined(address: str) -> Person:
    try:
        with transaction.atomic():
            return accounts.join(address=address)
    except (ValidationError, IntegrityError):
        # Another link to the same address was used at this very moment.
        person = queries.person_at(address)
        if person is None:
            raise
        return person


def _cleaned(address: str) -> str:
    address = address.strip().lower()
    validate_email(address)
    return address
