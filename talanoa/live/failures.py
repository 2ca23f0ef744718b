"""What went wrong with an uploaded file, in words, and what to do about it."""

from django.utils.translation import gettext as _

from talanoa.live.reports import MOST_LINES, Code, ReportError
from talanoa.live.slides import Failure


def words(code: str) -> str:
    """The sentences for a failure's code; empty for an empty one."""
    return _words().get(code, _("The slides could not be used.")) if code else ""


def report_words(error: ReportError) -> str:
    """Why a participants' report cannot be read, with its line where there is one."""
    said = _report_words()[error.code]
    if error.line is None:
        return said
    return _("Line %(line)d: %(what)s") % {"line": error.line, "what": said}


def _report_words() -> dict[Code, str]:
    return {
        Code.EMPTY: _("This file is empty."),
        Code.TOO_LARGE: _("This file is larger than 10 MB: it is no report of one meeting."),
        Code.TOO_LONG: _(
            "A report of more than %(most)d lines is not read. Export the report of this one "
            "meeting."
        )
        % {"most": MOST_LINES},
        Code.SPREADSHEET: _(
            "This is a spreadsheet or a zip archive. Open it and save it as “CSV UTF-8”, or "
            "export the report anew as CSV."
        ),
        Code.NOT_TEXT: _("This is not a text file. Choose the CSV file that the tool exported."),
        Code.MALFORMED: _(
            "A quotation mark is missing here, or there are too many columns. Export the report "
            "anew and do not change it."
        ),
        Code.NO_TABLE: _(
            "No table of participants was found: one column must name people and others say "
            "when they came and left."
        ),
        Code.NOBODY: _("Nobody stands in this report."),
        Code.NO_NAME: _("This line names nobody: it has no name and no address."),
        Code.BAD_MOMENT: _("A date or time cannot be read here."),
        Code.BAD_LENGTH: _("A duration cannot be read here."),
        Code.BACKWARDS: _("Somebody leaves here before coming."),
        Code.UNKNOWN_ACTION: _("It cannot be told whether somebody comes or leaves here."),
        Code.MIXED_DATES: _(
            "The date here is written in another order than those before it, or than you chose."
        ),
        Code.UNCLEAR_DATES: _(
            "It cannot be told whether dates begin with the day or the month. Choose it below."
        ),
        Code.OTHER_DAY: _(
            "The dates are not those of this session. Is it the report of another meeting?"
        ),
    }


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
