"""Programmes opened and run, places taken and given up, roles given."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.people.services import erase, export_of
from talanoa.programmes import access, queries, services
from talanoa.programmes.models import Enrolment, Programme
from talanoa.programmes.tests.conftest import NOW
from talanoa.schedule.tests.jobs import run_jobs
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


def kinds():
    found = Event.objects.filter(kind__startswith="programmes.").order_by("pk")
    return list(found.values_list("kind", flat=True))


def test_who_opens_a_programme_coordinates_it():
    administrator = a_person()
    hub = a_hub(administrator=administrator)

    programme = services.open_programme(by=administrator, hub=hub, name=" Care ", aim="Aim")

    assert (programme.name, programme.slug, programme.status) == ("Care", "care", "draft")
    assert access.roles_of(administrator, programme) == {"coordinator"}
    assert kinds()[-2:] == ["programmes.opened", "programmes.role_given"]


@pytest.mark.parametrize("who", ["stranger", "coordinator of another programme"])
def test_only_a_hubs_administrators_open_programmes(who):
    hub = a_hub()
    person = a_person() if who == "stranger" else a_role(a_programme(hub=hub), "coordinator")

    with pytest.raises(Refused, match="Only administrators of this hub"):
        services.open_programme(by=person, hub=hub, name="Care", aim="Aim")


@pytest.mark.parametrize(
    ("names", "slugs"),
    [
        (["Care", "Care", "Care"], ["care", "care-2", "care-3"]),
        (["رعاية", "缓和医疗"], ["programme", "programme-2"]),
        (["New"], ["new-2"]),
    ],
)
def test_each_programme_gets_an_address_of_its_own(names, slugs):
    hub = a_hub()

    opened = [
        services.open_programme(by=None, hub=hub, name=name, aim="Aim").slug for name in names
    ]

    assert opened == slugs


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"aim": " "}, "aim"),
        ({"aim": "x" * 2001}, "aim"),
        ({"description": "x" * 10_001}, "description"),
        ({"slug": "Not a slug"}, "slug"),
        ({"slug": "new"}, "slug"),
        ({"slug": "taken"}, "slug"),
        ({"case_kind": "legal"}, "case_kind"),
    ],
)
def test_a_programme_that_cannot_be(wrong, field):
    a_programme(slug="taken")

    with pytest.raises(ValidationError) as caught:
        services.open_programme(by=None, hub=a_hub(), **({"name": "Care", "aim": "Aim"} | wrong))

    assert list(caught.value.message_dict) == [field]
    assert Programme.objects.count() == 1


def test_a_hub_in_no_time_zone_is_refused():
    with pytest.raises(ValidationError, match="There is no time zone called “Europe/Atlantis”"):
        services.make_hub(by=None, name="Hub", slug="hub", time_zone="Europe/Atlantis")


def test_a_programme_is_published_once_and_only_with_a_cohort():
    programme = a_programme(is_published=False)
    coordinator = a_role(programme, "coordinator")
    with pytest.raises(Refused, match="Add a cohort first"):
        services.publish(by=coordinator, programme=programme)
    a_cohort(programme)

    assert services.publish(by=coordinator, programme=programme) is True
    assert services.publish(by=coordinator, programme=programme) is False

    programme.refresh_from_db()
    assert (programme.status, programme.published_at) == ("published", NOW)
    assert kinds().count("programmes.published") == 1


def test_a_closed_programme_takes_nobody_in():
    cohort = a_cohort()
    coordinator = a_role(cohort.programme, "coordinator")

    assert services.close_programme(by=coordinator, programme=cohort.programme) is True

    person = a_person()
    with pytest.raises(Refused, match="This programme is closed"):
        services.enrol(by=person, cohort=cohort, person=person)


def test_enrolling_twice_is_one_place_and_one_event():
    cohort, person = a_cohort(), a_person()

    first = services.enrol(by=person, cohort=cohort, person=person)
    second = services.enrol(by=person, cohort=cohort, person=person)

    assert first == second
    assert kinds().count("programmes.enrolled") == 1


def test_the_last_place_is_taken_once():
    cohort = a_cohort(capacity=1)
    first, second = a_person(), a_person()
    services.enrol(by=first, cohort=cohort, person=first)

    with pytest.raises(Refused, match="All places in this cohort are taken"):
        services.enrol(by=second, cohort=cohort, person=second)
    services.leave(by=first, cohort=cohort, person=first)
    services.enrol(by=second, cohort=cohort, person=second)

    assert list(queries.enrolled(cohort)) == [second]


@pytest.mark.django_db(transaction=True)
def test_people_who_press_at_once_do_not_overfill_a_cohort():
    cohort = a_cohort(capacity=3)
    people = [a_person() for _number in range(8)]

    def press(person):
        try:
            services.enrol(by=person, cohort=cohort, person=person)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        came_in = list(pool.map(press, people))

    assert sum(came_in) == 3
    assert Enrolment.objects.filter(cohort=cohort, left_at=None).count() == 3


def test_coming_back_is_a_new_place_and_the_old_one_stays_on_record():
    cohort, person = a_cohort(), a_person()
    enrolled(cohort, person)
    assert services.leave(by=person, cohort=cohort, person=person) is True
    assert services.leave(by=person, cohort=cohort, person=person) is False
    enrolled(cohort, person)

    assert Enrolment.objects.filter(cohort=cohort, person=person).count() == 2
    assert queries.is_enrolled(person, cohort)


def test_nobody_enrols_or_takes_out_somebody_else():
    cohort = a_cohort()
    person, other = enrolled(cohort), a_person()

    with pytest.raises(Refused, match="Only coordinators"):
        services.enrol(by=other, cohort=cohort, person=a_person())
    with pytest.raises(Refused, match="Only coordinators"):
        services.leave(by=other, cohort=cohort, person=person)


def test_a_coordinator_enrols_others_outside_the_window_but_not_beyond_the_places():
    cohort = a_cohort(capacity=1, closes_on=date(2026, 1, 1))
    coordinator = a_role(cohort.programme, "coordinator")

    services.enrol(by=coordinator, cohort=cohort, person=a_person())

    with pytest.raises(Refused, match="All places"):
        services.enrol(by=coordinator, cohort=cohort, person=a_person())


@pytest.mark.parametrize(("is_demonstration", "enrols"), [(True, True), (False, False)])
def test_example_countries_are_for_demonstrations(is_demonstration, enrols):
    cohort = a_cohort(a_programme(is_demonstration=is_demonstration))
    example = a_country("XA", name="Examplia", is_example=True)
    real, person = a_country("FJ", name="Fiji"), a_person()

    offered = queries.countries_for(cohort.programme)
    assert offered == ([example, real] if is_demonstration else [real])
    if enrols:
        place = services.enrol(by=person, cohort=cohort, person=person, country=example)
        assert place.country == example
    else:
        with pytest.raises(ValidationError, match="for demonstrations only"):
            services.enrol(by=person, cohort=cohort, person=person, country=example)


@pytest.mark.parametrize(("who", "confirms"), [("coordinator", False), ("administrator", True)])
def test_only_a_hubs_administrator_confirms_wording(who, confirms):
    administrator = a_person()
    programme = a_programme(hub=a_hub(administrator=administrator))
    person = administrator if who == "administrator" else a_role(programme, who)
    area = services.add_focus_area(by=person, programme=programme, name="Education")
    assert area.is_verified is False

    if confirms:
        services.change_area(by=person, area=area, name="Education", is_verified=True)
    else:
        with pytest.raises(Refused, match="Only administrators of this hub"):
            services.change_area(by=person, area=area, name="Education", is_verified=True)

    area.refresh_from_db()
    assert area.is_verified is confirms


def test_areas_stand_in_the_order_in_which_they_came():
    programme = a_programme()
    for name in ("Law", "Education", "قانون"):
        services.add_challenge_area(by=None, programme=programme, name=name)

    areas = programme.challenge_areas.values_list("name", "code")
    assert list(areas) == [("Law", "law-1"), ("Education", "education-2"), ("قانون", "area-3")]


def test_an_area_nothing_stands_under_can_be_removed():
    programme = a_programme()
    coordinator = a_role(programme, "coordinator")
    area = services.add_focus_area(by=None, programme=programme, name="Law")

    services.remove_area(by=coordinator, area=area)

    assert programme.focus_areas.count() == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "First"}, "__all__"),
        ({"capacity": 0}, "capacity"),
        ({"opens_on": date(2027, 2, 1), "closes_on": date(2027, 1, 31)}, "__all__"),
    ],
)
def test_a_cohort_that_cannot_be(wrong, field):
    programme = a_programme()
    a_cohort(programme, name="First")

    with pytest.raises(ValidationError) as caught:
        services.make_cohort(by=None, programme=programme, **({"name": "Second"} | wrong))

    assert list(caught.value.message_dict) == [field]


def test_what_somebody_else_changed_meanwhile_is_refused_as_stale():
    cohort = a_cohort()
    coordinator = a_role(cohort.programme, "coordinator")
    values = {"name": "Second", "capacity": None, "opens_on": None, "closes_on": None}
    services.change_cohort(by=coordinator, cohort=cohort, version=0, **values)

    with pytest.raises(ValidationError) as caught:
        services.change_cohort(by=coordinator, cohort=cohort, version=0, **values)

    assert caught.value.code == "stale"


def test_erasing_somebody_frees_their_place():
    cohort = a_cohort(capacity=1)
    person = enrolled(cohort)
    a_role(cohort.programme, "expert", person)

    services.forget_person(person_id=person.pk)

    assert queries.enrolled(cohort).count() == 0
    assert cohort.programme.roles.count() == 0
    enrolled(cohort)


def test_erasing_somebody_ends_what_they_ran_and_the_invitations_that_bear_their_address():
    programme = a_programme()
    person, other = a_person(email="ana@example.org"), a_person(email="ben@example.org")
    services.name_administrator(by=None, hub=programme.hub, person=person)
    services.add_to_team(by=None, team=a_team(programme), person=person)
    for address in ("ana@example.org", "ben@example.org", "work@example.org"):
        services.invite(by=None, programme=programme, address=address, role="expert")
    services.accept_invitation(
        by=person, invitation=programme.invitations.get(address="work@example.org")
    )

    erase(by=person, person=person)
    ran = run_jobs(of="programmes")

    assert ran == ["forget_person"]
    assert list(programme.invitations.values_list("address", flat=True)) == [other.email]
    assert programme.hub.administrators.count() == programme.roles.count() == 0
    assert person.team_memberships.count() == 0


def test_the_export_tells_of_places_roles_teams_hubs_and_invitations_of_one_person():
    programme = a_programme()
    cohort = a_cohort(programme)
    person, other = a_person(), a_person()
    team = a_team(programme)
    for each in (person, other):
        enrolled(cohort, each, country=a_country())
        a_role(programme, "expert", each)
        services.name_administrator(by=None, hub=programme.hub, person=each)
        services.add_to_team(by=None, team=team, person=each)
        services.invite(by=None, programme=programme, address=each.email, role="scribe")

    kept = export_of(person)["programmes"]

    place, role, member = person.enrolments.get(), person.roles.get(), person.team_memberships.get()
    invited = programme.invitations.get(address=person.email)
    assert kept == {
        "enrolments": [
            {
                "cohort__programme__name": programme.name,
                "cohort__name": cohort.name,
                "country__iso3": "TON",
                "enrolled_at": place.enrolled_at,
                "left_at": None,
            }
        ],
        "roles": [{"programme__name": programme.name, "role": "expert", "since": role.since}],
        "teams": [{"team__name": team.name, "is_lead": False, "since": member.since}],
        "hubs_run": [{"hub__name": programme.hub.name, "since": person.hubs_run.get().since}],
        "invitations": [
            {
                "programme__name": programme.name,
                "role": "scribe",
                "team__name": None,
                "address": person.email,
                "invited_at": invited.invited_at,
                "accepted_at": None,
                "withdrawn_at": None,
            }
        ],
        "applications": [],
        "named_in_applications": [],
        "signed": [],
    }


def test_a_code_of_an_area_that_is_taken_is_passed_over():
    programme = a_programme()
    coordinator = a_role(programme, "coordinator")
    first, *_others = [
        services.add_challenge_area(by=coordinator, programme=programme, name=name)
        for name in ("الدواء", "التمويل", "التدريب")
    ]
    services.remove_area(by=coordinator, area=first)

    services.add_challenge_area(by=coordinator, programme=programme, name="القانون")

    assert {area.code for area in programme.challenge_areas.all()} == {"area-2", "area-3", "area-4"}
