"""Plain makers for tests: each makes one thing, by the services wherever one exists.

Import what a test needs: ``from tests.make import a_person``. Each room's makers stand
together, lowest room first.
"""

from itertools import count
from typing import Any

from talanoa.kernel import clock
from talanoa.people.models import Person

_numbers = count(1)


# --- people ------------------------------------------------------------------------------------


def a_person(name: str = "Ana Faleolo", *, password: str | None = None, **fields: Any) -> Person:
    """Someone with an account who has been welcomed; the address is unique unless given."""
    number = next(_numbers)
    fields = {"email": f"person{number}@example.org", "chosen_at": clock.now()} | fields
    return Person.objects.create_user(name=name, password=password, **fields)
