"""Several people at one device: named or counted, vouched for, and put right until it is final."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, log
from talanoa.live.models import AtScreen, Entry, LearningSite, Room, SharedScreen
from talanoa.live.services import attendance
from talanoa.live.terms import MOST_BESIDE, Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@log.once
def count(*, by: Person, session: LiveSession, others: int, client_id: str = "") -> Entry:
    """Say how many sit at one's device without being named; 0: nobody.

    Raises:
        Refused: for the reasons in ``access.sharing_refused``.
        ValidationError: less than 0, or more than there may be.
    """
    screen = _screen_of(by, session, log.room_of(session))
    screen.others = _number(others)
    _keep(screen)
    return _say(by=by, session=session, client_id=client_id)


@transaction.atomic
def put_right(
    *,
    by: Person,
    session: LiveSession,
    site: LearningSite | None,
    people: Collection[int],
    addresses: Collection[str],
    others: int,
) -> None:
    """Say who sits at one's device, all of it anew: those named before and not now are not there.

    Args:
        site: the one of ``by``'s sites of which this is the screen.
        people: ids of those at the screen already, or of members of the site.
        addresses: of others, who must belong to the session.

    Raises:
        Refused: for the reasons in ``access.sharing_refused``; ``site`` is not theirs, or
            another device is its screen.
        ValidationError: an address is nobody's in the session, or there are too many people.
    """
    room = log.lock(session)
    screen = _screen_of(by, session, room)
    if site is not None and site not in own_sites(by, session):
        raise Refused(_("You do not host this site."))
    taken = SharedScreen.objects.filter(session=session, site=site, site__isnull=False)
    if taken.exclude(person=by).exists():
        raise Refused(_("Another device is already the screen of this site in this session."))
    screen.site = site
    screen.others = _number(others)
    named = _named(screen, people, addresses)
    screen.full_clean(validate_constraints=False)
    screen.save()
    is_vouched = site is not None or access.is_host(by, session)
    _write_named(screen, named, vouched_by=by if is_vouched else None)
    _keep(screen)
    _say(by=by, session=session)
    events.record("live.screen_shared", by=by, subject=session)


@transaction.atomic
def vouch(*, by: Person, at_screen: AtScreen) -> bool:
    """Confirm that someone sat where a participant says; ``False`` when that was known.

    Raises:
        Refused: ``by`` does not host the session.
    """
    session = at_screen.screen.session
    demand(access.hosting_refused(by, session))
    log.lock(session)
    waiting = AtScreen.objects.filter(pk=at_screen.pk, vouched_at=None)
    if not waiting.update(vouched_at=clock.now(), vouched_by=by):
        return False
    events.record("live.screen_vouched", by=by, subject=at_screen)
    _recount(session, by=by, person=at_screen.person_id)
    return True


@transaction.atomic
def take_off(*, by: Person, at_screen: AtScreen) -> None:
    """Take someone away from a device at which they did not sit.

    Raises:
        Refused: ``by`` does not host the session.
    """
    session = at_screen.screen.session
    demand(access.hosting_refused(by, session))
    log.lock(session)
    # As it is now: its person may have said anew how many they are.
    screen = SharedScreen.objects.filter(named=at_screen.pk).first()
    if screen is None:
        return
    events.record("live.screen_denied", by=by, subject=at_screen)
    AtScreen.objects.filter(pk=at_screen.pk).delete()
    _keep(screen)
    _say(by=by, session=session)
    _recount(session, by=by, person=at_screen.person_id)


def own_sites(person: Person, session: LiveSession) -> list[LearningSite]:
    """The open sites of the session's programme that ``person`` hosts. One query."""
    sites = LearningSite.objects.filter(
        programme=session.cohort.programme_id, host=person, closed_at=None
    )
    return list(sites.order_by("name", "pk"))


def _screen_of(by: Person, session: LiveSession, room: Room) -> SharedScreen:
    """Theirs, kept or new; the host of a single site is at that site."""
    demand(access.sharing_refused(session, room))
    screen = SharedScreen.objects.filter(session=session, person=by).first()
    if screen is None:
        screen = SharedScreen(session=session, person=by)
        sites = own_sites(by, session)
        is_free = (
            len(sites) == 1
            and not SharedScreen.objects.filter(session=session, site=sites[0]).exists()
        )
        screen.site = sites[0] if is_free else None
    return screen


def _keep(screen: SharedScreen) -> None:
    """Save it; one at which nobody else sits, and which is no site's, is none."""
    has_named = screen.pk is not None and screen.named.exists()
    if screen.others or screen.site_id or has_named:
        screen.full_clean(validate_constraints=False)
        screen.save()
    elif screen.pk is not None:
        screen.delete()


def _number(others: int) -> int:
    if not 0 <= others <= MOST_BESIDE:
        raise ValidationError(
            {"others": _("This can be 0 to %(most)d people.") % {"most": MOST_BESIDE}}
        )
    return others


def _named(screen: SharedScreen, people: Collection[int], addresses: Collection[str]) -> set[int]:
    """Who is meant: those ticked, as far as the page offered them, and those whose address it is.

    Two queries.
    """
    offered = set()
    if screen.pk is not None:
        offered |= set(screen.named.values_list("person", flat=True))
    if screen.site is not None:
        offered |= set(screen.site.members.values_list("person", flat=True))
    known = {person.pk: person.email for person in access.people_of(screen.session)}
    by_address = {email.casefold(): pk for pk, email in known.items() if email}
    found = {pk for pk in people if pk in offered and pk in known}
    for address in addresses:
        pk = by_address.get(address.strip().casefold())
        if pk is None:
            raise ValidationError({"addresses": _unknown(address)})
        found.add(pk)
    found.discard(screen.person_id)
    if len(found) > MOST_BESIDE:
        raise ValidationError(
            {"addresses": _("At most %(most)d people can be named.") % {"most": MOST_BESIDE}}
        )
    return found


def _unknown(address: str) -> str:
    try:
        validate_email(address.strip())
    except ValidationError:
        return _("“%(text)s” is not an e-mail address.") % {"text": address.strip()[:60]}
    return _(
        "Nobody in this session has the address %(address)s. Count them among the others instead."
    ) % {"address": address.strip()[:120]}


def _write_named(screen: SharedScreen, named: set[int], *, vouched_by: Person | None) -> None:
    before = set(screen.named.values_list("person", flat=True))
    screen.named.exclude(person__in=named).delete()
    vouched_at = clock.now() if vouched_by else None
    AtScreen.objects.bulk_create(
        AtScreen(screen=screen, person_id=pk, vouched_at=vouched_at, vouched_by=vouched_by)
        for pk in sorted(named - before)
    )
    if vouched_by is not None:
        screen.named.filter(vouched_at=None).update(vouched_at=vouched_at, vouched_by=vouched_by)


def _say(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    return log.add(session=session, kind=Kind.SCREEN_CHANGED, by=by, client_id=client_id, data={})


def _recount(session: LiveSession, *, by: Person, person: int) -> None:
    reason = _("Who sat at a shared screen was put right.")
    attendance.recount(by=by, session=session, people=[person], reason=reason)
