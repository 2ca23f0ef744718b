from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talanoa.countries import access, comparison, queries, world
from talanoa.countries.forms import CompareForm
from talanoa.countries.terms import WhoRegion


@require_safe
def country_list(request: HttpRequest) -> HttpResponse:
    region = request.GET.get("region", "")
    region = region if region in WhoRegion.values else ""
    offered = list(queries.series_with_figures())
    series = next((one for one in offered if one.code == request.GET.get("series")), None)
    series = series or next(iter(offered), None)
    everyone = queries.by_name()
    shared = queries.languages_shared(everyone)
    language = request.GET.get("language", "")
    language = language if language in dict(shared) else ""
    countries = [
        one
        for one in everyone
        if (not region or one.who_region == region) and (not language or language in one.languages)
    ]
    figures = queries.latest(series) if series else {}
    page = {
        "countries": [(country, figures.get(country.pk)) for country in countries],
        "regions": WhoRegion,
        "region": region,
        "languages": shared,
        "language": language,
        "offered": offered,
        "series": series,
        "has_examples": any(country.is_example for country in countries),
        "shades": world.shades(series, figures, countries) if series else [],
        "sources": sorted(
            {
                figures[one.pk].source
                for one in countries
                if one.pk in figures and not one.is_example
            }
        ),
    }
    return render(request, "countries/list.html", page)


@require_safe
def compare(request: HttpRequest, iso3: str) -> HttpResponse:
    """A country beside its peers, in one series at a time."""
    country = access.get_country(iso3)
    countries = queries.by_name()
    offered = list(queries.series_with_figures())
    form = CompareForm(request.GET, country=country, countries=countries, offered=offered)
    # What does not fit is told at its field; the rest of the choice still holds.
    form.is_valid()
    series = next((one for one in offered if one.code == form.chosen("series")), None)
    by, language = form.chosen("by"), form.chosen("language")
    peers = comparison.peers(country, by, form.chosen("with"), countries, language=language or "")
    page = {
        "country": country,
        "form": form,
        "by_hand": form["with"],
        "series": series,
        "by": by,
        "by_language": form["language"],
        "peers": peers,
        "compared": comparison.compared(country, peers, series) if series else None,
    }
    return render(
        request, "countries/compare.html", page, status=422 if offered and form.errors else 200
    )
