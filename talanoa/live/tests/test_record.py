"""The session record: for the programme's people with names, for everyone else without."""

import csv
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from talanoa.kernel import clock
from talanoa.live import record as records
from talanoa.live.models import Entry
from talanoa.live.services import floor, talk
from talanoa.live.services import records as services
from talanoa.live.views import record as views
from talanoa.schedule.models import AgendaItem
from tests.make import (
    a_country,
    a_person,
    a_role,
    a_session,
    an_open_session,
    attendance,
    closed,
    enrolled,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """A session held: one item taken up, one line said, one person there for 40 minutes."""
    session = an_open_session()
    facilitator = a_role(session.cohort.programme, "facilitator", a_person("Josefa Vunipola"))
    member = enrolled(session.cohort, a_person("Ana Faleolo"), country=a_country())
    item = AgendaItem.objects.create(
        session=session, position=1, kind="case", title="Case from Tonga", minutes=10
    )
    floor.move_agenda(by=facilitator, session=session, item=item.pk)
    talk.say(by=member, session=session, text="Said among us")
    talk.note(by=member, session=session, text="Only for you")
    now = clock.now()
    attendance(
        session,
        member,
        timedelta(minutes=40),
        intervals=[[now.isoformat(), (now + timedelta(minutes=40)).isoformat()]],
    )
    return closed(session)


def host_of(session):
    return session.cohort.programme.roles.get(role="facilitator").person


def member_of(session):
    return session.cohort.enrolments.get().person


def page_of(session):
    return reverse("live:record", args=[session.pk])


def read(client, session):
    return client.get(page_of(session)).content.decode()


def test_a_member_reads_names_agenda_and_chat(client, session):
    client.force_login(member_of(session))

    page = read(client, session)

    said = ["Ana Faleolo", "Tonga", "40 minutes", "Case from Tonga", "Said among us"]
    assert [words for words in said if words not in page] == []
    assert "Only for you" not in page


@pytest.mark.parametrize("who", ["nobody", "stranger"])
def test_the_public_finds_nothing_until_it_is_published_and_no_names_then(client, session, who):
    if who == "stranger":
        client.force_login(a_person())
    before = client.get(page_of(session)).status_code

    services.publish(by=host_of(session), session=session)
    page = read(client, session)

    assert before == 404
    assert "Case from Tonga" in page
    assert '<th scope="row">Tonga</th>' in page
    assert [words for words in ("Ana Faleolo", "Josefa", "Said among us") if words in page] == []


def test_taking_it_back_closes_it_again(client, session):
    services.publish(by=host_of(session), session=session)

    services.take_back(by=host_of(session), session=session)

    assert client.get(page_of(session)).status_code == 404


def test_publishing_twice_is_said_to_be_nothing_new(session):
    host = host_of(session)

    assert [services.publish(by=host, session=session) for _ in range(2)] == [True, False]


def test_the_host_publishes_by_a_button_and_a_member_has_none(client, session):
    buttons = {}
    for name, person in [("member", member_of(session)), ("host", host_of(session))]:
        client.force_login(person)
        buttons[name] = read(client, session).count("Publish the record")
    client.post(reverse("live:publish_record", args=[session.pk]))
    session.refresh_from_db()

    assert buttons == {"member": 0, "host": 1}
    assert session.record_published_at is not None


def test_a_member_cannot_publish(client, session):
    client.force_login(member_of(session))

    answer = client.post(reverse("live:publish_record", args=[session.pk]))

    session.refresh_from_db()
    assert (answer.status_code, session.record_published_at) == (403, None)


def test_before_the_end_the_record_says_when_it_comes(client):
    session = a_session()
    client.force_login(enrolled(session.cohort))

    assert "The session has not ended yet" in read(client, session)


def test_an_item_that_nobody_took_up_says_so(client, session):
    AgendaItem.objects.create(
        session=session, position=2, kind="closing", title="Farewell", minutes=5
    )
    client.force_login(member_of(session))

    assert "not taken up" in read(client, session)


def test_a_section_of_another_room_is_drawn_and_told_who_reads(client, session, monkeypatch):
    asked = []

    def context(session, person):
        asked.append(person)
        return

    registered = records.Sections()
    registered.register("test", 10, "live/_state.html", context=context)
    monkeypatch.setattr(records, "sections", registered)
    services.publish(by=host_of(session), session=session)
    read(client, session)
    client.force_login(member_of(session))
    read(client, session)

    assert asked == [None, member_of(session)]


def test_two_sections_of_one_name_are_refused():
    registered = records.Sections()
    registered.register("test", 10, "live/_state.html", context=lambda session, person: None)

    with pytest.raises(ValueError, match="test"):
        registered.register("test", 20, "live/_now.html", context=lambda session, person: None)


@pytest.mark.parametrize("path", ["attendance/", "attendance.csv"])
@pytest.mark.parametrize(
    ("who", "status"),
    [(host_of, 200), (member_of, 403), (lambda session: a_person(), 404)],
    ids=["host", "member", "stranger"],
)
def test_who_reads_attendance(client, session, path, who, status):
    client.force_login(who(session))

    assert client.get(f"/sessions/{session.pk}/{path}").status_code == status


def test_the_table_for_a_spreadsheet(client, session):
    client.force_login(host_of(session))

    answer = client.get(f"/sessions/{session.pk}/attendance.csv")

    heads, row = csv.reader(answer.content.decode("utf-8-sig").splitlines())
    assert heads[0] == "Name"
    assert [row[0], row[1], row[5], row[6]] == ["Ana Faleolo", "Tonga", "2400", "yes"]
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="attendance-{session.pk}.csv"'
    )


