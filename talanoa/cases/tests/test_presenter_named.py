"""Whom a session names as presenter and speaker: to whom, on which page, in each mode of the case.

``W``: by name; ``c``: "Name withheld" and the country; ``n``: "Name withheld" alone; ``-``: not at
all. What everybody in the room is shown alike stands under ``room``.
"""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from talanoa.cases import services
from talanoa.live import scene, talk_shown
from talanoa.schedule import naming
from talanoa.schedule.models import AgendaItem, LiveSession, SessionRole
from talanoa.schedule.services import ItemOfAgenda
from tests import make

pytestmark = pytest.mark.django_db

WRITER, COLLEAGUE, LECTURER, COUNTRY = "Sela Taufa", "Mele Fifita", "Dr Lesson", "Tonga"
ROLES = ("visitor", "stranger", "participant", "team", "facilitator", "coordinator", "room")
NAMED = {
    "open": "W W W W W W W",
    "open, waits": "W W W W W W W",
    "name-withheld": "- - n W n W n",
    "name-withheld, country shown": "- - c W c W c",
    "name-withheld, embargoed": "- - - W n W -",
    "name-withheld, waits": "- - - W - W -",
    "name-withheld, withdrawn": "- - - W - W -",
    "chatham-house": "- - n W n W n",
    "restricted": "- - - W W W -",
    "restricted, open now": "- - - W W W W",
}


def the_world(mode):
    """A session with a lesson, and a case presented by its writer and somebody of no team."""
    mode, _comma, more = mode.partition(", ")
    programme = make.a_programme()
    coordinator = make.a_role(programme, "coordinator")
    presenter = make.enrolled(programme, make.a_person(WRITER))
    team = make.a_team(programme)
    session = make.a_session(programme, starts_in=timedelta(minutes=10))
    colleague = make.a_part(session, "presenter", make.a_person(COLLEAGUE))
    lecturer = make.a_part(session, "speaker", make.a_person(LECTURER))
    make.a_part(session, "presenter", presenter)
    _lesson, item = make.schedule.set_agenda(
        by=None,
        session=session,
        items=[
            ItemOfAgenda(kind="didactic", title="Doses", minutes=20, speaker=lecturer),
            ItemOfAgenda(kind="case", title="The case", minutes=20, speaker=presenter),
        ],
    )
    status = "accepted" if more == "waits" else "scheduled"
    case = make.a_case(programme, status="draft", presenter=presenter, team=team)
    services.show_as(
        by=presenter,
        case=case,
        mode=mode,
        shows_country=more == "country shown",
        expires_on=None,
    )
    case = make.brought_to(case, status, item=item)
    if more == "embargoed":
        services.set_embargo(by=coordinator, case=case, hours=0)
    if more == "withdrawn":
        services.withdraw(by=presenter, case=case, reason="Solved.")
    if more == "open now":
        make.schedule.open_session(by=None, session=session)
    session.refresh_from_db()
    people = {
        "stranger": make.a_person("Sam Stranger"),
        "participant": make.enrolled(programme),
        "team": make.a_member(team),
        "facilitator": make.a_role(programme, "facilitator"),
        "coordinator": coordinator,
    }
    return session, people, (presenter, colleague, lecturer)


def found_in(page):
    if WRITER in page:
        return "W"
    if "Name withheld" not in page:
        return "-"
    return "c" if f"Name withheld · {COUNTRY}" in page else "n"


@pytest.mark.parametrize("mode", NAMED)
def test_each_reader_is_told_what_the_table_says(mode, client):
    session, people, (_presenter, _colleague, lecturer) = the_world(mode)
    expected = dict(zip(ROLES, NAMED[mode].split(), strict=True))

    pages = {"visitor": client.get(f"/sessions/{session.pk}/").content.decode()}
    for role, person in people.items():
        client.force_login(person)
        pages[role] = client.get(f"/sessions/{session.pk}/").content.decode()
    room = render_to_string("live/_agenda.html", scene.agenda(session))

    found = {role: found_in(page) for role, page in pages.items()} | {"room": found_in(room)}
    assert found == expected
    for page in (*pages.values(), room):
        assert str(lecturer) in page
    if not mode.endswith("waits") and not mode.endswith("withdrawn"):
        colleague = {role: COLLEAGUE in page for role, page in pages.items()}
        assert colleague == {role: expected[role] == "W" for role in pages}


