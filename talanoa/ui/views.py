"""The style guide: every component once, in any language, for those who build pages."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import override
from django.views.decorators.http import require_GET

from talanoa.ui.charts import Part, Stack
from talanoa.ui.forms import SampleForm
from talanoa.ui.icons import NAMES


@require_GET
def style_guide(request: HttpRequest) -> HttpResponse:
    """Shown where the site is being built or demonstrated. No queries.

    ``?language=ar`` shows it in another language, ``?page=room`` the live room's layout.
    """
    if not (settings.DEBUG or settings.DEMONSTRATION):
        raise Http404
    template = "ui/style_guide_room.html" if "room" in request.GET else "ui/style_guide.html"
    with override(request.GET.get("language") or request.LANGUAGE_CODE):
        return render(request, template, _samples())


@require_GET
def favicon(_request: HttpRequest) -> HttpResponse:
    """Where browsers look for a mark beside what is not a page: a certificate, a picture."""
    return redirect(static("ui/mark.svg"))


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token against forgery. No queries.

    What was typed comes back, but only to a form of our own pages: words that another site
    sent are not shown as if they were the person's.
    """
    is_ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    typed = _written(request.POST) if is_ours else []
    return render(request, "403_form.html", {"typed": typed}, status=403)


def _written(data: QueryDict) -> list[str]:
    """The texts somebody wrote: values of more than one word, passwords left out."""
    return [
        value
        for name, values in data.lists()
        if "password" not in name
        for value in values
        if isinstance(value, str) and len(value.split()) > 1
    ]


def _samples() -> dict[str, object]:
    typed = {"wrong-email": "nobody", "wrong-title": "Morphine", "wrong-summary": "Why? " * 30}
    return {
        "form": SampleForm(),
        "wrong_form": SampleForm(typed, prefix="wrong"),
        "icons": NAMES,
        "at": datetime(2026, 12, 1, 11, tzinfo=UTC),
        "length": timedelta(minutes=65),
        "rows": [("Training", 14), ("Medicines", 9), ("Law and policy", 6), ("Financing", 0)],
        "stacks": [
            Stack(year, [Part("part-1", "Yes", yes), Part("part-2", "No", 20 - yes)])
            for year, yes in (("2015", 6), ("2017", 11))
        ],
        "page": Paginator(range(45), 15).page(2),
    }
