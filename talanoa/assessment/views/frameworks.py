from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talanoa.assessment.queries import frameworks as queries


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    versions = queries.with_contents(queries.current_versions())
    return render(request, "assessment/indicators.html", {"versions": versions})
