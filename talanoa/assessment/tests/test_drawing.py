"""Works of the library on which actions draw: who names them, and who finds them where."""

import csv
import json
from io import StringIO

import pytest

from talanoa.assessment.models import ActionResource
from talanoa.assessment.services import drawing, planning
from talanoa.assessment.services.planning import ActionText
from talanoa.assessment.tests.makers import a_version
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    programme = make.a_programme()
    team = make.a_team(programme)
    lead = make.a_member(team, make.enrolled(programme), is_lead=True)
    return planning.begin_plan(by=lead, team=team)


@pytest.fixture
def lead(plan):
    return plan.team.members.get(is_lead=True).person


@pytest.fixture
def action(plan, lead):
    return planning.add_action(by=lead, plan=plan, text=ActionText(title="Train nurses"))


def test_a_work_is_named_once_however_often_it_is_sent_and_taken_away(action, lead):
    guide = make.a_resource()
    for _ in range(2):
        drawing.draw_on(by=lead, action=action, resource=guide)
    assert [one.resource for one in ActionResource.objects.all()] == [guide]
    for _ in range(2):
        drawing.stop_drawing_on(by=lead, action=action, resource=guide)

    assert not ActionResource.objects.exists()
    kinds = Event.objects.filter(kind__startswith="assessment.resource").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "assessment.resource_named",
        "assessment.resource_unnamed",
    ]


@pytest.mark.parametrize("act", [drawing.draw_on, drawing.stop_drawing_on])
def test_only_the_team_names_works(action, act):
    coordinator = make.a_role(action.plan.team.programme, "coordinator")

    with pytest.raises(Refused, match="Only the team itself"):
        act(by=coordinator, action=action, resource=make.a_resource())


def test_a_work_is_found_named_and_taken_away_on_a_page(client, action, lead):
    make.a_resource(title="Nurses who prescribe")
    make.a_resource("another", title="Law")
    client.force_login(lead)
    path = f"/actions/{action.pk}/resources/?words=nurses"

    assert client.get(path).content.decode().count(">Name it</button>") == 1
    sent = client.post(path, {"resource": "a-guide", "named": "yes"})
    assert sent.headers["Location"] == path
    page = client.get(path).content.decode()
    assert (page.count(">Take away</button>"), page.count(">Name it</button>")) == (1, 0)
    assert "Nurses who prescribe" in client.get(f"/actions/{action.pk}/").content.decode()
    client.post(path, {"resource": "a-guide", "named": "no"})
    assert not ActionResource.objects.exists()
    assert client.post(path, {"resource": "nowhere", "named": "yes"}).status_code == 404


def test_the_page_is_the_teams_alone(client, plan, action, lead):
    planning.share_plan(by=lead, plan=plan, visibility="published")
    path = f"/actions/{action.pk}/resources/"

    assert client.get(path).status_code == 302
    client.force_login(make.enrolled(plan.team.programme))
    assert client.get(path).status_code == 403
    planning.share_plan(by=lead, plan=plan, visibility="private")
    assert client.get(path).status_code == 404


def test_a_works_page_names_only_actions_that_the_reader_may_see(client, plan, action, lead):
    guide = make.a_resource()
    drawing.draw_on(by=lead, action=action, resource=guide)

    assert "Train nurses" not in client.get("/library/a-guide/").content.decode()
    client.force_login(lead)
    assert "Train nurses" in client.get("/library/a-guide/").content.decode()
    client.logout()
    planning.share_plan(by=lead, plan=plan, visibility="published")
    assert "Train nurses" in client.get("/library/a-guide/").content.decode()


def test_a_work_is_named_from_its_own_page_in_an_action_of_ones_own(client, action, lead):
    make.a_resource()
    other = make.a_member(make.a_team(make.a_programme(), name="Other"))
    client.force_login(lead)
    assert "Name it in an action of your plan" in client.get("/library/a-guide/").content.decode()

    sent = client.post("/library/a-guide/draw-on/", {"action": action.pk})

    assert (sent.status_code, ActionResource.objects.count()) == (302, 1)
    assert client.post("/library/a-guide/draw-on/", {"action": "x"}).status_code == 404
    client.force_login(other)
    assert client.post("/library/a-guide/draw-on/", {"action": action.pk}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_many_queries_for_three_as_for_one(
    client, plan, lead, count, django_assert_num_queries
):
    guides = [make.a_resource(f"guide-{number}") for number in range(count)]
    for number in range(count):
        text = ActionText(title=f"Action {number}")
        action = planning.add_action(by=lead, plan=plan, text=text)
        for guide in guides:
            drawing.draw_on(by=lead, action=action, resource=guide)
    client.force_login(lead)

    # Session and reader, the work and its themes, its actions, one's own, recommendations.
    with django_assert_num_queries(8):
        page = client.get("/library/guide-0/").content.decode()
    assert page.count("Action ") == count
    # Session and reader, the action, whether on the team, what is named, found and offered.
    with django_assert_num_queries(9):
        client.get(f"/actions/{action.pk}/resources/")


def test_the_trace_and_the_plan_say_what_an_action_draws_on(client, plan, lead):
    (indicator,) = a_version(kinds=("levels",)).indicators.all()
    text = ActionText(title="Train nurses", indicator=indicator)
    action = planning.add_action(by=lead, plan=plan, text=text)
    drawing.draw_on(by=lead, action=action, resource=make.a_resource())
    client.force_login(lead)

    assert "Title of a-guide" in client.get("/trace/").content.decode()
    (told,) = json.loads(client.get("/trace.json").content)["threads"]
    assert told["actions"][0]["resources"] == [
        {"title": "Title of a-guide", "address": "/library/a-guide/"}
    ]
    for path, column in (
        ("/trace.csv", "Resources it draws on"),
        (f"/teams/{plan.team_id}/plan.csv", "Resources"),
    ):
        head, row = csv.reader(StringIO(client.get(path).content.decode("utf-8-sig")))
        assert dict(zip(head, row, strict=True))[column] == "Title of a-guide"
