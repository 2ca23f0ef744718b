"""Addresses for tests of this room alone: the style guide, and forms to send."""

import time

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import engines
from django.urls import include, path

RECEIVED: list[str] = []
LETTER = """
{% extends "ui/centred.html" %}
{% block title %}Letter{% endblock %}
{% block heading %}Letter{% endblock %}
{% block form %}
<form method="post">
  {% csrf_token %}{{ form }}{% if kept %}{% kept "letter" %}{% endif %}
  <button data-busy="Sending…">Send</button>
  {% if stays %}<button data-stays>Save as I write</button>{% endif %}
</form>
{% endblock %}
"""


class Letter(forms.Form):
    title = forms.CharField(max_length=20)
    text = forms.CharField(max_length=50, widget=forms.Textarea())


def letter(request: HttpRequest) -> HttpResponse:
    form = Letter(request.POST or None)
    if request.method == "POST" and form.is_valid():
        RECEIVED.append(form.cleaned_data["text"])
        if "slowly" in request.GET:
            time.sleep(0.5)
        messages.success(request, "It has arrived.")
        return redirect("home:front")
    page = {"form": form, "kept": "plainly" not in request.GET, "stays": "stays" in request.GET}
    html = engines["django"].from_string(LETTER.strip()).render(page, request)
    return HttpResponse(html, status=422 if form.errors else 200)


def members_only(request: HttpRequest) -> HttpResponse:
    return redirect("account_login")


def front(request: HttpRequest) -> HttpResponse:
    return render(request, "404.html")


home = ([path("", front, name="front")], "home")
urlpatterns = [
    path("", include(home)),
    path("", include("talanoa.ui.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("sign-in/", front, name="account_login"),
    path("members/", members_only),
    path("letter/", letter),
]
