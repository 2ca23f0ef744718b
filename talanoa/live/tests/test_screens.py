"""Several people at one device, and learning sites: who says so, who vouches, what counts."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel import clock
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.live import access, screens
from talanoa.live.models import AtScreen, Attendance, Entry, LearningSite, Presence, SharedScreen
from talanoa.live.services import attendance, sites
from talanoa.live.services import screens as services
from talanoa.schedule import services as schedule
from tests.make import a_country, a_person, a_role, an_open_session, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def coordinator(session):
    return a_role(session.cohort.programme, "coordinator")


@pytest.fixture
def ana(session):
    return enrolled(session.cohort, a_person("Ana Faleolo", email="ana@example.org"))


@pytest.fixture
def ben(session):
    return enrolled(session.cohort, a_person("Ben Osei", email="ben@example.org"))


@pytest.fixture
def cleo(session):
    return enrolled(session.cohort, a_person("Cleo Diaz", email="cleo@example.org"))


@pytest.fixture
def site(session, coordinator, ana, ben):
    site = sites.open_site(
        by=coordinator,
        programme=session.cohort.programme,
        name="Nairobi hospice",
        country=a_country(),
        host=ana.email,
    )
    sites.add_member(by=ana, site=site, address=ben.email)
    return site


def put_right(session, by, *, site=None, people=(), addresses=(), others=0) -> None:
    services.put_right(
        by=by, session=session, site=site, people=people, addresses=addresses, others=others
    )


def was_there(session, person, began: float, ended: float) -> None:
    last = session.opened_at + timedelta(minutes=ended)
    Presence.objects.create(
        session=session,
        person=person,
        began_at=session.opened_at + timedelta(minutes=began),
        last_sign_at=last,
        ended_at=last,
    )


def closed(session) -> None:
    with clock.standing_at(session.opened_at + timedelta(minutes=60)):
        schedule.close_session(by=None, session=session)
    session.refresh_from_db()


def count(session, *, minutes_after: float = 6) -> None:
    with clock.standing_at(session.closed_at + timedelta(minutes=minutes_after)):
        attendance.compute(session=session)


def ledger(session) -> dict[str, float]:
    rows = Attendance.objects.filter(session=session, is_current=True).select_related("person")
    return {row.person.name: row.attended.total_seconds() / 60 for row in rows}


def test_a_sites_host_names_two_and_counts_four(session, site, ana, ben, cleo):
    put_right(session, ana, site=site, people=[ben.pk], addresses=["CLEO@example.org "], others=4)
    was_there(session, ana, 0, 50)
    was_there(session, cleo, 40, 60)
    closed(session)
    count(session)

    assert ledger(session) == {"Ana Faleolo": 50, "Ben Osei": 50, "Cleo Diaz": 60}
    (shown,) = screens.of_session(session)
    assert (shown["name"], shown["people"]) == ("Nairobi hospice", 7)
    reach = screens.in_record(session, None)
    assert (reach["reached"], reach["named"], reach["counted"]) == (7, 3, 4)
    assert (reach["devices"], reach["site_count"], reach["sites"]) == (1, 1, [])
    assert [one["name"] for one in screens.in_record(session, ana)["sites"]] == ["Nairobi hospice"]


def test_whom_a_participant_names_waits_for_a_host(session, host, ben, cleo):
    put_right(session, ben, addresses=[cleo.email])
    was_there(session, ben, 0, 60)
    closed(session)
    count(session)
    assert ledger(session) == {"Ben Osei": 60}

    named = access.get_at_screen(host, session.pk, AtScreen.objects.get().pk)
    with clock.standing_at(session.closed_at + timedelta(minutes=10)):
        assert services.vouch(by=host, at_screen=named)
        assert not services.vouch(by=host, at_screen=named)

    assert ledger(session) == {"Ben Osei": 60, "Cleo Diaz": 60}
    row = Attendance.objects.get(person=cleo, is_current=True)
    assert (row.by, row.reason) == (host, "Who sat at a shared screen was put right.")


def test_a_host_takes_off_who_was_not_there(session, host, site, ana, ben):
    put_right(session, ana, site=site, people=[ben.pk])
    was_there(session, ana, 0, 60)
    closed(session)
    count(session)
    named = access.get_at_screen(host, session.pk, AtScreen.objects.get().pk)

    with clock.standing_at(session.closed_at + timedelta(minutes=10)):
        services.take_off(by=host, at_screen=named)

    assert ledger(session) == {"Ana Faleolo": 60, "Ben Osei": 0}


def test_it_is_put_right_whole_until_attendance_is_final(session, site, ana, ben, cleo):
    put_right(session, ana, site=site, people=[ben.pk], others=4)
    closed(session)
    with clock.standing_at(session.closed_at + timedelta(minutes=1)):
        put_right(session, ana, site=site, addresses=[cleo.email], others=1)
    assert [named.person for named in AtScreen.objects.all()] == [cleo]
    count(session)

    with pytest.raises(Refused, match="Attendance is final"):
        put_right(session, ana, site=site)


def test_nobody_else_at_a_device_is_no_shared_device(session, ben):
    put_right(session, ben, others=3)
    services.count(by=ben, session=session, others=0, client_id="a")

    assert not SharedScreen.objects.exists()


def test_counting_again_with_the_same_id_counts_once(session, ben):
    for _ in range(2):
        services.count(by=ben, session=session, others=3, client_id="a")

    assert SharedScreen.objects.get().others == 3
    assert Entry.objects.filter(kind="screen.changed").count() == 1


def test_the_host_of_one_site_is_at_it(session, site, ana):
    services.count(by=ana, session=session, others=2, client_id="a")

    assert SharedScreen.objects.get().site == site


@pytest.mark.parametrize("others", [-1, 201, 10**9])
def test_a_number_that_cannot_be_is_refused(session, ben, others):
    with pytest.raises(ValidationError, match="0 to 200"):
        services.count(by=ben, session=session, others=others, client_id="a")
    assert not SharedScreen.objects.exists()


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("nobody@example.org", "Nobody in this session has the address"),
        ("not an address", "is not an e-mail address"),
        ("@" * 500, "is not an e-mail address"),
    ],
)
def test_an_address_that_is_nobodys_is_refused_and_nothing_kept(session, ben, address, why):
    with pytest.raises(ValidationError, match=why):
        put_right(session, ben, addresses=[address], others=2)
    assert not SharedScreen.objects.exists()


def test_only_those_offered_can_be_ticked(session, ben, cleo, host):
    put_right(session, ben, people=[cleo.pk, host.pk, 10**15], others=1)

    assert not AtScreen.objects.exists()


def test_a_site_has_one_device_and_its_own_host(session, site, ana, ben):
    with pytest.raises(Refused, match="do not host"):
        put_right(session, ben, site=site)
    put_right(session, ana, site=site)
    LearningSite.objects.update(host=ben)
    with pytest.raises(Refused, match="Another device"):
        put_right(session, ben, site=site)


def test_the_number_of_a_device_that_nobody_saw_is_not_in_the_record(session, ben, cleo):
    put_right(session, ben, others=150)
    was_there(session, cleo, 0, 60)
    closed(session)
    count(session)

    assert screens.in_record(session, None) is None


def test_a_site_whose_device_nobody_saw_is_not_in_the_record(session, site, ana, ben, cleo):
    put_right(session, ana, site=site, others=4)
    put_right(session, ben, others=2)
    was_there(session, ben, 0, 60)
    closed(session)
    count(session)

    reach = screens.in_record(session, cleo)
    assert (reach["devices"], reach["site_count"], reach["sites"]) == (1, 0, [])


def test_time_added_to_a_device_is_added_to_those_who_sat_there(session, host, site, ana, ben):
    put_right(session, ana, site=site, people=[ben.pk])
    was_there(session, ana, 0, 40)
    closed(session)
    count(session)
    assert ledger(session) == {"Ana Faleolo": 40, "Ben Osei": 40}

    with clock.standing_at(session.closed_at + timedelta(minutes=10)):
        stay = attendance.add_time(
            by=host,
            session=session,
            person=ana,
            began_at=session.opened_at + timedelta(minutes=40),
            ended_at=session.closed_at,
            reason="The line was cut; they listened on.",
        )
        assert ledger(session) == {"Ana Faleolo": 60, "Ben Osei": 60}
        attendance.withdraw_time(by=host, stay=stay, reason="They did not.")

    assert ledger(session) == {"Ana Faleolo": 40, "Ben Osei": 40}


def test_what_is_said_meanwhile_of_a_device_is_not_undone(session, host, site, ana, ben):
    put_right(session, ana, site=site, people=[ben.pk], others=1)
    named = access.get_at_screen(host, session.pk, AtScreen.objects.get().pk)
    services.count(by=ana, session=session, others=5, client_id="a")

    services.take_off(by=host, at_screen=named)
    services.take_off(by=host, at_screen=named)

    assert SharedScreen.objects.get().others == 5
    assert Entry.objects.filter(kind="screen.changed").count() == 3


def test_a_site_that_was_closed_meanwhile_stays_closed(session, coordinator, site, ana, ben):
    as_read = LearningSite.objects.get()
    sites.close_site(by=coordinator, site=site)

    fields = {"name": "Gulu", "country": a_country(), "host": ben.email}
    with pytest.raises(NotVisible):
        sites.change_site(by=coordinator, site=as_read, **fields)
    with pytest.raises(NotVisible):
        sites.add_member(by=ana, site=as_read, address=ben.email)

    assert LearningSite.objects.get().closed_at is not None


def test_who_opens_changes_and_closes_a_site(session, coordinator, site, ana, ben):
    programme = session.cohort.programme
    fields = {"name": "Gulu", "country": a_country(), "host": ben.email}
    for by in (ana, ben):
        with pytest.raises(Refused):
            sites.open_site(by=by, programme=programme, **fields)
        with pytest.raises(Refused):
            sites.change_site(by=by, site=site, **fields)
        with pytest.raises(Refused):
            sites.close_site(by=by, site=site)
    with pytest.raises(Refused):
        sites.add_member(by=ben, site=site, address=ana.email)
    with pytest.raises(ValidationError, match="already has a site"):
        sites.open_site(by=coordinator, programme=programme, **{**fields, "name": site.name})
    with pytest.raises(ValidationError, match="Nobody in this programme"):
        sites.open_site(by=coordinator, programme=programme, **{**fields, "host": "x@example.org"})

    sites.change_site(by=coordinator, site=site, **fields)
    assert access.get_site(ben, programme.slug, site.pk).name == "Gulu"
    with pytest.raises(NotVisible):
        access.get_site(ana, programme.slug, site.pk)
    assert sites.close_site(by=coordinator, site=site)
    assert not sites.close_site(by=coordinator, site=site)
    assert not site.members.exists()
    with pytest.raises(NotVisible):
        access.get_site(ben, programme.slug, site.pk)
