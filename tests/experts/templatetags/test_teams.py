import pytest
from django.utils import translation

from experts.templatetags.teams import teams


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([3], "team 3"),
        ([3, 1], "teams 1, 3"),
        ([1, 2], "teams 1, 2"),
        ([7, 6, 5, 4, 3, 2, 1], "teams 1–\u20607"),
        ([1, 2, 3, 5, 7, 8, 9, 10], "teams 1–\u20603, 5, 7–\u206010"),
    ],
)
def test_numbers_that_follow_each_other_are_said_as_a_run(numbers, said):
    with translation.override("en"):
        assert teams(numbers) == said
