import re
from datetime import timedelta

import pytest

from talanoa.assessment.tests.makers import an_assessment
from talanoa.home import queries
from talanoa.home.missing import Lack
from talanoa.kernel import clock
from talanoa.live.services import guests
from talanoa.schedule import services as schedule
from tests.make import (
    a_case,
    a_cohort,
    a_letter,
    a_part,
    a_person,
    a_place,
    a_programme,
    a_recommendation,
    a_role,
    a_session,
    attendance,
    brought_to,
    closed,
    enrolled,
)
from tests.make_teams import a_round, an_application

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "who", "status"),
    [
        ("/", "visitor", 200),
        ("/", "coordinator", 200),
        ("/my-day/", "visitor", 302),
        ("/my-day/", "participant", 200),
        ("/desk/", "visitor", 302),
        ("/desk/", "participant", 404),
        ("/desk/", "coordinator", 200),
    ],
)
def test_who_may_open_what(client, path, who, status):
    programme = a_programme()
    if who == "participant":
        client.force_login(enrolled(programme))
    if who == "coordinator":
        client.force_login(a_role(programme, "coordinator"))

    assert client.get(path).status_code == status
    assert client.post(path).status_code in (405, 302 if status == 302 else 405)


def test_the_front_page_lists_sessions_of_published_programmes_only(client):
    a_session(a_programme(name="Open to all"), title="For everyone")
    a_session(a_programme(name="Not yet", is_published=False), title="For nobody yet")

    page = client.get("/").content.decode()

    assert (page.count("For everyone"), page.count("For nobody yet")) == (1, 0)


def test_a_day_holds_what_waits_for_its_person():
    programme = a_programme()
    cohort = a_cohort(programme)
    person = enrolled(cohort)
    soon = a_session(cohort)
    a_session(a_programme(name="Another"))
    spoken_in = a_session(a_programme(name="A third"), title="As a speaker")
    a_part(spoken_in, "speaker", person)

    assert set(queries.own_sessions(person)) == {soon, spoken_in}
    assert list(queries.own_sessions(a_person("Nobody"))) == []


def test_a_day_names_a_session_once_however_many_guests_it_has():
    session = a_session()
    person = enrolled(session.cohort)
    host = a_role(session.cohort.programme, "facilitator")
    for name in ("Sione", "Mele"):
        guests.invite(by=host, session=session, name=name)

    assert list(queries.own_sessions(person)) == [session]


def test_a_part_that_was_declined_makes_no_day_and_fills_no_place():
    session = a_session()
    coordinator = a_role(session.cohort.programme, "coordinator")
    person = a_part(session, "facilitator")
    (before,) = queries.upcoming(coordinator)

    schedule.decline_session_role(part=session.roles.get(person=person))

    (after,) = queries.upcoming(coordinator)
    assert list(queries.own_sessions(person)) == []
    assert (Lack.FACILITATOR in before.lacks, Lack.CONFIRMATION in before.lacks) == (False, True)
    assert (Lack.FACILITATOR in after.lacks, Lack.CONFIRMATION in after.lacks) == (True, False)


def test_recommendations_of_a_day_are_those_still_open():
    case = brought_to(a_case(), "discussed")
    person = case.presenter
    mine, done = a_recommendation(case), a_recommendation(case, "Done long ago.")
    type(mine).objects.filter(pk__in=[mine.pk, done.pk]).update(owner=person)
    type(mine).objects.filter(pk=done.pk).update(state="done")

    assert list(queries.own_recommendations(person)) == [mine]


def test_nobody_is_asked_to_follow_what_was_recommended_on_a_case_withdrawn():
    case = brought_to(a_case(), "discussed")
    coordinator = a_role(case.programme, "coordinator")
    a_recommendation(case)
    taken = a_recommendation(case, "Another.")
    type(taken).objects.filter(pk=taken.pk).update(owner=case.presenter)

    brought_to(case, "withdrawn")

    assert list(queries.own_recommendations(case.presenter)) == []
    assert queries.programmes(coordinator).get(pk=case.programme_id).unowned == 0


