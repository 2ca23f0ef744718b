"""What went wrong with an uploaded deck, in words, and what to do about it."""

from django.utils.translation import gettext as _

from talanoa.live.slides import Failure


def words(code: str) -> str:
    """The sentences for a failure's code; empty for an empty one."""
    return _words().get(code, _("The slides could not be used.")) if code else ""


def _words() -> dict[str, str]:
    return {
        Failure.NOT_PDF: _("This is not a PDF. Save the slides as a PDF and upload that."),
        Failure.ENCRYPTED: _(
            "This PDF is locked with a password. Save it again without one and upload that."
        ),
        Failure.BROKEN: _(
            "This PDF is damaged. Open it, save it again as a PDF, and upload the new file."
        ),
        Failure.TOO_MANY_PAGES: _(
            "This PDF has more than 300 pages. Upload only the pages you will show."
        ),
        Failure.PAGE_SIZE: _(
            "A page of this PDF is too large or too narrow to be shown on a screen."
        ),
        Failure.TOO_HEAVY: _(
            "A page of this PDF takes too long to draw or needs too much memory. Save the "
            "slides again with smaller pictures and upload that."
        ),
    }
