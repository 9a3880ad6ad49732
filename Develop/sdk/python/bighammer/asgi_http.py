"""A request and its answer, as an ASGI application sees them."""

import sys

from .asgi_exchange import ClientLeft, Exchange, ResponseInPieces
from .lifespan import VERSIONS


class Http(Exchange):
    """The scope ``http``."""

    type = "http"
    versions = VERSIONS

    def __init__(self, stream):
        super().__init__(stream)
        self._response = ResponseInPieces(stream, drops_body=stream.head.get("method") == "HEAD")
        self._request_read = False

    async def receive(self):
        if not self._request_read:
            try:
                piece = await self.stream.piece()
            except ClientLeft:
                return {"type": "http.disconnect"}
            more = piece is not None and not self.stream.is_read
            self._request_read = not more
            return {"type": "http.request", "body": piece or b"", "more_body": more}
        await self.until_left()
        return {"type": "http.disconnect"}

    async def send(self, message):
        if self.has_left:
            return
        try:
            await self._response.send(message)
        except ClientLeft:
            return
        if self.stream.answered:
            # The application may go on working, but a further receive() tells it that the client has been served.
            self.note_left()

    async def ended(self):
        if not self.stream.answered and not self.has_left:
            sys.stderr.write("the ASGI application returned without a whole answer\n")
            await self.failed()

    async def failed(self):
        if not self.stream.answered and not self.stream.cancelled:
            await self._response.failed()
