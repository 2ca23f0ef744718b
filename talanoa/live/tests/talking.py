"""An hour in which people of every kind speak, for tests of how the talk is shared."""

from datetime import timedelta

from talanoa.kernel import clock
from talanoa.live.services import floor, speech
from talanoa.live.speech import Turn
from talanoa.programmes import services as programmes
from talanoa.schedule import services as schedule
from talanoa.schedule.services import ItemOfAgenda
from tests.make import (
    a_country,
    a_part,
    a_person,
    a_role,
    a_session,
    a_team,
    enrolled,
)


class Hour:
    """A session that has run for half an hour, with somebody of each kind in it."""

    def __init__(self) -> None:
        self.session = a_session(starts_in=timedelta(minutes=1))
        self.began = self.session.starts_at
        cohort = self.session.cohort
        programme = cohort.programme
        self.facilitator = a_role(programme, "facilitator", a_person("Josefa Vunipola"))
        self.expert = a_role(programme, "expert", a_person("Eli Expert"))
        self.scribe = a_role(programme, "scribe", a_person("Sol Scribe"))
        tonga, samoa = a_country(), a_country("WS", name="Samoa")
        self.presenter = a_part(self.session, "presenter", a_person("Amina Kone"))
        self.team_mate = enrolled(cohort, a_person("Tui Team"), country=tonga)
        team = a_team(programme, country=tonga)
        for someone in (self.presenter, self.team_mate):
            programmes.add_to_team(by=None, team=team, person=someone)
        self.member = enrolled(cohort, a_person("Ana Faleolo"), country=samoa)
        self.quiet = enrolled(cohort, a_person("Ben Osei"), country=a_country("FJ", name="Fiji"))
        with clock.standing_at(self.began):
            floor.open_session(by=self.facilitator, session=self.session)
        self.session.refresh_from_db()

    def said(self, person, began: float, until: float, *, language: str = "") -> None:
        moments = (self.began + timedelta(seconds=each) for each in (began, until))
        speech.write([((self.session.pk, language), Turn(person.pk, *moments))])

    def agenda(self, *items: tuple[str, int]) -> list:
        lines = [ItemOfAgenda(kind=kind, title=kind, minutes=minutes) for kind, minutes in items]
        return schedule.set_agenda(by=None, session=self.session, items=lines)

    def at(self, seconds: float):
        return clock.standing_at(self.began + timedelta(seconds=seconds))

    def close(self, seconds: float) -> None:
        with self.at(seconds):
            floor.close_session(by=self.facilitator, session=self.session)
        self.session.refresh_from_db()


def parts(talk) -> dict[str, tuple[float, int, int]]:
    return {
        part.name: (part.length.total_seconds(), part.people, part.percent) for part in talk.parts
    }
