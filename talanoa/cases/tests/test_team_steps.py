"""What a team's page asks of it once the room has advised it."""

import pytest

from talanoa.cases import services
from talanoa.programmes import team_sections
from tests.make import (
    a_case,
    a_letter,
    a_member,
    a_programme,
    a_role,
    a_team,
    an_asking,
    brought_to,
)

pytestmark = pytest.mark.django_db

LETTER = "Say that the letter on {case} has come"
ASKED = "Say what came of {case}"


@pytest.mark.parametrize(
    ("happened", "steps"),
    [
        ("discussed", []),
        ("sent", [LETTER]),
        ("asked", [LETTER, ASKED]),
        ("acknowledged, then asked", [ASKED]),
    ],
)
def test_a_team_is_asked_for_the_letter_that_came_and_for_what_came_of_it(happened, steps):
    team = a_team(a_programme())
    member = a_member(team)
    case = brought_to(a_case(team.programme, presenter=member, team=team), "discussed")
    letter = a_letter(case, status="draft" if happened == "discussed" else "sent")
    if happened.startswith("acknowledged"):
        services.acknowledge_letter(by=member, sent=letter.versions.get())
    if happened.endswith("asked"):
        an_asking(letter)

    mine = {words.format(case=case) for words in (LETTER, ASKED)}
    asked = [step.words for step in team_sections.next_steps(team, member) if step.words in mine]
    others = team_sections.next_steps(team, a_role(team.programme, "coordinator"))

    assert asked == [words.format(case=case) for words in steps]
    assert mine.isdisjoint(step.words for step in others)
