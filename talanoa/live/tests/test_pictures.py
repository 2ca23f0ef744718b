"""Cameras and shared screens: who may, how many, what ends them, who is seen, what it costs."""

import pytest

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused
from talanoa.live import access, modes
from talanoa.live.durations import UNHEARD_AFTER
from talanoa.live.media import sdp
from talanoa.live.media.layers import LAYERS, MOST_CAMERAS, SCREEN, layer_for
from talanoa.live.models import Entry, Picture, Room
from talanoa.live.room.spotlight import SPEAKS_FOR, Spotlight
from talanoa.live.services import calls, cohosts, floor, group_making, grouping, pictures
from talanoa.schedule.models import AgendaItem
from tests.make import a_part, a_person, a_role, a_session, an_open_session, enrolled

ENDED = "picture.ended"


@pytest.fixture
def session(db):
    return an_open_session()


@pytest.fixture
def host(session):
    return a_role(session.cohort.programme, "facilitator", a_person("Josefa Vunipola"))


@pytest.fixture
def ana(session):
    return enrolled(session.cohort, a_person("Ana Faleolo"))


@pytest.fixture
def presenter(session):
    return a_part(session, "presenter", a_person("Amina Kone"))


def show(session, person, source="camera"):
    return pictures.begin(by=person, session=session, source=source)


def on(session) -> list[tuple[int, str]]:
    return list(Picture.objects.filter(session=session).values_list("person", "source"))


def ends(session) -> list[tuple[int, str]]:
    data = Entry.objects.filter(session=session, kind=ENDED).values_list("data", flat=True)
    return [(each["person"], each["why"]) for each in data]


def an_item(session, **more):
    return AgendaItem.objects.create(
        session=session, position=1, kind="case", title="A case", minutes=10, **more
    )


def test_hosts_show_a_picture_and_others_are_told_why_not(session, host, ana):
    show(session, host)

    assert on(session) == [(host.pk, "camera")]
    with pytest.raises(Refused, match="whoever has the floor"):
        show(session, ana)
    with pytest.raises(Refused, match="no such picture"):
        show(session, host, "film")


@pytest.mark.parametrize(("named", "may"), [(False, True), (True, False)])
def test_whoever_presents_the_item_in_hand_may(session, host, ana, presenter, named, may):
    item = an_item(session, speaker=ana if named else None)
    assert access.may_show(session) == {host.pk}
    floor.move_agenda(by=host, session=session, item=item.pk)

    assert access.may_show(session) == {host.pk, ana.pk if named else presenter.pk}
    assert (presenter.pk in access.may_show(session)) is may


def test_six_cameras_and_one_screen(session, host, ana):
    hosts = [a_role(session.cohort.programme, "facilitator") for _ in range(MOST_CAMERAS)]
    for each in hosts:
        show(session, each)
    show(session, host, "screen")

    with pytest.raises(Refused, match="6 cameras are on"):
        show(session, host)
    with pytest.raises(Refused, match="Josefa Vunipola is sharing a screen"):
        show(session, hosts[0], "screen")
    show(session, hosts[0])  # the same again, in another window
    assert len(on(session)) == MOST_CAMERAS + 1


@pytest.mark.parametrize("end", ["taken", "given back", "given on"])
def test_it_ends_with_the_floor(session, host, ana, end):
    ben = enrolled(session.cohort, a_person("Ben Osei"))
    floor.give_floor(by=host, session=session, person=ana.pk)
    show(session, ana)
    if end == "given on":
        floor.give_floor(by=host, session=session, person=ben.pk)
    else:
        floor.take_floor(by=host if end == "taken" else ana, session=session)

    assert on(session) == []
    assert ends(session) == [(ana.pk, "over")]


def test_it_ends_with_the_item_and_with_being_a_host(session, host, ana, presenter):
    first = an_item(session)
    floor.move_agenda(by=host, session=session, item=first.pk)
    show(session, presenter, "screen")
    cohosts.make_cohost(by=host, session=session, person=ana.pk)
    show(session, ana)
    show(session, host)
    second = AgendaItem.objects.create(
        session=session, position=2, kind="case", title="B", minutes=5, speaker=ana
    )
    floor.move_agenda(by=host, session=session, item=second.pk)
    assert on(session) == [(ana.pk, "camera"), (host.pk, "camera")]
    Room.objects.filter(pk=session.pk).update(current_item=first)
    cohosts.end_cohost(by=host, session=session, person=ana.pk)

    assert on(session) == [(host.pk, "camera")]
    assert ends(session) == [(presenter.pk, "over"), (ana.pk, "over")]


def test_it_ends_with_a_removal_with_the_session_and_with_another_tool(session, host, ana):
    floor.give_floor(by=host, session=session, person=ana.pk)
    show(session, ana)
    floor.remove(by=host, session=session, person=ana.pk)
    show(session, host)
    calls.set_call(by=host, session=session, url="https://example.org/meeting")

    assert ends(session) == [(ana.pk, "over"), (host.pk, "stopped")]
    with pytest.raises(Refused, match="another tool"):
        show(session, host)


def test_the_end_of_a_session_ends_pictures(session, host):
    show(session, host)
    floor.close_session(by=host, session=session)

    assert (on(session), ends(session)) == ([], [(host.pk, "stopped")])
    session.refresh_from_db()
    with pytest.raises(Refused, match="has ended"):
        show(session, host)


def test_it_ends_when_groups_open_and_none_begins_while_they_work(session, host):
    show(session, host)
    group_making.make(by=host, session=session, way="lot", groups=2, minutes=10)

    grouping.open_groups(by=host, session=session)

    assert on(session) == []
    with pytest.raises(Refused, match="while groups work"):
        show(session, host)


