"""The pages of programmes: who gets which, what they show, what they cost."""

import pytest

from talanoa.notices.models import Message
from talanoa.programmes import queries, services
from talanoa.programmes.models import Cohort, CountryTeam, Invitation, Programme
from talanoa.programmes.services.appointments import token_for
from tests.make import (
    a_cohort,
    a_country,
    a_hub,
    a_person,
    a_programme,
    a_role,
    a_team,
    enrolled,
)

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
COORDINATORS_PAGES = [
    "edit/",
    "close/",
    "areas/",
    "cohorts/new/",
    "people/",
    "teams/new/",
    "enrolled/",
    "enrolled.csv",
]


@pytest.mark.parametrize("path", COORDINATORS_PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("facilitator", 404), ("stranger", 404), ("anonymous", 302)],
)
def test_who_gets_a_coordinators_page(client, path, who, status):
    programme = a_programme()
    if who in ("coordinator", "facilitator"):
        client.force_login(a_role(programme, who))
    elif who == "stranger":
        client.force_login(a_person())

    assert client.get(f"/programmes/{programme.slug}/{path}").status_code == status


@pytest.mark.parametrize("path", ["", *COORDINATORS_PAGES])
def test_a_programme_that_is_not_there_is_not_found(client, path):
    client.force_login(a_person())

    assert client.get(f"/programmes/nothing/{path}").status_code == 404


@pytest.mark.parametrize("path", ["publish/", "people/roles/1/take/"])
def test_acts_are_posted(client, path):
    programme = a_programme()
    client.force_login(a_role(programme, "coordinator"))

    assert client.get(f"/programmes/{programme.slug}/{path}").status_code == 405


def test_the_public_list_and_page_need_no_account(client):
    programme = a_programme(name="Palliative Care ECHO", aim="Nobody dies in pain.")
    a_programme(name="A draft", is_published=False)
    services.add_focus_area(by=None, programme=programme, name="Education", is_verified=True)
    services.add_challenge_area(by=None, programme=programme, name="Workforce")

    listed = client.get("/programmes/").content.decode()
    page = client.get(f"/programmes/{programme.slug}/").content.decode()

    assert "Palliative Care ECHO" in listed
    assert "A draft" not in listed
    assert "Nobody dies in pain." in page
    assert "Education" in page
    assert "Workforce" in page
    assert page.count('class="tag draft"') == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    for number in range(count):
        enrolled(a_programme(name=f"Named {number}"))

    with django_assert_num_queries(2):
        page = client.get("/programmes/")

    assert page.content.decode().count("Named ") == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_people_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    cohort = a_cohort()
    for _number in range(count):
        enrolled(cohort, country=a_country())
    client.force_login(a_role(cohort.programme, "coordinator"))

    with django_assert_num_queries(9):
        page = client.get(f"/programmes/{cohort.programme.slug}/enrolled/")

    assert page.content.decode().count("@example.org") == count


def test_enrolling_from_the_page(client):
    cohort, person = a_cohort(), a_person()
    country = a_country("FJ", name="Fiji")
    path = f"/programmes/{cohort.programme.slug}/cohorts/{cohort.pk}/enrol/"
    assert client.get(path).headers["Location"] == f"/sign-in/?next={path}"
    client.force_login(person)
    assert "Fiji" in client.get(path).content.decode()

    answers = [client.post(path, {"country": country.pk}).status_code for _click in range(2)]

    assert answers == [302, 302]
    assert cohort.enrolments.get(person=person).country == country
    assert Message.objects.filter(person=person).count() == 1
    page = client.get(f"/programmes/{cohort.programme.slug}/").content.decode()
    assert "You are enrolled." in page


def test_two_tabs_enrol_and_leave_once(client):
    cohort, person = a_cohort(), a_person()
    client.force_login(person)
    address = f"/programmes/{cohort.programme.slug}/cohorts/{cohort.pk}"
    for act in ("enrol", "enrol", "leave", "leave"):
        assert client.post(f"{address}/{act}/").status_code == 302

    assert queries.is_enrolled(person, cohort) is False
    assert cohort.enrolments.count() == 1


