"""The files of many diplomas that are made at once: what each is, and what it is called."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PRINT: Final = "print"
ARCHIVE: Final = "archive"
REGISTER: Final = "register"

BY_TEAM: Final = "by-team"
BY_ALPHABET: Final = "by-alphabet"
AS_MOVED: Final = "as-moved"


@dataclass(frozen=True)
class FileKind:
    """`order` and `has_background` are of a print file, `language` of the register."""

    key: str
    what: str
    label: str | Promise
    about: str | Promise = ""
    suffix: str = ".pdf"
    order: str = BY_TEAM
    has_background: bool = True
    language: str = ""

    @property
    def content_type(self) -> str:
        return "application/zip" if self.suffix == ".zip" else "application/pdf"


_BARE = _("Without the background, for paper that has it already.")

FILE_KINDS: Final[dict[str, FileKind]] = {
    each.key: each
    for each in (
        FileKind("print", PRINT, _("All documents, by team")),
        FileKind("print-bare", PRINT, _("All documents, by team"), _BARE, has_background=False),
        FileKind("alphabet", PRINT, _("All documents, by name"), order=BY_ALPHABET),
        FileKind(
            "alphabet-bare",
            PRINT,
            _("All documents, by name"),
            _BARE,
            order=BY_ALPHABET,
            has_background=False,
        ),
        FileKind("moved", PRINT, _("All documents, as arranged"), order=AS_MOVED),
        FileKind(
            "moved-bare",
            PRINT,
            _("All documents, as arranged"),
            _BARE,
            order=AS_MOVED,
            has_background=False,
        ),
        FileKind(
            "teams",
            ARCHIVE,
            _("One file a document, in folders by team"),
            _("A ZIP archive for any computer."),
            suffix=".zip",
        ),
        *(
            FileKind(f"register-{language}", REGISTER, _("Register of diplomas"), language=language)
            for language in ("kk", "ru", "en")
        ),
    )
}
