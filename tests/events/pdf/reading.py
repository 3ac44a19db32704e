"""What a PDF file holds, by other programs than the one that wrote it."""

import io

import pikepdf
import pypdfium2


def text_of(pdf: bytes) -> str:
    """The words of a file, one space apart."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[index].get_textpage().get_text_range() for index in range(len(document))]
    return " ".join("\n".join(pages).split())


def uncompressed(pdf: bytes) -> bytes:
    """The file with every stream open, attachments included."""
    opened_up = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(
            opened_up,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return opened_up.getvalue()
