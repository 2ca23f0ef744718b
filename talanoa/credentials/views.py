"""Check a certificate, fetch one's own, set the rule, take one back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from talanoa.credentials import access, document, queries, services, tries
from talanoa.credentials import rule as arithmetic
from talanoa.credentials.forms import NumberForm, RevokeForm, RuleForm
from talanoa.credentials.numbers import BadNumber
from talanoa.kernel.refusals import NotVisible, demand
from talanoa.people.types import PersonRequest

ON_A_PAGE = 50


@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """A field for a number; what is typed leads to the number's own page."""
    form = NumberForm(request.GET or None)
    if form.is_bound and form.is_valid():
        # A slash would make it another address.
        typed = form.cleaned_data["number"].replace("/", "-")
        return redirect("credentials:verify", number=typed)
    return render(request, "credentials/verify_form.html", {"form": form})


@require_safe
def verify(request: HttpRequest, number: str) -> HttpResponse:
    """What a number says. A wrong one is answered with what may be wrong with it."""
    if tries.too_many(request):
        return render(request, "429.html", status=429)
    try:
        certificate = access.certificate_to_verify(number)
    except BadNumber:
        return _not_found(request, number, could_be=False)
    except NotVisible:
        return _not_found(request, number, could_be=True)
    if certificate.number != number:
        return redirect("credentials:verify", number=certificate.number)
    page = {
        "certificate": certificate,
        "held": document.held_words(certificate),
        "rule": document.rule_words(certificate),
        "percent": arithmetic.percent(attended=certificate.attended, lasted=certificate.lasted),
    }
    return render(request, "credentials/verify.html", page)


@login_required
@require_safe
def own(request: PersonRequest) -> HttpResponse:
    page = {"certificates": queries.certificates_of(request.user)}
    return render(request, "credentials/list.html", page)


@login_required
@require_safe
def pdf(request: PersonRequest, number: str) -> HttpResponse:
    certificate = access.get_certificate(request.user, number)
    demand(access.downloading_refused(certificate))
    response = HttpResponse(document.pdf(certificate), content_type="application/pdf")
    response.headers["Content-Disposition"] = (
        f'inline; filename="certificate-{certificate.number}.pdf"'
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def of_programme(request: PersonRequest, slug: str) -> HttpResponse:
    programme = access.get_programme(request.user, slug)
    found = queries.certificates_in(programme)
    page = {
        "programme": programme,
        "rule": queries.rule_of(programme),
        "certificates": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "credentials/programme.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def rule(request: PersonRequest, slug: str) -> HttpResponse:
    programme = access.get_programme(request.user, slug)
    now = queries.rule_of(programme)
    initial = {"minimum_percent": now.minimum_percent, "needs_feedback": now.needs_feedback}
    form = RuleForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.set_rule(by=request.user, programme=programme, **form.cleaned_data)
        messages.success(request, _("Saved. It holds for every certificate issued from now on."))
        return redirect("credentials:programme", slug=programme.slug)
    page = {"programme": programme, "form": form}
    return render(request, "credentials/rule.html", page, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def revoke(request: PersonRequest, number: str) -> HttpResponse:
    certificate = access.get_certificate(request.user, number)
    demand(access.revoking_refused(request.user, certificate))
    form = RevokeForm(request.POST if request.method == "POST" else None)
    programme = certificate.session.cohort.programme
    if request.method == "POST" and form.is_valid():
        services.revoke(
            by=request.user, certificate=certificate, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("Revoked. Whoever checks the number is told so."))
        return redirect("credentials:programme", slug=programme.slug)
    page = {"certificate": certificate, "programme": programme, "form": form}
    return render(request, "credentials/revoke.html", page, status=422 if form.errors else 200)


def _not_found(request: HttpRequest, number: str, *, could_be: bool) -> HttpResponse:
    tries.count(request)
    form = NumberForm(initial={"number": number[:60]})
    page = {"form": form, "typed": number[:60], "could_be": could_be}
    return render(request, "credentials/not_found.html", page, status=404)
