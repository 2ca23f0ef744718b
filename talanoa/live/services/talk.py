"""Chat, notes to the facilitators, raised hands."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, log
from talanoa.live.models import Entry, Hand
from talanoa.live.terms import LONGEST_LINE, LONGEST_NOTE, Audience, Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@log.once
def say(*, by: Person, session: LiveSession, text: str, client_id: str = "") -> Entry:
    """Write a line in the chat.

    Raises:
        Refused: for the reasons in ``access.saying_refused``.
        ValidationError: ``text`` is blank or longer than 2000 characters.
    """
    demand(access.saying_refused(by, session, log.room_of(session)))
    return log.add(
        session=session, kind=Kind.SAID, by=by, client_id=client_id, data={"text": line(text)}
    )


@log.once
def note(*, by: Person, session: LiveSession, text: str, client_id: str = "") -> Entry:
    """Write something that only the facilitators and coordinators read.

    Raises:
        Refused: for the reasons in ``access.writing_to_hosts_refused``; no pause of the chat.
        ValidationError: as ``say``.
    """
    demand(access.writing_to_hosts_refused(by, session, log.room_of(session)))
    return log.add(
        session=session,
        kind=Kind.NOTED,
        by=by,
        client_id=client_id,
        data={"text": line(text)},
        audience=Audience.HOSTS,
    )


@log.once
def raise_hand(
    *,
    by: Person,
    session: LiveSession,
    about: str = "",
    is_written: bool = False,
    client_id: str = "",
) -> Entry:
    """Ask for the floor. A hand that is up keeps its place, and takes what is said anew about it.

    Args:
        about: what it is about, in a few words.
        is_written: ``by`` cannot speak; ``about`` is to be read out.

    Raises:
        Refused: for the reasons in ``access.taking_part_refused``.
        ValidationError: ``about`` is too long; or blank, and to be read out.
    """
    demand(access.taking_part_refused(session))
    about = _about(about, is_written=is_written)
    hand, is_new = Hand.objects.get_or_create(
        session=session,
        person=by,
        lowered_at=None,
        defaults={"about": about, "is_written": is_written},
    )
    if not is_new:
        is_same = not about or (hand.about, hand.is_written) == (about, is_written)
        if is_same and (earlier := _raising_of(hand)):
            return earlier
        hand.about, hand.is_written = about, is_written
        hand.save(update_fields=["about", "is_written"])
    return log.add(
        session=session, kind=Kind.HAND_RAISED, by=by, client_id=client_id, data={"hand": hand.pk}
    )


@log.once
def lower_hand(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """Take back one's own hand.

    Raises:
        Refused: it is not raised.
    """
    return _lower(by=by, session=session, person_id=by.pk, client_id=client_id)


@log.once
def lower_hand_of(*, by: Person, session: LiveSession, person: int, client_id: str = "") -> Entry:
    """Lower the hand of ``person`` (an id), by a host.

    Raises:
        Refused: ``by`` is no host, or the hand is not raised.
    """
    demand(access.hosting_refused(by, session))
    return _lower(by=by, session=session, person_id=person, client_id=client_id)


def _lower(*, by: Person, session: LiveSession, person_id: int, client_id: str) -> Entry:
    hand = Hand.objects.filter(session=session, person=person_id, lowered_at=None).first()
    if hand is None:
        raise Refused(_("This hand is not raised."))
    hand.lowered_at = clock.now()
    hand.save(update_fields=["lowered_at"])
    return log.add(
        session=session,
        kind=Kind.HAND_LOWERED,
        by=by,
        client_id=client_id,
        data={"hand": hand.pk, "person": person_id},
    )


def _raising_of(hand: Hand) -> Entry | None:
    raised = Entry.objects.filter(
        session=hand.session_id, kind=Kind.HAND_RAISED, person=hand.person_id
    )
    return raised.order_by("-seq").first()


def _about(text: str, *, is_written: bool) -> str:
    text = " ".join(text.split())
    if is_written and not text:
        raise ValidationError(_("Write what is to be read out."), code="blank")
    if len(text) > LONGEST_NOTE:
        raise ValidationError(
            _("Say it in at most %(most)d characters; this has %(length)d."),
            code="long",
            params={"most": LONGEST_NOTE, "length": len(text)},
        )
    return text


def line(text: str) -> str:
    """What somebody wrote, as one line of chat.

    Raises:
        ValidationError: it is blank, or longer than 2000 characters.
    """
    text = text.strip()
    if not text:
        raise ValidationError(_("Write something first."), code="blank")
    if len(text) > LONGEST_LINE:
        raise ValidationError(
            _("Write at most %(most)d characters at once; this has %(length)d."),
            code="long",
            params={"most": LONGEST_LINE, "length": len(text)},
        )
    return text
