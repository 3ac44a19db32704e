"""What is told before anything is issued: missing words by name and place, and texts that leave too little room."""

import json

import pytest

from diplomas.before_issuing import told_before_issuing, told_before_replacing
from diplomas.exchange import entry_of_design
from diplomas.services.issuing import members_to_serve
from diplomas.services.outdated import ready_and_outdated
from events.models import Event, Person
from projects.models import Project
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.diplomas.services.test_document_languages import choose, worded
from tests.factories import ProjectFactory, TeamMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once("words and lengths, which no engine tells")]

COURSE = '{"kk": "Басқару", "ru": "Управление"}'
TOPIC = '{"kk": "Тақырып", "ru": "Тема"}'
SAID = {"course": COURSE, "organiser": COURSE, "city": COURSE}


@pytest.fixture
def event():
    event = event_with_team(2, languages=["kk", "ru", "en"], **SAID)
    Project.objects.update(topic=TOPIC)
    return event


def told(event):
    event = Event.objects.get(pk=event.pk)
    return told_before_issuing(event, "diploma", list(members_to_serve(event)))


@pytest.mark.parametrize(
    ("beside", "language"), [("none", "kk"), ("none", "ru"), ("ru", "kk"), ("kk", "ru")]
)
def test_where_all_is_said_nothing_is_told(event, beside, language):
    worded(event, beside, language=language)

    assert told(event) == []


def test_missing_words_are_told_by_name_and_where_they_are_entered(event):
    worded(event, "all", before_topic={"kk": "үшін", "ru": "за"})
    Person.objects.filter(name__endswith="2").update(position='{"kk": "мұғалім"}')

    assert told(event) == [
        "Missing in Russian, so another language is printed: People: position of Әлия Үлгі 2.",
        "Missing in English, so another language is printed: Wording: Text before the topic"
        " · Settings: Course, Organiser, Town · Teams: topic of team 1"
        " · People: position of Әлия Үлгі 2.",
    ]


def test_what_is_written_once_is_told_of_the_languages_that_are_not_the_first(event):
    Event.objects.update(city="Алматы")
    worded(event, "ru")

    assert told(event) == ["Written once, so the same is printed in Russian: Settings: Town."]


def test_only_languages_that_somebody_chose_are_told(event):
    worded(event, "chosen")
    before = told(event)

    choose(Person.objects.get(name__endswith="1"), "en")

    assert before == []
    assert [each.partition(",")[0] for each in told(event)] == ["Missing in English"]


def test_of_many_some_are_named_and_the_others_counted(event):
    for _ in range(8):
        TeamMemberFactory(project=ProjectFactory(event=event, topic='{"kk": "Тақырып"}'))
    worded(event, "ru")

    [said] = told(event)

    assert said.endswith("topic of team 5, topic of team 6 and 3 more.")


def test_it_is_told_as_well_before_one_is_corrected(event):
    worded(event, "ru")
    issue(event)
    make_ready(event)
    Event.objects.update(city='{"kk": "Алматы"}')
    event = Event.objects.get(pk=event.pk)

    outdated = ready_and_outdated(event)

    assert told_before_replacing(event, [each.diploma.pk for each in outdated]) == [
        "Missing in Russian, so another language is printed: Settings: Town."
    ]


def alike(length):
    text = ("щщщщщщщщ " * length)[:length].strip()
    return json.dumps({"kk": text, "ru": text, "en": text})


def test_whose_page_may_be_set_smaller_than_it_should_is_told_with_the_longest_text(event):
    """All words are taken one by one: the wording is measured in three languages with texts of half their length."""
    design = worded(event, "all", before_topic=alike(100))
    Project.objects.update(topic=alike(500))
    short = alike(20)
    Event.objects.update(organiser=alike(300), course=short, city=short)
    Person.objects.filter(name__endswith="1").update(position=alike(300), organisation=alike(300))

    assert [*entry_of_design(design).flaws()] == []
    assert told(event) == [
        "No room even in letters of 7 points, which may get smaller: Әлия Үлгі 1."
        " The longest text: Teams: topic of team 1."
    ]
