"""Shared gaps: which gap how many countries have, and which countries they are."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talanoa.assessment import shared, shared_tables, values
from talanoa.assessment.access.frameworks import get_country_version
from talanoa.assessment.forms.shared import SharedFilter
from talanoa.assessment.gaps import Change, Scale
from talanoa.assessment.models import FrameworkVersion, Indicator
from talanoa.assessment.queries import assessments as queries
from talanoa.assessment.queries import plans, standings, trace
from talanoa.assessment.queries.standings import Key
from talanoa.countries.models import Country
from talanoa.ui.sheets import sheet


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A framework, and of whom it is asked."""

    version: FrameworkVersion
    form: SharedFilter
    keys: list[Key]
    indicators: list[Indicator]
    scales: list[Scale]


@require_safe
def gap_counts(request: HttpRequest, code: str) -> HttpResponse:
    """How many countries have which gap, as far as the reader may see their assessments."""
    asked = _asked(request, code)
    found = _rows(asked)
    framework = asked.version.framework_id
    cases = plans.cases_by_code(request.user, framework)
    scope = trace.Scope(framework=code, programme=asked.form.of_programme)
    threads = Counter(key.code for key in trace.keys(request.user, scope))
    for row in found:
        row.cases, row.threads = cases.get(row.indicator.code, 0), threads[row.indicator.code]
    page = _page(request, asked) | {
        "rows": found,
        "countries": len({key.country for key in asked.keys}),
    }
    return render(request, "assessment/shared/counts.html", page)


@require_safe
def gap_countries(request: HttpRequest, code: str, indicator_code: str) -> HttpResponse:
    """Which countries have one gap, how it changed, and where each stands in its region."""
    asked = _asked(request, code, asking=indicator_code)
    (indicator,) = (one for one in asked.indicators if one.code == indicator_code)
    pairs = standings.pairs_of(asked.keys)
    answers = standings.answers_of(asked.scales, asked.keys, code=indicator.code)
    (row,) = shared.rows([indicator], answers, pairs)
    lines = shared.lines(indicator, answers, pairs, _countries(asked.keys))
    show = request.GET.get("show", "")
    shown = {
        "gap": [line for line in lines if line.has_gap],
        "better": [line for line in lines if line.change == Change.BETTER],
    }
    scope = trace.Scope(framework=code, code=indicator.code, programme=asked.form.of_programme)
    page = _page(request, asked) | {
        "indicator": indicator,
        "row": row,
        "countries": len(lines),
        "show": show if show in shown else "",
        "lines": shown.get(show, lines),
        "cases": plans.cases_on(request.user, asked.version.framework_id, indicator.code),
        "threads": len(trace.keys(request.user, scope)),
    }
    return render(request, "assessment/shared/countries.html", page)


@require_safe
def gap_counts_csv(request: HttpRequest, code: str) -> HttpResponse:
    found = _rows(_asked(request, code))
    return sheet(f"gaps-{code}.csv", shared_tables.counts_head(), shared_tables.counts_rows(found))


@require_safe
def gap_answers_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Every answer of every year, ranked, and placed among those of its region."""
    asked = _asked(request, code)
    answers = standings.answers_of(asked.scales, asked.keys)
    table = shared_tables.answers_rows(asked.indicators, answers, _countries(asked.keys))
    return sheet(f"answers-{code}.csv", shared_tables.answers_head(), table)


def _asked(request: HttpRequest, code: str, *, asking: str = "") -> _Asked:
    """Six queries.

    Raises:
        NotVisible: no such framework for countries is in use, or none that asks this.
    """
    version = get_country_version(code, asking=asking)
    form = SharedFilter(request.GET, viewer=request.user, version=version)
    indicators = queries.indicators_of(version)
    return _Asked(
        version=version,
        form=form,
        keys=standings.keys_of(form.assessments),
        indicators=indicators,
        scales=[values.scale_of(each) for each in indicators],
    )


def _rows(asked: _Asked) -> list[shared.Row]:
    """One query."""
    pairs = standings.pairs_of(asked.keys)
    wanted = [key for pair in pairs for key in pair if key is not None]
    return shared.rows(asked.indicators, standings.answers_of(asked.scales, wanted), pairs)


def _page(request: HttpRequest, asked: _Asked) -> dict[str, object]:
    query = request.GET.copy()
    query.pop("show", None)
    return {"version": asked.version, "form": asked.form, "query": query.urlencode()}


def _countries(keys: list[Key]) -> dict[int, Country]:
    return Country.objects.in_bulk({key.country for key in keys})
