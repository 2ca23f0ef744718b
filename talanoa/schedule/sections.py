"""Parts of a session's page that higher rooms draw (see ``ui.sections``)."""

from talanoa.schedule.models import LiveSession
from talanoa.ui.sections import Sections

page: Sections[LiveSession] = Sections()
