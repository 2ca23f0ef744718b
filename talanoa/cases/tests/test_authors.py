"""Several hands for one presenter, and what the text said before."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from talanoa.cases import access, differences, services
from talanoa.cases.differences import Piece
from talanoa.cases.models import CaseVersion
from talanoa.cases.tests.test_services import text
from talanoa.home import queries as home
from talanoa.kernel.refusals import Refused
from talanoa.notices.models import Message
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make.a_case()


def invited(case, name="Ben Osei"):
    person = make.enrolled(case.programme, make.a_person(name))
    return services.add_author(by=case.presenter, case=case, name=name), person


def test_a_co_author_writes_and_sees_and_is_told_and_does_not_submit(case):
    author, person = invited(case)

    saved = services.save(by=person, case=case, revision=1, text=text(case, tried="Mine."))

    assert (saved.tried, saved.changed_by) == ("Mine.", person)
    mails = Message.objects.filter(key__startswith="cases.").values_list("person", "subject")
    assert list(mails) == [(person.pk, f"You can write a case: {case.title}")]
    assert list(access.cases_visible_to(person)) == [case]
    with pytest.raises(Refused):
        services.submit(by=person, case=case)
    with pytest.raises(Refused):
        services.add_author(by=person, case=case, name="Ana")
    services.remove_author(by=case.presenter, author=author)
    assert list(access.cases_visible_to(person)) == []
    with pytest.raises(Refused):
        services.save(by=person, case=saved, revision=2, text=text(saved))


@pytest.mark.parametrize("name", ["  ben   osei ", "BEN@example.org"])
def test_somebody_is_named_as_the_programme_has_them(case, name):
    ben = make.enrolled(case.programme, make.a_person("Ben Osei", email="ben@example.org"))

    for _again in range(2):
        services.add_author(by=case.presenter, case=case, name=name)

    assert [author.person for author in case.authors.all()] == [ben]


def test_nobody_outside_the_programme_and_nobody_by_a_name_of_two(case):
    make.a_person("Out Sider")
    for _twice in range(2):
        make.enrolled(case.programme, make.a_person("Sela Taufa"))

    for name in ("Out Sider", "Sela Taufa", "", case.presenter.email):
        with pytest.raises(ValidationError):
            services.add_author(by=case.presenter, case=case, name=name)
    assert case.authors.count() == 0


def test_what_it_said_is_kept_when_submitted_and_at_each_change_after(case):
    services.save(by=case.presenter, case=case, revision=1, text=text(case, tried="Draft."))
    case = services.submit(by=case.presenter, case=case)
    case.refresh_from_db()
    services.save(by=case.presenter, case=case, revision=2, text=text(case, tried="Better."))

    assert list(CaseVersion.objects.values_list("because", "revision", "text__tried")) == [
        ("submitted", 2, "Draft."),
        ("changed", 3, "Better."),
    ]
    services.withdraw(by=case.presenter, case=case, reason="We solved it.")
    assert CaseVersion.objects.count() == 0


def test_versions_are_read_by_who_writes_and_who_reviews(case, client):
    _author, person = invited(case)
    case = services.submit(by=case.presenter, case=case)
    services.save(
        by=case.presenter, case=case, revision=1, text=text(case, tried="A courier, for a year.")
    )
    address = reverse("cases:versions", args=[case.pk])
    statuses = {}
    for role, reader in {
        "presenter": case.presenter,
        "co-author": person,
        "coordinator": make.a_role(case.programme, "coordinator"),
        "scribe": make.a_role(case.programme, "scribe"),
        "stranger": make.a_person(),
    }.items():
        client.force_login(reader)
        page = client.get(address)
        statuses[role] = page.status_code
        if page.status_code == 200:
            words = page.content.decode()
            assert "<del>three</del><ins>a</ins> <del>months</del><ins>year</ins>" in words

    assert statuses == {
        "presenter": 200,
        "co-author": 200,
        "coordinator": 200,
        "scribe": 404,
        "stranger": 404,
    }


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("same", "same", [Piece("same", "same")]),
        ("", "new", [Piece("new", "new")]),
        ("gone", "", [Piece("gone", "gone")]),
        (
            "one doctor here",
            "one nurse here",
            [
                Piece("same", "one "),
                Piece("gone", "doctor"),
                Piece("new", "nurse"),
                Piece("same", " here"),
            ],
        ),
        ("吗啡片", "吗啡针", [Piece("same", "吗啡"), Piece("gone", "片"), Piece("new", "针")]),
        ("a\r\nb", "a\nb", [Piece("same", "a\nb")]),
    ],
)
def test_a_difference_is_told_by_words(before, after, pieces):
    assert differences.between(before, after) == pieces


def test_the_pages_invite_and_take_off(case, client):
    client.force_login(case.presenter)
    make.enrolled(case.programme, make.a_person("Ben Osei"))
    address = reverse("cases:team", args=[case.pk])

    client.post(address, {"name": "Ben Osei"})
    wrong = client.post(address, {"name": "Nobody Here"})
    author = case.authors.get()
    client.post(reverse("cases:author-remove", args=[case.pk, author.pk]))

    assert wrong.status_code == 422
    assert "Nobody in this programme has this name" in wrong.content.decode()
    assert "Nobody Here" in wrong.content.decode()
    author.refresh_from_db()
    assert author.removed_at is not None


def test_a_case_written_with_others_stands_on_ones_own_day_and_stays_when_its_presenter_goes(case):
    _author, person = invited(case)

    assert list(home.own_cases(person)) == [case]
    assert services.withdraw_unseen(person=case.presenter) == 0
    services.remove_author(by=case.presenter, author=case.authors.get())
    assert list(home.own_cases(person)) == []
    assert services.withdraw_unseen(person=case.presenter) == 1


def test_an_open_form_is_told_who_else_writes_and_what_was_saved_meanwhile(case, client):
    _author, ben = invited(case)
    hands = f"/cases/{case.pk}/hands/"
    client.force_login(case.presenter)
    assert client.get(f"{hands}?seen={case.revision}").status_code == 204
    client.force_login(ben)
    assert client.get(f"{hands}?seen={case.revision}&writing=1").status_code == 204

    client.force_login(case.presenter)
    there = client.get(f"{hands}?seen={case.revision}")
    assert "Ben Osei is writing here now." in there.content.decode()
    assert client.get(f"{hands}?seen={there.context['stamp']}").status_code == 204
    services.save(by=ben, case=case, revision=case.revision, text=text(case, tried="Mine."))
    changed = client.get(f"{hands}?seen={there.context['stamp']}").content.decode()

    assert f'data-revision="{case.revision + 1}"' in changed
    assert "Ben Osei." in changed
    client.force_login(make.a_role(case.programme, "coordinator"))
    assert client.get(hands).status_code == 404
    client.force_login(make.a_person())
    assert client.get(hands).status_code == 404
