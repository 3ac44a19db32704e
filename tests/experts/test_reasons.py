"""A reason is one line, counted as a browser counts it, and an event file takes it again."""

from contextlib import suppress

import pytest
from django.forms import Form

from defense.event_file import write_event_file
from defense.event_file.writing import dump_event
from events.errors import DomainError
from experts.forms import DecideInterestForm, ReopenScoringForm
from experts.models import Interest, Seat
from experts.services.interests import declare_interest
from projects.models import Project
from tests.defense.event_file.database import load_bytes, loaded, the_event
from tests.factories import DAY

REASONS = {
    "of two lines": "line one\nline two",
    "of a form": "line one\r\nline two",
    "with a tab": "one\ttwo",
    "with spaces around": "  one  two ",
    "of two characters a letter": "Сери\u0438\u0306к",
    "with zero width": "one\u200btwo",
    "that turns round": "\u202eenо",
    "with a bell": "one\x07",
    "with a null": "one\x00",
    "with half a pair": "one\ud800",
    "of separators": "one\u2028two",
    "too long": "я" * 501,
    "just long enough": "я" * 500,
    "like JSON": '{"en": "x"}',
    "of nothing to see": "\u3164",
}


@pytest.mark.sampled(4, "the letters of the reason")
@pytest.mark.django_db
@pytest.mark.parametrize("reason", REASONS.values(), ids=REASONS.keys())
def test_what_is_declared_is_refused_or_comes_back_from_a_dump(reason):
    loaded()
    seat = Seat.objects.get(person__key="alina-hamadinova")
    project = Project.objects.get(number=4)

    with suppress(DomainError):
        declare_interest(seat, project, kind=Interest.Kind.OTHER, reason=reason, at=DAY)

    assert load_bytes(write_event_file(dump_event(the_event()))).changes == ()


@pytest.mark.django_db
def test_the_lines_of_a_reason_become_one():
    loaded()
    seat = Seat.objects.get(person__key="alina-hamadinova")
    project = Project.objects.get(number=4)

    tie = declare_interest(seat, project, kind="other", reason="one\r\n two ", at=DAY)

    assert tie.evidence == "one two"


LONG = {
    "a decision": (
        lambda text: DecideInterestForm({"outcome": "recuse", "reason": text}, ties=[(1, "A")]),
        "reason",
        500,
    ),
    "a reopening": (lambda text: ReopenScoringForm({"reason": text}), "reason", 500),
}


@pytest.mark.parametrize(("form_of", "field", "longest"), LONG.values(), ids=LONG.keys())
def test_a_new_line_is_one_character_of_a_form(form_of, field, longest):
    fits, too_long = ("x" * 10 + "\r\n" + "y" * (longest - 11 + more) for more in (0, 1))

    form: Form = form_of(fits)

    assert field not in form.errors
    assert field in form_of(too_long).errors
    assert f'maxlength="{longest}"' in str(form[field])
