"""What a sealed record tells in somebody's words is refused where the faces of the papers lack its letters."""

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from events.values import PrintedText, PrintedWords, Words
from experts.errors import WordsRefused
from experts.models import Award, Dissent, Seat
from experts.services.awards import give_award
from experts.services.dissents import write_dissent
from experts.services.reasons import checked_reason
from experts.validators import PrintedProse, annex_text, query_text, question_answer, vote_question
from tests.cast import as_expert
from tests.experts.voting import voting_hall
from tests.factories import DAY

PRINTED = (PrintedProse, PrintedText, PrintedWords)
# Free texts of this app that no record tells.
ELSEWHERE = {"Seat.note", "Call.text"}
STRANGE = ["so \u202eit", "漢字", "well done 😀"]


def words_of_models() -> dict[str, object]:
    models = apps.get_app_config("experts").get_models()
    return {
        f"{model.__name__}.{field.name}": kind
        for model in models
        for field in model._meta.fields
        for kind in field.validators
        if isinstance(kind, Words)
    }


def test_every_free_text_that_a_record_tells_is_of_a_kind_that_prints():
    found = words_of_models()

    assert {name for name, kind in found.items() if not isinstance(kind, PRINTED)} == ELSEWHERE
    assert {"Dissent.text", "Annex.text", "Query.answer", "PanelQuestion.text"} <= set(found)


@pytest.mark.parametrize("text", STRANGE)
def test_each_kind_names_the_letter(text):
    kinds = (annex_text, query_text, question_answer, vote_question)

    assert [kind.flaw("As it was: 61,25.") for kind in kinds] == [None] * len(kinds)
    assert all(kind.flaw(text) for kind in kinds)


def test_a_long_text_is_not_measured_as_one_line():
    assert annex_text.flaw("Ш" * annex_text.longest) is None


@pytest.mark.django_db
@pytest.mark.parametrize("text", STRANGE)
def test_no_service_keeps_it(text):
    hall = voting_hall()
    seat, team = Seat.objects.get(pk=hall.seats[2].pk), hall.defenses[1].project_id
    names = dict.fromkeys(("kk", "ru", "en"), text)

    with pytest.raises(Exception, match=r"cannot be"):
        checked_reason(text)
    with pytest.raises(WordsRefused):
        write_dissent(seat, text, at=DAY)
    with pytest.raises(WordsRefused):
        give_award(hall.event, team, kind="free", names=names, reason="So.", actor="test", at=DAY)
    assert [Dissent.objects.count(), Award.objects.count()] == [0, 0]


@pytest.mark.django_db
def test_a_refused_dissent_stands_in_its_field():
    hall = voting_hall()
    tablet = as_expert(Client(), hall.seats[2])

    answer = tablet.post(reverse("expert:dissent"), {"text": "I disagree. 漢字"})

    assert (answer.status_code, "I disagree. 漢字" in answer.text) == (422, True)
    assert "cannot be printed" in answer.text
