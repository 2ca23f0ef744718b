"""Show on the form what a service found wrong."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def show_on(form: forms.Form, error: ValidationError) -> None:
    """Put each message at its field; what belongs to a field the form has not, at the top."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for name, messages in by_field.items():
        at = name if name in form.fields and name != NON_FIELD_ERRORS else None
        form.add_error(at, messages)
