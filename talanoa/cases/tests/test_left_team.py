"""Whoever was taken out of a team acts for it no more, also for a case they presented."""

import pytest
from django.urls import reverse

from talanoa.cases import access, mailing, queries, services
from talanoa.notices.models import Message
from talanoa.programmes import services as programmes
from talanoa.programmes.models import TeamMember
from tests import make

pytestmark = pytest.mark.django_db


def taken_out(case):
    person = case.presenter
    programmes.remove_from_team(
        by=make.a_role(case.programme, "coordinator"),
        member=TeamMember.objects.get(team=case.team, person=person),
    )
    return person


def a_case(**fields):
    programme = make.a_programme()
    team = make.a_team(programme)
    case = make.a_case(programme, team=team, **fields)
    return case, make.a_member(team)


def test_a_presenter_who_was_taken_out_neither_sees_nor_changes_its_draft():
    case, colleague = a_case()
    person = taken_out(case)

    assert not access.is_on_team(person, case)
    assert list(access.cases_visible_to(person)) == []
    assert list(queries.cases_to_ask_about(person, case.programme)) == []
    assert access.submitting_refused(person, case)
    assert access.writing_refused(colleague, case) is None
    assert access.submitting_refused(colleague, case) is None
    assert list(queries.team_of(case)) == [colleague]


def test_a_presenter_without_a_team_keeps_their_own():
    case = make.a_case()

    assert access.is_on_team(case.presenter, case)
    assert list(access.cases_visible_to(case.presenter)) == [case]
    assert list(queries.team_of(case)) == [case.presenter]


def test_a_coordinator_who_brings_a_case_for_a_team_keeps_it():
    programme = make.a_programme()
    coordinator = make.a_role(programme, "coordinator")
    team = make.a_team(programme)
    text = services.CaseText(title="Morphine", team=team)
    case = services.begin(by=coordinator, programme=programme, text=text)

    assert access.is_on_team(coordinator, case)
    assert list(access.cases_visible_to(coordinator)) == [case]
    assert list(queries.team_of(case)) == [coordinator]


def test_the_link_of_who_left_the_team_opens_nothing(client):
    case, colleague = a_case(status="discussed")
    asked = make.an_asking(make.a_letter(case, status="sent"))
    theirs, ours = (
        f"/follow-up/{services.token_to_answer(asked, person)}/"
        for person in (case.presenter, colleague)
    )
    assert client.get(theirs).status_code == 200
    taken_out(case)

    assert client.get(theirs).status_code == 404
    assert client.get(ours).status_code == 200
    assert queries.people_to_ask(asked) == [colleague]


def test_a_co_author_who_is_enrolled_reads_the_letter_by_a_link_that_opens(client):
    case, _colleague = a_case()
    author = make.enrolled(case.programme)
    services.add_author(by=case.presenter, case=case, name=author.email)
    case = make.brought_to(case, "discussed")
    programme = case.programme
    services.set_letter_policy(
        by=make.a_role(programme, "coordinator"),
        programme=programme,
        sign_within_hours=72,
        answer_within_hours=48,
        sends_to_all=True,
    )
    letter = make.a_letter(case, status="sent")
    mailing.send_batch(queries.latest_version(letter), after=0)

    message = Message.objects.get(person=author, subject__startswith="Recommendations:")
    assert reverse("cases:letter", args=[case.pk]) in message.text
    client.force_login(author)
    assert client.get(reverse("cases:letter", args=[case.pk])).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_answering_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    case = make.a_case(status="discussed")
    for _ in range(count):
        make.a_recommendation(case)
    asked = make.an_asking(make.a_letter(case, status="sent"))
    link = f"/follow-up/{services.token_to_answer(asked, case.presenter)}/"

    with django_assert_num_queries(5):
        page = client.get(link)

    assert page.content.decode().count('value="not-yet"') == count
