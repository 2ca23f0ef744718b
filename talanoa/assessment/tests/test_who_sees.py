"""The tables of ``who_sees`` whole, at every address: pages, lists, counts, files, exports."""

import pytest
from django.test import Client
from django.urls import reverse

from talanoa.assessment.models import Medicine
from talanoa.assessment.services import (
    assessing,
    evidence,
    medicines,
    planning,
    reviewing,
    verdicts,
    wording,
)
from talanoa.assessment.tests.makers import a_version, answered, indicator_of
from talanoa.assessment.tests.test_evidence import a_pdf
from talanoa.assessment.tests.who_sees import (
    ASSESSMENTS,
    MEDICINES,
    PLANS,
    ROLES,
    VERSIONS,
    rows,
)
from talanoa.programmes import services as programmes
from tests import make

pytestmark = pytest.mark.django_db

WORDS, REMARK = "Zqanswer of the ministry", "Zqremark among us"


class World:
    """A programme with a team, and somebody of each role."""

    def __init__(self):
        self.programme = programme = make.a_programme(hub=make.a_hub())
        self.country = make.a_country()
        self.team = make.a_team(programme, country=self.country)
        other = make.a_team(programme, country=make.a_country("WS", name="Samoa", iso3="WSM"))
        abroad = make.a_hub()
        self.people = {
            "visitor": None,
            "stranger": make.a_person(),
            "elsewhere": make.a_role(make.a_programme(hub=abroad), "coordinator"),
            "enrolled": make.enrolled(programme),
            "other-team": make.a_member(other),
            "member": make.a_member(self.team),
            "reviewer": make.a_role(programme, "expert"),
            "released": make.a_role(programme, "expert"),
            "administrator": make.a_person(),
            "other-hub": make.a_person(),
        }
        for role in ("expert", "facilitator", "scribe", "coordinator"):
            self.people[role] = make.a_role(programme, role)
        for who, hub in (("administrator", programme.hub), ("other-hub", abroad)):
            programmes.name_administrator(by=None, hub=hub, person=self.people[who])
        self.member = self.people["member"]

    def found(self, urls, words=WORDS):
        """By role: at which of these addresses each finds the words."""
        found = {}
        for role in ROLES:
            client, person = Client(), self.people[role]
            if person is not None:
                client.force_login(person)
            found[role] = {name for name, url in urls.items() if words in _opened(client, url)}
        return found


def _opened(client, url):
    answer = client.get(url)
    if answer.status_code != 200:
        assert answer.status_code in (302, 403, 404), (url, answer.status_code)
        return ""
    body = b"".join(answer) if answer.streaming else answer.content
    return body.decode(errors="replace")


def an_assessment(world, state):
    state, _comma, withdrawn = state.partition(",")
    by, coordinator = world.member, world.people["coordinator"]
    found = assessing.begin(by=by, team=world.team, version=a_version(), year=2025)
    said = answered(found, by=by, comment=WORDS)
    kept = evidence.add(by=by, answer=said, kind="file", title="A file", file=a_pdf())
    assessing.remark(by=by, assessment=found, indicator=indicator_of(found), text=REMARK)
    if state != "draft":
        verdicts.submit(by=by, assessment=found)
        if state != "submitted":
            for who in ("released", "reviewer"):
                verdicts.ask_review(by=coordinator, assessment=found, reviewer=world.people[who])
        reviewer = world.people["reviewer"]
        if state == "returned":
            verdicts.give_back(by=reviewer, assessment=found, note="Why?", reasons={})
        if state in ("private", "restricted", "published"):
            verdicts.agree(by=reviewer, assessment=found)
            verdicts.show_to(by=by, assessment=found, visibility=state)
    if withdrawn:
        assessing.withdraw(by=by, assessment=found, reason="Zqreason of ours")
    return found, kept


