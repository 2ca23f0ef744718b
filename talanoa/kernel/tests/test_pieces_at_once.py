"""Two pages that send one file at the same moment, and one person who begins too many at once."""

import hashlib

import pytest

from talanoa.kernel import pieces
from talanoa.kernel.models import UnfinishedUpload
from talanoa.kernel.pieces import WrongOffset
from tests import make
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)

WHOLE = bytes(range(256)) * 8
DIGEST = hashlib.sha256(WHOLE).hexdigest()


def adding(person, offset, place="case/1/"):
    said = {"place": place, "digest": DIGEST, "size": len(WHOLE), "piece": WHOLE[offset:][:1024]}
    return lambda: pieces.add(by=person, offset=offset, **said)


@pytest.mark.parametrize("offset", [0, 1024])
def test_of_the_same_piece_at_once_one_is_taken(offset):
    person = make.a_person()
    if offset:
        adding(person, 0)()

    outcomes = at_once(*[adding(person, offset) for _page in range(4)])

    told = [outcome.held for outcome in outcomes if isinstance(outcome, WrongOffset)]
    assert told == [offset + 1024] * 3
    assert [outcome for outcome in outcomes if isinstance(outcome, int)] == [offset + 1024]
    assert UnfinishedUpload.objects.get().held == offset + 1024
    if offset:
        with pieces.whole(by=person, place="case/1/", digest=DIGEST) as file:
            assert file.read() == WHOLE


def test_what_somebody_may_hold_is_bounded_also_at_once(settings):
    settings.UNFINISHED_MAX_BYTES = 2 * len(WHOLE)
    person = make.a_person()

    outcomes = at_once(*[adding(person, 0, f"case/{number}/") for number in range(4)])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoRoom"] * 2 + ["int"] * 2
    assert UnfinishedUpload.objects.count() == 2
