"""The statement of collaboration: its versions, who signs, who is asked."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused
from talanoa.notices.models import Message
from talanoa.programmes import access, queries, services
from talanoa.programmes.models import Programme, Statement
from tests.make import a_hub, a_person, a_programme, a_role, a_team
from tests.make_teams import a_member, a_statement

pytestmark = pytest.mark.django_db


def a_led_team(programme=None):
    """A team with a lead and a member: both, and the team."""
    team = a_team(programme or a_programme())
    return team, a_member(team, is_lead=True), a_member(team)


@pytest.mark.parametrize(
    ("own", "hubs", "signed"),
    [
        (False, False, None),
        (False, True, "Of the hub."),
        (True, True, "Own."),
        (True, False, "Own."),
    ],
)
def test_a_programmes_own_statement_comes_before_the_hubs(own, hubs, signed):
    programme = a_programme()
    a_statement(a_programme(), text="Of another hub.")
    if own:
        a_statement(programme, text="Own.")
    if hubs:
        a_statement(programme, is_hubs=True, text="Of the hub.")
    a_statement(programme, text="A draft.", in_force=False)

    found = access.statement_in_force(programme)

    assert (found.text if found else None) == signed


@pytest.mark.parametrize(
    ("who", "of_programme", "of_hub"),
    [
        ("stranger", False, False),
        ("lead", False, False),
        ("facilitator", False, False),
        ("coordinator elsewhere", False, False),
        ("coordinator", True, False),
        ("administrator", True, True),
    ],
)
def test_who_writes_a_statement_and_puts_it_in_force(who, of_programme, of_hub):
    programme = a_programme(hub=a_hub(administrator=a_person()))
    person = {
        "stranger": a_person,
        "lead": lambda: a_led_team(programme)[1],
        "facilitator": lambda: a_role(programme, "facilitator"),
        "coordinator elsewhere": lambda: a_role(a_programme(hub=programme.hub), "coordinator"),
        "coordinator": lambda: a_role(programme, "coordinator"),
        "administrator": lambda: programme.hub.administrators.get().person,
    }[who]()

    for of, may in ((programme, of_programme), (None, of_hub)):
        draft = a_statement(programme, is_hubs=of is None, in_force=False)
        write = {"by": person, "hub": programme.hub, "programme": of, "text": "Changed."}
        if may:
            services.write_statement(**write)
            assert services.put_in_force(by=person, statement=draft) is True
            assert services.put_in_force(by=person, statement=draft) is False
        else:
            for act in (
                lambda write=write: services.write_statement(**write),
                lambda draft=draft: services.put_in_force(by=person, statement=draft),
            ):
                with pytest.raises(Refused):
                    act()


SIGNS = [
    # who, signs when the lead does, when every member does
    ("lead", True, True),
    ("member", False, True),
    ("coordinator", False, False),
    ("lead of another team", False, False),
    ("stranger", False, False),
]


@pytest.mark.parametrize("members_sign", [False, True])
@pytest.mark.parametrize(("who", "alone", "all_of_them"), SIGNS)
def test_who_signs(who, alone, all_of_them, members_sign):
    team, lead, member = a_led_team()
    statement = a_statement(team.programme, members_sign=members_sign)
    person = {
        "lead": lambda: lead,
        "member": lambda: member,
        "coordinator": lambda: a_role(team.programme, "coordinator"),
        "lead of another team": lambda: a_led_team(team.programme)[1],
        "stranger": a_person,
    }[who]()
    may = all_of_them if members_sign else alone

    assert (access.signing_refused(person, team, statement) is None) is may
    if not may:
        with pytest.raises(Refused):
            services.sign(by=person, team=team, statement=statement)
        return
    first, second = (
        services.sign(by=person, team=team, statement=statement) for _click in range(2)
    )
    assert first == second
    assert (first.as_lead, first.signed_at) == (who == "lead", clock.now())


def test_a_new_version_asks_anew_and_what_was_signed_keeps_its_words():
    team, lead, _member = a_led_team()
    first = a_statement(team.programme, text="First words.")
    services.sign(by=lead, team=team, statement=first)
    assert queries.unsigned(team, first) == []

    second = a_statement(team.programme, text="Second words.")

    assert (first.number, second.number) == (1, 2)
    assert [member.person for member in queries.unsigned(team, second)] == [lead]
    assert Statement.objects.get(signatures__team=team).text == "First words."
    assert access.get_statement(team, first.pk) == first
    with pytest.raises(Refused, match="A newer version is in force"):
        services.sign(by=a_member(team, is_lead=True), team=team, statement=first)


def test_words_in_force_are_never_written_over():
    programme = a_programme()
    in_force = a_statement(programme, text="In force.")

    draft = services.write_statement(
        by=None, hub=programme.hub, programme=programme, text="Next.", members_sign=True
    )
    services.write_statement(by=None, hub=programme.hub, programme=programme, text="Better.")

    in_force.refresh_from_db()
    draft.refresh_from_db()
    assert (in_force.text, draft.text, draft.number) == ("In force.", "Better.", 2)
    with pytest.raises(ValidationError, match="Somebody else changed this"):
        services.write_statement(
            by=None, hub=programme.hub, programme=programme, text="Stale.", revision=0
        )


@pytest.mark.parametrize("text", [" ", "x" * 20_001])
def test_a_statement_that_cannot_be(text):
    programme = a_programme()

    with pytest.raises(ValidationError):
        services.write_statement(by=None, hub=programme.hub, programme=programme, text=text)


def test_a_statement_in_force_is_mailed_to_those_who_sign_it():
    programme = a_programme()
    _team, lead, _member = a_led_team(programme)
    own = a_programme(hub=programme.hub)
    a_statement(own)
    _other, other_lead, _other_member = a_led_team(own)
    Message.objects.all().delete()

    a_statement(programme, is_hubs=True)

    assert [message.person for message in Message.objects.all()] == [lead]
    assert other_lead != lead


def test_those_who_are_missing_are_reminded_once_a_day():
    team, lead, _member = a_led_team()
    coordinator = a_role(team.programme, "coordinator")
    with pytest.raises(Refused, match="No statement is in force yet"):
        services.ask_to_sign(by=coordinator, programme=team.programme)
    statement = a_statement(team.programme)
    Message.objects.all().delete()

    asked = [services.ask_to_sign(by=coordinator, programme=team.programme) for _click in range(2)]
    assert asked == [1, 0]
    assert [message.person for message in Message.objects.all()] == [lead]
    services.sign(by=lead, team=team, statement=statement)
    assert services.ask_to_sign(by=coordinator, programme=team.programme) == 0
    with pytest.raises(Refused, match="Only coordinators"):
        services.ask_to_sign(by=lead, programme=team.programme)


def test_whoever_has_not_signed_for_a_week_is_reminded_once_by_itself():
    team, lead, _member = a_led_team()
    a_statement(team.programme)
    Message.objects.all().delete()
    now = clock.now()

    with clock.standing_at(now + timedelta(days=6)):
        assert services.ask_again() == 0
    with clock.standing_at(now + timedelta(days=7)):
        assert [services.ask_again() for _run in range(2)] == [1, 0]

    assert [message.person for message in Message.objects.all()] == [lead]


def test_nobody_is_asked_to_sign_for_a_programme_that_is_closed():
    team, _lead, _member = a_led_team()
    programme = team.programme
    coordinator = a_role(programme, "coordinator")
    Programme.objects.filter(pk=programme.pk).update(status="closed")
    programme.refresh_from_db()

    a_statement(programme, is_hubs=True)
    with pytest.raises(Refused, match="closed"):
        services.ask_to_sign(by=coordinator, programme=programme)
    with clock.standing_at(clock.now() + timedelta(days=9)):
        assert services.ask_again() == 0

    assert Message.objects.count() == 0