@pytest.mark.parametrize("state", rows(ASSESSMENTS))
def test_an_assessment_is_found_where_the_table_says_and_nowhere_else(state):
    world = World()
    one, kept = an_assessment(world, state)
    indicator = indicator_of(one).pk
    expected = rows(ASSESSMENTS)[state]
    shown = {
        "detail": reverse("assessment:detail", args=[one.pk]),
        "sheet": reverse("assessment:sheet", args=[one.pk]),
    }
    reads = {
        "answer": reverse("assessment:answer", args=[one.pk, indicator]),
        "csv": reverse("assessment:download", args=[one.pk, "csv"]),
        "json": reverse("assessment:download", args=[one.pk, "json"]),
    }
    file = {"file": reverse("assessment:evidence", args=[one.pk, kept.pk])}
    told = {
        "gaps": reverse("assessment:gaps", args=[one.pk]),
        "peers": reverse("assessment:peers", args=[one.pk]),
    }
    own = {
        "answer": reads["answer"],
        "history": reverse("assessment:history", args=[one.pk, indicator]),
    }
    lists = {"list": reverse("assessment:list", args=[world.programme.slug])}

    found = world.found(reads)
    assert found == {
        role: set(reads) if cell in ("A", "R") else set() for role, cell in expected.items()
    }
    for role, names in world.found(shown, "Indicator 1").items():
        if expected[role] == "s":  # the questions without an answer may stand there
            names = names - {"sheet"}
        assert names == (set(shown) if expected[role] in ("A", "R") else set()), role
    found = world.found(told, "<h1")
    assert found == {
        role: set(told) if cell in ("A", "R") else set() for role, cell in expected.items()
    }
    found = world.found(file, "%PDF")
    assert {role: bool(names) for role, names in found.items()} == {
        role: cell in ("A", "R") for role, cell in expected.items()
    }
    found = world.found(own, REMARK)
    assert {role: "answer" in names for role, names in found.items()} == {
        role: cell == "A" for role, cell in expected.items()
    }
    found = world.found(lists, f"/assessments/{one.pk}/")
    assert {role: bool(names) for role, names in found.items()} == {
        role: cell != "-" for role, cell in expected.items()
    }
    found = world.found({"detail": shown["detail"]}, "Zqreason of ours")
    assert {role: bool(names) for role, names in found.items()} == {
        role: cell == "s" for role, cell in expected.items()
    }


@pytest.mark.parametrize("visibility", rows(PLANS))
def test_a_plan_and_its_actions_are_found_where_the_table_says(visibility):
    world = World()
    plan = planning.begin_plan(by=world.member, team=world.team)
    text = planning.ActionText(title=WORDS, indicator=a_version().indicators.first())
    action = planning.add_action(by=world.member, plan=plan, text=text)
    planning.share_plan(by=world.member, plan=plan, visibility=visibility)
    urls = {
        "plan": reverse("assessment:plan", args=[world.team.pk]),
        "csv": reverse("assessment:plan_csv", args=[world.team.pk]),
        "action": reverse("assessment:action", args=[action.pk]),
        "trace": reverse("assessment:trace") + f"?country={world.country.iso3}",
        "trace-csv": reverse("assessment:trace_csv"),
        "trace-json": reverse("assessment:trace_json"),
    }

    expected = rows(PLANS)[visibility]
    assert world.found(urls) == {
        role: set(urls) if cell == "R" else set() for role, cell in expected.items()
    }


@pytest.mark.parametrize("state", rows(MEDICINES))
def test_a_countrys_medicines_are_found_where_the_table_says(state):
    world = World()
    record = {"medicines": [{"inn": "morphine", "section": "2.2", "section_title": "Opioids"}]}
    medicines.load_medicines(record=record)
    medicine = Medicine.objects.get()
    text = medicines.MedicineText(source="The list", is_listed="no", price_note=WORDS)
    medicines.say(
        by=world.member, country=world.country, medicine=medicine, year=2026, seen=0, text=text
    )
    if state == "published":
        medicines.share(by=world.member, country=world.country, publishes=True)
    iso3 = world.country.iso3
    urls = {"medicine": reverse("assessment:medicine", args=[iso3, medicine.pk])}
    pages = {
        "country": reverse("assessment:country_medicines", args=[iso3]),
        "all": reverse("assessment:medicines"),
    }

    expected = {role: cell == "R" for role, cell in rows(MEDICINES)[state].items()}
    assert {role: bool(names) for role, names in world.found(urls).items()} == expected
    listed = world.found(pages, f"/countries/{iso3.lower()}/medicines/")
    for role, names in listed.items():
        assert ("all" in names) <= expected[role], role


@pytest.mark.parametrize("state", rows(VERSIONS))
def test_a_version_of_a_framework_is_found_where_the_table_says(state):
    world = World()
    by = world.people["administrator"]
    version = wording.begin(by=by, version=a_version("zqset"))
    type(version).objects.filter(pk=version.pk).update(title=WORDS)
    version.refresh_from_db()
    if state in ("in-review", "published"):
        reviewing.propose(by=by, version=version)
    if state == "published":
        reviewing.publish(by=world.people["other-hub"], version=version)
    if state == "discarded":
        reviewing.discard(by=by, version=version)
    args = ["zqset", version.number]
    urls = {
        "version": reverse("assessment:version", args=args),
        "json": reverse("assessment:export", args=[*args, "json"]),
    }
    others = {
        "framework": reverse("assessment:framework", args=["zqset"]),
        "all": reverse("assessment:indicators"),
        "changes": reverse("assessment:changes", args=args),
    }

    expected = rows(VERSIONS)[state]
    assert world.found(urls) == {
        role: set(urls) if cell == "R" else set() for role, cell in expected.items()
    }
    for role, names in world.found(others).items():
        assert not names or expected[role] == "R", role
