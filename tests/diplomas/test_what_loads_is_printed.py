"""What an event file is loaded with is printed; what paper would refuse is refused there, by place and letter."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from defense.event_file import read_event_file
from defense.event_file.refusal import BadEventFile
from diplomas.entries import SignatoryEntry
from diplomas.models import Diploma, RenderJob
from diplomas.rendering import Renderer
from diplomas.services import jobs
from diplomas.services.issuing import issue_diplomas
from diplomas.snapshots import Wording, record_of, take_snapshot
from diplomas.texts import default_design
from events.models import Event, Person
from events.pdf.faces import FACES_OF_NAMES, installed_face
from projects.models import Project
from tests.defense.event_file.database import load
from tests.defense.event_file.documents import DEMO_DOCUMENT, changed, put
from tests.diplomas.test_crowded_diplomas import REGISTRATION
from tests.factories import DAY

STRANGE = "ƏǴ₸ʻꞋḤḰҦԜẞŐნიԱრἈԽჷƑΩ"
"""Letters that the faces of documents have between them and none of the first two alone."""
BAD = {
    "🎓": "U+1F393",
    "ነ": "U+1290",
    "漢": "U+6F22",
    "א": "U+05D0",
    "☎": "U+260E",
    "\u202e": "U+202E",
    "\u00ad": "U+00AD",
    "\u2028": "U+2028",
    "\ue000": "U+E000",
}
PLACES = (
    "event.course",
    "event.organiser",
    "event.city",
    "people[3].name",
    "people[3].printed_names.kk",
    "people[3].position",
    "people[3].organisation",
    "projects[0].topic",
    "diploma.title",
    "diploma.lead",
    "diploma.before_topic",
    "diploma.after_topic",
    "diploma.signatories[0].role",
    "diploma.signatories[0].name",
)
DIPLOMA = {
    "language": "kk",
    "title": "Диплом",
    "lead": "осы дипломмен",
    "before_topic": "«{programme}»",
    "after_topic": "марапатталады",
    "signatories": [{"role": "Төраға", "name": "{chair}"}],
}


def strangely(text):
    """The text with strange letters in and around its words; of a design's own words the braces stay."""
    return f"{STRANGE[:12]} {text} {STRANGE[12:]}"


@pytest.fixture(scope="module")
def renderer():
    return Renderer()


@pytest.mark.once("what paper takes, whatever the engine")
@pytest.mark.django_db
def test_what_loads_is_issued_without_a_failed_job():
    names = [
        put(f"people[{place}].name", f"{letter}{person['name']}")
        for place, (person, letter) in enumerate(
            zip(DEMO_DOCUMENT["people"], filter(str.isalpha, STRANGE * 9), strict=False)
        )
    ]
    words = [
        put(place, strangely("сөз"))
        for place in PLACES
        if not place.startswith(("diploma", "people"))
    ]
    diploma = {
        **DIPLOMA,
        "title": strangely("Диплом"),
        "lead": strangely("осы"),
        "before_topic": strangely("«{programme}»"),
        "signatories": [{"role": strangely("Төраға"), "name": "{chair}"}],
    }

    event = load(*names, *words, put("diploma", diploma)).event
    issued = issue_diplomas(event.pk, actor="test", at=DAY)
    while claimed := jobs.claim(event_id=event.pk):
        jobs.render_claimed(claimed)

    assert len(issued) == 44
    assert set(RenderJob.objects.values_list("state", "error")) == {("done", "")}
    assert Diploma.objects.ready().count() == 44


def test_what_paper_would_refuse_is_refused_by_place_and_letter():
    base = [put("diploma", DIPLOMA), put("people[3].printed_names", {"kk": "Тіа"})]

    for letter, code in BAD.items():
        with pytest.raises(BadEventFile) as refused:
            read_event_file(changed(*base, *(put(place, f"Сөз{letter}сөз") for place in PLACES)))

        told = [line.partition(": ") for line in str(refused.value).splitlines()]
        assert sorted(place for place, _, _ in told) == sorted(PLACES)
        assert all(code in sentence for _, _, sentence in told)


LETTERS = sorted(frozenset().union(*(installed_face(each).letters for each in FACES_OF_NAMES)))
texts = st.lists(
    st.text(st.sampled_from(LETTERS) | st.characters(), min_size=1, max_size=12),
    min_size=1,
    max_size=4,
).map(" ".join)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_the_columns_take_becomes_a_page(renderer, data):
    days = {"starts_on": date(2019, 9, 29), "ends_on": date(2020, 9, 30)}
    event = Event(**days, languages=["kk", "ru"])
    design, person, project = default_design(event), Person(), Project()

    def fill(row, column):
        field = row._meta.get_field(column)
        setattr(row, column, text := taken(field.run_validators))
        return text

    def taken(check):
        """A text that this column takes: whatever else was drawn is left out letter by letter."""
        drawn = data.draw(texts)
        kept = "".join(letter for letter in drawn if takes(check, f"а{letter}а"))
        text = " ".join(kept.split()) or "а"
        assume(takes(check, text))
        return text

    for row, column in (
        (event, "course"),
        (event, "organiser"),
        (event, "city"),
        (project, "topic"),
        (person, "position"),
        (person, "name"),
        (design, "title"),
        (design, "lead"),
        (design, "before_topic"),
    ):
        fill(row, column)
    role = taken(lambda text: SignatoryEntry.model_validate({"role": text}))
    design.signatories = [{"role": role, "name": "{chair}"}]
    snapshot = take_snapshot(
        REGISTRATION,
        person=person,
        topics=[project.topic],
        wording=Wording(event, design, person.name),
        supervisors=[person.name],
    )

    [pdf] = renderer.render([record_of(snapshot)])

    assert pdf.startswith(b"%PDF")


def takes(check, text):
    try:
        check(text)
    except (ValidationError, ValueError):
        return False
    return True
