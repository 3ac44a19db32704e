"""Django's own makemessages, with the options of this project as its defaults."""

import re
from pathlib import Path
from typing import Final

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.core.management.base import CommandParser
from django.core.management.commands import makemessages

LANGUAGES: Final = ("kk", "ru")
NOT_SOURCES: Final = ("docs", "locale", "script", "static", "tests", "var")
UNWANTED_HEADERS: Final = re.compile(
    r'^"(?:POT-Creation-Date|Report-Msgid-Bugs-To): .*\n', re.MULTILINE
)


class Command(makemessages.Command):
    """A catalogue lists source files without line numbers or dates: it changes only when a string does.

    Strings that the sources no longer say go, and a new one stays empty: gettext's guess at its
    translation would have to be found out and taken back.
    """

    settings_available = False  # they name the compiled catalogues; ./locale holds the written ones
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
    msgattrib_options = [*makemessages.Command.msgattrib_options, "--width=100"]

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(
            locale=list(LANGUAGES),
            ignore_patterns=list(NOT_SOURCES),
            add_location="file",
            no_obsolete=True,
        )

    def build_potfiles(self) -> list[str]:
        files: list[str] = super().build_potfiles()
        for path in map(Path, files):
            path.write_text(UNWANTED_HEADERS.sub("", path.read_text()))
        return files

    def write_po_file(self, potfile: str, locale: str) -> None:
        super().write_po_file(potfile, locale)
        path = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        with path.open("rb") as file:
            catalog = read_po(file, locale=locale)
        missing = [message for message in catalog if message.id and not is_translated(message)]
        self.stdout.write(f"{locale}: {len(missing)} without translation")
        for message in missing:
            text = message.id if isinstance(message.id, str) else message.id[0]
            self.stdout.write(f"  {text}")


def is_translated(message: Message) -> bool:
    text = message.string or ""
    return all([text] if isinstance(text, str) else text) and not message.fuzzy
