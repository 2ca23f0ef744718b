"""Questions and reactions over real sockets: told together, cheap for whoever only listens."""

import json
import time

import pytest

from talanoa.live.models import Entry, Question, QuestionVote
from talanoa.live.services import questions
from tests.make import a_question, enrolled

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = 60
ALLOWED = 20_000
"""Bytes that a quiet participant may cost in a minute of a busy room."""


def allow(session):
    programme = session.cohort.programme
    programme.allows_anonymous_questions = True
    programme.save()


def html_of(frame) -> str:
    return json.dumps(frame["patches"], ensure_ascii=False)


def test_a_question_is_asked_voted_for_and_taken_up(room, session, host, ana, ben):
    with (
        room.join(host, session) as hosting,
        room.join(ana, session) as asker,
        room.join(ben, session, lang="fr") as reader,
    ):
        ack = asker.act("question.ask", text="Who may prescribe it?")
        asked = reader.entry("question.asked")
        question = Question.objects.get()
        voted = reader.act("question.vote", question=question.pk)
        told = hosting.until("questions")
        hosting.act("question.take-up", question=question.pk)
        moved = reader.entry("question.taken-up")

    assert (ack["type"], ack["seq"]) == ("ack", asked["seq"])
    assert (asked["by"], "Who may prescribe it?" in html_of(asked)) == (ana.pk, True)
    assert (voted["type"], voted["seq"]) == ("ack", asked["seq"])
    assert told["votes"] == {str(question.pk): 1}
    assert [(patch["target"], patch["action"]) for patch in moved["patches"]] == [
        (f"question-{question.pk}", "remove"),
        ("questions-now", "append"),
        ("question-call", "replace"),
    ]


def test_nobody_learns_who_asked_without_a_name(room, session, host, ana, ben):
    allow(session)
    with (
        room.join(host, session) as hosting,
        room.join(ana, session) as asker,
        room.join(ben, session) as reader,
    ):
        ack = asker.act("question.ask", client_id="x" * 32, text="Why?", is_anonymous=True)
        again = asker.act("question.ask", client_id="x" * 32, text="Why?", is_anonymous=True)
        entries = [each.entry("question.asked") for each in (hosting, reader)]

    assert (ack["type"], ack) == ("ack", again)
    assert [(entry["seq"], entry.get("by")) for entry in entries] == [(ack["seq"], None)] * 2
    assert all("Ana" not in html_of(entry) and "x" * 32 not in html_of(entry) for entry in entries)
    assert Question.objects.count() == 1


def test_votes_are_no_entries_and_whoever_comes_later_is_told_all(room, session, host, ana, ben):
    first, second = (a_question(session) for _ in "12")
    before = Entry.objects.count()
    with room.join(ana, session) as voter:
        voter.act("question.vote", question=second.pk)
        voter.until(lambda frame: frame["type"] == "questions" and frame["votes"])
        voter.act("question.vote", question=first.pk)
        voter.act("question.take-back", question=second.pk)
        voter.until(lambda frame: frame.get("votes") == {str(first.pk): 1, str(second.pk): 0})
        with room.join(ben, session) as late:
            greeted = late.until("questions")

    assert greeted["votes"] == {str(first.pk): 1, str(second.pk): 0}
    assert Entry.objects.count() == before
    assert list(QuestionVote.objects.values_list("question", "person")) == [(first.pk, ana.pk)]


@pytest.mark.parametrize(
    ("kind", "data", "answer"),
    [
        ("question.ask", {}, ("error", "bad-data", "text")),
        ("question.ask", {"text": 1}, ("error", "bad-data", "text")),
        (
            "question.ask",
            {"text": "?", "is_anonymous": "yes"},
            ("error", "bad-data", "is_anonymous"),
        ),
        ("question.ask", {"text": "?", "asker": 1}, ("error", "bad-data", "asker")),
        ("question.ask", {"text": "x" * 60_000}, ("refused", None, None)),
        ("question.ask", {"text": "\x00"}, ("error", "bad-text", None)),
        ("question.ask", {"text": "?", "is_anonymous": True}, ("refused", None, None)),
        ("question.vote", {"question": "1"}, ("error", "bad-data", "question")),
        ("question.vote", {"question": True}, ("error", "bad-data", "question")),
        ("question.vote", {"question": 2**62}, ("refused", None, None)),
        ("question.take-up", {"question": 1}, ("refused", None, None)),
        ("question.answer", {"question": 1, "text": "So."}, ("refused", None, None)),
        ("hand.raise", {"about": 1}, ("error", "bad-data", "about")),
        ("hand.raise", {"about": "x" * 161}, ("refused", None, None)),
        ("hand.order", {"order": "unheard"}, ("refused", None, None)),
    ],
)
def test_what_is_no_question_is_answered_and_not_kept(room, session, host, ana, kind, data, answer):
    with room.join(ana, session) as socket:
        told = socket.act(kind, **data)
        taken = socket.act("question.ask", text="A question all the same?")

    assert (told["type"], told.get("code"), told.get("field")) == answer
    assert (taken["type"], Question.objects.count()) == ("ack", 1)


