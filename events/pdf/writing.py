"""The objects of pydyf as a file. Its own writer presses them into one stream as hard as it can: tens of thousands of
tags take it most of a second, and make a reader unpack all of them for one page."""

import itertools
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import pydyf

BEGINS: Final = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
MOST_TOGETHER: Final = 1000  # objects in a stream
PLACE: Final = struct.Struct(">BIH")  # of an object: how it is kept, and where
FREE: Final = (0, 0, 65535)
Place = tuple[int, int, int]


def bytes_of(pdf: Any) -> bytes:
    """Adds to its objects those that only the file needs."""
    pdf.add_object(pdf.info)
    alone = [each for each in pdf.objects[1:] if not each.compressible]
    together = [each for each in pdf.objects[1:] if each.compressible]
    file = _File()
    for each in alone:
        file.put(each)
    for part in _in_parts(together):
        stream = _together(part)
        pdf.add_object(stream)
        file.put_together(stream, part)
    return file.closed(pdf)


class _File:
    def __init__(self) -> None:
        self._written = bytearray(BEGINS)
        self._places: dict[int, Place] = {0: FREE}

    def put(self, made: Any) -> None:
        self._places[made.number] = (1, len(self._written), 0)
        self._written += made.indirect + b"\n"

    def put_together(self, stream: Any, part: Iterable[Any]) -> None:
        for at, each in enumerate(part):
            self._places[each.number] = (2, stream.number, at)
        self.put(stream)

    def closed(self, pdf: Any) -> bytes:
        """With the table of where each object stands, which stands in itself."""
        start, size = len(self._written), len(pdf.objects) + 1
        self._places[size - 1] = (1, start, 0)
        content = b"".join(PLACE.pack(*self._places[number]) for number in range(size))
        table = _pressed(
            content,
            {
                "Type": "/XRef",
                "W": pydyf.Array([1, 4, 2]),
                "Size": size,
                "Root": pdf.catalog.reference,
                "Info": pdf.info.reference,
            },
        )
        pdf.add_object(table)
        return bytes(self._written + table.indirect + f"\nstartxref\n{start}\n%%EOF\n".encode())


def _in_parts(objects: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(objects), MOST_TOGETHER):
        yield objects[start : start + MOST_TOGETHER]


def _together(objects: Sequence[Any]) -> Any:
    """As one stream, which begins with the number of each and where it starts."""
    told = [each.data for each in objects]
    starts = itertools.accumulate((len(each) + 1 for each in told), initial=0)
    pairs = zip(objects, starts, strict=False)
    index = " ".join(f"{each.number} {start}" for each, start in pairs).encode()
    return _pressed(
        b"\n".join([index, *told]),
        {"Type": "/ObjStm", "N": len(objects), "First": len(index) + 1},
    )


def _pressed(content: bytes, extra: dict[str, Any]) -> Any:
    return pydyf.Stream([zlib.compress(content)], {**extra, "Filter": "/FlateDecode"})
