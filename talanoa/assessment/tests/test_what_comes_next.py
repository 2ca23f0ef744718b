"""What this room asks of a team next, on the team's page and from one answer to another."""

import pytest
from django.urls import reverse

from talanoa.assessment.services import assessing, planning
from talanoa.assessment.services.planning import ActionText
from talanoa.assessment.tests.makers import an_assessment, answered, indicator_of
from tests import make

pytestmark = pytest.mark.django_db


def address(assessment, name, code):
    return reverse(f"assessment:{name}", args=[assessment.pk, indicator_of(assessment, code).pk])


def test_what_is_confirmed_leads_on_to_the_next_as_the_last_does_to_itself(client):
    before = an_assessment()
    for code, value in (("A1", 2), ("A3", 0)):
        answered(before, by=before.member, code=code, value=value)
    now = assessing.begin(
        by=before.member,
        team=before.team,
        version=before.version,
        year=before.year + 1,
        carry_from=before,
    )
    client.force_login(before.member)

    went = [
        client.post(address(now, "confirm", code), {"revision": "1"}).headers["Location"]
        for code in ("A1", "A3")
    ]

    assert went == [address(now, "answer", "A2"), address(now, "answer", "A3")]
    assert not now.answers.exclude(carried_year=None).exists()


@pytest.mark.parametrize(
    ("who", "assessed", "asked"),
    [("member", False, True), ("member", True, False), ("coordinator", False, False)],
)
def test_a_team_that_has_assessed_nothing_is_asked_to(client, who, assessed, asked):
    team = make.a_team(make.a_programme())
    people = {
        "member": make.a_member(team),
        "coordinator": make.a_role(team.programme, "coordinator"),
    }
    if assessed:
        an_assessment(team)
    client.force_login(people[who])

    page = client.get(f"/teams/{team.pk}/").content.decode()

    link = f'href="/programmes/{team.programme.slug}/assessments/new/">Say where your country'
    assert (link in page) is asked


def test_a_team_is_asked_to_take_on_what_was_recommended_until_its_plan_holds_it(client):
    team = make.a_team(make.a_programme())
    member = make.a_member(team)
    case = make.a_case(team.programme, status="discussed", presenter=member, team=team)
    advice = make.a_recommendation(case)
    page = f"/teams/{team.pk}/"
    step = f'href="{page}plan/">Turn what the room recommended into actions of your plan.'

    def is_asked(person):
        client.force_login(person)
        return step in client.get(page).content.decode()

    assert is_asked(member)
    assert not is_asked(make.a_role(team.programme, "coordinator"))
    planning.add_action(
        by=member,
        plan=planning.begin_plan(by=member, team=team),
        text=ActionText(title="Train nurses"),
        recommendation=advice,
    )
    assert not is_asked(member)


def test_a_whole_assessment_does_not_count_what_is_open(client):
    whole = an_assessment()
    for code in ("A1", "A2", "A3"):
        answered(whole, by=whole.member, code=code, value=1)
    client.force_login(whole.member)

    page = client.get(reverse("assessment:detail", args=[whole.pk])).content.decode()

    assert "Every indicator is answered." in page
    assert "not yet answered. You can submit" not in page
