"""Hands with a note, hands that are read out, and who goes first."""

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel.refusals import Refused
from talanoa.live.models import Entry, Hand
from talanoa.live.services import floor, talk
from tests.make import a_role, a_session, an_open_session, closed

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return an_open_session()


def test_a_note_can_be_added_to_a_hand_that_keeps_its_place(session, ana, ben):
    talk.raise_hand(by=ana, session=session)
    talk.raise_hand(by=ben, session=session)
    first = Hand.objects.get(person=ana)

    talk.raise_hand(by=ana, session=session, about="  The \n north ", is_written=True)
    talk.raise_hand(by=ana, session=session)

    first.refresh_from_db()
    assert (first.about, first.is_written) == ("The north", True)
    assert list(Hand.objects.values_list("person", flat=True)) == [ana.pk, ben.pk]
    assert Entry.objects.count() == 3


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"about": "x" * 161}, "at most 160 characters"),
        ({"about": " ", "is_written": True}, "Write what is to be read out."),
    ],
)
def test_what_is_no_note(session, ana, fields, reason):
    with pytest.raises(ValidationError, match=reason):
        talk.raise_hand(by=ana, session=session, **fields)


def test_only_a_written_hand_is_read_out(session, ana, ben, host):
    talk.raise_hand(by=ana, session=session, about="The north", is_written=True)
    talk.raise_hand(by=ben, session=session)

    floor.read_hand(by=host, session=session, person=ana.pk)
    with pytest.raises(Refused, match="not raised"):
        floor.read_hand(by=host, session=session, person=ben.pk)

    assert Hand.objects.get(person=ana).called_at is not None
    assert list(Hand.objects.filter(lowered_at=None)) == [Hand.objects.get(person=ben)]


def test_the_floor_goes_to_nobody_who_cannot_speak_unless_named(session, ana, ben, host):
    talk.raise_hand(by=ana, session=session, about="The north", is_written=True)
    with pytest.raises(Refused, match="No hand is raised"):
        floor.give_floor(by=host, session=session)
    talk.raise_hand(by=ben, session=session)

    assert floor.give_floor(by=host, session=session).data["person"] == ben.pk
    assert floor.give_floor(by=host, session=session, person=ana.pk).data["person"] == ana.pk


def test_the_floor_goes_to_those_not_yet_heard_where_the_facilitator_wishes_it(
    session, ana, ben, host
):
    floor.give_floor(by=host, session=session, person=ana.pk)
    talk.raise_hand(by=ana, session=session)
    talk.raise_hand(by=ben, session=session)

    floor.order_hands(by=host, session=session, order="unheard")
    given = floor.give_floor(by=host, session=session)

    assert given.data["person"] == ben.pk


def test_the_order_of_hands_is_the_hosts(session, ana, host):
    with pytest.raises(Refused):
        floor.order_hands(by=ana, session=session, order="unheard")
    with pytest.raises(Refused, match="no such order"):
        floor.order_hands(by=host, session=session, order="by name")
    closed(session)
    with pytest.raises(Refused, match="has ended"):
        floor.order_hands(by=host, session=session, order="raised")


def test_in_the_lobby_hands_can_be_ordered_already():
    session = a_session()
    host = a_role(session.cohort.programme, "facilitator")

    assert floor.order_hands(by=host, session=session, order="unheard").kind == "hands.ordered"
