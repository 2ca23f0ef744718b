"""What the live room shows of feedback: a panel whose link appears when the form opens.

The form itself is a page of its own, opened beside the room: answers never pass through the
room's log, which says who sent what.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from talanoa.evaluation import queries
from talanoa.evaluation.terms import FEEDBACK_OPENED
from talanoa.live import alike, fragments, panels
from talanoa.live.alike import Alike
from talanoa.live.models import Entry
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


def panel(session: LiveSession, person: Person, same: Alike) -> Mapping[str, Any]:
    is_open = same["feedback"]["wave"] is not None
    return {"has_answered": is_open and queries.has_answered(person, session)}


def opened(entry: Entry) -> Mapping[str, Any]:
    return {"session": entry.session, "wave": entry.data["wave"]}


alike.register("feedback", lambda session: {"wave": queries.wave_of(session)})
panels.register(
    "feedback", 30, "evaluation/_panel.html", context=panel, label=_("Feedback"), icon="check"
)
fragments.register(
    FEEDBACK_OPENED, template="evaluation/_now.html", target="feedback-now", context=opened
)
