"""Bring every catalogue up to date with the sources: ``make messages``.

What is new stands there without a translation, what nobody says any more is gone, and what
was translated stays as it is. Nothing is guessed (no fuzzy entries), and no line says where
or when a sentence was found, so that a catalogue changes only where words do.
"""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from tests.contracts import catalogues

ROOT = Path(__file__).resolve().parent.parent
HEADER = """\
# Words of Talanoa in {name}. How they are written: docs/developing/words.md.
msgid ""
msgstr ""
"Project-Id-Version: Talanoa\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        wanted = catalogues.gathered(Path(folder))
    for path in sorted((ROOT / "talanoa" / "locale").glob("*/LC_MESSAGES/django.po")):
        there = catalogues.read(path)
        made = _brought_up_to_date(wanted, there)
        path.write_bytes(_written(made, plural_forms=there.plural_forms))
        lacking = len(list(catalogues.missing(wanted, catalogues.read(path))))
        sys.stdout.write(f"{path.relative_to(ROOT)}: {lacking} without a translation\n")


def _brought_up_to_date(wanted: Catalog, there: Catalog) -> Catalog:
    """The sentences of ``wanted``, in its order, with what ``there`` says of them."""
    known = catalogues.messages(there)
    made = Catalog(locale=there.locale)
    for key, message in catalogues.messages(wanted).items():
        old = known.get(key)
        kept = old is not None and old.pluralizable == message.pluralizable and not old.fuzzy
        made.add(
            message.id,
            old.string if old is not None and kept else "",
            flags=message.flags - {"fuzzy"},
            auto_comments=message.auto_comments,
            context=message.context,
        )
    return made


def _written(catalogue: Catalog, *, plural_forms: str) -> bytes:
    """The file as it stands in the tree. Babel's own plural rules are not those of gettext
    for every language, so each catalogue keeps the ones it has."""
    locale = catalogue.locale
    assert locale is not None
    file = BytesIO()
    write_po(file, catalogue, width=100, no_location=True, omit_header=True)
    header = HEADER.format(name=locale.english_name, language=locale, plural_forms=plural_forms)
    return header.encode() + file.getvalue()


if __name__ == "__main__":
    main()
