"""The table of ``who_sees`` whole: pages, lists, counts, records, files, mails, the room."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from talanoa.cases import access, acts, queries, scene, services
from talanoa.cases.forms import CaseFilter
from talanoa.cases.models import Case
from talanoa.cases.tests.who_sees import PANEL, ROLES, TABLES, cells
from talanoa.kernel.refusals import NotVisible
from talanoa.live.models import GuestLink
from talanoa.notices.models import Message
from tests import make

pytestmark = pytest.mark.django_db

STATES = [line.split()[0] for line in TABLES["open"].strip().splitlines()]
TEAM, COUNTRY, WRITER = "Team of the outer isles", "Tonga", "Sela Taufa"


def words(state):
    return f"One pharmacist for the {state} islands."


class World:
    """A programme with a case in each state, all shown in one mode, and somebody of each role."""

    def __init__(self, mode):
        self.programme = make.a_programme(hub=make.a_hub())
        self.team = make.a_team(self.programme, name=TEAM)
        presenter = make.enrolled(self.programme, make.a_person(WRITER))
        self.people = {
            "stranger": make.a_person("Sam Stranger"),
            "guest": make.a_person("Gus Guest"),
            "participant": make.enrolled(self.programme),
            "team": make.a_person("Ben Osei"),
            "co-author": make.enrolled(self.programme, make.a_person("Coa Uthor")),
            "other-team": make.a_person("Ot Her"),
            "panel-expert": make.a_person("Pan El"),
            "administrator": make.a_person("Ad Min"),
            "elsewhere": make.a_role(make.a_programme(), "coordinator"),
            **{
                role: make.a_role(self.programme, role)
                for role in ("expert", "scribe", "facilitator", "coordinator")
            },
        }
        other = make.a_team(self.programme)
        make.programmes.add_to_team(by=None, team=self.team, person=self.people["team"])
        make.programmes.add_to_team(by=None, team=other, person=self.people["other-team"])
        make.programmes.name_administrator(
            by=None, hub=self.programme.hub, person=self.people["administrator"]
        )
        self.cases = {state: self._case(state, mode, presenter) for state in STATES}

    def _case(self, state, mode, presenter):
        status = {
            "reserve": "accepted",
            "embargoed": "scheduled",
            "expired": "discussed",
            "withdrawn": "scheduled",
        }.get(state, state)
        case = make.a_case(
            self.programme,
            title=f"The {state} case",
            situation=words(state),
            presenter=presenter,
            team=self.team,
        )
        services.add_author(by=presenter, case=case, name="Coa Uthor")
        make.a_file(case)
        services.show_as(by=presenter, case=case, mode=mode, shows_country=False, expires_on=None)
        item = make.a_place(make.a_cohort(self.programme), starts_in=timedelta(minutes=10))
        case = make.brought_to(case, status, item=item)
        coordinator = self.people["coordinator"]
        if case.session:
            make.a_part(case.session, "expert", self.people["panel-expert"])
        if state == "scheduled":
            GuestLink.objects.create(
                session=case.session, person=self.people["guest"], secret_hash="of a guest"
            )
        if case.discussed_at:
            make.a_recommendation(case)
        if state == "reserve":
            services.reserve(by=coordinator, case=case)
        if state == "embargoed":
            services.set_embargo(by=coordinator, case=case, hours=0)
        if state == "expired":
            make.expired(case)
        if state == "withdrawn":
            services.withdraw(by=presenter, case=case, reason="We solved it.")
        return Case.objects.select_related("programme", "session").get(pk=case.pk)


def found_by(client, case, state):
    """What somebody finds at a case's address, as the table says it."""
    page = client.get(reverse("cases:detail", args=[case.pk]))
    if page.status_code == 404:
        return "-"
    text = page.content.decode()
    if words(state) not in text:
        return "s"
    return "W" if TEAM in text and COUNTRY in text and WRITER in text else "n"


def reads_file(person, case):
    attached = case.attachments.first()
    if attached is None:
        return False
    try:
        access.get_attachment(person, case.pk, attached.pk)
    except NotVisible:
        return False
    return True


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.mark.parametrize("mode", list(TABLES))
def test_everybody_finds_what_the_table_says_wherever_they_look(mode, client):
    world, table = World(mode), cells(mode)
    told = {"team", "co-author", "coordinator", "administrator"}
    for role in ROLES:
        person = world.people[role]
        client.force_login(person)
        expected = {state: table[state, role] for state in STATES}

        pages = {state: found_by(client, case, state) for state, case in world.cases.items()}
        assert pages == expected, role

        listed = client.get(reverse("cases:list", args=[world.programme.slug])).content.decode()
        links = {
            state: f'href="{reverse("cases:detail", args=[case.pk])}"' in listed
            for state, case in world.cases.items()
        }
        assert links == {state: cell != "-" for state, cell in expected.items()}, role
        assert queries.cases_of(person, world.programme).count() == sum(links.values())
        may_be_named = role in told or mode in ("open", "restricted")
        assert (TEAM in listed) is (any(links.values()) and may_be_named), role

        programme = client.get(reverse("programmes:detail", args=[world.programme.slug]))
        day = client.get(reverse("home:my_day"))
        for state, case in world.cases.items():
            if expected[state] == "-" and case.title:
                assert case.title not in programme.content.decode() + day.content.decode()

        reads = {state for state, cell in expected.items() if cell in ("W", "n")}
        files = {state for state, case in world.cases.items() if reads_file(person, case)}
        assert files == reads, role
        advised = {given.case_id for given in queries.recommendations_of(person, world.programme)}
        assert advised == {world.cases[state].pk for state in reads & {"discussed", "expired"}}, (
            role
        )
        countries = [
            key
            for key, _name in CaseFilter(by=person, programme=world.programme)
            .fields["country"]
            .choices
            if key
        ]
        assert len(countries) == ("W" in expected.values()), role

        for state in ("scheduled", "discussed", "expired", "withdrawn"):
            recorded = acts.in_record(world.cases[state].session, person)
            assert bool(recorded) is (state in reads), (role, state)
            if recorded:
                drawn = render_to_string("cases/_record.html", recorded)
                assert (TEAM in drawn or COUNTRY in drawn) is (expected[state] == "W")
    assert acts.in_record(world.cases["discussed"].session, None) is None

    mailed = set(
        Message.objects.filter(key__startswith="cases.").values_list("person__pk", flat=True)
    )
    kept_out = {world.people[role].pk for role in ROLES if role not in told}
    assert mailed & kept_out == set()


@pytest.mark.parametrize(
    ("mode", "when"), [(mode, when) for mode, row in PANEL.items() for when in row]
)
def test_the_room_is_shown_what_the_table_says(mode, when):
    case = make.a_case(status="scheduled", situation=words(when), title="Its title")
    services.show_as(by=case.presenter, case=case, mode=mode, shows_country=False, expires_on=None)
    session = case.session
    if when == "embargo":
        services.set_embargo(by=make.a_role(case.programme, "coordinator"), case=case, hours=0)
    if when in ("running", "ended"):
        make.schedule.open_session(by=None, session=session)
        session.refresh_from_db()
    if when == "ended":
        make.schedule.close_session(by=None, session=session)
        session.refresh_from_db()
    if when == "expired":
        make.expired(case)

    drawn = render_to_string("cases/_in_hand.html", scene.in_hand(session))

    shown = words(when) in drawn
    named = str(case.presenter) in drawn or str(case.country) in drawn
    assert ("W" if named else "n") == PANEL[mode][when] if shown else PANEL[mode][when] == "-"
    assert shown or "Its title" not in drawn
