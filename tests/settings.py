"""
The site's settings as the tests need them: no `.env` file, and nothing written into `var/`.

DATABASE_URL and CACHE_URL are left as they are, so the same tests run on every database.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from django.core.management.utils import get_random_secret_key

os.environ |= {
    "DEBUG": "false",
    "ENV_FILE": os.devnull,
    "SECRET_KEY": get_random_secret_key(),
    "SITE_URL": "http://testserver",
}

from site_project.settings import *  # noqa: F403
from site_project.settings import DATABASES, STORAGES

SCRATCH_DIR = Path(tempfile.mkdtemp(prefix="double-feature-tests-"))
atexit.register(shutil.rmtree, SCRATCH_DIR, ignore_errors=True)

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, because the threads of a live server cannot share a database in memory safely.
    DATABASES["default"]["TEST"] = {"NAME": SCRATCH_DIR / "test.sqlite3"}

MEDIA_ROOT = SCRATCH_DIR / "media"
STAMP_FILE = SCRATCH_DIR / "stamp"
# Files are served from where they lie, without `collectstatic`.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

# After a commit, in the thread of the test.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