@pytest.mark.parametrize(
    ("country", "reason"),
    [
        ("999999", "Select a valid choice."),
        ("Fiji", "Select a valid choice."),
        ("example", "Select a valid choice."),
        (SCRIPT, "Select a valid choice."),
    ],
)
def test_a_country_that_is_not_offered(client, country, reason):
    cohort = a_cohort()
    example = a_country("XA", name="Examplia", is_example=True)
    client.force_login(a_person())

    page = client.post(
        f"/programmes/{cohort.programme.slug}/cohorts/{cohort.pk}/enrol/",
        {"country": example.pk if country == "example" else country},
    )

    assert page.status_code == 422
    assert reason in page.content.decode()
    assert SCRIPT not in page.content.decode()
    assert cohort.enrolments.count() == 0


def test_a_full_cohort_says_so_before_and_after_the_press(client):
    cohort = a_cohort(capacity=1)
    client.force_login(a_person())
    enrolled(cohort)

    page = client.get(f"/programmes/{cohort.programme.slug}/")
    answer = client.post(f"/programmes/{cohort.programme.slug}/cohorts/{cohort.pk}/enrol/")

    assert "All places in this cohort are taken." in page.content.decode()
    assert answer.status_code == 409
    assert "All places in this cohort are taken." in answer.content.decode()


def test_a_programme_is_opened_given_a_cohort_and_published(client):
    administrator = a_person()
    hub = a_hub(administrator=administrator)
    client.force_login(administrator)

    opened = client.post(
        "/programmes/new/",
        {"hub": hub.pk, "name": "Care", "slug": "", "aim": "Aim", "case_kind": "country"},
    )
    assert opened.headers["Location"] == "/programmes/care/cohorts/new/"
    assert client.post("/programmes/care/cohorts/new/", {"name": "2027"}).status_code == 302
    client.post("/programmes/care/publish/")

    assert Programme.objects.get().status == "published"
    assert Cohort.objects.get().name == "2027"


@pytest.mark.parametrize("who", ["stranger", "coordinator"])
def test_who_runs_no_hub_finds_no_way_to_open_a_programme(client, who):
    client.force_login(a_person() if who == "stranger" else a_role(a_programme(), who))

    assert client.get("/programmes/new/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 100_000}, "at most 200 characters"),
        ({"aim": ""}, "This field is required."),
        ({"aim": "x" * 100_000}, "at most 2000 characters"),
        ({"slug": "taken"}, "already exists"),
        ({"slug": "new"}, "This address is already in use."),
        ({"slug": "Ünïcödé"}, "Enter a valid “slug”"),
        ({"case_kind": "legal"}, "Select a valid choice."),
        ({"hub": "999"}, "Select a valid choice."),
        ({"name": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_a_programme_that_cannot_be_opened_keeps_what_was_typed(client, wrong, reason):
    administrator = a_person()
    hub = a_hub(administrator=administrator)
    a_programme(slug="taken", name="Another")
    client.force_login(administrator)
    typed = {
        "hub": hub.pk,
        "name": "Typed name",
        "slug": "",
        "aim": SCRIPT,
        "audience": "Typed audience",
        "case_kind": "country",
    }

    page = client.post("/programmes/new/", typed | wrong)

    words = page.content.decode()
    assert page.status_code == 422
    assert reason in words
    assert "Typed audience" in words
    assert SCRIPT not in words
    assert Programme.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "First"}, "already has a cohort of that name"),
        ({"capacity": "0"}, "greater than or equal to 1"),
        ({"capacity": "-5"}, "greater than or equal to 1"),
        ({"capacity": "many"}, "Enter a whole number."),
        ({"capacity": "99999999999999999999"}, "less than or equal to 1000000"),
        ({"opens_on": "2027-02-30"}, "Enter a valid date."),
        ({"opens_on": "2027-02-02", "closes_on": "2027-02-01"}, "closes before it opens"),
    ],
)
def test_a_cohort_that_cannot_be(client, wrong, reason):
    programme = a_programme()
    a_cohort(programme, name="First")
    client.force_login(a_role(programme, "coordinator"))

    page = client.post(f"/programmes/{programme.slug}/cohorts/new/", {"name": "Second"} | wrong)

    assert page.status_code == 422
    assert reason in page.content.decode()
    assert programme.cohorts.count() == 1


