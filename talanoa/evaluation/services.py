"""Open feedback, take answers, ask by mail: the only code that writes in this room."""

import json
import random
import uuid
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.evaluation import access, queries
from talanoa.evaluation.models import Answered, Instrument, Item, Response, Wave
from talanoa.evaluation.results import SCALE
from talanoa.evaluation.terms import (
    CLOSES_AFTER,
    FEEDBACK_OPENED,
    LONGEST_TEXT,
    MAIL_BATCH,
    MIXED,
    SESSION_FEEDBACK,
    ItemKind,
)
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.live import log
from talanoa.notices import services as notices
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

Value = int | bool | str
_DATA = Path(__file__).parent / "data" / "session-feedback.json"
_shuffler = random.SystemRandom()


@transaction.atomic
def load_instrument() -> Instrument:
    """The instrument asked after every session, read from this room's data where it is missing.

    Safe to call at any time: a version that exists is not touched, since answers refer to it.
    """
    record = json.loads(_DATA.read_text(encoding="utf-8"))
    instrument, is_new = Instrument.objects.get_or_create(
        code=record["code"], version=record["version"], defaults={"title": record["title"]}
    )
    if is_new:
        for position, item in enumerate(record["items"], start=1):
            made = Item(instrument=instrument, position=position, **item)
            made.full_clean()
            made.save()
    return instrument


@transaction.atomic
def open_wave(session: LiveSession) -> Wave:
    """Open feedback on a session and show it in the room. Safe to run twice, or at once.

    Raises:
        ValueError: the session has not been opened.
    """
    # Its key stays: whoever adds to the room's log, and so holds it, need not wait for this.
    session = LiveSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    if session.opened_at is None:
        raise ValueError(f"Session {session.pk} has not been opened.")
    if existing := queries.wave_of(session):
        return existing
    now = clock.now()
    wave = Wave(
        session=session,
        instrument=_latest_instrument(),
        opens_at=now,
        closes_at=_closing(session, now),
    )
    wave.full_clean()
    wave.save()
    log.add(session=session, kind=FEEDBACK_OPENED, by=None, data={"wave": wave.pk})
    events.record("evaluation.opened", by=None, subject=wave)
    return wave


@transaction.atomic
def answer(*, by: Person, wave: Wave, answers: Mapping[str, Value]) -> bool:
    """Take one person's answers, once.

    That they answered and what they said are written apart, and ``MIXED`` responses of the
    wave, or all while it has fewer, are written anew under new random keys, in a new order:
    nothing that is stored tells which of these came last. Costs the same in a wave of 5,000.

    Args:
        answers: item code to value; what was left open is left out.

    Returns:
        Whether it was taken now. A second answer is no error and is not kept.

    Raises:
        Refused: for the reasons in ``access.answering_refused``.
        ValidationError: an answer does not fit its item, or one that is needed is missing.
    """
    wave = (
        Wave.objects.select_for_update(of=("self",))
        .select_related("session__cohort__programme", "instrument")
        .get(pk=wave.pk)
    )
    demand(access.answering_refused(by, wave.session, wave))
    if Answered.objects.filter(wave=wave, person=by).exists():
        return False
    kept = _checked(queries.items_of(wave.instrument), answers)
    Answered.objects.create(wave=wave, person=by)
    _add_shuffled(wave, kept)
    events.record("evaluation.answered", by=by, subject=wave)
    return True


@transaction.atomic
def begin_asking(*, session: LiveSession) -> bool:
    """Note that asking by mail begins now; ``False`` when it has begun before, or is too late."""
    wave = open_wave(session)
    wave = Wave.objects.select_for_update(of=("self",)).select_related("session").get(pk=wave.pk)
    now = clock.now()
    if wave.mailed_at is not None or now >= wave.closes_at:
        return False
    wave.mailed_at = now
    wave.save(update_fields=["mailed_at"])
    events.record("evaluation.asking", by=None, subject=wave)
    return True


@transaction.atomic
def ask_batch(*, wave: Wave, after: int) -> int | None:
    """Mail the next of those who attended and have not answered. Safe to run twice.

    Returns:
        The last one's key; ``None`` at the end.
    """
    people = list(queries.unanswered(wave).filter(pk__gt=after)[:MAIL_BATCH])
    for person in people:
        notices.send(
            key=f"evaluation.ask:{wave.pk}:{person.pk}",
            person=person,
            template="evaluation/mail/ask",
            context={"session": wave.session, "wave": wave},
        )
    return people[-1].pk if len(people) == MAIL_BATCH else None


def _latest_instrument() -> Instrument:
    latest = Instrument.objects.filter(code=SESSION_FEEDBACK).order_by("-version").first()
    return latest or load_instrument()


def _closing(session: LiveSession, now: datetime) -> datetime:
    return max(session.closed_at or session.ends_at, now) + CLOSES_AFTER


def _add_shuffled(wave: Wave, answers: dict[str, Value]) -> None:
    others = _any_others(wave)
    wave.responses.filter(pk__in=[response.pk for response in others]).delete()
    together = [answers, *(response.answers for response in others)]
    _shuffler.shuffle(together)
    Response.objects.bulk_create(
        [Response(id=uuid.uuid4(), wave=wave, answers=one) for one in together]
    )


def _any_others(wave: Wave) -> list[Response]:
    """At most ``MIXED - 1`` responses, each as likely as any. Two queries at most.

    Those whose keys come after a random key: keys are random, and say nothing of what they hold.
    """
    start = uuid.uuid4()
    by_key = wave.responses.order_by("pk")
    found = list(by_key.filter(pk__gte=start)[: MIXED - 1])
    if short := MIXED - 1 - len(found):
        found += by_key.filter(pk__lt=start)[:short]
    return found


def _checked(items: list[Item], answers: Mapping[str, Value]) -> dict[str, Value]:
    wrong: dict[str, str] = {}
    kept: dict[str, Value] = {}
    for item in items:
        value = answers.get(item.code)
        if isinstance(value, str):
            value = value.strip()
        if value is None or value == "":
            if item.is_required:
                wrong[item.code] = _("Answer this question.")
        elif reason := _unfit(item, value):
            wrong[item.code] = reason
        else:
            kept[item.code] = value
    if wrong:
        raise ValidationError(wrong)
    return kept


def _unfit(item: Item, value: Value) -> str | None:
    if item.kind == ItemKind.SCALE and (isinstance(value, bool) or value not in SCALE):
        return _("Choose a number from one to five.")
    if item.kind == ItemKind.YES_NO and not isinstance(value, bool):
        return _("Choose yes or no.")
    if item.kind == ItemKind.TEXT:
        if not isinstance(value, str):
            return _("Write it in words.")
        if len(value) > LONGEST_TEXT:
            return _("This is too long: at most %(most)d characters.") % {"most": LONGEST_TEXT}
    return None
