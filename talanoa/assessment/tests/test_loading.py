"""Files into frameworks: once, whole, and never under the feet of those who use them."""

import json
import subprocess
import sys

import pytest

from talanoa.assessment import files
from talanoa.assessment.files import writing
from talanoa.assessment.models import Framework, FrameworkVersion, Indicator
from talanoa.assessment.queries.frameworks import record_of
from talanoa.assessment.services import loading, reviewing, wording
from talanoa.assessment.terms import Loading
from talanoa.assessment.tests.making import (
    a_draft,
    a_version,
    an_administrator,
    checked,
    load,
)
from talanoa.assessment.tests.records import a_dimension, a_file, a_level, an_indicator
from talanoa.kernel.models import Event
from talanoa.ops import cli

pytestmark = pytest.mark.django_db


def test_a_file_becomes_a_version_in_use_and_says_the_same_when_written_again():
    said = a_file(a_dimension(an_indicator(translations={"fr": {"title": "Un"}})))

    version, effect = load(said)

    assert effect == Loading.NEW
    assert version.published_at is not None
    assert version.confirmed_at is None
    assert record_of(version) == checked(said).record
    assert checked(json.loads(writing.as_json(record_of(version)))).record == record_of(version)
    assert list(Event.objects.values_list("kind", "subject_id", "data")) == [
        ("assessment.framework_loaded", version.pk, {"effect": "new"})
    ]


def test_the_same_file_again_changes_nothing():
    version = a_version()

    again, effect = load(a_file())

    assert (again, effect) == (version, Loading.UNCHANGED)
    assert Indicator.objects.count() == 1
    assert Event.objects.filter(kind="assessment.framework_loaded").count() == 1


def test_a_file_confirms_the_wording_and_the_older_one_takes_nothing_back():
    version = a_version()

    assert load(a_file(wording="confirmed"))[1] == Loading.CONFIRMED
    assert load(a_file())[1] == Loading.UNCHANGED
    version.refresh_from_db()
    assert version.is_confirmed


def refused(said):
    with pytest.raises(files.Faulty) as faulty:
        load(said)
    (fault,) = faulty.value.faults
    return fault


def test_a_changed_file_is_refused_while_its_version_is_in_use_and_taken_with_the_next_number():
    version = a_version()
    changed = a_file(a_dimension(an_indicator(title="Said otherwise")))

    fault = refused(changed)
    load({**changed, "version": 2, "replaces": 1})

    text = json.dumps(changed, indent=1)
    assert fault.line == text[: text.index('"version"')].count("\n") + 1
    assert fault.reason == (
        "Version 1 is in use here and says otherwise (indicator P1: title). A version in use is "
        "never changed: give the file the next number, with “replaces” 1."
    )
    assert [one.title for one in Indicator.objects.order_by("pk")] == [
        "Indicator P1",
        "Said otherwise",
    ]
    assert FrameworkVersion.objects.get(number=2).replaces == version


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"version": 2}, "“replaces” must be 1, the newest here."),
        ({"version": 3, "replaces": 2}, "“replaces” must be 1, the newest here."),
        ({"subject": "service"}, "“set” judges a country here. Give another code."),
        (
            {"code": "other", "version": 2, "replaces": 1},
            "There is no version 1 here to replace. Load that one first, or leave “replaces” out.",
        ),
    ],
)
def test_what_does_not_go_with_what_stands_here_is_refused(more, reason):
    a_version()

    assert refused(a_file(**more)).reason == reason
    assert FrameworkVersion.objects.count() == 1


def test_versions_go_forwards_only():
    a_version(version=5)

    assert refused(a_file(version=4)).reason == (
        "Version 5 stands here already; a new one has a higher number."
    )


def test_what_people_write_on_pages_is_not_overwritten_by_a_file():
    draft = a_draft()
    again = {"version": 2, "replaces": 1}

    assert refused(a_file(**again, year=2022)).reason == (
        "Version 2 was changed on its pages; publish or discard it first."
    )
    assert refused(a_file(version=3, replaces=1)).reason == (
        "Version 2 is being written here; publish or discard that one first."
    )
    reviewing.discard(by=draft.made_by, version=draft)
    assert refused(a_file(**again, year=2022)).reason == (
        "Version 2 was discarded here; give it the next number."
    )


