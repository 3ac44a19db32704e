"""Many files of PDF as one, page after page. The only importer of pikepdf.

pikepdf reads each file; the objects of its pages are written at once under new numbers, so that no more than one
file is in memory however many come. What stands on every page, such as its background, is written once.
"""

import hashlib
import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import pikepdf

from events.pdf.engine import GENERATOR, Metadata

HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
REFERENCE: Final = re.compile(rb"\d+ \d+ R\b")
INHERITED: Final = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
# They lead out of the page, to what a merged file does not have.
LEADS_AWAY: Final = ("/Parent", "/StructParents", "/Length")
SHARED: Final = ("/Form", "/Image")
DEEPEST: Final = 12  # of art within art
EMPTY: Final = (
    b"<< /Type /XObject /Subtype /Form /BBox [ 0 0 1 1 ] /Length 0 >>\nstream\n\nendstream"
)


class MergedFile:
    """One file in the making; `finish` writes its end.

    `left_out` is the name of a piece of art (`images.FlatArt`) that is not printed, with all else in its place.
    The bytes depend on the pages and the metadata alone.
    """

    def __init__(self, out: BinaryIO, *, left_out: str = "") -> None:
        self._out = out
        self._left_out = f"/i{left_out}-" if left_out else ""
        self._starts: list[int] = []  # of each object, by its number less one
        self._pages: list[int] = []
        self._shared: dict[bytes, int] = {}
        self._out.write(HEADER)
        self._catalog, self._tree = self._number(), self._number()
        self._empty = self._number()
        self._write(self._empty, EMPTY)

    @property
    def page_count(self) -> int:
        return len(self._pages)

    def add(self, pdf: bytes) -> None:
        """Every page of a file. Raises pikepdf.PdfError for what is none."""
        with pikepdf.open(io.BytesIO(pdf)) as source:
            copied = _Copied(self)
            for page in source.pages:
                number = self._number()
                self._pages.append(number)
                copied.numbers[page.obj.objgen] = number
                self._write(number, copied.page(page.obj, self._tree))
                copied.write_the_rest()

    def finish(self, about: Metadata) -> None:
        kids = b" ".join(b"%d 0 R" % number for number in self._pages)
        tree = b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (len(self._pages), kids)
        self._write(self._tree, tree)
        root = b"<< /Type /Catalog /Pages %d 0 R /Lang %s >>"
        self._write(self._catalog, root % (self._tree, _text(about.language)))
        info = self._number()
        said = (_text(about.title), _text(about.author), _text(GENERATOR))
        self._write(info, b"<< /Title %s /Author %s /Producer %s >>" % said)
        self._write_end(info, about.identifier.encode())

    def _write_end(self, info: int, identifier: bytes) -> None:
        start = self._out.tell()
        self._out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(self._starts) + 1))
        self._out.writelines(b"%010d 00000 n \n" % each for each in self._starts)
        known = b" /ID [ <%s> <%s> ]" % (identifier, identifier) if identifier else b""
        told = (len(self._starts) + 1, self._catalog, info, known, start)
        self._out.write(
            b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % told
        )

    def _number(self) -> int:
        self._starts.append(0)
        return len(self._starts)

    def _write(self, number: int, content: bytes) -> None:
        self._starts[number - 1] = self._out.tell()
        self._out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))


