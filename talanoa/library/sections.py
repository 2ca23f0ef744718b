"""Parts of a resource's page that higher rooms draw: who draws on it."""

from talanoa.library.models import Resource
from talanoa.ui.sections import Sections

page: Sections[Resource] = Sections()
