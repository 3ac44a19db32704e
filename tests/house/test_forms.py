"""Every form is drawn by crispy-forms: label, help and error of each field, in three languages, tied together."""

import re
from html.parser import HTMLParser

import pytest
from allauth.account.forms import LoginForm, ResetPasswordForm
from crispy_forms.utils import render_crispy_form
from django import forms
from django.utils import translation

from defense.running.bootstrap import CLASSES
from defense.workspace.forms import NamingForm
from diplomas.forms import CodeForm
from events.account_forms import InviteForm, NewAccountForm
from events.editing import Refused
from events.event_forms import NewEventForm
from events.forms import CardForm, FieldsHelper, IssueForm
from events.models import Person
from events.rules import Flaw
from events.who_forms import WhoForm
from experts.forms import DecideInterestForm, DeclareForm, ReopenScoringForm
from tests.house.catalogues import LANGUAGES


def refused(form):
    """A form of an entry says what others found wrong: here, with each of its lines."""
    if form.is_bound:
        lines = [name for name in form.fields if name != "seen"]
        form.refuse(Refused([Flaw(name, "Not like this.") for name in lines]))
    return form


def unreadable(data):
    """No answer, and no day."""
    return data if data is None else {"naming-named": "x", "naming-on": "x"}


OURS = {
    "card": lambda data: CardForm(data),
    "code": lambda data: CodeForm.refused("7K3M") if data is not None else CodeForm(),
    "tie": lambda data: DeclareForm(data, teams=[(1, "1. A topic")]),
    "decision": lambda data: DecideInterestForm(
        data, ties=[(1, "team 1"), (2, "team 2")], prefix="interest-1"
    ),
    "account": lambda data: NewAccountForm(data),
    "invite": lambda data: InviteForm(data),
    "event": lambda data: NewEventForm(data),
    "issue": lambda data: IssueForm(data, initial={"kind": "expert"}),
    "reopening": lambda data: ReopenScoringForm(data),
    "naming": lambda data: NamingForm(unreadable(data), person=Person()),
    "who": lambda data: refused(WhoForm(data, own="kk", people=[("tia", "Tia")])),
}
ALL = (*LANGUAGES, "en")


class Drawn(HTMLParser):
    """The controls of a form with their attributes, the ids of all elements, and the classes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.controls: list[dict[str, str]] = []
        self.groups: list[dict[str, str]] = []
        self.labels: set[str] = set()
        self.ids: set[str] = set()
        self.classes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = {name: value or "" for name, value in attrs}
        self.classes |= set(found.get("class", "").split())
        self.ids.add(found.get("id", ""))
        if tag in {"input", "select", "textarea"} and found.get("type") != "hidden":
            self.controls.append(found)
        if tag == "fieldset":
            self.groups.append(found)
        if tag == "label":
            self.labels.add(found.get("for", ""))


def draw(form: forms.Form) -> str:
    return str(render_crispy_form(form))


@pytest.mark.parametrize("language", ALL)
@pytest.mark.parametrize("name", OURS)
def test_each_field_is_drawn_with_label_and_error(name, language):
    with translation.override(language):
        form = OURS[name]({})
        form.is_valid()
        html = draw(form)
        visible = [field for field in form.visible_fields() if not field.is_hidden]
        drawn = Drawn(html)

        assert all(str(field.label) in html for field in visible)
        assert all(str(error) in html for field in visible for error in field.errors)
        assert {each["id"] for each in drawn.controls} <= drawn.labels
    if visible:
        assert "is-invalid" in drawn.classes


# Every control of these may be left wrong: "issue" shows none, and a new event may have one day.
ALL_WRONG = [name for name in OURS if name not in {"issue", "event"}]


@pytest.mark.parametrize("name", ALL_WRONG)
def test_an_error_is_tied_to_its_control(name):
    form = OURS[name]({})
    form.is_valid()
    drawn = Drawn(draw(form))

    alone = [each for each in drawn.controls if each.get("type") not in {"radio", "checkbox"}]
    told = [*drawn.groups, *alone]
    for each in told:
        assert set(each["aria-describedby"].split()) <= drawn.ids
    assert all(each["aria-invalid"] == "true" for each in drawn.controls)


class Helped(forms.Form):
    points = forms.CharField(label="Points", help_text="From 1 to 10", required=False)

    helper = FieldsHelper("points")


class Chosen(forms.Form):
    column = forms.ChoiceField(label="Column", choices=[("", "leave out")], required=False)

    helper = FieldsHelper("column")


def test_help_is_drawn_and_tied_to_its_control():
    drawn = Drawn(html := draw(Helped()))

    assert '<div id="id_points_helptext" class="form-text">From 1 to 10</div>' in html
    assert [each["aria-describedby"] for each in drawn.controls] == ["id_points_helptext"]


def test_what_is_wrong_with_the_whole_form_is_an_alert():
    form = Helped({})
    form.add_error(None, "Scoring is <closed>.")

    shown = " ".join(draw(form).split())

    assert (
        '<div class="note note-stop" role="alert"> <p>Scoring is &lt;closed&gt;.</p> </div>'
        in shown
    )


def test_the_form_leaves_address_and_buttons_to_the_page():
    html = draw(CardForm())

    assert not re.search("<form|<button|csrfmiddlewaretoken", html)


@pytest.mark.parametrize("language", ALL)
@pytest.mark.parametrize(
    ("url", "form", "fields"),
    [
        ("/accounts/login/", LoginForm, {"login", "password"}),
        ("/accounts/password/reset/", ResetPasswordForm, {"email"}),
    ],
)
def test_account_pages_draw_their_fields_the_same_way(client, db, language, url, form, fields):
    client.cookies["django_language"] = language
    page = client.post(url, {}).content.decode()
    drawn = Drawn(page)
    mine = [each for each in drawn.controls if each.get("name") in fields]

    assert {each["name"] for each in mine} == fields
    assert {each["id"] for each in mine} <= drawn.labels
    assert {"form-control", "is-invalid", "invalid-feedback"} <= drawn.classes
    assert {
        tuple(sorted({"form-control", "form-check-input"} & set(each["class"].split())))
        for each in mine
    } <= {
        ("form-control",),
        ("form-check-input",),
    }


def test_bootstrap_is_cut_to_what_forms_write():
    """Nothing of it is kept for later, and nothing that a form writes is missing."""
    drawn = [Drawn(draw(make(data))) for make in OURS.values() for data in ({}, None)]
    accounts = [Drawn(draw(form())) for form in (LoginForm, ResetPasswordForm)]
    more = [Drawn(draw(form())) for form in (Helped, Chosen)]
    written = set().union(*(each.classes for each in (*drawn, *accounts, *more)))

    assert written >= CLASSES
    assert {name for name in written if name.startswith(("form-", "is-", "invalid-"))} <= CLASSES
