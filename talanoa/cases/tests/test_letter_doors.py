"""Who reads a letter and does what with it: a table of who, in which state, may."""

import pytest

from talanoa.cases import access, queries
from tests import make

pytestmark = pytest.mark.django_db

DOORS = {
    "coordinator": ("draft waiting sent", "begin write hand-over correct"),
    "facilitator": ("draft waiting sent", "begin write hand-over correct"),
    "scribe": ("draft waiting sent", "begin write hand-over correct"),
    "expert": ("draft waiting sent", "write sign correct"),
    "expert of the session": ("draft waiting sent", "write sign correct"),
    "expert of the team": ("draft waiting sent", "write correct acknowledge"),
    "presenter": ("sent", "acknowledge"),
    "colleague": ("sent", "acknowledge"),
    "enrolled": ("", ""),
    "other team": ("", ""),
    "stranger": ("", ""),
}


@pytest.mark.parametrize("who", DOORS)
def test_who_reads_a_letter_and_does_what_with_it(who):
    seen, may = [], set()
    for status in ("draft", "waiting", "sent"):
        letter, person = _letter(status, who)
        case = letter.case
        if letter in access.letters_visible_to(person):
            seen.append(status)
        if access.cases_visible_to(person).filter(pk=case.pk).exists():
            assert (access.letter_on(person, case) == letter) is (status in seen)
        refusals = {
            "begin": access.beginning_letter_refused(person, case),
            "write": access.writing_letter_refused(person, letter),
            "hand-over": access.handing_over_refused(person, letter),
            "sign": access.signing_refused(person, letter),
            "correct": access.correcting_refused(person, letter),
        }
        if status == "sent":
            sent = queries.latest_version(letter)
            refusals["acknowledge"] = access.acknowledging_refused(person, sent)
        may |= {name for name, refused in refusals.items() if refused is None}

    assert (" ".join(seen), may) == (DOORS[who][0], set(DOORS[who][1].split()))


def _letter(status, who):
    programme = make.a_programme()
    team, other = make.a_team(programme), make.a_team(programme)
    case = make.a_case(programme, status="discussed", team=team)
    letter = make.a_letter(case, status=status)
    roles = ("coordinator", "facilitator", "scribe", "expert")
    if who in roles:
        person = make.a_role(programme, who)
    elif who == "expert of the session":
        person = make.a_part(make.a_session(programme), "expert")
        person.session_roles.update(session=case.session)
    elif who == "presenter":
        person = case.presenter
    else:
        person = make.enrolled(programme) if who == "enrolled" else make.a_person()
    if who in ("colleague", "expert of the team", "other team"):
        joined = other if who == "other team" else team
        make.programmes.add_to_team(by=None, team=joined, person=person)
    if who == "expert of the team":
        make.a_role(programme, "expert", person)
    return letter, person
