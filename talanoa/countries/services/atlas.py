"""Reading a file of open figures in the form of ``demo/atlas.json``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.countries.models import Country, Series
from talanoa.countries.services.figures import Given, Outcome, put_figures
from talanoa.countries.terms import Answer
from talanoa.people.models import Person


@dataclass(frozen=True, kw_only=True)
class _Part:
    """Which of a data set's columns is which of our series, and for which year."""

    series: str
    column: str = ""
    """Empty: the years are the columns. ``value``: ``year`` stands beside it."""
    year: int = 0
    since: int | None = None


_PARTS: dict[str, tuple[_Part, ...]] = {
    "oral_morphine_public": (_Part(series="oral-morphine"),),
    "palliative_home": (_Part(series="palliative-home"),),
    "palliative_primary": (_Part(series="palliative-primary"),),
    "morphine_mg_per_capita": (_Part(series="morphine-per-person", column="value"),),
    "opioid_consumption_2015_2017": (
        _Part(series="opioid-consumption", column="meanop_pop_raw", year=2017, since=2015),
        _Part(series="opioid-consumption-decile", column="decile", year=2017, since=2015),
    ),
    "national_eml_opioids": (
        _Part(series="listed-opioids", column="n_opioids", year=2011),
        _Part(series="listed-who-opioids", column="n_who_opioids", year=2011),
    ),
    "global_atlas_2014_level": (_Part(series="development-level", column="level", year=2011),),
}

_ANSWERS = {
    "yes": Answer.YES,
    "no": Answer.NO,
    "dont_know": Answer.DONT_KNOW,
    "no_response": Answer.NO_RESPONSE,
    "no_data": Answer.NO_DATA,
}


@transaction.atomic
def load_atlas(*, by: Person | None, record: Any) -> dict[str, Outcome]:
    """Put the figures of a file; gives what became of them by series.

    The series must have been loaded. Loading twice changes nothing. Territories that the file
    itself names under ``non_member_codes`` are passed over.

    Raises:
        ValidationError: the file has another form, names a country we do not know, or holds a
            figure that does not fit its series; nothing is kept then.
    """
    sets, countries = _data_sets(record), _mapping(record, "countries")
    strangers = _strangers(record, countries)
    known = {one.code: one for one in Series.objects.all()}
    outcomes = {}
    for key, facts in sets.items():
        rows = [
            (iso3, _mapping(countries, iso3)[key])
            for iso3 in countries
            if iso3 not in strangers and key in _mapping(countries, iso3)
        ]
        for part in _PARTS[key]:
            if part.series not in known:
                raise ValidationError(
                    _("There is no series “%(code)s”. Load the series first.")
                    % {"code": part.series}
                )
            outcomes[part.series] = put_figures(
                by=by,
                series=known[part.series],
                given=[one for iso3, row in rows for one in _given(key, part, iso3, row)],
                source=facts["source"],
                licence=facts.get("licence"),
                is_verified=bool(facts.get("verified")),
            )
    return outcomes


def _data_sets(record: Any) -> dict[str, Mapping[str, Any]]:
    sets = record.get("datasets") if isinstance(record, Mapping) else None
    if not isinstance(sets, list):
        raise ValidationError(_("The file has no list of data sets (“datasets”)."))
    found = {}
    for facts in sets:
        key = facts.get("key") if isinstance(facts, Mapping) else None
        if key not in _PARTS:
            raise ValidationError(
                _("The file has a data set “%(key)s”, which is not one of ours.") % {"key": key}
            )
        if not isinstance(facts.get("source"), str) or not facts["source"].strip():
            raise ValidationError(_("The data set “%(key)s” names no source.") % {"key": key})
        found[key] = facts
    return found


def _strangers(record: Mapping[str, Any], countries: Mapping[str, Any]) -> set[str]:
    passed_over = set(record.get("non_member_codes") or [])
    ours = set(Country.objects.values_list("iso3", flat=True))
    unknown = sorted(set(countries) - ours - passed_over)
    if unknown:
        raise ValidationError(
            _("The file has figures for %(codes)s, which is no country of ours.")
            % {"codes": ", ".join(unknown)}
        )
    return passed_over - ours


def _given(key: str, part: _Part, iso3: str, row: Any) -> Iterator[Given]:
    if part.column == "":
        for year, said in _object(key, iso3, row).items():
            if said not in _ANSWERS or not str(year).isdecimal():
                raise _not_a_figure(key, iso3, said)
            yield Given(iso3=iso3, year=int(year), category=_ANSWERS[said])
    elif part.column == "level":
        yield Given(iso3=iso3, year=part.year, category=str(row))
    else:
        columns = _object(key, iso3, row)
        said, year = columns.get(part.column), columns.get("year", part.year)
        if said is None:
            yield Given(iso3=iso3, year=year, since=part.since, category=Answer.NO_DATA)
            return
        if not (isinstance(said, int | float) and isinstance(year, int)) or isinstance(said, bool):
            raise _not_a_figure(key, iso3, said)
        yield Given(iso3=iso3, year=year, since=part.since, value=Decimal(str(said)))


def _mapping(record: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = record.get(key)
    if not isinstance(found, Mapping):
        raise ValidationError(_("The file has nothing readable under “%(key)s”.") % {"key": key})
    return found


def _object(key: str, iso3: str, row: Any) -> Mapping[str, Any]:
    if not isinstance(row, Mapping):
        raise _not_a_figure(key, iso3, row)
    return row


def _not_a_figure(key: str, iso3: str, said: object) -> ValidationError:
    return ValidationError(
        _("%(key)s: “%(figure)s” for %(country)s is no figure of this data set.")
        % {"key": key, "figure": said, "country": iso3}
    )
