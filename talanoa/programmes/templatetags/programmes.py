"""Days in words, as the rest of the product writes them."""

from datetime import date, datetime, time

from django import template

from talanoa.ui import moments

register = template.Library()


@register.filter
def in_words(day: date) -> str:
    """A day: "Tuesday 1 December 2026". Of a moment, its day in the active zone is meant."""
    return moments.date_words(datetime.combine(day, time(12)))
