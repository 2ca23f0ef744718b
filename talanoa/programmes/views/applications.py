"""What a team does with its application: begin, write, submit, withdraw; and who it names."""

import re
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talanoa.kernel import files, uploads
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.people.types import PersonRequest
from talanoa.programmes import access, letters, queries, services
from talanoa.programmes.forms import ApplicationForm, DecisionForm, WithdrawApplicationForm
from talanoa.programmes.models import Application, Round
from talanoa.programmes.naming import member_by_token
from talanoa.programmes.terms import LetterKind
from talanoa.ui.answers import is_stale, keep_mine, show_on, typed

_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_SERVED_AS = {
    **{LetterKind(suffix): files.TYPES[kind] for kind, suffix in files.SUFFIXES.items()},
    LetterKind.JPEG: "image/jpeg",
    LetterKind.PNG: "image/png",
}


@login_required
@require_http_methods(["GET", "POST"])
def apply(request: PersonRequest, slug: str, round_id: int) -> HttpResponse:
    """A new application. What was typed stays, also where the round closed meanwhile."""
    found = access.get_round(request.user, slug, round_id)
    client_id = request.POST.get("client_id", "")
    if not _CLIENT_ID.fullmatch(client_id):
        client_id = uuid4().hex
    refusal = access.applying_refused(request.user, found)
    if request.method == "GET" and refusal:
        raise Refused(refusal)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            application = services.begin_application(
                by=request.user, team_round=found, text=form.text, client_id=client_id
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        except ValidationError as error:
            show_on(form, error)
        else:
            return _saved(request, application)
    return _show_form(request, found, form, client_id=client_id)


@login_required
@require_safe
def application(request: PersonRequest, application_id: int) -> HttpResponse:
    return shown(request, access.get_application(request.user, application_id))


@login_required
@require_POST
def decide(request: PersonRequest, application_id: int) -> HttpResponse:
    """What a coordinator decides; on to the other applications of the round."""
    found = access.get_application(request.user, application_id)
    form = _decision_form(found, request.POST)
    if form.is_valid():
        try:
            services.decide(by=request.user, application=found, **form.cleaned_data)
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("Kept. The team is told when you send the decisions."))
            programme = found.round.programme
            return redirect("programmes:applications", programme.slug, found.round_id)
    return shown(request, found, decision_form=form, status=422)


@login_required
@require_http_methods(["GET", "POST"])
def application_edit(request: PersonRequest, application_id: int) -> HttpResponse:
    found = access.get_application(request.user, application_id)
    refusal = access.application_writing_refused(request.user, found)
    if refusal and (request.method == "GET" or found.lead_id != request.user.pk):
        raise Refused(refusal)
    form = _form(request, found.round, found)
    differing: list[tuple[str, object]] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.save_application(
                by=request.user,
                application=found,
                text=form.text,
                revision=form.cleaned_data["revision"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        except ValidationError as error:
            if is_stale(error):
                differing = keep_mine(
                    form,
                    saved=_comparable(form, found),
                    number=found.revision,
                    name="revision",
                )
            show_on(form, error)
        else:
            return _saved(request, found)
    if request.method == "GET" and "missing" in request.GET:
        form = _with_what_is_missing(found)
    return _show_form(request, found.round, form, found, differing=differing)


@login_required
@require_POST
def application_submit(request: PersonRequest, application_id: int) -> HttpResponse:
    return _submitted(request, access.get_application(request.user, application_id))


@login_required
@require_http_methods(["GET", "POST"])
def application_withdraw(request: PersonRequest, application_id: int) -> HttpResponse:
    found = access.get_application(request.user, application_id)
    if refusal := access.application_withdrawing_refused(request.user, found):
        raise Refused(refusal)
    form = WithdrawApplicationForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_application(by=request.user, application=found, **form.cleaned_data)
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("The application is withdrawn and its words are deleted."))
            return redirect("programmes:application", found.pk)
    page = {"application": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "programmes/application_withdraw.html", page, status=status)


@login_required
@require_safe
def letter(request: PersonRequest, application_id: int) -> FileResponse:
    """The uploaded letter, to be saved: no page of ours ever runs what is in it."""
    found = access.get_application(request.user, application_id)
    if not found.letter_file:
        raise NotVisible(application_id)
    try:
        file = found.letter_file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        file,
        as_attachment=True,
        filename=f"letter-{found.pk}.{found.letter_kind}",
        content_type=_SERVED_AS[LetterKind(found.letter_kind)],
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "POST"])
def named(request: HttpRequest, token: str) -> HttpResponse:
    """Shown to whom an application names, by the link in their mail; they may say no."""
    member = member_by_token(token)
    if request.method == "POST":
        services.decline_naming(
            by=request.user if request.user.is_authenticated else None, member=member
        )
        return redirect("programmes:named", token)
    page = {
        "member": member,
        "application": member.application,
        "programme": member.application.round.programme,
    }
    return render(request, "programmes/named.html", page)


