from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talanoa.countries import access, queries
from talanoa.countries.terms import WhoRegion


@require_safe
def country_list(request: HttpRequest) -> HttpResponse:
    region = request.GET.get("region", "")
    region = region if region in WhoRegion.values else ""
    page = {
        "countries": queries.by_name(region=region),
        "regions": WhoRegion,
        "region": region,
    }
    return render(request, "countries/list.html", page)


@require_safe
def country_detail(request: HttpRequest, iso3: str) -> HttpResponse:
    return render(request, "countries/detail.html", {"country": access.get_country(iso3)})
