"""Fixtures of tests/ai that these tests ask for, too."""

from tests.ai.conftest import provider as provider
