"""Rooms in which somebody shows a picture."""

from talanoa.live.services import floor, pictures


def show(room, person, source):
    pictures.begin(by=person, session=room.session, source=source)


def with_a_screen_shared(room):
    show(room, room.facilitator, "screen")


def with_a_camera_on_the_floor(room):
    floor.give_floor(by=room.facilitator, session=room.session, person=room.other.pk)
    show(room, room.other, "camera")


TRIED = {
    "a camera on": (lambda _room: None, lambda r: show(r, r.facilitator, "camera")),
    "a screen shared": (lambda _room: None, lambda r: show(r, r.facilitator, "screen")),
    "picture.end": (
        with_a_camera_on_the_floor,
        lambda r: pictures.end(
            by=r.facilitator, session=r.session, source="camera", person=r.other.pk
        ),
    ),
    "a shared screen lost": (
        with_a_screen_shared,
        lambda r: pictures.lose(r.session.pk, r.facilitator.pk, "screen"),
    ),
    "floor.take with a camera on": (
        with_a_camera_on_the_floor,
        lambda r: floor.take_floor(by=r.facilitator, session=r.session),
    ),
    "person.remove with a camera on": (
        with_a_camera_on_the_floor,
        lambda r: floor.remove(by=r.facilitator, session=r.session, person=r.other.pk),
    ),
}