def test_what_is_set_aside_does_not_reach_whoever_comes_back(room, session, host, ana, ben):
    with room.join(host, session) as hosting:
        seq = hosting.act("question.ask", text="A name that should not stand here")["seq"]
        hosting.act("question.set-aside", question=Question.objects.get().pk)
        hosting.entry("question.set-aside")
        with room.join(ben, session, after=seq - 1) as back:
            received = json.dumps(back.frames)
            kinds = [frame["kind"] for frame in back.of_type("entry")]

    assert kinds == ["question.asked", "question.set-aside"]
    assert "A name that should not stand here" not in received


# --- Reactions -----------------------------------------------------------------------------------


def test_reactions_are_told_together_and_kept_nowhere(room, session, host, ana, ben):
    before = Entry.objects.count()
    with (
        room.join(host, session) as hosting,
        room.join(ana, session) as one,
        room.join(ben, session) as two,
    ):
        one.send("react", kind="applause")
        two.send("react", kind="applause")
        two.send("react", kind="slower")
        sums: dict[str, int] = {}
        while sums != {"applause": 2, "slower": 1}:
            for kind, number in hosting.until("reactions")["counts"].items():
                sums[kind] = sums.get(kind, 0) + number
            assert sums.get("applause", 0) <= 2

    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "data", [{}, {"kind": "boo"}, {"kind": 1}, {"kind": ["thanks"]}, {"kind": "thanks", "by": 1}]
)
def test_what_is_no_reaction_is_answered(room, session, ana, data):
    with room.join(ana, session) as socket:
        socket.send("react", **data)
        answer = socket.until("error")

    assert (answer["code"], answer["field"]) == ("bad-data", "kind")


def test_nobody_claps_without_end(room, session, host, ana):
    with room.join(host, session) as hosting, room.join(ana, session) as socket:
        for _ in range(8):
            socket.send("react", kind="applause")
        assert socket.until("error")["code"] == "too-fast"
        told = hosting.until("reactions")["counts"]
        time.sleep(3.2)
        hosting.send("alive")
        hosting.until(lambda frame: frame["type"] == "alive")

    assert sum(f["counts"]["applause"] for f in hosting.of_type("reactions")) == 5
    assert told["applause"] <= 5


def test_a_quiet_participant_of_a_busy_room_costs_little(room, session, host, ana):
    """Twelve people vote and clap as fast as they may; whoever listens gets sums alone.

    What comes with time (sums, every two and three seconds) is measured and taken for a minute;
    it does not grow with how many act. What comes with each act is a question asked: ten of
    them in that minute.
    """
    asked = [a_question(session, text="x" * 200) for _ in range(20)]
    busy = [enrolled(session.cohort) for _ in range(12)]
    with room.join(ana, session) as quiet:
        quiet.until("presence")
        sockets = []
        try:
            for person in busy:
                knock = room.knock(person, session)
                sockets.append((knock, knock.__enter__()))
            quiet.until(lambda frame: frame.get("count") == len(busy) + 1)
            seen, began = len(quiet.frames), time.monotonic()
            for turn in range(6):
                for number, (_, socket) in enumerate(sockets):
                    if turn < 5:
                        socket.send("react", kind="applause" if number % 2 else "thanks")
                    socket.act("question.vote", question=asked[(turn * 3 + number) % 20].pk)
            time.sleep(max(0.0, 6 - (time.monotonic() - began)))
            questions.ask(by=host, session=session, text="y" * 300)
            quiet.entry("question.asked")
            seconds = time.monotonic() - began
        finally:
            for knock, _ in sockets:
                knock.__exit__(None, None, None)
        heard = quiet.frames[seen:]

    sizes = {
        kind: sum(len(json.dumps(f, ensure_ascii=False)) for f in heard if f["type"] == kind)
        for kind in ("questions", "reactions", "entry")
    }
    assert all(sizes.values()), sizes
    with_time = (sizes["questions"] + sizes["reactions"]) * MINUTE / seconds
    assert with_time + 10 * sizes["entry"] <= ALLOWED, sizes
