"""How the people of the demo event come in: the organizer by password, the others by card."""

import re

from playwright.sync_api import Page, expect

from defense.demo import ORGANIZER, Demo
from defense.desk.cards import PrintedCard
from tests.browser.visitor import Visitor

CHAIR = "Irina Smirnova"


def card_of(demo: Demo, name: str) -> PrintedCard:
    return next(each for each in demo.experts if each.holder.person.name == name)


def address_of(card: PrintedCard) -> str:
    """What the QR code of the card holds."""
    return f"/pass/#{card.code}"


def sign_in(visitor: Visitor, demo: Demo) -> Page:
    page = visitor.go(f"/organize/{demo.event.slug}/")
    page.locator("[name=login]").fill(ORGANIZER)
    page.locator("[name=password]").fill(demo.password)
    page.locator("main button[type=submit]").click()
    expect(page).to_have_url(re.compile(f"/organize/{demo.event.slug}/$"))
    return page
