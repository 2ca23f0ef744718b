"""The library of cases: the search, one case to print and cite, and both to take along."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from talanoa.cases import access, citing, facets, library_files, queries, scene
from talanoa.cases.models import Case
from talanoa.cases.queries.library import FACETS
from talanoa.cases.terms import RecommendationState
from talanoa.kernel.refusals import NotVisible, demand
from talanoa.people.types import PersonRequest
from talanoa.search import asking

ON_A_PAGE = 25
MOST_TAKEN = 5_000
"""Cases that one file holds."""
LONGEST_VALUE = 100


@login_required
@require_safe
def library(request: PersonRequest) -> HttpResponse:
    typed, wanted = _wanted(request)
    asked_for = request.GET.get("page", "")
    number = int(asked_for) if asked_for.isdecimal() and len(asked_for) < 9 else 1
    found = queries.library(
        request.user, wanted, first=(max(number, 1) - 1) * ON_A_PAGE, most=ON_A_PAGE
    )
    pages = Paginator(range(found.count), ON_A_PAGE)
    page = pages.get_page(number)
    if page.number != number and found.count:
        first = (page.number - 1) * ON_A_PAGE
        found = queries.library(request.user, wanted, first=first, most=ON_A_PAGE)
    shown = facets.shown(found, wanted.chosen)
    context = {
        "typed": typed,
        "facets": shown,
        "dropped": [_dropped(request, facet) for facet in shown if facet.chosen],
        "without_words": _address_without(request, "q") if typed else "",
        "is_narrowed": bool(wanted.asked or wanted.chosen),
        "is_ranked": found.is_ranked,
        "page": page,
        "hits": [_hit(case) for case in queries.in_order(found)],
        "query": _address_without(request, "page").removeprefix("?"),
        "may_take": 0 < found.count <= MOST_TAKEN,
    }
    return render(request, "cases/library.html", context)


@login_required
@never_cache
@require_safe
def library_file(request: PersonRequest, suffix: str) -> HttpResponse:
    """What a search finds, as a file. At most five queries."""
    if suffix not in ("json", "csv"):
        raise NotVisible(suffix)
    _typed, wanted = _wanted(request)
    found = queries.library(request.user, wanted, most=MOST_TAKEN)
    demand(_too_many(found.count))
    cases = queries.in_order(found)
    rows = [library_files.told(case, case.advice) for case in cases]  # type: ignore[attr-defined]
    if suffix == "json":
        return _attached(JsonResponse({"count": len(rows), "cases": rows}), "cases.json")
    return _csv(library_files.list_as_csv(rows), "cases.csv")


@login_required
@require_safe
def case_cite(request: PersonRequest, case_id: int) -> HttpResponse:
    case = access.get_case_in_library(request.user, case_id)
    advice = list(access.advice_in_library([case.pk]))
    moves = queries.moves_of(advice)
    team, country = access.whose(case)
    context = {
        "case": case,
        "entry": case.library_entry,
        "team": team,
        "country": country,
        "parts": [part for part in scene.parts_of(case) if part.name != "question" and part.text],
        "advice": [(each, library_files.given_by(each), _steps(moves[each.pk])) for each in advice],
        "outcome": library_files.outcome_says(case.library_entry.outcome),
        "citation": citing.citation(case),
    }
    return render(request, "cases/library_case.html", context)


@login_required
@never_cache
@require_safe
def case_file(request: PersonRequest, case_id: int, suffix: str) -> HttpResponse:
    """One case as a file: itself, its recommendations and their history, or how it is cited."""
    case = access.get_case_in_library(request.user, case_id)
    if suffix not in _CASE_FILES:
        raise NotVisible(suffix)
    return _CASE_FILES[suffix](case)


def _wanted(request: HttpRequest) -> tuple[str, queries.Wanted]:
    """The words as typed, and what is looked for."""
    typed = request.GET.get("q", "").replace("\0", "")[: asking.LONGEST].strip()
    given = ((name, request.GET.get(name, "").replace("\0", "")) for name in FACETS)
    chosen = {name: value[:LONGEST_VALUE] for name, value in given if value}
    return typed, queries.Wanted(asked=asking.read(typed), chosen=chosen)


def _dropped(request: HttpRequest, facet: facets.Facet) -> dict[str, Any]:
    return {"facet": facet, "address": _address_without(request, facet.name)}


def _address_without(request: HttpRequest, name: str) -> str:
    query = request.GET.copy()
    for gone in {name, "page"}:
        query.pop(gone, None)
    for empty in [key for key, value in query.items() if not value]:
        query.pop(empty)
    return f"?{query.urlencode()}"


def _hit(case: Case) -> dict[str, Any]:
    states: Counter[str] = case.advice  # type: ignore[attr-defined]
    return {
        "case": case,
        "entry": case.library_entry,
        "team": access.whose(case)[0],
        "country": access.whose(case)[1],
        "count": states.total(),
        "states": [(state.label, states[state]) for state in RecommendationState if states[state]],
        "outcome": library_files.outcome_says(case.library_entry.outcome),
    }


def _steps(moves: list[Any]) -> list[dict[str, Any]]:
    labels = dict(RecommendationState.choices)
    return [
        {
            "at": move.at,
            "state": labels.get(move.after, move.after),
            "note": move.note,
        }
        for move in moves
    ]


def _too_many(count: int) -> str | None:
    if count <= MOST_TAKEN:
        return None
    return _("A file holds at most %(most)s cases. Narrow the search first.") % {"most": MOST_TAKEN}


def _as_json(case: Case) -> HttpResponse:
    told, advice = _told(case)
    texts = {part.name: part.text for part in scene.parts_of(case)}
    cited = str(citing.citation(case))
    whole = told | {"text": texts, "recommendations": advice, "citation": cited}
    return _attached(JsonResponse(whole), f"case-{case.pk}.json")


def _as_csv(case: Case) -> HttpResponse:
    return _csv(library_files.case_as_csv(*_told(case)), f"case-{case.pk}.csv")


def _told(case: Case) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    advice = list(access.advice_in_library([case.pk]))
    told = library_files.told(case, Counter(each.state for each in advice))
    return told, library_files.advice_told(advice, queries.moves_of(advice))


def _as_ris(case: Case) -> HttpResponse:
    content = citing.as_ris(citing.citation(case))
    kind = "application/x-research-info-systems; charset=utf-8"
    return _attached(HttpResponse(content, content_type=kind), f"case-{case.pk}.ris")


def _as_bibtex(case: Case) -> HttpResponse:
    content = citing.as_bibtex(citing.citation(case))
    kind = "application/x-bibtex; charset=utf-8"
    return _attached(HttpResponse(content, content_type=kind), f"case-{case.pk}.bib")


_CASE_FILES: dict[str, Callable[[Case], HttpResponse]] = {
    "json": _as_json,
    "csv": _as_csv,
    "ris": _as_ris,
    "bib": _as_bibtex,
}


def _csv(text: str, name: str) -> HttpResponse:
    return _attached(HttpResponse(text, content_type="text/csv; charset=utf-8"), name)


def _attached(response: HttpResponse, name: str) -> HttpResponse:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