def test_a_file_for_review_waits_and_may_be_loaded_again_until_somebody_changes_it():
    version, _ = load(a_file(), for_review=True)
    changed = a_file(a_dimension(an_indicator(levels=[a_level(0), a_level(1), a_level(2)])))

    again, effect = load(changed, for_review=True)

    assert (again, effect) == (version, Loading.UPDATED)
    assert (again.published_at, again.status) == (None, "proposed")
    assert [level.value for level in Indicator.objects.get().levels.all()] == [0, 1, 2]
    reviewing.give_back(by=an_administrator(), version=version, reason="Level 0 is new.")
    wording.change_about(by=an_administrator(), version=version, also_in=["fr"], year=2023)
    assert refused(a_file()).reason == (
        "Version 1 was changed on its pages; publish or discard it first."
    )


def test_a_framework_is_called_what_its_newest_version_calls_it():
    a_version()
    load(a_file(version=2, replaces=1, title="A newer name"))

    assert Framework.objects.get().title == "A newer name"


def test_saying_what_loading_would_do_does_nothing():
    assert loading.effect(checked(a_file())) == Loading.NEW
    assert Framework.objects.count() == 0


def test_ours_is_there_in_three_languages_whole():
    version = loading.load_ours()
    record = record_of(version)

    assert loading.load_ours() == version
    assert (version.framework.is_ours, version.framework.subject) == (True, "service")
    assert record.languages == ("en", "fr", "ar")
    assert [record.untranslated(language) for language in record.languages[1:]] == [0, 0]
    assert [len(one.levels) for one in record.indicators] == [4] * 12


def run(*words, capsys):
    code = cli.main(["frameworks", *words])
    said = capsys.readouterr()
    return code, said.out.splitlines(), said.err.splitlines()


@pytest.fixture
def _data_dir(tmp_path, monkeypatch):
    monkeypatch.setenv("TALANOA_DATA_DIR", str(tmp_path / "data"))
    # Once is enough for a process: it would have the log write to a stream that is closed.
    monkeypatch.setattr(cli, "_set_up", lambda: None)


@pytest.mark.usefixtures("_data_dir")
def test_the_command_says_what_it_would_do_then_does_it_then_has_nothing_to_do(tmp_path, capsys):
    path = tmp_path / "set.csv"
    path.write_text(writing.as_csv(checked(a_file()).record))
    holds = [
        "Dimensions: 1. Indicators: 1.",
        "In “fr”, 5 texts are missing; readers see the others.",
    ]

    def says(*options):
        return run("load", str(path), *options, capsys=capsys)

    title = "A set of indicators, version 1, "
    assert says("--dry-run") == (0, [f"{title}is new and would be loaded.", *holds], [])
    assert Framework.objects.count() == 0
    assert says() == (0, [f"{title}is new and was loaded.", *holds], [])
    assert says() == (0, [f"{title}is here already; nothing changed.", *holds], [])
    assert run("list", capsys=capsys) == (
        0,
        ["set  1  published, draft wording  A set of indicators"],
        [],
    )
    assert run("load-ours", capsys=capsys) == (
        0,
        ["Self-assessment of one palliative care service, version 1, is here."],
        [],
    )


@pytest.mark.usefixtures("_data_dir")
def test_the_command_refuses_a_file_with_each_line_and_reason(tmp_path, capsys):
    path = tmp_path / "set.json"
    path.write_text(
        json.dumps(a_file(a_dimension(an_indicator(levels=[a_level(1)])), year=1), indent=1)
    )

    assert run("load", str(path), capsys=capsys) == (
        1,
        [],
        [
            f"{path}:8: The file: “year” must lie between 1900 and 2100.",
            f"{path}:26: Indicator P1: levels are missing; there must be two at least.",
            "Nothing was loaded.",
        ],
    )
    assert run("load", str(tmp_path / "none.json"), capsys=capsys)[0] == 1
    assert Framework.objects.count() == 0


def test_reading_a_file_needs_no_django():
    program = (
        "import sys, pathlib; from talanoa.assessment import files; "
        f"files.read_file(pathlib.Path({str(loading.OURS)!r})); assert 'django' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", program], check=True)
