"""Plain makers for tests: each makes one thing, by the services wherever one exists.

Import what a test needs: ``from tests.make import a_person``.
"""

from talanoa.cases import services as cases
from talanoa.programmes import services as programmes
from talanoa.schedule import services as schedule
from tests.make.assessment import an_assessment
from tests.make.case import (
    a_case,
    a_file,
    a_letter,
    a_place,
    a_recommendation,
    an_asking,
    an_urgent_question,
    at_step,
    brought_to,
    closed,
    expired,
    in_library,
)
from tests.make.hub import (
    a_cohort,
    a_country,
    a_figure,
    a_hub,
    a_member,
    a_person,
    a_programme,
    a_resource,
    a_role,
    a_series_of_figures,
    a_team,
    enrolled,
)
from tests.make.meeting import a_part, a_series, a_session, an_open_session
from tests.make.room import (
    a_captioner,
    a_deck,
    a_poll,
    a_presence,
    a_question,
    an_intake,
    an_interpreter,
    an_open_poll,
    attendance,
)

__all__ = [
    "a_captioner",
    "a_case",
    "a_cohort",
    "a_country",
    "a_deck",
    "a_figure",
    "a_file",
    "a_hub",
    "a_letter",
    "a_member",
    "a_part",
    "a_person",
    "a_place",
    "a_poll",
    "a_presence",
    "a_programme",
    "a_question",
    "a_recommendation",
    "a_resource",
    "a_role",
    "a_series",
    "a_series_of_figures",
    "a_session",
    "a_team",
    "an_asking",
    "an_assessment",
    "an_intake",
    "an_interpreter",
    "an_open_poll",
    "an_open_session",
    "an_urgent_question",
    "at_step",
    "attendance",
    "brought_to",
    "cases",
    "closed",
    "enrolled",
    "expired",
    "in_library",
    "programmes",
    "schedule",
]