def test_a_host_turns_off_and_nobody_else_does(session, host, ana):
    floor.give_floor(by=host, session=session, person=ana.pk)
    show(session, ana)
    show(session, host)
    with pytest.raises(Refused, match="Only facilitators"):
        pictures.end(by=ana, session=session, source="camera", person=host.pk)
    pictures.end(by=host, session=session, source="camera", person=ana.pk)
    pictures.end(by=host, session=session, source="camera")

    assert ends(session) == [(ana.pk, "turned-off"), (host.pk, "stopped")]
    with pytest.raises(Refused, match="not on any more"):
        pictures.end(by=host, session=session, source="camera")


def test_the_same_frame_twice_is_one_picture(session, host):
    first = pictures.begin(by=host, session=session, source="camera", client_id="a")
    again = pictures.begin(by=host, session=session, source="camera", client_id="a")

    assert (again.pk, on(session)) == (first.pk, [(host.pk, "camera")])


def test_what_no_process_has_is_ended(session, host, ana, monkeypatch):
    show(session, host)
    show(session, host, "screen")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + UNHEARD_AFTER / 2)
    assert pictures.keep_seen([(session.pk, host.pk, "camera")]) == []
    monkeypatch.setattr(clock, "now", lambda: now + UNHEARD_AFTER * 1.1)

    assert pictures.drop_unseen([session.pk]) == 1
    assert on(session) == [(host.pk, "camera")]
    assert pictures.keep_seen([(session.pk, ana.pk, "camera")]) == [(session.pk, ana.pk, "camera")]
    assert pictures.drop_all() == 1
    assert ends(session) == [(host.pk, "lost"), (host.pk, "lost")]


def test_whoever_lost_their_role_elsewhere_is_found(session, host):
    show(session, host)
    host.roles.all().delete()

    assert pictures.keep_seen([(session.pk, host.pk, "camera")]) == [
        (session.pk, host.pk, "camera")
    ]
    assert ends(session) == [(host.pk, "over")]


def test_in_the_lobby_hosts_try_their_camera(db):
    session = a_session()
    host = a_role(session.cohort.programme, "facilitator")

    show(session, host)

    assert on(session) == [(host.pk, "camera")]


@pytest.mark.parametrize(("count", "who"), [(1, "member"), (3, "member")])
def test_what_the_page_needs_is_served_to_whoever_is_in(client, session, ana, count, who):
    client.force_login(ana)

    page = client.get(f"/sessions/{session.pk}/cameras/").content.decode()

    layers = "".join(f"{each.part}:{each.bits}:{each.frames} " for each in LAYERS)
    assert f'data-layers="{layers}"' in page
    assert f'data-screen-rate="{SCREEN.bits}:{SCREEN.frames}"' in page


def test_strangers_get_none_of_it(client, session):
    client.force_login(a_person("Nobody"))

    assert client.get(f"/sessions/{session.pk}/cameras/").status_code == 404


# --- What it costs, and who is seen ----------------------------------------------------------


def test_prices_hold_what_pictures_may_weigh():
    for mode, layers in (
        (modes.SPEAKER, [LAYERS[0]]),
        (modes.ALL, [*[LAYERS[0]] * (MOST_CAMERAS - 1), LAYERS[-1], SCREEN]),
    ):
        bits = sum(layer.bits for layer in layers)
        assert mode.hour_bytes - modes.CLEAR.hour_bytes > bits * 3600 / 8
        assert mode.rates == modes.CLEAR.rates


@pytest.mark.parametrize(
    ("width", "layer"), [(0, 0), (320, 0), (321, 1), (640, 1), (641, 2), (1280, 2), (4000, 2)]
)
def test_the_smallest_size_that_fits_is_sent(width, layer):
    assert layer_for(width) == layer


def test_whoever_speaks_for_a_moment_comes_to_the_front():
    light = Spotlight()
    light.hear("a", True, 0)
    assert light.settle(SPEAKS_FOR / 2) is False
    assert light.settle(SPEAKS_FOR) is True
    light.hear("b", True, 10)
    light.hear("b", False, 10.5)
    assert light.settle(20) is False

    assert light.order() == ["a"]


def test_two_who_talk_at_once_do_not_take_turns():
    light = Spotlight()
    light.hear("a", True, 0)
    light.hear("b", True, 1)
    light.settle(SPEAKS_FOR)
    light.settle(SPEAKS_FOR + 1)

    assert [light.settle(SPEAKS_FOR + 2 + at) for at in range(5)] == [False] * 5
    assert light.order() == ["b", "a"]


def test_whoever_has_the_floor_goes_first():
    light = Spotlight("c")
    light.hear("a", True, 0)
    light.settle(SPEAKS_FOR)

    assert light.order() == ["c", "a"]
    light.floor = ""
    assert light.order() == ["a"]


VIDEO = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n"


@pytest.mark.parametrize(
    ("text", "one", "some"),
    [
        (VIDEO, True, True),
        (VIDEO + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n", False, True),
        (VIDEO + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n", False, False),
        (VIDEO + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n", False, False),
        (VIDEO + "a=x" * 20_000, False, False),
        ("", False, False),
    ],
)
def test_a_description_of_pictures_holds_nothing_else(text, one, some):
    assert (sdp.is_one_video(text), sdp.is_video(text)) == (one, some)


def test_reports_on_each_packet_are_not_asked_for():
    extension = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
    offer = f"{VIDEO}a=extmap:3 {extension}\r\na=rtcp-fb:96 transport-cc\r\na=rtcp-fb:96 nack\r\n"

    assert sdp.without_reports(offer) == f"{VIDEO}a=rtcp-fb:96 nack\r\n"
