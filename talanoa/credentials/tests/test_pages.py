"""Checking a number is open to all; the paper is its holder's; the rule is the coordinator's."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from talanoa.credentials import numbers, services, tries
from talanoa.credentials.models import Certificate, CreditRule
from talanoa.evaluation import services as evaluation
from talanoa.schedule.models import LiveSession
from tests import make

pytestmark = pytest.mark.django_db

ANSWERS = {"relevance": 5, "learned": 4, "part": 3, "free-of-interests": True}


def words(page):
    return " ".join(page.content.decode().split())


def url(name, *args):
    return reverse(f"credentials:{name}", args=args)


@pytest.fixture(autouse=True)
def _memory(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def issue(count=1, **fields):
    session = make.closed(make.an_open_session())
    opened_at = session.closed_at - timedelta(hours=1)
    LiveSession.objects.filter(pk=session.pk).update(opened_at=opened_at)
    wave = evaluation.open_wave(session)
    for _ in range(count):
        person = make.enrolled(session.cohort, make.a_person(**fields))
        make.attendance(session, person, timedelta(minutes=50))
        evaluation.answer(by=person, wave=wave, answers=ANSWERS)
    return services.issue_due(session=session)


@pytest.fixture
def certificate():
    return issue(name="Mele Taufa")[0]


def coordinator_of(certificate, client):
    person = make.a_role(certificate.session.cohort.programme, "coordinator")
    client.force_login(person)
    return person


def test_everyone_who_has_the_number_reads_every_field(client, certificate):
    page = words(client.get(url("verify", certificate.number)))

    assert "This certificate is genuine" in page
    for said in (
        "Mele Taufa",
        certificate.hub_name,
        certificate.programme_name,
        certificate.session_title,
        "50 minutes (83 %)",
        "1 hour",
        "At least 75 % of the session attended, and feedback given",
        certificate.number,
        "English",
    ):
        assert said in page


@pytest.mark.parametrize(
    "typed",
    [
        lambda number: number.lower(),
        lambda number: number.replace("-", ""),
        lambda number: f" {number} ",
        lambda number: number.replace("0", "O").replace("1", "l"),
    ],
)
def test_a_number_typed_carelessly_is_understood(client, certificate, typed):
    page = client.get(url("verify"), {"number": typed(certificate.number)}, follow=True)

    assert page.request["PATH_INFO"] == url("verify", certificate.number)
    assert "This certificate is genuine" in words(page)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ABC", "That is not a certificate’s number"),
        ("../../etc/passwd", "That is not a certificate’s number"),
        ("<script>", "That is not a certificate’s number"),
        (numbers.new(), "There is no such certificate"),
    ],
    ids=["short", "path", "markup", "unknown"],
)
def test_a_number_nobody_has_is_answered_with_what_may_be_wrong(client, typed, said):
    page = client.get(url("verify"), {"number": typed}, follow=True)

    assert page.status_code == 404
    assert said in words(page)


def test_a_revoked_certificate_says_so_and_why(client, certificate):
    coordinator = make.a_role(certificate.session.cohort.programme, "coordinator")
    services.revoke(by=coordinator, certificate=certificate, reason="Someone else sat there.")

    page = words(client.get(url("verify", certificate.number)))

    assert "This certificate no longer holds" in page
    assert "Someone else sat there." in page
    assert "genuine" not in page


def test_a_demonstration_says_that_it_is_one(client, certificate):
    before = words(client.get(url("verify", certificate.number)))
    Certificate.objects.update(is_demonstration=True)
    after = words(client.get(url("verify", certificate.number)))

    said = "This certificate belongs to a demonstration."
    assert (said in before, said in after) == (False, True)


def test_whoever_tries_number_after_number_is_slowed_down(client, certificate):
    for _ in range(tries.MOST):
        assert client.get(url("verify", numbers.new())).status_code == 404

    assert client.get(url("verify", certificate.number)).status_code == 429
    other = client.get(url("verify", certificate.number), REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200


def test_checking_what_is_there_is_never_counted(client, certificate):
    answers = [
        client.get(url("verify", certificate.number)).status_code for _ in range(tries.MOST + 5)
    ]

    assert set(answers) == {200}


@pytest.mark.parametrize("who", ["holder", "coordinator"])
def test_the_paper_is_for_its_holder_and_the_coordinator(client, certificate, who):
    if who == "holder":
        client.force_login(certificate.person)
    else:
        coordinator_of(certificate, client)

    page = client.get(url("pdf", certificate.number))

    assert page.headers["Content-Type"] == "application/pdf"
    assert page.content[:5] == b"%PDF-"


def test_the_paper_is_for_nobody_else(client, certificate):
    assert client.get(url("pdf", certificate.number)).status_code == 302
    client.force_login(make.enrolled(certificate.session.cohort))
    assert client.get(url("pdf", certificate.number)).status_code == 404
    assert client.get(url("pdf", "nonsense")).status_code == 404
    assert client.get("/certificates/%00.pdf").status_code == 404


def test_a_revoked_certificate_is_not_given_out(client, certificate):
    coordinator = coordinator_of(certificate, client)
    services.revoke(by=coordinator, certificate=certificate, reason="Wrong person.")

    assert client.get(url("pdf", certificate.number)).status_code == 403


def test_ones_own_certificates_are_in_a_list(client, certificate):
    client.force_login(certificate.person)
    assert certificate.session_title in words(client.get(url("list")))

    client.force_login(make.a_person())
    assert "No certificate yet" in words(client.get(url("list")))


@pytest.mark.parametrize("name", ["programme", "rule"])
def test_only_coordinators_see_a_programmes_certificates_and_rule(client, certificate, name):
    slug = certificate.session.cohort.programme.slug
    assert client.get(url(name, slug)).status_code == 302
    client.force_login(certificate.person)
    assert client.get(url(name, slug)).status_code == 404
    coordinator_of(certificate, client)
    assert client.get(url(name, slug)).status_code == 200


@pytest.mark.parametrize(
    ("percent", "status", "kept"),
    [("60", 302, 60), ("0", 422, 75), ("101", 422, 75), ("x", 422, 75)],
)
def test_the_rule_is_a_share_between_one_and_a_hundred(client, certificate, percent, status, kept):
    programme = certificate.session.cohort.programme
    coordinator_of(certificate, client)

    page = client.post(url("rule", programme.slug), {"minimum_percent": percent})

    rule = CreditRule.objects.filter(programme=programme).first()
    assert (page.status_code, rule.minimum_percent if rule else 75) == (status, kept)


def test_a_coordinator_revokes_with_a_reason(client, certificate):
    coordinator_of(certificate, client)
    address = url("revoke", certificate.number)

    assert client.post(address, {"reason": " "}).status_code == 422
    client.post(address, {"reason": "Someone else sat there."})

    certificate.refresh_from_db()
    assert (certificate.revocation, certificate.revocation_reason) == (
        "decided",
        "Someone else sat there.",
    )


def test_the_holder_may_not_revoke(client, certificate):
    client.force_login(certificate.person)

    assert client.post(url("revoke", certificate.number), {"reason": "No."}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_programmes_list_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    issued = issue(count, name="Mele Taufa")
    coordinator_of(issued[0], client)

    with django_assert_num_queries(9):
        page = client.get(url("programme", issued[0].session.cohort.programme.slug))

    assert page.content.decode().count("Mele Taufa") == count


def test_the_programmes_page_says_what_a_certificate_asks_for(client, certificate):
    programme = certificate.session.cohort.programme
    address = reverse("programmes:detail", args=[programme.slug])
    before = words(client.get(address))
    coordinator_of(certificate, client)
    after = words(client.get(address))

    assert "Whoever attends at least 75 % of a session and gives feedback" in before
    assert (url("rule", programme.slug) in before, url("rule", programme.slug) in after) == (
        False,
        True,
    )
