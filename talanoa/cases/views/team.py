"""What belongs to a case beside its text: who writes it, its versions, its files, who sees it."""

from math import ceil
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talanoa.cases import access, queries, scene, services
from talanoa.cases.forms import AuthorForm, FileForm, PresenterForm, ShowingForm
from talanoa.cases.guard_wording import unread_in_words
from talanoa.cases.models import Case
from talanoa.cases.terms import (
    MOST_FILE_BYTES,
    MOST_FILES,
    MOST_SENT_BYTES,
    PLACE_OF_FILES,
    ConsentTo,
)
from talanoa.cases.wording import TAKEN_BACK_MEANS
from talanoa.kernel import files, resumed
from talanoa.kernel.refusals import NotVisible, Refused, demand
from talanoa.people.types import PersonRequest
from talanoa.ui.answers import show_on

MEGABYTE_SECONDS = 131
"""What a megabyte takes at 64 kbit/s."""


@login_required
@require_http_methods(["GET", "POST"])
def case_team(request: PersonRequest, case_id: int) -> HttpResponse:
    """Who presents a case and who writes it: for its team, and for who may name the presenter."""
    case = access.get_case(request.user, case_id)
    refused = access.inviting_refused(request.user, case)
    if request.method == "POST" or access.naming_presenter_refused(request.user, case):
        demand(refused)
    form = AuthorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            author = services.add_author(by=request.user, case=case, name=form.cleaned_data["name"])
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(
                request, _("%(name)s can write this case now.") % {"name": author.person}
            )
            return redirect("cases:team", case_id=case.pk)
    return _team_page(request, case, form=None if refused else form)


@login_required
@require_POST
def case_presenter(request: PersonRequest, case_id: int) -> HttpResponse:
    case = access.get_case(request.user, case_id)
    demand(access.naming_presenter_refused(request.user, case))
    people = queries.possible_presenters(case)
    form = PresenterForm(request.POST, case=case, people=people)
    if form.is_valid():
        try:
            case = services.name_presenter(by=request.user, case=case, **form.cleaned_data)
        except ValidationError as error:
            case.refresh_from_db(fields=["presenter"])
            seen_now = request.POST.dict() | {"instead_of": str(case.presenter_id)}
            form = PresenterForm(seen_now, case=case, people=people)
            show_on(form, error)
        else:
            words = _("%(name)s presents this case now.") % {"name": case.presenter}
            messages.success(request, words)
            if not access.cases_visible_to(request.user).filter(pk=case.pk).exists():
                # A coordinator who brought it for the team sees it again once it is submitted.
                return redirect("cases:list", slug=case.programme.slug)
            return redirect("cases:team", case_id=case.pk)
    writes = access.inviting_refused(request.user, case) is None
    return _team_page(request, case, form=AuthorForm() if writes else None, naming=form)


@login_required
@require_POST
def case_author_remove(request: PersonRequest, case_id: int, author_id: int) -> HttpResponse:
    case = access.get_case(request.user, case_id)
    demand(access.inviting_refused(request.user, case))
    author = get_object_or_404(case.authors.select_related("case"), pk=author_id)
    services.remove_author(by=request.user, author=author)
    messages.success(request, _("Taken off. What they wrote stays."))
    return redirect("cases:team", case_id=case.pk)


@login_required
@require_safe
def case_versions(request: PersonRequest, case_id: int) -> HttpResponse:
    """What a case said before, and what changed from one version to another."""
    case = access.get_case(request.user, case_id)
    if not access.sees_review(request.user, case):
        raise NotVisible(case_id)
    versions = list(queries.versions_of(case))
    page = {"case": case, "here": _("What changed"), "versions": versions}
    if versions:
        by_key = {str(version.pk): version for version in versions}
        after = by_key.get(request.GET.get("after", ""), versions[0])
        earlier = [version for version in versions if version.pk < after.pk]
        before = by_key.get(request.GET.get("before", ""), earlier[0] if earlier else after)
        page |= {"before": before, "after": after}
        page |= {"parts": scene.changes_between(case, before, after)}
    return render(request, "cases/versions.html", page)