class _Copied:
    """What of one source is written, or is to be written, under which number."""

    def __init__(self, merged: MergedFile) -> None:
        self._merged = merged
        self._waiting: list[tuple[int, Any]] = []
        self.numbers: dict[tuple[int, int], int] = {}

    def page(self, page: Any, tree: int) -> bytes:
        inherited = {key: _inherited(page, key) for key in INHERITED if key not in page}
        own = [(key, value) for key, value in page.items() if key not in LEADS_AWAY]
        found = [*own, *((key, value) for key, value in inherited.items() if value is not None)]
        return self._dictionary(found, b"/Parent %d 0 R" % tree)

    def write_the_rest(self) -> None:
        """What the page named, and what that names."""
        while self._waiting:
            number, value = self._waiting.pop()
            is_stream = isinstance(value, pikepdf.Stream)
            self._merged._write(number, self._stream(value) if is_stream else self._told(value))

    def _told(self, value: Any) -> bytes:
        """A value that is not referred to, with references under their new numbers."""
        plain = _plain(value)
        if not REFERENCE.search(plain):
            return plain
        if isinstance(value, pikepdf.Dictionary):
            return self._dictionary(value.items())
        if isinstance(value, pikepdf.Array):
            return b"[ %s ]" % b" ".join(self._part(each) for each in _items(value))
        return plain

    def _dictionary(self, items: Any, also: bytes = b"") -> bytes:
        told = [
            b"%s %s" % (_plain(pikepdf.Name(key)), self._entry(key, value)) for key, value in items
        ]
        return b"<< %s >>" % b" ".join([*told, also])

    def _entry(self, key: str, value: Any) -> bytes:
        left_out = self._merged._left_out
        if left_out and key.startswith(left_out):
            return b"%d 0 R" % self._merged._empty
        return self._part(value)

    def _part(self, value: Any) -> bytes:
        if not isinstance(value, pikepdf.Object) or not value.is_indirect:
            return self._told(value)
        if value.objgen not in self.numbers:
            self.numbers[value.objgen] = self._placed(value)
        return b"%d 0 R" % self.numbers[value.objgen]

    def _placed(self, value: Any) -> int:
        """The number of an object that comes later, or of the same one that stands already."""
        key = _same_everywhere(value)
        if key and key in self._merged._shared:
            return self._merged._shared[key]
        number = self._merged._number()
        if key:
            self._merged._shared[key] = number
        self._waiting.append((number, value))
        return number

    def _stream(self, value: Any) -> bytes:
        raw = value.read_raw_bytes()
        items = [(key, each) for key, each in value.stream_dict.items() if key != "/Length"]
        return b"%s\nstream\n%s\nendstream" % (
            self._dictionary(items, b"/Length %d" % len(raw)),
            raw,
        )


def _same_everywhere(value: Any) -> bytes:
    """What a picture is known by, with all that it refers to; empty for all else."""
    if not isinstance(value, pikepdf.Stream) or str(value.get("/Subtype", "")) not in SHARED:
        return b""
    try:
        return hashlib.sha256(_in_full(value, DEEPEST)).digest()
    except _TooDeep:
        return b""


class _TooDeep(Exception):
    """It refers to something that refers back, or is no plain picture."""


def _in_full(value: Any, depth: int) -> bytes:
    """A value with what it refers to in the place of each reference. Raises _TooDeep."""
    if not isinstance(value, pikepdf.Object):
        return _plain(value)
    if depth == 0:
        raise _TooDeep
    if isinstance(value, pikepdf.Array):
        return b"[%s]" % b" ".join(_in_full(each, depth - 1) for each in _items(value))
    if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        return _plain(value)
    told = b" ".join(
        b"%s %s" % (key.encode(), _in_full(each, depth - 1)) for key, each in value.items()
    )
    return told + (value.read_raw_bytes() if isinstance(value, pikepdf.Stream) else b"")


def _items(array: Any) -> Iterator[Any]:
    return (array[at] for at in range(len(array)))


def _inherited(page: Any, key: str) -> Any:
    above = page.get("/Parent")
    while above is not None and key not in above:
        above = above.get("/Parent")
    return None if above is None else above[key]


def _plain(value: Any) -> bytes:
    """A value as it is written, references and all; pikepdf gives numbers as Python's own."""
    if isinstance(value, pikepdf.Object):
        return value.unparse(resolved=True)
    return pikepdf.Array([value]).unparse()[1:-1].strip()


def _text(text: str) -> bytes:
    return pikepdf.String(text).unparse()
