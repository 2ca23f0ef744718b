"""Reads of frameworks and medicines; both are public."""

from django.db.models import QuerySet

from talanoa.assessment.models import Framework, Medicine


def frameworks() -> QuerySet[Framework]:
    """Frameworks with their indicators loaded, by title. Two queries."""
    return Framework.objects.prefetch_related("indicators").order_by("title", "pk")


def medicines() -> QuerySet[Medicine]:
    """Medicines by section of the list, then by name. One query."""
    return Medicine.objects.order_by("section", "name", "pk")
