"""People, hubs, programmes and teams."""

from itertools import count
from typing import Any

from talanoa.countries.models import Country, Figure
from talanoa.countries.models import Series as FigureSeries
from talanoa.kernel import clock
from talanoa.library.models import Resource
from talanoa.people.models import Person
from talanoa.programmes import services as programmes
from talanoa.programmes.models import Cohort, CountryTeam, Hub, Programme

_numbers = count(1)


def a_person(name: str = "Ana Faleolo", *, password: str | None = None, **fields: Any) -> Person:
    """Someone with an account who has been welcomed; the address is unique unless given."""
    number = next(_numbers)
    fields = {"email": f"person{number}@example.org", "chosen_at": clock.now()} | fields
    return Person.objects.create_user(name=name, password=password, **fields)


def a_country(iso2: str = "TO", *, name: str = "Tonga", **fields: Any) -> Country:
    """A country; the same one when it is asked for again."""
    fields = {"iso3": f"{iso2}N", "names": {"en": name}} | fields
    country, _is_new = Country.objects.get_or_create(iso2=iso2, defaults=fields)
    return country


def a_resource(code: str = "a-guide", **fields: Any) -> Resource:
    """A work of the library."""
    return Resource.objects.create(code=code, **({"title": f"Title of {code}"} | fields))


def a_series_of_figures(code: str = "oral-morphine", **fields: Any) -> FigureSeries:
    """A question that countries answer by yes or no, unless another ``kind`` is given."""
    usual = {"titles": {"en": f"About {code}"}, "kind": "answer", "publisher": "A publisher"}
    return FigureSeries.objects.create(code=code, **(usual | fields))


def a_figure(
    series: FigureSeries, country: Country | None = None, category: str = "yes", **fields: Any
) -> Figure:
    """What a series says of a country in 2017."""
    fields = {"year": 2017, "source": "A survey", "licence": "CC BY"} | fields
    if "value" in fields:
        category = ""
    return Figure.objects.create(
        series=series, country=country or a_country(), category=category, **fields
    )


def a_hub(*, administrator: Person | None = None, **fields: Any) -> Hub:
    """A hub in Geneva."""
    number = next(_numbers)
    usual = {"name": f"Hub {number}", "slug": f"hub-{number}", "place": "Geneva"}
    hub = programmes.make_hub(by=None, **(usual | {"time_zone": "Europe/Zurich"} | fields))
    if administrator is not None:
        programmes.name_administrator(by=None, hub=hub, person=administrator)
    return hub


def a_programme(*, is_published: bool = True, **fields: Any) -> Programme:
    """A programme without cohorts, published unless said otherwise."""
    number = next(_numbers)
    usual = {"name": f"Programme {number}", "aim": "Nobody dies in pain."}
    hub = fields.pop("hub", None) or a_hub()
    programme = programmes.open_programme(by=None, hub=hub, **(usual | fields))
    if is_published:
        programmes.publish(by=None, programme=programme)
        programme.refresh_from_db()
    return programme


def a_cohort(programme: Programme | None = None, **fields: Any) -> Cohort:
    """A cohort with places for everyone."""
    fields = {"name": f"Cohort {next(_numbers)}"} | fields
    return programmes.make_cohort(by=None, programme=programme or a_programme(), **fields)


def enrolled(where: Programme | Cohort, person: Person | None = None, **fields: Any) -> Person:
    """Someone enrolled in a cohort, or in a programme's first one."""
    person = person or a_person()
    if isinstance(where, Programme):
        where = where.cohorts.first() or a_cohort(where)
    programmes.enrol(by=None, cohort=where, person=person, **fields)
    return person


def a_role(programme: Programme, role: str, person: Person | None = None) -> Person:
    """Someone with a role in a programme."""
    person = person or a_person()
    programmes.give_role(by=None, programme=programme, person=person, role=role)
    return person


def a_team(programme: Programme, *, country: Country | None = None, name: str = "") -> CountryTeam:
    """A country team without members."""
    return programmes.make_team(
        by=None,
        programme=programme,
        country=country or a_country(),
        name=name or f"Team {next(_numbers)}",
    )


def a_member(team: CountryTeam, person: Person | None = None, **fields: Any) -> Person:
    """Someone on a country team."""
    person = person or a_person()
    programmes.add_to_team(by=None, team=team, person=person, **fields)
    return person
