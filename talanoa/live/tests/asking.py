"""What tests of questions say: ask, do something with one, and rooms in which some wait."""

from talanoa.live import questions as reading
from talanoa.live.models import Question
from talanoa.live.services import questions
from tests.make import a_question


def ask(session, by, text="Who may prescribe it?", **fields):
    entry = questions.ask(by=by, session=session, text=text, **fields)
    return Question.objects.get(pk=entry.data["question"])


def does(act, by, question, **fields):
    entry = act(by=by, session=question.session, question=question.pk, **fields)
    question.refresh_from_db()
    return entry


def texts(session, name):
    return [question.text for question in reading.scene(session)["questions"][name]]


def with_questions(room):
    """Three that wait: the second has a vote; a fourth is parked."""
    asked = [a_question(room.session, by=room.other, text=f"Why <{n}>?") for n in range(4)]
    room.first, room.second, room.third, room.parked = asked
    questions.vote(by=room.presenter, session=room.session, question=room.second.pk)
    host_does(room, questions.park, room.parked)


def with_one_taken_up(room):
    with_questions(room)
    host_does(room, questions.take_up, room.second)


def with_one_set_aside(room):
    with_questions(room)
    host_does(room, questions.set_aside, room.second)


def host_does(room, act, question, **more):
    return act(by=room.facilitator, session=room.session, question=question.pk, **more)


def support(room, act, question):
    """Such a vote is no entry either; the room is told how many each question has."""
    act(by=room.other, session=room.session, question=question.pk)
    room.votes = reading.votes([room.session.pk])[room.session.pk]


def an_hour_of_questions(room):
    new = a_question(room.session, by=room.member, text="And then?")
    host_does(room, questions.take_up, room.second)
    host_does(room, questions.take_up, new)
    host_does(room, questions.set_aside, room.first)
    host_does(room, questions.answer, room.second, text="As said.")
    host_does(room, questions.put_back, room.first)
    host_does(room, questions.put_back, room.parked)
    host_does(room, questions.answer, room.second, text="As said, but shorter.")


def in_order(page, votes):
    """What ``questions.js`` does after each frame: the numbers, then most votes first."""
    waiting = page.find("questions-waiting")
    for row in waiting.children:
        number = votes.get(int(row.attributes["data-question"]))
        if number is not None:
            _votes_of(row).children[:] = [str(number)]
    waiting.children.sort(
        key=lambda row: (
            -int("".join(_votes_of(row).children)),
            int(row.attributes["data-question"]),
        )
    )


def _votes_of(element):
    if element.attributes.get("class") == "votes":
        return element
    inner = (child for child in element.children if not isinstance(child, str))
    return next((found for child in inner if (found := _votes_of(child))), None)
