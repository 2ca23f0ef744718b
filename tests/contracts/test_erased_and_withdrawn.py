"""What stays of presenters, owners, last days and letters once somebody or a case is gone."""

from datetime import date

import pytest

from talanoa.cases import access, queries, services
from talanoa.cases.models import Case
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.notices.models import Message
from talanoa.people import services as people
from talanoa.schedule.models import SessionRole
from talanoa.schedule.services import ItemOfAgenda
from tests import make
from tests.contracts.a_life import a_life
from tests.contracts.test_personal_data import run_all_jobs

pytestmark = pytest.mark.django_db


def a_case(status="scheduled"):
    """A case of a team of three, whose presenter has the part and stands in the agenda."""
    programme = make.a_programme()
    team = make.a_team(programme)
    presenter = make.enrolled(programme, make.a_person("Sela Taufa"))
    session = make.a_session(programme)
    make.a_part(session, "presenter", presenter)
    line = ItemOfAgenda(kind="case", title="The case", minutes=20, speaker=presenter)
    (item,) = make.schedule.set_agenda(by=None, session=session, items=[line])
    case = make.a_case(programme, team=team, presenter=presenter, status=status, item=item)
    return case, make.a_member(team), make.a_member(team)


def named(case, presenter, *, by):
    return services.name_presenter(
        by=by, case=case, presenter=presenter, instead_of=case.presenter_id
    )


def erase(person):
    people.erase(by=person, person=person)
    run_all_jobs()


def mailed():
    return list(
        Message.objects.filter(key__startswith="cases.presenter_named")
        .order_by("pk")
        .values_list("person", flat=True)
    )


@pytest.mark.parametrize("words", [True, False])
def test_who_presented_before_takes_it_along_and_stays_without_a_name(words):
    person = a_life()
    (told,) = people.export_of(person)["cases"]["presented_before"]
    case = Case.objects.get(title="Presented by another")

    people.erase(by=person, person=person, words=words)
    run_all_jobs()

    (naming,) = queries.namings_of(case)
    assert told["title"] == "Presented by another"
    assert (told["until"], naming.before) == (naming.at, person)
    assert "Sela Taufa" not in f"{naming.before} {naming.by}"
    assert Case.objects.get(pk=case.pk).title == "Presented by another"


def test_an_erased_presenter_is_replaced_and_hears_nothing(client):
    case, colleague, third = a_case()
    before = case.presenter
    erase(before)
    case.refresh_from_db()

    named(case, colleague, by=third)

    assert mailed() == [colleague.pk]
    assert not SessionRole.objects.filter(role="presenter").exists()
    client.force_login(third)
    page = client.get(f"/cases/{case.pk}/team/").content.decode()
    assert "instead of" in page
    assert "Sela Taufa" not in page


def test_an_erased_member_cannot_be_named():
    case, colleague, third = a_case()
    erase(colleague)

    assert list(queries.possible_presenters(case)) == sorted(
        [case.presenter, third], key=lambda person: person.name
    )


def test_a_withdrawn_case_has_no_presenter_to_name_and_tells_no_title(client):
    case, colleague, third = a_case()
    before = case.presenter
    case = named(case, colleague, by=before)
    services.withdraw(by=colleague, case=case, reason="Solved.")
    Message.objects.all().delete()
    case = Case.objects.select_related("programme__hub").get(pk=case.pk)

    with pytest.raises(Refused):
        named(case, third, by=colleague)

    (told,) = people.export_of(before)["cases"]["presented_before"]
    assert (told["title"], mailed()) == ("", [])
    client.force_login(colleague)
    assert client.get(f"/cases/{case.pk}/team/").status_code == 403


def test_a_withdrawn_case_stays_withdrawn_whatever_its_last_day():
    case, colleague, _third = a_case()
    services.show_as(
        by=colleague, case=case, mode="open", shows_country=True, expires_on=date(2099, 1, 1)
    )
    case.refresh_from_db()
    services.withdraw(by=colleague, case=case, reason="Solved.")

    case.refresh_from_db()
    assert (case.has_expired, access.reads(colleague, case)) == (False, False)
    assert not access.cases_read_by(colleague).exists()
    with pytest.raises(Refused):
        services.show_as(by=colleague, case=case, mode="open", shows_country=True, expires_on=None)


def a_letter_with_an_owner():
    case = make.a_case(status="discussed")
    given = make.a_recommendation(case)
    owner = make.enrolled(case.programme)
    coordinator = make.a_role(case.programme, "coordinator")
    services.draw_on(
        by=make.a_part(case.session, "scribe"), recommendation=given, resource=make.a_resource()
    )
    given = services.assign(by=coordinator, recommendation=given, owner=owner, due_on=None)
    return make.a_letter(case, status="sent"), given, owner, coordinator


def test_an_erased_owner_is_asked_no_more_and_the_presenter_is():
    letter, given, owner, _coordinator = a_letter_with_an_owner()
    erase(owner)
    Message.objects.all().delete()

    asked = make.an_asking(letter)

    given.refresh_from_db()
    assert given.owner is None
    assert queries.people_to_ask(asked) == [letter.case.presenter]
    assert not Message.objects.filter(person=owner).exists()


def test_a_withdrawn_case_takes_its_letter_with_the_works_and_its_owners_away(client):
    letter, given, owner, coordinator = a_letter_with_an_owner()
    asked = make.an_asking(letter)
    presenter = letter.case.presenter
    services.withdraw(by=presenter, case=letter.case, reason="Solved.")
    Message.objects.all().delete()

    with pytest.raises(NotVisible):
        access.get_letter(presenter, letter.case_id)
    with pytest.raises(Refused):
        services.assign(by=coordinator, recommendation=given, owner=owner, due_on=date(2031, 1, 1))
    link = f"/follow-up/{services.token_to_answer(asked, owner)}/"
    assert client.get(link).status_code == 404
    assert list(queries.askings_to_answer(owner)) == []
    assert Message.objects.count() == 0
