"""For the real server and worker processes of a test: its database, production's static files."""

from tests.settings import *  # noqa: F403 - they are these, but for the static files
from tests.settings import BASE_DIR, STORAGES, TEST_SHARED_FOLDER

STORAGES["staticfiles"] = {"BACKEND": "defense.running.storage.HashedStatics"}
STATIC_ROOT = TEST_SHARED_FOLDER / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("fonts", TEST_SHARED_FOLDER / "fonts"),
    ("vendor", TEST_SHARED_FOLDER / "vendor"),
]
