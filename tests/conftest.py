"""What all tests share: the server and the service, and a temporary directory of the session."""

import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

import pytest

pytest_plugins = ["tests.plugins.postgres", "tests.plugins.api"]

ROOT = "PYTEST_DEBUG_TEMPROOT"


def pytest_configure(config: pytest.Config) -> None:
    """Give the session a directory for temporary files that no other session closes.

    The embedded server runs as a user of its own and has to reach its data below that directory;
    whatever session starts beside this one takes the right to that from the common one.
    """
    if not hasattr(config, "workerinput") and ROOT not in os.environ:
        os.environ[ROOT] = mkdtemp(prefix="nastavnik-tests-")
        Path(os.environ[ROOT]).chmod(0o755)
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(ROOT), ignore_errors=True))
