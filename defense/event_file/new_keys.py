"""Somebody whom a file names by a new key is asked about: a key is changed by mistake, a person is not."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from defense.event_file.envelope import EventFile
from events.models import Person
from events.rules import Flaw
from experts.conflicts import matching_names


def new_key_flaws(
    file: EventFile, new: Sequence[Person], left: Sequence[Person], reasons: Mapping[int, str]
) -> Iterator[Flaw]:
    """New people who are called like somebody that the file leaves out and that stays, for a reason."""
    staying = {each.name: each for each in left if each.pk in reasons}
    alike = dict(matching_names([each.name for each in new], staying).keys())
    called = {each.key: each.name for each in new}
    for i, entry in enumerate(file.people):
        if called.get(entry.key) in alike:
            person = staying[alike[called[entry.key]]]
            reason = _(
                "“%(name)s” may be “%(key)s” under a new key, who stays (%(reason)s). Give this person "
                "that key, or name both in the file if they are two."
            )
            words = {"name": entry.name, "key": person.key, "reason": reasons[person.pk]}
            yield Flaw(f"people[{i}].key", reason % words)
