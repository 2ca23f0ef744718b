"""Parts of a case's page that higher rooms draw (see ``ui.sections``)."""

from talanoa.cases.models import Case
from talanoa.ui.sections import Sections

page: Sections[Case] = Sections()
