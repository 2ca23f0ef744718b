"""The demonstration's mail, to be opened by whoever runs it on their own machine."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from talanoa.kernel.refusals import NotVisible
from talanoa.notices import access, folder


@never_cache
@require_GET
def mail_list(request: HttpRequest) -> HttpResponse:
    """A hundred newest mails."""
    mails = folder.newest(_folder(request))
    return render(request, "notices/mail_list.html", {"mails": mails})


@never_cache
@require_GET
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    mail = folder.mail_named(_folder(request), name)
    return render(request, "notices/mail_detail.html", {"mail": mail})


@never_cache
@require_GET
def mail_calendar(request: HttpRequest, name: str) -> HttpResponse:
    """The calendar entry of one mail, as a calendar program takes it."""
    mail = folder.mail_named(_folder(request), name)
    if not mail.calendar:
        raise NotVisible(name)
    answer = HttpResponse(mail.calendar, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="invite.ics"'
    return answer


def _folder(request: HttpRequest) -> Path:
    return access.get_folder(remote_address=request.META.get("REMOTE_ADDR", ""))
