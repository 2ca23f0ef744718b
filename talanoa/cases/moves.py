"""Which change of a recommendation's state is whose, as a table. No queries."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from talanoa.cases.terms import RecommendationState as State


class Carrier(StrEnum):
    """What somebody is to a recommendation."""

    TEAM = "team"
    """Whose case it is: whether a country adopts is the country's word."""
    OWNER = "owner"
    """Who sees to it: says how far it has come."""
    COORDINATOR = "coordinator"


_ONWARD: Mapping[State, frozenset[State]] = {
    State.PROPOSED: frozenset({State.ACCEPTED, State.ADOPTED, State.ADAPTED, State.DONE}),
    State.ACCEPTED: frozenset({State.ADOPTED, State.ADAPTED, State.DONE}),
    State.ADOPTED: frozenset({State.ADAPTED, State.DONE}),
    State.ADAPTED: frozenset({State.ADOPTED, State.DONE}),
}
_TURNED_DOWN: Mapping[State, frozenset[State]] = {
    state: frozenset({State.NOT_ADOPTED}) for state in _ONWARD
}
_REOPENED: Mapping[State, frozenset[State]] = {
    State.NOT_ADOPTED: frozenset({State.ACCEPTED, State.ADOPTED, State.ADAPTED}),
    State.DONE: frozenset({State.ADOPTED, State.ADAPTED}),
}
_TAKEN_BACK: Mapping[State, frozenset[State]] = {State.ACCEPTED: frozenset({State.PROPOSED})}

_PARTS: Mapping[Carrier, tuple[Mapping[State, frozenset[State]], ...]] = {
    Carrier.OWNER: (_ONWARD,),
    Carrier.TEAM: (_ONWARD, _TURNED_DOWN, _REOPENED),
    Carrier.COORDINATOR: (_ONWARD, _TURNED_DOWN, _REOPENED, _TAKEN_BACK),
}


def open_to(carriers: Collection[Carrier], state: str) -> list[State]:
    """To which states somebody who is all of ``carriers`` may move it from ``state``.

    In the order of the states. To stay where it is and say a word more is no move, and is
    left to whoever may follow a recommendation.
    """
    allowed = {
        to
        for carrier in carriers
        for part in _PARTS[carrier]
        for to in part.get(State(state), frozenset())
    }
    return [to for to in State if to in allowed]


def reopens(before: str, after: str) -> bool:
    """Whether what was settled is taken up again, which needs a word on why."""
    return State(after) in _REOPENED.get(State(before), frozenset())
