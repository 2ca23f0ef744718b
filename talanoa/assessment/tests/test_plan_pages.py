"""Who sees a plan, and its pages."""

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from talanoa.assessment.access import plans as access
from talanoa.assessment.models import ActionPlan
from talanoa.assessment.services import planning
from talanoa.assessment.services.planning import ActionText
from talanoa.assessment.tests.makers import a_version
from talanoa.cases.models import Case
from talanoa.kernel import clock
from talanoa.programmes import services as programmes
from tests import make

pytestmark = pytest.mark.django_db

ROLES = (
    "visitor",
    "stranger",
    "other team",
    "participant",
    "expert",
    "member",
    "coordinator",
    "hub administrator",
    "coordinator elsewhere",
)
SEES = {
    "private": {"member", "coordinator", "hub administrator"},
    "restricted": {
        "member",
        "coordinator",
        "hub administrator",
        "participant",
        "other team",
        "expert",
    },
    "published": set(ROLES),
}
"""Who reads a plan, by what its team decided; the rest find nothing."""


@pytest.fixture
def plan():
    programme = make.a_programme()
    team = make.a_team(programme)
    lead = make.a_member(team, make.enrolled(programme), is_lead=True)
    return planning.begin_plan(by=lead, team=team)


def a_lead(plan):
    return plan.team.members.get(is_lead=True).person


def somebody(role, plan):
    programme = plan.team.programme
    match role:
        case "visitor":
            return AnonymousUser()
        case "stranger":
            return make.a_person()
        case "other team":
            other = make.a_team(programme, name="Other")
            return make.a_member(other, make.enrolled(programme))
        case "participant":
            return make.enrolled(programme)
        case "expert" | "coordinator":
            return make.a_role(programme, role)
        case "member":
            return make.a_member(plan.team)
        case "hub administrator":
            person = make.a_person()
            make.programmes.name_administrator(by=None, hub=programme.hub, person=person)
            return person
        case _:
            return make.a_role(make.a_programme(), "coordinator")


@pytest.mark.parametrize("visibility", SEES)
@pytest.mark.parametrize("role", ROLES)
def test_who_sees_a_plan(client, plan, visibility, role):
    planning.share_plan(by=a_lead(plan), plan=plan, visibility=visibility)
    action = planning.add_action(by=a_lead(plan), plan=plan, text=ActionText(title="Train nurses"))
    person = somebody(role, plan)
    if person.pk:
        client.force_login(person)
    seen = role in SEES[visibility]

    assert (plan in access.plans_visible_to(person)) is seen
    for address in (
        f"/teams/{plan.team_id}/plan/",
        f"/teams/{plan.team_id}/plan.csv",
        f"/actions/{action.pk}/",
    ):
        page = client.get(address)
        if person.pk is None and not seen:
            assert page.url == f"/sign-in/?next={address}"
            continue
        assert page.status_code == (200 if seen else 404), address
        assert ("Train nurses" in page.content.decode()) is seen, address


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("visitor", "member")])
def test_nobody_else_writes(client, plan, role):
    planning.share_plan(by=a_lead(plan), plan=plan, visibility="published")
    action = planning.add_action(by=a_lead(plan), plan=plan, text=ActionText(title="Train nurses"))
    client.force_login(somebody(role, plan))

    for address in (
        f"/teams/{plan.team_id}/plan/share/",
        f"/teams/{plan.team_id}/plan/back/",
        f"/teams/{plan.team_id}/plan/new/",
        f"/actions/{action.pk}/edit/",
        f"/actions/{action.pk}/progress/",
    ):
        answer = client.post(address, {"title": "Theirs", "text": "Theirs", "client_id": "x"})
        assert answer.status_code == 403, address
    assert client.post(f"/teams/{plan.team_id}/plan/begin/").status_code == 404
    assert list(plan.actions.values_list("title", flat=True)) == ["Train nurses"]


def test_a_team_begins_its_plan_and_adds_an_action(client):
    team = make.a_team(make.a_programme())
    client.force_login(make.a_member(team))

    assert "no action plan yet" in client.get(f"/teams/{team.pk}/plan/").content.decode()
    client.post(f"/teams/{team.pk}/plan/begin/")
    sent = {"title": "Train nurses", "office": "Nursing unit", "client_id": "a"}
    for _ in range(2):
        answer = client.post(f"/teams/{team.pk}/plan/new/", sent)

    action = ActionPlan.objects.get(team=team).actions.get()
    assert answer["Location"] == f"/actions/{action.pk}/"
    assert "Nursing unit" in client.get(f"/teams/{team.pk}/plan/").content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"title": ""},
        {"title": "x" * 301},
        {"title": "A", "due_on": "31.02.2027"},
        {"title": "A", "due_on": "1900-01-01"},
        {"title": "A", "due_on": "0027-03-01"},
        {"title": "A", "due_on": "2207-03-01"},
        {"title": "A", "indicator": "999"},
        {"title": "A", "client_id": "<script>"},
    ],
)
def test_what_cannot_be_kept_comes_back_with_the_words(client, plan, sent):
    client.force_login(a_lead(plan))

    page = client.post(f"/teams/{plan.team_id}/plan/new/", {"office": "Unit 7", **sent})

    assert page.status_code == 422
    assert "Unit 7" in page.content.decode()
    assert not plan.actions.exists()


