"""Reads of the library."""

from django.db.models import Count, Q, QuerySet

from talanoa.library import access
from talanoa.library.models import Resource, Theme


def found(*, theme: str = "", language: str = "", words: str = "") -> QuerySet[Resource]:
    """Resources on a shelf, in a language, with every one of ``words`` in what is said of them.

    Newest first, then by title. One query.
    """
    resources = access.resources_visible()
    if theme:
        resources = resources.filter(themes__code=theme)
    if language:
        # The list is stored as JSON text: a quoted code stands in it or does not,
        # which both databases can say; SQLite has no ``contains`` for JSON.
        resources = resources.filter(languages__icontains=f'"{language}"')
    for word in words.split():
        resources = resources.filter(
            Q(title__icontains=word) | Q(publisher__icontains=word) | Q(summary__icontains=word)
        )
    return resources.order_by("-year", "title", "pk")


def shelves() -> QuerySet[Theme]:
    """Themes in order, each with ``resource_count``. One query."""
    return Theme.objects.annotate(resource_count=Count("resources")).order_by("position", "pk")


def languages() -> list[str]:
    """The languages in which there is anything, by code. One query."""
    lists = access.resources_visible().values_list("languages", flat=True)
    return sorted({language for languages in lists for language in languages})
