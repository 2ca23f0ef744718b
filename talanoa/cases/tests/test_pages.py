"""The pages of cases answer the same list: works, refused, 404, method, queries."""

import pytest
from django.urls import reverse

from talanoa.cases import services
from talanoa.cases.models import Case
from talanoa.schedule import services as schedule
from tests import make

pytestmark = pytest.mark.django_db

TEXT = {
    "title": "Morphine does not reach the outer islands",
    "situation": "One pharmacist.",
    "tried": "A courier.",
    "obstacle": "A signature on paper.",
    "question": "How did others do it?",
}


def words(page):
    return " ".join(page.content.decode().split())


def url(name, *args):
    return reverse(f"cases:{name}", args=args)


@pytest.fixture
def programme():
    return make.a_programme()


@pytest.fixture
def presenter(programme, client):
    person = make.enrolled(programme)
    client.force_login(person)
    return person


def as_coordinator(client, case):
    person = make.a_role(case.programme, "coordinator")
    client.force_login(person)
    return person


@pytest.mark.parametrize("name", ["list", "new", "recommendations"])
def test_lists_ask_who_is_there(client, programme, name):
    page = client.get(url(name, programme.slug))

    assert page.status_code == 302
    assert page.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "name", ["detail", "edit", "submit", "withdraw", "accept", "return", "schedule", "ask"]
)
def test_a_stranger_finds_no_case_behind_any_address(client, name):
    case = make.a_case(status="submitted")
    client.force_login(make.a_person())

    assert client.post(url(name, case.pk)).status_code in (404, 405)
    assert client.get(url(name, case.pk)).status_code in (404, 405)
    assert client.get(url("detail", 10**15)).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["submit", "accept", "return", "schedule", "unschedule", "put-back", "ask", "answer"],
)
def test_acts_are_not_done_by_looking(client, presenter, programme, name):
    case = make.a_case(programme, presenter=presenter)

    assert client.get(url(name, case.pk)).status_code == 405


def test_a_new_case_is_written_and_submitted_in_one_go(client, presenter, programme):
    country = make.a_country()

    page = client.post(
        url("new", programme.slug),
        TEXT | {"country": country.pk, "client_id": "c1", "then": "submit"},
    )

    case = Case.objects.get()
    assert page.headers["Location"] == url("detail", case.pk)
    assert (case.status, case.presenter, case.question) == (
        "submitted",
        presenter,
        "How did others do it?",
    )


@pytest.mark.parametrize("client_id", ["", "\x00", "é", "x" * 65, "' OR 1=1"])
def test_a_damaged_id_of_a_form_is_replaced(client, presenter, programme, client_id):
    typed = TEXT | {"country": make.a_country().pk, "client_id": client_id}

    assert client.post(url("new", programme.slug), typed).status_code == 302
    assert len(Case.objects.get().client_id) == 32


@pytest.mark.parametrize("field", ["title", "situation", "question"])
def test_a_sign_no_database_can_keep_is_refused(client, presenter, programme, field):
    typed = TEXT | {"country": make.a_country().pk, field: "a\x00b"}

    assert client.post(url("new", programme.slug), typed).status_code == 422


def test_what_is_missing_is_said_on_the_drafts_own_page(client, presenter, programme):
    country = make.a_country()

    page = client.post(
        url("new", programme.slug),
        TEXT | {"question": "", "country": country.pk, "client_id": "c1", "then": "submit"},
        follow=True,
    )

    case = Case.objects.get()
    assert (case.status, case.tried) == ("draft", "A courier.")
    assert page.request["PATH_INFO"] == url("edit", case.pk)
    assert words(page).count("Fill this in before the case is submitted.") == 2
    assert "A signature on paper." in words(page)
    assert f'action="{url("edit", case.pk)}"' in words(page)


def test_submitting_a_draft_with_gaps_leads_to_the_form(client, presenter, programme):
    case = make.a_case(programme, presenter=presenter, tried="")

    page = client.post(url("submit", case.pk), follow=True)

    assert "Saved, but not submitted" in words(page)
    assert "Fill this in before the case is submitted." in words(page)


def test_a_text_that_is_too_long_is_refused_and_stays_on_the_page(client, presenter, programme):
    country = make.a_country()
    long = "a" * 4001

    page = client.post(url("new", programme.slug), TEXT | {"tried": long, "country": country.pk})

    assert (page.status_code, Case.objects.count()) == (422, 0)
    assert long in page.content.decode()


