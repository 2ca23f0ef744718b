"""Languages of a session and their interpreters, as hosts set them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from talanoa.kernel import events
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, log
from talanoa.live.languages import INTERPRETED
from talanoa.live.models import InterpretationChannel, Interpreter
from talanoa.live.services import interpretation
from talanoa.live.terms import MOST_CHANNELS, Audience, Kind, OffAir
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import Status


@transaction.atomic
def add_language(*, by: Person, session: LiveSession, language: str) -> InterpretationChannel:
    """Have the session interpreted into a language; the same one again changes nothing.

    Raises:
        Refused: for the reasons in ``access.interpretation_refused``.
        ValidationError: no language of ours, or there are eight already.
    """
    demand(access.interpretation_refused(by, session))
    if language not in INTERPRETED:
        raise ValidationError({"language": _("Choose a language.")})
    log.lock(session)
    known = {channel.language: channel for channel in session.channels.all()}
    if language in known:
        return known[language]
    if len(known) >= MOST_CHANNELS:
        most = {"most": MOST_CHANNELS}
        raise ValidationError(_("A session has at most %(most)d languages."), params=most)
    channel = InterpretationChannel(session=session, language=language)
    if known:
        channel.beneath = next(iter(known.values())).beneath
    channel.full_clean()
    channel.save()
    _set(by=by, session=session)
    return channel


@transaction.atomic
def remove_language(*, by: Person, channel: InterpretationChannel) -> None:
    """Interpret into this language no more; whoever hears it hears the floor.

    Raises:
        Refused: for the reasons in ``access.interpretation_refused``.
    """
    session = channel.session
    demand(access.interpretation_refused(by, session))
    log.lock(session)
    people = list(channel.interpreters.order_by("pk").values_list("person", flat=True))
    channel.delete()
    _set(by=by, session=session)
    for person in people:
        _bring(session, person)


@transaction.atomic
def set_beneath(*, by: Person, session: LiveSession, percent: int) -> None:
    """How loud the floor is beneath the interpreters of this session, in per cent of itself.

    Raises:
        Refused: for the reasons in ``access.interpretation_refused``.
        ValidationError: not from 0 to 100.
    """
    demand(access.interpretation_refused(by, session))
    if not 0 <= percent <= 100:
        raise ValidationError({"beneath": _("From 0 to 100 per cent.")})
    log.lock(session)
    if session.channels.exclude(beneath=percent).update(beneath=percent):
        _set(by=by, session=session)


@transaction.atomic
def name_interpreter(*, by: Person, channel: InterpretationChannel, person: int) -> Interpreter:
    """Let ``person`` (an id) interpret into this language; named again, they stay named.

    Raises:
        Refused: for the reasons in ``access.interpretation_refused``, or the person may not
            come into this room.
    """
    session = channel.session
    demand(access.interpretation_refused(by, session))
    if person not in access.let_in(session, [person]):
        raise Refused(_("This person is not in the session."))
    log.lock(session)
    interpreter, is_new = Interpreter.objects.get_or_create(channel=channel, person_id=person)
    if is_new:
        _set(by=by, session=session)
        _bring(session, person)
    return interpreter


@transaction.atomic
def dismiss_interpreter(*, by: Person, channel: InterpretationChannel, person: int) -> bool:
    """Let ``person`` (an id) interpret into this language no more; ``False``: they did not.

    Raises:
        Refused: for the reasons in ``access.interpretation_refused``.
    """
    session = channel.session
    demand(access.interpretation_refused(by, session))
    log.lock(session)
    gone, _rows = Interpreter.objects.filter(channel=channel, person=person).delete()
    if not gone:
        return False
    session.channels.filter(pk=channel.pk, asked_by=person).update(asked_by=None)
    interpretation.take_off_air(
        by=by, session=session, person=person, why=OffAir.GONE, language=channel.language
    )
    _set(by=by, session=session)
    _bring(session, person)
    return True


@transaction.atomic
def copy_to_coming(*, by: Person, session: LiveSession) -> int:
    """Set the same languages, level and interpreters for the cohort's sessions to come.

    Those that have languages of their own already keep them. Gives how many were set.

    Raises:
        Refused: for the reasons in ``access.interpretation_refused``.
    """
    demand(access.interpretation_refused(by, session))
    channels = list(session.channels.prefetch_related("interpreters"))
    found = list(coming(session).order_by("pk"))
    for other in found:
        log.lock(other)
        for channel in channels:
            copy = InterpretationChannel.objects.create(
                session=other, language=channel.language, beneath=channel.beneath
            )
            people = [each.person_id for each in channel.interpreters.all()]
            let_in = access.let_in(other, people)
            Interpreter.objects.bulk_create(
                Interpreter(channel=copy, person_id=pk) for pk in people if pk in let_in
            )
        _set(by=by, session=other)
    return len(found)


def coming(session: LiveSession) -> QuerySet[LiveSession]:
    """The cohort's sessions after this one that are not interpreted yet."""
    return LiveSession.objects.filter(
        cohort=session.cohort_id,
        starts_at__gt=session.starts_at,
        opened_at=None,
        closed_at=None,
        cancelled_at=None,
        channels=None,
    )


def _set(*, by: Person | None, session: LiveSession) -> None:
    """Languages, levels or interpreters have changed: every page and room process hears of it."""
    events.record("live.interpretation_set", by=by, subject=session)
    if session.status in (Status.SCHEDULED, Status.OPEN):
        log.add(session=session, kind=Kind.CHANNELS_SET, by=by, data={})


def _bring(session: LiveSession, person: int) -> None:
    """The open page of ``person`` (an id) takes their booth over, or drops it."""
    if session.status in (Status.SCHEDULED, Status.OPEN):
        log.add(
            session=session,
            kind=Kind.HOSTING_CHANGED,
            by=None,
            data={"person": person},
            audience=Audience.PERSON,
            audience_person=Person.objects.get(pk=person),
        )
