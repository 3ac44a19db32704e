"""What was dismissed is not asked again when the event is brought once more, whatever its keys are called now."""

import pytest

from defense.event_file import BadEventFile
from experts.models import Interest
from experts.services.interests import decide_interest
from tests.defense.event_file.database import load, loaded
from tests.defense.event_file.documents import DEMO_DOCUMENT, Change
from tests.factories import DAY, UserFactory

pytestmark = pytest.mark.django_db


def dismiss_everything() -> set[int]:
    found = list(Interest.objects.filter(outcome=Interest.Outcome.UNDECIDED))
    for each in found:
        decide_interest(each.pk, outcome="dismiss", reason="Asked.", actor=UserFactory(), at=DAY)
    return {each.pk for each in found}


def dismissed() -> set[int]:
    return set(Interest.objects.filter(outcome="dismiss").values_list("pk", flat=True))


def renamed_people(keep: set[str]) -> Change:
    """Every key of a person another one, everywhere in the file, but for those to keep."""
    names = {person["key"]: person["key"] + "-2" for person in DEMO_DOCUMENT["people"]}
    names = {old: new for old, new in names.items() if old not in keep}

    def renamed(value):
        if isinstance(value, dict):
            return {name: renamed(each) for name, each in value.items()}
        if isinstance(value, list):
            return [renamed(each) for each in value]
        return names.get(value, value) if isinstance(value, str) else value

    def change(document):
        document.update(renamed(document))

    return change


def experts() -> set[str]:
    return {seat["person"] for seat in DEMO_DOCUMENT["panel"]}


def test_brought_again_as_it_was_or_with_other_keys_of_the_teams():
    loaded()
    done = dismiss_everything()

    for changes in ([], [renamed_people(experts())]):
        load(*changes)
        assert dismissed() == done
        assert not Interest.objects.filter(outcome=Interest.Outcome.UNDECIDED).exists()


def test_other_keys_of_the_experts_are_refused_with_the_reason():
    """Another key is another person: what was decided about the first is not lost silently."""
    loaded()
    done = dismiss_everything()

    with pytest.raises(BadEventFile) as refused:
        load(renamed_people(set()))

    assert "was declared or decided in the program" in str(refused.value)
    assert dismissed() == done
