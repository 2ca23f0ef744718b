"""What the library can be narrowed by, in words and in order, as its page shows it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talanoa.cases.outcomes import Outcome
from talanoa.cases.queries.library import Counted, Hits
from talanoa.countries import queries as countries
from talanoa.countries.models import Country
from talanoa.countries.terms import IncomeGroup, WhoRegion
from talanoa.live.captions import language_name
from talanoa.programmes.models import ChallengeArea, Programme
from talanoa.programmes.terms import CaseKind

LABELS: dict[str, str | Promise] = {
    "country": gettext_lazy("Country"),
    "region": gettext_lazy("WHO region"),
    "income": gettext_lazy("Income group"),
    "focus": gettext_lazy("Focus area"),
    "area": gettext_lazy("Challenge area"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language"),
    "outcome": gettext_lazy("Outcome"),
    "year": gettext_lazy("Year"),
    "programme": gettext_lazy("Programme"),
    "follow_up": gettext_lazy("Follow-up"),
}
"""The same as there are ``CONDITIONS``, in the order in which they are shown."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One value of a facet, and how many cases choosing it would show."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One thing by which the library is narrowed."""

    name: str
    label: str
    options: list[Option]
    without: int
    """How many cases there would be without what is chosen of it."""

    @property
    def chosen(self) -> Option | None:
        return next((option for option in self.options if option.is_chosen), None)


def shown(found: Hits, chosen: Mapping[str, str]) -> list[Facet]:
    """Every facet with its values in order. Three queries, whatever is counted."""
    names = _Names(found)
    return [_facet(name, found, chosen.get(name, ""), names) for name in LABELS]


class _Names:
    """The rows that counts speak of, each kind read once."""

    def __init__(self, found: Hits) -> None:
        counted = [found.counted, *found.by_dropping.values()]
        keys = {key for each in counted for key in each.countries if key is not None}
        self.countries = {
            country.pk: country
            for country in Country.objects.filter(pk__in=keys).only(
                "iso3", "names", "who_region", "income_group"
            )
        }
        self.programmes = {
            pk: (slug, name)
            for pk, slug, name in Programme.objects.filter(
                pk__in={key for each in counted for key in each.programmes}
            ).values_list("pk", "slug", "name")
        }
        self.areas: dict[int, tuple[str, str]] = {}
        self.focus: dict[int, dict[str, str]] = {}
        areas = {key for each in counted for key in each.areas if key is not None}
        for pk, code, name, focus, focus_name in (
            ChallengeArea.objects.filter(pk__in=areas)
            .order_by("programme", "position", "pk")
            .values_list("pk", "code", "name", "focus_areas__code", "focus_areas__name")
        ):
            self.areas[pk] = code, name
            if focus:
                self.focus.setdefault(pk, {})[focus] = focus_name


def _facet(name: str, found: Hits, chosen: str, names: _Names) -> Facet:
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    dropped = found.by_dropping.get(name)
    for counted in (found.counted, dropped):
        for value, label, count in _READ[name](counted, names) if counted else ():
            counts[value] += count
            labels.setdefault(value, label)
    if chosen and chosen not in counts:
        counts[chosen], labels[chosen] = 0, _none_of(name, chosen)
    options = [
        Option(value=value, label=labels[value], count=count, is_chosen=value == chosen)
        for value, count in counts.items()
    ]
    return Facet(
        name=name,
        label=str(LABELS[name]),
        options=sorted(options, key=_ORDER.get(name, _by_label)),
        without=found.counted.count + (dropped.count if dropped else 0),
    )


def _none_of(name: str, value: str) -> str:
    """The name of a value of which there is nothing here; what is no value is shown as asked for.

    Names of programmes and their areas are not looked up: the reader may not be meant to know them.
    """
    terms = {"region": WhoRegion, "income": IncomeGroup, "outcome": Outcome}
    if name == "kind" and value in CaseKind.values:
        return _kind(value)
    if name in terms and value in terms[name].values:
        return str(terms[name](value).label)
    if name == "country" and (country := Country.objects.filter(iso3=value).first()):
        return country.name
    return language_name(value) if name == "language" else value


def _kind(value: str) -> str:
    """As somebody looks for it: what is under way in a country is an initiative to them."""
    if value == CaseKind.PROJECT:
        return _("Initiative (project case)")
    return str(CaseKind(value).label)


Row = tuple[str, str, int]


def _countries(counted: Counted, names: _Names) -> Iterable[Row]:
    for key, count in counted.countries.items():
        if key in names.countries:
            country = names.countries[key]
            yield country.iso3, country.name, count


def _regions(counted: Counted, names: _Names) -> Iterable[Row]:
    for key, count in counted.countries.items():
        if key in names.countries and (region := names.countries[key].who_region):
            yield region, str(WhoRegion(region).label), count


def _incomes(counted: Counted, names: _Names) -> Iterable[Row]:
    for key, count in counted.countries.items():
        if key in names.countries and (group := names.countries[key].income_group):
            yield group, str(IncomeGroup(group).label), count


def _focus(counted: Counted, names: _Names) -> Iterable[Row]:
    for key, count in counted.areas.items():
        for code, name in names.focus.get(key or 0, {}).items():
            yield code, name, count


def _areas(counted: Counted, names: _Names) -> Iterable[Row]:
    for key, count in counted.areas.items():
        if key in names.areas:
            code, name = names.areas[key]
            yield code, name, count


def _programmes(counted: Counted, names: _Names) -> Iterable[Row]:
    for key, count in counted.programmes.items():
        if key in names.programmes:
            slug, name = names.programmes[key]
            yield slug, name, count


def _trait(place: int, label: Callable[[str], str]) -> Callable[[Counted, _Names], Iterable[Row]]:
    def read(counted: Counted, names: _Names) -> Iterable[Row]:
        sums: Counter[str] = Counter()
        for traits, count in counted.traits.items():
            sums[traits[place]] += count
        return [(value, label(value), count) for value, count in sums.items()]

    return read


def _followed(counted: Counted, names: _Names) -> Iterable[Row]:
    for traits, count in counted.traits.items():
        if traits[3] == "1":
            yield "yes", _("Something was said of what came of it"), count
        else:
            yield "no", _("Nothing was said since"), count


_READ: dict[str, Callable[[Counted, _Names], Iterable[Row]]] = {
    "country": _countries,
    "region": _regions,
    "income": _incomes,
    "focus": _focus,
    "area": _areas,
    "kind": _trait(0, lambda value: _kind(value)),
    "language": _trait(1, language_name),
    "outcome": _trait(2, lambda value: str(Outcome(value).label)),
    "year": _trait(4, str),
    "programme": _programmes,
    "follow_up": _followed,
}


def _by_label(option: Option) -> tuple[str, str]:
    return countries.sort_key(option.label), option.value


_OUTCOMES = [outcome.value for outcome in Outcome]
_ORDER: dict[str, Callable[[Option], tuple[object, ...]]] = {
    "income": lambda option: (_place(option.value, IncomeGroup.values), option.value),
    "outcome": lambda option: (_place(option.value, _OUTCOMES), option.value),
    "year": lambda option: (-int(option.value) if option.value.isdecimal() else 0, option.value),
    "follow_up": lambda option: (option.value != "yes", option.value),
}


def _place(value: str, values: list[str]) -> int:
    return values.index(value) if value in values else len(values)
