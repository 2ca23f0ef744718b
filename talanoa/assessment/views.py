from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talanoa.assessment import queries


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    return render(request, "assessment/indicators.html", {"frameworks": queries.frameworks()})


@require_safe
def medicines(request: HttpRequest) -> HttpResponse:
    return render(request, "assessment/medicines.html", {"medicines": queries.medicines()})