def test_a_stale_edit_shows_what_is_saved_and_can_be_sent_again(client):
    programme = a_programme(name="Old")
    coordinator = a_role(programme, "coordinator")
    client.force_login(coordinator)
    path = f"/programmes/{programme.slug}/edit/"
    mine = {"name": "Mine", "aim": "My aim", "case_kind": "country", "version": "0"}
    services.change_programme(
        by=coordinator,
        programme=programme,
        name="Theirs",
        aim="Their aim",
        description="",
        audience="",
        case_kind="country",
        allows_anonymous_questions=True,
    )

    stale = client.post(path, mine)

    words = stale.content.decode()
    assert stale.status_code == 422
    assert all(
        text in words for text in ("Mine", "My aim", "Theirs", "Their aim", '<dd dir="auto">yes<')
    )
    assert client.post(path, mine | {"version": "1"}).status_code == 302
    programme.refresh_from_db()
    assert (programme.name, programme.version) == ("Mine", 2)


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"address": "nobody", "place": "expert"}, "Enter a valid email address."),
        ({"address": "a@example.org", "place": "king"}, "Select a valid choice."),
        ({"address": "a@example.org", "place": "team-999"}, "Select a valid choice."),
        ({"address": "twice@example.org", "place": "expert"}, "already been invited"),
    ],
)
def test_an_invitation_that_cannot_be(client, form, reason):
    programme = a_programme()
    services.invite(by=None, programme=programme, address="twice@example.org", role="expert")
    client.force_login(a_role(programme, "coordinator"))

    page = client.post(f"/programmes/{programme.slug}/people/", form)

    assert page.status_code == 422
    assert reason in page.content.decode()
    assert Invitation.objects.count() == 1


def test_somebody_is_invited_and_accepts(client):
    team = a_team(a_programme())
    client.force_login(a_role(team.programme, "coordinator"))
    client.post(
        f"/programmes/{team.programme.slug}/people/",
        {"address": "a@example.org", "place": f"team-{team.pk}"},
    )
    invitation = Invitation.objects.get()
    path = f"/invitations/{token_for(invitation)}/"
    client.logout()
    assert "Sign in to accept" in client.get(path).content.decode()
    person = a_person()
    client.force_login(person)

    assert client.post(f"{path}accept/").status_code == 302
    assert "You have accepted." in client.get(path).content.decode()
    assert [member.person for member in team.members.all()] == [person]


def test_a_team_of_an_example_country_needs_a_demonstration(client):
    programme = a_programme()
    example = a_country("XA", name="Examplia", is_example=True)
    client.force_login(a_role(programme, "coordinator"))

    page = client.post(
        f"/programmes/{programme.slug}/teams/new/", {"country": example.pk, "name": "Team"}
    )

    assert page.status_code == 422
    assert CountryTeam.objects.count() == 0


def test_a_coordinator_manages_only_their_own_programme(client):
    mine, theirs = a_cohort(), a_cohort()
    role = a_role(theirs.programme, "expert").roles.get()
    team = a_team(theirs.programme)
    client.force_login(a_role(mine.programme, "coordinator"))
    own = f"/programmes/{mine.programme.slug}"

    client.post(f"{own}/people/roles/{role.pk}/take/")

    assert theirs.programme.roles.filter(pk=role.pk).exists()
    assert client.get(f"{own}/teams/{team.pk}/").status_code == 404
    assert client.get(f"{own}/cohorts/{theirs.pk}/").status_code == 404
    assert client.get(f"{own}/cohorts/{theirs.pk}/enrol/").status_code == 404
