import pytest

from tests.cast import Cast, gather


@pytest.fixture
def cast(db) -> Cast:
    return gather()
