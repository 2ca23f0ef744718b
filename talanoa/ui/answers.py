"""Show on a form what a service found wrong, and lose nothing that was typed."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, QueryDict


def show_on(form: forms.Form, error: ValidationError) -> None:
    """Put each message at its field; what belongs to no field of the form, at the top."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: [error]}
    for name, errors in by_field.items():
        form.add_error(name if name in form.fields else None, errors)


def is_stale(error: ValidationError) -> bool:
    """Whether somebody else changed the thing meanwhile."""
    return not hasattr(error, "error_dict") and any(one.code == "stale" for one in error.error_list)


def keep_mine(
    form: forms.Form, *, saved: Mapping[str, object], number: int, name: str = "version"
) -> list[tuple[str, object]]:
    """Let a stale form be sent again knowingly: it now stands on what has been saved since.

    Args:
        saved: what each field holds in the database.
        number: the thing's version now, for the hidden field called ``name``.

    Returns:
        The label and the saved value of each field in which the form differs.
    """
    differing = [
        (str(field.label), saved[key])
        for key, field in form.fields.items()
        if key in saved and form.cleaned_data.get(key) != saved[key]
    ]
    data: Any = copy(form.data)  # a query is only writable as a copy
    data[form.add_prefix(name)] = str(number)
    form.data = data
    return differing


def typed(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; a form sent empty is still sent, and is not a fresh one."""
    return request.POST if request.method == "POST" else None
