"""Co-hosts: made and taken back by those who lead, until the session ends."""

from datetime import timedelta

import pytest

from talanoa.kernel.models import Event
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.live import access
from talanoa.live.models import Entry
from talanoa.live.services import channels, cohosts, doors, floor, guests
from talanoa.live.tests import documents
from talanoa.notices.models import Message
from talanoa.programmes.services import leave
from talanoa.schedule import access as schedule
from talanoa.schedule.models import SessionRole
from talanoa.schedule.services import close_session, open_session
from talanoa.schedule.tests.jobs import run_jobs
from tests.make import (
    a_case,
    a_deck,
    a_part,
    a_person,
    a_place,
    a_poll,
    a_presence,
    a_role,
    a_session,
    an_open_session,
    enrolled,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def host(session):
    return a_role(session.cohort.programme, "facilitator", a_person("Josefa Vunipola"))


@pytest.fixture
def ana(session):
    return enrolled(session.cohort)


def test_a_cohost_does_what_hosts_do_and_makes_no_others(session, host, ana):
    cohosts.make_cohost(by=host, session=session, person=ana.pk)

    floor.mute_all(by=ana, session=session)
    with pytest.raises(Refused, match="choose who hosts"):
        cohosts.make_cohost(by=ana, session=session, person=enrolled(session.cohort).pk)
    with pytest.raises(Refused, match="choose who hosts"):
        cohosts.end_cohost(by=ana, session=session, person=ana.pk)
    with pytest.raises(Refused, match="cannot be removed"):
        floor.remove(by=ana, session=session, person=host.pk)


def test_it_stands_in_the_log_and_reaches_their_page_alone(session, host, ana):
    cohosts.make_cohost(by=host, session=session, person=ana.pk)
    cohosts.end_cohost(by=host, session=session, person=ana.pk)

    columns = ("kind", "person", "audience", "audience_person", "data")
    told = {"person": ana.pk}
    assert list(Entry.objects.order_by("seq").values_list(*columns)) == [
        ("cohost.made", host.pk, "everyone", None, told),
        ("hosting.changed", None, "person", ana.pk, told),
        ("cohost.ended", host.pk, "everyone", None, told),
        ("hosting.changed", None, "person", ana.pk, told),
    ]
    assert not access.is_host(ana, session)
    kinds = Event.objects.filter(kind__startswith="schedule.cohost").order_by("pk")
    assert list(kinds.values_list("kind", "actor")) == [
        ("schedule.cohost_made", host.pk),
        ("schedule.cohost_ended", host.pk),
    ]


def test_nobody_is_mailed_about_it(session, host, ana):
    run_jobs(of="schedule")
    before = Message.objects.count()
    cohosts.make_cohost(by=host, session=session, person=ana.pk)
    run_jobs(of="schedule")

    assert Message.objects.count() == before


@pytest.mark.parametrize("role", ["facilitator", "scribe", "presenter", "cohost"])
def test_who_leads_and_who_hosts(session, role):
    person = a_part(session, role)

    assert (schedule.leads(person, session), schedule.is_host(person, session)) == (
        role == "facilitator",
        role in ("facilitator", "cohost"),
    )


def test_it_ends_with_the_session(session, host, ana):
    cohosts.make_cohost(by=host, session=session, person=ana.pk)

    close_session(by=host, session=session)
    session.refresh_from_db()

    assert not schedule.is_host(ana, session)
    assert not schedule.is_scribe(ana, session)
    assert ana.pk not in access.role_holders(session)
    assert access.publishing_refused(ana, session)


def test_guests_only_when_a_host_confirms_it(session, host):
    link = guests.invite(by=host, session=session, name="Hina Guest").link

    with pytest.raises(Refused, match="a guest"):
        cohosts.make_cohost(by=host, session=session, person=link.person_id)
    cohosts.make_cohost(by=host, session=session, person=link.person_id, though_guest=True)
    assert access.is_host(link.person, session)

    guests.withdraw(by=host, link=link)
    with pytest.raises(NotVisible):
        access.get_session(link.person, session.pk)


def test_a_cohost_who_leaves_the_programme_is_out(session, host, ana):
    cohosts.make_cohost(by=host, session=session, person=ana.pk)

    leave(by=ana, person=ana, cohort=session.cohort)

    with pytest.raises(NotVisible):
        access.get_session(ana, session.pk)


def test_a_cohost_goes_through_a_held_door(session, host, ana):
    cohosts.make_cohost(by=host, session=session, person=ana.pk)
    doors.lock(by=host, session=session)

    assert access.get_session(ana, session.pk) == session


def test_the_public_is_not_told_who_hosted_beside_the_facilitator(client, session, host, ana):
    cohosts.make_cohost(by=host, session=session, person=ana.pk)

    page = client.get(f"/sessions/{session.pk}/").content.decode()

    assert str(ana) not in page


def test_who_cannot_be_a_cohost(session, host, ana):
    with pytest.raises(Refused, match="not in the session"):
        cohosts.make_cohost(by=host, session=session, person=a_person().pk)
    with pytest.raises(Refused, match="a host already"):
        cohosts.make_cohost(by=host, session=session, person=host.pk)
    with pytest.raises(Refused, match="not a co-host"):
        cohosts.end_cohost(by=host, session=session, person=ana.pk)


def test_the_same_act_again_makes_one(session, host, ana):
    for _ in range(2):
        cohosts.make_cohost(by=host, session=session, person=ana.pk, client_id="a")

    assert SessionRole.objects.filter(session=session, role="cohost").count() == 1
    assert Entry.objects.count() == 2


def test_no_mail_asks_anyone_to_be_a_cohost(client, session):
    coordinator = a_role(session.cohort.programme, "coordinator")
    client.force_login(coordinator)

    assert 'value="cohost"' not in client.get(f"/sessions/{session.pk}/parts/").content.decode()


def test_by_plain_forms(client, session, host, ana):
    a_presence(session, ana)
    client.force_login(host)
    url = f"/sessions/{session.pk}/room/"
    assert "Make co-host" in client.get(url).content.decode()

    client.post(f"{url}cohost.make/", {"person": ana.pk})

    assert access.is_host(ana, session)
    assert "End co-hosting" in client.get(url).content.decode()


def test_the_page_of_a_host_differs_by_its_marked_parts_alone(client):
    """What is not marked would not come into the open page of somebody made a co-host."""
    session = a_session(starts_in=timedelta(minutes=5))
    host, ana = a_role(session.cohort.programme, "facilitator"), enrolled(session.cohort)
    item = a_place(session)
    a_case(session.cohort.programme, status="scheduled", item=item)
    a_deck(session, by=host)
    a_poll(session, by=host)
    channels.add_language(by=host, session=session, language="fr")
    open_session(by=host, session=session)
    for person in (host, ana):
        a_presence(session, person)
    client.force_login(ana)

    before = _without_host_parts(client, session)
    SessionRole.objects.create(session=session, person=ana, role="scribe")
    as_scribe = _without_host_parts(client, session)
    SessionRole.objects.filter(person=ana).delete()
    SessionRole.objects.create(session=session, person=ana, role="cohost")
    as_cohost = _without_host_parts(client, session)

    assert _but_for_people(as_scribe) == _but_for_people(before)
    assert _but_for_people(as_cohost) == _but_for_people(before)


def test_the_page_of_an_interpreter_differs_by_its_marked_parts_alone(client, session, host, ana):
    """Nor would a booth come into the open page of somebody who is named."""
    channel = channels.add_language(by=host, session=session, language="fr")
    client.force_login(ana)

    before = _without_host_parts(client, session)
    channel.interpreters.create(person=ana)
    named = _without_host_parts(client, session)

    for page in (before, named):
        page.find("channels").children = []  # says who interprets, as its own fragment does
    assert named.written() == before.written()


def test_whoever_is_named_as_an_interpreter_or_no_more_is_told_on_their_own_page(
    session, host, ana
):
    channel = channels.add_language(by=host, session=session, language="fr")
    channels.name_interpreter(by=host, channel=channel, person=ana.pk)
    channels.name_interpreter(by=host, channel=channel, person=ana.pk)
    channels.dismiss_interpreter(by=host, channel=channel, person=ana.pk)
    channels.name_interpreter(by=host, channel=channel, person=ana.pk)
    channels.remove_language(by=host, channel=channel)

    told = Entry.objects.filter(kind="hosting.changed").values_list("audience_person", "data")
    assert list(told) == [(ana.pk, {"person": ana.pk})] * 4


def _without_host_parts(client, session) -> documents.Element:
    html = client.get(f"/sessions/{session.pk}/room/").content.decode()
    page = documents.parse(documents.same_each_time(html))
    _strip(page)
    return page


def _strip(element: documents.Element) -> None:
    kept = []
    for child in element.children:
        if isinstance(child, documents.Element):
            if "data-host-part" in child.attributes:
                assert child.attributes.get("id"), child.written()[:200]
                assert element.name != "div" or element.attributes.get("id"), element.name
                continue
            _strip(child)
        kept.append(child)
    element.children = kept


def _but_for_people(page: documents.Element) -> str:
    """Cards tell everyone who hosts, and so does who may show a picture; the body and the case's
    panel show it by their class.
    """
    people = page.find("people")
    if people is not None:
        people.children = []
    for element in _all(page):
        if element.name == "body" or element.attributes.get("id") == "case-panel":
            element.attributes.pop("class", None)
        element.attributes.pop("data-may", None)
    return page.written()


def _all(element: documents.Element):
    yield element
    for child in element.children:
        if isinstance(child, documents.Element):
            yield from _all(child)
