"""Write a mail in its receiver's language, with times in their zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template import TemplateDoesNotExist, engines
from django.template.backends.django import DjangoTemplates
from django.template.context import Context, make_context
from django.utils import timezone, translation


@dataclass(frozen=True)
class Written:
    subject: str
    text: str
    html: str


def write(
    template: str, *, context: Mapping[str, object], language: str, zone: ZoneInfo
) -> Written:
    """Render ``<template>.subject.txt``, ``.txt`` and, where there is one, ``.html``.

    The plain parts are not escaped for HTML. The subject becomes one line, so that what
    people typed into a title cannot add a header.

    Raises:
        TemplateDoesNotExist: the subject or the text is missing.
        ValueError: the subject is empty.
    """
    values = {
        **context,
        "site_url": settings.SITE_URL,
        "demonstration": settings.DEMONSTRATION,
    }
    with translation.override(language), timezone.override(zone):
        subject = " ".join(_plain(f"{template}.subject.txt", values).split())
        text = _plain(f"{template}.txt", values).strip() + "\n"
        html = _html(f"{template}.html", {**values, "subject": subject})
    if not subject:
        raise ValueError(f"{template} has an empty subject.")
    return Written(subject[:250], text, html)


def _plain(name: str, values: dict[str, object]) -> str:
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)  # noqa: S101 - for the type checker
    return engine.engine.get_template(name).render(Context(values, autoescape=False))


def _html(name: str, values: dict[str, object]) -> str:
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)  # noqa: S101 - for the type checker
    try:
        template = engine.engine.get_template(name)
    except TemplateDoesNotExist:
        return ""
    return template.render(make_context(values))
