"""A zone goes by its one name in the IANA list; every other name is refused and told."""

from zoneinfo import available_timezones

import pytest
from django.core.exceptions import ValidationError

from events.validators import event_time_zone
from events.zones import _babels, zone_names

TAKEN = (
    "Asia/Almaty",
    "Asia/Qostanay",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Europe/Kyiv",
    "America/Argentina/Buenos_Aires",
    "America/Indiana/Indianapolis",
    "Pacific/Chatham",
    "Etc/UTC",
)
# What was written, and what is told instead.
REFUSED = {
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Europe/Kiev": "Europe/Kyiv",
    "US/Eastern": "America/New_York",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "Japan": "Asia/Tokyo",
    "UTC": "Etc/UTC",
    "asia/almaty": "Asia/Almaty",
    "ASIA/TOKYO": "Asia/Tokyo",
    "UTC+6": "Asia/Almaty",
    "+06:00": "Asia/Almaty",
    "Etc/GMT-6": "Asia/Almaty",
    "EST": "Asia/Almaty",
    "EST5EDT": "Asia/Almaty",
    "posix/Asia/Almaty": "Asia/Almaty",
    "Asia/Shymkent": "Asia/Almaty",
    " Asia/Almaty": "Asia/Almaty",
    "Factory": "Asia/Almaty",
    "localtime": "Asia/Almaty",
}


def refusal_of(name: str) -> str:
    try:
        event_time_zone(name)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def test_zones_of_the_list_are_taken():
    assert {name: refusal_of(name) for name in TAKEN} == dict.fromkeys(TAKEN, "")


@pytest.mark.parametrize(("name", "told"), REFUSED.items())
def test_any_other_name_is_refused_with_the_one_to_write(name, told):
    assert refusal_of(name) == f"There is no such time zone. Write it as {told}."


def test_of_all_names_that_a_machine_knows_each_is_a_zone_or_told():
    names = zone_names()
    others = available_timezones() - names.zones

    assert len(names.zones) > 400
    assert names.zones.isdisjoint(names.links)
    assert {name for name in others if refusal_of(name) == ""} == set()


def test_without_a_list_of_the_machine_babel_tells_the_same_of_common_names():
    names = _babels()

    assert set(TAKEN) <= names.zones
    assert {name for name in REFUSED if "/" in name and name in names.zones} <= {"Etc/GMT-6"}
