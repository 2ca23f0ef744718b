from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talanoa.library import access, queries, sections
from talanoa.library.forms import SearchForm
from talanoa.ui.languages import language_name


@require_safe
def resource_list(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    # A filter that is not known finds everything and says so beside the field.
    wanted = form.cleaned_data if form.is_valid() else {}
    shelf = [
        (resource, [language_name(code) for code in resource.languages])
        for resource in queries.found(**wanted)
    ]
    page = {"form": form, "shelf": shelf}
    return render(request, "library/list.html", page)


@require_safe
def resource_detail(request: HttpRequest, code: str) -> HttpResponse:
    resource = access.get_resource(code)
    page = {
        "resource": resource,
        "languages": [language_name(code) for code in resource.languages],
    }
    page["sections"] = sections.page.drawn(resource, request, page)
    return render(request, "library/detail.html", page)
