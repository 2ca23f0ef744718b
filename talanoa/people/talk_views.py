"""Where somebody says that they are willing to talk, and takes it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from talanoa.people import services
from talanoa.people.doors import account_required
from talanoa.people.forms import TalkForm
from talanoa.people.models import TalkOffer
from talanoa.people.types import PersonRequest


@account_required
@never_cache
@require_http_methods(["GET", "POST"])
def talk(request: PersonRequest) -> HttpResponse:
    offer = TalkOffer.objects.filter(person=request.user).first()
    if "off" in request.POST:
        services.withdraw_talk(by=request.user)
        messages.success(request, _("Nobody can write to you here any more."))
        return redirect("people:talk")
    form = TalkForm(request.POST or None, initial={"subjects": offer.subjects if offer else ""})
    if request.method == "POST" and form.is_valid():
        services.offer_talk(by=request.user, subjects=form.cleaned_data["subjects"])
        messages.success(request, _("People of your programmes can now write to you."))
        return redirect("people:talk")
    page = {"form": form, "offer": offer}
    return render(request, "people/talk.html", page, status=422 if form.errors else 200)
