"""What the tests of signing in begin with."""

import pytest
from django.core.cache import cache
from django.test import Client


@pytest.fixture
def counts_begin_anew():
    """Nobody has been slowed down yet."""
    cache.clear()


@pytest.fixture
def client_of_another():
    return Client()
