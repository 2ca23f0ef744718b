"""What may identify somebody in a question that cannot wait, before an expert reads it."""

import pytest
from django.urls import reverse

from talanoa.cases import queries
from talanoa.cases.models import UrgentQuestion
from talanoa.cases.refusals import Identifying
from talanoa.cases.services import Choice
from talanoa.cases.services.erasing import forget_person
from talanoa.notices.models import Message
from tests import make

pytestmark = pytest.mark.django_db

HELD = (
    "Mary Akello cannot swallow. May her son, +44 7700 900123, crush the tablets for Mary Akello?"
)


def words(page):
    return " ".join(page.content.decode().split())


@pytest.fixture
def programme():
    programme = make.a_programme()
    make.a_role(programme, "expert")
    return programme


@pytest.fixture
def asker(programme, client):
    asker = make.enrolled(programme)
    client.force_login(asker)
    return asker


def keys(asker, text, part="question"):
    found = queries.found_in_text(text, by=asker, part=part, label="", kind="clinical")
    return {each.type.value: each.key for each in found}


def new(programme):
    return reverse("cases:urgent_new", args=[programme.slug])


def test_nobody_is_asked_before_it_is_decided(programme, asker):
    mails = Message.objects.count()

    with pytest.raises(Identifying):
        make.an_urgent_question(programme, by=asker, text=HELD)

    assert (UrgentQuestion.objects.count(), Message.objects.count()) == (0, mails)


def test_what_was_found_stands_below_the_words_with_place_and_reason(programme, asker, client):
    page = client.post(new(programme), {"text": HELD, "client_id": "q1"})

    assert page.status_code == 422
    assert HELD in page.content.decode().replace("&#x27;", "'")
    assert "<mark>Mary Akello</mark> cannot swallow" in words(page)
    assert "<mark>+44 7700 900123</mark>" in words(page)
    assert "A name tells who it is." in words(page)
    assert words(page).count("Say what to do with this.") == 0
    assert "required" not in words(page).partition('id="guard"')[2].partition("</ol>")[0]


def test_one_decides_and_only_what_was_decided_goes_out(programme, asker, client):
    key = keys(asker, HELD)
    typed = {
        "text": HELD,
        "client_id": "q1",
        f"guard-{key['name']}": "remove",
        f"guard-{key['phone']}": "kept",
        f"why-guard-{key['phone']}": "The number of the ward.",
    }

    sent = [client.post(new(programme), typed) for _ in "12"]

    question = UrgentQuestion.objects.get()
    there = reverse("cases:urgent", args=[question.pk])
    assert [each.headers["Location"] for each in sent] == [there, there]
    assert question.text == (
        "[name removed] cannot swallow. May her son, +44 7700 900123, crush the tablets for "
        "[name removed]?"
    )
    assert question.guarded == [
        {
            "part": "question",
            "type": "phone",
            "verdict": "kept",
            "reason": "The number of the ward.",
        }
    ]
    assert not Message.objects.filter(text__contains="Akello").exists()
    client.force_login(question.routings.get().expert)
    assert 'A telephone number: Kept, with a reason <q dir="auto">The number of the ward.</q>' in (
        words(client.get(there))
    )


def test_changing_the_text_is_an_answer_too(programme, asker, client):
    client.post(new(programme), {"text": HELD, "client_id": "q1"})

    sent = client.post(new(programme), {"text": "May we crush the tablets?", "client_id": "q1"})

    assert (sent.status_code, UrgentQuestion.objects.get().guarded) == (302, [])


@pytest.mark.parametrize(
    ("choice", "lacks"),
    [
        (Choice("kept"), "Say why it stays."),
        (Choice("kept", "It is Mary Akello."), "Give the reason without repeating the words."),
        (Choice("whatever"), "Say what to do with this."),
    ],
)
def test_a_choice_says_what_it_lacks(programme, asker, choice, lacks):
    text = "Mary Akello cannot swallow."
    key = keys(asker, text)["name"]

    with pytest.raises(Identifying) as refused:
        make.an_urgent_question(programme, by=asker, text=text, choices={key: choice})

    assert refused.value.errors == {key: lacks}
    assert UrgentQuestion.objects.count() == 0


def test_one_may_say_that_it_identifies_nobody(programme, asker):
    text = "What does Mary Akello advise in her book?"
    choices = {keys(asker, text)["name"]: Choice("nobody", "left over")}

    question = make.an_urgent_question(programme, by=asker, text=text, choices=choices)

    assert (question.text, question.guarded) == (
        text,
        [{"part": "question", "type": "name", "verdict": "nobody", "reason": ""}],
    )


def test_an_answer_is_looked_at_too(programme, asker, client):
    question = make.an_urgent_question(programme, by=asker)
    expert = question.routings.get().expert
    client.force_login(expert)
    there = reverse("cases:urgent_answer", args=[question.pk])
    text = "As for Mary Akello last year: slowly."

    page = client.post(there, {"text": text})

    question.refresh_from_db()
    assert (page.status_code, question.answered_at, question.answer) == (422, None, "")
    assert text in page.content.decode()
    assert "<mark>Mary Akello</mark> last year" in words(page)

    key = keys(expert, text, "answer")["name"]
    sent = client.post(there, {"text": text, f"guard-{key}": "remove"})

    question.refresh_from_db()
    assert (sent.status_code, question.answer) == (302, "As for [name removed] last year: slowly.")


def test_an_answer_that_grows_too_long_by_what_is_removed_stays_typed(programme, client):
    question = make.an_urgent_question(programme, by=make.enrolled(programme))
    expert = question.routings.get().expert
    client.force_login(expert)
    text = "Mary Akello. " + "Slowly. " * 498 + "Yes"
    key = keys(expert, text, "answer")["name"]

    page = client.post(
        reverse("cases:urgent_answer", args=[question.pk]), {"text": text, f"guard-{key}": "remove"}
    )

    question.refresh_from_db()
    assert (len(text), page.status_code, question.answer) == (4000, 422, "")
    assert text in page.content.decode()
    assert "at most 4000 characters (it has 4003)" in words(page)


def test_who_takes_their_words_back_takes_back_what_was_said_of_them(programme, asker):
    text = "What does Mary Akello advise in her book?"
    choices = {keys(asker, text)["name"]: Choice("nobody")}
    question = make.an_urgent_question(programme, by=asker, text=text, choices=choices)

    forget_person(person=asker, words=True)

    question.refresh_from_db()
    assert (question.text, question.guarded) == ("", [])
