from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talanoa.assessment.queries import medicines as queries


@require_safe
def medicines(request: HttpRequest) -> HttpResponse:
    return render(request, "assessment/medicines.html", {"medicines": queries.medicines()})
