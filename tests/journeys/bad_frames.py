"""What is done to the room's socket, and what must be answered."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

from tests.journeys.attacks import HOST_ACTS, Attacked, row

HALF_AN_HOUR = 1800
_senders = cycle(("participant", "other", "presenter", "scribe", "coordinator", "guest"))


def knocking(who, **options):
    return lambda it: it.knock(who, **options)


def frame(message):
    """One bad frame, then a good one: what both were answered with.

    Sent by one person after the other: each bad frame delays the next of the same person.
    """
    who = next(_senders)

    def attack(it: Attacked):
        with it.socket(who) as socket:
            told = socket.answer(message)
            socket.line.send('{"v": 1, "type": "alive"}')
            lives = socket.until(lambda each: each["type"] == "alive")
            return told.get("code"), lives["type"]

    return attack


def act(data, *, kind="chat.say", who="participant"):
    def attack(it: Attacked):
        with it.socket(who) as socket:
            told = socket.act(kind, f"bad-{time.monotonic_ns()}", **data)
            return told["type"], told.get("code"), told.get("reason", "")

    return attack


def too_large(it: Attacked) -> int:
    with it.socket("participant") as socket:
        socket.line.send(json.dumps({"v": 1, "type": "chat.say", "data": {"text": "x" * 100_000}}))
        return socket.closed()


def replayed(it: Attacked):
    """The same frame five times, on two sockets: one entry, one number."""
    with it.socket("participant") as one, it.socket("participant") as other:
        seqs = {
            socket.act("chat.say", "replayed", text="Once and only once")["seq"]
            for socket in (one, other, one, other, one)
        }
    return len(seqs), it.stored("Entry.objects.filter(client_id='replayed').count()")


def stolen_id(it: Attacked) -> int:
    """Somebody else's frame, word for word, is that other person's own act."""
    with it.socket("participant") as one, it.socket("other") as other:
        for socket in (one, other):
            socket.act("chat.say", "stolen", text="Mine")
    return it.stored("Entry.objects.filter(client_id='stolen').values('person').distinct().count()")


def out_of_order(it: Attacked) -> list[str]:
    """Frames numbered by their sender, sent backwards and twice: as they came, each once."""
    with it.socket("other") as socket:
        for number in (3, 1, 3, 2, 1):
            socket.act("chat.say", f"order-{number}", text=f"Number {number}")
    return it.stored(
        "[e.client_id for e in Entry.objects.order_by('seq') if 'order-' in e.client_id]"
    )


def raised_in_two_tabs(it: Attacked) -> int:
    """Two tabs of one person raise a hand at the same moment."""
    with it.socket("other") as one, it.socket("other") as two, ThreadPoolExecutor(2) as hands:
        list(hands.map(lambda tab: tab[0].act("hand.raise", tab[1]), ((one, "t1"), (two, "t2"))))
    return it.stored(f"Hand.objects.filter(person={it.who['other'].person}).count()")


def counted_in_two_tabs(it: Attacked) -> bool:
    """Two tabs of one person are one person in the room."""
    with it.socket("other"), it.socket("other"), it.socket("participant") as socket:
        welcome = socket.until(lambda each: each["type"] == "welcome")
        return it.who["other"].person in welcome["here"] and welcome["count"] == len(
            welcome["here"]
        )


def host_acts_refused(it: Attacked) -> dict[str, str]:
    before = it.stored(f"Entry.objects.filter(session={it.ids['session']}).count()")
    answers = {}
    with it.socket("participant") as socket:
        for kind, data in HOST_ACTS:
            fields = {name: int(it.path(value)) for name, value in data.items()}
            answers[kind] = socket.act(kind, f"host-{kind.replace('.', '-')}", **fields)["type"]
    after = it.stored(f"Entry.objects.filter(session={it.ids['session']}).count()")
    return {kind: said for kind, said in answers.items() if said != "refused"} | (
        {} if before == after else {"entries": str(after - before)}
    )


def signed_out_in_the_middle(it: Attacked) -> tuple[int, int]:
    """The cookie is signed out by another tab while the socket stays open."""
    with it.socket("leaving") as socket:
        status = it.who["leaving"].post("/sign-out/").status
        socket.line.send(
            json.dumps({"v": 1, "type": "chat.say", "id": "after", "data": {"text": "Still here"}})
        )
        return status, socket.closed()


def clock_that_jumps(it: Attacked) -> list[int]:
    """Half an hour forward and back again in the middle of the session: numbers go on by one."""
    with it.socket("participant") as socket:
        seqs = [socket.act("chat.say", "jump-1", text="Before")["seq"]]
        it.product.move_clock(HALF_AN_HOUR)
        seqs.append(socket.act("chat.say", "jump-2", text="In between")["seq"])
        it.product.move_clock(-HALF_AN_HOUR)
        seqs.append(socket.act("chat.say", "jump-3", text="After")["seq"])
    return [seq - seqs[0] for seq in seqs]


def attended_in_reason(it: Attacked) -> bool:
    """No stay that the room has written down ends before it began."""
    return it.stored("Presence.objects.filter(last_sign_at__lt=F('began_at')).count()") == 0


KNOCKS = (
    row("a page of another origin", knocking("participant", origin="http://evil.example"), 403),
    row("no origin", knocking("participant", origin=None), 403),
    row("the origin of a page without one", knocking("participant", origin="null"), 403),
    row("no cookie", knocking("participant", cookie=""), 4401),
    row("a cookie nobody was given", knocking("participant", cookie="a" * 32), 4401),
    row("a stranger at the room's door", knocking("stranger"), 4404),
    row("another session than one's own", knocking("guest", session="foreign"), 4404),
    row("after being sent out", knocking("removed"), 4410),
    row("signed out in the middle", signed_out_in_the_middle, (302, 4401)),
    row("with the cookie that was signed out", knocking("leaving"), 4401),
)

FRAMES = (
    row("a frame of 100 kB", too_large, 1009),
    row("a binary frame", frame(b"\x00\x01\xff"), ("not-text", "alive")),
    row("an empty frame", frame(""), ("not-json", "alive")),
    row("ten thousand brackets", frame("[" * 10_000), ("not-json", "alive")),
    row(
        "a frame nested twenty deep",
        frame('{"v":1,"type":"chat.say","id":"a","data":{"text":' + "[" * 20 + "]" * 20 + "}}"),
        ("too-deep", "alive"),
    ),
    row("NaN", frame('{"v":1,"type":"catch-up","data":{"after":NaN}}'), ("not-json", "alive")),
    row(
        "a number without end",
        frame('{"v":1,"type":"catch-up","data":{"after":1e999}}'),
        ("not-json", "alive"),
    ),
    row("a key twice", frame('{"v":1,"type":"alive","type":"chat.say"}'), ("not-json", "alive")),
    row("an unknown type", frame('{"v":1,"type":"no.such","id":"a"}'), ("unknown-type", "alive")),
    row(
        "a type that is Python's",
        frame('{"v":1,"type":"__class__","id":"a"}'),
        ("bad-type", "alive"),
    ),
    row(
        "half a pair of surrogates",
        frame('{"v":1,"type":"chat.say","id":"a","data":{"text":"\\ud800"}}'),
        ("bad-text", "alive"),
    ),
    row(
        "NUL in a frame",
        frame('{"v":1,"type":"chat.say","id":"a","data":{"text":"a\\u0000b"}}'),
        ("bad-text", "alive"),
    ),
    row(
        "ten thousand characters in a line",
        act({"text": "x" * 10_000}),
        ("refused", None, "Write at most 2000 characters at once; this has 10000."),
    ),
    row("a blank line", act({"text": "  "}), ("refused", None, "Write something first.")),
    row("a field nobody asked for", act({"text": "x", "by": 1}), ("error", "bad-data", "")),
    row(
        "a number no database holds",
        act({"item": 10**30}, kind="agenda.move", who="facilitator"),
        ("error", "bad-data", ""),
    ),
    row(
        "an item of another session",
        act({"item": 10**9}, kind="agenda.move", who="facilitator"),
        ("refused", None, "This item is not on the agenda any more."),
    ),
    row("a replayed frame", replayed, (1, 1)),
    row("a frame that was somebody else's", stolen_id, 2),
    row("frames out of order and twice", out_of_order, ["order-3", "order-1", "order-2"]),
    row("a hand raised in two tabs at once", raised_in_two_tabs, 1),
    row("two tabs are one person", counted_in_two_tabs, True),
    row("acts of hosts over the socket", host_acts_refused, {}),
)

CLOCK = (
    row(
        "a clock that jumps forward and back in mid-session",
        clock_that_jumps,
        [0, 1, 2],
        then=attended_in_reason,
    ),
)
