"""Planning a series: the rule, the dates it gives, and for whom they are hard."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from talanoa.people.types import PersonRequest
from talanoa.programmes.models import Cohort
from talanoa.schedule import access, planning, services
from talanoa.schedule.forms import ChangeSeriesForm, EndForm, NewSeriesForm
from talanoa.schedule.models import LiveSession, Series
from talanoa.schedule.planning import Step, What
from talanoa.schedule.services.series import length_of, plan_of_change, rule_of
from talanoa.schedule.spread import places
from talanoa.ui.answers import is_stale, keep_mine, show_on, typed


@login_required
@require_http_methods(["GET", "POST"])
def series_new(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """First the dates are shown; they are planned once they have been seen."""
    cohort = access.get_own_cohort(request.user, cohort_id)
    form = NewSeriesForm(
        typed(request), hub=cohort.programme.hub, initial={"title": cohort.programme.name}
    )
    skipped = request.POST.getlist("skip")
    page: dict[str, Any] = {"cohort": cohort, "programme": cohort.programme, "form": form}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        series = Series(cohort=cohort, **values)
        steps = planning.fresh(
            rule_of(series),
            first_on=values["first_on"],
            count=values["count"],
            length=length_of(series),
        )
        if _was_seen(request, form):
            skip = [step.month for step in steps if step.month.isoformat() in skipped]
            try:
                made = services.start_series(by=request.user, cohort=cohort, **values, skip=skip)
            except ValidationError as error:
                show_on(form, _at_rule(error))
            else:
                messages.success(request, _planned(made.live_sessions.count()))
                return redirect("programmes:detail", cohort.programme.slug)
        page |= _preview(cohort, series, steps, {}) | {"skipped": skipped, "digest": digest(form)}
    return render(request, "schedule/series_new.html", page, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def series_edit(request: PersonRequest, series_id: int) -> HttpResponse:
    series = access.get_own_series(request.user, series_id)
    cohort, old_count = series.cohort, series.count
    saved = ChangeSeriesForm.saved(series)
    form = ChangeSeriesForm(
        typed(request),
        hub=cohort.programme.hub,
        zone=series.time_zone,
        initial={**saved, "version": series.sequence},
    )
    page: dict[str, Any] = {
        "series": series,
        "cohort": cohort,
        "programme": cohort.programme,
        "form": form,
    }
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        sequence = values.pop("version")
        if _was_seen(request, form):
            try:
                changed = services.change_series(
                    by=request.user, series=series, sequence=sequence, **values
                )
            except ValidationError as error:
                if is_stale(error):
                    page["differing"] = keep_mine(form, saved=saved, number=series.sequence)
                show_on(form, _at_rule(error))
            else:
                messages.success(request, _changed(len(changed)))
                return redirect("programmes:detail", cohort.programme.slug)
        for name, value in values.items():
            setattr(series, name, value)
        sessions = {session.pk: session for session in series.live_sessions.all()}
        steps = plan_of_change(series, old_count=old_count)
        page |= _preview(cohort, series, steps, sessions) | {"digest": digest(form)}
    return render(request, "schedule/series_edit.html", page, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def series_end(request: PersonRequest, series_id: int) -> HttpResponse:
    series = access.get_own_series(request.user, series_id)
    form = EndForm(typed(request))
    if request.method == "POST" and form.is_valid():
        ended = services.end_series(
            by=request.user, series=series, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _changed(len(ended)))
        return redirect("programmes:detail", series.cohort.programme.slug)
    page = {"series": series, "programme": series.cohort.programme, "form": form}
    return render(request, "schedule/series_end.html", page, status=422 if form.errors else 200)


def digest(form: NewSeriesForm | ChangeSeriesForm) -> str:
    """Tells one rule from every other, so that nothing is planned that was not shown."""
    rule = {name: value for name, value in form.cleaned_data.items() if name not in _NOT_RULE}
    return hashlib.sha256(repr(sorted(rule.items())).encode()).hexdigest()[:16]


_NOT_RULE = {"title", "version"}


def _was_seen(request: PersonRequest, form: NewSeriesForm | ChangeSeriesForm) -> bool:
    return request.POST.get("act") == "save" and request.POST.get("digest") == digest(form)


def _preview(
    cohort: Cohort, series: Series, steps: Sequence[Step], sessions: dict[int, LiveSession]
) -> dict[str, Any]:
    to_be = [step for step in steps if step.what != What.ENDED]
    where = places(cohort, [step.starts_at for step in to_be])
    return {
        "steps": [(step, sessions.get(step.key or 0)) for step in steps],
        "zone": series.time_zone,
        "places": where,
        "some_move": any(place.moves for place in where),
        "is_previewed": True,
    }


def _at_rule(error: ValidationError) -> ValidationError:
    """Put what the service says of moments at the fields of a rule."""
    if not hasattr(error, "error_dict"):
        return error
    names = {"starts_at": "local_time", "ends_at": "minutes"}
    return ValidationError({names.get(key, key): val for key, val in error.error_dict.items()})


def _planned(count: int) -> str:
    return ngettext(
        "%(count)d session is planned. Everyone enrolled gets one mail.",
        "%(count)d sessions are planned. Everyone enrolled gets one mail with all of them.",
        count,
    ) % {"count": count}


def _changed(count: int) -> str:
    if not count:
        return _("Nothing had to change, and nobody gets a mail.")
    return ngettext(
        "%(count)d session has changed. Everyone gets one mail.",
        "%(count)d sessions have changed. Everyone gets one mail with all of them.",
        count,
    ) % {"count": count}
