"""Reads of medicines; the list is public."""

from django.db.models import QuerySet

from talanoa.assessment.models import Medicine


def medicines() -> QuerySet[Medicine]:
    """Medicines by section of the list, then by name. One query."""
    return Medicine.objects.order_by("section", "name", "pk")
