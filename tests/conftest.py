"""Fixtures stand in tests/plugins, one file per subject."""

pytest_plugins = ["tests.plugins.postgres", "tests.plugins.api"]
