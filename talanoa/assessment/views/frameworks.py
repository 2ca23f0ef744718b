"""Indicator frameworks as everyone reads them, and the files of the same form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talanoa.assessment.access import frameworks as access
from talanoa.assessment.files import writing
from talanoa.assessment.files.comparing import differences
from talanoa.assessment.models import FrameworkVersion
from talanoa.assessment.queries import frameworks as queries
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    runs_a_hub = access.runs_a_hub(request.user)
    page = {
        "versions": queries.counted(queries.current_versions()),
        "in_the_making": queries.versions_in_the_making() if runs_a_hub else [],
    }
    return render(request, "assessment/frameworks/list.html", page)


@require_safe
def framework(request: HttpRequest, code: str) -> HttpResponse:
    """The newest version in use; without one, for administrators, the one being written."""
    versions = access.versions_visible_to(request.user).filter(framework__code=code)
    found = queries.newest_first(versions).first()
    if found is None:
        raise NotVisible(code)
    return _version(request, found)


@require_safe
def version(request: HttpRequest, code: str, edition: int) -> HttpResponse:
    return _version(request, access.get_version(request.user, code, edition))


@require_safe
def changes(request: HttpRequest, code: str, edition: int) -> HttpResponse:
    """What a version says otherwise than the one it replaces."""
    found = access.get_version(request.user, code, edition)
    if found.replaces is None:
        raise NotVisible(code, edition)
    page = {"version": found, "changes": changes_of(found)}
    return render(request, "assessment/frameworks/changes.html", page)


@require_safe
def export(request: HttpRequest, code: str, edition: int, suffix: str) -> HttpResponse:
    """A version as a file that ``talanoa frameworks load`` takes."""
    if suffix not in _WRITERS:
        raise NotVisible(suffix)
    found = access.get_version(request.user, code, edition)
    write, kind = _WRITERS[suffix]
    answer = HttpResponse(write(queries.record_of(found)), content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{code}-{edition}.{suffix}"'
    return answer


_WRITERS = {
    "json": (writing.as_json, "application/json"),
    "csv": (writing.as_csv, "text/csv; charset=utf-8"),
}


def changes_of(version: FrameworkVersion) -> list[object]:
    if version.replaces is None:
        return []
    return list(differences(queries.record_of(version.replaces), queries.record_of(version)))


def _version(request: HttpRequest, found: FrameworkVersion) -> HttpResponse:
    page: dict[str, object] = {
        "version": found,
        "dimensions": queries.contents(found),
        "others": queries.newest_first(
            access.versions_visible_to(request.user).filter(framework=found.framework_id)
        ).exclude(pk=found.pk),
    }
    if isinstance(request.user, Person) and access.runs_a_hub(request.user):
        page |= {
            "runs_a_hub": True,
            "begins": access.beginning_refused(request.user, found) is None,
            "confirms": access.confirming_refused(request.user, found) is None,
        }
    return render(request, "assessment/frameworks/version.html", page)
