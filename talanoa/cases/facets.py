"""What the library can be narrowed by, in words and in order, as its page shows it."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talanoa.cases.outcomes import Outcome
from talanoa.cases.queries.labels import Labels
from talanoa.cases.queries.library import FACETS, Hits, Tally
from talanoa.cases.terms import SystemLevel
from talanoa.countries import queries as countries
from talanoa.countries.models import Country
from talanoa.countries.terms import IncomeGroup, WhoRegion
from talanoa.live.captions import language_name
from talanoa.programmes.terms import CaseKind

LABELS: dict[str, str | Promise] = {
    "country": gettext_lazy("Country"),
    "region": gettext_lazy("WHO region"),
    "income": gettext_lazy("Income group"),
    "focus": gettext_lazy("Focus area"),
    "area": gettext_lazy("Challenge area"),
    "level": gettext_lazy("Level of the health system"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language"),
    "outcome": gettext_lazy("Outcome"),
    "year": gettext_lazy("Year"),
    "programme": gettext_lazy("Programme"),
    "follow_up": gettext_lazy("Follow-up"),
}
"""The same as there are ``FACETS``."""


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
    """Every facet with its values in order. At most one query."""
    return [_facet(name, found, chosen.get(name, "")) for name in FACETS]


def _facet(name: str, found: Hits, chosen: str) -> Facet:
    tally = found.facets[name]
    counts, labels = dict(tally.counts), _labels(name, tally, found.labels)
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
        without=tally.without,
    )


def _labels(name: str, tally: Tally, labels: Labels) -> dict[str, str]:
    """The words for the values that are counted.

    What two programmes call alike bears the programme's name. What is not counted is not named,
    for the reader may not be meant to know it.
    """
    if name not in _NAMES:
        return {value: _WORDS[name](value) for value in tally.counts}
    found: dict[str, str] = {}
    for key in tally.keys:
        found |= _NAMES[name](labels, key)
    if name in ("area", "focus"):
        often, programmes = Counter(found.values()), dict(labels.programmes.values())
        for value, label in found.items():
            programme = programmes.get(value.partition(":")[0])
            if often[label] > 1 and programme:
                found[value] = f"{label} ({programme})"
    return found


def _none_of(name: str, value: str) -> str:
    """The name of a value of which there is nothing here; what is no value is shown as asked for.

    Names of programmes and their areas are not looked up: the reader may not be meant to know them.
    """
    terms = {
        "region": WhoRegion,
        "income": IncomeGroup,
        "level": SystemLevel,
        "outcome": Outcome,
    }
    if name == "kind" and value in CaseKind.values:
        return _kind(value)
    if name in terms and value in terms[name].values:
        return str(terms[name](value).label)
    if name == "country" and (country := Country.objects.filter(iso3=value).first()):
        return country.name
    return language_name(value) if name == "language" else value


def _follow_up(value: str) -> str:
    if value == "yes":
        return _("Something was said of what came of it")
    return _("Nothing was said since")


def _kind(value: str) -> str:
    """As somebody looks for it: what is under way in a country is an initiative to them."""
    if value == CaseKind.PROJECT:
        return _("Initiative (project case)")
    return str(CaseKind(value).label)


_NAMES: dict[str, Callable[[Labels, Hashable], dict[str, str]]] = {
    "country": lambda labels, key: {labels.countries[key].iso3: labels.countries[key].name},
    "focus": lambda labels, key: labels.focus.get(key, {}),
    "area": lambda labels, key: dict([labels.areas[key]]),
    "programme": lambda labels, key: dict([labels.programmes[key]]),
}
_WORDS: dict[str, Callable[[str], str]] = {
    "region": lambda value: str(WhoRegion(value).label),
    "income": lambda value: str(IncomeGroup(value).label),
    "level": lambda value: str(SystemLevel(value).label),
    "kind": _kind,
    "language": language_name,
    "outcome": lambda value: str(Outcome(value).label),
    "year": str,
    "follow_up": _follow_up,
}


def _by_label(option: Option) -> tuple[str, str]:
    return countries.sort_key(option.label), option.value


_OUTCOMES = [outcome.value for outcome in Outcome]
_ORDER: dict[str, Callable[[Option], tuple[object, ...]]] = {
    "income": lambda option: (_place(option.value, IncomeGroup.values), option.value),
    "level": lambda option: (_place(option.value, SystemLevel.values), option.value),
    "outcome": lambda option: (_place(option.value, _OUTCOMES), option.value),
    "year": lambda option: (-int(option.value) if option.value.isdecimal() else 0, option.value),
    "follow_up": lambda option: (option.value != "yes", option.value),
}


def _place(value: str, values: list[str]) -> int:
    return values.index(value) if value in values else len(values)
