"""The wheel holds all it needs: installed elsewhere, it prepares and shows itself."""

import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from tests.contracts.tree import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The wheel in an environment of its own, with what run.txt locks; answers with its bin."""
    folder = tmp_path_factory.mktemp("elsewhere")
    locked = ROOT / "requirements" / "run.txt"
    if uv := shutil.which("uv"):
        install = [uv, "pip", "install", "--quiet", "--python", folder / "bin" / "python"]
        commands = [[uv, "venv", "--quiet", "--clear", "--python", sys.executable, folder]]
    else:
        install = [folder / "bin" / "python", "-m", "pip", "install", "--quiet"]
        commands = [[sys.executable, "-m", "venv", folder]]
    commands += [[*install, "--require-hashes", "-r", locked], [*install, "--no-deps", wheel]]
    for command in commands:
        subprocess.run(command, check=True, cwd=folder)
    return folder / "bin"


SAY_DATA_DIR = (
    "import os; from talanoa.ops import cli; cli.prepare_environment();"
    "print(os.environ['TALANOA_DATA_DIR'])"
)


def run(program, *words, data_dir):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TALANOA_")}
    return subprocess.run(
        [program, *words],
        cwd=data_dir,
        env={**environment, "TALANOA_DATA_DIR": str(data_dir), "TALANOA_PORT": "9190"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_holds_pages_sheets_words_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    assert [name for name in names if "/tests/" in name or name.endswith(".po")] == []
    for wanted in (
        "talanoa/ui/templates/ui/base.html",
        "talanoa/ui/static/ui/talanoa.css",
        "talanoa/locale/fr/LC_MESSAGES/django.mo",
        "talanoa/countries/data/countries.json",
        "talanoa/py.typed",
    ):
        assert names.count(wanted) == 1, wanted


def test_it_prepares_a_demonstration_and_says_that_it_is_well(installed, tmp_path):
    talanoa = installed / "talanoa"

    demo = run(talanoa, "demo", data_dir=tmp_path)
    again = run(talanoa, "demo", data_dir=tmp_path)
    doctor = run(talanoa, "doctor", data_dir=tmp_path)

    assert (demo.returncode, demo.stderr) == (0, "")
    assert (again.returncode, again.stdout) == (0, "")
    assert doctor.returncode == 0, doctor.stdout
    assert "FAULT" not in doctor.stdout
    assert (tmp_path / "talanoa.sqlite3").exists()


def test_its_data_stand_in_the_persons_own_folder_unless_told_otherwise(installed, tmp_path):
    said = subprocess.run(
        [installed / "python", "-c", SAY_DATA_DIR],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.stdout.strip() == str(tmp_path / ".local" / "share" / "talanoa")


def test_its_key_is_made_once_for_its_owner_alone(installed, tmp_path):
    run(installed / "talanoa", "doctor", data_dir=tmp_path)
    key = (tmp_path / "secret-key").read_text()

    run(installed / "talanoa", "doctor", data_dir=tmp_path)

    assert (tmp_path / "secret-key").read_text() == key
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
    assert len(key) > 40
