"""An event file does not move a result that stands."""

import pytest

from defense.event_file import BadEventFile, read_event_file
from defense.event_file.loading import load_event
from events.models import AuditEntry, Event, Person
from experts.models import Seat
from experts.reports.after_close import changes_after_close
from experts.reports.differences import verdict
from experts.services.closing import close_scoring, reopen_scoring
from projects.models import Project
from tests.defense.event_file.database import every_row, load, loaded, the_event
from tests.defense.event_file.documents import changed, drop, put
from tests.experts.sealed_events import sealed_with
from tests.factories import DAY

pytestmark = pytest.mark.django_db

NOBODY = {"key": "nobody", "name": "Nobody Known"}


def with_nobody(place, value="nobody"):
    """Somebody new, at a place of the file."""

    def change(document):
        document["people"].append(dict(NOBODY))
        put(place, value)(document)

    return change


def one_more_seat(document):
    document["people"].append(dict(NOBODY))
    document["panel"].append({"person": "nobody", "role": "member"})


def one_more_member(document):
    document["people"].append(dict(NOBODY))
    document["projects"][0]["members"].append({"person": "nobody"})


def one_more_supervisor(document):
    project = document["projects"][0]
    project["supervisors"] = [project.pop("supervisor"), {"person": "nobody"}]
    document["people"].append(dict(NOBODY))


def another_team(document):
    document["people"].append(dict(NOBODY))
    team = {"supervisor": {"person": "nobody"}, "members_listed": False}
    document["projects"].append({"number": 8, "topic": "A new one", **team})


def named(key, column, value):
    def change(document):
        [person] = [each for each in document["people"] if each["key"] == key]
        person[column] = value

    return change


def of_the_first_seat(column, value):
    def change(document):
        named(document["panel"][0]["person"], column, value)(document)

    return change


CHANGES = {
    "a supervisor": put("projects[0].supervisor.person", "albina-salimbaeva"),
    "a supervisor new to the event": with_nobody("projects[0].supervisor.person"),
    "a supervisor come": one_more_supervisor,
    "a seat gone": drop("panel[8]"),
    "a seat come": one_more_seat,
    "a seat of another": with_nobody("panel[8].person"),
    "a role that does not score": put("panel[2].role", "reserve"),
    "a member gone": drop("projects[0].members[0]"),
    "a member come": one_more_member,
    "a member of another": with_nobody("projects[0].members[0].person"),
    "a project come": another_team,
    "an expert of another name": of_the_first_seat("name", "Somebody Else"),
    "another printed name": of_the_first_seat("printed_names", {"ru": "Анна Каренина"}),
}


@pytest.mark.sampled(2, "whom the file changes")
@pytest.mark.parametrize("name", CHANGES)
def test_who_scores_whom_stays_after_the_close_and_may_change_before_it(name):
    loaded()
    Event.objects.update(scoring_closed_at=DAY)
    before = every_row()

    with pytest.raises(BadEventFile, match=r"(?i)scoring is closed"):
        load(CHANGES[name])

    assert every_row() == before
    Event.objects.update(scoring_closed_at=None)
    assert load(CHANGES[name]).has_changed


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (put("event.city", "Somewhere"), "event.city"),
        (put("run[0].facts", ["Said."]), "run[0].facts"),
        (put("projects[0].topic", "A topic put right"), "projects.1.topic"),
    ],
)
def test_words_are_still_put_right_after_the_close(change, place):
    loaded()
    Event.objects.update(scoring_closed_at=DAY)

    assert [each.place for each in load(change).changes] == [place]


def other_numbers(document):
    first, second = document["projects"][:2]
    first["number"], second["number"] = second["number"], first["number"]


def test_what_the_sealed_record_names_is_moved_by_no_file():
    loaded()
    sealed_with(the_event(), Seat.objects.order_by("pk").first())
    before = every_row()

    for change in (other_numbers, put("panel[2].role", "deputy")):
        with pytest.raises(BadEventFile, match=r"(?i)protocol is sealed"):
            load(change)

    assert every_row() == before


def test_a_spelling_is_still_put_right_after_the_close():
    loaded()
    person = Project.objects.order_by("number").first().teammember_set.first().person
    first, *rest = person.name.split()
    spelled = " ".join([first[:-1], *rest])
    Event.objects.update(scoring_closed_at=DAY)

    load(named(person.key, "name", spelled))

    assert Person.objects.get(pk=person.pk).name == spelled


def test_what_a_load_touches_is_kept_once_the_scoring_was_closed():
    loaded()
    person = Project.objects.order_by("number").first().teammember_set.first().person
    spelled = named(person.key, "name", f"{person.name}а")
    close_scoring(the_event().pk, actor="test", at=DAY)

    load_event(read_event_file(changed(spelled)), actor="test", at=DAY, reason="A typo.")

    details = AuditEntry.objects.latest("number").details
    assert details["touched"] == [f"people.{person.key}.name"]
    assert details["reason"] == "A typo."


def test_a_supervisor_who_came_after_the_close_is_told_with_the_results():
    loaded()
    close_scoring(the_event().pk, actor="test", at=DAY)
    reopen_scoring(the_event().pk, reason="A second supervisor.", actor="test", at=DAY)

    load(one_more_supervisor)

    assert changes_after_close(the_event())[-1].about == "supervisors: Nobody Known"


def test_teams_moved_past_the_file_are_not_those_of_its_line():
    loaded()
    close_scoring(the_event().pk, actor="test", at=DAY)
    load(put("projects[0].topic", "A topic put right"))
    assert verdict(the_event()).differences == ()

    moved = Project.objects.get(number=1)
    Project.objects.filter(pk=moved.pk).update(topic="The topic of another team")

    line = AuditEntry.objects.latest("number").number
    assert verdict(the_event()).differences == (
        f"Project {moved.pk} is not what line {line} says.",
    )
