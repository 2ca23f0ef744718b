"""How a coordinator arranges the form of a programme's cases."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from talanoa.cases import asking, services
from talanoa.cases.forms import arranging
from talanoa.cases.terms import MOST_FIELDS, STANDARD
from talanoa.cases.wording import ASKED
from talanoa.kernel.refusals import Refused
from talanoa.people.types import PersonRequest
from talanoa.programmes import access as programmes


@login_required
@require_http_methods(["GET", "POST"])
def case_form(request: PersonRequest, slug: str) -> HttpResponse:
    """Every button sends the whole page, so that nothing typed in another row is lost."""
    programme = programmes.get_own_programme(request.user, slug)
    kind = programme.case_kind
    language = _language(request)
    latest = asking.latest_form(programme, kind)
    number = latest.number if latest else 0
    wrong: list[str] = []
    if request.method == "POST":
        rows = arranging.typed(request.POST, kind, language)
        act = request.POST.get("then", "")
        if act == "publish":
            before = request.POST.get("number", "")
            try:
                services.arrange(
                    by=request.user,
                    programme=programme,
                    number=int(before) if before.isdecimal() and len(before) < 6 else -1,
                    language=language,
                    fields=arranging.asked_for(rows),
                )
            except ValidationError as error:
                wrong = error.messages
            except Refused as refused:
                wrong = [str(refused)]
            else:
                messages.success(request, _("Cases that begin from now on are asked like this."))
                return redirect(f"{request.path}?in={language}")
        else:
            rows = arranging.changed(rows, act, kind, language)
    else:
        fields = latest.fields if latest else asking.standard_fields(kind)
        rows = arranging.rows_of(fields, kind, language)
    there = {row.name for row in rows}
    page = {
        "programme": programme,
        "rows": rows,
        "number": number,
        "latest": latest,
        "wrong": wrong,
        "language": language,
        "languages": settings.LANGUAGES,
        "left_out": [(name, ASKED[kind][name].label) for name in STANDARD if name not in there],
        "may_add": len(rows) < MOST_FIELDS,
    }
    return render(request, "cases/arrange.html", page, status=422 if wrong else 200)


def _language(request: PersonRequest) -> str:
    """The one chosen on the page, else the reader's own."""
    wanted = request.GET.get("in") or request.POST.get("in") or translation.get_language() or "en"
    return wanted if wanted in dict(settings.LANGUAGES) else "en"
