"""From a gap to what has changed, and nothing that the reader may not see."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser

from talanoa.assessment.gaps import Change
from talanoa.assessment.models import FrameworkVersion
from talanoa.assessment.queries import trace
from talanoa.assessment.queries.trace import Scope
from talanoa.assessment.services import origins, planning, verdicts
from talanoa.assessment.services.planning import ActionText
from talanoa.assessment.tests import makers
from talanoa.cases import services as cases
from talanoa.cases.models import Recommendation
from talanoa.kernel import clock
from tests import make

pytestmark = pytest.mark.django_db

THIS_YEAR = clock.now().year


def a_way(*, level_after=3, name="Tonga", iso2="TO"):
    """A team's gap brought to a room, advised, acted on, and assessed again a year later."""
    programme = make.a_programme()
    country = make.a_country(iso2, name=name)
    team = make.a_team(programme, country=country)
    lead = make.a_member(team, make.enrolled(programme), is_lead=True)
    version = FrameworkVersion.objects.filter(number=1).first() or makers.a_version()
    first = makers.an_assessment(
        team, version=version, by=lead, year=THIS_YEAR, status="restricted"
    )
    indicator = makers.indicator_of(first)
    case = origins.case_on_gap(by=lead, team=team, indicator=indicator)
    text = cases.CaseText(
        title="Morphine", team=team, situation="A", tried="B", obstacle="C", question="D?"
    )
    case = cases.save(by=lead, case=case, revision=case.revision, text=text)
    make.brought_to(case, "discussed")
    case.refresh_from_db()
    advice = Recommendation.objects.create(
        case=case, session=case.session, text="Train nurses.", written_by=lead, is_expert=True
    )
    plan = planning.begin_plan(by=lead, team=team)
    planning.share_plan(by=lead, plan=plan, visibility="restricted")
    action = planning.add_action(
        by=lead,
        plan=plan,
        text=ActionText(title="Train twenty", indicator=indicator),
        recommendation=advice,
    )
    planning.add_action(
        by=lead, plan=plan, text=ActionText(title="Ask the minister", indicator=indicator)
    )
    if level_after is not None:
        with clock.standing_at(clock.now() + timedelta(days=365)):
            again = makers.an_assessment(team, version=version, by=lead, year=THIS_YEAR + 1)
            makers.answered(again, by=lead, value=level_after)
            verdicts.submit(by=lead, assessment=again)
    return {"programme": programme, "team": team, "lead": lead, "case": case, "action": action}


def whole(person, scope=None):
    return trace.threads(person, trace.keys(person, scope or Scope()))


def test_a_thread_leads_from_the_gap_to_the_change():
    way = a_way()

    (thread,) = whole(way["lead"])

    assert (thread.country.name, thread.indicator.code) == ("Tonga", "A1")
    assert [(point.assessment.year, point.words) for point in thread.before] == [
        (THIS_YEAR, "2: Step 2")
    ]
    (brought,) = thread.cases
    (advice,) = brought.advice
    assert brought.case == way["case"]
    assert (advice.recommendation.text, advice.recommendation.state) == (
        "Train nurses.",
        "accepted",
    )
    assert [action.title for action in advice.actions] == ["Train twenty"]
    assert [action.title for action in thread.actions] == ["Ask the minister"]
    assert [(point.assessment.year, point.words) for point in thread.after] == [
        (THIS_YEAR + 1, "3: Step 3")
    ]
    assert thread.change == Change.BETTER


