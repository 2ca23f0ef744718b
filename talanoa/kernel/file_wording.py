"""Why a file could not be taken, as a sentence for whoever chose it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from talanoa.kernel.files import Failure

REFUSED: dict[str, str | Promise] = {
    Failure.UNKNOWN: _(
        "This file is none of those that can be taken: a picture (JPEG, PNG, WebP), a PDF, "
        "a Word document (.docx) or an OpenDocument text (.odt)."
    ),
    Failure.BROKEN: _("This file is damaged. Open it, save it anew and choose that file."),
    Failure.ENCRYPTED: _("This file has a password. Save it without one and choose that file."),
    Failure.MACROS: _("This document holds macros. Save it without them, or as a PDF."),
    Failure.EMBEDDED: _("This document holds other files within it. Save it as a PDF."),
    Failure.TOO_MANY_PAGES: _("This PDF has more than 100 pages. Choose those that matter."),
    Failure.TOO_HEAVY: _("This file takes too much to read. Save it smaller, or as a PDF."),
}
