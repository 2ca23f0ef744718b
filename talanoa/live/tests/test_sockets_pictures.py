"""Pictures over real sockets, without Janus: who is told, who is refused, what a cut ends."""

import pytest

from talanoa.live.models import Entry, Picture
from talanoa.live.services import floor

pytestmark = pytest.mark.django_db(transaction=True)


def test_everyone_sees_whose_camera_is_on_and_its_owner_why_it_ended(room, session, host, ana):
    floor.give_floor(by=host, session=session, person=ana.pk)
    with room.join(host, session) as hosting, room.join(ana, session) as member:
        assert member.act("picture.begin", source="camera")["type"] == "ack"
        begun = hosting.entry("picture.begun")
        hosting.act("picture.end", source="camera", person=ana.pk)
        ended = member.until("video.ended")

    assert any(f'data-camera="{ana.pk}"' in patch["html"] for patch in begun["patches"])
    assert (ended["source"], ended["why"]) == ("camera", "turned-off")
    assert hosting.of_type("video.ended") == []


def test_a_stranger_to_the_floor_is_refused_with_a_sentence(room, session, ana):
    with room.join(ana, session) as member:
        refused = member.act("picture.begin", source="camera")
        wrong = member.act("picture.begin", source="film")

    assert refused["type"] == "refused"
    assert "whoever has the floor" in refused["reason"]
    assert wrong["type"] == "refused"
    assert not Picture.objects.exists()


def test_nothing_is_carried_of_what_the_log_does_not_know(room, session, host, ana):
    with room.join(ana, session) as member:
        member.send("video.show", source="camera", sdp="v=0")
        failed = member.until("video.failed")

    assert (failed["of"], failed["source"], failed["code"]) == ("video.show", "camera", "not-on")


def test_what_cannot_be_shown_is_off_again(room, session, host):
    with room.join(host, session) as hosting:
        hosting.act("picture.begin", source="camera")
        hosting.send("video.show", source="camera", sdp="nonsense")
        failed = hosting.until("video.failed")
        ended = hosting.until("video.ended")

    assert failed["code"] == "bad-offer"
    assert ended["why"] == "lost"
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        ("video.watch", {"view": "cinema"}, "bad-frame"),
        ("video.watch", {"view": "all", "width": "wide"}, "bad-frame"),
        ("video.watch", {"view": "all", "width": -1}, "bad-frame"),
        ("video.watch", {"view": "speaker", "width": 320}, "off"),
        ("video.accept", {"sdp": 7}, "bad-frame"),
        ("video.accept", {"sdp": "v=0"}, "not-seated"),
        ("video.trickle", {"of": "film", "candidate": None}, "bad-frame"),
        ("video.trickle", {"of": "watch", "candidate": 5}, "bad-frame"),
        ("video.dance", {}, "bad-frame"),
    ],
)
def test_bad_frames_get_a_code(room, session, ana, kind, data, code):
    with room.join(ana, session) as member:
        member.send(kind, **data)

        assert member.until("video.failed")["code"] == code


def test_the_log_keeps_who_showed_what(room, session, host):
    with room.join(host, session) as hosting:
        hosting.act("picture.begin", source="screen")
        hosting.act("picture.end", source="screen")

    kinds = Entry.objects.filter(session=session, kind__startswith="picture.")
    assert [(each.kind, each.data["source"]) for each in kinds.order_by("seq")] == [
        ("picture.begun", "screen"),
        ("picture.ended", "screen"),
    ]
