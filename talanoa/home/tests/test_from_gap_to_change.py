"""The whole way: a team applies, finds its gaps, is advised, acts, and assesses itself again."""

from datetime import timedelta

import pytest

from talanoa.assessment.gaps import Change
from talanoa.assessment.models import Assessment
from talanoa.assessment.queries import trace
from talanoa.assessment.services import origins, planning, verdicts
from talanoa.assessment.services.planning import ActionText
from talanoa.assessment.tests import makers
from talanoa.cases import services as cases
from talanoa.cases.refusals import Identifying
from talanoa.cases.services import CaseText, Choice
from talanoa.cases.terms import StepName
from talanoa.kernel import clock
from talanoa.live.services import floor
from talanoa.programmes import services as programmes
from talanoa.programmes.models import CountryTeam
from tests import make, make_teams

pytestmark = pytest.mark.django_db

YEAR = 2026
NAME, PHONE = "Mary Akello", "+256 772 555 013"
SITUATION = "One pharmacist serves eight districts."


@pytest.fixture
def country():
    return make.a_country(
        "XA", name="Example A", iso3="XAA", is_example=True,
        names={"en": "Example A", "fr": "Exemple A", "ar": "مثال A"},
    )  # fmt: skip


@pytest.fixture
def hub_administrator():
    return make.a_person("Hana Administrator")


@pytest.fixture
def programme(hub_administrator):
    hub = make.a_hub(administrator=hub_administrator, is_demonstration=True)
    programme = make.a_programme(hub=hub, is_demonstration=True)
    make.a_cohort(programme)
    return programme


def selected(programme, country, lead):
    """A team that applied, was selected with a reason and told, and has signed."""
    coordinator = make.a_role(programme, "coordinator")
    team_round = make_teams.a_round(programme)
    application = make_teams.an_application(
        team_round, lead=lead, country=country, team_name="Example team"
    )
    make_teams.at_its_end(team_round)
    programmes.decide(
        by=coordinator, application=application, decision="selected", reason="It can act."
    )
    programmes.send_decisions(by=coordinator, team_round=team_round)
    team = CountryTeam.objects.get(programme=programme, country=country)
    programmes.sign(by=lead, team=team, statement=make_teams.a_statement(programme))
    return team


def assessed(team, lead, *, version, year, level):
    """Reviewed by an expert and shown to the programme."""
    assessment = makers.an_assessment(team, version=version, by=lead, year=year)
    makers.answered(assessment, by=lead, code="A1", value=level, priority=3)
    for code, value in (("A2", 40), ("A3", 0)):
        makers.answered(assessment, by=lead, code=code, value=value)
    verdicts.submit(by=lead, assessment=assessment)
    coordinator, expert = (make.a_role(team.programme, role) for role in ("coordinator", "expert"))
    verdicts.ask_review(by=coordinator, assessment=assessment, reviewer=expert)
    verdicts.agree(by=expert, assessment=assessment)
    verdicts.show_to(by=lead, assessment=assessment, visibility="restricted")
    return Assessment.objects.select_related("version__framework", "team", "country").get(
        pk=assessment.pk
    )


def brought(team, lead, indicator):
    """A case on a gap: caught with a name and a number, returned once, accepted, scheduled."""
    case = origins.case_on_gap(by=lead, team=team, indicator=indicator)
    text = {
        "title": "Morphine by courier",
        "team": team,
        "tried": "A courier for three months.",
        "obstacle": "The law asks for a doctor's signature.",
        "question": "How did others let nurses prescribe?",
    }
    first = CaseText(situation=f"{SITUATION} Ask {NAME}, {PHONE}.", **text)
    case = cases.save(by=lead, case=case, revision=case.revision, text=first)
    with pytest.raises(Identifying) as caught:
        cases.submit(by=lead, case=case)
    told = [found.words for found in caught.value.found]
    assert [NAME in told[0], PHONE in told[1], len(told)] == [True, True, 2]
    choices = {found.key: Choice("remove") for found in caught.value.found}
    case = cases.settle_guard(by=lead, case=case, revision=case.revision, choices=choices)
    assert NAME not in case.situation
    assert PHONE not in case.situation
    coordinator = make.a_role(team.programme, "coordinator")
    case = cases.submit(by=lead, case=case)
    case = cases.return_to_team(by=coordinator, case=case, reason="Give a figure.")
    case = cases.save(
        by=lead, case=case, revision=case.revision, text=CaseText(situation=SITUATION, **text)
    )
    case = cases.submit(by=lead, case=case)
    case = cases.accept(by=coordinator, case=case, revision=case.revision)
    place = make.a_place(team.programme, starts_in=timedelta(minutes=10))
    return cases.schedule(by=coordinator, case=case, item=place)


