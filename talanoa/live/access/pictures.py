"""Who may show their camera or share their screen."""

from django.utils.translation import gettext as _

from talanoa.live.access.rooms import hosting_refused, role_holders, speaking_refused
from talanoa.live.media.layers import MOST_CAMERAS
from talanoa.live.models import Call, GroupRound, Picture, Room
from talanoa.live.picture_terms import Source
from talanoa.live.terms import HOST_ROLES
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import SessionRoleName


def may_show(session: LiveSession) -> set[int]:
    """Who (ids) may show a picture now: hosts, whoever presents the item in hand, whoever has the
    floor. Two queries.

    An item is presented by its speaker; where none is named, by the session's presenters.
    """
    roles = role_holders(session)
    room = Room.objects.select_related("current_item").filter(pk=session.pk).first()
    people = {person for person, held in roles.items() if held & HOST_ROLES}
    if room is None:
        return people
    if room.floor_id is not None:
        people.add(room.floor_id)
    if (item := room.current_item) is not None:
        named = {item.speaker_id} if item.speaker_id else None
        people |= named or {
            person for person, held in roles.items() if SessionRoleName.PRESENTER in held
        }
    return people


def picture_refused(person: Person, session: LiveSession, source: str) -> str | None:
    """Why ``person`` may not show this picture now; ``None`` when they may.

    Four queries, and those of ``speaking_refused``.
    """
    if refused := speaking_refused(person, session):
        return refused
    if Call.objects.filter(session=session).exists():
        return _("People see each other in another tool in this session.")
    if GroupRound.objects.filter(session=session, opened_at__isnull=False, closed_at=None).exists():
        return _("Pictures are off while groups work: everybody would see them.")
    if person.pk not in may_show(session):
        return _(
            "Cameras and screens are for the facilitators, for whoever presents the item in"
            " hand and for whoever has the floor."
        )
    others = Picture.objects.filter(session=session, source=source).exclude(person=person)
    if source == Source.CAMERA:
        if others.count() >= MOST_CAMERAS:
            most = {"most": MOST_CAMERAS}
            return _("%(most)d cameras are on. One of them has to go off first.") % most
    elif sharing := others.select_related("person").first():
        name = {"name": sharing.person}
        return _("%(name)s is sharing a screen. One screen is shown at a time.") % name
    return None


def turning_off_refused(by: Person, session: LiveSession, person: int) -> str | None:
    """Everyone may end their own picture, hosts that of ``person`` (an id) too."""
    return None if by.pk == person else hosting_refused(by, session)
