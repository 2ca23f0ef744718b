"""What the script of pictures needs beside the room page, which is light without it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from talanoa.live import access, pictures
from talanoa.people.types import PersonRequest


@login_required
@never_cache
@require_GET
def cameras(request: PersonRequest, session_id: int) -> HttpResponse:
    session = access.get_session(request.user, session_id)
    return render(request, "live/_cameras.html", {"session": session, **pictures.tools()})
