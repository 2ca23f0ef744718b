"""The pages of check-in, shared screens and learning sites, as people of every kind meet them."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from talanoa.kernel import clock
from talanoa.live.models import AtScreen, LearningSite, SharedScreen, SiteMember, Stay
from talanoa.live.services import check_ins, guests, sites
from talanoa.live.services import screens as services
from talanoa.live.views import check_in as views
from talanoa.schedule import services as schedule
from tests.make import a_country, a_person, a_presence, a_role, an_open_session, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_memory(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def host(session):
    return a_role(session.cohort.programme, "facilitator")


@pytest.fixture
def ana(session):
    return enrolled(session.cohort, a_person("Ana Faleolo", email="ana@example.org"))


@pytest.fixture
def ben(session):
    return enrolled(session.cohort, a_person("Ben Osei", email="ben@example.org"))


def text(answer) -> str:
    return answer.content.decode()


def test_a_host_sees_the_code_and_nobody_else(client, session, host, ana):
    url = f"/sessions/{session.pk}/code/"
    code = check_ins.code_now(session)
    client.force_login(host)
    for path in (url, f"{url}?part", f"/sessions/{session.pk}/run/"):
        page = text(client.get(path))
        assert f"{code[:3]} {code[3:]}" in page
        assert "<svg" in page
    assert "<html" not in text(client.get(f"{url}?part"))

    client.force_login(ana)
    assert client.get(url).status_code == 403
    client.force_login(a_person())
    assert client.get(url).status_code == 404


def test_whoever_types_the_code_is_noted(client, session, ana):
    client.force_login(ana)
    code = check_ins.code_now(session)

    answer = client.post("/in/", {"code": f" {code[:3].lower()}-{code[3:]}"}, follow=True)

    assert answer.redirect_chain == [(f"/sessions/{session.pk}/checked-in/", 302)]
    assert "You are noted as present" in text(answer)
    assert Stay.objects.get().person == ana


def test_opening_the_picture_notes_nothing_until_the_button_is_pressed(client, session, ana):
    client.force_login(ana)
    url = f"/in/{check_ins.code_now(session)}/"

    assert session.title in text(client.get(url))
    assert not Stay.objects.exists()
    for _ in range(2):
        client.post(url)

    assert Stay.objects.count() == 1


def test_whoever_signs_in_meanwhile_is_noted_for_when_they_opened_it(client, session, ana):
    opened = session.opened_at + timedelta(minutes=1)
    with clock.standing_at(opened):
        code = check_ins.code_now(session)
        answer = client.get(f"/in/{code}/")
    assert answer.url == f"/sign-in/?next=/in/{code}/"
    _signed_in_here(client, ana)

    with clock.standing_at(opened + timedelta(minutes=20)):
        client.post(f"/in/{code}/")

    assert Stay.objects.get().began_at == opened


def test_after_half_an_hour_the_code_has_run_out_for_them_too(client, session, ana):
    opened = session.opened_at + timedelta(minutes=1)
    with clock.standing_at(opened):
        code = check_ins.code_now(session)
        client.get(f"/in/{code}/")
    _signed_in_here(client, ana)

    with clock.standing_at(opened + timedelta(minutes=31)):
        answer = client.post(f"/in/{code}/")

    assert answer.status_code == 404
    assert "This code has run out" in text(answer)
    assert not Stay.objects.exists()


def test_a_code_opened_before_signing_in_lets_no_stranger_in(client, session):
    code = check_ins.code_now(session)
    client.get(f"/in/{code}/")
    _signed_in_here(client, a_person())

    answer = client.post(f"/in/{code}/")

    assert answer.status_code == 404
    assert session.title not in text(answer)
    assert not Stay.objects.exists()


def test_a_guests_link_leads_back_to_the_check_in(client, session, host):
    invited = guests.invite(by=host, session=session, name="Gus")
    code = check_ins.code_now(session)
    client.get(f"/in/{code}/")

    answer = client.post(invited.url.removeprefix("http://localhost:8000"))

    assert answer.url == f"/in/{code}/"
    client.post(answer.url)
    assert Stay.objects.get().person == invited.link.person


def test_wrong_codes_are_slowed_down_and_right_ones_not_counted(client, session, ana, ben):
    client.force_login(ana)
    code = check_ins.code_now(session)
    for _ in range(12):
        assert client.post("/in/", {"code": code}).status_code == 302
    for _ in range(views.BY_PERSON.most):
        assert client.post("/in/", {"code": "222222"}).status_code == 422

    assert client.post("/in/", {"code": code}).status_code == 429
    client.force_login(ben)
    assert client.post("/in/", {"code": code}).status_code == 302


def test_an_address_that_guesses_is_slowed_down_whoever_it_says_it_is(client, session):
    for _ in range(views.BY_ADDRESS.most):
        assert client.get("/in/222222/").status_code == 404

    assert client.get(f"/in/{check_ins.code_now(session)}/").status_code == 429


def test_after_the_end_the_page_says_so(client, session, ana):
    client.force_login(ana)
    with clock.standing_at(session.opened_at + timedelta(minutes=1)):
        code = check_ins.code_now(session)
    with clock.standing_at(session.opened_at + timedelta(minutes=50)):
        schedule.close_session(by=None, session=session)
        assert "That session has ended" in text(client.post("/in/", {"code": code}))


def test_who_sits_at_a_device_is_said_on_its_page(client, session, ana, ben):
    site = sites.open_site(
        by=None,
        programme=session.cohort.programme,
        name="Hospice",
        country=a_country(),
        host=ana.email,
    )
    sites.add_member(by=None, site=site, address=ben.email)
    client.force_login(ana)
    url = f"/sessions/{session.pk}/screen/"
    assert "Ben Osei" in text(client.get(url))

    client.post(url, {"site": site.pk, "people": [ben.pk], "addresses": "", "others": "4"})

    assert SharedScreen.objects.get().others == 4
    assert AtScreen.objects.get().vouched_at is not None
    room = text(client.get(f"/sessions/{session.pk}/room/"))
    assert "Hospice" in room
    assert "6 people" in room
    assert "checked" in text(client.get(url))


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"others": "x"}, "whole number"),
        ({"others": "900"}, "200"),
        ({"others": "1", "addresses": "x@example.org"}, "Nobody in this session"),
        ({"others": "1", "addresses": "a" * 30_000}, "20000"),
        ({}, "required"),
    ],
)
def test_what_cannot_be_is_shown_beside_what_was_typed(client, session, ana, sent, why):
    client.force_login(ana)

    answer = client.post(f"/sessions/{session.pk}/screen/", sent)

    assert answer.status_code == 422
    assert why in text(answer)
    assert not SharedScreen.objects.exists()


def test_a_host_vouches_on_the_page_of_attendance(client, session, host, ana, ben):
    a_presence(session, ana)
    services.put_right(
        by=ana, session=session, site=None, people=[], addresses=[ben.email], others=0
    )
    named = AtScreen.objects.get()
    client.force_login(host)
    page = f"/sessions/{session.pk}/attendance/"
    assert "Waits for you" in text(client.get(page))

    for path in ("vouch", "take-off"):
        client.force_login(ana)
        url = f"{page}screens/{named.pk}/{path}/"
        assert client.post(url).status_code == 404
        client.force_login(host)
        assert client.post(url).url == page

    assert not AtScreen.objects.exists()


def test_a_coordinator_keeps_sites_and_a_host_their_own(client, session, ana, ben):
    programme = session.cohort.programme
    url = f"/programmes/{programme.slug}/sites/"
    country = a_country()
    client.force_login(a_role(programme, "coordinator"))
    fields = {"name": "Hospice", "country": country.pk, "host": ana.email}
    assert client.post(url, {**fields, "host": "x@example.org"}).status_code == 422
    client.post(url, fields)
    site = LearningSite.objects.get()
    own = f"{url}{site.pk}/"
    assert client.post(own, {"address": "x@example.org"}).status_code == 422
    assert "Hospice" in text(client.get(url))

    client.force_login(ben)
    for path in (url, own, f"{own}change/"):
        assert client.get(path).status_code == 404
    client.force_login(ana)
    client.post(own, {"address": ben.email})
    assert "Ben Osei" in text(client.get(own))
    assert client.get(f"{own}change/").status_code == 403
    assert client.post(url, fields).status_code == 403
    assert "Learning sites" in text(client.get(f"/programmes/{programme.slug}/"))
    client.post(f"{own}members/{ben.pk}/remove/")
    assert not SiteMember.objects.exists()


def _signed_in_here(client, person) -> None:
    """As signing in does: what the browser's own session held stays in it."""
    held = dict(client.session)
    client.force_login(person)
    own = client.session
    own.update({name: value for name, value in held.items() if name == views.SEEN})
    own.save()


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_many_queries_for_three_sites_as_for_one(
    client, session, host, ana, ben, django_assert_num_queries, count
):
    programme = session.cohort.programme
    for number in range(count):
        site = sites.open_site(
            by=None, programme=programme, name=f"Ward {number}", country=a_country(), host=ana.email
        )
        person = enrolled(session.cohort)
        for who in (ben.email, person.email):
            sites.add_member(by=None, site=site, address=who)
        services.put_right(
            by=person, session=session, site=None, people=[], addresses=[ben.email], others=1
        )
    pages = {
        f"/sessions/{session.pk}/screen/": (ana, 10),
        f"/programmes/{programme.slug}/sites/": (ana, 7),
        f"/programmes/{programme.slug}/sites/{site.pk}/": (ana, 9),
        f"/sessions/{session.pk}/attendance/": (host, 14),
    }
    for path, (who, queries) in pages.items():
        client.force_login(who)
        client.get(path)
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200
