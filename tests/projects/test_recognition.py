from itertools import permutations

import pytest

from projects.recognition import Known, recognised


def known(
    number: int, members: str, *, key: str = "", topic: str = "", supervisor: str = ""
) -> Known:
    return Known(key, frozenset(members), frozenset(supervisor), topic or f"T{number}", number)


A, B, C = known(1, "abc"), known(2, "def"), known(3, "ghi")
CASES = {
    "the same": ([A, B], [A, B], [0, 1]),
    "topics exchanged": (
        [A, B],
        [known(1, "abc", topic="T2"), known(2, "def", topic="T1")],
        [0, 1],
    ),
    "numbers exchanged": (
        [A, B],
        [known(1, "def", topic="T2"), known(2, "abc", topic="T1")],
        [1, 0],
    ),
    "topics exchanged, and one more in each team": (
        [A, B],
        [known(1, "abcx", topic="T2"), known(2, "defy", topic="T1")],
        [0, 1],
    ),
    "teams exchanged, supervisors stay": (
        [known(1, "abc", supervisor="s"), known(2, "def", supervisor="t")],
        [known(1, "def", supervisor="s"), known(2, "abc", supervisor="t")],
        [1, 0],
    ),
    "supervisors exchanged, teams stay": (
        [known(1, "abc", supervisor="s"), known(2, "def", supervisor="t")],
        [known(1, "abc", supervisor="t"), known(2, "def", supervisor="s")],
        [0, 1],
    ),
    "one of a team goes to the other": ([A, B], [known(1, "abcd"), known(2, "ef")], [0, 1]),
    "no teams: by the supervisor, then the topic, then the number": (
        [known(1, "", supervisor="s"), known(2, "", supervisor="t"), known(3, "")],
        [known(1, "", supervisor="t"), known(3, "", topic="T1"), known(2, "", topic="new")],
        [1, 0, None],
    ),
    "one supervisor of two": (
        [known(1, "", supervisor="s"), known(2, "", supervisor="s")],
        [known(1, "", topic="T2", supervisor="s"), known(2, "", topic="T1", supervisor="s")],
        [1, 0],
    ),
    "everything else": ([A], [known(2, "xyz")], [None]),
    "only the number": ([A], [known(1, "xyz", topic="new")], [0]),
    "a key wins over people": (
        [known(1, "abc", key="one"), known(2, "def", key="two")],
        [known(1, "abc", key="two"), known(2, "def", key="one")],
        [1, 0],
    ),
    "another key is another project": (
        [known(1, "abc", key="one")],
        [known(1, "abc", key="two")],
        [None],
    ),
    "a key comes later": ([A, B], [known(1, "def", key="one"), known(2, "abc")], [1, 0]),
    "a key is left out": (
        [known(1, "abc", key="one"), B],
        [known(2, "abc"), known(1, "def")],
        [0, 1],
    ),
    "nothing there": ([], [A], [None]),
}


@pytest.mark.parametrize("name", CASES)
def test_a_project_is_known_by_its_key_or_by_its_people(name):
    held, wanted, found = CASES[name]

    assert recognised(held, wanted) == found


def test_a_team_is_found_whatever_its_topic_and_number():
    held = [A, B, C]

    for topics in permutations(["T1", "T2", "T3"]):
        for teams in permutations(range(3)):
            wanted = [
                known(number, "".join(held[team].members), topic=topic)
                for number, (team, topic) in enumerate(zip(teams, topics, strict=True), start=1)
            ]

            assert recognised(held, wanted) == list(teams)
