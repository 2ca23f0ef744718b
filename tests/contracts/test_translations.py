"""French and Arabic are complete and well-formed; so is whatever other languages say."""

from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from tests.contracts import catalogues
from tests.contracts.tree import PACKAGE

COMPLETE = ("ar", "fr")
HEADER = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""


@pytest.fixture(scope="session")
def wanted(tmp_path_factory):
    return catalogues.gathered(tmp_path_factory.mktemp("sources"))


def catalogue(text):
    return read_po(BytesIO((HEADER + text).encode()), locale="fr")


def written():
    return sorted(PACKAGE.glob("locale/*/LC_MESSAGES/django.po"))


def test_the_sources_speak(wanted):
    assert (None, "Operations") in catalogues.messages(wanted)


@pytest.mark.parametrize("language", COMPLETE)
def test_every_sentence_is_translated(wanted, language):
    there = catalogues.read(PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po")

    assert sorted(catalogues.missing(wanted, there)) == []


@pytest.mark.parametrize("path", written(), ids=lambda path: path.parts[-3])
def test_every_translation_is_well_formed_and_needed(wanted, path):
    there = catalogues.read(path)

    assert sorted(catalogues.malformed(there)) == []
    assert sorted(catalogues.unneeded(wanted, there)) == []


CASE = 'msgid "Case"\nmsgstr "{}"\n'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["not in the catalogue: 'Case'"]),
        (CASE.format(""), ["not translated: 'Case'"]),
        ("#, fuzzy\n" + CASE.format("Cas"), ["marked as fuzzy: 'Case'"]),
        ('msgctxt "box"\n' + CASE.format("Caisse"), ["not in the catalogue: 'Case'"]),
        (CASE.format("Cas"), []),
    ],
)
def test_what_is_missing_is_found(text, found):
    assert list(catalogues.missing(catalogue(CASE.format("")), catalogue(text))) == found


def test_a_plural_form_left_empty_is_found():
    text = 'msgid "%(n)s case"\nmsgid_plural "%(n)s cases"\nmsgstr[0] "un cas"\nmsgstr[1] ""\n'

    assert list(catalogues.missing(catalogue(text), catalogue(text))) == [
        "not translated: '%(n)s case'"
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('msgid "For %(name)s"\nmsgstr "Pour %(nom)s"\n', 1),
        ('msgid "For %(name)s"\nmsgstr "Pour vous"\n', 1),
        ('msgid "For %(name)s"\nmsgstr "Pour %(name)s"\n', 0),
        ('msgid "Good day\\n"\nmsgstr "Bonjour"\n', 1),
        ('msgid "The room is open."\nmsgstr "La salle est ouverte.La salle est ouverte."\n', 1),
        (
            'msgid "%(n)s case"\nmsgid_plural "%(n)s cases"\n'
            'msgstr[0] "un cas"\nmsgstr[1] "%(n)s cas"\n',
            0,
        ),
        (
            'msgid "%(n)s case"\nmsgid_plural "%(n)s cases"\n'
            'msgstr[0] "%(n)s cas"\nmsgstr[1] "des cas"\n',
            1,
        ),
    ],
)
def test_malformed_translations_are_found(text, count):
    assert len(list(catalogues.malformed(catalogue(text)))) == count


def test_what_nobody_says_any_more_is_found():
    assert list(catalogues.unneeded(catalogue(""), catalogue(CASE.format("Cas")))) == [
        "no longer used: 'Case'"
    ]
