"""Read the participants' report that another video tool writes. Pure: no Django, no database.

``read`` takes a file's bytes and gives who was there from when to when, on the report's own
clocks. What it cannot read it refuses with a stable code and the line.
"""

from talanoa.live.reports.faults import Code, ReportError
from talanoa.live.reports.moments import Order
from talanoa.live.reports.reading import Attendee, Report, read
from talanoa.live.reports.text import MOST_BYTES, MOST_LINES

__all__ = [
    "MOST_BYTES",
    "MOST_LINES",
    "Attendee",
    "Code",
    "Order",
    "Report",
    "ReportError",
    "read",
]
