"""A team's own space: who enters, who says who is in it, and teams of several countries."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from talanoa.cases import services as cases
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.live.queries import country_of as country_in_room
from talanoa.programmes import access, queries, services
from tests.make import (
    a_case,
    a_cohort,
    a_country,
    a_hub,
    a_person,
    a_programme,
    a_role,
    a_session,
    a_team,
    enrolled,
)
from tests.make_teams import a_member, a_statement

pytestmark = pytest.mark.django_db

ENTERS = [
    # who, enters, says who is in it, reads what the team signed
    ("anonymous", False, False),
    ("stranger", False, False),
    ("enrolled", False, False),
    ("member of another team", False, False),
    ("lead of another team", False, False),
    ("expert", False, False),
    ("facilitator", False, False),
    ("coordinator elsewhere", False, False),
    ("administrator elsewhere", False, False),
    ("member", True, False),
    ("lead", True, True),
    ("coordinator", True, True),
    ("administrator", True, True),
]


def someone(who, team):
    """A person who stands to ``team`` as ``who`` says."""
    programme = team.programme
    makers = {
        "anonymous": AnonymousUser,
        "stranger": a_person,
        "enrolled": lambda: enrolled(programme),
        "member of another team": lambda: a_member(a_team(programme)),
        "lead of another team": lambda: a_member(a_team(programme), is_lead=True),
        "coordinator elsewhere": lambda: a_role(a_programme(hub=programme.hub), "coordinator"),
        "administrator elsewhere": lambda: (
            a_hub(administrator=a_person()).administrators.get().person
        ),
        "member": lambda: a_member(team),
        "lead": lambda: team.members.get(is_lead=True).person,
        "administrator": lambda: programme.hub.administrators.get().person,
    }
    return makers.get(who, lambda: a_role(programme, who))()


def a_led_team(**fields):
    team = a_team(a_programme(hub=a_hub(administrator=a_person())), **fields)
    a_member(team, a_person("Lea Lead"), is_lead=True)
    return team


def door(opens, *args):
    try:
        opens(*args)
    except NotVisible:
        return False
    return True


@pytest.mark.parametrize(("who", "enters", "leads"), ENTERS)
def test_who_enters_a_teams_space_and_who_says_who_is_in_it(who, enters, leads):
    team = a_led_team()
    person = someone(who, team)

    assert door(access.get_space, person, team.pk) is enters
    assert (team in access.spaces_visible_to(person)) is enters
    assert (access.leading_refused(person, team) is None) is leads
    assert (access.inviting_refused(person, team.programme, team) is None) is leads


@pytest.mark.parametrize(("who", "enters", "leads"), ENTERS)
def test_who_gets_the_pages_of_a_team(client, who, enters, leads):
    team = a_led_team()
    lead = team.members.get().person
    statement = a_statement(team.programme)
    services.sign(by=lead, team=team, statement=statement)
    person = someone(who, team)
    if who != "anonymous":
        client.force_login(person)
    status = 302 if who == "anonymous" else 200 if enters else 404

    space = client.get(f"/teams/{team.pk}/")
    page = client.get(f"/teams/{team.pk}/statements/{statement.pk}/")

    assert (space.status_code, page.status_code) == (status, status)
    assert ("Invite somebody" in space.content.decode()) is leads


@pytest.mark.parametrize(
    ("who", "whom", "reason"),
    [
        ("lead", "member", None),
        ("lead", "lead", "Hand the lead of the team over first."),
        ("member", "member", None),
        ("member", "another", "Only the lead of the team"),
        ("member", "lead", "Hand the lead"),
        ("stranger", "member", "Only the lead of the team"),
        ("coordinator", "member", None),
        ("coordinator", "lead", None),
        ("administrator", "lead", None),
    ],
)
def test_who_takes_whom_out_of_a_team(who, whom, reason):
    team = a_led_team()
    person = someone(who, team)
    if whom == "lead":
        member = team.members.get(is_lead=True)
    else:
        other = person if who == whom == "member" else a_member(team)
        member = team.members.get(person=other)

    if reason is None:
        services.remove_from_team(by=person, member=member)
    else:
        with pytest.raises(Refused, match=reason):
            services.remove_from_team(by=person, member=member)

    assert team.members.filter(pk=member.pk).exists() is (reason is not None)


def test_the_lead_is_handed_over_and_one_leads():
    team = a_led_team()
    lead, member = team.members.get().person, a_member(team)

    assert services.hand_over(by=lead, team=team, person=member) is True
    assert services.hand_over(by=member, team=team, person=member) is False

    assert [one.person for one in team.members.filter(is_lead=True)] == [member]
    with pytest.raises(Refused, match="Only the lead"):
        services.hand_over(by=lead, team=team, person=lead)
    with pytest.raises(Refused, match="Only a member"):
        services.hand_over(by=member, team=team, person=a_person())


def test_a_lead_invites_to_their_team_alone():
    team = a_led_team()
    lead = team.members.get().person
    programme = team.programme

    invitation = services.invite(by=lead, programme=programme, address="a@example.net", team=team)
    for wrong in (
        {"team": a_team(programme)},
        {"role": "expert"},
        {"team": team, "programme": a_programme()},
    ):
        with pytest.raises(Refused):
            services.invite(
                **{"by": lead, "programme": programme, "address": "b@example.net"} | wrong
            )

    assert services.withdraw_invitation(by=lead, invitation=invitation) is True


def test_a_lead_runs_the_team_from_its_page(client):
    team = a_led_team()
    lead = team.members.get().person
    member = a_member(team, a_person("Mia Member"))
    statement = a_statement(team.programme)
    client.force_login(lead)
    page = client.get(f"/teams/{team.pk}/").content.decode()
    assert "Read and sign the statement of collaboration." in page
    assert "Mia Member" in page

    signed = client.post(f"/teams/{team.pk}/statements/{statement.pk}/")
    invited = client.post(f"/teams/{team.pk}/", {"address": "new@example.net"})
    twice = client.post(f"/teams/{team.pk}/", {"address": "new@example.net"})
    pk = team.members.get(person=member).pk
    handed = client.post(f"/teams/{team.pk}/members/{pk}/lead/")

    assert [one.status_code for one in (signed, invited, twice, handed)] == [302, 302, 422, 302]
    assert "already been invited" in twice.content.decode()
    page = client.get(f"/teams/{team.pk}/").content.decode()
    assert "new@example.net" not in page
    assert access.is_lead(member, team) is True
    own = team.members.get(person=lead).pk
    left = client.post(f"/teams/{team.pk}/members/{own}/leave/")
    assert left.headers["Location"] == f"/programmes/{team.programme.slug}/"
    assert client.get(f"/teams/{team.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_teams_page_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    team = a_led_team()
    lead = team.members.get().person
    statement = a_statement(team.programme, members_sign=True)
    for _number in range(count):
        a_member(team, a_person("Mia Member"))
        a_case(team.programme, presenter=lead, team=team)
    services.sign(by=lead, team=team, statement=statement)
    client.force_login(lead)

    with django_assert_num_queries(QUERIES_OF_A_SPACE):
        page = client.get(f"/teams/{team.pk}/").content.decode()

    assert page.count("Morphine does not reach the outer islands") == count


QUERIES_OF_A_SPACE = 25


def a_regional_team(programme=None, *countries):
    countries = countries or (a_country(), a_country("FJ", name="Fiji"))
    return services.make_team(
        by=None,
        programme=programme or a_programme(),
        name="Islands",
        region="Pacific islands",
        countries=countries,
    )


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({}, "country"),
        ({"country": True, "region": "Pacific"}, "country"),
        ({"country": True, "countries": 2}, "country"),
        ({"region": "Pacific"}, "countries"),
        ({"region": "Pacific", "countries": 1}, "countries"),
        ({"countries": 2}, "region"),
        ({"region": " ", "countries": 2}, "region"),
    ],
)
def test_a_team_is_of_one_country_or_of_a_region_with_two(fields, at):
    countries = [a_country(), a_country("FJ", name="Fiji")]
    given = {
        "country": countries[0] if fields.get("country") else None,
        "region": fields.get("region", ""),
        "countries": countries[: fields.get("countries", 0)],
    }

    with pytest.raises(ValidationError) as caught:
        services.make_team(by=None, programme=a_programme(), name="Team", **given)

    assert list(caught.value.message_dict) == [at]


def test_a_coordinator_makes_and_changes_a_regional_team_by_hand(client):
    programme = a_programme()
    tonga, fiji = a_country(), a_country("FJ", name="Fiji")
    client.force_login(a_role(programme, "coordinator"))
    path = f"/programmes/{programme.slug}/teams"
    both = {"name": "Islands", "region": "Pacific", "countries": [tonga.pk, fiji.pk]}

    made = client.post(f"{path}/new/", both)
    team = programme.country_teams.get()
    people = client.get(f"/programmes/{programme.slug}/people/").content.decode()
    form = client.get(f"{path}/{team.pk}/").content.decode()
    changed = client.post(f"{path}/{team.pk}/", {"name": "Tonga", "country": tonga.pk})

    assert (made.status_code, changed.status_code) == (302, 302)
    assert "<bdi>Pacific</bdi>" in people
    assert 'value="Pacific"' in form
    team.refresh_from_db()
    assert (team.country, team.region, team.countries.count()) == (tonga, "", 0)


def test_everything_that_asks_for_a_teams_country_goes_on_with_a_regional_one():
    team = a_regional_team()
    programme, person = team.programme, a_member(team)
    session = a_session(programme)

    assert queries.country_of(person, programme) is None
    assert country_in_room(session, [person.pk]) == {}
    assert [one.place for one in queries.teams(programme)] == ["Pacific islands"]
    assert queries.teams_for(a_country("FJ")).get() == team
    assert [one.iso2 for one in queries.countries_of(team)] == ["FJ", "TO"]


def test_a_country_is_found_by_its_own_team_and_the_regional_one():
    programme = a_programme()
    own, regional = a_team(programme), a_regional_team(programme)
    a_team(programme, country=a_country("WS", name="Samoa"))

    assert list(queries.teams_for(a_country())) == [own, regional]


@pytest.mark.parametrize(
    ("country", "reason"),
    [("FJ", None), ("WS", "Choose a country for which this team speaks"), (None, "Say which")],
)
def test_a_case_of_a_regional_team_is_about_one_of_its_countries(country, reason):
    team = a_regional_team()
    presenter = a_member(team)
    text = cases.CaseText(
        title="Morphine", team=team, country=a_country(country) if country else None
    )

    if reason is None:
        case = cases.begin(by=presenter, programme=team.programme, text=text)
        assert case.country.iso2 == country
    else:
        with pytest.raises(ValidationError, match=reason):
            cases.begin(by=presenter, programme=team.programme, text=text)


def test_the_case_form_of_a_regional_team_asks_for_the_country(client):
    team = a_regional_team()
    client.force_login(a_member(team))

    page = client.get(f"/programmes/{team.programme.slug}/cases/new/").content.decode()

    assert 'name="country"' in page


def test_somebody_in_several_teams_sees_them_all_on_their_day(client):
    first, second = a_team(a_programme()), a_regional_team()
    person = a_member(first)
    a_member(second, person)
    client.force_login(person)

    page = client.get("/my-day/").content.decode()

    assert f"/teams/{first.pk}/" in page
    assert f"/teams/{second.pk}/" in page
    assert "Pacific islands" in page


@pytest.mark.parametrize(
    ("who", "asked"), [("lead", True), ("member", True), ("coordinator", False)]
)
def test_a_team_without_a_case_is_asked_for_its_first(client, who, asked):
    team = a_led_team()
    client.force_login(someone(who, team))

    page = client.get(f"/teams/{team.pk}/").content.decode()

    assert ("Bring the team’s first case." in page) is asked


ENROL = "Enrol: the room then lets you in, and your calendar has the sessions."


@pytest.mark.parametrize(
    ("who", "is_enrolled", "capacity", "asked"),
    [
        ("lead", False, None, True),
        ("member", False, 1, True),
        ("member", False, 0, False),
        ("lead", True, None, False),
        ("coordinator", False, None, False),
    ],
)
def test_a_member_who_is_not_enrolled_is_asked_to(client, who, is_enrolled, capacity, asked):
    team = a_led_team()
    cohort = a_cohort(team.programme, capacity=1 if capacity == 0 else capacity)
    person = someone(who, team)
    if is_enrolled or capacity == 0:
        enrolled(cohort, person if is_enrolled else a_person())
    client.force_login(person)

    page = client.get(f"/teams/{team.pk}/").content.decode()

    link = f'href="/programmes/{team.programme.slug}/cohorts/{cohort.pk}/enrol/">{ENROL}'
    assert (link in page) is asked


def test_who_accepts_an_invitation_to_a_team_comes_to_its_space(client):
    team = a_team(a_programme())
    invitation = services.invite(
        by=None, programme=team.programme, address="a@example.net", team=team
    )
    client.force_login(a_person())

    answer = client.post(f"/invitations/{services.token_for(invitation)}/accept/")

    assert answer.headers["Location"] == f"/teams/{team.pk}/"
