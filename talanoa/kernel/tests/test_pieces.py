"""Files in pieces: twice, out of order, late, too large, another's, and what is left of them."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest

from talanoa.kernel import clock, pieces
from talanoa.kernel.models import UnfinishedUpload
from talanoa.kernel.pieces import NoRoom, Unfit, WrongOffset
from talanoa.people import services as people
from tests import make

pytestmark = pytest.mark.django_db

WHOLE = bytes(range(256)) * 8
DIGEST = hashlib.sha256(WHOLE).hexdigest()
PLACE = "case/1/"


@pytest.fixture
def person():
    return make.a_person()


def add(person, offset, until=None, **other):
    piece = WHOLE[offset:until]
    said = {"place": PLACE, "digest": DIGEST, "size": len(WHOLE), "piece": piece} | other
    return pieces.add(by=person, offset=offset, **said)


def whole(person, **other):
    file = pieces.whole(by=person, **{"place": PLACE, "digest": DIGEST} | other)
    if file is None:
        return None
    with file:
        return file.read()


def held(person, **other):
    return pieces.held(by=person, **{"place": PLACE, "digest": DIGEST} | other)


def files(settings):
    folder = Path(settings.UNFINISHED_DIR)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_file_grows_by_its_pieces_until_it_is_whole(person):
    seen = [held(person), add(person, 0, 1000), held(person), whole(person), add(person, 1000)]

    assert seen == [0, 1000, 1000, None, 2048]
    assert whole(person) == WHOLE


@pytest.mark.parametrize("offset", [0, 999, 1001, 2000])
def test_a_piece_that_comes_twice_or_early_changes_nothing_and_is_told_its_place(person, offset):
    add(person, 0, 1000)

    with pytest.raises(WrongOffset) as wrong:
        add(person, offset, offset + 500)

    assert (wrong.value.held, held(person)) == (1000, 1000)
    add(person, 1000)
    assert whole(person) == WHOLE


def test_a_piece_after_the_end_or_before_a_beginning_is_told_its_place(person):
    with pytest.raises(WrongOffset) as early:
        add(person, 1000)
    add(person, 0)
    with pytest.raises(WrongOffset) as late:
        add(person, 0)

    assert (early.value.held, late.value.held) == (0, 2048)
    assert UnfinishedUpload.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [{"piece": b""}, {"piece": WHOLE + b"x"}, {"size": 999}, {"size": 4096}, {"size": 0}],
)
def test_what_is_no_piece_of_this_file_is_not_taken(person, other):
    add(person, 0, 1000)

    with pytest.raises(Unfit):
        add(person, 1000, **other)

    assert held(person) == 1000


def test_what_was_written_and_never_committed_is_written_over(person, settings):
    add(person, 0, 1000)
    (name,) = files(settings)
    with (settings.UNFINISHED_DIR / name).open("ab") as file:
        file.write(b"cut off" * 1000)

    add(person, 1000)

    assert whole(person) == WHOLE


def test_a_file_that_was_lost_begins_again(person, settings):
    add(person, 0, 1000)
    (name,) = files(settings)
    (settings.UNFINISHED_DIR / name).unlink()

    assert held(person) == 0
    with pytest.raises(WrongOffset):
        add(person, 1000)
    add(person, 0)
    assert whole(person) == WHOLE


def test_what_is_not_what_was_announced_is_removed(
    person, settings, django_capture_on_commit_callbacks
):
    add(person, 0, piece=b"y" * len(WHOLE))

    with django_capture_on_commit_callbacks(execute=True):
        found = whole(person)

    assert (found, held(person), files(settings)) == (None, 0, [])


def test_another_person_and_another_form_have_a_file_of_their_own(person):
    other = make.a_person()
    add(person, 0)

    assert (held(other), held(person, place="case/2/")) == (0, 0)
    assert (whole(other), whole(person, place="case/2/")) == (None, None)
    add(other, 0, 7)
    pieces.forget(by=other, place=PLACE, digest=DIGEST)
    assert (held(other), whole(person)) == (0, WHOLE)


def test_a_person_begins_no_more_than_they_may_hold_and_finishes_what_they_began(person, settings):
    settings.UNFINISHED_MAX_BYTES = len(WHOLE) + 10
    add(person, 0, 7)

    with pytest.raises(NoRoom):
        add(person, 0, 7, place="case/2/")

    add(make.a_person(), 0, 7)
    add(person, 7)
    pieces.forget(by=person, place=PLACE, digest=DIGEST)
    assert add(person, 0, 7, place="case/2/") == 7


def test_a_day_after_the_last_piece_it_is_removed_with_files_nobody_knows(
    person, settings, django_capture_on_commit_callbacks
):
    now = clock.now()
    with clock.standing_at(now - timedelta(hours=25)):
        add(person, 0, 7)
        add(make.a_person(), 0, 7)
    add(person, 7, 9)
    (kept,) = UnfinishedUpload.objects.filter(person=person).values_list("name", flat=True)
    for name, hours in (("orphan", 25), ("just-begun", 23)):
        path = settings.UNFINISHED_DIR / name
        path.write_bytes(b"x")
        then = (now - timedelta(hours=hours)).timestamp()
        os.utime(path, (then, then))

    with django_capture_on_commit_callbacks(execute=True):
        forgotten = [pieces.forget_old(), pieces.forget_old()]

    assert (forgotten, files(settings)) == ([1, 0], sorted([kept, "just-begun"]))
    assert held(person) == 9


def test_a_place_that_is_gone_takes_its_files_and_no_others(
    person, settings, django_capture_on_commit_callbacks
):
    for place in ("case/1/", "case/12/", "case/1/x/"):
        add(person, 0, 7, place=place)

    with django_capture_on_commit_callbacks(execute=True):
        pieces.forget_all_at("case/1/")

    assert [row.place for row in UnfinishedUpload.objects.all()] == ["case/12/"]
    assert len(files(settings)) == 1


def test_whoever_is_erased_leaves_nothing_unfinished(
    person, settings, django_capture_on_commit_callbacks
):
    add(person, 0, 7)

    with django_capture_on_commit_callbacks(execute=True):
        people.erase(by=person, person=person)

    assert (UnfinishedUpload.objects.count(), files(settings)) == (0, [])


def test_two_beginnings_of_one_file_are_one(person):
    add(person, 0, 7)

    with pytest.raises(WrongOffset):
        add(person, 0, 9)

    assert UnfinishedUpload.objects.get().held == 7


def test_its_folder_is_readable_by_the_service_alone(person, settings):
    add(person, 0, 7)

    assert settings.UNFINISHED_DIR.stat().st_mode & 0o077 == 0