def shown(
    request: PersonRequest,
    found: Application,
    *,
    decision_form: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an application, as its lead or a coordinator reads it."""
    answers = dict(found.answers.values_list("question", "text"))
    deciding = access.deciding_refused(request.user, found)
    coordinates = access.is_coordinator(request.user, found.round.programme)
    if decision_form is None and coordinates and deciding is None:
        decision_form = _decision_form(found)
    page = {
        "application": found,
        "round": found.round,
        "programme": found.round.programme,
        "countries": found.countries.all(),
        "members": found.members.order_by("pk"),
        "answers": [
            (question, answers.get(question.pk, "")) for question in found.round.questions.all()
        ],
        "is_own": found.lead_id == request.user.pk,
        "is_coordinator": coordinates,
        "may_write": access.application_writing_refused(request.user, found) is None,
        "may_withdraw": access.application_withdrawing_refused(request.user, found) is None,
        "deciding_refusal": deciding,
        "decision_form": decision_form,
        **_beside(found),
    }
    return render(request, "programmes/application.html", page, status=status)


def _decision_form(found: Application, data: QueryDict | None = None) -> DecisionForm:
    """With the choice of a team, where its place has one, or is about to."""
    there = queries.teams_there(found)
    # A country speaks with one voice, unless somebody decides otherwise.
    joins = found.team if found.joins_team else None if found.decision else there.first()
    return DecisionForm(
        data,
        teams=there,
        is_another=there.exists() or queries.to_become_team(found) is not None,
        initial={
            "decision": found.decision,
            "reason": found.reason,
            "team": joins,
            "apart": found.apart_reason,
        },
    )


def _beside(found: Application) -> dict[str, object]:
    """What there is already for the same country, until it is told. Two queries at most."""
    if found.is_stub or found.told_at is not None:
        return {}
    return {
        "teams_there": queries.teams_there(found),
        "submitted_before": queries.submitted_before(found),
    }


def _form(
    request: PersonRequest, team_round: Round, application: Application | None = None
) -> ApplicationForm:
    initial = {"revision": application.revision} if application else {}
    saved = ApplicationForm.saved(application) if application else {}
    if request.method == "POST" and uploads.is_too_large(request):
        # Refused by what the browser says of its length: the file was not read, what stands
        # before it in the form was.
        form = ApplicationForm(request.POST, team_round=team_round, application=application)
        form.is_valid()
        form.add_error("file", letters.too_large())
        return form
    return ApplicationForm(
        typed(request),
        request.FILES or None,
        team_round=team_round,
        application=application,
        initial={**saved, **initial},
    )


def _saved(request: PersonRequest, application: Application) -> HttpResponse:
    """Saved; submit it too, where that was the button."""
    if request.POST.get("then") == "submit":
        return _submitted(request, application)
    if request.POST.get("then") == "more":
        return redirect(reverse("programmes:application_edit", args=[application.pk]) + "#members")
    messages.success(request, _("Saved."))
    return redirect("programmes:application", application.pk)


def _submitted(request: PersonRequest, application: Application) -> HttpResponse:
    try:
        is_new = services.submit_application(by=request.user, application=application)
    except Refused as refused:
        if access.application_writing_refused(request.user, application):
            raise
        # Too many are named today: it stays as it was saved, and is handed in tomorrow.
        messages.warning(request, str(refused))
        return redirect("programmes:application", application.pk)
    except ValidationError:
        messages.warning(request, _("Saved, but not submitted: some parts are not ready yet."))
        return redirect(reverse("programmes:application_edit", args=[application.pk]) + "?missing")
    if is_new:
        messages.success(
            request, _("Submitted. The people you named are told; so are the coordinators.")
        )
    else:
        messages.success(request, _("Saved."))
    return redirect("programmes:application", application.pk)


def _with_what_is_missing(application: Application) -> ApplicationForm:
    """The form as it stands, each part marked that is open or too long."""
    stands = ApplicationForm(
        team_round=application.round,
        application=application,
        initial={**ApplicationForm.saved(application), "revision": application.revision},
    )
    marked = ApplicationForm(
        {bound.html_name: bound.value() for bound in stands if bound.value() is not None},
        team_round=application.round,
        application=application,
    )
    marked.is_valid()
    try:
        services.demand_whole(application)
    except ValidationError as error:
        show_on(marked, error)
    return marked


def _comparable(form: ApplicationForm, application: Application) -> dict[str, object]:
    """What is saved, as the form's own values stand, so that only what differs is shown."""
    saved = ApplicationForm.saved(application)
    held = {name: saved.get(name, "") for name in form.fields}
    for name in ("file", "drops_file", "revision"):
        held.pop(name, None)
    held["country"] = application.country
    chosen = list(application.countries.all())
    if list(form.cleaned_data.get("countries", [])) == chosen:
        held.pop("countries")
    else:
        held["countries"] = ", ".join(country.name for country in chosen)
    return held


def _show_form(
    request: PersonRequest,
    team_round: Round,
    form: ApplicationForm,
    application: Application | None = None,
    *,
    client_id: str = "",
    differing: list[tuple[str, object]] | None = None,
) -> HttpResponse:
    page = {
        "programme": team_round.programme,
        "round": team_round,
        "application": application,
        "form": form,
        "client_id": client_id,
        "differing": differing or [],
        **(_beside(application) if application else {}),
    }
    status = 422 if form.errors and request.method == "POST" else 200
    return render(request, "programmes/application_form.html", page, status=status)
