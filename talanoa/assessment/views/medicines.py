"""The list of essential medicines, and how it stands with each in a country."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talanoa.assessment.access import medicines as access
from talanoa.assessment.forms.medicines import YEARS, MedicineForm, YearForm
from talanoa.assessment.medicine_tables import ANSWERS_HEAD, LIST_HEAD, answer_rows, list_rows
from talanoa.assessment.models import Medicine
from talanoa.assessment.queries import medicines as queries
from talanoa.assessment.services import medicines as services
from talanoa.countries.queries import in_order
from talanoa.kernel import clock
from talanoa.kernel.refusals import NotVisible
from talanoa.people.types import PersonRequest
from talanoa.ui.answers import is_stale, keep_mine, show_on, typed
from talanoa.ui.sheets import sheet


@require_safe
def medicines(request: HttpRequest) -> HttpResponse:
    page = {
        "medicines": queries.medicines(),
        "published": in_order(access.countries_published()),
        "own": in_order(access.countries_spoken_for(request.user)),
    }
    return render(request, "assessment/medicines/list.html", page)


@require_safe
def country(request: HttpRequest, iso3: str) -> HttpResponse:
    found = access.get_country(request.user, iso3)
    standing = queries.standing_in(found)
    page = {
        "country": found,
        "standing": standing,
        "said": any(one.answer for one in standing),
        "unsaid": [one for one in standing if one.answer is None],
        "with_gaps": sum(1 for one in standing if one.gaps),
        "unknown": sum(1 for one in standing if one.is_unknown),
        "open": sum(1 for one in standing if one.is_open),
        "speaks": access.speaks_for(request.user, found),
        "is_published": access.is_published(found),
    }
    return render(request, "assessment/medicines/country.html", page)


@require_safe
def list_csv(_request: HttpRequest) -> HttpResponse:
    return sheet("essential-medicines.csv", LIST_HEAD, list_rows(queries.medicines()))


@require_safe
def answers_csv(request: HttpRequest) -> HttpResponse:
    """What all countries say that have published, and the reader's own."""
    found = queries.to_take_along(access.answers_visible_to(request.user))
    return sheet("medicines-in-countries.csv", ANSWERS_HEAD, answer_rows(found))


@require_safe
def country_csv(request: HttpRequest, iso3: str) -> HttpResponse:
    found = access.get_country(request.user, iso3)
    answers = queries.to_take_along(found.medicines.all())
    return sheet(f"medicines-{found.iso3}.csv", ANSWERS_HEAD, answer_rows(answers))


@require_safe
def medicine(request: HttpRequest, iso3: str, medicine_id: int) -> HttpResponse:
    """What a country said of a medicine over the years; ``?year=`` leads its team to a year."""
    found = access.get_country(request.user, iso3)
    about = _medicine(medicine_id)
    speaks = access.speaks_for(request.user, found)
    form = YearForm(request.GET if "year" in request.GET else None)
    if speaks and form.is_valid():
        year = form.cleaned_data["year"]
        return redirect("assessment:medicine_year", iso3, medicine_id, year)
    page = {
        "country": found,
        "medicine": about,
        "answers": queries.history(found, about),
        "speaks": speaks,
        "this_year": clock.now().year,
        "form": form,
    }
    return render(request, "assessment/medicines/medicine.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def year(request: PersonRequest, iso3: str, medicine_id: int, year: int) -> HttpResponse:
    found = access.get_own_country(request.user, iso3)
    about = _medicine(medicine_id)
    if year not in YEARS:
        raise NotVisible(year)
    answers = list(queries.history(found, about))
    answer = next((one for one in answers if one.year == year), None)
    earlier = next((one for one in answers if one.year < year), None)
    taken_over = answer is None and earlier is not None
    initial = MedicineForm.saved(answer or earlier)
    if taken_over:
        del initial["source"]
    revision = answer.revision if answer else 0
    form = MedicineForm(typed(request), initial={**initial, "revision": revision})
    differing: list[tuple[str, object]] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.say(
                by=request.user,
                country=found,
                medicine=about,
                year=year,
                text=form.text(),
                seen=form.cleaned_data["revision"],
            )
        except ValidationError as error:
            if is_stale(error):
                saved = MedicineForm.saved(answer)
                differing = keep_mine(form, saved=saved, number=revision, name="revision")
            show_on(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("assessment:country_medicines", iso3)
    page = {
        "country": found,
        "medicine": about,
        "year": year,
        "form": form,
        "taken_over": earlier.year if taken_over and earlier else None,
        "differing": differing,
    }
    status = 422 if form.errors else 200
    return render(request, "assessment/medicines/year.html", page, status=status)


@login_required
@require_POST
def share(request: PersonRequest, iso3: str) -> HttpResponse:
    found = access.get_own_country(request.user, iso3)
    publishes = request.POST.get("decision") == "publish"
    services.share(by=request.user, country=found, publishes=publishes)
    if publishes:
        messages.success(request, _("Published. Everyone can see it now."))
    else:
        messages.success(request, _("Withheld. Only your team sees it now."))
    return redirect("assessment:country_medicines", iso3)


def _medicine(medicine_id: int) -> Medicine:
    """A medicine of the list, which is public."""
    found = Medicine.objects.filter(pk=medicine_id).first()
    if found is None:
        raise NotVisible(medicine_id)
    return found
