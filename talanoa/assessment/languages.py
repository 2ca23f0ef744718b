"""Languages by their names."""

from babel import Locale
from django.utils.translation import get_language


def language_name(code: str) -> str:
    """A language by its name in the reader's own."""
    reader = Locale.parse((get_language() or "en").split("-")[0])
    return str(Locale.parse(code).get_display_name(reader) or code)
