"""The letter on a case: read, written, handed over, signed, corrected, acknowledged."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talanoa.cases import access, letter_document, letter_scene, queries, services
from talanoa.cases.forms import (
    CorrectionForm,
    LetterForm,
    LetterPolicyForm,
    ObjectionForm,
    RevisionForm,
)
from talanoa.cases.models import Letter, SentLetter
from talanoa.kernel.refusals import NotVisible, Refused, demand
from talanoa.people.models import Person
from talanoa.people.types import PersonRequest
from talanoa.programmes import access as programmes
from talanoa.ui.answers import is_stale, show_on, typed

ON_A_PAGE = 25


@login_required
@require_safe
def letter_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = programmes.get_programme(request.user, slug)
    coordinates = programmes.is_coordinator(request.user, programme)
    found = queries.letters_of(request.user, programme)
    page = {
        "programme": programme,
        "letters": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "coordinates": coordinates,
    }
    if coordinates:
        without = queries.discussed_without_letter(request.user, programme)
        unanswered = queries.unanswered_rounds(request.user, programme)
        waiting = Paginator(unanswered, ON_A_PAGE).get_page(request.GET.get("unanswered"))
        waiting.object_list = queries.with_what_waits(list(waiting.object_list))
        page |= {
            "without": Paginator(without, ON_A_PAGE).get_page(request.GET.get("without")),
            "unanswered": waiting,
        }
    return render(request, "cases/letters.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def letter_policy(request: PersonRequest, slug: str) -> HttpResponse:
    programme = programmes.get_own_programme(request.user, slug)
    saved = queries.policy_of(programme)
    form = LetterPolicyForm(typed(request), instance=saved)
    if request.method == "POST" and form.is_valid():
        services.set_letter_policy(by=request.user, programme=programme, **form.cleaned_data)
        messages.success(request, _("Saved. What waits already keeps its time."))
        return redirect("cases:letters", programme.slug)
    page = {"programme": programme, "form": form}
    return render(request, "cases/letter_policy.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def letter_begin(request: PersonRequest, case_id: int) -> HttpResponse:
    case = access.get_case(request.user, case_id)
    services.begin_letter(by=request.user, case=case)
    return redirect("cases:letter_write", case_id=case.pk)


@login_required
@require_safe
def letter(request: PersonRequest, case_id: int) -> HttpResponse:
    """As it stands, for those who work on it; as it was sent last, for everybody else."""
    return _show(request, access.get_letter(request.user, case_id))


@login_required
@require_safe
def letter_version(request: PersonRequest, case_id: int, number: int) -> HttpResponse:
    sent = _version(request.user, case_id, number)
    page = _sent_page(request.user, sent) | {"is_fixed": True}
    return render(request, "cases/letter.html", page)


@login_required
@require_safe
def letter_pdf(request: PersonRequest, case_id: int, number: int) -> HttpResponse:
    sent = _version(request.user, case_id, number)
    response = HttpResponse(letter_document.pdf(sent), content_type="application/pdf")
    name = f"recommendations-{case_id}-{number}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def letter_write(request: PersonRequest, case_id: int) -> HttpResponse:
    letter = access.get_letter(request.user, case_id)
    if request.method == "GET" or not access.writes_for(request.user, letter.case):
        demand(access.writing_letter_refused(request.user, letter))
    form = LetterForm(typed(request), letter=letter, recommendations=queries.to_write(letter.case))
    theirs: list[tuple[str, str]] = []
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            services.write_letter(
                by=request.user,
                letter=letter,
                revision=form.cleaned_data["revision"],
                opening=form.cleaned_data["opening"],
                added=form.cleaned_data["added"],
                lines=form.lines,
            )
        except ValidationError as error:
            if is_stale(error) and form.says_what_stands():
                return redirect("cases:letter", case_id=case_id)
            show_on(form, error)
            if is_stale(error):
                theirs = form.theirs()
                form.stand_on(letter.revision)
        except Refused as refused:
            # It was signed meanwhile: what was typed stays, for a correction.
            form.add_error(None, str(refused))
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("cases:letter", case_id=case_id)
    page = {"letter": letter, "case": letter.case, "form": form, "theirs": theirs}
    status = status if form.errors else 200
    return render(request, "cases/letter_write.html", page, status=status)


@login_required
@require_POST
def letter_hand_over(request: PersonRequest, case_id: int) -> HttpResponse:
    letter, revision = _read(request, case_id)
    try:
        services.hand_over_letter(by=request.user, letter=letter, revision=revision)
    except ValidationError as error:
        return _show(request, access.get_letter(request.user, case_id), wrong=error)
    messages.success(request, _("The experts are asked by mail to sign."))
    return redirect("cases:letter", case_id=case_id)


@login_required
@require_POST
def letter_sign(request: PersonRequest, case_id: int) -> HttpResponse:
    letter, revision = _read(request, case_id)
    try:
        services.sign_letter(by=request.user, letter=letter, revision=revision)
    except ValidationError as error:
        return _show(request, access.get_letter(request.user, case_id), wrong=error)
    messages.success(request, _("Signed. It is on its way."))
    return redirect("cases:letter", case_id=case_id)


@login_required
@require_POST
def letter_correct(request: PersonRequest, case_id: int) -> HttpResponse:
    letter = access.get_letter(request.user, case_id)
    demand(access.correcting_refused(request.user, letter))
    form = CorrectionForm(request.POST)
    if form.is_valid():
        services.correct_letter(by=request.user, letter=letter, **form.cleaned_data)
        return redirect("cases:letter_write", case_id=case_id)
    return _show(request, letter, correction_form=form)


@login_required
@require_POST
def letter_acknowledge(request: PersonRequest, case_id: int, number: int) -> HttpResponse:
    sent = _version(request.user, case_id, number)
    services.acknowledge_letter(by=request.user, sent=sent)
    return redirect("cases:letter", case_id=case_id)


@login_required
@require_POST
def letter_object(request: PersonRequest, case_id: int, number: int) -> HttpResponse:
    sent = _version(request.user, case_id, number)
    demand(access.acknowledging_refused(request.user, sent))
    form = ObjectionForm(request.POST)
    if form.is_valid():
        services.object_to_letter(by=request.user, sent=sent, **form.cleaned_data)
        messages.success(request, _("Whoever signed it and the coordinators are told."))
        return redirect("cases:letter", case_id=case_id)
    page = _sent_page(request.user, sent, objection_form=form)
    return render(request, "cases/letter.html", page, status=422)


@never_cache
@require_http_methods(["GET", "POST"])
def letter_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: it shows the letter, and one button says that it has come.

    Whoever holds it speaks for the person it was sent to. Opening it changes nothing.
    """
    sent, person = services.reading_by_token(token)
    demand(access.acknowledging_refused(person, sent))
    access.tell_names(person, [sent.letter.case])
    form = ObjectionForm()
    if request.method == "POST" and "words" in request.POST:
        form = ObjectionForm(request.POST)
        if form.is_valid():
            services.object_to_letter(by=person, sent=sent, **form.cleaned_data)
            messages.success(request, _("Whoever signed it and the coordinators are told."))
            return redirect("cases:letter_by_link", token)
    elif request.method == "POST":
        services.acknowledge_letter(by=person, sent=sent)
        return redirect("cases:letter_by_link", token)
    page = _sent_page(person, sent, objection_form=form) | {"is_by_link": True}
    return render(request, "cases/letter.html", page, status=422 if form.errors else 200)


