"""Letters that were lost or changed before a text came here, and the sentence that says what happened."""

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import product
from typing import Final

from django.utils.translation import gettext as _

_LETTER: Final = r"[^\W\d_]"
# A word with its stroke or equals sign is an address, where a question mark stands between letters. No
# language of ours begins a word with one or writes a word of nothing else.
_LOST_IN_A_WORD: Final = re.compile(
    rf"(?<![^\s(«“„‘\"'—–-])(?:[^\s/=]*{_LETTER}\?+{_LETTER}[^\s/=]*(?!\S)|\?+{_LETTER}[^\s/=]*)"
    r"|(?<!\S)\?{3,}(?!\S)"
)
_ENTITY: Final = re.compile(r"&(?:amp;)*#?\w{2,31};")
# Letters as addresses, programs and mails write them: %D0%90, \u0410, =D0=90, =?UTF-8?B?0JA=?=
_ESCAPED: Final = re.compile(
    r"(?:%[89A-F][\dA-F]){2,}|\\u[\dA-F]{4}|\\x[89A-F][\dA-F]|(?:=[89A-F][\dA-F]){2,}|=\?[\w-]+\?[BQ]\?\S*?\?=",
    re.IGNORECASE,
)
# What one Cyrillic code page read as another leaves: frames of tables, signs between letters, and words that
# begin small and go on in capitals.
_OF_ANOTHER_PAGE: Final = re.compile(
    r"[\u2500-\u259f]|[\u0400-\u0491][†‡‰¤¦©¬®±µ¶«]+[\u0400-\u0491]|(?<!\w)[а-я][А-Я]{4,}(?!\w)"
)
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
# No page has two of these for one letter of ours (ё is not among them: бё in KOI8-R is £).
_SMALL: Final = re.compile("[а-яәғқңөұүһі]+")
_CLOSING: Final = frozenset("»”“’…–—")
# What UTF-8 reads as when each byte is taken for a letter; the letters of our languages come out of it.
_CODE_PAGES: Final = (
    *("latin-1", "cp1252", "cp1251", "kz1048", "cp1254", "cp1250"),
    *("koi8-r", "cp866", "mac_cyrillic", "mac_roman"),
)
# Of these a short word, such as её, is a word in UTF-8 as well.
_CARELESS_PAGES: Final = frozenset(["koi8-r", "cp866", "mac_cyrillic"])
# Of this one a few letters and marks of French, as in “île” and —État; no language has its dashes and quotes.
_OF_LETTERS_AND_MARKS: Final = "mac_roman"
_DASH_OR_QUOTE: Final = "‚Ä"
_SHORTEST_MISREAD: Final = 6
_OF_OUR_LANGUAGES: Final = re.compile(
    r"[\u00a0-\u017f\u018f\u01f4\u01f5\u0259\u02bb\u02bc\u0400-\u045f\u0490-\u04bb\u04d8\u04d9\u04e8\u04e9\u2010-\u203a№]+"
)
# What Windows-1251 and its Kazakh fellow read as in the rest of Europe, where no word has that many letters
# with marks and none without.
_WESTERN_WORD: Final = re.compile(
    r"(?<!\w)[\xa1-\xff\x80-\x9f\u0100-\u017f\u02c7\u02d8-\u02dd]{4,}(?!\w)"
)
_WESTERN_PAGES: Final = ("latin-1", "cp1254", "iso8859-15", "cp1250", "iso8859-2", "cp1257")
_CYRILLIC_PAGES: Final = {
    "kz1048": re.compile("[А-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі’]+"),
    "cp1251": re.compile("[А-яЁёІіЇїЄєҐґЎў’]+"),
}

# What the Kazakh letters of KZ-1048 read as in Windows-1251, and the languages that write these. A word with
# one of them that none of the languages can spell was Kazakh.
_IN_PLACE_OF_KAZAKH: Final = frozenset("јєќѕґўїћ")
_SPELL_WITH_THEM: Final = tuple(
    map(
        frozenset,
        (
            "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",  # Ukrainian
            "абвгґдеёжзійклмнопрстуўфхцчшыьэюя",  # Belarusian
            "абвгдђежзијклљмнњопрстћуфхцчџш",  # Serbian
            "абвгдѓежзѕијклљмнњопрстќуфхцчџш",  # Macedonian
            "абвгғдеёжзийкқлмнопрстуўфхҳцчшъьэюя",  # Uzbek
        ),
    )
)
_WORD: Final = re.compile(rf"{_LETTER}+")
# Signs of no name, that code pages have in place of letters: of currencies, sums and so on; not № nor ´.
_SIGNS: Final = frozenset(["Sm", "Sc", "So", "Sk", "No"])
_LAST_OF_CODE_PAGES: Final = "\u25ff"
_ALSO_SIGNS: Final = frozenset("¡¿§¶•†‡‰")
_IN_NAMES: Final = frozenset("№´")


def why_damaged(text: str) -> str | None:
    """What happened to the letters of a line of text, or nothing."""
    return None if _is_whole(text) else next(_damages(text))


@lru_cache(maxsize=10_000)
def _is_whole(text: str) -> bool:
    """Kept, since the texts of an event are read again with every change to one of them."""
    return next(_damages(text), None) is None


def why_damaged_name(name: str) -> str | None:
    """The same of a name: none is written with a question mark."""
    if "?" in name:
        return _lost(name)
    return why_damaged(name) or next(map(_sign, filter(_is_sign, name)), None)


