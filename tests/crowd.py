"""A session full of people who are signed in, made in the database of another Talanoa.

Run in that Talanoa's environment::

    python -m tests.crowd 500

It makes a session that is open, with a facilitator and so many people enrolled, each signed
in as a browser would be, and prints who they are as JSON (see ``Crowd``).
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Someone:
    """A person and the session cookie's value by which they are signed in."""

    person: int
    cookie: str


@dataclass(frozen=True)
class Crowd:
    """An open session with a case on its agenda, its facilitator and the people enrolled in it."""

    session: int
    case: int
    items: list[int]
    host: Someone
    people: list[Someone]


def made_in(environment: Mapping[str, str], *, people: int) -> Crowd:
    """Make a crowd in the Talanoa that ``environment`` describes."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.crowd", str(people)],
        cwd=ROOT,
        env=dict(environment),
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"No crowd was made:\n{done.stdout}{done.stderr}")
    made = json.loads(done.stdout)
    return Crowd(
        session=made["session"],
        case=made["case"],
        items=made["items"],
        host=Someone(**made["host"]),
        people=[Someone(**each) for each in made["people"]],
    )


def _make(count: int) -> Crowd:
    from talanoa.cases import services as cases
    from talanoa.live.services import floor
    from talanoa.people.models import Person
    from talanoa.programmes.models import Enrolment
    from talanoa.schedule import services as schedule
    from talanoa.schedule.services import ItemOfAgenda
    from tests import make

    programme = make.a_programme()
    cohort = make.a_cohort(programme)
    session = make.a_session(cohort, starts_in=timedelta(minutes=5))
    kinds = ("welcome", "case", "closing")
    planned = [ItemOfAgenda(kind=kind, title=kind.title(), minutes=20) for kind in kinds]
    items = schedule.set_agenda(by=None, session=session, items=planned)
    case = make.a_case(programme, status="scheduled", item=items[1])
    host = make.a_role(programme, "facilitator", _person(0))
    schedule.open_session(by=None, session=session)
    floor.note_opened(session=session)
    session.refresh_from_db()
    cases.step(by=host, session=session, case=case.pk, step="questions")
    # In bulk: a mail for each of five thousand is not what is measured.
    people = Person.objects.bulk_create(
        Person(email=f"one{number}@example.org", name=f"Person {number}", password="!")
        for number in range(1, count + 1)
    )
    Enrolment.objects.bulk_create(Enrolment(cohort=cohort, person=person) for person in people)
    host_in, *people_in = _signed_in([host, *people])
    return Crowd(session.pk, case.pk, [item.pk for item in items], host_in, people_in)


def _person(number: int):
    from talanoa.people.models import Person

    return Person.objects.create(email=f"host{number}@example.org", name="Mele Fonua", password="!")


def _signed_in(people) -> list[Someone]:
    from datetime import timedelta

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    store = SessionStore()
    someones, rows = [], []
    for person in people:
        cookie = store._get_new_session_key()
        data = store.encode(
            {
                SESSION_KEY: str(person.pk),
                BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                HASH_SESSION_KEY: person.get_session_auth_hash(),
            }
        )
        expires = timezone.now() + timedelta(days=1)
        rows.append(Session(session_key=cookie, session_data=data, expire_date=expires))
        someones.append(Someone(person.pk, cookie))
    Session.objects.bulk_create(rows)
    return someones


if __name__ == "__main__":
    import django

    from talanoa.ops.cli import prepare_environment

    prepare_environment()
    django.setup(set_prefix=False)
    print(json.dumps(asdict(_make(int(sys.argv[1])))))