def _show(
    request: PersonRequest,
    letter: Letter,
    *,
    wrong: ValidationError | None = None,
    correction_form: CorrectionForm | None = None,
) -> HttpResponse:
    person = request.user
    versions = list(access.versions_visible_to(person, letter))
    latest = versions[-1] if versions else None
    status = 422 if wrong or correction_form else 200
    writes = access.writing_letter_refused(person, letter) is None
    if latest is not None and not writes:
        latest.letter = letter
        page = _sent_page(person, latest, correction_form=correction_form)
        return render(request, "cases/letter.html", page | {"versions": versions}, status=status)
    page = {
        "letter": letter,
        "case": letter.case,
        "shown": letter_scene.as_it_stands(letter),
        "versions": versions,
        "can_write": writes,
        "can_hand_over": access.handing_over_refused(person, letter) is None,
        "hand_over_refusal": access.handing_over_refused(person, letter),
        "can_sign": access.signing_refused(person, letter) is None,
        "signers": access.may_sign(letter) if letter.ready_at else [],
        "wrong": wrong.messages if wrong else [],
    }
    return render(request, "cases/letter.html", page, status=status)


def _sent_page(
    person: Person,
    sent: SentLetter,
    *,
    objection_form: ObjectionForm | None = None,
    correction_form: CorrectionForm | None = None,
) -> dict[str, Any]:
    letter = sent.letter
    is_ours = access.acknowledging_refused(person, sent) is None
    corrects = access.correcting_refused(person, letter) is None
    latest = queries.latest_version(letter)
    return {
        "letter": letter,
        "case": letter.case,
        "sent": sent,
        "shown": letter_scene.as_it_was_sent(sent),
        "versions": access.versions_visible_to(person, letter),
        "is_latest": latest is not None and latest.pk == sent.pk,
        "is_ours": is_ours,
        "objection_form": objection_form or (ObjectionForm() if is_ours else None),
        "correction_form": correction_form or (CorrectionForm() if corrects else None),
    }


def _read(request: PersonRequest, case_id: int) -> tuple[Letter, int]:
    """The letter, and the revision that was read; none is one that was not."""
    letter = access.get_letter(request.user, case_id)
    form = RevisionForm(request.POST)
    return letter, form.cleaned_data["revision"] if form.is_valid() else 0


def _version(person: Person, case_id: int, number: int) -> SentLetter:
    letter = access.get_letter(person, case_id)
    sent = access.versions_visible_to(person, letter).filter(number=number).first()
    if sent is None:
        raise NotVisible(number)
    sent.letter = letter
    return sent
