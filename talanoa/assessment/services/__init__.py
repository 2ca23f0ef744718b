"""The only code that writes in this room, by subject.

``frameworks``  indicator frameworks
``medicines``   essential medicines
"""

from talanoa.assessment.services.frameworks import load_framework
from talanoa.assessment.services.medicines import load_medicines

__all__ = ["load_framework", "load_medicines"]