def test_the_desk_counts_each_figure_by_itself(client):
    programme = a_programme()
    cohort = a_cohort(programme)
    coordinator = a_role(programme, "coordinator")
    people = [enrolled(cohort) for _ in range(3)]
    brought_to(a_case(programme), "submitted")
    discussed = brought_to(a_case(programme), "discussed")
    a_recommendation(discussed)
    a_recommendation(discussed, "Another.")
    an_application(a_round(programme))
    an_application(a_round(programme), status="draft")
    held = closed(discussed.session)
    a_letter(discussed)
    attendance(held, people[0], timedelta(minutes=30))

    row = queries.programmes(coordinator).get(pk=programme.pk)
    (past,) = queries.held(coordinator)

    assert (row.cases_waiting, row.unowned) == (1, 2)
    assert (row.applications, row.letters) == (1, 1)
    assert (past, past.attended, past.answered) == (held, 1, 0)
    client.force_login(coordinator)
    page = client.get("/desk/").content.decode()
    assert page.count(f'<a href="/sessions/{held.pk}/feedback/results/">0 of 1</a>') == 1


def test_the_desk_says_what_the_next_session_lacks():
    cohort = a_cohort(a_programme())
    coordinator = a_role(cohort.programme, "coordinator")
    a_session(cohort)

    (next_one,) = queries.upcoming(coordinator)

    assert next_one.lacks == [Lack.FACILITATOR, Lack.AGENDA, Lack.SCRIBE, Lack.SLIDES, Lack.PEOPLE]


def test_a_session_is_to_come_until_it_has_ended():
    cohort = a_cohort(a_programme())
    session = a_session(cohort)

    with clock.standing_at(session.ends_at - timedelta(seconds=1)):
        assert list(queries.public_sessions()) == [session]
    with clock.standing_at(session.ends_at + timedelta(seconds=1)):
        assert list(queries.public_sessions()) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    first = a_programme()
    coordinator = a_role(first, "coordinator")
    for number in range(count):
        a_session(a_cohort(first), title=f"Session {number}")
    client.force_login(coordinator)

    with django_assert_num_queries(7):
        page = client.get("/desk/").content.decode()

    assert len(re.findall(r">Session \d</a>", page)) == count


def test_an_assessment_that_waits_is_said_where_one_works(client):
    waits = an_assessment(status="submitted")
    in_review = an_assessment(version=waits.version, status="in-review")
    returned = an_assessment(version=waits.version, status="returned")
    reviewer = in_review.reviews.get().reviewer
    for assessment, count in ((waits, 1), (in_review, 0), (returned, 0)):
        programme = assessment.team.programme
        coordinator = a_role(programme, "coordinator")
        assert queries.programmes(coordinator).get(pk=programme.pk).unreviewed == count
        client.force_login(coordinator)
        page = client.get("/desk/").content.decode()
        assert page.count("1 assessment waits for a reviewer") == count

    client.force_login(reviewer)
    page = client.get("/my-day/").content.decode()
    assert page.index("Waiting for your review") < page.index("Your next sessions")
    assert f'href="/assessments/{in_review.pk}/review/"' in page


def test_a_case_that_is_scheduled_has_its_presenter():
    programme = a_programme()
    coordinator = a_role(programme, "coordinator")
    place = a_place(a_session(a_cohort(programme)))
    [before] = queries.upcoming(coordinator)

    a_case(programme, status="scheduled", item=place)

    [after] = queries.upcoming(coordinator)
    assert (Lack.PRESENTER in before.lacks, Lack.PRESENTER in after.lacks) == (True, False)


def test_the_desk_leads_from_what_is_missing_to_where_it_is_mended(client):
    cohort = a_cohort(a_programme())
    session = a_session(cohort)
    client.force_login(a_role(cohort.programme, "coordinator"))

    page = client.get("/desk/").content.decode()

    assert re.findall(rf'<li>\s*<a href="/sessions/{session.pk}/(\w+)/">', page) == [
        "parts",
        "agenda",
        "parts",
        "slides",
    ]


@pytest.mark.parametrize(("demonstration", "links"), [(True, 1), (False, 0)])
def test_the_foot_of_a_demonstration_leads_to_its_mail(client, settings, demonstration, links):
    settings.DEMONSTRATION = demonstration

    assert client.get("/").content.decode().count('href="/demonstration/mail/"') == links
