"""What a process keeps of the library is never behind: a change shows in the next search."""

import re
from datetime import timedelta

import pytest

from talanoa.cases import access, facets, queries, services
from talanoa.cases.models import Case, CaseAuthor
from talanoa.cases.queries import seen, shelf
from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.people.queries import today_in
from talanoa.programmes import services as programmes
from talanoa.programmes.models import Role, TeamMember
from talanoa.schedule import services as schedule
from talanoa.schedule.models import SessionRole
from talanoa.search import asking
from tests import make

pytestmark = pytest.mark.django_db


class World:
    """A programme with a case in the library, its team, and somebody beside them."""

    def __init__(self):
        self.programme = make.a_programme(hub=make.a_hub())
        self.coordinator = make.a_role(self.programme, "coordinator")
        self.team = make.a_team(self.programme)
        self.other = make.in_library(make.a_programme())
        self.case = make.in_library(
            self.programme, team=self.team, presenter=make.enrolled(self.programme)
        )
        self.presenter = self.case.presenter
        self.person = make.a_person("Sela Taufa")

    def show_as(self, **changed):
        how = {"mode": "open", "shows_country": True, "expires_on": None} | changed
        services.show_as(by=self.presenter, case=self.case, **how)

    def enrol(self):
        make.enrolled(self.programme, self.person)

    def leave(self):
        cohort = self.person.enrolments.get(left_at=None).cohort
        programmes.leave(by=self.person, cohort=cohort, person=self.person)

    def give_role(self):
        make.a_role(self.programme, "expert", self.person)

    def take_role(self):
        programmes.take_role(by=self.coordinator, role=Role.objects.get(person=self.person))

    def administer(self):
        programmes.name_administrator(by=None, hub=self.programme.hub, person=self.person)

    def join_team(self):
        programmes.add_to_team(by=None, team=self.team, person=self.person)

    def leave_team(self):
        member = TeamMember.objects.get(person=self.person)
        programmes.remove_from_team(by=self.coordinator, member=member)

    def take_part(self):
        make.a_part(self.case.session, "expert", self.person)

    def decline(self):
        schedule.decline_session_role(part=SessionRole.objects.get(person=self.person))

    def write(self):
        CaseAuthor.objects.create(case=self.case, person=self.person)

    def write_no_more(self):
        CaseAuthor.objects.filter(person=self.person).update(removed_at=clock.now())

    def withdraw(self):
        services.withdraw(by=self.presenter, case=self.case, reason="Not ours to tell.")

    def take_back(self):
        services.take_back(by=self.presenter, case=self.case, to="library")

    def agree_again(self):
        services.agree(by=self.presenter, case=self.case, to="library")

    def restrict(self):
        self.show_as(mode="restricted")

    def open_again(self):
        self.show_as()

    def put_back(self):
        services.put_back(by=self.coordinator, case=self.case)


def found(person, typed=""):
    return queries.library(person, queries.Wanted(asked=asking.read(typed)))


@pytest.mark.parametrize(
    ("acts", "counts"),
    [
        (["enrol", "leave"], [1, 0]),
        (["give_role", "take_role"], [1, 0]),
        (["administer"], [1]),
        (["join_team", "leave_team"], [1, 0]),
        (["take_part", "decline"], [1, 0]),
        (["write", "write_no_more"], [1, 0]),
        (["enrol", "withdraw"], [1, 0]),
        (["enrol", "take_back", "agree_again"], [1, 0, 1]),
        (["administer", "restrict", "open_again"], [1, 0, 1]),
        (["administer", "put_back"], [1, 0]),
    ],
)
@pytest.mark.parametrize("few", [0, shelf.FEW])
def test_a_change_of_who_sees_a_case_shows_in_the_very_next_search(monkeypatch, acts, counts, few):
    for module in (seen, shelf):
        monkeypatch.setattr(module, "FEW", few)
    world = World()
    everyone = [world.person, world.presenter, world.coordinator, world.other.presenter]
    assert [found(each).count for each in everyone] == [0, 1, 1, 1]

    shown = []
    for act in acts:
        getattr(world, act)()
        shown.append(found(world.person).count)
        for each in everyone:
            allowed = set(access.cases_in_library(each).values_list("pk", flat=True))
            assert set(found(each).keys) == set(found(each, "morphine").keys) == allowed
            assert facets.shown(found(each), {})[0].without == len(allowed)

    assert shown == counts


def test_nothing_decides_who_sees_a_case_but_what_is_minded():
    """A table more has to be minded: in ``seen`` if it says who somebody is, else in ``shelf``."""
    asked = str(access.cases_in_library(make.a_person()).query)

    assert set(re.findall(r'(?:FROM|JOIN) "(\w+)"', asked)) == {
        *("cases_case", "cases_consent", "schedule_livesession", "programmes_programme"),
        *("programmes_role", "programmes_hubadministrator", "programmes_teammember"),
        *("programmes_enrolment", "programmes_cohort", "cases_caseauthor", "schedule_sessionrole"),
    }


def test_a_case_expires_for_everybody_with_the_day():
    world = World()
    today = clock.now()
    on = today_in(world.programme.hub.time_zone) + timedelta(days=1)
    world.show_as(expires_on=on)
    readers = [world.presenter, world.coordinator]

    assert [found(each).count for each in readers] == [1, 1]
    with clock.standing_at(today + timedelta(days=1)):
        assert [found(each).count for each in readers] == [1, 1]
    with clock.standing_at(today + timedelta(days=2)):
        assert [found(each).count for each in readers] == [0, 0]


def test_what_was_changed_past_the_services_is_counted_for_an_hour_at_most(monkeypatch):
    world = World()
    found(world.presenter)
    Case.objects.filter(pk=world.case.pk).update(discussed_at=None)
    before = found(world.presenter)

    monkeypatch.setattr(shelf, "READ_ANEW", 0.0)

    assert (before.count, queries.in_order(before)) == (1, [])
    assert found(world.presenter).count == 0


def test_what_a_case_is_counted_by_changes_in_the_very_next_search():
    world = World()
    assert found(world.presenter).facets["outcome"].counts == {"nothing-yet": 1}

    advice = make.a_recommendation(world.case)
    services.say_what_came_of_it(
        by=world.presenter, recommendation=advice, state="done", note="As planned."
    )
    services.keep_in_library(world.case.pk)
    services.keep_in_library(world.case.pk)

    assert found(world.presenter).facets["outcome"].counts == {"done": 1}
    assert Event.objects.filter(kind="cases.recounted").count() == 1


def test_a_country_nobody_brought_a_case_of_is_named_when_one_comes():
    world = World()
    assert set(found(world.presenter).facets["country"].counts) == {"TON"}

    kenya = make.a_country("KE", name="Kenya")
    make.in_library(world.programme, country=kenya)

    options = facets.shown(found(world.presenter), {})[0].options
    assert [(option.label, option.count) for option in options] == [("Kenya", 1), ("Tonga", 1)]


def test_a_search_asks_for_what_changed_and_not_for_everything(django_assert_num_queries):
    world = World()
    for _ in range(2):
        make.in_library(world.programme)
    found(world.coordinator)

    with django_assert_num_queries(2):
        found(world.coordinator)
    world.withdraw()
    with django_assert_num_queries(4):
        found(world.coordinator)
    with django_assert_num_queries(2):
        found(world.coordinator)
