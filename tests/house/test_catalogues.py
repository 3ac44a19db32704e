"""The Kazakh and Russian catalogues say all that the program says, and nothing is lost on the way."""

import re

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings

from defense.messages import extracted

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")
MIXED = re.compile(r"[A-Za-z][А-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі]|[А-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі][A-Za-z]")


def catalogue(language: str) -> Catalog:
    path = settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (str(text or ""),)


def lost_placeholders(message: Message) -> bool:
    wanted = set(PLACEHOLDER.findall(forms(message.id)[-1]))
    return any(set(PLACEHOLDER.findall(form)) != wanted for form in forms(message.string))


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_string_of_the_program_is_translated(language):
    found = catalogue(language)

    missing = [
        str(message.id)
        for message in extracted()
        if message.id
        and (
            (entry := found.get(message.id, message.context)) is None
            or not all(forms(entry.string))
        )
    ]

    assert missing == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_placeholders_and_tags_survive(language):
    lost = [
        str(message.id)
        for message in catalogue(language)
        if message.id and lost_placeholders(message)
    ]

    assert lost == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_word_mixes_two_alphabets(language):
    """Placeholders, tags and commands are Latin and stand aside."""
    mixed = [
        form
        for message in catalogue(language)
        if message.id
        for form in forms(message.string)
        if MIXED.search(PLACEHOLDER.sub(" ", form))
    ]

    assert mixed == []


def test_a_lost_placeholder_would_be_seen():
    assert lost_placeholders(Message("%(count)d sheets", "листы"))
    assert not lost_placeholders(Message("%(count)d sheets", "%(count)d листов"))
