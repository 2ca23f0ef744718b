"""Events are told once each, to whoever asks now and then."""

from datetime import timedelta

import pytest

from talanoa.kernel import clock
from talanoa.kernel import news as module
from talanoa.kernel.models import Event
from talanoa.kernel.news import News

pytestmark = pytest.mark.django_db


@pytest.fixture
def news():
    an_event(subject=9)
    begun = News("cases.shown_as")
    begun.begin()
    return begun


def an_event(*, subject, kind="cases.shown_as"):
    return Event.objects.create(kind=kind, subject_id=subject)


@pytest.mark.parametrize("settled", [timedelta(0), module.SETTLED])
def test_what_came_since_is_told_once(news, monkeypatch, settled):
    monkeypatch.setattr(module, "SETTLED", settled)

    told = [news.subjects()]
    for number in (1, 2):
        an_event(subject=number)
        an_event(subject=number, kind="people.joined")
        told += [news.subjects(), news.subjects()]
    an_event(subject=3)
    an_event(subject=4)

    assert told == [set(), {1}, set(), {2}, set()]
    assert news.subjects() == {3, 4}


def test_what_is_committed_after_a_later_one_is_told_too(news):
    late = [an_event(subject=number) for number in (1, 2, 3)][1]
    kept = Event.objects.get(pk=late.pk)
    late.delete()
    before = news.subjects()
    kept.save(force_insert=True)

    assert [before, news.subjects(), news.subjects()] == [{1, 3}, {2}, set()]


def test_what_is_old_is_looked_through_no_more(news, monkeypatch):
    monkeypatch.setattr(module, "SETTLED", timedelta(0))
    an_event(subject=1)

    with clock.standing_at(clock.now() + timedelta(hours=1)):
        assert [news.subjects(), news._told] == [{1}, set()]
