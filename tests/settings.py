"""The project's settings, in a folder of their own for each run and each worker of pytest-xdist.

The database is a SQLite file, or the PostgreSQL of DATABASE_URL; the queue is a folder, or the Redis
of REDIS_URL. Neither the settings nor the files of this checkout's var/ are read.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
if "TEST_RUN_FOLDER" not in os.environ:
    os.environ["TEST_RUN_FOLDER"] = tempfile.mkdtemp(prefix="qorgau-tests-")
    atexit.register(shutil.rmtree, os.environ["TEST_RUN_FOLDER"], ignore_errors=True)
TEST_RUN_FOLDER = Path(os.environ["TEST_RUN_FOLDER"])
# What is made once for all, such as the static files of the servers; script/test gives one for both engines.
TEST_SHARED_FOLDER = Path(os.environ.get("TEST_SHARED_FOLDER", TEST_RUN_FOLDER))

os.environ["QORGAU_HOME"] = str(TEST_RUN_FOLDER / WORKER)
os.environ["SECRET_KEY"] = "for tests only, and long enough to be taken"
os.environ["EMAIL_URL"] = "memorymail://"
if os.environ.get("REDIS_URL"):
    number = 1 + int(WORKER.removeprefix("gw") or 0) if WORKER != "main" else 0
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()

from defense.settings import *  # noqa: E402, F403 - after the environment is set
from defense.settings import BASE_DIR, DATABASES, IS_SQLITE, LOGGING, QORGAU_HOME, STORAGES  # noqa: E402 - likewise

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

TEST_DATABASES = BASE_DIR / "var" / "test-databases"

if IS_SQLITE:
    DATABASES["default"]["ENGINE"] = "tests.sqlite"
    DATABASES["default"]["TEST"] = {"NAME": str(QORGAU_HOME / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;PRAGMA foreign_keys=ON;"
    )
else:
    DATABASES["default"]["ENGINE"] = "tests.postgresql"
    # A pool's threads would hold connections when the test database is dropped.
    DATABASES["default"]["OPTIONS"].pop("pool", None)

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
LOCALE_PATHS = [TEST_RUN_FOLDER / "locale"]
# Empty: WhiteNoise looks at every file there anew for each client of the tests.
STATIC_ROOT = QORGAU_HOME / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
LOGGING["root"]["level"] = "WARNING"
