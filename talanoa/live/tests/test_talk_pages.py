"""Who was heard, on pages: in the room for hosts, in the record for each what is theirs."""

import csv
import io
from datetime import timedelta

import pytest

from talanoa.live.models import Presence
from talanoa.live.services import floor, speech
from talanoa.live.speech import Turn
from talanoa.schedule import services as schedule
from talanoa.schedule.models import LiveSession
from talanoa.schedule.services import ItemOfAgenda
from tests.make import a_country, a_person, attendance, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(session, host, ana, ben):
    """An hour in which two spoke, one of them with a name that a spreadsheet would run."""
    ben.name = "=Ben"
    ben.save()
    line = ItemOfAgenda(kind="didactic", title="@Doses", minutes=10)
    (item,) = schedule.set_agenda(by=None, session=session, items=[line])
    opened = session.opened_at - timedelta(minutes=30)
    LiveSession.objects.filter(pk=session.pk).update(opened_at=opened)
    floor.move_agenda(by=host, session=session, item=item.pk)
    for person, seconds in ((ana, 75), (ben, 25)):
        speech.write(
            [((session.pk, ""), Turn(person.pk, opened, opened + timedelta(seconds=seconds)))]
        )
        attendance(session, person)
    floor.close_session(by=host, session=session)
    session.refresh_from_db()
    return session


def test_hosts_alone_see_who_is_heard_in_the_room(client, session, host, ana):
    began = session.opened_at
    LiveSession.objects.filter(pk=session.pk).update(opened_at=began - timedelta(minutes=1))
    speech.write([((session.pk, ""), Turn(ana.pk, began - timedelta(seconds=30), began))])
    Presence.objects.create(session=session, person=ana, began_at=began, last_sign_at=began)
    client.force_login(host)
    of_host = client.get(f"/sessions/{session.pk}/room/").content.decode()
    client.force_login(ana)
    of_ana = client.get(f"/sessions/{session.pk}/room/").content.decode()

    assert "1 of 1 people heard" in of_host
    assert 'id="talk"' not in of_ana
    assert "people heard" not in of_ana


def test_the_record_shows_each_what_is_theirs(client, held, host, ana):
    def read(person):
        client.force_login(person)
        page = client.get(f"/sessions/{held.pk}/record/").content.decode()
        return page.partition('id="record-talk"')[2].partition("</section>")[0]

    of_host, of_ana = read(host), read(ana)

    assert "Ana Faleolo" in of_host
    assert "1:15" in of_host
    assert "talk.csv" in of_host
    assert "You spoke for 1:15 minutes." in of_ana
    assert "0:25" not in of_ana
    assert "talk.csv" not in of_ana
    assert "fewer than three people" in of_ana


def test_the_public_reads_counts_and_no_share_of_one_person(client, held):
    LiveSession.objects.filter(pk=held.pk).update(record_published_at=held.closed_at)
    page = client.get(f"/sessions/{held.pk}/record/").content.decode()

    assert "<bdi>2 of 2</bdi>" in page
    assert "Share of the talk" not in page
    assert "Ana Faleolo" not in page


def test_the_table_holds_groups_people_and_items_and_no_formula(client, held, host):
    client.force_login(host)
    answer = client.get(f"/sessions/{held.pk}/talk.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert answer["Content-Disposition"] == f'attachment; filename="talk-{held.pk}.csv"'
    assert [(row["Of"], row["Name"], row["Seconds"], row["Share (%)"]) for row in rows[:6]] == [
        ("Group", "", "0", "0"),
        ("Group", "", "0", "0"),
        ("Group", "", "0", "0"),
        ("Group", "", "100", "100"),
        ("Person", "Ana Faleolo", "75", "75"),
        ("Person", "'=Ben", "25", "25"),
    ]
    assert (rows[6]["Of"], rows[6]["Name"], rows[6]["Planned (seconds)"]) == (
        "Agenda item",
        "'@Doses",
        "600",
    )


def test_the_table_of_an_hour_in_which_nothing_was_measured_holds_the_agenda(client, session, host):
    client.force_login(host)
    answer = client.get(f"/sessions/{session.pk}/talk.csv")

    assert len(answer.content.decode().splitlines()) == 1


def test_others_are_refused_the_table(client, held, ana):
    client.force_login(ana)

    assert client.get(f"/sessions/{held.pk}/talk.csv").status_code == 403
    client.force_login(a_person())
    assert client.get(f"/sessions/{held.pk}/talk.csv").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_record_asks_as_much_for_three_who_spoke_as_for_one(
    client, held, host, django_assert_num_queries, count
):
    for number in range(count - 1):
        person = enrolled(held.cohort, country=a_country(f"X{number}", name="Example"))
        attendance(held, person)
        began = held.opened_at + timedelta(minutes=number)
        speech.write([((held.pk, ""), Turn(person.pk, began, began + timedelta(seconds=30)))])
    client.force_login(host)
    client.get(f"/sessions/{held.pk}/record/")

    with django_assert_num_queries(45):
        client.get(f"/sessions/{held.pk}/record/")
