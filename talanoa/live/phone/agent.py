"""Calls as SIP sees them: we are called, answer, and are hung up on or hang up (RFC 3261).

No sockets and no clock: datagrams and moments come in, and what follows from them comes out as
a list. Moments are seconds of a clock that only grows. Whoever calls ``receive`` has made sure
that the datagram comes from the trunk.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from talanoa.live.phone import offers, sip
from talanoa.live.phone.offers import BadOffer, Offer
from talanoa.live.phone.sip import BadMessage, Draft, Message

T1, T2 = 0.5, 4.0
"""Seconds: an answer is repeated after the first, then twice as long each time up to the second."""
PATIENCE = 64 * T1
MOST_KEPT = 4_000
"""Answers kept for requests that come twice."""
ALLOWED = "INVITE, ACK, BYE, CANCEL, OPTIONS"

Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Send:
    data: bytes
    to: Address


@dataclass(slots=True, eq=False)
class Dialog:
    """One call. ``offer`` is the newest that we agreed to."""

    invite: Message
    source: Address
    offer: Offer
    tag: str
    target: str
    number: int
    """CSeq of their newest request."""
    host: str = ""
    port: int = 0
    version: int = 0
    is_confirmed: bool = False
    """They acknowledged our answer, so they are where they say they are: sound may go there."""
    is_over: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        return self.invite.call_id, self.invite.from_tag, self.tag

    @property
    def caller(self) -> str:
        return sip.caller(self.invite)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody calls: ``accept`` or ``refuse``, at once."""

    dialog: Dialog


@dataclass(frozen=True, slots=True)
class Began:
    dialog: Dialog


@dataclass(frozen=True, slots=True)
class Changed:
    """Their side of the sound is elsewhere now, on hold, or back."""

    dialog: Dialog


@dataclass(frozen=True, slots=True)
class Ended:
    """They hung up, or never acknowledged our answer."""

    dialog: Dialog


Happening = Send | Asked | Began | Changed | Ended


@dataclass(slots=True)
class _Repeat:
    """Something that is sent again until it is answered."""

    send: Send
    next_at: float
    until: float
    interval: float = T1
    dialog: Dialog | None = None
    """Whose answer goes unacknowledged: the call ends when patience does."""


