"""Who may set languages, interpret into them, and go on the air."""

from django.utils.translation import gettext as _

from talanoa.kernel.refusals import NotVisible
from talanoa.live.access.rooms import (
    get_session,
    hosting_refused,
    speaking_refused,
    taking_part_refused,
)
from talanoa.live.models import InterpretationChannel, Interpreter
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


def interpretation_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not set languages and name interpreters now; ``None`` when they may."""
    return hosting_refused(person, session) or taking_part_refused(session)


def interpreting_refused(person: Person, channel: InterpretationChannel) -> str | None:
    """Why ``person`` may not act as an interpreter into this language. One query, and those of
    ``speaking_refused``.
    """
    if not Interpreter.objects.filter(channel=channel, person=person).exists():
        return _("You do not interpret into this language here.")
    return speaking_refused(person, channel.session)


def going_on_air_refused(person: Person, channel: InterpretationChannel) -> str | None:
    """Why ``person`` may not speak into this language now.

    Whoever is on the air stays there until they hand over; somebody else takes it by their
    own act alone, so that no microphone opens that its owner has not opened.
    """
    if refused := interpreting_refused(person, channel):
        return refused
    if channel.on_air_id not in (None, person.pk) and channel.offered_at is None:
        return _("%(name)s is on the air. Ask for a handover first.") % {"name": channel.on_air}
    elsewhere = InterpretationChannel.objects.filter(session=channel.session_id, on_air=person)
    if elsewhere.exclude(pk=channel.pk).exists():
        return _("You are on the air in another language. Go off the air there first.")
    return None


def booth_refused(
    person: Person, session: LiveSession, language: str, *, speaks: bool
) -> str | None:
    """Why ``person`` has no seat in this language’s booth, or is not heard from it.

    Two queries and those of ``speaking_refused``.
    """
    channel = InterpretationChannel.objects.filter(session=session, language=language).first()
    if channel is None:
        return _("This session is not interpreted into that language.")
    channel.session = session
    if refused := interpreting_refused(person, channel):
        return refused
    if speaks and channel.on_air_id != person.pk:
        return _("Go on the air first.")
    return None


def is_on_air(person: Person, session: LiveSession) -> bool:
    """Whether ``person`` interprets at this moment. One query."""
    return InterpretationChannel.objects.filter(session=session, on_air=person).exists()


def get_channel(person: Person, session_id: int, language: str) -> InterpretationChannel:
    """The door to one language of a session, for those who host it.

    Raises:
        NotVisible: no such channel in that session, or ``person`` does not host it.
    """
    session = get_session(person, session_id)
    channel = session.channels.select_related("on_air").filter(language=language).first()
    if channel is None or hosting_refused(person, session):
        raise NotVisible(language)
    channel.session = session
    return channel