def test_a_team_member_chooses_a_team_and_never_a_country(client, programme):
    team, person = make.a_team(programme), make.a_person()
    make.programmes.add_to_team(by=None, team=team, person=person)
    client.force_login(person)

    form = words(client.get(url("new", programme.slug)))
    client.post(url("new", programme.slug), TEXT | {"team": team.pk})

    assert (f'value="{team.pk}" selected' in form, 'name="country"' in form) == (True, False)
    assert Case.objects.get().country == team.country


def test_the_form_says_that_nobody_may_be_recognised(client, presenter, programme):
    assert "No patient may be recognised" in words(client.get(url("new", programme.slug)))


def test_two_texts_written_at_once_stand_side_by_side(client, presenter, programme):
    case = make.a_case(programme, presenter=presenter, **TEXT)
    other = services.CaseText(**(TEXT | {"tried": "Their courier.", "country": case.country}))
    services.save(by=presenter, case=case, revision=1, text=other)
    mine = TEXT | {"tried": "My courier.", "country": case.country_id, "revision": "1"}

    page = client.post(url("edit", case.pk), mine)

    case.refresh_from_db()
    assert (page.status_code, case.tried) == (409, "Their courier.")
    assert "My courier." in words(page)
    assert "Their courier." in words(page)
    assert 'name="revision" value="2"' in words(page)

    client.post(url("edit", case.pk), mine | {"revision": "2"})

    case.refresh_from_db()
    assert (case.tried, case.revision) == ("My courier.", 3)


def test_a_level_is_chosen_stands_on_the_page_and_beside_another(client, presenter, programme):
    case = make.a_case(programme, presenter=presenter, **TEXT)
    sent = TEXT | {"country": case.country_id, "level": "home"}

    client.post(url("edit", case.pk), sent | {"revision": "1"})
    page = client.get(url("detail", case.pk))
    late = client.post(url("edit", case.pk), sent | {"level": "facility", "revision": "1"})
    none = client.post(url("edit", case.pk), sent | {"level": "moon", "revision": "2"})

    case.refresh_from_db()
    assert (case.level, page.status_code, late.status_code, none.status_code) == (
        "home",
        200,
        409,
        422,
    )
    assert "<dt>Level of the health system</dt><dd>Home and community</dd>" in words(page)
    (theirs,) = late.context["theirs"]
    assert (theirs.name, theirs.text) == ("level", "Home and community")


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 40])
def test_a_damaged_revision_counts_as_an_old_one(client, presenter, programme, revision):
    case = make.a_case(programme, presenter=presenter, **TEXT)

    page = client.post(
        url("edit", case.pk), TEXT | {"country": case.country_id, "revision": revision}
    )

    assert page.status_code == 409


def test_a_coordinator_takes_a_case_to_its_session(client):
    case = make.a_case(status="submitted")
    place = make.a_place(case.programme)
    as_coordinator(client, case)

    client.post(url("accept", case.pk), {"revision": case.revision})
    page = client.post(url("schedule", case.pk), {"item": place.pk})

    case.refresh_from_db()
    assert (page.status_code, case.agenda_item, case.session) == (302, place, place.session)
    assert place.session.title in words(client.get(url("detail", case.pk)))


def test_returning_without_a_reason_is_refused_on_the_page(client):
    case = make.a_case(status="submitted")
    as_coordinator(client, case)

    page = client.post(url("return", case.pk), {"reason": " "})

    case.refresh_from_db()
    assert (page.status_code, case.status) == (422, "submitted")


def test_the_team_may_not_accept_its_own_case(client, presenter, programme):
    case = make.a_case(programme, presenter=presenter, status="submitted")

    page = client.post(url("accept", case.pk), {"revision": 1})

    assert page.status_code == 403
    assert "Only coordinators of this programme can do this." in words(page)


@pytest.mark.parametrize(("status", "is_draft"), [("draft", True), ("returned", False)])
def test_a_returned_case_is_no_draft_that_only_its_team_sees(client, status, is_draft):
    case = make.a_case(status=status)
    client.force_login(case.presenter)

    page = words(client.get(url("detail", case.pk)))

    assert ("This is a draft that only your team sees." in page) is is_draft
    assert ("It is back with your team, and whoever could read it" in page) is not is_draft
    assert "Submit for review" in page


def test_a_case_is_withdrawn_on_a_page_that_says_what_that_means(client, presenter, programme):
    case = make.a_case(programme, presenter=presenter, status="submitted")
    assert "cannot be brought back" in words(client.get(url("withdraw", case.pk)))
    assert client.post(url("withdraw", case.pk), {"reason": ""}).status_code == 422

    client.post(url("withdraw", case.pk), {"reason": "A name was in it."})
    page = client.get(url("detail", case.pk))

    assert "A name was in it." in words(page)
    assert TEXT["title"] not in words(page)