def test_a_milestone_of_an_impossible_year_is_refused_at_its_line(client, plan):
    lead = a_lead(plan)
    action = planning.add_action(by=lead, plan=plan, text=ActionText(title="Train nurses"))
    client.force_login(lead)
    lines = {"milestones-TOTAL_FORMS": 1, "milestones-INITIAL_FORMS": 0}
    line = {"milestones-0-text": "Rooms found", "milestones-0-due_on": "1900-01-01"}

    page = client.post(f"/actions/{action.pk}/edit/", {"title": "Train", **lines, **line})

    assert page.status_code == 422
    assert "Give a day from 20" in page.content.decode()
    assert "Rooms found" in page.content.decode()
    assert not action.milestones.exists()


def test_two_texts_stand_side_by_side(client, plan):
    action = planning.add_action(by=a_lead(plan), plan=plan, text=ActionText(title="Train nurses"))
    other = make.a_member(plan.team)
    planning.change_action(
        by=other, action=action, revision=1, text=ActionText(title="Train forty"), milestones=[]
    )
    client.force_login(a_lead(plan))
    sent = {
        "title": "Train thirty",
        "revision": "1",
        "milestones-TOTAL_FORMS": "0",
        "milestones-INITIAL_FORMS": "0",
    }

    page = client.post(f"/actions/{action.pk}/edit/", sent)

    assert page.status_code == 409
    text = page.content.decode()
    assert "Train thirty" in text
    assert "Train forty" in text
    assert 'name="revision" value="2"' in text


def test_the_table_is_no_program(client, plan):
    planning.add_action(
        by=a_lead(plan), plan=plan, text=ActionText(title="=HYPERLINK(1)", office="Unit")
    )
    client.force_login(a_lead(plan))

    text = client.get(f"/teams/{plan.team_id}/plan.csv").content.decode()

    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    assert [(row["Action"], row["State"]) for row in rows] == [("'=HYPERLINK(1)", "Planned")]


@pytest.mark.parametrize("count", [1, 3])
def test_a_plan_asks_as_many_queries_for_three_as_for_one(
    client, plan, django_assert_num_queries, count
):
    for number in range(count):
        action = planning.add_action(
            by=a_lead(plan), plan=plan, text=ActionText(title=f"Action {number}")
        )
        planning.note_progress(by=a_lead(plan), action=action, text="Begun", state="under_way")
    client.force_login(a_lead(plan))

    with django_assert_num_queries(12):
        page = client.get(f"/teams/{plan.team_id}/plan/")

    assert page.content.decode().count("Begun") == count


@pytest.mark.parametrize(
    ("visibility", "mode", "is_there"),
    [
        ("published", "open", True),
        ("restricted", "open", True),
        ("private", "open", False),
        ("published", "name-withheld", False),
    ],
)
def test_the_room_leads_to_the_plan_of_the_team_whose_case_it_takes(
    client, plan, visibility, mode, is_there
):
    ActionPlan.objects.update(visibility=visibility)
    case = make.a_case(
        plan.team.programme, team=plan.team, status="scheduled", presenter=a_lead(plan)
    )
    Case.objects.filter(pk=case.pk).update(mode=mode)
    client.force_login(make.enrolled(plan.team.programme))

    room = client.get(f"/sessions/{case.session_id}/room/").content.decode()
    there = client.get(f"/sessions/{case.session_id}/").content.decode()

    link = f'href="/sessions/{case.session_id}/#plans-title"'
    assert (link in room, 'id="plans-title"' in there) == (is_there, is_there)


@pytest.mark.parametrize(("chosen", "begun"), [("FJI", 2), ("TON", 0), ("", 0)])
def test_a_regional_team_brings_a_case_on_the_country_it_chose(client, chosen, begun):
    fiji = make.a_country("FJ", name="Fiji", iso3="FJI")
    samoa = make.a_country("WS", name="Samoa", iso3="WSM")
    make.a_country()
    team = programmes.make_team(
        by=None,
        programme=make.a_programme(),
        name="Pacific",
        region="Pacific",
        countries=[fiji, samoa],
    )
    lead = make.a_member(team, make.enrolled(team.programme), is_lead=True)
    shared = planning.begin_plan(by=lead, team=team)
    planning.add_action(by=lead, plan=shared, text=ActionText(title="Train nurses"))
    planning.share_plan(by=lead, plan=shared, visibility="restricted")
    indicator = a_version().indicators.first()
    client.force_login(lead)
    assert 'value="FJI"' in client.get(f"/teams/{team.pk}/plan/").content.decode()

    pages = [
        client.post(reverse(f"assessment:{name}", args=args), {"country": chosen}, follow=True)
        for name, args in (
            ("case_on_gap", [team.pk, indicator.pk]),
            ("plan_re_present", [team.pk]),
        )
    ]

    assert [page.status_code for page in pages] == [200, 200]
    assert [case.country for case in Case.objects.all()] == [fiji] * begun
    said = "Choose a country for which this team speaks" in pages[0].content.decode()
    assert said is (not begun) or "which country" in pages[0].content.decode()


@pytest.mark.parametrize(("hour", "is_overdue"), [(10, False), (12, True)])
def test_an_action_is_overdue_by_the_day_of_its_hub(client, plan, hour, is_overdue):
    hub = plan.team.programme.hub
    type(hub).objects.filter(pk=hub.pk).update(time_zone="Pacific/Tongatapu")
    due = ActionText(title="Train nurses", due_on=date(2026, 6, 1))
    action = planning.add_action(by=a_lead(plan), plan=plan, text=due)
    client.force_login(a_lead(plan))

    with clock.standing_at(datetime(2026, 6, 1, hour, tzinfo=UTC)):
        pages = [client.get(f"/teams/{plan.team_id}/plan/"), client.get(f"/actions/{action.pk}/")]

    assert ["(overdue)" in page.content.decode() for page in pages] == [is_overdue] * 2
