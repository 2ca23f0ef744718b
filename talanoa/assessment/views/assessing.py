"""What a team does with its assessment: begin, answer, add evidence, comment, withdraw."""

import re
from dataclasses import asdict
from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talanoa.assessment import scene, standing
from talanoa.assessment.access import assessments as access
from talanoa.assessment.forms.assessments import (
    AnswerForm,
    BeginForm,
    EvidenceForm,
    RemarkForm,
    WithdrawForm,
)
from talanoa.assessment.models import Answer, Assessment, Indicator
from talanoa.assessment.queries import assessments as queries
from talanoa.assessment.queries import frameworks
from talanoa.assessment.refusals import Outdated
from talanoa.assessment.services import assessing, evidence
from talanoa.assessment.terms import MEDICINES
from talanoa.assessment.views.doors import or_sign_in
from talanoa.kernel import at_work, resumed, uploads
from talanoa.kernel.refusals import Refused, demand
from talanoa.people.types import PersonRequest
from talanoa.programmes import access as programmes
from talanoa.ui.answers import show_on

_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


@login_required
@require_http_methods(["GET", "POST"])
def assessment_new(request: PersonRequest, slug: str) -> HttpResponse:
    programme = programmes.get_programme(request.user, slug)
    teams = access.teams_of(request.user, programme)
    if not teams:
        raise Refused(_("Only members of a country team can assess their country."))
    for team in teams:
        team.programme = programme
        demand(access.beginning_refused(request.user, team))
    form = BeginForm(request.POST or None, teams=teams, versions=frameworks.current_versions())
    if request.method == "POST" and form.is_valid():
        try:
            assessment = _begun(request, form)
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("Begun. Only your team sees it."))
            return redirect("assessment:detail", assessment_id=assessment.pk)
    page = {
        "programme": programme,
        "form": form,
        "has_frameworks": frameworks.current_versions().exists(),
        "client_id": _client_id(request),
    }
    return render(request, "assessment/begin.html", page, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@or_sign_in
def answer(request: HttpRequest, assessment_id: int, indicator_id: int) -> HttpResponse:
    """One indicator and its answer; whoever may not write reads it."""
    assessment, indicator = _asked(request, assessment_id, indicator_id)
    if request.method == "GET":
        return _show(request, assessment, indicator)
    return _answered(cast(PersonRequest, request), assessment, indicator)


@login_required
@never_cache
@require_GET
def answer_others(request: PersonRequest, assessment_id: int, indicator_id: int) -> HttpResponse:
    """What stands at one indicator now, for a page that is open: nothing, while nothing changed.

    ``?writing`` says that the reader is writing there; the others of the team are told so.
    """
    assessment, indicator = _asked(request, assessment_id, indicator_id)
    writing = scene.others_at_work(request.user, assessment)
    if writing is not None and "writing" in request.GET:
        at_work.note(queries.work_on(assessment), request.user.pk, place=indicator.pk)
    stamp = scene.stamp(assessment, writing)
    if request.GET.get("seen") == stamp:
        return HttpResponse(status=204)
    fragment = {
        **_others(request, assessment, indicator),
        "writers": (writing or {}).get(indicator.pk, []),
        "stamp": stamp,
    }
    return render(request, "assessment/_others.html", fragment)


@login_required
@require_POST
def answer_confirm(request: PersonRequest, assessment_id: int, indicator_id: int) -> HttpResponse:
    """Say that what was carried over still holds; on to the next indicator."""
    assessment, indicator = _asked(request, assessment_id, indicator_id)
    assessing.confirm_answer(
        by=request.user,
        assessment=assessment,
        indicator=indicator,
        revision=_revision(request),
    )
    messages.success(request, _("Confirmed for %(year)s.") % {"year": assessment.year})
    _before, after = _neighbours(assessment, indicator)
    return redirect("assessment:answer", assessment_id, after.pk if after else indicator_id)


@login_required
@require_POST
@resumed.takes_pieces(evidence.PLACE_OF_ANSWER)
def evidence_add(request: PersonRequest, assessment_id: int, indicator_id: int) -> HttpResponse:
    assessment, indicator = _asked(request, assessment_id, indicator_id)
    _demand_own(request, assessment)
    # Refused by what the browser says of its length: the file was not read, what stands
    # before it in the form was.
    if uploads.is_too_large(request):
        form = EvidenceForm(request.POST)
        form.add_error("file", evidence.too_large())
        return _show(request, assessment, indicator, evidence_form=form, status=413)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            of = assessing.answer_for_evidence(
                by=request.user, assessment=assessment, indicator=indicator
            )
            evidence.add(
                by=request.user, answer=of, client_id=_client_id(request), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            return _show(request, assessment, indicator, evidence_form=form, status=409)
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("The evidence is added."))
            return redirect("assessment:answer", assessment_id, indicator_id)
    return _show(request, assessment, indicator, evidence_form=form)


@login_required
@require_POST
def evidence_remove(request: PersonRequest, assessment_id: int, evidence_id: int) -> HttpResponse:
    found = access.get_evidence(request.user, assessment_id, evidence_id)
    evidence.remove(by=request.user, evidence=found)
    messages.success(request, _("The evidence is removed. Its title stays in the history."))
    return redirect("assessment:answer", assessment_id, found.answer.indicator_id)


@login_required
@require_POST
def remark_add(request: PersonRequest, assessment_id: int, indicator_id: int) -> HttpResponse:
    assessment, indicator = _asked(request, assessment_id, indicator_id)
    _demand_own(request, assessment)
    form = RemarkForm(request.POST)
    if form.is_valid():
        try:
            assessing.remark(
                by=request.user,
                assessment=assessment,
                indicator=indicator,
                text=form.cleaned_data["text"],
                client_id=_client_id(request),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            return _show(request, assessment, indicator, remark_form=form, status=409)
        except ValidationError as error:
            show_on(form, error)
        else:
            url = reverse("assessment:answer", args=[assessment_id, indicator_id])
            return redirect(f"{url}#remarks")
    return _show(request, assessment, indicator, remark_form=form)


@login_required
@require_http_methods(["GET", "POST"])
def assessment_withdraw(request: PersonRequest, assessment_id: int) -> HttpResponse:
    assessment = access.get_assessment(request.user, assessment_id)
    demand(access.withdrawing_refused(request.user, assessment))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assessing.withdraw(
            by=request.user, assessment=assessment, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("The assessment is withdrawn and its answers are deleted."))
        return redirect("assessment:detail", assessment_id=assessment.pk)
    page = {"assessment": assessment, "form": form}
    return render(request, "assessment/withdraw.html", page, status=422 if form.errors else 200)


def _answered(request: PersonRequest, assessment: Assessment, indicator: Indicator) -> HttpResponse:
    _demand_own(request, assessment)
    if request.POST.get("then") == "theirs":
        messages.success(request, _("What was saved stays as it is."))
        return redirect("assessment:answer", assessment.pk, indicator.pk)
    form = AnswerForm(request.POST, indicator=indicator)
    if form.is_valid():
        try:
            saved = assessing.save_answer(
                by=request.user,
                assessment=assessment,
                indicator=indicator,
                revision=_revision(request),
                text=form.text,
            )
        except Outdated as outdated:
            return _side_by_side(request, outdated, form)
        except Refused as refused:
            form.add_error(None, str(refused))
            revision = _revision(request)
            return _show(request, assessment, indicator, form=form, revision=revision, status=409)
        except ValidationError as error:
            show_on(form, error)
        else:
            return _saved(request, assessment, saved)
    return _show(request, assessment, indicator, form=form, revision=_revision(request))


def _demand_own(request: PersonRequest, assessment: Assessment) -> None:
    """Go on only for its team, whose words stay before them whatever has become of it meanwhile."""
    if not access.is_on_team(request.user, assessment):
        demand(access.writing_refused(request.user, assessment))


def _begun(request: PersonRequest, form: BeginForm) -> Assessment:
    said = form.cleaned_data
    carry_from = None
    if said["carry"]:
        carry_from = (
            queries.former_candidates(said["team"])
            .filter(
                country=said["team"].country or said.get("country"),
                version__framework=said["version"].framework_id,
                service=said["service"].strip(),
                year__lt=said["year"],
            )
            .first()
        )
    return assessing.begin(
        by=request.user,
        team=said["team"],
        version=said["version"],
        year=said["year"],
        service=said["service"],
        country=said.get("country"),
        carry_from=carry_from,
        client_id=_client_id(request),
    )


def _asked(
    request: HttpRequest, assessment_id: int, indicator_id: int
) -> tuple[Assessment, Indicator]:
    assessment = access.get_assessment(request.user, assessment_id)
    return assessment, access.get_indicator(assessment, indicator_id)


def _saved(request: PersonRequest, assessment: Assessment, saved: Answer) -> HttpResponse:
    """On to the next indicator; a page that saves by itself stays, and learns the revision."""
    here = reverse("assessment:answer", args=[assessment.pk, saved.indicator_id])
    if request.POST.get("then") == "stay":
        return redirect(f"{here}?revision={saved.revision}")
    messages.success(request, _("Saved."))
    following = _neighbours(assessment, saved.indicator)[1]
    if request.POST.get("then") == "next" and following is not None:
        return redirect("assessment:answer", assessment.pk, following.pk)
    return redirect(
        reverse("assessment:detail", args=[assessment.pk]) + f"#indicator-{saved.indicator_id}"
    )


def _show(
    request: HttpRequest,
    assessment: Assessment,
    indicator: Indicator,
    *,
    form: AnswerForm | None = None,
    revision: int | None = None,
    evidence_form: EvidenceForm | None = None,
    remark_form: RemarkForm | None = None,
    status: int = 0,
) -> HttpResponse:
    found = queries.answer_to(assessment, indicator)
    can_write = access.writing_refused(request.user, assessment) is None
    before, after = _neighbours(assessment, indicator)
    page = {
        **_others(request, assessment, indicator, found),
        "form": form or (AnswerForm(indicator=indicator, answer=found) if can_write else None),
        "revision": revision if revision is not None else found.revision if found else 0,
        "before": before,
        "after": after,
        "parts": [] if can_write else scene.parts_of(found, indicator),
        "reason": scene.reasons_by_indicator(request.user, assessment).get(indicator.pk),
        "evidence_form": evidence_form or EvidenceForm(),
        "remark_form": remark_form or RemarkForm(),
        "client_id": _client_id(request),
        "evidence_id": _client_id(request),
        "most_bytes": evidence.most_bytes(),
        "too_large": evidence.too_large(),
        "medicines": _medicines(request, assessment, indicator) if can_write else None,
    }
    wrong = any(each.errors for each in (form, evidence_form, remark_form) if each)
    return render(request, "assessment/answer.html", page, status=status or (422 if wrong else 200))


def _medicines(
    request: HttpRequest, assessment: Assessment, indicator: Indicator
) -> dict[str, Any] | None:
    """At an indicator about medicines: what the country says of them, to be given as evidence."""
    if indicator.dimension.code != MEDICINES:
        return None
    return standing.medicines(request.user, assessment)


def _side_by_side(request: PersonRequest, outdated: Outdated, form: AnswerForm) -> HttpResponse:
    """Both beside each other; saving again then rests on the revision shown."""
    theirs = outdated.answer
    assessment, indicator = theirs.assessment, theirs.indicator
    before, after = _neighbours(assessment, indicator)
    page = {
        **_others(request, assessment, indicator, theirs),
        "form": form,
        "revision": theirs.revision,
        "before": before,
        "after": after,
        "outdated": str(outdated),
        "theirs": scene.differences(theirs, asdict(form.text), indicator),
    }
    return render(request, "assessment/answer.html", page, status=409)


def _others(
    request: HttpRequest,
    assessment: Assessment,
    indicator: Indicator,
    found: Answer | None = None,
) -> dict[str, Any]:
    """What stands at one indicator now, as the fragment draws it. At most six queries."""
    found = found or queries.answer_to(assessment, indicator)
    reads = access.reading_remarks_refused(request.user, assessment) is None
    return {
        "assessment": assessment,
        "indicator": indicator,
        "title": indicator.said("title"),
        "definition": indicator.said("definition"),
        "wanted": indicator.said("evidence_wanted"),
        "answer": found,
        "words": scene.parts_of(found, indicator)[0].text,
        "stamp": queries.stamp(assessment),
        "evidence": list(
            found.evidence.filter(removed_at=None).select_related("added_by") if found else []
        ),
        "reads_remarks": reads,
        "remarks": list(
            assessment.remarks.filter(indicator=indicator).select_related("by") if reads else []
        ),
        "can_write": access.writing_refused(request.user, assessment) is None,
    }


def _neighbours(
    assessment: Assessment, indicator: Indicator
) -> tuple[Indicator | None, Indicator | None]:
    """The indicators before and after this one. One query."""
    in_order = list(
        Indicator.objects.filter(version=assessment.version_id).order_by(
            "dimension__number", "number", "pk"
        )
    )
    at = next(place for place, each in enumerate(in_order) if each.pk == indicator.pk)
    return (
        in_order[at - 1] if at else None,
        in_order[at + 1] if at + 1 < len(in_order) else None,
    )


def _client_id(request: HttpRequest) -> str:
    given = request.POST.get("client_id", "")
    return given if _CLIENT_ID.fullmatch(given) else uuid4().hex


def _revision(request: PersonRequest) -> int:
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0
