"""An organizer leaves the language of diplomas open and puts a logo on them; a trainee chooses on the phone."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from diplomas.models import ChosenLanguage
from events.models import Pass, Person
from tests.cast import as_organizer, enter_with_pass
from tests.diplomas.people import event_with_team
from tests.factories import MembershipFactory
from tests.pictures_of_people import plain, saved

pytestmark = pytest.mark.django_db(transaction=True)

SIGN = {
    "name": "sign.png",
    "mimeType": "image/png",
    "buffer": saved(plain("navy", (600, 200)), "PNG"),
}


def test_the_language_is_left_open_and_chosen(visit):
    event = event_with_team(2, languages=["kk", "ru"])
    olga = as_organizer(Client(), MembershipFactory(event=event).user)
    organizer = visit().let_in(olga)
    page = organizer.go(f"/organize/{event.slug}/wording/diploma/")
    page.locator("[name=beside]").select_option("chosen")
    page.locator("[name=accent]").select_option("burgundy")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("[name=logo-file]").set_input_files(SIGN)
    page.get_by_role("button", name="Save the logo").click()
    expect(page.get_by_text("Logo saved.")).to_be_visible()
    organizer.look("wording_with_logo", 1440, 820, 390)

    tia = Person.objects.get(name="Әлия Үлгі 1")
    trainee = visit(width=390).let_in(enter_with_pass(Client(), tia, Pass.Kind.TRAINEE))
    phone = trainee.go("/me/")
    phone.get_by_role("button", name="In Russian").click()
    expect(phone.get_by_text("You chose: in Russian.")).to_be_visible()
    expect(phone.locator("figure.own-page img")).to_have_js_property("naturalWidth", 1188)
    trainee.look("own_language", 390, 820)

    page = organizer.go(f"/organize/{event.slug}/diplomas/of/diploma/")
    expect(page.get_by_role("cell", name="in Russian")).to_be_visible()
    organizer.look("chosen_languages", 1440, 390)
    assert ChosenLanguage.objects.get().language == "ru"
    assert organizer.complaints + trainee.complaints == []
