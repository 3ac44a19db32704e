"""Spellings of whole countries: a word in Latin letters is read by the rules of one, not of all mixed.

French, German and Polish respell Russian and Kazakh names their own way, and names of Germans come back into
Cyrillic by their sound. Families of Koreans in Kazakhstan keep the Russian form of a name whose English
form has letters of its own (Пак and Park, Цой and Choi): those few are a table, after the usual
romanisations of South Korea.
"""

import re
from collections.abc import Iterator
from typing import Final

Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*rules: tuple[str, str]) -> Rules:
    return tuple((re.compile(pattern), spelling) for pattern, spelling in rules)


# A capital letter is one that no later rule reads again.
_FRENCH: Final = _rules(
    ("tch", "CH"), ("ch", "SH"), ("ou", "U"), ("gu(?=[eiy])", "G"), ("oi(?=[aeo])", "UA")
)
_GERMAN: Final = _rules(
    ("tsch", "CH"),
    ("sch", "SH"),
    ("ch", "H"),
    ("ck", "K"),
    ("^s(?=[tp])", "SH"),
    ("ae|ä", "E"),
    ("oe|ö", "E"),
    ("ue", "ü"),
    ("e[iy]", "AI"),
    ("eu|äu", "OI"),
    ("(?<=[aeou])h(?=[lmnrt])", ""),
    ("ie(?!$)", "I"),
    ("tz|z", "TS"),
    ("ß", "S"),
    ("^v", "F"),
    ("w", "V"),
)
# Мюллер and Миллер are both Müller.
_GERMAN_SPOKEN: Final = (*_GERMAN, *_rules(("ü", "I")))
_GERMAN_EI: Final = tuple(rule for rule in _GERMAN if rule[1] != "AI")
_GERMANS: Final = (_GERMAN, _GERMAN_SPOKEN, _GERMAN_EI)
# In this order: the ending of a woman's family, as Russian writes it, and soft letters first.
_POLISH: Final = _rules(
    ("([sc])ka$", r"\1kaia"),
    ("szcz|ść", "SHCH"),
    ("d(?:rz|ż)", "DZH"),
    ("(?<=[kpt])rz|sz|ś(?=n)", "SH"),
    ("rz|ż", "ZH"),
    ("cz|ć|ci(?=[aou])", "CH"),
    ("ch", "H"),
    ("c", "TS"),
    ("ł", "L"),
    ("ą", "ON"),
    ("ę", "EN"),
    ("ó", "U"),
    ("w", "V"),
    ("j", "Y"),
)
_POLISH_AS_SPELLED: Final = _POLISH[1:]
_IN_POLISH: Final = re.compile("sz|cz|rz|[łąęśźżćńó]|[sc]k[ia]$|w$")
_IN_LATIN: Final = re.compile("[a-z]")
# What only German has; a z alone is none.
_IN_GERMAN: Final = re.compile(
    "ch|ck|tz|ie|[eaä]u|e[iy]|[aou]e|[äöüßw]|z$|mann$|[aeou]h[lmnrt]|^v|^s[pt]"
)
_KOREAN: Final = {
    spelling: russian.split()
    for line, russian in (
        ("lee rhee ree yi", "ли"),
        ("park", "пак"),
        ("choi choy choe", "цой"),
        ("gim keem", "ким"),
        ("kang gang", "кан"),
        ("jung jeong chung chong joung", "тен чен чон"),
        ("cho jo", "те тё чо"),
        ("noh roh ro", "но"),
        ("ahn an", "ан"),
        ("baek paik paek", "пяк пек бэк"),
        ("yoon youn", "юн"),
        ("moon", "мун"),
        ("shin", "син"),
        ("lim rim yim", "лим им"),
        ("seo suh", "шо со"),
        ("yoo yu ryu ryoo", "ю лю рю"),
        ("chang jang", "тян чан"),
        ("jeon jun chun", "тен чен чон"),
        ("heo hur huh", "хе хо"),
        ("gwak kwak", "квак"),
        ("oh", "о"),
        ("sohn", "сон"),
        ("goh koh go", "ко"),
        ("wang", "ван"),
        ("yang", "ян лян"),
        ("bae", "пя пе"),
        ("hwang", "хван"),
        ("zhang chzhan", "чжан"),
    )
    for spelling in line.split()
}


def respelled(word: str) -> Iterator[str]:
    """A word in small letters as it is, and by the rules of each country that reads it otherwise."""
    yield word
    yield from _KOREAN.get(word, ())
    if not _IN_LATIN.search(word):
        return
    countries = [_FRENCH]
    countries += _GERMANS if _IN_GERMAN.search(word) else ()
    countries += (_POLISH, _POLISH_AS_SPELLED) if _IN_POLISH.search(word) else ()
    yield from sorted({_by(rules, word) for rules in countries} - {word})


def _by(rules: Rules, word: str) -> str:
    for pattern, spelling in rules:
        word = pattern.sub(spelling, word)
    return word.lower()
