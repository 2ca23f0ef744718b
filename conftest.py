"""Where the tests run: a folder of data of their own, quick passwords, plain static names."""

import atexit
import os
import shutil
import tempfile

import pytest

# Settings are read once, when Django is first asked for; this comes before.
_data_dir = tempfile.mkdtemp(prefix="talanoa-tests-")
atexit.register(shutil.rmtree, _data_dir, ignore_errors=True)
os.environ["TALANOA_DATA_DIR"] = _data_dir
os.environ["TALANOA_SECRET_KEY"] = "only for tests"
for _name in ("SITE_URL", "ROOM_URL", "PORT", "ROOM_PORT", "CLOCK_FILE", "DEMONSTRATION", "DEBUG"):
    os.environ.pop(f"TALANOA_{_name}", None)
# Tests run beside each other; when one empties the cache, another must not lose its counts.
if _redis := os.environ.get("TALANOA_REDIS_URL"):
    _worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["TALANOA_REDIS_URL"] = f"{_redis.rpartition('/')[0]}/{_worker}"


@pytest.fixture(autouse=True)
def _plain_settings(settings, tmp_path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.RECORDINGS_DIR = tmp_path / "recordings"
    settings.UNFINISHED_DIR = tmp_path / "unfinished"
    settings.MAIL_DIR = tmp_path / "mail"
    # WhiteNoise warns of a folder that is not there.
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = {
        **settings.STORAGES,
        # Names carry a hash only once the files have been gathered.
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _nothing_kept():
    from talanoa.cases.queries import labels, shelf
    from talanoa.live import alike

    yield
    for kept in (alike, labels, shelf):
        kept.forget()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """SQLite in a file, as the product has it: in memory, threads cannot wait for each other."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = f"{_data_dir}/tests.sqlite3"
