from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from defense.rehearsal.points import Scale, imagined_points

SCALES = [
    Scale("research", [Decimal(n) for n in range(1, 11)]),
    Scale("talk", [Decimal(0), Decimal(5)]),
]


def test_the_same_seed_gives_the_same_points():
    first = imagined_points(SCALES, seed=1, expert=3, project=4)
    second = imagined_points(SCALES, seed=1, expert=3, project=4)

    assert first == second


def test_another_seed_gives_another_day():
    days = [
        [
            imagined_points(SCALES, seed=seed, expert=expert, project=project)
            for expert in range(12)
            for project in range(7)
        ]
        for seed in (1, 2)
    ]

    assert days[0] != days[1]


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(), expert=st.integers(0, 50), project=st.integers(0, 50))
def test_only_what_the_rubric_allows_is_given(seed, expert, project):
    points = imagined_points(SCALES, seed=seed, expert=expert, project=project)

    assert all(points[scale.key] in scale.values for scale in SCALES)