def why_misread(text: str) -> str | None:
    """Of an address, where question marks and ampersands have their own meaning."""
    if "\ufffd" in text:
        return _("A letter here was lost before it came here (U+FFFD). Type the text again.")
    if meant := _meant(text):
        reason = _("This was saved as UTF-8 and read as another code page; it was “%(meant)s”.")
        return reason % {"meant": meant}
    if meant := _meant_in_cyrillic(text):
        reason = _(
            "This was saved as Windows-1251 and read as Western letters; it was “%(meant)s”."
        )
        return reason % {"meant": meant}
    return None


def meant_in_kazakh(text: str) -> str | None:
    """The text whose Kazakh letters of KZ-1048 were read as those of other languages, or nothing."""
    words = map(frozenset, _WORD.findall(text.lower()))
    strange = [word for word in words if word & _IN_PLACE_OF_KAZAKH]
    if all(any(word <= alphabet for alphabet in _SPELL_WITH_THEM) for word in strange):
        return None
    try:
        return text.encode("cp1251").decode("kz1048")
    except UnicodeError:
        return None


def _damages(text: str) -> Iterator[str]:
    if reason := why_misread(text):
        yield reason
    if found := _OF_ANOTHER_PAGE.search(text):
        reason = _("“%(part)s” was read as another code page. Save the text as UTF-8.")
        yield reason % {"part": found[0]}
    if found := _LOST_IN_A_WORD.search(text):
        yield _lost(found[0])
    for entity in _ENTITY.findall(text):
        if html.unescape(entity) != entity:
            reason = _("“%(entity)s” is a letter as web pages write it. Type the letter itself.")
            yield reason % {"entity": entity}
    is_an_address = "://" in text
    if (found := _ESCAPED.search(text)) and not is_an_address:
        reason = _("“%(part)s” is a letter as programs write it. Type the letter itself.")
        yield reason % {"part": found[0]}


def _lost(word: str) -> str:
    reason = _("A letter of “%(word)s” was lost before it came here: it is a question mark now.")
    return reason % {"word": word}


def _is_sign(character: str) -> bool:
    if character.isascii() or character > _LAST_OF_CODE_PAGES or character in _IN_NAMES:
        return False
    return unicodedata.category(character) in _SIGNS or character in _ALSO_SIGNS


def _sign(sign: str) -> str:
    reason = _("“%(sign)s” stands in no name: a letter was changed before it came here.")
    return reason % {"sign": sign}


def _meant(text: str) -> str | None:
    """The text as it was before UTF-8 was read as a code page, or nothing if it was not."""
    runs = [run for run in _BEYOND_ASCII.finditer(text) if not _is_as_it_was(run)]
    for page in _CODE_PAGES if runs else ():
        if any(_restored(run, page) for run in runs):
            return _BEYOND_ASCII.sub(partial(_restored_within, page=page), text)
    return None


def _meant_in_cyrillic(text: str) -> str | None:
    """The text whose Cyrillic letters were read as Western ones, or nothing."""
    if not _WESTERN_WORD.search(text):
        return None
    pages = product(_CYRILLIC_PAGES, _WESTERN_PAGES)
    return next(filter(None, (_read_again(text, *each) for each in pages)), None)


def _read_again(text: str, page: str, shown: str) -> str | None:
    """The text as it was in a Cyrillic page, if every word of Western letters alone is a word there."""
    try:
        words = {each: each.encode(shown).decode(page) for each in _WESTERN_WORD.findall(text)}
    except UnicodeError:
        return None
    if not all(map(_CYRILLIC_PAGES[page].fullmatch, words.values())):
        return None
    return _WESTERN_WORD.sub(lambda word: words[word[0]], text)


def _restored_within(run: re.Match[str], page: str) -> str:
    return run[0] if _is_as_it_was(run) else _restored(run, page) or run[0]


def _is_as_it_was(run: re.Match[str]) -> bool:
    """Whether it is small letters, which no misreading leaves alone, or a word in capitals or with one.

    The latter unless it stands beside Latin letters: ТІСІ and Рі are words.
    """
    letters = run[0]
    if _SMALL.fullmatch(letters):
        return True
    is_a_word = letters.isalpha() and (letters.isupper() or letters.istitle())
    return is_a_word and not _is_beside_latin(run)


def _restored(run: re.Match[str], page: str) -> str | None:
    letters = run[0]
    is_short = len(letters) < _SHORTEST_MISREAD and letters.isalpha()
    if page in _CARELESS_PAGES and is_short and not _is_beside_latin(run):
        return None
    is_short = len(letters) < _SHORTEST_MISREAD and not letters.startswith(_DASH_OR_QUOTE)
    if page == _OF_LETTERS_AND_MARKS and is_short:
        return None
    try:
        meant = letters.encode(page).decode("utf-8")
    except UnicodeError:
        return None
    if _ends_a_quotation(run) or not _OF_OUR_LANGUAGES.fullmatch(meant):
        return None
    return meant


def _is_beside_latin(run: re.Match[str]) -> bool:
    before, after = run.string[: run.start()][-1:], run.string[run.end() :][:1]
    return before.isalpha() or after.isalpha()


def _ends_a_quotation(run: re.Match[str]) -> bool:
    """Whether this is a letter and the mark that closes a quotation, as in “Партия Р»”."""
    letters, next_letter = run[0], run.string[run.end() : run.end() + 1]
    is_letter_and_mark = len(letters) == 2 and letters[1] in _CLOSING and letters[0] not in "ÃÂ"
    return is_letter_and_mark and not next_letter.isalpha()