@dataclass(slots=True)
class Agent:
    """Every call of one SIP port. ``host`` and ``port`` are what others are told we are at."""

    host: str
    port: int
    token: Callable[[], str] = field(default=lambda: secrets.token_hex(8))
    _dialogs: dict[tuple[str, str, str], Dialog] = field(default_factory=dict)
    _answered: dict[tuple[str, str], tuple[Send, float]] = field(default_factory=dict)
    _repeats: dict[tuple[str, str], _Repeat] = field(default_factory=dict)

    @property
    def dialogs(self) -> list[Dialog]:
        return list(self._dialogs.values())

    # --- What comes in -------------------------------------------------------------------

    def receive(self, data: bytes, source: Address, now: float) -> list[Happening]:
        """Take one datagram. What is no SIP, or answers nothing of ours, is dropped."""
        try:
            message = sip.read(data)
        except BadMessage:
            return []
        if message.status:
            self._hear_response(message)
            return []
        if message.method == "ACK":
            return self._acknowledged(message, now)
        if known := self._answered.get((message.method, message.branch)):
            return [Send(known[0].data, source)]
        match message.method:
            case "INVITE" if message.to_tag:
                return self._invited_again(message, source, now)
            case "INVITE":
                return self._invited(message, source, now)
            case "BYE":
                return self._hung_up(message, source, now)
            case "CANCEL":
                # Whatever it cancels has its final answer already; that one stands.
                is_known = ("INVITE", message.branch) in self._answered
                status = (200, "OK") if is_known else (481, "Call/Transaction Does Not Exist")
                return self._answer(message, source, now, *status)
            case "OPTIONS":
                return self._answer(message, source, now, 200, "OK", Allow=ALLOWED)
            case _:
                return self._answer(message, source, now, 405, "Method Not Allowed", Allow=ALLOWED)

    def tick(self, now: float) -> list[Happening]:
        """Repeat what is unanswered, and forget what is old. Call several times a second."""
        done: list[Happening] = []
        for key, repeat in list(self._repeats.items()):
            if now >= repeat.until:
                del self._repeats[key]
                if (dialog := repeat.dialog) is not None:
                    was_over = dialog.is_over
                    done += self._bye(dialog, now)
                    if not was_over:
                        done.append(Ended(dialog))
            elif now >= repeat.next_at:
                repeat.interval = min(2 * repeat.interval, T2)
                repeat.next_at = now + repeat.interval
                done.append(repeat.send)
        while self._answered:
            first = next(iter(self._answered))
            if self._answered[first][1] > now and len(self._answered) <= MOST_KEPT:
                break
            del self._answered[first]
        return done

    # --- What we decide ------------------------------------------------------------------

    def accept(self, dialog: Dialog, *, host: str, port: int, now: float) -> list[Happening]:
        """Take the call; sound comes to ``host`` and ``port``."""
        dialog.host, dialog.port = host, port
        self._dialogs[dialog.key] = dialog
        return self._take(dialog, dialog.invite, dialog.source, now)

    def refuse(self, dialog: Dialog, status: int, reason: str, now: float) -> list[Happening]:
        """Turn the call down."""
        dialog.is_over = True
        return self._answer(
            dialog.invite, dialog.source, now, status, reason, to_tag=dialog.tag, is_repeated=True
        )

    def hang_up(self, dialog: Dialog, now: float) -> list[Happening]:
        """End the call from our side; nothing happens when it is over already."""
        if dialog.is_over:
            return []
        if not dialog.is_confirmed:
            # Not before they acknowledge: this ends it in ``_acknowledged``, or in ``tick``.
            dialog.is_over = True
            return []
        return self._bye(dialog, now)

    # --- Within --------------------------------------------------------------------------

    def _invited(self, message: Message, source: Address, now: float) -> list[Happening]:
        same = (message.call_id, message.from_tag)
        if any(key[:2] == same for key in self._dialogs):
            return self._answer(message, source, now, 482, "Loop Detected", is_repeated=True)
        if refusal := self._unfit(message, source, now):
            return refusal
        try:
            offer = offers.read(message.body)
        except BadOffer:
            return self._answer(message, source, now, 488, "Not Acceptable Here", is_repeated=True)
        target = sip.address(message.first("contact"))
        return [Asked(Dialog(message, source, offer, self.token(), target, message.number))]

    def _unfit(self, message: Message, source: Address, now: float) -> list[Happening]:
        if not sip.address(message.first("contact")):
            return self._answer(message, source, now, 400, "Bad Contact", is_repeated=True)
        if required := message.first("require"):
            return self._answer(
                message, source, now, 420, "Bad Extension", is_repeated=True, Unsupported=required
            )
        return []

    def _invited_again(self, message: Message, source: Address, now: float) -> list[Happening]:
        dialog = self._dialog_of(message)
        if dialog is None or dialog.is_over:
            return self._unknown(message, source, now, is_repeated=True)
        if message.number <= dialog.number:
            return self._answer(message, source, now, 500, "Out of Order", is_repeated=True)
        if not dialog.is_confirmed:
            return self._answer(message, source, now, 491, "Request Pending", is_repeated=True)
        if refusal := self._unfit(message, source, now):
            return refusal
        try:
            offer = offers.read(message.body) if message.body else dialog.offer
        except BadOffer:
            return self._answer(message, source, now, 488, "Not Acceptable Here", is_repeated=True)
        if offer.payload != dialog.offer.payload:
            # The mix speaks one code to the end of a call.
            return self._answer(message, source, now, 488, "Not Acceptable Here", is_repeated=True)
        dialog.offer, dialog.number, dialog.source = offer, message.number, source
        dialog.target = sip.address(message.first("contact"))
        dialog.version += 1
        return [*self._take(dialog, message, source, now), Changed(dialog)]

    def _take(
        self, dialog: Dialog, invite: Message, source: Address, now: float
    ) -> list[Happening]:
        body = offers.answer(
            dialog.offer,
            host=dialog.host,
            port=dialog.port,
            number=int.from_bytes(dialog.tag.encode()[:4]),
            version=dialog.version,
        )
        draft = sip.respond(invite, 200, "OK", source=source, to_tag=dialog.tag)
        draft.add("Record-Route", *invite.all("record-route"))
        draft.add("Contact", f"<sip:talanoa@{self.host}:{self.port}>").add("Allow", ALLOWED)
        sends = self._keep(invite, draft.carry(body), source, now)
        self._repeats["INVITE", invite.branch].dialog = dialog
        return sends

    def _acknowledged(self, message: Message, now: float) -> list[Happening]:
        dialog = self._dialog_of(message)
        if dialog is None:
            # Of a refusal: it has the branch of what was refused.
            self._repeats.pop(("INVITE", message.branch), None)
            return []
        if message.number != dialog.number:
            return []
        for key, repeat in list(self._repeats.items()):
            if key[0] == "INVITE" and repeat.dialog is dialog:
                del self._repeats[key]
        if dialog.is_confirmed:
            return []
        dialog.is_confirmed = True
        if dialog.is_over:
            dialog.is_over = False
            return self._bye(dialog, now)
        return [Began(dialog)]

    def _hung_up(self, message: Message, source: Address, now: float) -> list[Happening]:
        dialog = self._dialog_of(message)
        if dialog is None:
            return self._unknown(message, source, now)
        if message.number <= dialog.number:
            return self._answer(message, source, now, 500, "Out of Order")
        was_over = dialog.is_over
        self._forget(dialog)
        answer = self._answer(message, source, now, 200, "OK")
        return answer if was_over else [*answer, Ended(dialog)]

    def _bye(self, dialog: Dialog, now: float) -> list[Happening]:
        self._forget(dialog)
        branch = f"z9hG4bK{self.token()}"
        draft = Draft(f"BYE {dialog.target} SIP/2.0")
        draft.add("Via", f"SIP/2.0/UDP {self.host}:{self.port};branch={branch};rport")
        draft.add("Max-Forwards", "70").add("Route", *dialog.invite.all("record-route"))
        draft.add("From", f"{dialog.invite.first('to')};tag={dialog.tag}")
        draft.add("To", dialog.invite.first("from")).add("Call-ID", dialog.invite.call_id)
        send = Send(draft.add("CSeq", "1 BYE").encode(), dialog.source)
        key = ("BYE", dialog.invite.call_id)
        self._repeats[key] = _Repeat(send, next_at=now + T1, until=now + PATIENCE)
        return [send]

    def _forget(self, dialog: Dialog) -> None:
        dialog.is_over = True
        self._dialogs.pop(dialog.key, None)
        for key, repeat in list(self._repeats.items()):
            if repeat.dialog is dialog:
                del self._repeats[key]

    def _hear_response(self, message: Message) -> None:
        if message.method == "BYE" and message.status >= 200:
            self._repeats.pop(("BYE", message.call_id), None)

    def _dialog_of(self, message: Message) -> Dialog | None:
        return self._dialogs.get((message.call_id, message.from_tag, message.to_tag))

    def _unknown(
        self, message: Message, source: Address, now: float, *, is_repeated: bool = False
    ) -> list[Happening]:
        return self._answer(
            message, source, now, 481, "Call/Transaction Does Not Exist", is_repeated=is_repeated
        )

    def _answer(
        self,
        message: Message,
        source: Address,
        now: float,
        status: int,
        reason: str,
        *,
        to_tag: str = "",
        is_repeated: bool = False,
        **headers: str,
    ) -> list[Happening]:
        """Answer, and keep the answer. One to an INVITE is repeated until it is acknowledged."""
        tag = to_tag or self.token()
        draft = sip.respond(message, status, reason, source=source, to_tag=tag)
        for name, value in headers.items():
            draft.add(name, value)
        return self._keep(message, draft, source, now, is_repeated=is_repeated)

    def _keep(
        self,
        message: Message,
        draft: Draft,
        source: Address,
        now: float,
        *,
        is_repeated: bool = True,
    ) -> list[Happening]:
        send = Send(draft.encode(), source)
        key = (message.method, message.branch)
        self._answered[key] = send, now + PATIENCE
        if is_repeated:
            self._repeats[key] = _Repeat(send, next_at=now + T1, until=now + PATIENCE)
        return [send]
