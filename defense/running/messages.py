"""Brings locale/*.po up to date with the strings of the sources: `script/messages`.

Templates pass through Django's own `templatize`, and Babel reads what comes out as it reads Python,
so that no machine needs gettext's tools. A file lists its strings by source file without line
numbers or dates: it changes only when a string does.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("defense", "diplomas", "events", "experts", "projects")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Qorgau\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""
# Django's own formulas: its catalogues and ours are read as one.
PLURAL_FORMS = {
    "kk": "nplurals=2; plural=(n != 1);",
    "ru": "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
    "(n%100<12 || n%100>14) ? 1 : n%10==0 || (n%10>=5 && n%10<=9) || "
    "(n%100>=11 && n%100<=14)? 2 : 3);",
}


def extracted() -> Catalog:
    """Every string marked for translation, in the order of the files that hold them."""
    catalog = Catalog(domain="django")
    for path in _sources():
        add_strings_of(path, catalog, name=str(path.relative_to(ROOT)))
    return catalog


def add_strings_of(path: Path, catalog: Catalog, *, name: str) -> None:
    """Put the strings of one file, Python or template, into the catalog."""
    code = BytesIO(_as_python(path).encode())
    for line, message, _comments, context in extract("python", code, keywords=KEYWORDS):
        catalog.add(message, locations=[(name, line)], context=context)


def _sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))
    yield from sorted(path for path in (ROOT / "templates").rglob("*.*") if path.is_file())


def _as_python(path: Path) -> str:
    """The calls of a template stand amid filler; without indents it reads as Python."""
    text = path.read_text()
    if path.suffix == ".py":
        return text
    return "\n".join(line.lstrip() for line in templatize(text).splitlines())


def empty_catalog(language: str) -> Catalog:
    header = HEADER.format(language=language, plural_forms=PLURAL_FORMS[language])
    return read_po(BytesIO(header.encode()), locale=language)


def bring_up_to_date(po: Path) -> list[str]:
    """Write the file again; strings no longer in the sources go. Return those without translation."""
    language = po.parent.parent.name
    catalog = empty_catalog(language)
    if po.exists():
        with po.open("rb") as file:
            catalog = read_po(file, locale=language)
    catalog.update(extracted(), no_fuzzy_matching=True)
    body = BytesIO()
    write_po(body, catalog, width=100, omit_header=True, ignore_obsolete=True, include_lineno=False)
    header = HEADER.format(language=language, plural_forms=PLURAL_FORMS[language])
    po.write_text(header + body.getvalue().decode().lstrip("\n"))
    return [
        str(message.id) for message in catalog if message.id and not is_translated(message.string)
    ]


def is_translated(text: str | tuple[str, ...] | list[str] | None) -> bool:
    forms = [text] if isinstance(text, str) else list(text or [])
    return bool(forms) and all(forms)


def main() -> None:
    for language in PLURAL_FORMS:
        po = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
        po.parent.mkdir(parents=True, exist_ok=True)
        missing = bring_up_to_date(po)
        sys.stdout.write(f"{po.relative_to(ROOT)}: {len(missing)} without translation\n")
        sys.stdout.writelines(f"  {text}\n" for text in missing)


if __name__ == "__main__":
    main()
