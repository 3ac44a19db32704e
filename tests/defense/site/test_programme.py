import pytest

from defense.site.programme import programme
from tests.experts.hall import fill

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", [1, 3])
def test_programme_asks_the_same_six_queries(size, django_assert_num_queries):
    hall = fill(size, size)

    with django_assert_num_queries(6):
        programme(hall.event)
