"""The trace as a page and as an export: of a country, a programme, or all one may see."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talanoa.assessment import tracing
from talanoa.assessment.forms.trace import TraceFilter
from talanoa.assessment.queries import trace as queries
from talanoa.ui.sheets import sheet

ON_A_PAGE = 10
MOST = 5000
"""Threads in one export; more are asked for by country or programme."""


@require_safe
def trace(request: HttpRequest) -> HttpResponse:
    chosen = TraceFilter(request.GET, viewer=request.user)
    keys = Paginator(queries.keys(request.user, chosen.scope), ON_A_PAGE)
    page = keys.get_page(request.GET.get("page"))
    shown = {
        "chosen": chosen,
        "is_narrowed": chosen.is_narrowed,
        "keys": page,
        "threads": queries.threads(request.user, list(page.object_list)),
        "query": request.GET.urlencode(),
    }
    return render(request, "assessment/trace.html", shown)


@require_safe
def trace_csv(request: HttpRequest) -> HttpResponse:
    return sheet("trace.csv", tracing.head(), tracing.rows(_all(request)))


@require_safe
def trace_json(request: HttpRequest) -> HttpResponse:
    answer = JsonResponse(
        {"threads": [tracing.told(thread) for thread in _all(request)]},
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="trace.json"'
    return answer


def _all(request: HttpRequest) -> list[queries.Thread]:
    chosen = TraceFilter(request.GET, viewer=request.user)
    return queries.threads(request.user, queries.keys(request.user, chosen.scope)[:MOST])