def test_the_list_is_narrowed_and_says_when_nothing_fits(client, presenter, programme):
    make.a_case(programme, presenter=presenter, title="A draft of mine")
    make.a_case(programme, presenter=presenter, status="submitted", title="Waiting")

    narrowed = words(client.get(url("list", programme.slug), {"status": "submitted"}))
    nothing = words(client.get(url("list", programme.slug), {"status": "accepted"}))
    nonsense = words(client.get(url("list", programme.slug), {"status": "'; --", "area": "x"}))

    assert ("Waiting" in narrowed, "A draft of mine" in narrowed) == (True, False)
    assert "No case fits this choice" in nothing
    assert ("Waiting" in nonsense, "A draft of mine" in nonsense) == (True, True)


def test_recommendations_without_an_owner_are_found(client):
    case = make.a_case(status="discussed")
    coordinator = as_coordinator(client, case)
    free = make.a_recommendation(case, "Nobody has this one.")
    taken = make.a_recommendation(case, "This one is taken.")
    services.assign(by=coordinator, recommendation=taken, owner=coordinator, due_on=None)

    page = words(client.get(url("recommendations", case.programme.slug), {"owner": "none"}))

    assert (free.text in page, taken.text in page) == (True, False)


def test_owner_date_and_state_are_set_on_the_recommendations_page(client):
    case = make.a_case(status="discussed")
    as_coordinator(client, case)
    given = make.a_recommendation(case)
    owner = make.enrolled(case.programme, make.a_person(name="Sione Vea"))

    client.post(url("assign", given.pk), {"owner": owner.pk, "due_on": "2027-03-01"})
    wrong = client.post(url("state", given.pk), {"state": "not-adopted", "note": ""})
    client.post(url("state", given.pk), {"state": "not-adopted", "note": "No budget."})
    page = words(client.get(url("recommendation", given.pk)))

    assert wrong.status_code == 422
    assert "Owner: Sione Vea, due by 1 March 2027" in page
    assert "From “Proposed” to “Not adopted”" in page
    assert "No budget." in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_many_queries_for_three_as_for_one(
    client, presenter, programme, django_assert_num_queries, count
):
    for _ in range(count):
        make.a_case(programme, presenter=presenter, status="submitted", title="A case")

    with django_assert_num_queries(11):
        page = client.get(url("list", programme.slug))

    assert page.content.decode().count('dir="auto">A case</a>') == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_many_queries_for_three_recommendations_as_for_one(
    client, presenter, programme, django_assert_num_queries, count
):
    case = make.a_case(programme, presenter=presenter, status="discussed")
    for _ in range(count):
        make.a_recommendation(case, "Let nurses prescribe.")

    with django_assert_num_queries(17):
        page = client.get(url("detail", case.pk))

    assert page.content.decode().count("Let nurses prescribe.") == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_ledger_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    case = make.a_case(status="discussed")
    for _ in range(count):
        make.a_recommendation(case, "Let nurses prescribe.")
    as_coordinator(client, case)

    with django_assert_num_queries(9):
        page = client.get(url("recommendations", case.programme.slug))

    assert page.content.decode().count("Let nurses prescribe.") == count


@pytest.mark.parametrize("kind", ["country", "project", "clinical"])
def test_each_kind_of_case_asks_its_own_questions(client, kind):
    programme = make.a_programme(case_kind=kind)
    client.force_login(make.enrolled(programme))

    page = words(client.get(url("new", programme.slug)))

    asked = {"country": "Where things stand", "project": "Where the project stands"}
    assert asked.get(kind, "No name, no date of birth, no place.") in page


def test_a_session_under_way_shows_its_case_to_everyone_enrolled(client, programme):
    case = make.a_case(programme, status="scheduled")
    schedule.open_session(by=None, session=case.session)
    client.force_login(make.enrolled(programme))

    assert "Clarifying questions" in words(client.get(url("detail", case.pk)))


@pytest.mark.parametrize(
    ("who", "cases", "may_bring"),
    [("enrolled", True, True), ("stranger", False, False), ("nobody", False, False)],
)
def test_the_programmes_page_names_the_latest_cases(client, programme, who, cases, may_bring):
    case = make.a_case(programme, status="scheduled", title="Outer islands")
    if who != "nobody":
        client.force_login(make.enrolled(programme) if who == "enrolled" else make.a_person())

    page = words(client.get(reverse("programmes:detail", args=[programme.slug])))

    assert (case.title in page, url("new", programme.slug) in page) == (cases, may_bring)