@pytest.mark.parametrize(
    ("after", "change"),
    [(1, Change.WORSE), (2, Change.SAME), (4, Change.BETTER), (None, None)],
)
def test_the_change_is_told_as_it_is(after, change):
    (thread,) = whole(a_way(level_after=after)["lead"])

    assert thread.change == change


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("visitor", set()),
        ("stranger", set()),
        ("coordinator elsewhere", set()),
        ("participant", {"case", "advice", "action", "before"}),
        ("expert", {"case", "advice", "action", "before"}),
        ("coordinator", {"case", "advice", "action", "before", "after"}),
        ("member", {"case", "advice", "action", "before", "after"}),
    ],
)
def test_what_is_hidden_elsewhere_is_hidden_here(client, who, sees):
    """The second assessment waits for review: only its team and the coordinators see it."""
    way = a_way()
    person = {
        "visitor": AnonymousUser,
        "stranger": make.a_person,
        "coordinator elsewhere": lambda: make.a_role(make.a_programme(), "coordinator"),
        "participant": lambda: make.enrolled(way["programme"]),
        "expert": lambda: make.a_role(way["programme"], "expert"),
        "coordinator": lambda: make.a_role(way["programme"], "coordinator"),
        "member": lambda: make.a_member(way["team"]),
    }[who]()
    if person.pk:
        client.force_login(person)

    threads = whole(person)
    found = set()
    for thread in threads:
        found |= {"case"} if thread.cases else set()
        found |= {"advice"} if any(one.advice for one in thread.cases) else set()
        found |= {"action"} if thread.actions else set()
        found |= {"before"} if thread.before else set()
        found |= {"after"} if thread.after else set()
    pages = [client.get(address).content.decode() for address in ("/trace/", "/trace.csv")]
    data = json.loads(client.get("/trace.json").content)

    assert found == sees
    for page in pages:
        assert ("Train twenty" in page) is ("action" in sees)
        assert ("Morphine" in page) is ("case" in sees)
        assert ("Step 3" in page) is ("after" in sees)
        assert ("Tonga" in page or "TON" in page) is bool(sees)
    assert len(data["threads"]) == len(threads)


def test_a_case_withdrawn_is_no_longer_in_the_trace():
    way = a_way(level_after=None)
    other = make.enrolled(way["programme"])
    type(way["case"]).objects.filter(pk=way["case"].pk).update(
        withdrawn_at=clock.now(), withdrawal_reason="Ours."
    )

    (thread,) = whole(other)

    assert thread.cases == []
    assert [action.title for action in thread.actions] == ["Train twenty", "Ask the minister"]


def test_a_trace_is_asked_of_a_country_a_programme_or_an_indicator():
    way, other = a_way(level_after=None), a_way(level_after=None, name="Samoa", iso2="WS")
    person = make.enrolled(way["programme"], make.enrolled(other["programme"]))

    assert [thread.country.name for thread in whole(person)] == ["Tonga", "Samoa"]
    for scope, wanted in (
        (Scope(country=other["team"].country), ["Samoa"]),
        (Scope(programme=way["programme"]), ["Tonga"]),
        (Scope(framework="set", code="A1"), ["Tonga", "Samoa"]),
        (Scope(framework="set", code="A2"), []),
    ):
        assert [thread.country.name for thread in whole(person, scope)] == wanted


def test_the_table_has_a_line_for_each_way_through(client):
    way = a_way()
    client.force_login(way["lead"])

    text = client.get("/trace.csv").content.decode()

    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    assert [
        (row["Answer before"], row["Recommendation"], row["Action"], row["Change"]) for row in rows
    ] == [
        ("2: Step 2", "Train nurses.", "Train twenty", "Better"),
        ("2: Step 2", "", "Ask the minister", "Better"),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_trace_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, number
):
    ways = [
        a_way(name=name, iso2=iso2)
        for name, iso2 in (("Tonga", "TO"), ("Samoa", "WS"), ("Fiji", "FJ"))[:number]
    ]
    person = make.a_person()
    for way in ways:
        make.enrolled(way["programme"], person)
    client.force_login(person)

    with django_assert_num_queries(19):
        page = client.get("/trace/")

    assert page.content.decode().count("Ask the minister") == number


def test_a_team_says_later_which_gap_its_case_is_about(client):
    way = a_way(level_after=None)
    indicator = way["action"].indicator
    case = make.a_case(
        way["programme"], team=way["team"], presenter=make.enrolled(way["programme"])
    )
    client.force_login(way["lead"])

    client.post(f"/cases/{case.pk}/gap/", {"indicator": indicator.pk})
    named = "It is about a gap" in client.get(f"/cases/{case.pk}/").content.decode()
    client.post(f"/cases/{case.pk}/gap/", {"indicator": "999"})
    kept = case.origin.indicator
    client.post(f"/cases/{case.pk}/gap/", {"indicator": ""})

    assert (named, kept) == (True, indicator)
    assert "It is about a gap" not in client.get(f"/cases/{case.pk}/").content.decode()


@pytest.mark.parametrize(("role", "answer"), [("coordinator", 302), ("expert", 403)])
def test_who_says_which_gap_a_case_is_about(client, role, answer):
    way = a_way(level_after=None)
    client.force_login(make.a_role(way["programme"], role))

    sent = client.post(f"/cases/{way['case'].pk}/gap/", {"indicator": ""})

    assert sent.status_code == answer
