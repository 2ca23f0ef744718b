"""What is put in is found, on either engine; nothing that is typed breaks it."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talanoa.search import asking, queries, services, sources
from talanoa.search.models import Document

pytestmark = pytest.mark.django_db

TEXTS = {
    1: ("A plan without a budget", "Nurses may not prescribe morphine for outer islands."),
    2: ("Accès aux opioïdes", "L’infirmière ne peut pas prescrire. Straße 24/7."),
    3: ("الوصول إلى المورفين", "القانون لا يسمح للممرضات. عام ٢٠٢٦"),
    4: ("缓和医疗服务", "护士不能开具吗啡处方"),
    5: ("Доступ к морфину", "Ещё нет закона"),
}


@pytest.fixture(autouse=True)
def _texts():
    for key, (title, text) in TEXTS.items():
        services.put(kind="test", key=key, title=title, texts=[text])
    services.put(kind="other", key=1, title="A plan without a budget", texts=[])


def found(typed):
    return sorted(queries.matching("test", asking.read(typed)))


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("plan", [1]),
        ("PLAN budget", [1]),
        ("budget plan", [1]),
        ("plan opioides", []),
        ("nurse", [1]),
        ("nurse -morphine", []),
        ('"plan without"', [1]),
        ('"without plan"', []),
        ('"budget nurses"', []),
        ("“outer islands”", [1]),
        ("«outer islands»", [1]),
        ("acces", [2]),
        ("l'accès", [2]),
        ("infirmiere", [2]),
        ("STRASSE", [2]),
        ("24/7", [2]),
        ("مورفين", [3]),
        ("المُورفين", [3]),
        ("2026", [3]),
        ("٢٠٢٦", [3]),
        ("医疗", [4]),
        ("和医疗", [4]),
        ("疗", [4]),
        ("务", [4]),
        ("护士", [4]),
        ("医护", []),
        ("еще", [5]),
        ("ЕЩЁ", [5]),
        ("plan -budget", []),
        ("-plan", [2, 3, 4, 5]),
        ("-plan -морфину", [2, 3, 4]),
        ('-"plan without"', [2, 3, 4, 5]),
        ("", [1, 2, 3, 4, 5]),
        ("   ", [1, 2, 3, 4, 5]),
        ("?!—", [1, 2, 3, 4, 5]),
        ("-", [1, 2, 3, 4, 5]),
        ('""', [1, 2, 3, 4, 5]),
        ("a", [1]),
        ("without a", [1]),
        ("not", [1]),
    ],
)
def test_what_is_found(typed, keys):
    assert found(typed) == keys


HOSTILE = [
    '"',
    '"""',
    '-"',
    "'",
    "';--",
    "' | 'a",
    "plan & budget",
    "plan | opioides",
    "!plan",
    "plan:*",
    "plan*",
    "*",
    "^plan",
    "words:plan",
    "plan AND budget",
    "plan OR nothing",
    "NOT plan",
    "NEAR(plan budget)",
    "plan <-> budget",
    "plan <1> budget",
    "(plan",
    "plan)",
    "()",
    "\\",
    "\\'",
    "%",
    "%s",
    "%(a)s",
    "{}",
    "\x00",
    "plan\x00budget",
    "\ue000",
    "\ud7ff\uffff",
    "a" * 5_000,
    "plan " * 500,
    '"' * 500,
    "- - -",
    "ﷺ",
    "\u0640",
    "\u0301",
    "🇹🇴 👩‍⚕️",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_that_is_typed_breaks_it(typed):
    asked = asking.read(typed)
    keys = Document.objects.values_list("key", flat=True)

    assert set(found(typed)) <= set(TEXTS)
    assert set(queries.best_first("test", asked, among=keys)) == set(found(typed))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_whatever_is_typed_is_read(typed):
    assert set(found(typed)) <= set(TEXTS)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([text for pair in TEXTS.values() for text in pair]), st.data())
def test_every_word_of_a_text_finds_it(text, data):
    word = data.draw(st.sampled_from(text.split()))
    key = next(key for key, pair in TEXTS.items() if text in pair)

    assert key in found(word)


def test_the_best_stand_first_and_equals_latest_first():
    for key in (11, 12):
        services.put(kind="test", key=key, title="Law", texts=["ketamine in one line"])
    services.put(kind="test", key=13, title="Ketamine", texts=["law"])
    keys = Document.objects.filter(kind="test").values_list("key", flat=True)

    assert queries.best_first("test", asking.read("ketamine"), among=keys) == [13, 12, 11]


def test_only_what_may_be_seen_comes_back():
    among = Document.objects.filter(kind="test", key__gt=1).values_list("key", flat=True)

    assert queries.best_first("test", asking.read("plan"), among=among) == []


def test_putting_again_replaces_and_the_same_again_writes_nothing():
    first = services.put(kind="test", key=1, title="Bereavement", texts=[])
    again = services.put(kind="test", key=1, title="Bereavement", texts=[])

    assert (first, again) == (True, False)
    assert (found("bereavement"), found("plan")) == ([1], [])


def test_what_is_removed_is_found_no_more():
    assert [services.remove(kind="test", key=1) for _ in range(2)] == [True, False]

    assert found("plan") == []
    assert list(queries.matching("other", asking.read("plan"))) == [1]


def test_what_is_deleted_in_bulk_leaves_nothing_behind():
    Document.objects.all().delete()

    assert found("plan") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('integrity-check')")


def test_a_word_beyond_the_last_place_is_found():
    services.put(kind="test", key=20, title="Long", texts=["word " * 20_000 + "ending"])

    assert found("ending") == [20]


def test_rebuilding_keeps_every_source_and_drops_what_is_gone(monkeypatch):
    monkeypatch.setattr(sources, "_sources", {})
    here = {6: "Grief"}

    def keep(key):
        if key in here:
            services.put(kind="test", key=key, title=here[key], texts=[])
        else:
            services.remove(kind="test", key=key)

    sources.register("test", keys=lambda: here, keep=keep)
    lines = []

    counts = [services.rebuild(say=lines.append) for _ in range(2)]

    assert counts == [6, 1]
    assert lines == ["test: 6 of 6", "test: 1 of 1"]
    assert (found("grief"), found("plan"), found("")) == ([6], [], [6])
