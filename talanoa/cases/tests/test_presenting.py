"""A team names another of its members to present its case."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from talanoa.cases import access, queries, services
from talanoa.cases.models import Case
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.live.access.pictures import may_show
from talanoa.live.models import Room
from talanoa.notices.models import Message
from talanoa.people import services as people
from talanoa.programmes import services as programmes
from talanoa.programmes.models import TeamMember
from talanoa.schedule.models import SessionRole
from talanoa.schedule.services import ItemOfAgenda, decline_session_role
from tests import make

pytestmark = pytest.mark.django_db

STATUSES = ("draft", "submitted", "returned", "accepted", "scheduled", "discussed", "withdrawn")
MAY_NAME = {
    "presenter": "yes yes yes yes yes no no",
    "colleague": "yes yes yes yes yes no no",
    "co-author": "no no no no no no no",
    "coordinator": "no yes yes yes yes no no",
    "facilitator": "no no no no no no no",
    "stranger": "no no no no no no no",
}


def a_case(status="draft", **fields):
    """A case of a team of two, and the one of them who does not present it."""
    programme = make.a_programme()
    team = make.a_team(programme)
    presenter = make.enrolled(programme, make.a_person("Sela Taufa"))
    case = make.a_case(programme, team=team, presenter=presenter, status=status, **fields)
    return case, make.a_member(team, make.a_person("Mele Fifita"))


def a_place(programme, presenter, **fields):
    """A session whose agenda names the presenter, who has the part as well."""
    session = make.a_session(programme, starts_in=timedelta(minutes=10), **fields)
    make.a_part(session, "presenter", presenter, is_confirmed=True)
    line = ItemOfAgenda(kind="case", title="The case", minutes=20, speaker=presenter)
    (item,) = make.schedule.set_agenda(by=None, session=session, items=[line])
    return item


def scheduled():
    case, colleague = a_case("accepted")
    item = a_place(case.programme, case.presenter)
    coordinator = make.a_role(case.programme, "coordinator")
    return services.schedule(by=coordinator, case=case, item=item), colleague


def named(case, presenter, *, by=None):
    return services.name_presenter(
        by=by or case.presenter, case=case, presenter=presenter, instead_of=case.presenter_id
    )


def mailed(prefix):
    found = Message.objects.filter(key__startswith=prefix).order_by("pk")
    return list(found.values_list("person", "subject"))


@pytest.mark.parametrize("place", range(len(STATUSES)), ids=STATUSES)
def test_who_may_name_the_presenter(place):
    case, colleague = a_case(STATUSES[place])
    author = make.enrolled(case.programme)
    case.authors.create(person=author)
    readers = {
        "presenter": case.presenter,
        "colleague": colleague,
        "co-author": author,
        "coordinator": make.a_role(case.programme, "coordinator"),
        "facilitator": make.a_role(case.programme, "facilitator"),
        "stranger": make.a_person(),
    }
    case = Case.objects.select_related("programme__hub", "session").get(pk=case.pk)

    may = {who: access.naming_presenter_refused(one, case) is None for who, one in readers.items()}

    assert may == {who: said.split()[place] == "yes" for who, said in MAY_NAME.items()}
    for who, reader in readers.items():
        if not may[who]:
            with pytest.raises(Refused):
                named(case, colleague, by=reader)


def test_another_of_the_team_presents_it_and_both_are_told():
    case, colleague = a_case("submitted")
    before, coordinator = case.presenter, make.a_role(case.programme, "coordinator")

    case = named(case, colleague, by=coordinator)

    assert Case.objects.get().presenter == colleague
    event = Event.objects.get(kind="cases.presenter_named")
    assert (event.actor, event.data) == (
        coordinator,
        {"before": before.pk, "presenter": colleague.pk},
    )
    assert mailed("cases.presenter_named") == [
        (colleague.pk, f"You present a case now: {case.title}"),
        (before.pk, f"Somebody else presents your case: {case.title}"),
    ]
    (naming,) = queries.namings_of(case)
    assert (naming.by, naming.before, naming.presenter) == (coordinator, before, colleague)


def test_whoever_names_is_not_mailed_and_the_same_twice_is_done_once():
    case, colleague = a_case()
    before = case.presenter

    for _twice in range(2):
        services.name_presenter(by=before, case=case, presenter=colleague, instead_of=before.pk)

    assert [person for person, _subject in mailed("cases.presenter_named")] == [colleague.pk]


def test_only_a_member_who_is_there_can_be_named():
    case, colleague = a_case()
    author = make.enrolled(case.programme)
    case.authors.create(person=author)
    people.erase(by=colleague, person=colleague, words=False)

    for somebody in (author, colleague, make.a_person()):
        with pytest.raises(ValidationError):
            named(case, somebody)
    assert Case.objects.get().presenter == case.presenter


def test_two_who_name_at_once_are_told_of_each_other():
    case, colleague = a_case()
    third = make.a_member(case.team)
    named(case, colleague)

    with pytest.raises(ValidationError, match="Mele Fifita"):
        named(case, third)
    assert Case.objects.get().presenter == colleague


def test_nobody_is_named_for_a_case_without_a_team():
    case = make.a_case()

    with pytest.raises(Refused):
        named(case, make.enrolled(case.programme))


def test_the_place_in_the_agenda_and_the_part_go_along():
    case, colleague = scheduled()
    session, version = case.session, case.session.version

    named(case, colleague)

    session.refresh_from_db()
    assert list(session.agenda.values_list("speaker", flat=True)) == [colleague.pk]
    assert session.version == version + 1
    parts = SessionRole.objects.filter(role="presenter")
    assert list(parts.values_list("person", "confirmed_at")) == [(colleague.pk, None)]
    invited = Message.objects.get(key__startswith="schedule.part:", person=colleague)
    assert (invited.calendar_method, "METHOD:REQUEST" in invited.calendar) == ("REQUEST", True)


def test_whoever_takes_it_up_themselves_has_agreed():
    case, colleague = scheduled()

    named(case, colleague, by=colleague)

    assert SessionRole.objects.get(role="presenter").confirmed_at is not None
    assert not Message.objects.filter(key__startswith="schedule.part:", person=colleague).exists()
    assert mailed("cases.presenter_named") == [
        (case.presenter_id, f"Somebody else presents your case: {case.title}")
    ]


def test_a_presenter_who_declined_stands_as_declined_and_another_is_asked():
    case, colleague = scheduled()
    decline_session_role(part=SessionRole.objects.get(role="presenter"))

    named(case, colleague)

    declined = {part.person_id: part.declined_at is not None for part in SessionRole.objects.all()}
    assert declined == {case.presenter_id: True, colleague.pk: False}


def test_what_names_somebody_else_stays_and_nobody_gets_a_part_that_none_had():
    case, colleague = a_case("accepted")
    lecturer = make.a_person()
    item = a_place(case.programme, lecturer)
    case = services.schedule(by=make.a_role(case.programme, "coordinator"), case=case, item=item)

    named(case, colleague)

    item.refresh_from_db()
    assert item.speaker == lecturer
    assert list(SessionRole.objects.values_list("person", flat=True)) == [lecturer.pk]


def test_who_presents_another_case_of_the_session_keeps_the_part():
    case, colleague = scheduled()
    other = make.a_case(case.programme, team=case.team, presenter=case.presenter, status="accepted")
    Case.objects.filter(pk=other.pk).update(session=case.session)

    named(case, colleague)

    held = SessionRole.objects.order_by("pk").values_list("person", flat=True)
    assert list(held) == [case.presenter_id, colleague.pk]


@pytest.mark.parametrize("is_enrolled", [True, False])
def test_the_session_leaves_the_calendar_of_who_comes_for_nothing_else(is_enrolled):
    case, colleague = scheduled()
    if not is_enrolled:
        case.presenter.enrolments.update(left_at=case.begun_at)

    named(case, colleague)

    called_off = Message.objects.filter(key__startswith="schedule.part_taken")
    expected = [] if is_enrolled else [(case.presenter_id, "CANCEL")]
    assert list(called_off.values_list("person", "calendar_method")) == expected


def test_once_its_session_has_ended_nobody_is_named():
    case, colleague = scheduled()
    make.closed(case.session)

    with pytest.raises(Refused):
        named(case, colleague)


def test_while_its_session_runs_somebody_steps_in():
    case, colleague = scheduled()
    make.schedule.open_session(by=None, session=case.session)

    assert named(case, colleague, by=colleague).presenter == colleague


def test_who_left_the_team_is_told_without_its_title_and_led_where_they_get_in(client):
    case, colleague = a_case("submitted")
    before = case.presenter
    programmes.remove_from_team(
        by=make.a_role(case.programme, "coordinator"),
        member=TeamMember.objects.get(team=case.team, person=before),
    )

    named(case, colleague, by=colleague)

    mail = Message.objects.get(key__startswith="cases.presenter_named", person=before)
    assert case.title not in mail.subject + mail.text
    assert reverse("cases:detail", args=[case.pk]) not in mail.text
    assert reverse("programmes:detail", args=[case.programme.slug]) in mail.text


def test_the_page_names_and_says_who_was_to_present(client):
    case, colleague = a_case()
    before = case.presenter
    client.force_login(before)
    address = reverse("cases:presenter", args=[case.pk])
    team = reverse("cases:team", args=[case.pk])
    typed = {"presenter": colleague.pk, "instead_of": before.pk}

    first = client.get(team).content.decode()
    done = client.post(address, typed, follow=True).content.decode()
    stale = client.post(address, {"presenter": before.pk, "instead_of": before.pk})
    again = client.post(address, {"presenter": before.pk, "instead_of": colleague.pk})

    assert f'name="instead_of" value="{before.pk}"' in first
    assert "Mele Fifita presents this case now." in done
    assert "Sela Taufa named Mele Fifita instead of Sela Taufa." in done
    assert stale.status_code == 422
    assert "Meanwhile Mele Fifita was named" in stale.content.decode()
    assert f'name="instead_of" value="{colleague.pk}"' in stale.content.decode()
    assert again.status_code == 302


def test_a_coordinator_names_and_does_not_invite(client):
    case, colleague = a_case("submitted")
    client.force_login(make.a_role(case.programme, "coordinator"))
    team = reverse("cases:team", args=[case.pk])
    typed = {"presenter": colleague.pk, "instead_of": case.presenter_id}

    assert team in client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    page = client.get(team).content.decode()
    assert "Name the presenter" in page
    assert "Let them write" not in page
    assert client.post(team, {"name": "Mele Fifita"}).status_code == 403
    assert client.post(reverse("cases:presenter", args=[case.pk]), typed).status_code == 302


def test_a_coordinator_who_hands_over_a_draft_is_led_to_where_they_get_in(client):
    programme = make.a_programme()
    coordinator = make.a_role(programme, "coordinator")
    team = make.a_team(programme)
    text = services.CaseText(title="Morphine", team=team)
    case = services.begin(by=coordinator, programme=programme, text=text)
    typed = {"presenter": make.a_member(team).pk, "instead_of": coordinator.pk}
    client.force_login(coordinator)

    done = client.post(reverse("cases:presenter", args=[case.pk]), typed, follow=True)

    assert done.redirect_chain == [(reverse("cases:list", args=[programme.slug]), 302)]
    assert done.status_code == 200


def test_strangers_and_readers_do_not_name(client):
    case, colleague = a_case("scheduled")
    address = reverse("cases:presenter", args=[case.pk])
    typed = {"presenter": colleague.pk, "instead_of": case.presenter_id}
    assert client.post(address, typed).status_code == 302

    for reader, status in ((make.a_person(), 404), (make.enrolled(case.programme), 403)):
        client.force_login(reader)
        assert client.post(address, typed).status_code == status
        assert client.get(address).status_code == 405
    assert Case.objects.get().presenter == case.presenter


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_three_namings_as_for_one(
    client, django_assert_num_queries, count
):
    case, colleague = a_case()
    client.force_login(case.presenter)
    for _each in range(count):
        other = colleague if case.presenter != colleague else make.a_member(case.team)
        case = named(case, other)

    with django_assert_num_queries(12):
        page = client.get(reverse("cases:team", args=[case.pk]))
    assert page.content.decode().count(" instead of ") == count


def test_the_hour_goes_to_whoever_was_named(client):
    """Rights in the room hang on the agenda and the part; the letter names the team."""
    case, colleague = scheduled()
    before = case.presenter
    named(case, colleague)
    make.schedule.open_session(by=None, session=case.session)
    Room.objects.update_or_create(
        pk=case.session_id, defaults={"current_item_id": case.agenda_item_id}
    )

    shows = may_show(case.session)

    assert (before.pk in shows, colleague.pk in shows) == (False, True)
