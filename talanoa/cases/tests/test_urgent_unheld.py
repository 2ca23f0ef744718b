"""A question that cannot wait and that no expert has any more."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from talanoa.cases import access, queries, services, tasks
from talanoa.cases.models import UrgentQuestion
from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused
from talanoa.notices.models import Message
from tests import make

pytestmark = pytest.mark.django_db

NOBODY = "Your question is with nobody at the moment"
ON = "Your question goes on"


def url(name, *args):
    return reverse(f"cases:{name}", args=args)


def words(page):
    return " ".join(page.content.decode().split())


def told(person):
    messages = Message.objects.filter(person=person, key__startswith="cases.urgent")
    return list(messages.order_by("pk").values_list("subject", flat=True))


@pytest.fixture
def programme():
    return make.a_programme()


@pytest.fixture
def coordinator(programme):
    return make.a_role(programme, "coordinator")


@pytest.fixture
def question(programme, coordinator):
    """Handed on by the only expert there was."""
    expert = make.a_role(programme, "expert")
    question = make.an_urgent_question(programme)
    services.hand_on_urgent(by=expert, question=question)
    return question


def test_who_asked_is_told_that_nobody_has_it_and_that_it_goes_on(question, coordinator):
    assert told(question.asker) == [NOBODY]
    named = make.a_role(question.programme, "expert")

    for _again in "12":
        services.name_experts(by=coordinator, question=question, experts=[named])

    assert told(question.asker) == [NOBODY, ON]
    assert told(named) == ["A question that cannot wait"]
    assert list(queries.urgent_with(named)) == list(question.routings.filter(expert=named))
    assert list(queries.urgent_with_nobody(coordinator)) == []
    mail = Message.objects.get(person=question.asker, subject=ON).text
    assert (url("urgent", question.pk) in mail, str(question.text) in mail) == (True, True)


def test_while_another_expert_has_it_nobody_says_otherwise(programme, coordinator):
    experts = [make.a_role(programme, "expert") for _ in "12"]
    question = make.an_urgent_question(programme)

    services.hand_on_urgent(by=experts[0], question=question)
    assert told(question.asker) == told(coordinator) == []

    question.routings.filter(expert=experts[1]).update(due_at=clock.now() + timedelta(hours=99))
    other = make.an_urgent_question(programme)
    other.routings.filter(expert=experts[1]).update(due_at=clock.now() + timedelta(hours=99))
    with clock.standing_at(clock.now() + timedelta(hours=49)):
        assert tasks.lapse_routings.call() == 1

    assert told(other.asker) == []
    [mail] = Message.objects.filter(person=coordinator)
    assert "It is still with another one:" in mail.text


def test_when_the_last_one_lets_the_time_pass_who_asked_is_told(programme, coordinator):
    make.a_role(programme, "expert")
    question = make.an_urgent_question(programme)

    with clock.standing_at(question.asked_at + timedelta(hours=49)):
        assert [tasks.lapse_routings.call() for _ in "12"] == [1, 0]

    assert told(question.asker) == [NOBODY]
    assert list(queries.urgent_with_nobody(coordinator)) == [question]


def test_only_whoever_has_not_had_it_can_be_named(question, coordinator):
    programme = question.programme
    had = question.routings.get().expert
    elsewhere = make.a_role(make.a_programme(), "expert")
    make.a_role(programme, "expert", question.asker)

    assert list(queries.experts_left(question)) == []
    for experts in ([], [had], [elsewhere], [question.asker]):
        with pytest.raises(ValidationError):
            services.name_experts(by=coordinator, question=question, experts=experts)
    assert question.routings.count() == 1


def test_who_names_experts_and_when(question, coordinator):
    programme = question.programme
    held = make.an_urgent_question(programme, by=make.enrolled(programme))
    administrator = make.a_person()
    make.programmes.name_administrator(by=None, hub=programme.hub, person=administrator)
    refusal = access.naming_experts_refused

    assert refusal(coordinator, question) is None
    assert refusal(administrator, question) is None
    assert refusal(question.asker, question) == "Only coordinators name experts for a question."
    assert refusal(coordinator, held) == "This question is with an expert."
    UrgentQuestion.objects.filter(pk=question.pk).update(text="")
    question.refresh_from_db()
    assert refusal(coordinator, question) == "This question was taken back."
    assert list(queries.urgent_with_nobody(coordinator)) == []


def test_a_coordinator_answers_what_nobody_has(question, coordinator):
    with pytest.raises(Refused):
        services.answer_urgent(by=question.asker, question=question, text="So.")

    services.answer_urgent(by=coordinator, question=question, text="Slowly.")

    assert told(question.asker) == [NOBODY, "Your question is answered"]
    with pytest.raises(Refused, match="answered already"):
        services.name_experts(by=coordinator, question=question, experts=[])


def test_nobody_answers_their_own_question(programme, coordinator):
    make.enrolled(programme, coordinator)
    expert = make.a_role(programme, "expert")
    question = make.an_urgent_question(programme, by=coordinator)
    services.hand_on_urgent(by=expert, question=question)

    assert access.answering_refused(coordinator, question) is not None


def test_a_coordinator_finds_it_says_who_is_asked_and_it_goes_on(question, coordinator, client):
    there = url("urgent", question.pk)
    name = url("urgent_name", question.pk)
    client.force_login(coordinator)
    for page in ("/my-day/", "/desk/"):
        assert f'href="{there}"' in words(client.get(page))
    page = words(client.get(there))
    assert "Every expert of the programme has had it." in page
    assert f'href="{reverse("programmes:people", args=[question.programme.slug])}"' in page
    assert f'action="{url("urgent_answer", question.pk)}"' in page

    named = make.a_role(question.programme, "expert")
    page = words(client.get(there))
    assert f'value="{named.pk}"' in page
    assert client.post(name, {}).status_code == 422
    sent = [client.post(name, {"experts": [named.pk]}) for _again in "12"]

    assert [each.headers["Location"] for each in sent] == [there, there]
    for page in ("/my-day/", "/desk/"):
        assert f'href="{there}"' not in words(client.get(page))
    assert url("urgent_name", question.pk) not in words(client.get(there))
    client.force_login(named)
    assert f'href="{there}"' in words(client.get("/my-day/"))
    assert f'action="{url("urgent_answer", question.pk)}"' in words(client.get(there))


def test_an_answer_typed_while_it_was_sent_on_stays(question, coordinator, client):
    named = make.a_role(question.programme, "expert")
    services.name_experts(by=coordinator, question=question, experts=[named])
    client.force_login(coordinator)

    page = client.post(url("urgent_answer", question.pk), {"text": "Wait for a day."})

    assert page.status_code == 409
    assert "Wait for a day.</textarea>" in words(page)


def test_where_it_stands_is_said_in_the_list_and_on_its_page(question, client):
    client.force_login(question.asker)
    said = "With nobody: the coordinators look for someone."

    assert said in words(client.get(url("urgent_list", question.programme.slug)))
    assert said in words(client.get(url("urgent", question.pk)))
    named = make.a_role(question.programme, "expert")
    by = make.a_role(question.programme, "coordinator")
    services.name_experts(by=by, question=question, experts=[named])
    assert said not in words(client.get(url("urgent", question.pk)))


@pytest.mark.parametrize(
    ("count", "promised"),
    [
        (1, "It goes to the one expert of the programme at once, who has 48 hours;"),
        (2, "It goes to both experts of the programme at once. Each has 48 hours;"),
        (3, "It goes to two experts at once. Each has 48 hours; then it goes to the next"),
    ],
)
def test_the_form_promises_as_many_experts_as_there_are(programme, client, count, promised):
    for _ in range(count):
        make.a_role(programme, "expert")
    asker = make.enrolled(programme)
    make.a_role(programme, "expert", asker)
    client.force_login(asker)

    assert promised in words(client.get(url("urgent_new", programme.slug)))


@pytest.mark.parametrize("count", [1, 3])
def test_ones_own_day_asks_as_many_queries_for_three_as_for_one(
    programme, coordinator, client, django_assert_num_queries, count
):
    expert = make.a_role(programme, "expert")
    for _ in range(count):
        question = make.an_urgent_question(programme)
        services.hand_on_urgent(by=expert, question=question)

    with django_assert_num_queries(1):
        found = list(queries.urgent_with_nobody(coordinator))
        assert [str(each.programme) for each in found] == [str(programme)] * count