@login_required
@require_http_methods(["GET", "POST"])
@resumed.takes_pieces(PLACE_OF_FILES)
def case_files(request: PersonRequest, case_id: int) -> HttpResponse:
    """The files stand on a page of their own: one that fails takes no words with it."""
    case = access.get_case(request.user, case_id)
    demand(access.attaching_refused(request.user, case))
    form = FileForm(request.POST or None, request.FILES or None)
    typed = request.POST.get("client_id", "")[:64]
    if request.method == "POST" and form.is_valid():
        try:
            attached = services.attach(
                by=request.user,
                case=case,
                title=form.cleaned_data["title"],
                file=form.cleaned_data["file"],
                client_id=typed,
            )
        except Refused as refused:
            form.add_error("file", str(refused))
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("Added. What the file told of its author is gone."))
            if unread := unread_in_words(attached):
                messages.warning(request, unread)
            return redirect("cases:files", case_id=case.pk)
    count, size = queries.files_of(case)
    page = {
        "case": case,
        "here": _("Files"),
        "form": form,
        "attachments": case.attachments.all(),
        "client_id": typed or uuid4().hex,
        "most": MOST_FILES,
        "most_bytes": MOST_FILE_BYTES,
        "most_sent": MOST_SENT_BYTES,
        "size": size,
        "seconds": ceil(size / 1024 / 1024 * MEGABYTE_SECONDS),
        "is_full": count >= MOST_FILES,
    }
    return render(request, "cases/files.html", page, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(resumed.METHODS)
def case_file_pieces(request: PersonRequest, case_id: int) -> HttpResponse:
    """A file on its way, over a link that breaks."""
    case = access.get_case(request.user, case_id)
    demand(access.attaching_refused(request.user, case))
    place = PLACE_OF_FILES.format(case_id=case.pk)
    return resumed.answer_piece(request, by=request.user, place=place, most=MOST_SENT_BYTES)


@login_required
@require_safe
def case_file(request: PersonRequest, case_id: int, attachment_id: int) -> FileResponse:
    attached = access.get_attachment(request.user, case_id, attachment_id)
    suffix = files.SUFFIXES[attached.kind]
    try:
        file = attached.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        file,
        content_type=files.TYPES[attached.kind],
        as_attachment=attached.kind != "picture",
        filename=f"{slugify(attached.title) or 'file'}.{suffix}",
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def case_file_remove(request: PersonRequest, case_id: int, attachment_id: int) -> HttpResponse:
    attached = access.get_attachment(request.user, case_id, attachment_id)
    services.detach(by=request.user, attachment=attached)
    messages.success(request, _("The file is deleted."))
    return redirect("cases:files", case_id=case_id)


@login_required
@require_http_methods(["GET", "POST"])
def case_showing(request: PersonRequest, case_id: int) -> HttpResponse:
    case = access.get_case(request.user, case_id)
    demand(access.showing_refused(request.user, case))
    form = ShowingForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            services.show_as(by=request.user, case=case, **form.cleaned_data)
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("Saved. It holds from now on, everywhere."))
            return redirect("cases:detail", case_id=case.pk)
    page = {"case": case, "here": _("Who sees it"), "form": form, **_agreed(request, case)}
    return render(request, "cases/showing.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def case_agree(request: PersonRequest, case_id: int) -> HttpResponse:
    case = access.get_case(request.user, case_id)
    to = request.POST.get("to", "")
    if to not in ConsentTo.values:
        raise Refused(_("Choose what you agree to."))
    if "back" in request.POST:
        services.take_back(by=request.user, case=case, to=to)
        messages.success(request, _("Taken back."))
    else:
        services.agree(by=request.user, case=case, to=to)
        messages.success(request, _("Your consent is written down."))
    return redirect("cases:showing", case_id=case.pk)


def _team_page(
    request: PersonRequest,
    case: Case,
    *,
    form: AuthorForm | None,
    naming: PresenterForm | None = None,
) -> HttpResponse:
    """With the form that invites and the one that names, as far as they are for the reader."""
    members = queries.members_of(case)
    if naming is None and access.naming_presenter_refused(request.user, case) is None:
        people = queries.possible_presenters(case)
        naming = PresenterForm(case=case, people=people)
    page = {
        "case": case,
        "here": _("Who writes it"),
        "form": form,
        "naming": naming,
        "members": members,
        "authors": queries.authors_of(case),
        "namings": queries.namings_of(case),
        "others": any(person.pk != case.presenter_id for person in members),
    }
    is_wrong = (form and form.errors) or (naming and naming.errors)
    return render(request, "cases/team.html", page, status=422 if is_wrong else 200)


def _agreed(request: PersonRequest, case: Case) -> dict[str, object]:
    """What the team agrees to, and the whole record of it."""
    now = queries.agreed_to(case)
    return {
        "agreements": [
            {"to": to, "is_given": to in now, "means": TAKEN_BACK_MEANS[to]} for to in ConsentTo
        ],
        "may_agree": access.agreeing_refused(request.user, case) is None,
        "consents": queries.consents_of(case),
    }
