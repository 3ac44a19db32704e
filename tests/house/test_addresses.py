"""An address with a number that no database holds does not exist: the answer is 404, never a fault."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.converters import IntConverter
from django.urls.resolvers import URLPattern, URLResolver

from tests.house.doors import Door
from tests.house.doors_table import DOORS
from tests.house.scene import Scene, set_scene
from tests.house.test_doors import BEFORE_THE_ENGINE, client_of, form

TOO_LARGE = ("9" * 25, "9" * 18)  # the second can be asked for, and nothing has it
LARGEST_ROW = 2**63 - 1
WHO = ("stranger", "emil", "olga")


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern | URLResolver]:
    for pattern in (resolver or get_resolver()).url_patterns:
        yield pattern
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)


def numbered(name: str, scene: Scene) -> Iterator[str]:
    """The addresses of this door with each number in its arguments replaced by one that is too large."""
    arguments = DOORS[name].arguments(scene)
    for at, argument in enumerate(arguments):
        text = str(argument) if isinstance(argument, int) or name == "api:sheet_save" else ""
        for found, number in product(re.finditer("[0-9]+", text), TOO_LARGE):
            changed = text[: found.start()] + number + text[found.end() :]
            yield address(name, arguments, at, changed)


def address(name: str, arguments: list[object], at: int, changed: str) -> str:
    """As somebody types it: what cannot be reversed has its number in the place of a small one."""
    mark = 10**17 + 3
    try:
        return reverse(name, args=[*arguments[:at], changed, *arguments[at + 1 :]])
    except (NoReverseMatch, ValueError):
        small = reverse(name, args=[*arguments[:at], mark, *arguments[at + 1 :]])
        return small.replace(str(mark), changed)


NUMBERED = (
    "organizer:invitation_withdraw",
    "organizer:member_remove",
    "organizer:member_role",
    "expert:decide",
    "expert:questions",
    "expert:rule_answer",
    "organizer:rule_withdraw",
    "expert:query_answer",
    "organizer:protocol_record",
    "organizer:query_answer",
    "expert:look_keep",
    "expert:words_add",
    "expert:nomination_take_back",
    "expert:vote_cast",
    "expert:vote_close",
    "expert:vote_decide",
    "expert:vote_sign",
    "expert:vote_withdraw",
    "organizer:vote_withdraw",
    "organizer:award_take_back",
    "organizer:shared_take_back",
    "organizer:vote_close",
    "expert:vote_back",
    "expert:score_sheet",
    "api:sheet_save",
    "organizer:event_file_look",
    "organizer:event_file_write",
    "organizer:import",
    "organizer:import_choose",
    "organizer:import_drop",
    "organizer:import_refused",
    "organizer:import_undo",
    "organizer:import_write",
    "organizer:interest_decide",
    "organizer:pass_revoke",
    "organizer:draw_back",
    "organizer:line",
    "organizer:line_cue",
    "organizer:line_move",
    "organizer:line_remove",
    "organizer:line_save",
    "organizer:paper_enter",
    "organizer:paper_entry",
    "organizer:paper_take_back",
    "organizer:call_finish",
    "organizer:call_see",
    "organizer:presence_admit",
    "organizer:sheet_back",
    "organizer:name_decline",
    "organizer:name_take",
    "organizer:team",
    "organizer:team_move",
    "organizer:team_person_add",
    "organizer:team_person_move",
    "organizer:team_person_remove",
    "organizer:team_remove",
    "organizer:team_save",
    "public:project",
)


def test_no_number_of_an_address_is_longer_than_a_database_can_be_asked_for():
    unbounded = [
        f"{pattern.pattern} {name}"
        for pattern in patterns()
        for name, converter in getattr(pattern.pattern, "converters", {}).items()
        if isinstance(converter, IntConverter)
        and re.fullmatch(converter.regex, str(LARGEST_ROW + 1))
    ]

    assert unbounded == []


@pytest.mark.once("the addresses are of no engine")
@pytest.mark.django_db
def test_every_address_with_a_number_is_walked():
    scene = set_scene()

    assert sorted(name for name in DOORS if list(numbered(name, scene))) == sorted(NUMBERED)


@pytest.mark.django_db
@pytest.mark.parametrize("name", NUMBERED)
def test_an_address_with_a_number_that_is_too_large_is_answered_without_a_fault(name):
    door, scene = DOORS[name], set_scene()
    wrong = {}

    for who, method in asked(door):
        client = client_of(who, scene)
        for where in numbered(name, scene):
            response = client.generic(method, where, **form(door, scene, method))
            if response.status_code not in {302, 401, 404, 405}:
                wrong[f"{who} {method} {where}"] = response.status_code

    assert wrong == {}
    assert asked(door)


def asked(door: Door) -> list[tuple[str, str]]:
    """Who gets past the session and the method, which know of no number (test_doors)."""
    return [
        (who, method)
        for who, method in product(WHO, door.answers.keys() - {"HEAD"})
        if door.answers[method][who] not in BEFORE_THE_ENGINE
    ]
