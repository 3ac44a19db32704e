"""A text in up to three languages, to and from its column.

An entry has a string, or a `Translated`; the columns of django-i18nfield hold a string, or a JSON
object with a text per language. They take any text that happens to be JSON for such an object:
"80" comes back as a number, "[[[[" not at all. Such a text is kept as a JSON string.
"""

import json
import unicodedata
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from i18nfield.strings import LazyI18nString

LANGUAGES = ("en", "kk", "ru")
JSON_BEGINS: Final = frozenset(' \t\n\r"{[-0123456789tfnNI')


@dataclass(frozen=True)
class Translated:
    """One text in several languages, at least one."""

    en: str | None = None
    kk: str | None = None
    ru: str | None = None


Text = str | Translated
Held: TypeAlias = LazyI18nString | str | dict[str, str] | None


def posted(text: str) -> str:
    """A new line is one character, as the page counts it, not the two that a form posts."""
    return text.replace("\r\n", "\n")


def one_line(text: str) -> str:
    """The same words on one line, without stray spaces, each letter as one character."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def stored(text: Text | None) -> str:
    """What the column holds for this text; empty for none."""
    if text is None:
        return ""
    if isinstance(text, str):
        return json.dumps(text) if _reads_as_json(text) else text
    return json.dumps(languages_of(text), sort_keys=True)


def plain(text: Text) -> Any:
    """The same for a text inside a JSON column."""
    return stored(text) if isinstance(text, str) else languages_of(text)


def shown(held: LazyI18nString) -> str:
    """The text in the language of the page; one that is the same in every language is not looked up in any.

    For the long lists: the package changes the language for such a text, and back.
    """
    return held.data if isinstance(held.data, str) else str(held)


def told(held: Held) -> Text | None:
    """The text that a column or a JSON value holds; None when it is empty."""
    data = (held if isinstance(held, LazyI18nString) else LazyI18nString(held)).data
    if data is None or data == "":
        return None
    if isinstance(data, dict):
        texts = {language: data[language] for language in LANGUAGES if data.get(language)}
        return Translated(**texts) if texts else None
    return data if isinstance(data, str) else json.dumps(data)


def told_always(held: Held) -> Text:
    """The same for a text that must be there."""
    return told(held) or ""


def column(held: LazyI18nString | str) -> str:
    """A text column of a row, as `stored` would write it."""
    return stored(told(held))


def languages_of(text: Translated) -> dict[str, str]:
    """The languages a text has, with what it says in each."""
    texts = {language: getattr(text, language) for language in LANGUAGES}
    return {language: said for language, said in texts.items() if said}


def begins_like_json(text: str) -> bool:
    """Whether `json.loads` could take it; of any other text it need not be asked, which takes longer."""
    return text[:1] in JSON_BEGINS


def _reads_as_json(text: str) -> bool:
    if not begins_like_json(text):
        return False
    try:
        json.loads(text)
    except ValueError:
        return False
    except RecursionError:
        return True
    return True
