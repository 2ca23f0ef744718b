"""Raised hands in the order in which they wait, and who has been heard."""

from dataclasses import dataclass

from talanoa.countries.models import Country
from talanoa.live import hands, queries
from talanoa.live.hands import Raised, Reason
from talanoa.live.models import Entry, Hand
from talanoa.live.terms import HandsOrder, Kind
from talanoa.schedule.models import LiveSession


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A hand that is up, its owner loaded, and why it goes first."""

    hand: Hand
    reason: Reason


def waiting(session: LiveSession, order: str) -> list[Waiting]:
    """The hands that are up, in the room's order. One query, four where those not heard go first.

    A hand whose owner was called counts as heard, and so does whoever was given the floor
    without one.
    """
    of_session = Hand.objects.filter(session=session)
    up = list(of_session.filter(lowered_at=None).select_related("person"))
    by_id = {hand.pk: hand for hand in up}
    if order != HandsOrder.UNHEARD or not up:
        placed = hands.as_raised(_raised(hand) for hand in up)
    else:
        called = list(
            of_session.filter(called_at__isnull=False).values_list("raised_at", flat=True)
        )
        heard = people_heard(session)
        of_people = queries.country_of(session, heard | {hand.person_id for hand in up})
        placed = hands.unheard_first(
            (
                _raised(
                    hand,
                    country=of_people.get(hand.person_id),
                    passed=hands.passed(hand.raised_at, called),
                )
                for hand in up
            ),
            people_heard=heard,
            countries_heard={of_people[who].pk for who in heard if who in of_people},
        )
    return [Waiting(hand=by_id[each.raised.hand], reason=each.reason) for each in placed]


def people_heard(session: LiveSession) -> set[int]:
    """Everyone (ids) who has had the floor, or whose written hand was read out. One query."""
    given = Entry.objects.filter(session=session, kind__in=(Kind.FLOOR_GIVEN, Kind.HAND_READ))
    return {data["person"] for data in given.values_list("data", flat=True)}


def _raised(hand: Hand, *, country: Country | None = None, passed: int = 0) -> Raised:
    return Raised(
        hand=hand.pk,
        person=hand.person_id,
        raised_at=hand.raised_at,
        country=country.pk if country else None,
        passed=passed,
    )
