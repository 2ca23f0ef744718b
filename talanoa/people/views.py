from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def link(request: HttpRequest, secret: str) -> HttpResponse:
    return render(request, "people/link.html", {"secret": secret})
