"""A file as an answer that is read while it is sent."""

from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.http import FileResponse


class FileInPieces(FileResponse):
    """Read in a thread, piece by piece: for ASGI Django would read all of a file before it sends any of it."""

    block_size = 262_144

    async def __aiter__(self) -> AsyncIterator[bytes]:
        file = self.file_to_stream
        assert file
        while piece := await sync_to_async(file.read)(self.block_size):
            yield piece
