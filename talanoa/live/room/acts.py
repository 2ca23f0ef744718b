"""Acts: types of frame that change something, each with the service that carries it out.

A room registers its acts from its ``acts.py``, which is imported at start-up::

    @dataclass(frozen=True)
    class Line:
        text: str

    acts.register("chat.say", fields=Line, service=services.talk.say)

The service is the very one that the page's form posts to. It is called as
``service(by=person, session=session, client_id=frame.client_id, **fields)`` and returns the
log entry it made.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.core.exceptions import ValidationError

from talanoa.kernel.refusals import Refused
from talanoa.live import log
from talanoa.live.models import Entry
from talanoa.live.room.fields import FieldError, Fields, fields_of
from talanoa.live.room.protocol import Code, Frame, ProtocolError
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


class Numbered(Protocol):
    """What acknowledges an act: an entry of the log, or what has a number of another kind."""

    @property
    def seq(self) -> int: ...


Service = Callable[..., Numbered]

RESERVED = frozenset({"alive", "captions", "catch-up", "people", "react", "sound", "video"})
"""First words of the types that the room itself answers."""


@dataclass(frozen=True)
class NoFields:
    """The data of an act that needs none."""


@dataclass(frozen=True, slots=True)
class Act:
    fields: Fields
    service: Service
    leaves_session: bool


_acts: dict[str, Act] = {}


def register(
    frame_type: str,
    *,
    fields: type = NoFields,
    service: Service,
    is_logged: bool = True,
    leaves_session: bool = False,
) -> None:
    """Let clients ask for ``service`` by frames of this type.

    Args:
        is_logged: whether the service makes an entry of its own. One that does not holds no
            room, sees for itself to being asked twice, and answers with an earlier entry or with
            a thing that has a number of its own.
        leaves_session: whether the session's own row stays as it was, so that the entry may be
            drawn as it was made and need not be read again to be sent.

    Raises:
        ValueError: the type is taken, or one of the room's own.
        TypeError: ``fields`` holds what no frame can carry.
    """
    if frame_type in _acts or frame_type.partition(".")[0] in RESERVED:
        raise ValueError(f"Two acts are called {frame_type}.")
    _acts[frame_type] = Act(
        fields_of(fields), _once(service) if is_logged else service, leaves_session
    )


def _once(service: Service) -> Service:
    return log.once(cast(Callable[..., Entry], service))


def registered() -> list[str]:
    """The types of all acts, in order."""
    return sorted(_acts)


def leaves_session(frame_type: str) -> bool:
    """Whether the act is one of those that leave the session's own row as it was."""
    return _acts[frame_type].leaves_session


def carry_out(frame: Frame, *, by: Person, session: LiveSession) -> Numbered:
    """Call the frame's service for someone who has come through the session's door just now.
    The caller sets the language.

    Raises:
        ProtocolError: no such act, no client's id, or fields that are wrong.
        Refused: the act is turned down; what a model finds wrong counts as that too.
    """
    act, fields = _act_with_fields(frame)
    try:
        return act.service(by=by, session=session, client_id=frame.client_id, **fields)
    except ValidationError as error:
        raise refused(error) from error


def fields_of_frame(frame: Frame) -> dict[str, Any]:
    """What the frame says, for whoever carries out many at once.

    Raises:
        ProtocolError: as ``carry_out``.
    """
    return _act_with_fields(frame)[1]


def refused(error: ValidationError) -> Refused:
    """What a model finds wrong, as a refusal."""
    return Refused(" ".join(error.messages))


def _act_with_fields(frame: Frame) -> tuple[Act, dict[str, Any]]:
    act = _acts.get(frame.type)
    if act is None:
        raise ProtocolError(Code.UNKNOWN_TYPE, client_id=frame.client_id)
    if not frame.client_id:
        raise ProtocolError(Code.BAD_ID)
    try:
        return act, act.fields.check(frame.data)
    except FieldError as error:
        raise ProtocolError(
            Code.BAD_DATA, client_id=frame.client_id, field=str(error)[:40]
        ) from error
