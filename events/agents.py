"""What a browser says of itself, in two words that organizers know: `iPad, Safari`."""

from collections.abc import Mapping
from typing import Final

# The first that is found is meant: Chrome also says Safari, and Edge says both.
_MACHINES: Final[Mapping[str, str]] = {
    "iPad": "iPad",
    "iPhone": "iPhone",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Macintosh": "Mac / iPad",  # iPadOS says that it is a Mac
    "Linux": "Linux",
}
_BROWSERS: Final[Mapping[str, str]] = {
    "Edg": "Edge",
    "SamsungBrowser": "Samsung Internet",
    "YaBrowser": "Yandex",
    "OPR/": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}


def told_by(user_agent: str) -> str:
    """Empty when it says nothing that is known."""
    found = (_first(words, user_agent) for words in (_MACHINES, _BROWSERS))
    return ", ".join(name for name in found if name)


def _first(words: Mapping[str, str], text: str) -> str:
    return next((name for word, name in words.items() if word in text), "")
