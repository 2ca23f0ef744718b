"""The documents, and what each engine searches: made from ``words`` by the database itself.

A later migration that makes Django write this table of SQLite anew (it copies, drops, renames)
loses the triggers: let it end with ``tend``.
"""

from django.db import migrations, models

import talanoa.kernel.clock

SQLITE = [
    # The words come folded and split; marks are letters here, for scripts that write vowels so.
    """CREATE VIRTUAL TABLE search_index USING fts5(
        words, content='search_document', content_rowid='id',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
    )""",
    """CREATE TRIGGER search_document_put AFTER INSERT ON search_document BEGIN
        INSERT INTO search_index(rowid, words) VALUES (new.id, new.words);
    END""",
    """CREATE TRIGGER search_document_gone AFTER DELETE ON search_document BEGIN
        INSERT INTO search_index(search_index, rowid, words) VALUES ('delete', old.id, old.words);
    END""",
    """CREATE TRIGGER search_document_changed AFTER UPDATE OF words ON search_document BEGIN
        INSERT INTO search_index(search_index, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO search_index(rowid, words) VALUES (new.id, new.words);
    END""",
]

POSTGRESQL = [
    # Each word at its place, with no parser of PostgreSQL's between: what one of them takes for
    # a word depends on the locale of the database. A place beyond the last is the last.
    """CREATE FUNCTION search_vector(words text) RETURNS tsvector
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT coalesce(string_agg(quote_literal(word) || ':' || least(place, 16383), ' '), '')
                ::tsvector
            FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS each(word, place)
            WHERE word <> ''
        $$""",
    """ALTER TABLE search_document
        ADD COLUMN vector tsvector GENERATED ALWAYS AS (search_vector(words)) STORED""",
    # What is long stands apart, so that a thousand keys are read from few pages.
    "ALTER TABLE search_document SET (toast_tuple_target = 128)",
    """CREATE INDEX search_document_vector ON search_document
        USING gin (vector) WITH (fastupdate = off)""",
]


def tend(apps, schema_editor):
    """Make what the engine of this database searches."""
    engines = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in engines[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def undo(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_document DROP COLUMN vector")
        schema_editor.execute("DROP FUNCTION search_vector(text)")
        return
    for name in ("put", "gone", "changed"):
        schema_editor.execute(f"DROP TRIGGER search_document_{name}")
    schema_editor.execute("DROP TABLE search_index")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("key", models.BigIntegerField()),
                ("words", models.TextField()),
                ("changed_at", models.DateTimeField(default=talanoa.kernel.clock.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["kind", "key"], name="search_document_once")
                ],
            },
        ),
        migrations.RunPython(tend, undo),
    ]