def test_a_name_is_no_formula(client, session):
    member = member_of(session)
    member.name = "=HYPERLINK(1)"
    member.save()
    client.force_login(host_of(session))

    table = client.get(f"/sessions/{session.pk}/attendance.csv").content.decode()

    assert "\n'=HYPERLINK(1)," in table


@pytest.mark.parametrize("count", [1, 3])
def test_the_record_asks_as_many_queries_for_three_as_for_one(
    client, session, django_assert_num_queries, count
):
    for _ in range(count - 1):
        person = enrolled(session.cohort, country=a_country())
        attendance(session, person)
        Entry.objects.create(
            session=session,
            seq=1000 + person.pk,
            kind="chat.said",
            person=person,
            data={"text": "Said among us"},
        )
    client.force_login(host_of(session))
    client.get(page_of(session))

    with django_assert_num_queries(33):
        page = read(client, session)

    assert page.count("Said among us") == count


@pytest.fixture
def three_more(session, monkeypatch):
    """Four attended and said a line each; two stand on a page."""
    monkeypatch.setattr(views, "ON_A_PAGE", 2)
    for name in ("Ben Osei", "Cleo Dias", "Dina Haddad"):
        person = enrolled(session.cohort, a_person(name), country=a_country("WS", name="Samoa"))
        attendance(session, person, timedelta(minutes=20))
        Entry.objects.create(
            session=session, seq=1000 + person.pk, kind="chat.said", person=person,
            data={"text": f"Said by {name}"},
        )  # fmt: skip


def names_in(page):
    return re.findall(r'<th scope="row">(\w+ \w+)</th>', page)


@pytest.mark.parametrize("path", ["record/", "attendance/"])
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Ana Faleolo", "Ben Osei"]),
        ("?page=2", ["Cleo Dias", "Dina Haddad"]),
        ("?page=9", ["Cleo Dias", "Dina Haddad"]),
        ("?all", ["Ana Faleolo", "Ben Osei", "Cleo Dias", "Dina Haddad"]),
    ],
)
def test_who_attended_comes_a_page_at_a_time_and_whole_to_print(
    client, session, three_more, path, query, names
):
    client.force_login(host_of(session))

    page = client.get(f"/sessions/{session.pk}/{path}{query}").content.decode()

    assert names_in(page) == names
    assert ('href="?all"' in page) is (query != "?all")


def test_the_chat_has_pages_of_its_own_and_the_figures_are_of_everyone(client, session, three_more):
    client.force_login(host_of(session))

    page = client.get(page_of(session) + "?lines=2").content.decode()

    assert re.findall(r"Said (?:among us|by \w+)", page) == ["Said by Cleo", "Said by Dina"]
    assert names_in(page) == ["Ana Faleolo", "Ben Osei"]
    assert records.totals(session) == records.Totals(
        people=4, together=timedelta(minutes=100), is_final=True
    )
    assert records.countries(session) == [("Samoa", 3), ("Tonga", 1)]


def test_the_table_for_a_spreadsheet_is_whole(client, session, three_more):
    client.force_login(host_of(session))

    table = client.get(f"/sessions/{session.pk}/attendance.csv").content.decode("utf-8-sig")

    assert [row[0] for row in csv.reader(table.splitlines())][1:] == [
        "Ana Faleolo", "Ben Osei", "Cleo Dias", "Dina Haddad",
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_attendance_asks_as_many_queries_for_three_as_for_one(
    client, session, django_assert_num_queries, count
):
    for _ in range(count - 1):
        attendance(session, enrolled(session.cohort, country=a_country()))
    client.force_login(host_of(session))

    with django_assert_num_queries(23):
        page = client.get(f"/sessions/{session.pk}/attendance/").content.decode()

    assert len(names_in(page)) == count
