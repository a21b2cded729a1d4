"""What tests of every level are written with."""

import pytest

pytest.register_assert_rewrite("tests.support.given_when_then")
