"""Who is told that a version waits for a review, and what came of it."""

import pytest

from talanoa.assessment.models import FrameworkVersion
from talanoa.assessment.services import reviewing
from talanoa.assessment.tests.making import a_draft, a_proposed_version, an_administrator, load
from talanoa.assessment.tests.records import a_file
from talanoa.notices.models import Message

pytestmark = pytest.mark.django_db

REVIEW = "/indicators/set/2/review/"


def mails(template_words):
    found = Message.objects.filter(subject__startswith=template_words).order_by("person")
    return list(found)


def test_the_other_administrators_of_hubs_are_asked_to_review():
    author, first, second = (an_administrator(name) for name in ("Hina", "Ana", "Sela"))

    version = reviewing.propose(by=author, version=a_draft(by=author))
    reviewing.propose(by=author, version=version)

    asked = mails("Indicators wait for a review: A set of indicators, version 2")
    assert [mail.person for mail in asked] == [first, second]
    assert [mail.text.count(REVIEW) for mail in asked] == [1, 1]


def test_a_file_that_waits_for_review_asks_them_once():
    administrator = an_administrator()

    load(a_file(), for_review=True)
    load(a_file(publisher="Another"), for_review=True)
    load(a_file(code="other"))

    assert [mail.person for mail in mails("Indicators wait")] == [administrator]


def test_who_wrote_and_who_proposed_it_learn_that_it_is_returned_and_why():
    author, proposer, reviewer = (an_administrator(name) for name in ("Hina", "Ana", "Sela"))
    version = reviewing.propose(by=proposer, version=a_draft(by=author))

    reviewing.give_back(by=reviewer, version=version, reason="Level 3 says nothing of money & law.")

    told = mails("Indicators come back to you: A set of indicators, version 2")
    assert [mail.person for mail in told] == [author, proposer]
    assert [mail.text.count("Level 3 says nothing of money & law.") for mail in told] == [1, 1]


def test_who_wrote_it_learns_that_it_is_in_use():
    author, reviewer = an_administrator("Hina"), an_administrator("Sela")

    reviewing.publish(by=reviewer, version=a_proposed_version(by=author))

    told = mails("Indicators are in use: A set of indicators, version 2")
    assert [mail.person for mail in told] == [author]


def test_who_administers_no_hub_any_more_is_told_nothing():
    author, reviewer = an_administrator("Hina"), an_administrator("Sela")
    version = a_proposed_version(by=author)
    author.hubs_run.all().delete()

    reviewing.give_back(by=reviewer, version=version, reason="Once more.")

    assert FrameworkVersion.objects.get(pk=version.pk).status == "draft"
    assert mails("Indicators come back") == []
