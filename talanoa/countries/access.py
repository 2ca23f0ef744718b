"""Countries are public; example countries are shown only where a demonstration is."""

from django.conf import settings
from django.db.models import QuerySet

from talanoa.countries.models import Country
from talanoa.kernel.refusals import NotVisible


def countries_visible() -> QuerySet[Country]:
    """Every Member State; example countries as well, on a demonstration."""
    countries = Country.objects.all()
    return countries if settings.DEMONSTRATION else countries.filter(is_example=False)


def get_country(iso3: str) -> Country:
    """The only door to one country.

    Raises:
        NotVisible: no such country, or an example where there is no demonstration.
    """
    country = countries_visible().filter(iso3=iso3.upper()).first()
    if country is None:
        raise NotVisible(iso3)
    return country
