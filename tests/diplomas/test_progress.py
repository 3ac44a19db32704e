from datetime import timedelta

import pytest

from diplomas.progress import Pace, pace


@pytest.mark.parametrize(
    ("made", "seconds", "left", "said"),
    [
        (0, 30, 80, None),
        (20, 10, 60, Pace(120, 1)),
        (20, 60, 60, Pace(20, 3)),
        (1, 60, 61, Pace(1, 61)),
        (20, 0, 20, Pace(1200, 1)),
        (40, 20, 0, Pace(120, 0)),
    ],
)
def test_a_pace_is_what_was_made_and_the_time_that_the_rest_takes_so(made, seconds, left, said):
    assert pace(made, timedelta(seconds=seconds), left) == said
