"""A new version of a framework at its desk: for administrators of hubs."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talanoa.assessment.access import frameworks as access
from talanoa.assessment.forms.frameworks import (
    AboutForm,
    DimensionForm,
    IndicatorForm,
    NewDimensionForm,
    NewIndicatorForm,
    TranslationForm,
)
from talanoa.assessment.models import Dimension, FrameworkVersion, Indicator
from talanoa.assessment.queries import frameworks as queries
from talanoa.assessment.services import wording
from talanoa.assessment.services.wording import Translated
from talanoa.kernel.refusals import NotVisible, demand
from talanoa.people.types import PersonRequest
from talanoa.ui.addresses import address
from talanoa.ui.answers import is_stale, keep_mine, show_on, typed


@login_required
@require_POST
def begin(request: PersonRequest, code: str, edition: int) -> HttpResponse:
    version = access.get_own_version(request.user, code, edition)
    new = wording.begin(by=request.user, version=version)
    messages.success(request, _("A copy is there. Nobody else sees it until it is published."))
    return redirect("assessment:version_edit", code, new.number)


@login_required
@require_safe
def edit(request: PersonRequest, code: str, edition: int) -> HttpResponse:
    version = access.get_own_version(request.user, code, edition)
    record = queries.record_of(version)
    page = {
        "version": version,
        "dimensions": queries.contents(version),
        "languages": [(other, record.untranslated(other)) for other in version.languages[1:]],
        "returns": version.returns.select_related("by"),
        "refused": access.wording_refused(request.user, version),
        "proposing_refused": access.proposing_refused(request.user, version),
        "discards": access.discarding_refused(request.user, version) is None,
    }
    return render(request, "assessment/frameworks/edit.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def about(request: PersonRequest, code: str, edition: int) -> HttpResponse:
    version = _draft(request, code, edition)
    form = AboutForm(typed(request), version=version)

    def save(said: dict[str, Any]) -> None:
        seen = said.pop("revision")
        wording.change_about(by=request.user, version=version, seen=seen, **said)

    saved = AboutForm.saved(version)
    return _answer(request, version, form, save, saved=saved, revision=version.revision)


@login_required
@require_http_methods(["GET", "POST"])
def dimension_new(request: PersonRequest, code: str, edition: int) -> HttpResponse:
    version = _draft(request, code, edition)
    form = NewDimensionForm(typed(request))

    def save(said: dict[str, Any]) -> None:
        said.pop("revision")
        wording.add_dimension(by=request.user, version=version, **said)

    return _answer(request, version, form, save, heading=_("A new dimension"))


@login_required
@require_http_methods(["GET", "POST"])
def dimension(request: PersonRequest, code: str, edition: int, dimension_id: int) -> HttpResponse:
    version = _draft(request, code, edition)
    found = _within(version.dimensions.all(), dimension_id)
    saved = {"title": found.title}
    form = DimensionForm(typed(request), initial={**saved, "revision": found.revision})

    def save(said: dict[str, Any]) -> None:
        wording.change_dimension(
            by=request.user, dimension=found, title=said["title"], seen=said["revision"]
        )

    heading, removes = _("Change a dimension"), "assessment:dimension_remove"
    return _answer(
        request,
        version,
        form,
        save,
        saved=saved,
        revision=found.revision,
        heading=heading,
        remove_url=address(removes, code, edition, found.pk),
    )


@login_required
@require_http_methods(["GET", "POST"])
def indicator_new(
    request: PersonRequest, code: str, edition: int, dimension_id: int
) -> HttpResponse:
    version = _draft(request, code, edition)
    held = _within(version.dimensions.all(), dimension_id)
    number = queries.next_indicator_number(version)
    initial = {"dimension": held.pk, "number": number, "kind": "levels", "higher_is_better": True}
    form = NewIndicatorForm(typed(request), version=version, initial=initial)

    def save(said: dict[str, Any]) -> None:
        wording.add_indicator(by=request.user, code=said["code"], text=form.text())

    return _answer(request, version, form, save, heading=_("A new indicator"))


@login_required
@require_http_methods(["GET", "POST"])
def indicator(request: PersonRequest, code: str, edition: int, indicator_id: int) -> HttpResponse:
    version = _draft(request, code, edition)
    found = _within(version.indicators.all(), indicator_id)
    form = IndicatorForm(typed(request), version=version, indicator=found)
    saved = IndicatorForm.saved(found, list(found.levels.all())) | {"dimension": found.dimension}

    def save(said: dict[str, Any]) -> None:
        wording.change_indicator(
            by=request.user, indicator=found, text=form.text(), seen=said["revision"]
        )

    return _answer(
        request,
        version,
        form,
        save,
        saved=saved,
        revision=found.revision,
        heading=_("Indicator %(code)s") % {"code": found.code},
        remove_url=address("assessment:indicator_remove", code, edition, found.pk),
    )


@login_required
@require_http_methods(["GET", "POST"])
def translate_version(
    request: PersonRequest, code: str, edition: int, language: str
) -> HttpResponse:
    version = _draft(request, code, edition)
    return _translate(request, version, version, "framework", language)


@login_required
@require_http_methods(["GET", "POST"])
def translate_dimension(
    request: PersonRequest, code: str, edition: int, dimension_id: int, language: str
) -> HttpResponse:
    version = _draft(request, code, edition)
    found = _within(version.dimensions.all(), dimension_id)
    return _translate(request, version, found, "dimension", language)


@login_required
@require_http_methods(["GET", "POST"])
def translate_indicator(
    request: PersonRequest, code: str, edition: int, indicator_id: int, language: str
) -> HttpResponse:
    version = _draft(request, code, edition)
    found = _within(version.indicators.all(), indicator_id)
    return _translate(request, version, found, "indicator", language)


@login_required
@require_POST
def dimension_remove(
    request: PersonRequest, code: str, edition: int, dimension_id: int
) -> HttpResponse:
    version = access.get_own_version(request.user, code, edition)
    return _remove(request, version, _within(version.dimensions.all(), dimension_id))


@login_required
@require_POST
def indicator_remove(
    request: PersonRequest, code: str, edition: int, indicator_id: int
) -> HttpResponse:
    version = access.get_own_version(request.user, code, edition)
    return _remove(request, version, _within(version.indicators.all(), indicator_id))


def _remove(
    request: PersonRequest, version: FrameworkVersion, thing: Dimension | Indicator
) -> HttpResponse:
    try:
        wording.remove(by=request.user, thing=thing)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Removed. Earlier versions keep it."))
    return redirect("assessment:version_edit", version.framework.code, version.number)


def _translate(
    request: PersonRequest, version: FrameworkVersion, thing: Translated, kind: str, language: str
) -> HttpResponse:
    if language not in version.languages[1:]:
        raise NotVisible(language)
    form = TranslationForm(
        typed(request), thing=thing, kind=kind, revision=thing.revision, language=language
    )
    saved = {name: field.initial for name, field in form.fields.items() if name != "revision"}

    def save(said: dict[str, Any]) -> None:
        wording.translate(
            by=request.user,
            thing=thing,
            language=language,
            texts=form.texts(),
            levels=form.level_texts(),
            seen=said["revision"],
        )

    return _answer(
        request,
        version,
        form,
        save,
        saved=saved,
        revision=thing.revision,
        heading=thing.title,
        language=language,
    )


def _draft(request: PersonRequest, code: str, edition: int) -> FrameworkVersion:
    """A version that ``request.user`` may change now."""
    version = access.get_own_version(request.user, code, edition)
    demand(access.wording_refused(request.user, version))
    return version


def _within(things: Any, pk: int) -> Any:
    found = things.filter(pk=pk).first()
    if found is None:
        raise NotVisible(pk)
    return found


def _answer(
    request: PersonRequest,
    version: FrameworkVersion,
    form: forms.Form,
    save: Callable[[dict[str, Any]], None],
    *,
    saved: Mapping[str, object] = MappingProxyType({}),
    revision: int = 0,
    heading: str = "",
    **page: object,
) -> HttpResponse:
    """Show a form of the desk; save what was typed, or give it back with what is wrong."""
    code, number = version.framework.code, version.number
    differing: list[tuple[str, object]] = []
    if request.method == "POST" and form.is_valid():
        try:
            save(dict(form.cleaned_data))
        except ValidationError as error:
            if is_stale(error):
                here = {name: value for name, value in saved.items() if name != "revision"}
                differing = keep_mine(form, saved=here, number=revision, name="revision")
            show_on(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("assessment:version_edit", code, number)
    page |= {
        "version": version,
        "form": form,
        "heading": heading or _("About this version"),
        "differing": differing,
    }
    status = 422 if form.errors else 200
    return render(request, "assessment/frameworks/form.html", page, status=status)
