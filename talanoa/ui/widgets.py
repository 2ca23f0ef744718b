"""Inputs that bring up the right keyboard or calendar on a phone."""

from typing import Any

from django import forms


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    """Date and time in the form's zone; say in the help text which zone that is."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class EmailInput(forms.EmailInput):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "email", "autocapitalize": "off", **(attrs or {})})


class CodeInput(forms.TextInput):
    """A short code read from a mail or an authenticator."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        usual = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code"}
        super().__init__({**usual, **(attrs or {})})


class WholeNumberInput(forms.TextInput):
    """A whole number without the wheel that changes it unasked."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "class": "number", **(attrs or {})})