def discussed(case):
    """Presented and advised in its turn, and the letter signed in time and acknowledged."""
    session, facilitator = case.session, make.a_role(case.programme, "facilitator")
    scribe = make.a_role(case.programme, "scribe")
    floor.open_session(by=facilitator, session=session)
    for step, advice in (
        (StepName.PRESENTATION, None),
        (StepName.PARTICIPANTS, "Train a nurse in each district."),
        (StepName.EXPERTS, "Ask the regulator for a pilot."),
    ):
        make.at_step(case, step, by=facilitator)
        if advice:
            cases.recommend(by=scribe, session=session, case=case.pk, text=advice)
    make.closed(session)
    cases.discuss_cases_of(session=session)
    case.refresh_from_db()
    letter = make.a_letter(case, status="sent")
    assert letter.signed_at <= letter.due_at
    cases.acknowledge_letter(by=case.presenter, sent=letter.versions.get())
    return letter


def test_a_gap_becomes_a_change(client, programme, country, hub_administrator):
    lead = make.enrolled(programme, make.a_person("Lena Lead"))
    team = selected(programme, country, lead)
    version = makers.a_version()
    first = assessed(team, lead, version=version, year=YEAR, level=1)
    client.force_login(lead)
    gaps = client.get(f"/assessments/{first.pk}/gaps/").content.decode()
    offered = [f"/teams/{team.pk}/gaps/{one.pk}/case/" in gaps for one in version.indicators.all()]
    assert offered == [True, True, True]

    case = brought(team, lead, makers.indicator_of(first))
    letter = discussed(case)
    plan = planning.begin_plan(by=lead, team=team)
    planning.share_plan(by=lead, plan=plan, visibility="restricted")
    advice = list(case.recommendations.order_by("pk"))
    for one in advice:
        planning.add_action(
            by=lead,
            plan=plan,
            text=ActionText(title=one.words, indicator=makers.indicator_of(first)),
            recommendation=one,
        )
    asked = make.an_asking(letter, weeks=12)
    cases.answer_follow_up(
        by=lead,
        follow_up=asked,
        answers=[
            cases.Answer(recommendation=advice[0].pk, state="done"),
            cases.Answer(recommendation=advice[1].pk, state="adopted"),
        ],
    )
    with clock.standing_at(clock.now() + timedelta(days=365)):
        assessed(team, lead, version=version, year=YEAR + 1, level=3)

    (thread,) = trace.threads(lead, trace.keys(lead, trace.Scope(country=country)))
    assert thread.change == Change.BETTER
    assert [one.recommendation.state for one in thread.cases[0].advice] == ["done", "adopted"]
    assert [len(one.actions) for one in thread.cases[0].advice] == [1, 1]
    for language, words in {
        "en": ["Example A", "Morphine by courier", "Better"],
        "fr": ["Exemple A", "Morphine by courier", "Mieux"],
        "ar": ["مثال A", "Morphine by courier"],
    }.items():
        lead.language = language
        lead.save()
        page = client.get("/trace/").content.decode()
        assert [word for word in words if word not in page] == []


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("stranger", {"plan": False, "case": False, "trace": False}),
        ("participant", {"plan": True, "case": True, "trace": True}),
        ("another country", {"plan": True, "case": True, "trace": True}),
        ("expert", {"plan": True, "case": True, "trace": True}),
        ("coordinator", {"plan": True, "case": True, "trace": True}),
        ("hub administrator", {"plan": True, "case": True, "trace": True}),
    ],
)
def test_each_sees_what_is_theirs_to_see(client, programme, country, hub_administrator, who, sees):
    lead = make.enrolled(programme)
    team = selected(programme, country, lead)
    first = assessed(team, lead, version=makers.a_version(), year=YEAR, level=1)
    case = brought(team, lead, makers.indicator_of(first))
    plan = planning.begin_plan(by=lead, team=team)
    planning.share_plan(by=lead, plan=plan, visibility="restricted")
    person = {
        "stranger": make.a_person,
        "participant": lambda: make.enrolled(programme),
        "another country": lambda: make.a_member(
            make.a_team(programme, name="Other"), make.enrolled(programme)
        ),
        "expert": lambda: make.a_role(programme, "expert"),
        "coordinator": lambda: make.a_role(programme, "coordinator"),
        "hub administrator": lambda: hub_administrator,
    }[who]()
    client.force_login(person)

    found = {
        "plan": client.get(f"/teams/{team.pk}/plan/").status_code == 200,
        "case": client.get(f"/cases/{case.pk}/").status_code == 200,
        "trace": "Morphine by courier" in client.get("/trace/").content.decode(),
    }

    assert found == sees
