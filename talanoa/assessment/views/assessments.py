"""Assessments as they are read: the list, one of them, its gaps, its peers, its history."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from talanoa.assessment import exporting, gaps, scene, standing, values
from talanoa.assessment.access import assessments as access
from talanoa.assessment.access.plans import planning_refused
from talanoa.assessment.forms.assessments import AskForm, PeersForm, VisibilityForm
from talanoa.assessment.forms.plans import OnceForm
from talanoa.assessment.models import Assessment, Indicator
from talanoa.assessment.queries import assessments as queries
from talanoa.assessment.queries import standings
from talanoa.assessment.services import evidence as evidences
from talanoa.assessment.terms import AssessmentStatus, Subject
from talanoa.assessment.views.doors import or_sign_in
from talanoa.countries import comparison
from talanoa.kernel import resumed
from talanoa.kernel.refusals import demand
from talanoa.people.types import PersonRequest
from talanoa.programmes import access as programmes
from talanoa.programmes.access import Viewer

ON_A_PAGE = 25


@require_safe
def assessment_list(request: HttpRequest, slug: str) -> HttpResponse:
    programme = programmes.get_programme(request.user, slug)
    found = queries.assessments_of(request.user, programme)
    page = {
        "programme": programme,
        "assessments": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "may_begin": access.teams_of(request.user, programme).exists(),
    }
    return render(request, "assessment/list.html", page)


@never_cache
@require_safe
@or_sign_in
def assessment_detail(request: HttpRequest, assessment_id: int) -> HttpResponse:
    assessment = access.get_assessment(request.user, assessment_id)
    return show(request, assessment)


@never_cache
@require_safe
@or_sign_in
def assessment_sheet(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """The answers alone, for a page that is open: nothing, while nothing has changed."""
    assessment = access.get_assessment(request.user, assessment_id)
    writing = scene.others_at_work(request.user, assessment)
    if request.GET.get("seen") == scene.stamp(assessment, writing):
        return HttpResponse(status=204)
    return render(request, "assessment/_sheet.html", _sheet(request.user, assessment, writing))


def show(
    request: HttpRequest,
    assessment: Assessment,
    *,
    ask_form: AskForm | None = None,
    visibility_form: VisibilityForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """One assessment, with a form somebody has to look at again, if there is one."""
    person = request.user
    asks = access.asking_refused(person, assessment) is None
    shows = access.showing_refused(person, assessment) is None
    is_withdrawn = assessment.status == AssessmentStatus.WITHDRAWN
    writes = access.writing_refused(person, assessment) is None
    page = {
        "assessment": assessment,
        **({} if is_withdrawn else _sheet(person, assessment)),
        "submitting": access.submitting_refused(person, assessment) if writes else None,
        "can_review": access.reviewing_refused(person, assessment) is None,
        "can_withdraw": access.withdrawing_refused(person, assessment) is None,
        "review": queries.last_review(assessment),
        "has_verdict": scene.HAS_VERDICT,
        "going_on": access.open_review(assessment) if asks else None,
        "ask_form": ask_form
        or (AskForm(people=access.reviewers_for(assessment)) if asks else None),
        "visibility_form": visibility_form
        or (VisibilityForm(initial={"visibility": assessment.visibility}) if shows else None),
    }
    return render(request, "assessment/detail.html", page, status=status)


@require_safe
@or_sign_in
def gap_list(request: HttpRequest, assessment_id: int) -> HttpResponse:
    assessment = _standing_one(request.user, assessment_id)
    is_of_country = assessment.version.framework.subject == Subject.COUNTRY
    page = {
        **standing.of(request.user, assessment),
        "may_act": is_of_country and planning_refused(request.user, assessment.team) is None,
        "once": OnceForm(),
        "medicines": standing.medicines(request.user, assessment) if is_of_country else None,
    }
    return render(request, "assessment/gaps.html", page)


@require_safe
@or_sign_in
def peer_list(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """The same answers of countries somebody chose: value, median of the peers, rank."""
    assessment = _standing_one(request.user, assessment_id)
    found = standings.latest_of_each(standings.comparable(request.user, assessment))
    form = PeersForm(request.GET or None, found=list(found.values()))
    chosen = form.cleaned_data["peer"] if form.is_valid() else []
    peers = [each for country, each in found.items() if country.iso3 in chosen]
    page = {
        "assessment": assessment,
        "form": form,
        "peers": peers,
        "rows": _beside(assessment, peers) if peers else [],
        "has_peers": bool(found),
        "groups": _groups(assessment, list(found.values())),
    }
    return render(request, "assessment/peers.html", page)


@login_required
@require_safe
def answer_history(request: PersonRequest, assessment_id: int, indicator_id: int) -> HttpResponse:
    """Who changed an answer, when, from what to what: for the team."""
    assessment = access.get_assessment(request.user, assessment_id)
    demand(access.reading_remarks_refused(request.user, assessment))
    indicator = access.get_indicator(assessment, indicator_id)
    answer = queries.answer_to(assessment, indicator)
    page = {
        "assessment": assessment,
        "indicator": indicator,
        "title": indicator.said("title"),
        "steps": scene.history(list(queries.changes_of(answer)), indicator) if answer else [],
        "removed": answer.evidence.filter(removed_at__isnull=False) if answer else [],
    }
    return render(request, "assessment/history.html", page)


@require_safe
@or_sign_in
def evidence_file(request: HttpRequest, assessment_id: int, evidence_id: int) -> FileResponse:
    """A file that an answer rests on, for whoever sees the assessment; never shown in place."""
    evidence = access.get_evidence(request.user, assessment_id, evidence_id)
    if not evidence.file:
        raise Http404
    try:
        file = evidence.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    ending = str(evidence.file.name).rpartition(".")[2]
    name = f"{evidence.answer.indicator.code}-{evidence.pk}.{ending}"
    response = FileResponse(
        file, content_type=evidence.content_type, as_attachment=True, filename=name
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@never_cache
@require_http_methods(resumed.METHODS)
def evidence_pieces(request: PersonRequest, assessment_id: int, indicator_id: int) -> HttpResponse:
    """A file on its way to an answer, over a link that breaks."""
    assessment = access.get_assessment(request.user, assessment_id)
    indicator = access.get_indicator(assessment, indicator_id)
    demand(access.writing_refused(request.user, assessment))
    place = evidences.PLACE_OF_ANSWER.format(assessment_id=assessment.pk, indicator_id=indicator.pk)
    most = evidences.most_bytes()
    return resumed.answer_piece(request, by=request.user, place=place, most=most)


@require_safe
@or_sign_in
def export(request: HttpRequest, assessment_id: int, suffix: str) -> HttpResponse:
    """The assessment as CSV or JSON, for whoever sees it."""
    assessment = _standing_one(request.user, assessment_id)
    if suffix not in _FILES:
        raise Http404
    write, content_type = _FILES[suffix]
    response = HttpResponse(write(assessment), content_type=content_type)
    name = f"assessment-{assessment.country.iso3}-{assessment.year}-{assessment.pk}.{suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


_FILES = {
    "csv": (exporting.as_csv, "text/csv; charset=utf-8"),
    "json": (exporting.as_json, "application/json"),
}


def _standing_one(person: Viewer, assessment_id: int) -> Assessment:
    """The door to what is worked out from answers; there is nothing of what was withdrawn.

    Raises:
        Http404: its answers were withdrawn.
    """
    assessment = access.get_assessment(person, assessment_id)
    if assessment.withdrawn_at is not None:
        raise Http404
    return assessment


def _sheet(
    person: Viewer, assessment: Assessment, writing: scene.Writing | None = None
) -> dict[str, Any]:
    return {
        **scene.sheet(person, assessment, writing),
        "can_write": access.writing_refused(person, assessment) is None,
    }


def _groups(assessment: Assessment, found: list[Assessment]) -> list[dict[str, Any]]:
    """Ways to choose peers at once, each with whom it chooses; those that choose nobody are left
    out. Two queries, none where there is nobody to choose.
    """
    countries = [each.country for each in found]
    groups = []
    for by in comparison.By if countries else ():
        if by == comparison.By.CHOSEN:
            continue
        peers = comparison.peers(assessment.country, by, [], countries)
        if peers:
            query = urlencode([("peer", country.iso3) for country in peers])
            groups.append({"label": by.label, "query": query, "count": len(peers)})
    return groups


def _beside(assessment: Assessment, peers: list[Assessment]) -> list[dict[str, Any]]:
    """Each indicator with the values of this and of its peers. Three queries."""
    replies = queries.replies_of([assessment, *peers])
    own = replies.pop(assessment.pk)
    others = standings.values_of(replies)
    rows = []
    for indicator in queries.indicators_of(assessment.version):
        reply = own.get(indicator.code)
        value = reply.value if reply else None
        place = gaps.placed(
            value, others.get(indicator.code, []), higher_is_better=indicator.higher_is_better
        )
        rows.append(
            {
                "indicator": indicator,
                "title": indicator.said("title"),
                "own": _short(reply, indicator),
                "peers": [
                    (peer, _short(replies[peer.pk].get(indicator.code), indicator))
                    for peer in peers
                ],
                "median": values.short(place.median, indicator) if place else "–",
                "place": place,
            }
        )
    return rows


def _short(reply: gaps.Reply | None, indicator: Indicator) -> str:
    if reply is None:
        return values.open_in_words()
    if reply.value is None:
        return values.unknown_in_words()
    return values.short(reply.value, indicator)