@pytest.mark.parametrize("mode", ["name-withheld", "restricted", "open"])
def test_in_the_room_nobody_is_called_the_presenter_of_what_is_withheld(mode):
    session, _people, (presenter, colleague, lecturer) = the_world(mode)

    cards = scene.cards(session, [presenter, colleague, lecturer])

    told = "Presenter" if mode == "open" else ""
    assert [cards[one.pk].role for one in (presenter, colleague)] == [told, told]
    assert cards[lecturer.pk].role == "Speaker"
    assert cards[presenter.pk].name == WRITER


def test_the_hosts_table_of_the_talk_does_not_say_who_presented():
    session, people, (presenter, *_others) = the_world("chatham-house")
    lengths = {presenter.pk: timedelta(minutes=4), people["participant"].pk: timedelta(minutes=1)}

    assert [one.group for one in talk_shown.spoke(session, lengths)] == ["", "Participants"]


def test_the_run_of_show_says_who_has_not_answered_only_to_who_may_know(client):
    session, people, (presenter, *_others) = the_world("name-withheld")
    SessionRole.objects.filter(person=presenter).update(confirmed_at=None)
    shown = {}
    for role in ("facilitator", "coordinator"):
        client.force_login(people[role])
        shown[role] = client.get(reverse("live:run_of_show", args=[session.pk])).content.decode()

    assert WRITER not in shown["facilitator"]
    assert "Whoever leads it has not answered yet" not in shown["coordinator"]
    assert f"{WRITER} has not answered yet" in shown["coordinator"]


def test_a_host_who_is_not_told_saves_the_agenda_without_losing_its_speaker(client):
    session, people, (presenter, _colleague, lecturer) = the_world("name-withheld")
    client.force_login(people["facilitator"])
    path = f"/sessions/{session.pk}/agenda/"
    page = client.get(path).content.decode()
    lesson, item = session.agenda.all()
    row = {
        "item-pk": [lesson.pk, item.pk],
        "item-kind": ["didactic", "case"],
        "item-title": ["Doses", "The case, sooner"],
        "item-minutes": ["10", "20"],
        "item-speaker": [lecturer.pk, "-1"],
    }

    saved = client.post(path, row | {"version": session.version, "save": ""})

    assert '<option value="-1" selected>Name withheld</option>' in page
    assert f'<option value="{presenter.pk}" selected>' not in page
    assert saved.status_code == 302
    assert list(AgendaItem.objects.values_list("title", "speaker")) == [
        ("Doses", lecturer.pk),
        ("The case, sooner", presenter.pk),
    ]


def test_nobody_claims_the_speaker_of_another_row(client):
    session, people, _who = the_world("name-withheld")
    client.force_login(people["facilitator"])
    lesson = session.agenda.first()
    row = {
        "item-pk": [lesson.pk],
        "item-kind": ["didactic"],
        "item-title": ["Doses"],
        "item-minutes": ["10"],
        "item-speaker": ["-1"],
    }

    refused = client.post(
        f"/sessions/{session.pk}/agenda/", row | {"version": session.version, "save": ""}
    )

    assert refused.status_code == 422


@pytest.mark.parametrize(("mode", "queries"), [("open", 1), ("chatham-house", 6)])
def test_what_it_costs(mode, queries, django_assert_num_queries):
    session, people, _who = the_world(mode)
    session = LiveSession.objects.select_related("cohort").get(pk=session.pk)
    items = list(session.agenda.select_related("speaker"))

    with django_assert_num_queries(queries):
        naming.tell_names(people["participant"], session, items)
