"""A file as an answer: under ASGI it is read while it is sent, and no more of it is in memory than a piece."""

import io

from asgiref.sync import async_to_sync

from events.pieces import FileInPieces


class Watched(io.BytesIO):
    """Notes how much was asked for at once."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.asked: list[int] = []

    def read(self, size: int | None = -1) -> bytes:
        self.asked.append(size or -1)
        return super().read(size)


def test_it_is_read_piece_by_piece_while_it_is_sent():
    content = bytes(range(256)) * 4000
    file = Watched(content)
    answer = FileInPieces(file, as_attachment=True, filename="Үлгі.zip")

    async def first_two() -> list[bytes]:
        pieces = aiter(answer)
        return [await anext(pieces), await anext(pieces)]

    pieces = async_to_sync(first_two)()

    assert b"".join(pieces) == content[: 2 * FileInPieces.block_size]
    assert file.asked == [FileInPieces.block_size] * 2
    assert answer["Content-Length"] == str(len(content))
