"""Who hosts beside the facilitator, until the session ends."""

from django.utils.translation import gettext as _

from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, log
from talanoa.live.models import Entry
from talanoa.live.services import pictures
from talanoa.live.terms import Audience, Kind
from talanoa.people.models import Person
from talanoa.schedule import services as schedule
from talanoa.schedule.models import LiveSession, SessionRole
from talanoa.schedule.terms import SessionRoleName


@log.once
def make_cohost(
    *,
    by: Person,
    session: LiveSession,
    person: int,
    though_guest: bool = False,
    client_id: str = "",
) -> Entry:
    """Let ``person`` (an id) do what hosts do; their page gets the tools by itself.

    Args:
        though_guest: whether ``by`` knows that they are a guest, whom only a link vouches for.

    Raises:
        Refused: for the reasons in ``access.cohosting_refused``; nobody of that id may come
            in; they host already; or they are a guest and nobody has confirmed that.
    """
    demand(access.cohosting_refused(by, session))
    someone = Person.objects.filter(pk__in=access.let_in(session, [person])).first()
    if someone is None:
        raise Refused(_("This person is not in the session."))
    if access.is_host(someone, session):
        raise Refused(_("This person is a host already."))
    if someone.is_guest and not though_guest:
        raise Refused(_("This person is a guest, known by a link alone. Confirm it to go on."))
    schedule.make_cohost(by=by, session=session, person=someone)
    return _say(Kind.COHOST_MADE, by=by, session=session, person=someone, client_id=client_id)


@log.once
def end_cohost(*, by: Person, session: LiveSession, person: int, client_id: str = "") -> Entry:
    """Take that back from ``person`` (an id).

    Raises:
        Refused: for the reasons in ``access.cohosting_refused``, or they are no co-host.
    """
    demand(access.cohosting_refused(by, session))
    part = cohosting(session, person)
    if part is None:
        raise Refused(_("This person is not a co-host."))
    part.session = session
    schedule.end_cohost(by=by, part=part)
    pictures.take_from_others(by=by, session=session)
    return _say(Kind.COHOST_ENDED, by=by, session=session, person=part.person, client_id=client_id)


def cohosting(session: LiveSession, person: int) -> SessionRole | None:
    """That ``person`` (an id) is a co-host here. One query."""
    parts = SessionRole.objects.select_related("person").filter(
        session=session, person=person, role=SessionRoleName.COHOST
    )
    return parts.first()


def _say(kind: str, *, by: Person, session: LiveSession, person: Person, client_id: str) -> Entry:
    entry = log.add(
        session=session, kind=kind, by=by, client_id=client_id, data={"person": person.pk}
    )
    # By nobody: whoever made an entry receives it, and this one is for one page alone.
    log.add(
        session=session,
        kind=Kind.HOSTING_CHANGED,
        by=None,
        data={"person": person.pk},
        audience=Audience.PERSON,
        audience_person=person,
    )
    return entry
