"""The agenda editor, which works without scripts."""

import pytest

from talanoa.schedule import services
from talanoa.schedule.services import ItemOfAgenda
from tests.make import a_part, a_role, a_session

pytestmark = pytest.mark.django_db


def agenda_form(*rows, **more):
    names = ("pk", "kind", "title", "minutes", "speaker")
    columns = {f"item-{name}": [str(row.get(name, "")) for row in rows] for name in names}
    return columns | {"version": "0"} | more


WELCOME = {"kind": "welcome", "title": "Welcome", "minutes": 5}
CASE = {"kind": "case", "title": "Case", "minutes": 50}


def titles(page):
    return [
        field.split('value="')[1].split('"')[0]
        for field in page.content.decode().split('name="item-title"')[1:]
        if 'value="' in field.split(">")[0]
    ]


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ("down-0", ["Case", "Welcome"]),
        ("up-1", ["Case", "Welcome"]),
        ("up-0", ["Welcome", "Case"]),
        ("down-1", ["Welcome", "Case"]),
        ("drop-0", ["Case"]),
        ("drop-9", ["Welcome", "Case"]),
        ("add", ["Welcome", "Case"]),
    ],
)
def test_rows_move_without_scripts_and_without_being_saved(client, button, order):
    session = a_session()
    client.force_login(a_role(session.cohort.programme, "coordinator"))

    page = client.post(
        f"/sessions/{session.pk}/agenda/", agenda_form(WELCOME, CASE, **{button: ""})
    )

    assert page.status_code == 200
    assert titles(page) == order
    assert session.agenda.count() == 0


def test_an_agenda_is_saved_in_its_order_without_its_blank_rows(client):
    session = a_session()
    speaker = a_part(session, "presenter")
    client.force_login(a_role(session.cohort.programme, "facilitator"))
    rows = [CASE | {"speaker": speaker.pk}, {"kind": "welcome"}, WELCOME]

    answer = client.post(f"/sessions/{session.pk}/agenda/", agenda_form(*rows, save=""))

    assert answer.status_code == 302
    saved = session.agenda.values_list("title", "minutes", "speaker")
    assert list(saved) == [("Case", 50, speaker.pk), ("Welcome", 5, None)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"kind": "case", "title": "Case", "minutes": ""}, "This field is required."),
        ({"kind": "case", "title": "", "minutes": "5"}, "This field is required."),
        ({"kind": "case", "title": "Case", "minutes": "0"}, "greater than or equal to 1"),
        ({"kind": "case", "title": "Case", "minutes": "a lot"}, "Enter a whole number."),
        ({"kind": "case", "title": "x" * 201, "minutes": "5"}, "at most 200 characters"),
        ({"kind": "dance", "title": "Case", "minutes": "5"}, "Select a valid choice."),
        (
            {"kind": "case", "title": "C", "minutes": "5", "speaker": "999"},
            "Select a valid choice.",
        ),
    ],
)
def test_a_bad_row_is_marked_and_nothing_is_lost(client, row, reason):
    session = a_session()
    client.force_login(a_role(session.cohort.programme, "coordinator"))

    page = client.post(f"/sessions/{session.pk}/agenda/", agenda_form(WELCOME, row, save=""))

    assert page.status_code == 422
    assert reason in page.content.decode()
    assert titles(page) == ["Welcome", *([row["title"]] if row["title"] else [])]
    assert session.agenda.count() == 0


def test_an_agenda_that_somebody_else_changed_shows_theirs_and_keeps_mine(client):
    session = a_session()
    client.force_login(a_role(session.cohort.programme, "coordinator"))
    services.set_agenda(
        by=None, session=session, items=[ItemOfAgenda(kind="case", title="Theirs", minutes=5)]
    )
    path = f"/sessions/{session.pk}/agenda/"

    page = client.post(path, agenda_form(WELCOME, save=""))

    words = page.content.decode()
    assert page.status_code == 422
    assert "Somebody else changed this" in words
    assert "Theirs" in words
    assert titles(page) == ["Welcome"]
    version = words.split('name="version" value="')[1].split('"')[0]
    answer = client.post(path, agenda_form(WELCOME, save="", version=version))
    assert answer.status_code == 302
    assert [item.title for item in session.agenda.all()] == ["Welcome"]
