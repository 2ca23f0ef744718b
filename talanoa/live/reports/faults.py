"""Why a report cannot be read."""

from enum import StrEnum


class Code(StrEnum):
    """Stable; the words for each stand in ``live.failures``."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_LONG = "too-long"
    SPREADSHEET = "spreadsheet"
    NOT_TEXT = "not-text"
    MALFORMED = "malformed"
    NO_TABLE = "no-table"
    NOBODY = "nobody"
    NO_NAME = "no-name"
    BAD_MOMENT = "bad-moment"
    BAD_LENGTH = "bad-length"
    BACKWARDS = "backwards"
    UNKNOWN_ACTION = "unknown-action"
    MIXED_DATES = "mixed-dates"
    UNCLEAR_DATES = "unclear-dates"
    OTHER_DAY = "other-day"


class ReportError(ValueError):
    """The file cannot be read. ``line`` counts from 1, as an editor does; ``None``: the whole."""

    def __init__(self, code: Code, line: int | None = None) -> None:
        super().__init__(f"{code} in line {line}" if line else str(code))
        self.code = code
        self.line = line
