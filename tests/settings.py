"""Settings of the test suite: the product's, with everything that is slow or leaves the process replaced."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("DEBUG", "false")
os.environ.setdefault("DEMO", "false")
os.environ.setdefault("SECRET_KEY", "not-secret-tests-only")
os.environ["HTTPS"] = "false"
os.environ["MFA_REQUIRED"] = "false"
os.environ["EMAIL_URL"] = "memory:"
os.environ["SEARCH_URL"] = os.environ["SEARCH_API_KEY"] = os.environ["SEARCH_CA_FILE"] = ""
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="mreza-tests-")
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", f"sqlite:///{os.environ['VAR_DIR']}/db.sqlite3")

from intranet.settings import *  # noqa: F403
from intranet.settings import DATABASES, STORAGES, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file: the browser's requests run beside each other, and a database in memory has one connection for all.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "tests.sqlite3"}
TASKS = {"default": {"BACKEND": "tests.queues.QueueBackend", "QUEUES": ["default", "slow"]}}
SITE_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
