import pytest

from talanoa.home.missing import Lack, Plan, lacks

READY = Plan(
    minutes=60,
    agenda_minutes=60,
    agenda_items=6,
    case_items=1,
    cases=1,
    facilitators=1,
    scribes=1,
    presenters=1,
    unconfirmed=0,
    decks=1,
    enrolled=20,
)


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, []),
        ({"facilitators": 0}, [Lack.FACILITATOR]),
        ({"scribes": 0}, [Lack.SCRIBE]),
        ({"agenda_items": 0, "agenda_minutes": 0, "case_items": 0, "cases": 0}, [Lack.AGENDA]),
        ({"agenda_minutes": 61}, [Lack.AGENDA_TOO_LONG]),
        ({"cases": 0}, [Lack.CASE]),
        ({"case_items": 2}, [Lack.CASE]),
        ({"presenters": 0}, [Lack.PRESENTER]),
        ({"case_items": 0, "cases": 0, "presenters": 0}, []),
        ({"unconfirmed": 2}, [Lack.CONFIRMATION]),
        ({"decks": 0}, [Lack.SLIDES]),
        ({"enrolled": 0}, [Lack.PEOPLE]),
        ({"facilitators": 0, "decks": 0}, [Lack.FACILITATOR, Lack.SLIDES]),
    ],
)
def test_what_a_session_lacks(change, missing):
    assert list(lacks(Plan(**{**READY.__dict__, **change}))) == missing
